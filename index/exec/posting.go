package exec

import (
	"slices"

	"vankien/index/segment"
)

// blockBits is the number of documents, as a power of two, that share one
// bound of a posting: two words of a bitset.
const (
	blockBits  = 7
	blockWords = 1 << (blockBits - 6)
)

// denseShare is the share of a chunk's documents, as 1/denseShare, from which
// documents that are not a list of the segment are kept as a bitset.
const denseShare = 16

// A posting is what a chunk holds of a form or phrase: the documents, as a bitset
// or in order, and in each how often it stands there. Mostly it is one list of
// the segment, used where that lies.
type posting struct {
	n     int       // documents, deleted ones included
	bits  bitset    // or
	docs  []uint16  // in order
	parts []part    // lists that the frequencies are in, each by its weight; or
	tf    []float32 // frequencies by place in docs; or
	few   []uint8   // the same, below 255; or, if there is nothing, all are 1
}

// part is a list of the segment. One that lies inside of another adds to
// frequencies but not to the documents.
type part struct {
	segment.Postings
	weight float32
	inside bool
}

// newPosting makes the posting of some lists, which may overlap.
func (a *arena) newPosting(c *chunk, parts []part) (p posting) {
	p.parts = parts
	outer, n := 0, 0
	for i := range parts {
		if !parts[i].inside && parts[i].N > 0 {
			outer++
			n += parts[i].N
			p.bits, p.docs, p.n = parts[i].Bits, parts[i].Documents, parts[i].N
		}
	}
	if outer > 1 {
		p.union(c, a, n)
	}
	return p
}

// union sets the documents of a posting of several lists with n places in all.
func (p *posting) union(c *chunk, a *arena, n int) {
	set := a.get(c.words)
	set.clear()
	for i := range p.parts {
		if !p.parts[i].inside {
			p.parts[i].AddTo(set)
		}
	}
	p.setOf(c, a, set)
}

// setOf gives a posting the documents of a set.
func (p *posting) setOf(c *chunk, a *arena, set bitset) {
	p.bits, p.docs, p.n = set, nil, set.count()
	if p.n*denseShare < c.n {
		p.bits, p.docs = nil, a.listed(set, p.n)
	}
}

// at returns how often the posting stands in a document that has place i of
// those in docs, if it has a place there.
func (p *posting) at(d uint16, i int) float32 {
	switch {
	case p.tf != nil:
		return p.tf[i]
	case p.few != nil:
		return float32(p.few[i])
	case len(p.parts) == 1 && i >= 0:
		return p.parts[0].weight * float32(p.parts[0].Frequency(i, d))
	case len(p.parts) == 0:
		return 1
	}
	sum := float32(0)
	for k := range p.parts {
		x := &p.parts[k]
		if i, ok := x.Place(d); ok {
			sum += x.weight * float32(x.Frequency(i, d))
		}
	}
	return sum
}

// gallop finds d in a sorted list from position i on.
func gallop(docs []uint16, d uint16, i int) (int, bool) {
	step := 1
	lo := i
	for i < len(docs) && docs[i] < d {
		lo = i + 1
		i += step
		step *= 2
	}
	j, ok := slices.BinarySearch(docs[lo:min(i+1, len(docs))], d)
	return lo + j, ok
}

// into writes the documents of a posting into b.
func (p *posting) into(b bitset) {
	if p.bits != nil {
		copy(b, p.bits)
		return
	}
	b.clear()
	p.addTo(b)
}

// addTo adds the documents of a posting to b.
func (p *posting) addTo(b bitset) {
	if p.bits != nil {
		b.or(p.bits)
		return
	}
	for _, d := range p.docs {
		b[d>>6] |= 1 << (d & 63)
	}
}

// removeFrom takes the documents of a posting out of b.
func (p *posting) removeFrom(b bitset) {
	if p.bits != nil {
		b.andNot(p.bits)
		return
	}
	for _, d := range p.docs {
		b[d>>6] &^= 1 << (d & 63)
	}
}

// has reports whether a document is in the posting.
func (p *posting) has(d uint16) bool {
	if p.bits != nil {
		return p.bits[d>>6]&(1<<(d&63)) != 0
	}
	_, ok := slices.BinarySearch(p.docs, d)
	return ok
}

// alive counts the documents that are not deleted; live nil means that none is.
func (p *posting) alive(live bitset) int {
	switch {
	case live == nil:
		return p.n
	case p.bits != nil:
		return p.bits.countAnd(live)
	}
	n := 0
	for _, d := range p.docs {
		n += int(live[d>>6] >> (d & 63) & 1)
	}
	return n
}

// bound returns a number that tf / (tf + K) does not exceed in a block of
// documents, or with -1 in the chunk, for the average that bounds were made for.
func (p *posting) bound(block int) float64 {
	if p.parts == nil {
		return 1
	}
	sum := 0
	for i := range p.parts {
		switch x := &p.parts[i]; {
		case x.inside:
		case x.Bounds != nil && block >= 0:
			sum += int(x.Bounds[block])
		default:
			sum += int(x.Best)
		}
	}
	return float64(sum) / boundSteps
}

const boundSteps = 255
