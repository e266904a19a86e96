package exec

import (
	"cmp"
	"math/bits"
	"slices"
)

// Documents are weighed word by word, not one by one: what a word adds is added
// to a number for each document of the chunk while its list is read once, from
// beginning to end. That takes a few nanoseconds for each document of a list, and
// a list of the segment is read where it lies.
//
// A sum over all words is the score where the query is a sum. Where it is not, as
// with several ways to read a word, the sum is no less than the score, which is
// worked out only for what may reach the page.

// scorer scores documents of one chunk.
type scorer struct {
	at      int // number of the chunk
	chunk   *chunk
	lengths []uint32
	k0, k1  float64 // K of a word that is scored by length: k0 + k1 * length
	plain   float64 // K of any other word
	tree    *tree
	sum     bool    // the score is the sum over all leaves
	all     []*leaf // of the tree, heaviest first
	leaves  []*leaf // those of them that the chunk has
	sums    []float64
	tfs     []float32 // all are 0
}

func newScorer(s *Snapshot, t *tree, a *arena) *scorer {
	sc := &scorer{k0: s.k0, k1: s.k1, plain: s.scoring.K1, tree: t, sum: t.isSum(false)}
	for _, l := range t.leaves(nil) {
		if l.weight > 0 {
			sc.all = append(sc.all, l)
		}
	}
	slices.SortStableFunc(sc.all, func(a, b *leaf) int { return cmp.Compare(b.weight, a.weight) })
	sc.sums, sc.tfs = a.scores(), a.counts()
	return sc
}

// isSum reports whether a document that the tree matches scores the sum over all
// its leaves: where all must match, each does.
func (t *tree) isSum(within bool) bool {
	if t.mute {
		return !within
	}
	switch t.op {
	case opBest:
		return false
	case opScored:
		return t.of[0].isSum(true)
	case opAnd, opOr:
		if t.op == opAnd && within {
			return false
		}
		for _, x := range t.of {
			if !x.isSum(within || t.op == opOr) {
				return false
			}
		}
	}
	return true
}

// startChunk begins with the documents of a chunk.
func (sc *scorer) startChunk(c *chunk, at int) {
	sc.chunk, sc.at, sc.lengths, sc.leaves = c, at, c.lengths(), sc.leaves[:0]
	for _, l := range sc.all {
		if l.postings[at].n > 0 {
			sc.leaves = append(sc.leaves, l)
		}
		l.cursor = cursor{posting: &l.postings[at]}
	}
}

// weigh adds up what all words add to the scores of the n documents of a set.
func (sc *scorer) weigh(set bitset, n int) {
	for _, l := range sc.leaves {
		p := &l.postings[sc.at]
		switch {
		case n*fewerShare*max(1, len(p.parts)) < p.n:
			sc.each(l, set)
		case len(p.parts) == 1 && p.parts[0].Bits != nil:
			sc.dense(l, &p.parts[0], set)
		case len(p.parts) == 1:
			sc.sparse(l, &p.parts[0], set)
		default:
			sc.several(l, p, set)
		}
	}
}

// fewerShare is how many times fewer documents than there are to a list of a
// posting are looked up one by one, in each of its lists.
const fewerShare = 16

// add is what a word adds to the score of a document that has it so often.
func (sc *scorer) add(l *leaf, d uint16, tf float64) {
	k := sc.plain
	if l.byLength {
		k = sc.k0 + sc.k1*float64(sc.lengths[d])
	}
	sc.sums[d] += l.weight * tf / (tf + k)
}

// each looks documents up.
func (sc *scorer) each(l *leaf, set bitset) {
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			d := uint16(i<<6 + bits.TrailingZeros64(w))
			if tf := l.cursor.frequency(d); tf > 0 {
				sc.add(l, d, float64(tf))
			}
		}
	}
}

// dense reads a list that is a bitset.
func (sc *scorer) dense(l *leaf, x *part, set bitset) {
	before := 0
	for i, w := range x.Bits {
		both := w & set[i]
		for all, place := both == w, before; both != 0; both &= both - 1 {
			d := uint16(i<<6 + bits.TrailingZeros64(both))
			if !all {
				place = before + bits.OnesCount64(w&(both&-both-1))
			}
			sc.add(l, d, float64(x.weight*exactly(x, times(x, place), place, d)))
			place++
		}
		before += bits.OnesCount64(w)
	}
}

