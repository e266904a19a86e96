package web

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/find"
)

// remark is a sentence, with a search that it leads to unless Href is "".
type remark struct{ Text, Label, Href string }

// offer asks whether one of some searches was meant.
type offer struct {
	Ask   string
	Links []link
}

// readBack is units of the query of which the same is to be said, each with the
// search that takes it word by word as typed.
type readBack struct {
	find.ReadBack
	Links []link
}

// alsoList is the hits that follow those of the level of the search.
type alsoList struct {
	Start int
	Hits  []hitLine
}

// showLevel says how many documents were found, of what, and how the query was
// read. Other levels are of the query that was answered: the one asked, which it
// stands for, may find nothing there.
func (p *searchPage) showLevel(v *find.SearchView, st, answered state) {
	p.Count = tables[p.Lang].say(say("results.none"))
	if v.Total > 0 {
		p.Count = count(p.Lang, "results", v.Total)
	}
	if r := v.Level(p.Lang); r != nil {
		p.Count = r.Text
		if r.Link != "" {
			p.Level = &link{Label: r.Link, Href: answered.first().with(r.Set).at("/search")}
		}
	}
	for _, r := range v.Match.ReadBack(p.Lang) {
		b := readBack{ReadBack: r}
		for _, u := range r.Units {
			b.Links = append(b.Links, link{Label: u.Shown(), Href: st.first().set("q", u.Apart).at("/search")})
		}
		p.Read = append(p.Read, b)
	}
}

// showSuggestions offers other searches: those that may have been meant, and less
// strict ones.
func (p *searchPage) showSuggestions(a *find.Search, v *find.SearchView, st state) {
	if r := v.Instead(p.Lang); r != nil {
		p.Instead = &remark{r.Text, r.Link, st.first().with(r.Set).at("/search")}
	}
	for _, x := range v.Suggestions {
		to := st.first().set("q", x.Q).with(x.Set).at("/search")
		switch {
		case x.Used:
		case x.Loosens():
			p.Tips = append(p.Tips, link{Label: tip(a, x, st), Href: to})
		default:
			p.offer(x, to)
		}
	}
}

// offer adds a search to those that may have been meant, in one line with those
// before it that are asked for alike.
func (p *searchPage) offer(x find.SuggestionView, to string) {
	key := "suggest.ask"
	if x.Kind == string(index.SuggestMarks) {
		key = "suggest.marks"
	}
	ask := tables[p.Lang].say(say(key))
	if n := len(p.Meant); n == 0 || p.Meant[n-1].Ask != ask {
		p.Meant = append(p.Meant, offer{Ask: ask})
	}
	last := &p.Meant[len(p.Meant)-1]
	last.Links = append(last.Links, link{Label: x.Q, Href: to, Count: x.Total})
}

// tip says how many documents a less strict search finds, and what it does.
func tip(a *find.Search, x find.SuggestionView, st state) string {
	t := tables[a.Lang]
	var ways []string
	if x.Kind != find.SuggestFilter {
		ways = append(ways, t.say(say("tip."+x.Kind)))
	}
	switch out, all := filtersLeftOut(a, x, st); {
	case len(out) == 1 || len(out) > 0 && !all:
		ways = append(ways, t.say(say("tip.filter", strings.Join(out, ", "))))
	case all:
		ways = append(ways, t.say(say("tip.nofilter")))
	}
	return t.say(say("tip", count(a.Lang, "results", x.Total), strings.Join(ways, t.say(say("tip.and")))))
}

// filtersLeftOut are the labels of the filters that a suggestion leaves out, and
// whether it leaves out all.
func filtersLeftOut(a *find.Search, x find.SuggestionView, st state) (labels []string, all bool) {
	all = true
	for _, c := range chips(a, st) {
		switch _, out := x.Set[c.name]; {
		case out && c.name != "accents":
			labels = append(labels, c.Label)
		case slices.Contains(filterNames(), c.name):
			all = false
		}
	}
	return labels, all && labels != nil
}

// warned is a warning with the search that does it the other way, if there is one.
func warned(w find.WarningView, lang find.Language, st state) remark {
	r := remark{Text: w.Text(lang)}
	if w.Q != "" {
		r.Label, r.Href = w.Link(lang), st.first().set("q", w.Q).at("/search")
	}
	return r
}
