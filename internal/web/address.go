package web

import (
	"net/url"
	"slices"

	"vankien/internal/find"
)

// What the addresses of pages may carry, by kind of page. The order of
// addressParams is that of addresses this package writes.
var (
	listParams     = []string{"view", "group", "chart"} // of a list on a page, beside those of the search
	pageParams     = slices.Concat(find.ListParams(), listParams, []string{"lang"})
	documentParams = slices.Concat(find.ListParams(), listParams, []string{"m", "portion", "p", "lang"})
	facetParams    = slices.Concat(find.FacetParams(), []string{"sort", "duplicates", "snippets", "snippet_chars"}, listParams, []string{"lang"})
	homeParams     = []string{"lang"}
	quoteParams    = []string{"text", "lang"}
	kwicParams     = append(find.KWICParams(), "lang")

	keynessParams = append(find.KeynessParams(), "format", "lang")
	trendParams   = slices.Concat(find.HistogramParams(), []string{"format", "lang"})

	kwicOwn           = []string{"left", "right", "neighbours"}
	trendOwn          = []string{"interval", "measure", "format", "a", "b", "min"}
	analyzePageParams = append(find.AnalyzeParams(), "lang")
	addressParams     = slices.Concat(find.AnalyzeParams(), []string{"field", "fq"}, documentParams[:len(documentParams)-1], kwicOwn, trendOwn, []string{"lang"})
)

// state is the parameters of a page, from which the addresses of its links are
// made. Its methods return copies.
type state url.Values

func (s state) clone() state {
	c := make(state, len(s))
	for name, vs := range s {
		c[name] = slices.Clone(vs)
	}
	return c
}

// set replaces the values of a parameter; "" removes it.
func (s state) set(name, value string) state {
	c := s.clone()
	if delete(c, name); value != "" {
		c[name] = []string{value}
	}
	return c
}

// with sets several parameters.
func (s state) with(set map[string]string) state {
	for name, value := range set {
		s = s.set(name, value)
	}
	return s
}

// without removes whole parameters.
func (s state) without(names ...string) state {
	c := s.clone()
	for _, name := range names {
		delete(c, name)
	}
	return c
}

// drop removes the values of a parameter for which same holds.
func (s state) drop(name string, same func(string) bool) state {
	c := s.clone()
	if c[name] = slices.DeleteFunc(c[name], same); len(c[name]) == 0 {
		delete(c, name)
	}
	return c
}

// first forgets the place in the list: what changes a search starts at its
// first page.
func (s state) first() state { return s.without("page", "offset", "cursor") }

func (s state) at(path string) string { return find.Address(path, url.Values(s), addressParams) }
