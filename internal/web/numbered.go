package web

import (
	"context"
	"net/url"
	"strings"

	"vankien/internal/find"
	"vankien/internal/viet"
)

// addNumbered offers, above the list of a query that is the number of a document and no
// more, that document and those that cite it: the list mixes them with what only says
// the same.
func (s *Server) addNumbered(ctx context.Context, p *searchPage, st state) error {
	number := viet.Reference(strings.TrimSpace(url.Values(st).Get("q")))
	if number == "" {
		return nil
	}
	v, err := s.find.Resolve(ctx, number)
	if err != nil {
		return err
	}
	if v.Total > 0 {
		p.Numbered = append(p.Numbered, link{Label: count(p.Lang, "numbered.own", len(v.Documents)), Href: p.own.at(find.NumberPath(v.Number))})
	}
	if v.CitedBy > 0 {
		p.Numbered = append(p.Numbered, link{Label: count(p.Lang, "numbered.citing", v.CitedBy), Href: citingSearch(p.own, v.Number)})
	}
	return nil
}
