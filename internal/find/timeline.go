package find

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"vankien/index"
)

// A timeline shows how what was found runs through the years, and lets a range of
// them be chosen. So it counts as if no date were asked for: else the years beside
// a chosen one would be gone. A search without dates has counted its years in just
// that way already; another one is asked once more, at the level of its answer, so
// that both speak of the same documents.

// Timeline counts the documents of a search by time, whatever dates it asks for.
// Its spans and Undated together are Total.
type Timeline struct {
	Spans   []Span // in order of time, those without a document between them too
	Undated int
	Total   int
}

// Span is a stretch of time, both years inclusive, with the documents that are of it.
type Span struct {
	From, To string
	Count    int
}

// maxSpans bounds the spans of a timeline in which empty ones are kept.
const maxSpans = 60

// Timeline counts what was found by years, or by decades where those are too many.
// The years of the answer, if it has any, then are those of the timeline.
func (s *Service) Timeline(ctx context.Context, f *Found) (*Timeline, error) {
	years, ok := f.result.Facets[index.FieldYear]
	if !ok || years.Other > 0 || f.search.Dated() {
		var err error
		if years, err = s.yearsOfAll(ctx, f); err != nil {
			return nil, err
		}
	}
	f.years = &years
	t := &Timeline{Undated: years.Missing, Total: years.Missing}
	for _, y := range years.Values {
		t.Total += y.Count
	}
	t.Spans = spans(years.Values)
	return t, nil
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
		all = append(all, Span{From: fmt.Sprintf("%04d", from), To: fmt.Sprintf("%04d", from+length-1)})
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
