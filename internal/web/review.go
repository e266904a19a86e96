package web

import (
	"net/http"
	"net/url"

	"vankien/index"
	"vankien/internal/find"
)

// reviewPage says of how many documents a field is a guess, and which were
// corrected, with the way to each.
type reviewPage struct {
	frame
	Guessed, Corrected []link
}

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
	return p, nil
}
