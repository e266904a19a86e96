package answer

import (
	"context"
	"slices"

	"vankien/index"
	"vankien/index/plan"
)

// Search answers a checked request. Took is left to the caller.
func Search[H any](ctx context.Context, s State[H], names plan.Names, req *index.Request) (*index.Result, error) {
	after, err := afterOf(req)
	if err != nil {
		return nil, err
	}
	a, err := newAnswering(ctx, s, names, req)
	if err != nil {
		return nil, err
	}
	a.after = after
	found, err := a.atLevel()
	if err != nil {
		return nil, err
	}
	suggestions, err := a.suggest()
	if err != nil {
		return nil, err
	}
	instead, err := a.mended(suggestions, found.Total)
	if err != nil {
		return nil, err
	}
	asked := a.plan.Warnings
	if instead >= 0 {
		suggestions[instead].Used = true
		if a, err = newAnswering(ctx, s, names, a.insteadOf(suggestions[instead].Query)); err != nil {
			return nil, err
		}
		a.after = after
		if found, err = a.atLevel(); err != nil {
			return nil, err
		}
	}
	if err := a.looser(); err != nil {
		return nil, err
	}
	res, err := a.result(&found)
	if err == nil {
		res.Suggestions, res.Warnings = suggestions, distinct(slices.Concat(asked, a.plan.Warnings))
	}
	return res, err
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
	words := Marks{Clause: a.plan.All, Together: a.plan.Together}
	shown := words
	if a.reading.Level == index.LevelMeant {
		shown = Marks{Clause: a.plan.Meant}
	}
	var err error
	if res.Hits, err = a.state.Show(a.ctx, a.req, found.Hits, shown); err != nil {
		return nil, err
	}
	also, err := a.also(found.Total)
	if err == nil && len(also) > 0 {
		res.Also, err = a.state.Show(a.ctx, a.req, also, words)
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
