package web

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"vankien/index"
	"vankien/index/query"
	"vankien/index/snippet"
	"vankien/internal/viet"
)

// filterFields are the fields that filter under their own name; -name excludes.
var filterFields = []index.Field{index.FieldTopic, index.FieldKind, index.FieldSpeaker, index.FieldOrganisation,
	index.FieldPlace, index.FieldEvent}

// facetFields are the fields that can be counted, in the order of the page.
var facetFields = []index.Field{index.FieldTopic, index.FieldYear, index.FieldKind, index.FieldSpeaker,
	index.FieldOrganisation, index.FieldPlace}

// maxSnippetChars bounds one fragment, in code points.
const (
	minSnippetChars = 40
	maxSnippetChars = 1000
)

// What an address may carry, by kind of page. The order of addressParams is
// that of addresses this package writes.
var (
	searchParams = append([]string{"q"}, append(filterParams(), "from", "to", "sort", "page", "per_page", "offset", "limit",
		"facets", "snippets", "snippet_chars", "accents", "match")...)
	pageParams     = append(slices.Clone(searchParams), "lang")
	documentParams = append(slices.Clone(searchParams), "m", "lang")
	homeParams     = []string{"lang"}
	analyzeParams  = []string{"text"}

	analyzePageParams = append(slices.Clone(analyzeParams), "lang")
	addressParams     = append(slices.Clone(analyzeParams), documentParams...)
)

func filterParams() (names []string) {
	for _, f := range filterFields {
		names = append(names, string(f), "-"+string(f))
	}
	return names
}

// repeats reports whether a parameter may be given several times.
func repeats(name string) bool {
	return slices.Contains(filterFields, index.Field(strings.TrimPrefix(name, "-")))
}

// checkParams refuses what no reader of parameters would look at: a name that
// is not known, a second value where one counts, bytes that are not text. Else
// a mistyped filter would silently widen a search.
func checkParams(v url.Values, known []string) *Problem {
	var found faults
	for _, name := range slices.Sorted(maps.Keys(v)) {
		switch {
		case !utf8.ValidString(name):
			found.add("invalid_parameter", "", say("err.utf8.name"))
		case !slices.Contains(known, name):
			if near := nearest(name, known); near != "" {
				found.add("unknown_parameter", name, say("err.unknown.near", name, near))
			} else {
				found.add("unknown_parameter", name, say("err.unknown", name))
			}
		case !repeats(name) && len(v[name]) > 1:
			found.add("invalid_parameter", name, say("err.repeated", name, len(v[name])))
		case slices.ContainsFunc(v[name], func(s string) bool { return !utf8.ValidString(s) }):
			found.add("invalid_parameter", name, say("err.utf8", name))
		}
	}
	return found.problem()
}

// faults collects what is wrong with a request. The first one names the
// problem, all are listed.
type faults struct {
	code string
	say  message
	all  []Fault
}

func (f *faults) add(code, parameter string, detail message) { f.why(code, parameter, detail, detail) }

// why is add for a fault whose reason is said apart from its detail.
func (f *faults) why(code, parameter string, detail, reason message) {
	if f.code == "" {
		f.code, f.say = code, detail
	}
	f.all = append(f.all, parameterFault(parameter, reason))
}

func (f *faults) problem() *Problem {
	if f.code == "" {
		return nil
	}
	return fail(f.code, f.say, f.all...)
}

// values reads parameters one by one and remembers what is wrong with them.
// An empty value is no value: forms send those.
type values struct {
	url.Values
	faults faults
}

func (v *values) has(name string) bool { return v.Get(name) != "" }

// number returns a whole number from low to high, or def without one.
func (v *values) number(name string, def, low, high int) int {
	s := v.Get(name)
	if s == "" {
		return def
	}
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		v.faults.add("invalid_parameter", name, say("err.number", parameter(name), s))
	case n < low || n > high:
		v.faults.add("invalid_parameter", name, say("err.range", parameter(name), s, low, high))
	default:
		return n
	}
	return def
}

// choice returns one of the allowed words, of which the first is the default.
func (v *values) choice(name string, allowed ...string) string {
	s := v.Get(name)
	if s == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, s) {
		v.faults.add("invalid_parameter", name, say("err.choice", parameter(name), s, strings.Join(allowed, ", ")))
		return allowed[0]
	}
	return s
}

// dates returns from and to as ISO dates and refuses an empty span.
func (v *values) dates() (from, to string) {
	from, to = v.date("from"), v.date("to")
	if from != "" && to != "" && firstDay(from) > lastDay(to) {
		m := say("err.span", v.Get("from"), v.Get("to"))
		v.faults.add("invalid_date", "from", m)
		v.faults.add("invalid_date", "to", m)
	}
	return from, to
}

func (v *values) date(name string) string {
	s := strings.TrimSpace(v.Get(name))
	if s == "" {
		return ""
	}
	iso, why := isoDate(s)
	if why != "" {
		v.faults.why("invalid_date", name, say("err.date", parameter(name), s), say(why))
	}
	return iso
}

