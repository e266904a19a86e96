package exec

import "math/bits"

// tally counts the values of a column over the segments.
type tally struct {
	Facet
	dict *dictionary
	n    [2][]uint32 // by number of the value + 1; 0 counts documents without one
}

// see counts the documents found in a segment. Neighbours often have the same
// value, and a count that was just written is slow to read, so they go to two
// lists in turn.
func (t *tally) see(v *view, found bitset) error {
	c, err := v.column(t.Column)
	if err != nil {
		return err
	}
	for i := range t.n {
		if n := len(t.dict.all()) + 1; n > len(t.n[i]) {
			t.n[i] = append(t.n[i], make([]uint32, n-len(t.n[i]))...)
		}
	}
	if c.one == nil {
		t.seeSeveral(c, found)
		return nil
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
	return nil
}

func (t *tally) seeSeveral(c *column, found bitset) {
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

func (t *tally) counts() Counts {
	c := Counts{}
	values := t.dict.all()
	for i := range t.n[0] {
		n := int(t.n[0][i]) + int(t.n[1][i])
		switch {
		case i == 0:
			c.Missing = n
		case n > 0:
			c.Values = append(c.Values, Count{values[i-1], n})
		}
	}
	return c
}
