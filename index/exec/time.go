package exec

import "math/bits"

// NoTime begins the keys of documents without a time, and no other.
const NoTime = "\xff"

// afterTime follows a time where the keys end that begin with it.
const afterTime = "\x01"

// Times is a span of times, both ends inclusive, as the keys of the order of times
// begin, which 0x00 follows there. "" leaves an end open; a document without a time is
// in no span.
type Times struct{ From, To string }

// places are those of a segment in its order of times, from the first to before the last.
type places struct{ from, to uint32 }

func (p places) has(place uint32) bool { return place-p.from < p.to-p.from }

// place returns the place of the first document in the order of times whose key is not
// before key.
func (v *view) place(key string) uint32 {
	place, _ := v.times.Find(key)
	return uint32(place)
}

// timed compiles a span of times: places in the order of each segment.
func (c *compiler) timed(t Times) (*tree, error) {
	x := &tree{op: opTimes, times: make([]places, len(c.snap.views))}
	for i, v := range c.snap.views {
		err := v.guard(func() error {
			p := places{0, v.timed}
			if t.From != "" {
				p.from = min(v.place(t.From), v.timed)
			}
			if t.To != "" {
				p.to = min(v.place(t.To+afterTime), v.timed)
			}
			p.to = max(p.from, p.to)
			x.times[i] = p
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return x, nil
}

// keepTimed takes out of b the documents that have other places.
func (c *chunk) keepTimed(p places, b bitset) {
	switch {
	case p.from == p.to:
		b.clear()
		return
	case p.from == 0 && int(p.to) == c.Documents():
		return
	}
	ranks := c.times.Ranks[c.base:][:c.n]
	for i, w := range b {
		for left := w; left != 0; left &= left - 1 {
			if !p.has(ranks[i<<6+bits.TrailingZeros64(left)]) {
				w &^= left & -left
			}
		}
		b[i] = w
	}
}

// behindLatest returns the first place, as latest has them, behind a key.
func (v *view) behindLatest(key string) uint64 {
	rank := uint64(v.place(key))
	if key[0] != NoTime[0] {
		return uint64(v.timed) - min(rank, uint64(v.timed))
	}
	return uint64(v.timed) + uint64(v.Documents()) - rank
}

// latest returns the place that a document has when the last one in the order of times
// comes first, and those without a time last.
func (v *view) latest(d uint32) uint64 {
	r := v.times.Ranks[d]
	if r < v.timed {
		return uint64(v.timed - 1 - r)
	}
	return uint64(v.timed) + uint64(uint32(v.Documents())-1-r)
}