// facets returns the fields of a comma list, in its order and each once.
func (v *values) facets() (fields []index.Field) {
	for name := range strings.SplitSeq(v.Get("facets"), ",") {
		f := index.Field(strings.TrimSpace(name))
		switch {
		case f == "" || slices.Contains(fields, f):
		case !slices.Contains(facetFields, f):
			v.faults.add("invalid_parameter", "facets", say("err.choice", "facets", string(f), join(facetFields)))
		default:
			fields = append(fields, f)
		}
	}
	return fields
}

func join(fields []index.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// window returns what part of the hits is asked for, as the request wants it
// and as the answer will tell it.
func (v *values) window() (offset, limit int, p paging) {
	byPage, byOffset := v.has("page") || v.has("per_page"), v.has("offset") || v.has("limit")
	if byPage && byOffset {
		v.faults.add("invalid_parameter", "offset", say("err.paging"))
		return 0, 0, p
	}
	const far = 1 << 24 // further than any window, near enough not to overflow
	if byOffset {
		p.Offsets = &Offsets{v.number("offset", 0, 0, far), v.number("limit", index.DefaultLimit, 0, index.MaxLimit)}
		offset, limit = p.Offset, p.Limit
	} else {
		p.Pages = &Pages{Page: v.number("page", 1, 1, far), PerPage: v.number("per_page", index.DefaultLimit, 1, index.MaxLimit)}
		offset, limit = (p.Page-1)*p.PerPage, p.PerPage
	}
	if offset+limit > index.MaxWindow {
		name, first := "offset", offset
		if !byOffset {
			name = "page"
		}
		v.faults.add("offset_too_large", name, say("err.window", first, limit, index.MaxWindow))
	}
	if limit == 0 {
		limit = index.NoHits
	}
	return offset, limit, p
}

// kinds is every kind a document can have.
var kinds = []string{index.KindSpeech, index.KindReport, index.KindOther}

// filter returns the restrictions other than dates, as they are stored.
func (v *values) filter(resolve func(index.Field, string) string) index.Filter {
	f := index.Filter{Any: map[index.Field][]string{}, None: map[index.Field][]string{}}
	for _, field := range filterFields {
		for _, prefix := range []string{"", "-"} {
			into := f.Any
			if prefix == "-" {
				into = f.None
			}
			for _, s := range v.Values[prefix+string(field)] {
				if s = strings.TrimSpace(viet.Compose(s)); s == "" {
					continue
				}
				if field == index.FieldKind && !slices.Contains(kinds, s) {
					v.faults.add("invalid_parameter", prefix+string(field), say("err.choice", prefix+string(field), s, strings.Join(kinds, ", ")))
					continue
				}
				if s = resolve(field, s); !slices.Contains(into[field], s) {
					into[field] = append(into[field], s)
				}
			}
		}
	}
	return f
}

// ask is what a set of parameters asks for.
type ask struct {
	q        string
	accents  string // auto, exact or fold
	match    string // all or any
	sort     string // relevance, -date, date or title
	lang     Language
	cat      *catalogue
	paging   paging
	warnings []query.Warning
	req      index.Request
}

var sorts = map[string]index.Sort{"relevance": index.Relevance, "-date": index.Newest, "date": index.Oldest, "title": index.ByTitle}

var accents = map[string]index.Accents{"auto": index.AccentsAuto, "exact": index.AccentsExact, "fold": index.AccentsFold}

// ask reads search parameters; the error is a *Problem. Labels of the answer
// are in lang.
func (s *Server) ask(raw url.Values, lang Language) (*ask, error) {
	v := &values{Values: raw}
	a := &ask{q: v.Get("q"), accents: v.choice("accents", "auto", "exact", "fold"), match: v.choice("match", "all", "any"),
		lang: lang, cat: s.catalog()}
	if strings.TrimSpace(a.q) == "" {
		a.sort = v.choice("sort", "-date", "date", "title", "relevance")
	} else {
		a.sort = v.choice("sort", "relevance", "-date", "date", "title")
	}
	a.req = index.Request{
		Accents:      accents[a.accents],
		AnyWord:      a.match == "any",
		Sort:         sorts[a.sort],
		Filter:       v.filter(a.cat.filterValue),
		Facets:       v.facets(),
		Snippets:     v.number("snippets", 2, 0, index.MaxSnippets),
		SnippetChars: v.number("snippet_chars", snippet.DefaultChars, minSnippetChars, maxSnippetChars),
	}
	a.req.Filter.From, a.req.Filter.To = v.dates()
	a.req.Offset, a.req.Limit, a.paging = v.window()
	if p := v.faults.problem(); p != nil {
		return nil, p
	}
	node, warnings, err := query.Parse(a.q)
	if syntax, ok := err.(*query.SyntaxError); ok {
		return nil, syntaxProblem(a.q, syntax)
	} else if err != nil {
		return nil, fmt.Errorf("read the query: %w", err)
	}
	a.req.Query, a.warnings = a.cat.rewrite(node), warnings
	return a, nil
}
