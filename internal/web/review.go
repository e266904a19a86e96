package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"vankien/index"
	"vankien/internal/find"
)

// reviewPage says of how many documents a field is a guess, and which were
// corrected, with the way to each.
type reviewPage struct {
	frame
	Guessed, Corrected []link
	Twins              []link // the first document of each group that says the same, with the number of its documents
	TwinsFound         string
	TwinsLeft          string // how many groups are not listed; "" for none
}

// maxReviewTwins keeps the page of a collection full of copies readable.
const maxReviewTwins = 100

func (s *Server) reviewPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	a, err := s.find.Read(url.Values{"limit": {"0"}, "facets": {find.Join([]index.Field{index.FieldGuessed, index.FieldCorrected})}}, lang)
	if err != nil {
		return nil, err
	}
	v, err := s.find.Answer(r.Context(), a)
	if err != nil {
		return nil, err
	}
	p := &reviewPage{frame: newFrame("review", lang, "/review", st)}
	p.Private = true
	links := func(f index.Field) (list []link) {
		for _, x := range v.Facets[f].Values {
			list = append(list, link{Label: x.Label, Href: p.own.set(string(f), x.Value).at("/search"), Count: x.Count})
		}
		return list
	}
	p.Guessed, p.Corrected = links(index.FieldGuessed), links(index.FieldCorrected)
	return p, s.addTwins(r.Context(), p)
}

// addTwins lists the groups of documents that say the same, the largest first.
func (s *Server) addTwins(ctx context.Context, p *reviewPage) error {
	groups := slices.Clone(s.find.Relations().Groups())
	slices.SortStableFunc(groups, func(a, b []string) int { return len(b) - len(a) })
	for _, g := range groups[:min(len(groups), maxReviewTwins)] {
		t, ok, err := s.twin(ctx, g[0])
		if err != nil {
			return err
		}
		if ok {
			p.Twins = append(p.Twins, link{Label: cmp.Or(t.Title, t.ID), Href: p.own.at(find.DocumentPath(t.ID)) + "#duplicates", Count: len(g)})
		}
	}
	p.TwinsFound = count(p.Lang, "review.twins", len(groups))
	if n := len(groups) - maxReviewTwins; n > 0 {
		p.TwinsLeft = count(p.Lang, "review.twins.left", n)
	}
	return nil
}
