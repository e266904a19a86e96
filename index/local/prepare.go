package local

import (
	"vankien/index"
	"vankien/index/answer"
	"vankien/index/content"
	"vankien/index/exec"
	"vankien/index/match"
)

// marker finds what a clause matches in stored texts. It is made when hits are to
// be shown.
type marker struct {
	answer.Marks
	state     *exec.Snapshot
	made      *match.Matcher
	stretches *exec.Stretches // of long bodies; nil: none was met
}

func (m *marker) matcher() *match.Matcher {
	if m.made == nil {
		m.made = match.New(m.Clause, m.Together...)
	}
	return m.made
}

// standing tells where words that mark a body stand.
func (m *marker) standing() *exec.Stretches {
	if m.stretches == nil {
		var list []*exec.Form
		for _, f := range m.matcher().Forms(string(index.FieldBody)) {
			list = append(list, newForm(content.Text, f))
		}
		m.stretches = m.state.NewStretches(list, string(index.FieldBody))
	}
	return m.stretches
}
