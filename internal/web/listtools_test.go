package web

import (
	"slices"
	"testing"

	"vankien/internal/find"
)

// TestToolsCarryTheWholeSearch has one path that takes all of a search, and one that
// would lose its filter.
func TestToolsCarryTheWholeSearch(t *testing.T) {
	tools := newListTools([]route{{path: "/kwic", params: append(find.MatchParams(), "left", "lang")}, {path: "/trends", params: []string{"q", "lang"}}, {path: "/x"}})
	filtered := state{"q": {"đất"}, "kind": {"report"}, "-topic": {"a", "b"}, "page": {"2"}, "view": {"compact"}, "lang": {"en"}}
	for _, c := range []struct {
		st   state
		want []string
	}{
		{filtered, []string{"Concordance /kwic?q=%C4%91%E1%BA%A5t&-topic=a&-topic=b&kind=report&lang=en"}},
		{filtered.without("kind", "-topic"), []string{"Concordance /kwic?q=%C4%91%E1%BA%A5t&lang=en", "Trends /trends?q=%C4%91%E1%BA%A5t&lang=en"}},
		{state{}, nil},
	} {
		var got []string
		for _, l := range toolLinks(find.English, tools, c.st) {
			got = append(got, l.Label+" "+l.Href)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %q, want %q", c.st, got, c.want)
		}
	}
}

// TestAListLeadsToItsTools looks at the page itself, and at those that lead to the tools
// without a search.
func TestAListLeadsToItsTools(t *testing.T) {
	s := newServer(t, Options{})
	list := parsePage(t, get(s, "/search?q=ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B&accents=exact"), 200)
	first := parsePage(t, get(s, "/"), 200)
	for _, c := range []struct {
		page node
		href string
	}{
		{list, "/kwic?q=ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B&accents=exact"}, {list, "/trends?q=ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B&accents=exact"},
		{list, "/kwic"}, {list, "/trends"}, {list, "/quote"},
		{first, "/kwic"}, {first, "/trends"}, {first, "/quote"},
	} {
		if !slices.ContainsFunc(c.page.all("a"), func(a node) bool { return a.attr("href") == c.href }) {
			t.Errorf("nothing leads to %s", c.href)
		}
	}
}
