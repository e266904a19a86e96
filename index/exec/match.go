package exec

import (
	"math/bits"
	"slices"
)

// size estimates how many documents of a segment a tree matches, to begin with
// what is rarest.
func (t *tree) size(v *view, segment int) int {
	switch t.op {
	case opNone:
		return 0
	case opLeaf:
		return t.leaf.postings[segment].n
	case opSet:
		return v.n / 4
	case opAnd:
		n := v.n
		for _, x := range t.of {
			n = min(n, x.size(v, segment))
		}
		return n
	case opOr, opBest:
		n := 0
		for _, x := range t.of {
			n += x.size(v, segment)
		}
		return min(n, v.n)
	}
	return v.n
}

// match writes the documents of a segment that a tree matches into b.
func (t *tree) match(v *view, segment int, a *arena, b bitset) {
	switch t.op {
	case opNone:
		b.clear()
	case opAll:
		b.fill(v.n)
	case opLeaf:
		t.leaf.postings[segment].into(b)
	case opSet:
		copy(b, t.sets[segment])
	case opAnd:
		t.matchAll(v, segment, a, b)
	case opOr, opBest:
		t.of[0].match(v, segment, a, b)
		for _, x := range t.of[1:] {
			x.addTo(v, segment, a, b)
		}
	case opNot:
		b.fill(v.n)
		t.of[0].removeFrom(v, segment, a, b)
	}
}

// addTo adds the documents of a tree to b.
func (t *tree) addTo(v *view, segment int, a *arena, b bitset) {
	switch t.op {
	case opLeaf:
		t.leaf.postings[segment].addTo(b)
	case opSet:
		b.or(t.sets[segment])
	case opOr, opBest:
		for _, x := range t.of {
			x.addTo(v, segment, a, b)
		}
	default:
		c := a.get(v.words)
		t.match(v, segment, a, c)
		b.or(c)
	}
}

// removeFrom takes the documents of a tree out of b.
func (t *tree) removeFrom(v *view, segment int, a *arena, b bitset) {
	switch t.op {
	case opLeaf:
		t.leaf.postings[segment].removeFrom(b)
	case opSet:
		b.andNot(t.sets[segment])
	case opOr, opBest:
		for _, x := range t.of {
			x.removeFrom(v, segment, a, b)
		}
	default:
		c := a.get(v.words)
		t.match(v, segment, a, c)
		b.andNot(c)
	}
}

// restrict takes the documents that a tree does not match out of b.
func (t *tree) restrict(v *view, segment int, a *arena, b bitset) {
	switch {
	case t.op == opLeaf && t.leaf.postings[segment].bits != nil:
		b.and(t.leaf.postings[segment].bits)
	case t.op == opSet:
		b.and(t.sets[segment])
	case t.op == opNot:
		t.of[0].removeFrom(v, segment, a, b)
	case t.op == opAll:
	default:
		c := a.get(v.words)
		t.match(v, segment, a, c)
		b.and(c)
	}
}

// fewShare is the share of a segment's documents, as 1/fewShare, below which
// candidates are tested one by one instead of set by set.
const fewShare = 256

// matchAll matches a conjunction, the rarest part first.
func (t *tree) matchAll(v *view, segment int, a *arena, b bitset) {
	if len(t.of) == 0 {
		b.fill(v.n)
		return
	}
	first := slices.MinFunc(t.of, func(x, y *tree) int { return x.size(v, segment) - y.size(v, segment) })
	first.match(v, segment, a, b)
	if first.size(v, segment)*fewShare < v.n {
		for i, w := range b {
			for ; w != 0; w &= w - 1 {
				d := uint32(i<<6 + bits.TrailingZeros64(w))
				if slices.ContainsFunc(t.of, func(x *tree) bool { return x != first && !x.has(segment, d) }) {
					b[i] &^= 1 << (d & 63)
				}
			}
		}
		return
	}
	for _, x := range t.of {
		if x != first {
			x.restrict(v, segment, a, b)
		}
	}
}

// has reports whether a tree matches a document.
func (t *tree) has(segment int, d uint32) bool {
	has := func(x *tree) bool { return x.has(segment, d) }
	switch t.op {
	case opAll:
		return true
	case opLeaf:
		return t.leaf.postings[segment].has(d)
	case opSet:
		return t.sets[segment].has(d)
	case opAnd:
		for _, x := range t.of {
			if !x.has(segment, d) {
				return false
			}
		}
		return true
	case opOr, opBest:
		return slices.ContainsFunc(t.of, has)
	case opNot:
		return !t.of[0].has(segment, d)
	}
	return false
}
