package index

import (
	"cmp"
	"slices"
	"strings"
)

// NewFacet is for engines: it makes a facet of all values of a field that any document
// has, in any order, which it takes over, and of the number of documents without one.
// It lists at most n values, or all when n is negative.
func NewFacet(field Field, values []FacetValue, missing, n int) Facet {
	f := Facet{Total: len(values), Missing: missing}
	slices.SortFunc(values, func(a, b FacetValue) int {
		if field == FieldYear || field == FieldDate {
			return strings.Compare(b.Value, a.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	if n >= 0 && n < len(values) {
		for _, v := range values[n:] {
			f.Other += v.Count
		}
		values = values[:n]
	}
	if len(values) > 0 {
		f.Values = slices.Clip(values)
	}
	return f
}