// sparse reads a list of documents in order.
func (sc *scorer) sparse(l *leaf, x *part, set bitset) {
	for i, d := range x.Documents {
		if set[d>>6]&(1<<(d&63)) != 0 {
			sc.add(l, d, float64(x.weight*exactly(x, times(x, i), i, d)))
		}
	}
}

// several reads a posting that is not one list.
func (sc *scorer) several(l *leaf, p *posting, set bitset) {
	switch {
	case p.tf != nil:
		for i, d := range p.docs {
			if set.has(d) {
				sc.add(l, d, float64(p.tf[i]))
			}
		}
	case p.few != nil:
		for i, d := range p.docs {
			if set.has(d) {
				sc.add(l, d, float64(p.few[i]))
			}
		}
	case len(p.parts) == 0:
		p.eachIn(set, func(d uint16) { sc.add(l, d, 1) })
	default:
		sc.union(l, p, set)
	}
}

// union reads several lists: the frequencies of all but one are added up first.
func (sc *scorer) union(l *leaf, p *posting, set bitset) {
	last := slices.IndexFunc(p.parts, func(x part) bool { return !x.inside })
	for i := range p.parts {
		if x := &p.parts[i]; i != last {
			x.addTo(sc.tfs, set)
		}
	}
	x := &p.parts[last]
	if x.N < p.n { // the others have documents, too
		x.addTo(sc.tfs, set)
		p.eachIn(set, func(d uint16) { sc.addRest(l, d, 0) })
		return
	}
	for i, w := range x.Bits {
		both := w & set[i]
		if both == 0 {
			continue
		}
		before := x.Before(i)
		for ; both != 0; both &= both - 1 {
			d := uint16(i<<6 + bits.TrailingZeros64(both))
			place := before + bits.OnesCount64(w&(both&-both-1))
			sc.addRest(l, d, x.weight*exactly(x, times(x, place), place, d))
		}
	}
	for i, d := range x.Documents {
		if set.has(d) {
			sc.addRest(l, d, x.weight*exactly(x, times(x, i), i, d))
		}
	}
}

// addRest is add with what other lists have.
func (sc *scorer) addRest(l *leaf, d uint16, tf float32) {
	sc.add(l, d, float64(tf+sc.tfs[d]))
	sc.tfs[d] = 0
}

// eachIn calls f with the documents that are in a set, too.
func (p *posting) eachIn(set bitset, f func(d uint16)) {
	for i, w := range p.bits {
		for w &= set[i]; w != 0; w &= w - 1 {
			f(uint16(i<<6 + bits.TrailingZeros64(w)))
		}
	}
	for _, d := range p.docs {
		if set.has(d) {
			f(d)
		}
	}
}

// addTo adds weighted frequencies to those of the documents of a set.
func (x *part) addTo(tfs []float32, set bitset) {
	for i, w := range x.Bits {
		both := w & set[i]
		if both == 0 {
			continue
		}
		before := x.Before(i)
		for ; both != 0; both &= both - 1 {
			d := uint16(i<<6 + bits.TrailingZeros64(both))
			place := before + bits.OnesCount64(w&(both&-both-1))
			tfs[d] += x.weight * exactly(x, times(x, place), place, d)
		}
	}
	for i, d := range x.Documents {
		if set.has(d) {
			tfs[d] += x.weight * exactly(x, times(x, i), i, d)
		}
	}
}

// times is how often a list has the document at a place, or manyTimes, of which
// exactly knows more. It is apart from that so that it is inlined.
func times(x *part, place int) float32 {
	if x.Frequencies == nil {
		return 1
	}
	return float32(x.Frequencies[place])
}

// exactly is how often a list has document d, given what times says.
func exactly(x *part, n float32, place int, d uint16) float32 {
	if n == manyTimes {
		n = float32(x.Frequency(place, d))
	}
	return n
}

