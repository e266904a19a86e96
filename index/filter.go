package index

import "slices"

// filter is a Filter ready to be asked for documents of a snapshot. Its
// conditions are numbered, so that a facet can be counted without its own.
type filter struct {
	conditions []condition
}

// condition restricts one field.
type condition struct {
	field  Field
	column string
	any    []string // one of these, unless empty
	none   []string // none of these
	days   dayRange
	bySpan bool // restricts the date by days
}

func newFilter(f Filter) *filter {
	c := &filter{}
	for _, field := range filterFields {
		if any, none := f.Any[field], f.None[field]; len(any)+len(none) > 0 {
			c.conditions = append(c.conditions, condition{field: field, column: columnOf(field), any: any, none: none})
		}
	}
	if f.From != "" || f.To != "" {
		c.conditions = append(c.conditions, condition{column: fieldDate, days: daysBetween(f.From, f.To), bySpan: true})
	}
	return c
}

// filterFields are the fields a Filter and a facet can name, in a fixed order.
var filterFields = []Field{
	FieldTopic, FieldKind, FieldSpeaker, FieldOrganisation, FieldPlace, FieldEvent, FieldYear,
}

// columnOf names the column of a field for segmentColumns.get.
func columnOf(f Field) string {
	if f == FieldYear {
		return string(f)
	}
	return columnField(f)
}

// segmentFilter is a filter over one segment: for each condition the column
// and which of its values admit or exclude a document.
type segmentFilter struct {
	tests []segmentTest
}

type segmentTest struct {
	column  *column
	admit   []bool // by value; nil when any document is admitted
	exclude []bool // by value; nil when no value excludes
}

func (f *filter) over(s *segmentView) (*segmentFilter, error) {
	sf := &segmentFilter{}
	for i := range f.conditions {
		c := &f.conditions[i]
		col, err := s.columns.get(c.column)
		if err != nil {
			return nil, err
		}
		t := segmentTest{column: col}
		switch {
		case c.bySpan:
			t.admit = mark(col, func(id int) bool { return col.days[id].overlaps(c.days) })
		case len(c.any) > 0:
			t.admit = mark(col, func(id int) bool { return slices.Contains(c.any, col.values[id]) })
		}
		if len(c.none) > 0 {
			t.exclude = mark(col, func(id int) bool { return slices.Contains(c.none, col.values[id]) })
		}
		sf.tests = append(sf.tests, t)
	}
	return sf, nil
}

func mark(c *column, is func(id int) bool) []bool {
	m := make([]bool, len(c.values))
	for id := range m {
		m[id] = is(id)
	}
	return m
}

// Outcomes of a filter that is met, and of one that fails in several conditions.
const (
	met  = -1
	lost = -2
)

// test returns met, lost, or the number of the only condition that a document
// fails.
func (sf *segmentFilter) test(local uint64) int {
	failed := met
	for i := range sf.tests {
		if sf.tests[i].passes(local) {
			continue
		}
		if failed != met {
			return lost
		}
		failed = i
	}
	return failed
}

func (t *segmentTest) passes(local uint64) bool {
	ids := t.column.of(local)
	in := func(set []bool) bool {
		return slices.ContainsFunc(ids, func(id uint32) bool { return set[id] })
	}
	return (t.exclude == nil || !in(t.exclude)) && (t.admit == nil || in(t.admit))
}
