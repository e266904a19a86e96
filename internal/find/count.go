package find

import (
	"context"

	"vankien/index"
	"vankien/index/query"
)

// Count returns how many documents a request matches.
func (s *Service) Count(ctx context.Context, req index.Request) (int, error) {
	req.Offset, req.Limit, req.Facets, req.Snippets = 0, index.NoHits, nil, 0
	req.Suggest = false
	res, err := s.engine.Search(ctx, req)
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}

// triedExamples are the example queries that find something in a collection of
// that many documents.
type triedExamples struct {
	total int
	found []string
}

// Examples returns those of the example queries that find something. They are
// tried again when the size of the collection, total, has changed. One that
// cannot be answered is left out, and what follows it.
func (s *Service) Examples(ctx context.Context, queries []string, total int) []string {
	if t := s.tried.Load(); t != nil && t.total == total {
		return t.found
	}
	t := &triedExamples{total: total}
	for _, q := range queries {
		n, err := s.countQuery(ctx, q)
		if err != nil {
			return t.found
		}
		if n > 0 {
			t.found = append(t.found, q)
		}
	}
	s.tried.Store(t)
	return t.found
}

func (s *Service) countQuery(ctx context.Context, q string) (int, error) {
	node, _, err := query.Parse(q)
	if err != nil {
		return 0, nil
	}
	return s.Count(ctx, index.Request{Query: s.catalogue().rewrite(node), Level: index.LevelMeant})
}
