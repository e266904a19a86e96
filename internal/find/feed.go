package find

import (
	"context"
	"net/url"
	"slices"

	"vankien/index"
)

// FeedSize is how many documents a page of a feed has.
const FeedSize = 50

// notOfFeeds are the parameters of searches that say how a list is shown: a feed has an
// order and pages of its own, and leaves out no duplicate.
var notOfFeeds = []string{"sort", "page", "per_page", "offset", "limit", "facets", "snippets", "duplicates", "view", "group", "fields", "cursor"}

// FeedParams returns what the address of a feed may carry: what that of its search may,
// and a cursor.
func FeedParams() []string {
	names := slices.DeleteFunc(SearchParams(), func(name string) bool { return slices.Contains(notOfFeeds, name) })
	return append(names, "cursor")
}

// Feed is the documents that a search finds, those that were added or changed last
// first.
type Feed struct {
	Search *Search
	Hits   []HitView
	Next   string // cursor of the page that follows; "" when none does
}

// Feed answers the parameters of a feed with a page of it. It has the documents that
// the search finds, neither more nor fewer.
func (s *Service) Feed(ctx context.Context, raw url.Values, lang Language) (*Feed, error) {
	v := url.Values{}
	for _, name := range FeedParams() {
		if name != "cursor" && raw[name] != nil {
			v[name] = raw[name]
		}
	}
	a, err := s.Read(v, lang)
	if err != nil {
		return nil, err
	}
	req, err := s.Fixed(ctx, a)
	if err != nil {
		return nil, err
	}
	req.Sort, req.Limit, req.Snippets, req.After = index.LastIndexed, FeedSize, 1, raw.Get("cursor")
	res, err := s.engine.Search(ctx, req)
	if err != nil {
		return nil, err
	}
	return &Feed{a, a.hitViews(a.Q, res.Hits), res.Next}, nil
}

// Fixed returns the request of a search at the level at which it is answered now,
// whatever the order of its hits; nothing is counted or suggested.
func (s *Service) Fixed(ctx context.Context, a *Search) (index.Request, error) {
	req := a.Request
	req.Offset, req.Limit, req.Facets, req.Suggest, req.After = 0, index.NoHits, nil, false, ""
	res, err := s.engine.Search(ctx, req)
	if err != nil {
		return req, err
	}
	req.Level = res.Reading.Level
	return req, nil
}
