package local

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/index/query"
)

// prepared is a query planned over one state of the index.
type prepared struct {
	node     exec.Node
	warnings []index.Warning
	matcher  func() *match.Matcher // made when first asked for
}

// Bytes estimates the memory of the plan. The matcher takes no more than the
// node, in which prefixes are all the words that they stand for.
func (p *prepared) Bytes() int64 { return 2 * exec.NodeBytes(p.node) }

// keptPlan plans the query of a request. The plan is kept with the state, since
// how a query is read depends on what the index holds.
func keptPlan(ctx context.Context, state *exec.Snapshot, names plan.Names, req *index.Request) (*prepared, error) {
	key := strconv.AppendBool(strconv.AppendInt(make([]byte, 0, 128), int64(req.Accents), 10), req.AnyWord)
	return exec.Remember(ctx, state, string(appendNode(key, req.Query)), func() (*prepared, error) {
		return newPlan(ctx, state, names, req)
	})
}

// newPlan plans the query of a request and lowers the plan.
func newPlan(ctx context.Context, state *exec.Snapshot, names plan.Names, req *index.Request) (*prepared, error) {
	p, err := plan.Read(ctx, planState{state}, names, req)
	if err != nil {
		return nil, err
	}
	l := lowerer{ctx: ctx, state: state}
	made := &prepared{node: l.node(p.Clause), matcher: sync.OnceValue(func() *match.Matcher { return match.New(p.Clause) })}
	made.warnings = distinct(append(p.Warnings, l.warnings...))
	return made, l.err
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

// appendNode appends what tells a query from every other.
func appendNode(b []byte, n query.Node) []byte {
	text := func(kind byte, f query.Field, s string) {
		b = append(b, kind)
		b = strconv.AppendInt(append(append(b, f...), ':'), int64(len(s)), 10)
		b = append(append(b, ':'), s...)
	}
	list := func(kind byte, nodes []query.Node) {
		b = append(b, kind, '(')
		for _, x := range nodes {
			b = appendNode(b, x)
		}
		b = append(b, ')')
	}
	switch n := n.(type) {
	case query.Word:
		text('w', n.Field, n.Text)
		b = strconv.AppendBool(strconv.AppendBool(b, n.Exact), n.Prefix)
	case query.Phrase:
		text('p', n.Field, n.Text)
		b = strconv.AppendInt(strconv.AppendBool(b, n.Exact), int64(n.Slop), 10)
	case query.Dates:
		text('d', "", n.From+" "+n.To)
	case query.And:
		list('a', n.Nodes)
	case query.Or:
		list('o', n.Nodes)
	case query.Not:
		list('n', []query.Node{n.Node})
	case query.All:
		b = append(b, '*')
	}
	return b
}
