package local

import (
	"strings"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/exec"
)

// raised is a place in an order as answers go on from it. The keys of titles and
// times end with the id (titleKey).
func raised(m *exec.Mark, sort index.Sort) *answer.Mark {
	out := &answer.Mark{Score: m.Score, Number: int64(m.Day), ID: m.Key}
	if byText(sort) {
		out.Key, out.ID, _ = strings.Cut(m.Key, titleEnd)
	}
	return out
}

// byText reports whether an order goes by texts with the id behind them.
func byText(sort index.Sort) bool {
	return sort == index.ByTitle || sort == index.LastIndexed || sort == index.FirstIndexed
}

// markOf is the same place for the executor.
func markOf(m *answer.Mark, sort index.Sort) *exec.Mark {
	out := &exec.Mark{Score: m.Score, Day: int32(m.Number), Key: m.ID}
	if byText(sort) {
		out.Key = m.Key + titleEnd + m.ID
	}
	return out
}