// leaves lists all leaves of a tree that can add to a score.
func (t *tree) leaves(to []*leaf) []*leaf {
	switch {
	case t.mute, t.op == opNot:
		return to
	case t.op == opLeaf:
		to = append(to, t.leaf)
	}
	for _, x := range t.of {
		to = x.leaves(to)
	}
	return append(to, t.near...)
}

// score returns the score of a document that the whole tree matches.
func (sc *scorer) score(d uint16) float64 {
	s, _ := sc.treeScore(sc.tree, d, sc.k0+sc.k1*float64(sc.lengths[d]))
	return s
}

// leafScore returns what a word adds to the score of a document, and whether
// the document has it.
func (sc *scorer) leafScore(l *leaf, d uint16, k float64) (float64, bool) {
	if l.weight == 0 {
		return 0, l.postings[sc.at].has(d)
	}
	tf := float64(l.cursor.frequency(d))
	if tf == 0 {
		return 0, false
	}
	if !l.byLength {
		k = sc.plain
	}
	return l.weight * tf / (tf + k), true
}

// treeScore returns the score of a document under a tree, and whether the tree
// matches it.
func (sc *scorer) treeScore(t *tree, d uint16, k float64) (sum float64, has bool) {
	if t.mute {
		return 0, t.has(sc.chunk, sc.at, d)
	}
	switch t.op {
	case opLeaf:
		return sc.leafScore(t.leaf, d, k)
	case opAnd:
		for _, x := range t.of {
			s, ok := sc.treeScore(x, d, k)
			if !ok {
				return 0, false
			}
			sum += s
		}
		return sum + sc.nearScore(t, d, k), true
	case opOr, opBest:
		for _, x := range t.of {
			s, ok := sc.treeScore(x, d, k)
			has = has || ok
			if t.op == opOr {
				sum += s
			} else {
				sum = max(sum, s)
			}
		}
		return sum + sc.nearScore(t, d, k), has
	case opScored:
		sum, _ = sc.treeScore(t.of[0], d, k)
		return sum, true
	case opNone:
		return 0, false
	case opAll:
		return 0, true
	}
	return 0, t.has(sc.chunk, sc.at, d)
}

func (sc *scorer) nearScore(t *tree, d uint16, k float64) (sum float64) {
	for _, l := range t.near {
		s, _ := sc.leafScore(l, d, k)
		sum += s
	}
	return sum
}

// bound returns a number that what a word adds in a block of documents does not
// exceed, or with -1 in the chunk.
func (sc *scorer) bound(l *leaf, block int) float64 {
	if !l.byLength {
		return l.weight
	}
	b := l.postings[sc.at].bound(block)
	for _, w := range l.words {
		b = min(b, w.postings[sc.at].bound(block))
	}
	return l.weight * min(1, b*sc.chunk.looseBound)
}

// bounded reports whether blocks can be left out: a word has bounds of its own
// for them.
func (sc *scorer) bounded() bool {
	return slices.ContainsFunc(sc.leaves, func(l *leaf) bool {
		return slices.ContainsFunc(l.postings[sc.at].parts, func(x part) bool { return x.Bounds != nil })
	})
}

// boundAll returns a number that no score in a block of documents exceeds.
func (sc *scorer) boundAll(block int) float64 {
	sum := 0.0
	for _, l := range sc.leaves {
		sum += sc.bound(l, block)
	}
	return sum * boundSlack
}

// boundSlack outweighs the rounding of sums that are added in another order, and
// of frequencies.
const boundSlack = 1 + 1e-6

// same returns the score of all documents that the tree matches, if they score
// the same.
func (t *tree) same(k1 float64) (score float64, is bool) {
	if t.mute {
		return 0, true
	}
	switch t.op {
	case opLeaf:
		return t.leaf.weight / (1 + k1), t.leaf.weight == 0 || t.leaf.flat
	case opAnd:
		for _, x := range t.of {
			s, is := x.same(k1)
			if !is {
				return 0, false
			}
			score += s
		}
		return score, len(t.near) == 0
	case opOr, opBest, opScored:
		for _, x := range t.of {
			if s, is := x.same(k1); !is || s > 0 {
				return 0, false
			}
		}
		return 0, len(t.near) == 0
	}
	return 0, true
}
