package local

import (
	"strings"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/exec"
)

// raised is a place in an order as answers go on from it. The key of a title ends with
// the id (titleKey).
func raised(m *exec.Mark, sort index.Sort) *answer.Mark {
	out := &answer.Mark{Score: m.Score, Number: int64(m.Day), ID: m.Key}
	if sort == index.ByTitle {
		out.Key, out.ID, _ = strings.Cut(m.Key, titleEnd)
	}
	return out
}

// markOf is the same place for the executor.
func markOf(m *answer.Mark, sort index.Sort) *exec.Mark {
	out := &exec.Mark{Score: m.Score, Day: int32(m.Number), Key: m.ID}
	if sort == index.ByTitle {
		out.Key = m.Key + titleEnd + m.ID
	}
	return out
}
