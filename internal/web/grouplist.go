package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/find"
)

// groupSection is the documents with one value, and the best of them.
type groupSection struct {
	Label string
	Count string
	All   string // leads to all of them; "" when they are here
	Hits  []hitLine
}

func (s *Server) groupsJSON(r *http.Request) (any, error) {
	g, err := s.find.ReadGrouping(r.URL.Query(), find.Vietnamese)
	if err != nil {
		return nil, err
	}
	f, err := s.find.Find(r.Context(), g.Search)
	if err != nil {
		return nil, err
	}
	return s.find.Groups(r.Context(), g, f)
}

// showGroups replaces the hits by groups of them.
func (s *Server) showGroups(ctx context.Context, p *searchPage, g *find.Grouping, f *find.Found, st state) error {
	v, err := s.find.Groups(ctx, g, f)
	if err != nil {
		return err
	}
	t := tables[p.Lang]
	what := strings.ToLower(t.say(say("facet." + string(g.By))))
	for _, group := range v.Groups {
		n := g.Lang.Number(group.Count)
		section := groupSection{Label: group.Label, Count: n, Hits: hitLines(g.Search, group.Hits, st.without("group"))}
		if group.Missing {
			section.Label = t.say(say("group.none", what))
		}
		if group.Count > len(group.Hits) {
			section.All = onlyValue(st, g.By, group)
		}
		s.addLeaves(section.Hits)
		p.Groups = append(p.Groups, section)
	}
	p.Hits, p.Also, p.Folding = nil, nil, nil
	p.Count = t.say(say("group.count", p.Count, count(p.Lang, "group.groups", v.TotalGroups)))
	if v.Pages > 1 {
		p.Pager = pagesOf(v.Page, v.Pages, st, "/search")
	}
	if len(v.Groups) == 0 && v.TotalGroups > 0 {
		p.Advice, p.First = p.advice("advice.past"), st.first().at("/search")
	}
	return nil
}

// onlyValue is the search of all documents of a group.
func onlyValue(st state, by index.Field, group *find.GroupView) string {
	value := group.Value
	if group.Missing {
		value = find.None
	}
	return st.first().without("group", "per_page").set(string(by), value).at("/search")
}

// showGroupings offers the groups that would be more than one.
func (p *searchPage) showGroupings(v *find.SearchView, st state) {
	st = st.first().without("per_page")
	t := tables[p.Lang]
	by := ""
	if st.has("group") {
		by = st["group"][0]
	}
	for _, field := range find.GroupFields() {
		f := v.Facets[field]
		if f.TotalValues+min(f.Missing, 1) > 1 && f.TotalValues > 0 || by == string(field) {
			p.Groupings = append(p.Groupings, link{Label: t.say(say("facet." + string(field))), Href: st.set("group", string(field)).at("/search"), On: by == string(field)})
		}
	}
	if len(p.Groupings) > 0 {
		p.Groupings = slices.Insert(p.Groupings, 0, link{Label: t.say(say("group.not")), Href: st.without("group").at("/search"), On: by == ""})
	}
}
