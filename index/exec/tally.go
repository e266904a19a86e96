package exec

import (
	"context"
	"math/bits"
)

// tally counts the values of a column over the segments.
type tally struct {
	Facet
	values  *columnValues
	columns []*column // of the segments counted so far
	total   []int     // by number in values
	missing int
	n       [2][]uint32 // in one segment, by number of the value + 1; 0 counts documents without one
}

// columnValues numbers the values of a column in a whole state, each once.
type columnValues struct {
	first []valueAt  // by number: one of those that have the value
	of    [][]uint32 // by segment: the number of each of its values
}

// valueAt is a value of a segment's column.
type valueAt struct{ segment, number uint32 }

// Bytes estimates the memory of the numbers.
func (c *columnValues) Bytes() int64 {
	n := 100 + 8*int64(len(c.first))
	for _, of := range c.of {
		n += 24 + 4*int64(len(of))
	}
	return n
}

func (s *Snapshot) columnValues(ctx context.Context, name string) (*columnValues, error) {
	return Remember(ctx, s, "values of "+name, func() (*columnValues, error) {
		c, known := &columnValues{}, map[string]uint32{}
		for k, v := range s.views {
			column, err := v.column(ctx, name)
			if err != nil {
				return nil, err
			}
			of := make([]uint32, len(column.values))
			for i, value := range column.values {
				number, seen := known[value]
				if !seen {
					number = uint32(len(c.first))
					known[value] = number
					c.first = append(c.first, valueAt{uint32(k), uint32(i)})
				}
				of[i] = number
			}
			c.of = append(c.of, of)
		}
		return c, nil
	})
}

func newTally(ctx context.Context, s *Snapshot, f Facet) (*tally, error) {
	values, err := s.columnValues(ctx, f.Column)
	if err != nil {
		return nil, err
	}
	t := &tally{Facet: f, values: values, total: make([]int, len(values.first)), columns: make([]*column, 0, len(values.of))}
	most := 0
	for _, of := range values.of {
		most = max(most, len(of))
	}
	room := make([]uint32, 2*(most+1))
	t.n = [2][]uint32{room[: 0 : most+1], room[most+1 : most+1]}
	return t, nil
}

// addSegment counts the documents found in a segment. Neighbours often have the
// same value, and a count that was just written is slow to read, so they go to
// two lists in turn.
func (t *tally) addSegment(ctx context.Context, v *view, number int, found bitset) error {
	c, err := v.column(ctx, t.Column)
	if err != nil {
		return err
	}
	for i := range t.n {
		t.n[i] = t.n[i][:len(c.values)+1]
		clear(t.n[i])
	}
	t.count(c, found)
	t.columns = append(t.columns, c)
	t.addUp(t.values.of[number])
	return nil
}

// count counts one segment.
func (t *tally) count(c *column, found bitset) {
	if c.one == nil {
		t.countSeveral(c, found)
		return
	}
	a, b := t.n[0], t.n[1]
	for i, w := range found {
		if w == 0 {
			continue
		}
		one := c.one[i<<6:]
		for {
			a[one[bits.TrailingZeros64(w)]]++
			if w &= w - 1; w == 0 {
				break
			}
			b[one[bits.TrailingZeros64(w)]]++
			if w &= w - 1; w == 0 {
				break
			}
		}
	}
}

func (t *tally) countSeveral(c *column, found bitset) {
	n := t.n[0]
	found.each(func(d uint32) bool {
		ids := c.ids[c.start[d]:c.start[d+1]]
		if len(ids) == 0 {
			n[0]++
		}
		for _, id := range ids {
			n[id+1]++
		}
		return true
	})
}

// addUp adds the counts of a segment, whose values have these numbers, to those
// of the others.
func (t *tally) addUp(numbers []uint32) {
	t.missing += int(t.n[0][0]) + int(t.n[1][0])
	for i, number := range numbers {
		t.total[number] += int(t.n[0][i+1]) + int(t.n[1][i+1])
	}
}

func (t *tally) counts() Counts {
	c := Counts{Missing: t.missing}
	for i, n := range t.total {
		if n > 0 {
			at := t.values.first[i]
			c.Values = append(c.Values, Count{t.columns[at.segment].values[at.number], n})
		}
	}
	return c
}
