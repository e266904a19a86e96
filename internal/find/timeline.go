package find

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"vankien/index"
	"vankien/internal/period"
)

// A line of time shows how what was found runs through the years, and lets a range of
// them be chosen. So it counts as if no date were asked for: else the years beside
// a chosen one would be gone. A search without dates has counted its years in just
// that way already; another one is asked once more, at the level of its answer, so
// that both speak of the same documents.

// Line counts the documents of a search by time, whatever dates it asks for. All
// numbers together are Total.
type Line struct {
	Interval string      // year, month or period
	Months   bool        // the years asked for, or all, are few enough to be shown by months
	Set      *period.Set // of the periods that time may be divided into
	Spans    []Span      // in order of time, those without a document between them too
	Undated  int
	Coarse   int // with a date that is of no one span: of months, a year alone
	Outside  int // with a date that is in none
	Total    int
}

// Span is a stretch of time with the documents that are of it. From and To are as a
// search takes them; To is "" where there is no end.
type Span struct {
	Bucket
	Count int
}

// How many spans a line has: of years, with empty ones between them; of months, in all.
const (
	maxSpans       = 60
	maxYearsMonths = 10
	fewYears       = 3 // of which months are shown unless years are asked for
)

// LineIntervals returns the names of what a line can be divided into; "auto" is years
// or, of a range of few years, months.
func LineIntervals() []string { return []string{"auto", byYear, byMonth, byPeriod} }

// Line counts what was found by an interval: by years, or by decades where those are
// too many; by the months of the years asked for, or of all, which must be few enough:
// else it is by years; by the periods of the first set. The years of the answer, if it
// has any, then are those of all.
func (s *Service) Line(ctx context.Context, f *Found, interval string) (*Line, error) {
	years, ok := f.result.Facets[index.FieldYear]
	if !ok || years.Other > 0 || f.search.Dated() {
		var err error
		if years, err = s.yearsOfAll(ctx, f); err != nil {
			return nil, err
		}
	}
	f.years = &years
	from, to, closed := f.search.yearsAsked(years.Values)
	n := year(to) - year(from) + 1
	l := &Line{Interval: byYear, Set: &s.Periods()[0], Months: to != "" && n > 0 && n <= maxYearsMonths}
	switch {
	case interval == byPeriod:
		l.Interval = byPeriod
		return l, s.tally(ctx, f, l, "", "")
	case l.Months && (interval == byMonth || interval == "auto" && closed && n <= fewYears):
		l.Interval = byMonth
		return l, s.tally(ctx, f, l, from, to)
	}
	l.Spans, l.Undated, l.Total = spans(years.Values), years.Missing, years.Missing
	for _, y := range years.Values {
		l.Total += y.Count
	}
	return l, nil
}

// yearsAsked returns the first and last year asked for, or that there is, and whether
// both were asked for.
func (a *Search) yearsAsked(newestFirst []index.FacetValue) (from, to string, closed bool) {
	if n := len(newestFirst); n > 0 {
		from, to = newestFirst[n-1].Value, newestFirst[0].Value
	}
	f := a.Request.Filter
	if f.From != "" {
		from = f.From[:4]
	}
	if f.To != "" {
		to = f.To[:4]
	}
	return from, to, f.From != "" && f.To != ""
}

// tally counts by the dates themselves, between two years or, where those are "", all.
func (s *Service) tally(ctx context.Context, f *Found, l *Line, from, to string) error {
	req := f.countable()
	req.Filter.From, req.Filter.To = from, to
	req.Filter.Any, req.Filter.None = exceptOf(req.Filter.Any, index.FieldYear), exceptOf(req.Filter.None, index.FieldYear)
	t, err := s.engine.Tally(ctx, req, index.FieldDate, false)
	if err != nil {
		return err
	}
	d := &division{interval: l.Interval, set: l.Set}
	x := d.timeline(t)
	l.Undated, l.Coarse, l.Outside, l.Total = x.missing[undated].Documents, x.missing[coarse].Documents, x.missing[outside].Documents, x.total.Documents
	first, last := x.first, x.last
	switch {
	case l.Interval == byMonth:
		first, last = 12*year(from), 12*year(to)+11
	case len(x.at) == 0:
		return nil
	}
	for n := first; n <= last; n++ {
		l.Spans = append(l.Spans, Span{d.bucket(n), x.at[n].Documents})
	}
	return nil
}

// exceptOf copies the filters of all fields but one.
func exceptOf(filters map[index.Field][]string, field index.Field) map[index.Field][]string {
	rest := maps.Clone(filters)
	delete(rest, field)
	return rest
}

// Dated reports whether the search asks for a range of dates; for years by their
// names a facet is counted without them anyway.
func (a *Search) Dated() bool { return a.Request.Filter.From != "" || a.Request.Filter.To != "" }

// yearsOfAll counts the years of what the search would find without dates.
func (s *Service) yearsOfAll(ctx context.Context, f *Found) (index.Facet, error) {
	req := f.countable()
	req.Filter.From, req.Filter.To = "", ""
	req.Facets, req.FacetValues = []index.Field{index.FieldYear}, index.AllFacetValues
	res, err := s.engine.Search(ctx, req)
	if err != nil {
		return index.Facet{}, err
	}
	return res.Facets[index.FieldYear], nil
}

// countable is the request that was answered, to count more of the same documents:
// of the query that was read, at the level of the answer.
func (f *Found) countable() index.Request {
	req := f.search.Request
	req.Query, req.Suggest = f.search.queryRead(f.result), false
	if f.result.Total > 0 {
		req.Level = f.result.Reading.Level
	}
	req.Offset, req.Limit, req.Snippets, req.Facets = 0, index.NoHits, 0, nil
	return req
}

// spans are the years from the first to the last one, or the decades. Where even
// those are too many, only such with a document are there.
func spans(newestFirst []index.FacetValue) []Span {
	for _, length := range []int{1, 10} {
		if all := stretch(newestFirst, length); len(all) <= maxSpans {
			return all
		}
	}
	return slices.DeleteFunc(stretch(newestFirst, 10), func(s Span) bool { return s.Count == 0 })
}

// stretch makes spans of a length in years. Every year has four digits.
func stretch(newestFirst []index.FacetValue, length int) (all []Span) {
	if len(newestFirst) == 0 {
		return nil
	}
	first, last := year(newestFirst[len(newestFirst)-1].Value), year(newestFirst[0].Value)
	first -= first % length
	for from := first; from <= last; from += length {
		key := fmt.Sprintf("%04d", from)
		all = append(all, Span{Bucket: Bucket{Key: key, From: key, To: fmt.Sprintf("%04d", from+length-1)}})
	}
	for _, y := range newestFirst {
		all[(year(y.Value)-first)/length].Count += y.Count
	}
	return all
}

func year(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
