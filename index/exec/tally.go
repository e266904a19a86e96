package exec

import (
	"context"
	"math/bits"
	"slices"
)

// tally counts the values of a column over the segments.
type tally struct {
	Facet
	counted map[string]int
	missing int
	n       [2][]uint32 // in one segment, by number of the value + 1; 0 counts documents without one
}

// addSegment counts the documents found in a segment. Neighbours often have the
// same value, and a count that was just written is slow to read, so they go to
// two lists in turn.
func (t *tally) addSegment(ctx context.Context, v *view, found bitset) error {
	c, err := v.column(ctx, t.Column)
	if err != nil {
		return err
	}
	for i := range t.n {
		t.n[i] = slices.Grow(t.n[i][:0], len(c.values)+1)[:len(c.values)+1]
		clear(t.n[i])
	}
	t.count(c, found)
	t.addUp(c.values)
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

// addUp adds the counts of a segment with these values to those of the others.
func (t *tally) addUp(values []string) {
	t.missing += int(t.n[0][0]) + int(t.n[1][0])
	for i, v := range values {
		if n := int(t.n[0][i+1]) + int(t.n[1][i+1]); n > 0 {
			t.counted[v] += n
		}
	}
}

func (t *tally) counts() Counts {
	c := Counts{Missing: t.missing}
	for v, n := range t.counted {
		c.Values = append(c.Values, Count{v, n})
	}
	return c
}
