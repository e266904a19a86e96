package find

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// SearchView is the answer to a search: the JSON of /api/v1/search and what the
// search page shows.
type SearchView struct {
	Query QueryView `json:"query"`
	Total int       `json:"total"` // exact
	Paging
	NextCursor  string                    `json:"next_cursor,omitempty"` // with which the hits are asked for that follow; "" when there are none, or duplicates are folded
	Folded      *int                      `json:"folded,omitempty"`      // duplicates left out on this page; nil when all are shown
	TookMS      float64                   `json:"took_ms"`
	Warnings    []WarningView             `json:"warnings"`
	Match       MatchView                 `json:"match"`
	Hits        []HitView                 `json:"hits"`
	Also        []AlsoView                `json:"also"`
	Suggestions []SuggestionView          `json:"suggestions"`
	Facets      map[index.Field]FacetView `json:"facets"` // those asked for

	instead string // query that is answered, on pages after the first of one that tells so
	asTyped string // where another query was answered: that which was asked, each word by itself
}

// QueryView repeats how the query was read.
type QueryView struct {
	Q       string `json:"q"`
	Accents string `json:"accents"`
}

// Paging is pages, an offset or a cursor, as the request had it.
type Paging struct {
	*Pages
	*Offsets
	*Rest
}

// cursor is that of the request, if it had one.
func (p Paging) cursor() string {
	if p.Rest == nil {
		return ""
	}
	return p.Cursor
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

// Named reports whether a parameter names the value, by itself or by its label.
func (v ValueView) Named(given string) bool {
	return given == v.Value || viet.Fold(viet.Compose(given)) == viet.Fold(v.Label)
}

// Answer asks the engine and shows what it found.
func (s *Service) Answer(ctx context.Context, a *Search) (*SearchView, error) {
	f, err := s.Find(ctx, a)
	if err != nil {
		return nil, err
	}
	return f.View(), nil
}

// view shows a result; warnings come after those of the query and the search.
func (a *Search) view(res *index.Result, warnings []index.Warning) *SearchView {
	v := &SearchView{
		Query:    QueryView{a.Q, a.Accents},
		Total:    res.Total,
		Paging:   a.paging,
		TookMS:   Milliseconds(res.Took),
		Warnings: a.warningViews(slices.Concat(a.warnings, res.Warnings, warnings)),
		Match:    a.matchView(res),
		Also:     []AlsoView{},
		Facets:   make(map[index.Field]FacetView, len(res.Facets)),
	}
	if p := v.Paging.Pages; p != nil {
		p.Pages = min((res.Total+p.PerPage-1)/p.PerPage, index.MaxWindow/p.PerPage)
	}
	v.Suggestions = make([]SuggestionView, 0, len(res.Suggestions))
	for _, x := range res.Suggestions {
		v.Suggestions = append(v.Suggestions, SuggestionView{Kind: string(x.Kind), Q: x.Query.String(), Total: x.Total, Used: x.Used})
		if x.Used {
			v.asTyped = plainWords(a.Request.Query, func(int, query.Word) bool { return true })
		}
	}
	v.instead = a.instead
	v.NextCursor = a.cursorOf(res, v.Answered())
	v.Hits = a.hitViews(v.Answered(), res.Hits)
	if len(res.Also) > 0 {
		v.Also = append(v.Also, AlsoView{"any", a.hitViews(v.Answered(), res.Also)})
	}
	for field, facet := range res.Facets {
		v.Facets[field] = a.facetView(field, facet)
	}
	return v
}

// Answered is the query that the answer is of: q, or where that finds nothing
// what was meant.
func (v *SearchView) Answered() string {
	for _, s := range v.Suggestions {
		if s.Used {
			return s.Q
		}
	}
	return cmp.Or(v.instead, v.Query.Q)
}

// hitViews shows hits; their pages mark what the query q matches.
func (a *Search) hitViews(q string, hits []index.Hit) []HitView {
	address, views := a.pageQuery(q), make([]HitView, len(hits))
	for i := range hits {
		views[i] = hitView(address, &hits[i])
	}
	return views
}

// Milliseconds rounds to hundredths.
func Milliseconds(d time.Duration) float64 {
	return math.Round(float64(d)/float64(time.Millisecond)*100) / 100
}

func (a *Search) facetView(field index.Field, f index.Facet) FacetView {
	v := FacetView{Values: make([]ValueView, 0, len(f.Values)), TotalValues: f.Total, Other: f.Other, Missing: f.Missing}
	for _, x := range f.Values {
		v.Values = append(v.Values, ValueView{x.Value, a.Label(field, x.Value), x.Count, a.selects(field, x.Value)})
	}
	return v
}

// selects reports whether the search is restricted to a value of a field. A
// year is selected by itself and by dates that span just it.
func (a *Search) selects(field index.Field, value string) bool {
	if f := a.Request.Filter; field == index.FieldYear && f.From == value && f.To == value {
		return true
	}
	for _, v := range a.Request.Filter.Any[field] {
		if v == value {
			return true
		}
	}
	return false
}
