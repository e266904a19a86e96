package exec

import "slices"

// size estimates how many documents of a chunk a tree matches, to begin with
// what is rarest.
func (t *tree) size(c *chunk, at int) int {
	switch t.op {
	case opNone:
		return 0
	case opLeaf:
		return t.leaf.postings[at].n
	case opDays:
		return c.n / 2
	case opTimes:
		return min(c.n, int(t.times[c.segment].to-t.times[c.segment].from))
	case opAnd:
		n := c.n
		for _, x := range t.of {
			n = min(n, x.size(c, at))
		}
		return n
	case opOr, opBest:
		n := 0
		for _, x := range t.of {
			n += x.size(c, at)
		}
		return min(n, c.n)
	}
	return c.n
}

// match writes the documents of a chunk that a tree matches into b.
func (t *tree) match(c *chunk, at int, a *arena, b bitset) {
	switch t.op {
	case opNone:
		b.clear()
	case opAll, opScored:
		b.fill(c.n)
	case opLeaf:
		t.leaf.postings[at].into(b)
	case opDays:
		b.fill(c.n)
		c.keepDated(t.days, b)
	case opTimes:
		b.fill(c.n)
		c.keepTimed(t.times[c.segment], b)
	case opAnd:
		t.matchAll(c, at, a, b)
	case opOr, opBest:
		t.of[0].match(c, at, a, b)
		for _, x := range t.of[1:] {
			x.addTo(c, at, a, b)
		}
	case opNot:
		b.fill(c.n)
		t.of[0].removeFrom(c, at, a, b)
	}
}

// addTo adds the documents of a tree to b.
func (t *tree) addTo(c *chunk, at int, a *arena, b bitset) {
	switch t.op {
	case opLeaf:
		t.leaf.postings[at].addTo(b)
	case opOr, opBest:
		for _, x := range t.of {
			x.addTo(c, at, a, b)
		}
	default:
		mark, x := a.mark(), a.get(c.words)
		t.match(c, at, a, x)
		b.or(x)
		a.back(mark)
	}
}

// removeFrom takes the documents of a tree out of b.
func (t *tree) removeFrom(c *chunk, at int, a *arena, b bitset) {
	switch t.op {
	case opLeaf:
		t.leaf.postings[at].removeFrom(b)
	case opOr, opBest:
		for _, x := range t.of {
			x.removeFrom(c, at, a, b)
		}
	default:
		mark, x := a.mark(), a.get(c.words)
		t.match(c, at, a, x)
		b.andNot(x)
		a.back(mark)
	}
}

// restrict takes the documents that a tree does not match out of b.
func (t *tree) restrict(c *chunk, at int, a *arena, b bitset) {
	switch {
	case t.op == opLeaf && t.leaf.postings[at].bits != nil:
		b.and(t.leaf.postings[at].bits)
	case t.op == opDays:
		c.keepDated(t.days, b)
	case t.op == opTimes:
		c.keepTimed(t.times[c.segment], b)
	case t.op == opNot:
		t.of[0].removeFrom(c, at, a, b)
	case t.op == opAll, t.op == opScored:
	default:
		mark, x := a.mark(), a.get(c.words)
		t.match(c, at, a, x)
		b.and(x)
		a.back(mark)
	}
}

// fewShare is the share of a chunk's documents, as 1/fewShare, below which
// candidates are tested one by one instead of set by set.
const fewShare = 256

// matchAll matches a conjunction, the rarest part first.
func (t *tree) matchAll(c *chunk, at int, a *arena, b bitset) {
	if len(t.of) == 0 {
		b.fill(c.n)
		return
	}
	first := slices.MinFunc(t.of, func(x, y *tree) int { return x.size(c, at) - y.size(c, at) })
	first.match(c, at, a, b)
	if first.size(c, at)*fewShare < c.n {
		b.keep(func(d uint16) bool {
			return !slices.ContainsFunc(t.of, func(x *tree) bool { return x != first && !x.has(c, at, d) })
		})
		return
	}
	for _, x := range t.of {
		if x != first {
			x.restrict(c, at, a, b)
		}
	}
}

// has reports whether a tree matches a document.
func (t *tree) has(c *chunk, at int, d uint16) bool {
	has := func(x *tree) bool { return x.has(c, at, d) }
	switch t.op {
	case opAll, opScored:
		return true
	case opLeaf:
		return t.leaf.postings[at].has(d)
	case opDays:
		return c.overlap(d, t.days)
	case opTimes:
		return t.times[c.segment].has(c.times.Ranks[c.base+uint32(d)])
	case opAnd:
		for _, x := range t.of {
			if !x.has(c, at, d) {
				return false
			}
		}
		return true
	case opOr, opBest:
		return slices.ContainsFunc(t.of, has)
	case opNot:
		return !t.of[0].has(c, at, d)
	}
	return false
}
