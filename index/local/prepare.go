package local

import (
	"context"
	"slices"
	"sync"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/plan"
)

// prepared is a query planned over one state of the index.
type prepared struct {
	node     exec.Node
	warnings []index.Warning
	matcher  func() *match.Matcher // made when first asked for
	state    *exec.Snapshot
}

// stretches tells where words that mark a body stand.
func (p *prepared) stretches() *exec.Stretches {
	var list []*exec.Form
	for _, f := range p.matcher().Forms(string(index.FieldBody)) {
		list = append(list, newForm(fieldText, f))
	}
	return p.state.NewStretches(list, string(index.FieldBody))
}

// newPlan plans the query of a request and lowers the plan.
func newPlan(ctx context.Context, state *exec.Snapshot, names plan.Names, req *index.Request) (*prepared, error) {
	p, err := plan.Read(ctx, planState{state}, names, req)
	if err != nil {
		return nil, err
	}
	made := &prepared{state: state, node: newLowerer(ctx).node(p.Clause), matcher: sync.OnceValue(func() *match.Matcher { return match.New(p.Clause) })}
	made.warnings = distinct(p.Warnings)
	return made, nil
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
