package find

import (
	"context"
	"net/url"

	"vankien/index"
)

// CheckFollowed reads the parameters of a search that is to be followed, as an address
// has them; the error is a *Refused. Those that say how a list is shown are refused.
func (s *Service) CheckFollowed(search string) error {
	_, err := s.followed(search)
	return err
}

func (s *Service) followed(search string) (*Search, error) {
	v, err := url.ParseQuery(search)
	if err != nil {
		var bad Refused
		bad.add("invalid_parameter", "search", Say("err.search", search))
		return nil, &bad
	}
	if err := CheckParams(v, FeedParams()); err != nil {
		return nil, err
	}
	v.Del("cursor")
	return s.Read(v, Vietnamese)
}

// Newer returns at most n documents that a search finds and that were added or changed
// after a place in the order of indexing, that of a time and an id, up to another time,
// in their order.
func (s *Service) Newer(ctx context.Context, search, after, id, to string, n int) (list []HitView, err error) {
	a, err := s.followed(search)
	if err != nil {
		return nil, err
	}
	req, err := s.Fixed(ctx, a)
	if err != nil {
		return nil, err
	}
	req.Sort, req.Limit, req.Snippets = index.FirstIndexed, index.MaxLimit, 1
	req.Filter.IndexedFrom, req.Filter.IndexedTo = max(req.Filter.IndexedFrom, after), to
	for {
		res, err := s.engine.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		for _, h := range a.hitViews(a.Q, res.Hits) {
			if at := h.Document.Indexed; (at > after || at == after && h.ID > id) && len(list) < n {
				list = append(list, h)
			}
		}
		if req.After = res.Next; req.After == "" || len(list) == n {
			return list, nil
		}
	}
}
