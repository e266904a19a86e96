package local

import (
	"context"
	"strconv"
	"sync"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/query"
)

// prepared is a query planned over one state of the index.
type prepared struct {
	node     exec.Node
	warnings []index.Warning
	matcher  func() *matcher // made when first asked for
}

// Bytes estimates the memory of the plan. The matcher takes no more than the
// node, in which prefixes are all the words that they stand for.
func (p *prepared) Bytes() int64 { return 2 * exec.NodeBytes(p.node) }

// keptPlan plans the query of a request. The plan is kept with the state, since
// how a query is read depends on what the index holds.
func keptPlan(ctx context.Context, state *exec.Snapshot, t *tables, req *index.Request) (*prepared, error) {
	key := strconv.AppendBool(strconv.AppendInt(make([]byte, 0, 128), int64(req.Accents), 10), req.AnyWord)
	return exec.Remember(ctx, state, string(appendNode(key, req.Query)), func() (*prepared, error) {
		return plan(ctx, state, t, req)
	})
}

func plan(ctx context.Context, state *exec.Snapshot, t *tables, req *index.Request) (*prepared, error) {
	c, planner, err := newPlan(ctx, state, t, req.Query, req.Accents)
	if err != nil {
		return nil, err
	}
	if req.AnyWord {
		c = anyOf(c)
	}
	made := &prepared{node: lowerer{planner}.node(c), matcher: sync.OnceValue(func() *matcher { return newMatcher(c) })}
	made.warnings = planner.warnings
	return made, planner.err
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
