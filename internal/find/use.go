package find

import (
	"context"
	"sync"

	"vankien/index"
)

// Use is the first and the last document that a query finds, by their dates.
type Use struct{ First, Last *index.Document } // nil: no document with a date is found

// Uses finds those of some searches, at the level and by the query that each is answered
// with.
func (s *Service) Uses(ctx context.Context, list []*Search) ([]Use, error) {
	uses, errs := make([]Use, len(list)), make([]error, len(list))
	var wait sync.WaitGroup
	for i, a := range list {
		wait.Go(func() { uses[i], errs[i] = s.use(ctx, a) })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return uses, nil
}

func (s *Service) use(ctx context.Context, a *Search) (u Use, err error) {
	req := a.Request
	req.Offset, req.Limit, req.Facets, req.Snippets = 0, index.NoHits, nil, 0
	res, err := s.engine.Search(ctx, req)
	if err != nil {
		return u, err
	}
	f := Found{search: a, result: res}
	for _, x := range []struct {
		order index.Sort
		to    **index.Document
	}{{index.Oldest, &u.First}, {index.Newest, &u.Last}} {
		req := f.countable()
		req.Sort, req.Limit = x.order, 1
		res, err := s.engine.Search(ctx, req)
		if err != nil {
			return u, err
		}
		if len(res.Hits) > 0 && res.Hits[0].Document.Date != "" {
			*x.to = &res.Hits[0].Document
		}
	}
	return u, nil
}
