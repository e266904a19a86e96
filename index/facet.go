package index

import (
	"cmp"
	"slices"
	"strings"
)

// counter counts the values of one field over the documents it is shown.
type counter struct {
	field     Field
	column    string
	condition int // number of the filter condition on the same field, or met
	missing   int
	total     map[string]int
	col       *column // of the present segment
	counts    []int   // by value of col
}

func newCounters(fields []Field, f *filter) []*counter {
	var list []*counter
	for _, field := range fields {
		c := &counter{field: field, column: columnOf(field), condition: met, total: map[string]int{}}
		for i := range f.conditions {
			if f.conditions[i].field == field {
				c.condition = i
			}
		}
		list = append(list, c)
	}
	return list
}

// enter turns to another segment.
func (c *counter) enter(s *segmentView) error {
	c.leave()
	col, err := s.columns.get(c.column)
	if err != nil {
		return err
	}
	c.col, c.counts = col, make([]int, len(col.values))
	return nil
}

// leave adds up the counts of the present segment.
func (c *counter) leave() {
	for id, n := range c.counts {
		if n > 0 {
			c.total[c.col.values[id]] += n
		}
	}
	c.col, c.counts = nil, nil
}

// see counts a document whose filter gave the outcome.
func (c *counter) see(local uint64, outcome int) {
	if outcome != met && outcome != c.condition {
		return
	}
	ids := c.col.of(local)
	if len(ids) == 0 {
		c.missing++
	}
	for _, id := range ids {
		c.counts[id]++
	}
}

// facet lists at most n values, or all when n is negative.
func (c *counter) facet(n int) Facet {
	c.leave()
	f := Facet{Total: len(c.total), Missing: c.missing}
	for v, n := range c.total {
		f.Values = append(f.Values, FacetValue{v, n})
	}
	slices.SortFunc(f.Values, func(a, b FacetValue) int {
		if c.field == FieldYear {
			return strings.Compare(b.Value, a.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	if n >= 0 && len(f.Values) > n {
		for _, v := range f.Values[n:] {
			f.Other += v.Count
		}
		f.Values = f.Values[:n]
	}
	return f
}
