package answer

import (
	"context"
	"slices"

	"vankien/index"
	"vankien/index/plan"
)

// Search answers a checked request. Took is left to the caller.
func Search[H any](ctx context.Context, s State[H], names plan.Names, req *index.Request) (*index.Result, error) {
	x, err := settle(ctx, s, names, req)
	if err != nil {
		return nil, err
	}
	if err := x.looser(); err != nil {
		return nil, err
	}
	res, err := x.result(&x.found)
	if err == nil {
		res.Suggestions, res.Warnings = x.suggestions, distinct(slices.Concat(x.warnings, x.plan.Warnings))
	}
	return res, err
}

// settled is a request of which it is known by what query and at what level it is
// answered.
type settled[H any] struct {
	*answering[H]
	found       Found[H]
	suggestions []index.Suggestion
	warnings    []index.Warning // of the query asked
}

func settle[H any](ctx context.Context, s State[H], names plan.Names, req *index.Request) (x settled[H], err error) {
	after, err := afterOf(req)
	if err != nil {
		return x, err
	}
	if x.answering, err = newAnswering(ctx, s, names, req); err != nil {
		return x, err
	}
	x.after = after
	if x.found, err = x.atLevel(); err != nil {
		return x, err
	}
	if x.suggestions, err = x.suggest(); err != nil {
		return x, err
	}
	instead, err := x.mended(x.suggestions, x.found.Total)
	if err != nil {
		return x, err
	}
	x.warnings = x.plan.Warnings
	if instead >= 0 {
		x.suggestions[instead].Used = true
		if x.answering, err = newAnswering(ctx, s, names, x.insteadOf(x.suggestions[instead].Query)); err != nil {
			return x, err
		}
		x.after = after
		x.found, err = x.atLevel()
	}
	return x, err
}

func (a *answering[H]) atLevel() (Found[H], error) {
	if a.after != nil {
		return a.goOn()
	}
	if a.req.Level == index.LevelAuto {
		return a.auto()
	}
	return a.find(a.req.Level)
}

// result shows what was found.
func (a *answering[H]) result(found *Found[H]) (*index.Result, error) {
	res := &index.Result{Total: found.Total, Facets: found.Facets, Reading: a.reading}
	if res.Facets == nil {
		res.Facets = map[index.Field]index.Facet{}
	}
	if a.next != nil {
		res.Next = a.next.String()
	}
	var err error
	if res.Hits, err = a.state.Show(a.ctx, a.req, found.Hits, MarksAt(a.plan, a.reading.Level)); err != nil {
		return nil, err
	}
	also, err := a.also(found.Total)
	if err == nil && len(also) > 0 {
		res.Also, err = a.state.Show(a.ctx, a.req, also, MarksAt(a.plan, index.LevelAny))
	}
	return res, err
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
