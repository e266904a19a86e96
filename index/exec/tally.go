package exec

import (
	"math/bits"
	"strings"

	"vankien/index/segment"
)

// tally counts the values of a column over the chunks.
type tally struct {
	Facet
	snap    *Snapshot
	arena   *arena
	sum     Counts // of the segments before
	segment int    // that is being counted
	column  segment.Column
	field   int
	keys    int      // of the field
	n       []uint32 // by place of the value + 1; 0 counts documents without one
}

func newTally(s *Snapshot, a *arena, f Facet) *tally {
	return &tally{Facet: f, snap: s, arena: a, segment: -1}
}

// start begins with a segment.
func (t *tally) start(c *chunk) {
	t.finish()
	t.segment, t.field = c.segment, c.Field(t.Column)
	if t.keys = 0; t.field >= 0 {
		t.column, t.keys = c.Segment.Column(t.field), c.Keys(t.field, "", "").Len()
	}
	if cap(t.n) < t.keys+1 {
		t.n = make([]uint32, t.keys+1)
	}
	t.n = t.n[:t.keys+1]
	clear(t.n)
}

// add counts the documents found in a chunk.
func (t *tally) add(c *chunk, found bitset) {
	n := found.count()
	if n == 0 {
		return
	}
	if c.segment != t.segment {
		t.start(c)
	}
	switch {
	case t.field < 0:
		t.n[0] += uint32(n)
	case t.column.Starts != nil && n*sparePlaces > t.keys*c.words:
		t.bySets(c, found)
	case t.column.Starts != nil:
		t.several(c, found)
	case t.column.Wide != nil:
		countOne(t.n, t.column.Wide[c.base:], found)
	default:
		countOne(t.n, t.column.Narrow[c.base:], found)
	}
}

// sparePlaces is about how many words of sets can be looked at in the time that
// the values of a document take.
const sparePlaces = 8

// bySets counts values of which documents have several, each by its list.
func (t *tally) bySets(c *chunk, found bitset) {
	mark, some := t.arena.mark(), t.arena.get(c.words)
	some.clear()
	first := c.Keys(t.field, "", "").From
	for k := range t.keys {
		l := c.List(t.field, first+k)
		p := l.Chunk(c.number)
		if p.Bits != nil {
			for i, w := range p.Bits {
				t.n[k+1] += uint32(bits.OnesCount64(w & found[i]))
			}
		}
		for _, d := range p.Documents {
			t.n[k+1] += uint32(found[d>>6] >> (d & 63) & 1)
		}
		p.AddTo(some)
	}
	t.n[0] += uint32(found.count() - found.countAnd(some))
	t.arena.back(mark)
}

// several counts values of which documents have several, document by document.
func (t *tally) several(c *chunk, found bitset) {
	for i, w := range found {
		for ; w != 0; w &= w - 1 {
			d, none := c.base+uint32(i<<6+bits.TrailingZeros64(w)), true
			t.column.Places(d, func(place int) { t.n[place+1]++; none = false })
			if none {
				t.n[0]++
			}
		}
	}
}

// countOne counts a value for each document.
func countOne[T uint16 | uint32](n []uint32, places []T, found bitset) {
	for i, w := range found {
		for ; w != 0; w &= w - 1 {
			n[places[i<<6+bits.TrailingZeros64(w)]]++
		}
	}
}

// finish adds the counts of a segment to those before.
func (t *tally) finish() {
	if t.segment < 0 {
		return
	}
	v := t.snap.views[t.segment]
	t.sum.Missing += int(t.n[0])
	var own []Count
	if t.field >= 0 {
		first := v.Keys(t.field, "", "").From
		for k, n := range t.n[1:] {
			if n > 0 {
				own = append(own, Count{v.Key(first + k), int(n)})
			}
		}
	}
	t.sum.Values = merged(t.sum.Values, own, func(c *Count) string { return c.Value }, func(to, x *Count) { to.N += x.N })
}

// merged adds up two lists in the order of their values: add adds what both have of one.
func merged[T any](a, b []T, value func(*T) string, add func(to, x *T)) []T {
	if len(a) == 0 {
		return b
	}
	out := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := strings.Compare(value(&a[0]), value(&b[0])); {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			out = append(out, a[0])
			add(&out[len(out)-1], &b[0])
			a, b = a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func (t *tally) counts() Counts {
	t.finish()
	return t.sum
}
