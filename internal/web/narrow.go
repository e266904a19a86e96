package web

import (
	"slices"
	"strconv"

	"vankien/internal/find"
)

// chip is an active filter with the address without it.
type chip struct {
	What, Label, Href string

	name string // of the parameter
}

func (s state) has(name string) bool { return len(s[name]) > 0 }

// filterNames are the parameters that the clear link removes.
func filterNames() []string { return append(find.FilterParams(), "from", "to", "indexed_since") }

// chips lists the active filters in the order of the parameters.
func chips(a *find.Search, st state) (all []chip) {
	t := tables[a.Lang]
	st = st.first()
	for _, field := range find.ValueFields() {
		what := t.say(say("facet." + string(field)))
		for _, prefix := range []string{"", "-"} {
			name := prefix + string(field)
			for _, given := range slices.Compact(slices.Clone(st[name])) {
				label := a.Label(field, a.Stored(field, given))
				if prefix == "-" {
					label = t.say(say("filter.not", label))
				}
				all = append(all, chip{what, label, st.drop(name, func(s string) bool { return s == given }).at("/search"), name})
			}
		}
	}
	if f := a.Request.Filter; f.From != "" || f.To != "" {
		name := "from"
		if f.From == "" {
			name = "to"
		}
		all = append(all, chip{t.say(say("facet.date")), t.say(span(a.Lang, f.From, f.To)), st.without("from", "to").at("/search"), name})
	}
	if since := a.Request.Filter.IndexedFrom; since != "" {
		all = append(all, chip{t.say(say("filter.since")), a.Lang.Date(since[:len("2006-01-02")]), st.without("indexed_since").at("/search"), "indexed_since"})
	}
	if a.Accents != "auto" {
		all = append(all, chip{t.say(say("filter.accents")), t.say(say("accents." + a.Accents)), st.without("accents").at("/search"), "accents"})
	}
	return all
}

// span says a range of dates.
func span(lang find.Language, from, to string) find.Message {
	switch {
	case from == to:
		return verbatim(lang.Date(from))
	case to == "":
		return say("date.since", lang.Date(from))
	case from == "":
		return say("date.until", lang.Date(to))
	}
	return say("date.span", lang.Date(from), lang.Date(to))
}

// pager leads through the pages of a list, or the portions of a text.
type pager struct {
	Previous, Next string
	Pages          []link // one without Href that is not On stands for a gap
}

// newPager returns nil for a list of one page and for one by offset.
func newPager(v *find.SearchView, st state) *pager {
	p := v.Paging.Pages
	if p == nil || p.Pages < 2 {
		return nil
	}
	return pagesOf(p.Page, p.Pages, st, "/search")
}

// pagesOf leads through the pages of a list at a path.
func pagesOf(at, pages int, st state, path string) *pager {
	return leaf(at, pages, func(n int) string {
		if n == 1 {
			return st.first().at(path)
		}
		return st.set("page", strconv.Itoa(n)).at(path)
	})
}

// leaf makes the links from one of several pages to those beside it, the first
// and the last; to gives the address of a page.
func leaf(at, pages int, to func(int) string) *pager {
	var pg pager
	if at > 1 {
		pg.Previous = to(min(at-1, pages))
	}
	if at < pages {
		pg.Next = to(at + 1)
	}
	last := 0
	for n := 1; n <= pages; n++ {
		if n != 1 && n != pages && (n < at-1 || n > at+1) {
			continue
		}
		if n > last+1 {
			pg.Pages = append(pg.Pages, link{})
		}
		pg.Pages = append(pg.Pages, link{Label: strconv.Itoa(n), Href: to(n), On: n == at})
		last = n
	}
	return &pg
}
