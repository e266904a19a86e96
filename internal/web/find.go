package web

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"time"

	"vankien/index"
	"vankien/index/query"
)

// SearchView is the answer to a search: the JSON of /api/v1/search and what the
// search page shows.
type SearchView struct {
	Query QueryView `json:"query"`
	Total int       `json:"total"` // exact
	paging
	TookMS   float64                   `json:"took_ms"`
	Warnings []WarningView             `json:"warnings"`
	Hits     []HitView                 `json:"hits"`
	Facets   map[index.Field]FacetView `json:"facets"` // those asked for
}

// QueryView repeats how the query was read.
type QueryView struct {
	Q       string `json:"q"`
	Accents string `json:"accents"`
	Match   string `json:"match"`
}

// paging is either pages or an offset, as the request had it.
type paging struct {
	*Pages
	*Offsets
}

// Pages counts from 1. Pages is how many can be asked for: the window of
// index.MaxWindow hits bounds it.
type Pages struct {
	Page    int `json:"page"`
	PerPage int `json:"per_page"`
	Pages   int `json:"pages"`
}

// Offsets repeats the offset and limit of the request.
type Offsets struct {
	Offset int `json:"offset"`
	Limit  int `json:"limit"`
}

// WarningView tells what was done other than asked.
type WarningView struct {
	Code     string `json:"code"`
	Position *int   `json:"position,omitempty"` // code points into q
	Detail   string `json:"detail"`

	say message // for a page; without a key the text is found by the code
}

// FacetView counts the values of a field.
type FacetView struct {
	Values      []ValueView `json:"values"`
	TotalValues int         `json:"total_values"`
	Other       int         `json:"other"`
	Missing     int         `json:"missing"`
}

// ValueView is one value of a field. Selected says that the search is
// restricted to it.
type ValueView struct {
	Value    string `json:"value"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
}

func (s *Server) searchJSON(r *http.Request) (any, error) {
	a, err := s.ask(r.URL.Query(), Vietnamese)
	if err != nil {
		return nil, err
	}
	return s.find(r.Context(), a)
}

// find answers what was asked.
func (s *Server) find(ctx context.Context, a *ask) (*SearchView, error) {
	res, err := s.opt.Index.Search(ctx, a.req)
	if err != nil {
		return nil, err
	}
	strange, err := s.unknownTopics(ctx, a)
	if err != nil {
		return nil, err
	}
	return s.view(a, res, strange), nil
}

// view shows a result; warnings come after those of the query and the search.
func (s *Server) view(a *ask, res *index.Result, warnings []WarningView) *SearchView {
	v := &SearchView{
		Query:    QueryView{a.q, a.accents, a.match},
		Total:    res.Total,
		paging:   a.paging,
		TookMS:   milliseconds(res.Took),
		Warnings: append(warningViews(a.q, a.warnings, res.Warnings), warnings...),
		Hits:     make([]HitView, len(res.Hits)),
		Facets:   make(map[index.Field]FacetView, len(res.Facets)),
	}
	if p := v.paging.Pages; p != nil {
		p.Pages = min((res.Total+p.PerPage-1)/p.PerPage, index.MaxWindow/p.PerPage)
	}
	query := a.pageQuery()
	for i := range res.Hits {
		v.Hits[i] = hitView(query, &res.Hits[i])
	}
	for field, facet := range res.Facets {
		v.Facets[field] = a.cat.facetView(a, field, facet)
	}
	return v
}

// unknownTopics warns of filters by a topic that neither the catalogue knows nor
// any document has: a mistyped topic finds nothing, or excludes nothing.
func (s *Server) unknownTopics(ctx context.Context, a *ask) ([]WarningView, error) {
	f := a.req.Filter
	given := slices.Concat(f.Any[index.FieldTopic], f.None[index.FieldTopic])
	given = slices.DeleteFunc(given, func(topic string) bool { _, ok := a.cat.Resolve(topic); return ok })
	if len(given) == 0 {
		return nil, nil
	}
	counts, err := s.topicCounts(ctx)
	if err != nil {
		return nil, err
	}
	var all []WarningView
	for _, topic := range given {
		if counts[topic] == 0 {
			m := say("warn.unknown_topic", topic)
			all = append(all, WarningView{Code: "unknown_topic", Detail: tables[English].say(m), say: m})
		}
	}
	return all, nil
}

// milliseconds rounds to hundredths.
func milliseconds(d time.Duration) float64 {
	return math.Round(float64(d)/float64(time.Millisecond)*100) / 100
}

func warningViews(q string, parsed []query.Warning, searched []index.Warning) []WarningView {
	all := make([]WarningView, 0, len(parsed)+len(searched))
	for _, w := range parsed {
		at := codePoints(q, w.Offset)
		v := WarningView{Code: w.Code, Position: &at, Detail: w.Detail}
		if w.Code == query.WarnNoWord {
			v.say = say("warn.nothing_asked") // the index says of a part what this says of the whole
		}
		all = append(all, v)
	}
	for _, w := range searched {
		v := WarningView{Code: w.Code, Detail: w.Detail}
		if w.Offset >= 0 {
			at := codePoints(q, w.Offset)
			v.Position = &at
		}
		all = append(all, v)
	}
	return all
}

func (c *catalogue) facetView(a *ask, field index.Field, f index.Facet) FacetView {
	v := FacetView{Values: make([]ValueView, 0, len(f.Values)), TotalValues: f.Total, Other: f.Other, Missing: f.Missing}
	for _, x := range f.Values {
		v.Values = append(v.Values, ValueView{x.Value, c.label(a.lang, field, x.Value), x.Count, a.selects(field, x.Value)})
	}
	return v
}

// selects reports whether the search is restricted to a value of a field. A
// year is selected by dates that span just it.
func (a *ask) selects(field index.Field, value string) bool {
	if field == index.FieldYear {
		return a.req.Filter.From == value && a.req.Filter.To == value
	}
	for _, v := range a.req.Filter.Any[field] {
		if v == value {
			return true
		}
	}
	return false
}

// documentPath is the page of a document.
func documentPath(id string) string { return "/d/" + url.PathEscape(id) }

// pageQuery is what the address of a document's page ends with, for the page to
// mark what the query matches.
func (a *ask) pageQuery() string {
	v := url.Values{}
	if a.q != "" {
		v.Set("q", a.q)
	}
	if a.accents != "auto" && a.accents != "" {
		v.Set("accents", a.accents)
	}
	return address("", v)
}
