package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"vankien/index"
	"vankien/internal/find"
)

// What the first page shows of the collection.
const (
	newestShown = 6
	topicsShown = 30
	yearsShown  = 15
)

// homePage is the first page: what there is and how to search it.
type homePage struct {
	frame
	Size     string
	Examples []link
	Newest   []hitLine
	Topics   []link
	Years    []bar
	Tools    []link
}

// homeTools are what people would not find from the box of the search.
var homeTools = []string{"trends", "kwic", "quote"}

// bar is a year with its share of the greatest year, 0 to 100.
type bar struct {
	link
	Share string
}

func (s *Server) home(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	a, err := s.find.Read(url.Values{"limit": {strconv.Itoa(newestShown)}, "snippets": {"0"}, "facets": {"topic,year"}, "duplicates": {"fold"}}, lang)
	if err != nil {
		return nil, err
	}
	v, err := s.find.Answer(r.Context(), a)
	if err != nil {
		return nil, err
	}
	p := &homePage{frame: newFrame("home", lang, "/", st), Size: count(lang, "home.size", v.Total)}
	own := st.own()
	for _, q := range s.find.Examples(r.Context(), s.opt.Site.Examples, v.Total) {
		p.Examples = append(p.Examples, link{Label: q, Href: own.set("q", q).at("/search")})
	}
	p.Newest = hitLines(a, v.Hits, own)
	for _, x := range v.Facets[index.FieldTopic].Values {
		if x.Count > 0 && len(p.Topics) < topicsShown {
			p.Topics = append(p.Topics, link{Label: x.Label, Href: own.set("topic", x.Value).at("/search"), Count: x.Count})
		}
	}
	p.Tools = s.collectionTools(lang, own, homeTools)
	p.Years = years(v.Facets[index.FieldYear].Values, own)
	return p, nil
}

// years makes the bars of the newest years, none when there is but one.
func years(values []find.ValueView, own state) (bars []bar) {
	values = values[:min(len(values), yearsShown)]
	if len(values) < 2 {
		return nil
	}
	greatest := 1
	for _, x := range values {
		greatest = max(greatest, x.Count)
	}
	for _, x := range values {
		href := own.set("from", x.Value).set("to", x.Value).at("/search")
		bars = append(bars, bar{link{Label: x.Value, Href: href, Count: x.Count},
			fmt.Sprintf("%.1f", 100*float64(x.Count)/float64(greatest))})
	}
	return bars
}
