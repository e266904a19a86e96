package local

import (
	"context"
	"fmt"
	"time"

	"vankien/index"
	"vankien/index/answer"
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
	return s.engine.answer(ctx, state, req, func() (*index.Result, error) { return answer.Search(ctx, newView(ctx, s, state), names, req) })
}

// lowered returns the order as the executor knows it.
func lowered(s index.Sort) exec.Sort {
	return [...]exec.Sort{index.Relevance: exec.ByScore, index.Newest: exec.Newest, index.Oldest: exec.Oldest, index.ByTitle: exec.ByTitle,
		index.LastIndexed: exec.Latest, index.FirstIndexed: exec.Earliest}[s]
}

// Marks returns where req.Query matches the title, abstract and body of d, in
// text order; d should be a stored document. It obeys the deadline of ctx.
func (x *Index) Marks(ctx context.Context, req index.Request, d index.Document) (map[index.Field][]snippet.Match, error) {
	var p *plan.Plan
	err := x.read(ctx, func(s *snapshot) error {
		state, err := s.engine.state(s.IndexSnapshot)
		if err == nil {
			p, err = plan.Read(ctx, newView(ctx, s, state), x.names, &req)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	shown := answer.MarksAt(p, req.Level)
	marks, err := answer.MarksOf(ctx, match.New(shown.Clause, shown.Together...), &d)
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	return marks, nil
}
