package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/internal/find"
)

// searchPage is a list of hits with everything that can change the list.
type searchPage struct {
	frame
	Heading   string
	Echo      string // the query in it
	Problem   *trouble
	View      *find.SearchView // nil with a problem
	Instead   *remark          // said when the answer is of another search
	Meant     []offer          // other searches that may have been meant
	Numbered  []link           // the document whose number the query is, and those that cite it
	Count     string
	Level     *link // the search at another level
	Folding   *remark
	Read      []readBack
	Start     int // number of the first hit
	Hits      []hitLine
	Also      *alsoList
	Warnings  []remark
	Chips     []chip
	Clear     string
	Sorts     []link
	Chart     *chart
	Intervals []link // of the chart
	Views     []link
	Groupings []link
	Groups    []groupSection // instead of hits
	Compact   bool
	Facets    []facetGroup
	From, To  dateInput
	FormKeep  []pair
	Tips      []link // less strict searches
	Advice    []string
	First     string // leads to the first page, from behind the last
	Pager     *pager
	Export    *exportMenu // nil where there is nothing to take away
	Tools     []link      // other ways to look at what was found
}

// choices are links of which one is where we are; Title is a text of the table.
type choices struct {
	Title string
	Links []link
}

// compactView is the value of view= for a list of lines; "" or full is the whole view.
const compactView = "compact"

// lineChars is the length of the passage in a line, in code points.
const lineChars = "120"

// hitLine is a hit with the addresses of its links.
type hitLine struct {
	find.HitView
	Title    []find.Part
	Href     string
	Snippets []snippetLine
	Copies   *link // leads to them
	Topics   []link
}

// snippetLine is a passage of a hit.
type snippetLine struct {
	find.SnippetView
	Leaf string // leads to the page of the original on which it matches; "" for none
}

// dateInput is what a date field holds, and what is wrong with it.
type dateInput struct{ Value, Bad string }

func (s *Server) searchPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	p := newSearchPage(lang, st)
	view := &find.Params{Values: url.Values(st)}
	p.Compact = view.Choice("view", "full", compactView) == compactView
	interval := view.Choice("chart", find.LineIntervals()...)
	if err := view.Err(); err != nil {
		return p.refused(problemOf(err), st)
	}
	a, g, err := s.readList(p.listed(st), lang)
	if err != nil {
		return p.refused(problemOf(err), st)
	}
	found, err := s.find.Find(r.Context(), a)
	if err != nil {
		return nil, err
	}
	if slices.Contains(a.Request.Facets, index.FieldYear) {
		l, err := s.find.Line(r.Context(), found, interval)
		if err != nil {
			return nil, err
		}
		if p.Chart = newTimeChart(a, l, st); p.Chart != nil {
			p.showIntervals(l, st)
		}
	}
	p.show(a, found.View(), st)
	if p.View.Total > 0 {
		p.Tools = toolLinks(lang, s.tools, st.set("q", p.View.Answered()))
	}
	if g != nil {
		if err := s.showGroups(r.Context(), p, g, found, st); err != nil {
			return nil, err
		}
	}
	if err := s.addNumbered(r.Context(), p, st); err != nil {
		return nil, err
	}
	p.Follow = s.follow(&p.frame, cond(p.Instead != nil, st.set("q", p.View.Answered()), st), p.Heading)
	s.addLeaves(p.Hits)
	if p.Also != nil {
		s.addLeaves(p.Also.Hits)
	}
	return p, nil
}

// listed is what the page asks for: what its address says, and beyond that what a list
// shows.
func (p *searchPage) listed(st state) url.Values {
	v := url.Values(st.without("lang"))
	if p.Compact && !st.has("snippets") && !st.has("snippet_chars") {
		v.Set("snippets", "1")
		v.Set("snippet_chars", lineChars)
	}
	if !st.has("facets") {
		v.Set("facets", find.Join(pageFacets(st)))
	}
	if !st.has("duplicates") && !st.has("cursor") {
		v.Set("duplicates", "fold")
	}
	return v
}

// readList reads what the list is of; the grouping is nil for one without groups.
func (s *Server) readList(v url.Values, lang find.Language) (*find.Search, *find.Grouping, error) {
	if !state(v).has("group") {
		a, err := s.find.Read(v, lang)
		return a, nil, err
	}
	g, err := s.find.ReadGrouping(v, lang)
	if err != nil {
		return nil, nil, err
	}
	return g.Search, g, nil
}

// pageFacets are the fields that a page counts: numbers are nearly all different,
// and what is guessed or corrected is told to those who look for it.
func pageFacets(st state) []index.Field {
	return slices.DeleteFunc(find.FacetFields(), func(f index.Field) bool {
		return f == index.FieldNumber || (f == index.FieldGuessed || f == index.FieldCorrected) && !st.has(string(f)) && !st.has("-"+string(f))
	})
}

func newSearchPage(lang find.Language, st state) *searchPage {
	f := newFrame("search", lang, "/search", st)
	f.Private = true
	f.Keep = pairs(st.first(), "q", "sort", "match")
	q := strings.TrimSpace(url.Values(st).Get("q"))
	p := &searchPage{frame: f, FormKeep: formKeep(nil, st), Heading: heading(lang, q), Echo: q}
	p.From.Value, p.To.Value = url.Values(st).Get("from"), url.Values(st).Get("to")
	return p
}

func heading(lang find.Language, q string) string {
	if q == "" {
		return tables[lang].say(say("search.all"))
	}
	return tables[lang].say(say("search.for", q))
}

