package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// searchPage is a list of hits with everything that can change the list.
type searchPage struct {
	frame
	Heading  string
	Problem  *trouble
	View     *SearchView // nil with a problem
	Count    string
	Start    int // number of the first hit
	Hits     []hitLine
	Warnings []string
	AllWords string // the search for all words, where one of them is enough now
	Chips    []chip
	Clear    string
	Sorts    []link
	Facets   []facetGroup
	From, To dateInput
	DateKeep []pair
	Tips     []link
	Advice   []string
	Pager    *pager
}

// hitLine is a hit with the addresses of its links.
type hitLine struct {
	HitView
	Title  []part
	Href   string
	Topics []link
}

// dateInput is what a date field holds, and what is wrong with it.
type dateInput struct{ Value, Bad string }

func (s *Server) searchPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	p := newSearchPage(lang, st)
	v := url.Values(st.without("lang"))
	if !st.has("facets") {
		v.Set("facets", join(facetFields))
	}
	a, err := s.ask(v, lang)
	if err != nil {
		return p.refused(problemOf(err), st)
	}
	view, err := s.find(r.Context(), a)
	if err != nil {
		return nil, err
	}
	p.show(a, view, st)
	if view.Total == 0 {
		if p.Tips, err = s.tips(r.Context(), a, st); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func newSearchPage(lang Language, st state) *searchPage {
	f := newFrame("search", lang, "/search", st)
	f.Private = true
	f.Keep = pairs(st.first(), "q", "sort", "match")
	p := &searchPage{frame: f, DateKeep: pairs(st.first(), "from", "to"), Heading: heading(lang, f.Q)}
	p.From.Value, p.To.Value = url.Values(st).Get("from"), url.Values(st).Get("to")
	return p
}

func heading(lang Language, q string) string {
	if q = strings.TrimSpace(q); q == "" {
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
	p.Heading = tables[p.Lang].say(say("search.title"))
	p.Problem = newTrouble(p.Lang, why, url.Values(st).Get("q"))
	for _, f := range why.Errors {
		wrong := func(kept pair) bool { return kept.Name == f.Parameter }
		p.Keep, p.DateKeep = slices.DeleteFunc(p.Keep, wrong), slices.DeleteFunc(p.DateKeep, wrong)
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
func (p *searchPage) show(a *ask, v *SearchView, st state) {
	lang := p.Lang
	p.View = v
	p.Start = a.req.Offset + 1
	p.Hits = hitLines(a, v.Hits, st)
	if a.req.AnyWord {
		p.AllWords = st.first().without("match").at("/search")
	}
	p.Chips = chips(a, st)
	p.Clear = st.first().without(filterNames()...).at("/search")
	p.Facets = facetGroups(a, v, st)
	p.Pager = newPager(v, st)
	p.Count = tables[lang].say(say("results.none"))
	if v.Total > 0 {
		p.Count = lang.count("results", v.Total)
	}
	if p.Pager != nil {
		p.Count = tables[lang].say(say("results.paged", p.Count, lang.number(v.paging.Page), lang.number(v.paging.Pages.Pages)))
	}
	for _, name := range []string{"relevance", "-date", "date", "title"} {
		key := "sort." + name
		if name == "title" {
			key = "sort.title.f"
		}
		if name == "relevance" && strings.TrimSpace(a.q) == "" {
			continue
		}
		p.Sorts = append(p.Sorts, link{Label: tables[lang].say(say(key)), Href: st.first().set("sort", name).at("/search"), On: a.sort == name})
	}
	for _, w := range v.Warnings {
		p.Warnings = append(p.Warnings, warningText(lang, w))
	}
	switch {
	case v.Total > 0 && len(v.Hits) == 0:
		p.Advice = p.advice("advice.past")
	case v.Total == 0 && strings.TrimSpace(a.q) != "":
		p.Advice = p.advice("advice.spell", "advice.fewer")
	case v.Total == 0 && len(p.Chips) == 0:
		p.Advice = p.advice("advice.browse")
	}
}

func (p *searchPage) advice(keys ...string) (lines []string) {
	for _, key := range keys {
		lines = append(lines, tables[p.Lang].say(say(key)))
	}
	return lines
}

// warningText says a warning in the page's language.
func warningText(lang Language, w WarningView) string {
	t := tables[lang]
	if w.say.key != "" {
		return t.say(w.say)
	}
	if around, ok := named[w.Code]; ok {
		return namedWarning(lang, w, around)
	}
	key := "warn." + w.Code
	if !t.has(key) {
		key = "warn.other"
	}
	if w.Position == nil {
		return t.say(say(key))
	}
	return t.say(say("warn.at", t.say(say(key)), *w.Position+1))
}

// named are the warnings of the index that name something, with what stands
// around the names in their detail.
var named = map[string][]string{
	"unknown_kind":           {"there is no kind ", ", so nothing"},
	"ambiguous_abbreviation": {"", " can mean ", "; all are"},
	"former_place":           {"", " is part of ", " since ", "; documents"},
	"typing_decoded":         {"", " is in no document; it is read as ", ""},
}

// namedWarning says a warning of named with its names; a detail worded
// otherwise has none.
func namedWarning(lang Language, w WarningView, around []string) string {
	t := tables[lang]
	names, ok := between(w.Detail, around)
	if !ok {
		return t.say(say("warn.other"))
	}
	switch w.Code {
	case "ambiguous_abbreviation":
		names[1] = strings.ReplaceAll(names[1].(string), english["warn.or"], t["warn.or"])
	case "former_place":
		names[2] = showDate(lang, names[2].(string))
	}
	return t.say(say("warn."+w.Code, names...))
}

// between returns what stands between the given pieces of a text, without
// quotation marks.
func between(text string, around []string) (found []any, ok bool) {
	text, ok = strings.CutPrefix(text, around[0])
	for i := 1; i < len(around) && ok; i++ {
		name := text
		if around[i] != "" {
			name, text, ok = strings.Cut(text, around[i])
		}
		if plain, err := strconv.Unquote(name); err == nil {
			name = plain
		}
		found = append(found, name)
	}
	return found, ok
}

// hitLines gives hits their links. A document keeps the search it was found
// with, so that its page can lead back.
func hitLines(a *ask, hits []HitView, st state) []hitLine {
	own, found := ownState(a.lang), st.without("snippets", "snippet_chars", "facets")
	lines := make([]hitLine, len(hits))
	for i, h := range hits {
		lines[i] = hitLine{HitView: h, Title: parts(h.Document.Title, h.titleMarks), Href: found.at(documentPath(h.ID))}
		if h.Document.Title == "" {
			lines[i].Title = []part{{Text: tables[a.lang].say(say("untitled"))}}
		}
		for _, id := range h.Document.Topics {
			lines[i].Topics = append(lines[i].Topics, link{Label: a.cat.label(a.lang, index.FieldTopic, id), Href: own.set("topic", id).at("/search")})
		}
	}
	return lines
}

// change is a way to search less strictly.
type change struct {
	label message
	req   index.Request
	to    state
}

// tips are changes of a search without hits that would find something, with
// the filters or else without them.
func (s *Server) tips(ctx context.Context, a *ask, st state) (tips []link, err error) {
	t := tables[a.lang]
	st = st.first()
	for _, c := range changes(a, st) {
		n, err := s.count(ctx, c.req)
		if err != nil {
			return nil, err
		}
		if n == 0 && filtered(c.req.Filter) {
			c.label, c.to = say("none.both", t.say(c.label)), c.to.without(filterNames()...)
			c.req.Filter = index.Filter{}
			if n, err = s.count(ctx, c.req); err != nil {
				return nil, err
			}
		}
		if n > 0 {
			tips = append(tips, link{Label: t.say(c.label), Href: c.to.at("/search"), Detail: a.lang.count("results", n)})
		}
	}
	return tips, nil
}

func changes(a *ask, st state) (all []change) {
	if filtered(a.req.Filter) {
		c := change{say("none.nofilter"), a.req, st.without(filterNames()...)}
		c.req.Filter = index.Filter{}
		all = append(all, c)
	}
	if a.accents != "fold" && viet.Marked(a.q) {
		c := change{say("none.fold"), a.req, st.set("accents", "fold")}
		c.req.Accents = index.AccentsFold
		all = append(all, c)
	}
	if q := unquoted(a.q); q != "" && q != a.q {
		if node, _, err := query.Parse(q); err == nil {
			c := change{say("none.nophrase"), a.req, st.set("q", q)}
			c.req.Query = a.cat.rewrite(node)
			all = append(all, c)
		}
	}
	if !a.req.AnyWord && severalWords(a.req.Query) {
		c := change{say("none.any"), a.req, st.set("match", "any")}
		c.req.AnyWord = true
		all = append(all, c)
	}
	return all
}

// unquoted is a query without its quotation marks.
func unquoted(q string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(`"`, " ", "“", " ", "”", " ").Replace(q)), " ")
}

// severalWords reports whether a query asks for two words or phrases at least:
// one of those may be enough. Topics and kinds restrict in any case.
func severalWords(n query.Node) bool {
	and, ok := n.(query.And)
	if !ok {
		return false
	}
	words := 0
	for _, part := range and.Nodes {
		switch part := part.(type) {
		case query.Word:
			if part.Field != query.Topic && part.Field != query.Kind {
				words++
			}
		case query.Phrase:
			words++
		}
	}
	return words > 1
}

func filtered(f index.Filter) bool {
	return len(f.Any) > 0 || len(f.None) > 0 || f.From != "" || f.To != ""
}
