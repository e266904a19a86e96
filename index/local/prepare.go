package local

import (
	"slices"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/plan"
)

// marker finds what a clause matches in stored texts. It is made when hits are to
// be shown.
type marker struct {
	clause    plan.Clause
	together  []plan.Terms // that are read together
	state     *exec.Snapshot
	made      *match.Matcher
	stretches *exec.Stretches // of long bodies; nil: none was met
}

func (m *marker) matcher() *match.Matcher {
	if m.made == nil {
		m.made = match.New(m.clause, m.together...)
	}
	return m.made
}

// standing tells where words that mark a body stand.
func (m *marker) standing() *exec.Stretches {
	if m.stretches == nil {
		var list []*exec.Form
		for _, f := range m.matcher().Forms(string(index.FieldBody)) {
			list = append(list, newForm(fieldText, f))
		}
		m.stretches = m.state.NewStretches(list, string(index.FieldBody))
	}
	return m.stretches
}

// distinct leaves out warnings that stand before.
func distinct(list []index.Warning) (out []index.Warning) {
	for _, w := range list {
		if !slices.ContainsFunc(out, w.Equal) {
			out = append(out, w)
		}
	}
	return out
}