// refused is the page with the form as it was filled in and what is wrong
// with it; the forms no longer carry what is wrong. A problem that is not the
// form's is an error.
func (p *searchPage) refused(why *Problem, st state) (any, error) {
	if why.Status != http.StatusBadRequest {
		return nil, why
	}
	p.Heading, p.Echo = tables[p.Lang].say(say("search.title")), ""
	p.Problem = newTrouble(p.Lang, why, url.Values(st).Get("q"))
	for _, f := range why.Errors {
		wrong := func(kept pair) bool { return kept.Name == f.Parameter }
		p.Keep, p.FormKeep = slices.DeleteFunc(p.Keep, wrong), slices.DeleteFunc(p.FormKeep, wrong)
		switch f.Parameter {
		case "from":
			p.From.Bad = sentence(tables[p.Lang].say(f.say))
		case "to":
			p.To.Bad = sentence(tables[p.Lang].say(f.say))
		}
	}
	return reply{status: why.Status, view: p}, nil
}

// show fills the page with the answer.
func (p *searchPage) show(a *find.Search, v *find.SearchView, st state) {
	lang := p.Lang
	p.View = v
	p.Start = a.Request.Offset + 1
	p.showSuggestions(a, v, st)
	answered := st
	if p.Instead != nil {
		answered = st.set("q", v.Answered())
	}
	p.Hits = hitLines(a, v.Hits, answered)
	for _, also := range v.Also {
		p.Also = &alsoList{p.Start + len(v.Hits), hitLines(a, also.Hits, answered)}
	}
	p.Chips = chips(a, st)
	p.Clear = st.first().without(filterNames()...).at("/search")
	p.Facets = facetGroups(a, v, st)
	p.FormKeep = formKeep(p.Facets, st)
	p.showViews(st)
	p.showGroupings(v, st)
	p.Pager = newPager(v, st)
	if v.Total > 0 {
		p.Export = newExportMenu(lang, st, p.Echo != "")
	}
	p.showLevel(v, st, answered)
	p.showFolding(v, st)
	if p.Pager != nil {
		p.Count = tables[lang].say(say("results.paged", p.Count, lang.Number(v.Paging.Page), lang.Number(v.Paging.Pages.Pages)))
	}
	p.showSorts(a, st)
	for _, w := range v.Warnings {
		p.Warnings = append(p.Warnings, warned(w, lang, st))
	}
	switch {
	case v.Total > 0 && len(v.Hits) == 0:
		p.Advice, p.First = p.advice("advice.past"), st.first().at("/search")
	case v.Total == 0 && strings.TrimSpace(a.Q) != "":
		p.Advice = p.advice("advice.spell", "advice.fewer")
	case v.Total == 0 && len(p.Chips) == 0:
		p.Advice = p.advice("advice.browse")
	}
}

// showSorts leads to the list in other orders; without a query none is by relevance.
func (p *searchPage) showSorts(a *find.Search, st state) {
	for _, name := range []string{"relevance", "-date", "date", "title", "-indexed"} {
		key := "sort." + name
		if name == "title" {
			key = "sort.title.f"
		}
		if name == "relevance" && strings.TrimSpace(a.Q) == "" {
			continue
		}
		p.Sorts = append(p.Sorts, link{Label: tables[p.Lang].say(say(key)), Href: st.first().set("sort", name).at("/search"), On: a.Sort == name})
	}
}

// showViews leads from the whole view of the list to the compact one, and back.
func (p *searchPage) showViews(st state) {
	for _, name := range []string{"", compactView} {
		key := "view.full"
		if name == compactView {
			key = "view.compact"
		}
		p.Views = append(p.Views, link{Label: tables[p.Lang].say(say(key)), Href: st.set("view", name).at("/search"), On: p.Compact == (name == compactView)})
	}
}

func (p *searchPage) advice(keys ...string) (lines []string) {
	for _, key := range keys {
		lines = append(lines, tables[p.Lang].say(say(key)))
	}
	return lines
}

// hitLines gives hits their links. A document keeps the search it was found
// with, so that its page can lead back.
func hitLines(a *find.Search, hits []find.HitView, st state) []hitLine {
	found := st.without("snippets", "snippet_chars", "facets")
	narrowed := st.first()
	lines := make([]hitLine, len(hits))
	for i, h := range hits {
		lines[i] = hitLine{HitView: h, Title: h.TitleParts(), Href: found.at(find.DocumentPath(h.ID))}
		if h.Document.Title == "" {
			lines[i].Title = []find.Part{{Text: tables[a.Lang].say(say("untitled"))}}
		}
		for _, sn := range h.Snippets {
			lines[i].Snippets = append(lines[i].Snippets, snippetLine{SnippetView: sn})
		}
		if h.AlsoAtTotal > 0 {
			lines[i].Copies = &link{Label: count(a.Lang, "twins.hit", h.AlsoAtTotal), Href: lines[i].Href + "#duplicates"}
		}
		for _, id := range h.Document.Topics {
			lines[i].Topics = append(lines[i].Topics, link{Label: a.Label(index.FieldTopic, id), Href: narrowed.set("topic", id).at("/search")})
		}
	}
	return lines
}

// addLeaves leads from passages with a match to their page of the original.
func (s *Server) addLeaves(lines []hitLine) {
	for i := range lines {
		h, leaves := &lines[i], ""
		for k := range h.Snippets {
			sn := &h.Snippets[k]
			if sn.Page == 0 || len(sn.Ranges) == 0 {
				continue
			}
			if leaves == "" {
				leaves = s.leaves(h.ID, h.Original(), h.Href)
			}
			sn.Leaf = leaves + strconv.Itoa(sn.Page)
		}
	}
}
