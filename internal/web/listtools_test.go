package web

import (
	"slices"
	"strings"
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
		{filtered, []string{"In context /kwic?q=%C4%91%E1%BA%A5t&-topic=a&-topic=b&kind=report&lang=en"}},
		{filtered.without("kind", "-topic"), []string{"In context /kwic?q=%C4%91%E1%BA%A5t&lang=en", "Trends /trends?q=%C4%91%E1%BA%A5t&lang=en"}},
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

// TestListLeadsToItsTools asks a server as it is for a list of hits.
func TestListLeadsToItsTools(t *testing.T) {
	s := newServer(t, Options{})
	body := get(s, "/search?q=thành+phố").Body.String()
	for _, href := range []string{`href="/kwic?q=`, `href="/trends?q=`} {
		if !strings.Contains(body, href) {
			t.Errorf("no %s on the page of a list", href)
		}
	}
}
