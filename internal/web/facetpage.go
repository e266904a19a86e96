package web

import (
	"net/http"
	"net/url"
	"slices"

	"vankien/index"
	"vankien/internal/find"
)

// facetPath is the page of all values of a facet.
const facetPath = "/search/facet"

// facetPage lists all values of a facet, a page at a time, in the form of the filters.
type facetPage struct {
	frame
	Title  string
	Echo   string // the query
	Field  index.Field
	FQ     string
	Count  string
	Values []facetValue
	Keep2  []pair // what the form that looks for a value carries
	Apply  []pair // what the form that chooses values carries
	Back   string
	Pager  *pager
}

func (s *Server) facetJSON(r *http.Request) (any, error) {
	l, err := s.find.ReadFacetList(r.URL.Query(), find.Vietnamese)
	if err != nil {
		return nil, err
	}
	return s.find.FacetList(r.Context(), l)
}

func (s *Server) facetPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	l, err := s.find.ReadFacetList(url.Values(st.without("lang")), lang)
	if err != nil {
		return nil, err
	}
	v, err := s.find.FacetList(r.Context(), l)
	if err != nil {
		return nil, err
	}
	return newFacetPage(l, v, st), nil
}

func newFacetPage(l *find.FacetList, v *find.FacetListView, st state) *facetPage {
	f := newFrame("search", l.Lang, facetPath, st)
	f.Private = true
	search := st.first().without("field", "fq")
	f.Keep = pairs(search, "q", "sort", "match")
	t := tables[l.Lang]
	p := &facetPage{frame: f, Title: t.say(say("facet." + string(l.Field))), Echo: l.Q, Field: l.Field, FQ: v.FQ,
		Count: count(l.Lang, "facet.values", v.TotalValues), Back: search.at("/search"), Keep2: pairs(st.first(), "fq")}
	list := find.FacetView{Values: v.Values, TotalValues: v.TotalValues}
	if v.FQ == "" && v.Page == 1 {
		list.Missing = v.Missing
	}
	here := func(value string) bool {
		return value == find.None && list.Missing > 0 || slices.ContainsFunc(v.Values, func(x find.ValueView) bool { return x.Value == value })
	}
	p.Values = slices.DeleteFunc(facetValues(l.Search, l.Field, list), func(x facetValue) bool { return !here(x.Value) })
	p.Apply = pairs(search, string(l.Field), "-"+string(l.Field))
	for _, prefix := range []string{"", "-"} {
		name := prefix + string(l.Field)
		for _, given := range st[name] {
			stored := given
			if given != find.None {
				stored = l.Stored(l.Field, given)
			}
			if !here(stored) {
				p.Apply = append(p.Apply, pair{name, stored})
			}
		}
	}
	if v.Pages > 1 {
		p.Pager = pagesOf(v.Page, v.Pages, st, facetPath)
	}
	return p
}

// facetState is the address of all values of a field, under a search.
func facetState(st state, field index.Field) state {
	return st.first().without("limit", "per_page", "facets").set("field", string(field))
}
