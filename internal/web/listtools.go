package web

import (
	"net/url"
	"slices"

	"vankien/internal/find"
)

// A list of hits can be looked at in other ways, and followed. Each of these is a
// path that takes the parameters of a search, so what it shows is just what the list
// does. A path that would lose one of them is not offered for that list.

// listTool is another way to look at a search.
type listTool struct {
	key    string // of its name
	path   string
	needsQ bool
	params []string // that its path takes
}

// newListTools returns the tools that are among some routes.
func newListTools(routes []route) (tools []listTool) {
	for _, t := range []listTool{{key: "tool.kwic", path: "/kwic", needsQ: true}, {key: "tool.trends", path: "/trends", needsQ: true}} {
		for _, rt := range routes {
			if rt.path == t.path {
				t.params = rt.params
				tools = append(tools, t)
			}
		}
	}
	return tools
}

// toolLinks are the tools for a search.
func toolLinks(lang find.Language, tools []listTool, st state) (links []link) {
	names := append(find.MatchParams(), "lang")
	for _, t := range tools {
		takes := func(name string) bool { return !st.has(name) || slices.Contains(t.params, name) }
		if t.needsQ && !st.has("q") || !all(names, takes) {
			continue
		}
		carried := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !slices.Contains(t.params, name) })
		links = append(links, link{Label: tables[lang].say(say(t.key)), Href: find.Address(t.path, url.Values(st), carried)})
	}
	return links
}

func all(names []string, holds func(string) bool) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !holds(name) })
}
