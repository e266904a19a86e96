package local

import (
	"context"
	"fmt"
	"slices"
	"time"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/index/snippet"
)

// Search answers a request over one state of the index. Total and facet counts
// are exact. It returns ctx's error when the deadline passes, never a part of
// the answer, and a *RequestError for a request it cannot serve.
func (x *Index) Search(ctx context.Context, req index.Request) (*index.Result, error) {
	began := time.Now()
	if err := req.Check(); err != nil {
		return nil, err
	}
	var res *index.Result
	err := x.read(ctx, func(s *snapshot) (err error) {
		res, err = s.search(ctx, x.names, &req)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	res.Took = time.Since(began)
	return res, nil
}

func (s *snapshot) search(ctx context.Context, names plan.Names, req *index.Request) (*index.Result, error) {
	state, err := s.engine.state(s.IndexSnapshot)
	if err != nil {
		return nil, err
	}
	return s.engine.answer(ctx, state, req, func() (*index.Result, error) { return s.work(ctx, state, names, req) })
}

// work answers a request.
func (s *snapshot) work(ctx context.Context, state *state, names plan.Names, req *index.Request) (*index.Result, error) {
	a, err := newAnswering(ctx, s, state, names, req)
	if err != nil {
		return nil, err
	}
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
		if a, err = a.instead(suggestions[instead].Query); err != nil {
			return nil, err
		}
		if found, err = a.atLevel(); err != nil {
			return nil, err
		}
	}
	if err := a.looser(); err != nil {
		return nil, err
	}
	res, err := a.result(found)
	if err == nil {
		res.Suggestions, res.Warnings = suggestions, distinct(slices.Concat(asked, a.plan.Warnings))
	}
	return res, err
}

func (a *answering) atLevel() (*exec.Result, error) {
	if a.req.Level == index.LevelAuto {
		return a.auto()
	}
	return a.find(a.req.Level)
}

// result shows what was found.
func (a *answering) result(found *exec.Result) (*index.Result, error) {
	res := &index.Result{Total: found.Total, Facets: map[index.Field]index.Facet{}, Reading: a.reading}
	for i, f := range a.req.Facets {
		res.Facets[f] = newFacet(f, found.Facets[i], a.req.FacetValues)
	}
	words := marker{clause: a.plan.All, together: a.plan.Together, state: a.state.Snapshot}
	shown := words
	if a.reading.Level == index.LevelMeant {
		shown = marker{clause: a.plan.Meant, state: a.state.Snapshot}
	}
	var err error
	if res.Hits, err = a.hits(a.ctx, a.req, found.Hits[min(a.req.Offset, len(found.Hits)):], &shown); err != nil {
		return nil, err
	}
	also, err := a.also(found.Total)
	if err == nil && len(also) > 0 {
		res.Also, err = a.hits(a.ctx, a.req, also, &words)
	}
	return res, err
}

// lowered returns the order as the executor knows it.
func lowered(s index.Sort) exec.Sort {
	return [...]exec.Sort{index.Relevance: exec.ByScore, index.Newest: exec.Newest, index.Oldest: exec.Oldest, index.ByTitle: exec.ByTitle}[s]
}

// Marks returns where req.Query matches the title, abstract and body of d, in
// text order; d should be a stored document. It obeys the deadline of ctx.
func (x *Index) Marks(ctx context.Context, req index.Request, d index.Document) (map[index.Field][]snippet.Match, error) {
	var p *plan.Plan
	err := x.read(ctx, func(s *snapshot) error {
		state, err := s.engine.state(s.IndexSnapshot)
		if err == nil {
			p, err = plan.Read(ctx, planState{state}, x.names, &req)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	m := match.New(p.All, p.Together...)
	marks := map[index.Field][]snippet.Match{}
	for _, t := range []struct {
		field index.Field
		text  string
	}{{index.FieldTitle, d.Title}, {index.FieldAbstract, d.Abstract}, {index.FieldBody, d.Body}} {
		found, err := m.In(ctx, string(t.field), t.text)
		if err != nil {
			return nil, fmt.Errorf("mark: %w", err)
		}
		marks[t.field] = found
	}
	return marks, nil
}
