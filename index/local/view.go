package local

import (
	"context"
	"math"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/exec"
	"vankien/index/plan"
)

// view is a state of the index as a request is answered over it (answer.State). It
// is of one goroutine.
type view struct {
	*snapshot
	state *state
	lower *lowerer
}

func newView(ctx context.Context, s *snapshot, state *state) *view {
	return &view{s, state, newLowerer(ctx)}
}

// Documents implements plan.Collection.
func (v *view) Documents() int { return v.state.Documents() }

// Lexicon implements plan.Collection.
func (v *view) Lexicon() plan.Lexicon { return v.state.lexicon }

// Count implements plan.Collection.
func (v *view) Count(ctx context.Context, clauses ...plan.Clause) ([]int, error) {
	counted, err := v.state.Counts(ctx, math.MaxInt, v.lower.all(clauses)...)
	if err != nil {
		return nil, err
	}
	counts := make([]int, len(counted))
	for i, x := range counted {
		counts[i] = x.N
	}
	return counts, nil
}

// Read implements answer.State.
func (v *view) Read(ctx context.Context, names plan.Names, certain bool, reqs ...*index.Request) ([]*plan.Plan, error) {
	plans, read := make([]*plan.Plan, len(reqs)), plan.Read
	if certain {
		read = plan.Reread
	}
	for i, req := range reqs {
		var err error
		if plans[i], err = read(ctx, v, names, req); err != nil {
			return nil, err
		}
	}
	return plans, nil
}

// Find implements answer.State.
func (v *view) Find(ctx context.Context, queries ...*answer.Query) ([]answer.Found[exec.Hit], error) {
	out := make([]answer.Found[exec.Hit], len(queries))
	for i, q := range queries {
		found, err := v.state.Search(ctx, v.lower.query(q))
		if err != nil {
			return nil, err
		}
		out[i] = answer.Found[exec.Hit]{Total: found.Total, Hits: found.Hits[min(q.Offset, len(found.Hits)):min(q.Window, len(found.Hits))]}
		if out[i].Next, err = v.next(q, found, out[i].Hits); err != nil {
			return nil, err
		}
		if len(q.Facets) > 0 {
			out[i].Facets = make(map[index.Field]index.Facet, len(q.Facets))
		}
		for k, f := range q.Facets {
			out[i].Facets[f] = newFacet(f, found.Facets[k], q.Values)
		}
	}
	return out, nil
}

// next returns the place of the last hit shown, if others follow.
func (v *view) next(q *answer.Query, found *exec.Result, shown []exec.Hit) (*answer.Mark, error) {
	if len(shown) == 0 || !found.More && q.Window >= len(found.Hits) {
		return nil, nil
	}
	m, err := v.state.MarkOf(shown[len(shown)-1], lowered(q.Sort))
	if err != nil {
		return nil, err
	}
	return raised(&m, q.Sort), nil
}

// query lowers a query.
func (l *lowerer) query(q *answer.Query) *exec.Query {
	filter := conditions(q.Filter)
	x := &exec.Query{Match: l.node(q.Match), Filter: filter, Facets: facets(q.Facets, filter), Sort: lowered(q.Sort), Window: q.Window, Closer: q.Closer}
	if q.Closer > 0 {
		x.Window = max(q.Window, q.Closer) // which of them come first is known only then
	}
	if q.Lifted != nil {
		x.Lifted, x.Lift = l.node(q.Lifted), q.Lift
	}
	if q.After != nil {
		x.After = markOf(q.After, q.Sort)
	}
	return x
}

// Show implements answer.State.
func (v *view) Show(ctx context.Context, req *index.Request, found []exec.Hit, m answer.Marks) ([]index.Hit, error) {
	return v.hits(ctx, req, found, &marker{Marks: m, state: v.state.Snapshot})
}
