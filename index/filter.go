package index

import (
	"cmp"
	"slices"
	"strings"

	"vankien/index/exec"
)

// filterFields are the fields a Filter and a facet can name, in a fixed order.
var filterFields = []Field{
	FieldTopic, FieldKind, FieldSpeaker, FieldOrganisation, FieldPlace, FieldEvent, FieldYear,
}

// columnOf names the column of a field for the executor.
func columnOf(f Field) string {
	if f == FieldYear {
		return string(f)
	}
	return columnField(f)
}

// conditions lowers a filter: one condition for each field, and one for the dates.
func (f *Filter) conditions() (list []exec.Condition) {
	for _, field := range filterFields {
		if any, none := f.Any[field], f.None[field]; len(any)+len(none) > 0 {
			list = append(list, exec.Condition{Column: columnOf(field), Any: any, None: none})
		}
	}
	if f.From != "" || f.To != "" {
		days := exec.DaysBetween(f.From, f.To)
		list = append(list, exec.Condition{Column: fieldDate, Days: &days})
	}
	return list
}

// facets lowers the fields to count; each is counted without its own condition.
func facets(fields []Field, conditions []exec.Condition) []exec.Facet {
	list := make([]exec.Facet, len(fields))
	for i, f := range fields {
		column := columnOf(f)
		own := slices.IndexFunc(conditions, func(c exec.Condition) bool { return c.Column == column && c.Days == nil })
		list[i] = exec.Facet{Column: column, Own: own}
	}
	return list
}

// newFacet lists at most n values of a field, or all when n is negative.
func newFacet(field Field, c exec.Counts, n int) Facet {
	f := Facet{Total: len(c.Values), Missing: c.Missing}
	slices.SortFunc(c.Values, func(a, b exec.Count) int {
		if field == FieldYear {
			return strings.Compare(b.Value, a.Value)
		}
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Value, b.Value))
	})
	for i, v := range c.Values {
		if n >= 0 && i >= n {
			f.Other += v.N
			continue
		}
		f.Values = append(f.Values, FacetValue{v.Value, v.N})
	}
	return f
}
