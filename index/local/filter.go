package local

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/exec"
)

// conditions lowers a filter: one condition for each field, one for the dates and one
// for times.
func conditions(f *index.Filter) (list []exec.Condition) {
	for _, field := range index.FilterFields() {
		if any, none := f.Any[field], f.None[field]; len(any)+len(none) > 0 {
			list = append(list, exec.Condition{Column: columnField(field), Any: any, None: none})
		}
	}
	if f.From != "" || f.To != "" {
		days := exec.Days(content.DaysBetween(f.From, f.To))
		list = append(list, exec.Condition{Column: fieldDate, Days: &days})
	}
	if f.ByTime() {
		list = append(list, exec.Condition{Column: fieldIndexed, Times: &exec.Times{From: f.IndexedFrom, To: f.IndexedTo}})
	}
	return list
}

// facets lowers the fields to count; each is counted without its own condition.
func facets(fields []index.Field, conditions []exec.Condition) []exec.Facet {
	list := make([]exec.Facet, len(fields))
	for i, f := range fields {
		column := columnField(f)
		own := slices.IndexFunc(conditions, func(c exec.Condition) bool { return c.Column == column && c.Days == nil && c.Times == nil })
		list[i] = exec.Facet{Column: column, Own: own}
	}
	return list
}

// newFacet lists at most n values of a field, or all when n is negative.
func newFacet(field index.Field, c exec.Counts, n int) index.Facet {
	values := make([]index.FacetValue, len(c.Values))
	for i, v := range c.Values {
		values[i] = index.FacetValue{Value: v.Value, Count: v.N}
	}
	f := index.NewFacet(field, values, c.Missing, n)
	for i := range f.Values {
		f.Values[i].Value = strings.Clone(f.Values[i].Value)
	}
	return f
}
