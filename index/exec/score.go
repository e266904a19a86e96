package exec

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
)

// scorer scores documents of one segment.
type scorer struct {
	segment int
	lengths []uint32
	k0, k1  float64 // K of a word that is scored by length: k0 + k1 * length
	plain   float64 // K of any other word
	tree    *tree
	all     []*leaf   // of the tree, heaviest first
	leaves  []*leaf   // those of them that the segment has
	rest    []float64 // bound of what the leaves after each can add in the present block
	bounds  []float64 // scratch of promising
}

func newScorer(s *Snapshot, t *tree) *scorer {
	sc := &scorer{k0: s.k0, k1: s.k1, plain: s.engine.scoring.K1, tree: t, all: t.leaves(nil)}
	slices.SortStableFunc(sc.all, func(a, b *leaf) int { return cmp.Compare(b.weight, a.weight) })
	sc.rest = make([]float64, len(sc.all))
	return sc
}

// startSegment begins with the documents of a segment.
func (sc *scorer) startSegment(ctx context.Context, v *view, segment int) error {
	lens, err := v.lengths(ctx)
	if err != nil {
		return err
	}
	sc.segment, sc.lengths, sc.leaves = segment, lens.of, sc.leaves[:0]
	for _, l := range sc.all {
		l.hint, l.last = 0, 0
		if l.postings[segment].n > 0 {
			sc.leaves = append(sc.leaves, l)
		}
	}
	return nil
}

// promising returns those of some documents that may score least or more, and
// reuses docs for them. Their bounds are added up word by word, and what cannot
// reach least any more is let go. A score is at most the sum over all leaves,
// whatever the tree. The documents are of one block, or of any when block is -1.
func (sc *scorer) promising(docs []uint32, block int, least float64) []uint32 {
	if math.IsInf(least, -1) {
		return docs
	}
	sum := 0.0
	for i := len(sc.leaves) - 1; i >= 0; i-- {
		sc.rest[i] = sum
		sum += sc.leaves[i].weight * sc.leaves[i].postings[sc.segment].bound(block)
	}
	if cap(sc.bounds) < len(docs) {
		sc.bounds = make([]float64, len(docs))
	}
	bounds := sc.bounds[:len(docs)]
	clear(bounds)
	least /= boundSlack
	for i, l := range sc.leaves {
		l.addBounds(sc.segment, docs, bounds)
		kept, enough := 0, least-sc.rest[i]
		for j, b := range bounds {
			if b >= enough {
				docs[kept], bounds[kept] = docs[j], b
				kept++
			}
		}
		docs, bounds = docs[:kept], bounds[:kept]
	}
	return docs
}

// addBounds adds what a word can add to the scores of some documents.
func (l *leaf) addBounds(segment int, docs []uint32, bounds []float64) {
	p := l.postings[segment]
	w := l.weight * p.step
	if p.bits == nil {
		for j, d := range docs {
			if i := l.position(p, d); i >= 0 {
				bounds[j] += w * float64(p.impact[i])
			}
		}
		return
	}
	for j, d := range docs {
		word, m := p.bits[d>>6], uint64(1)<<(d&63)
		if word&m != 0 {
			bounds[j] += w * float64(p.impact[int(p.ranks[d>>6])+bits.OnesCount64(word&(m-1))])
		}
	}
}

// position returns the position of a document in a posting, or -1. Those in a
// list are found fastest for documents in ascending order.
func (l *leaf) position(p *posting, d uint32) int {
	if p.bits != nil {
		return p.find(d, 0)
	}
	if d < l.last {
		l.hint = 0
	}
	l.last = d
	i := p.find(d, l.hint)
	if i >= 0 {
		l.hint = i
	}
	return i
}

// leaves lists all leaves of a tree.
func (t *tree) leaves(to []*leaf) []*leaf {
	if t.op == opLeaf {
		to = append(to, t.leaf)
	}
	for _, x := range t.of {
		to = x.leaves(to)
	}
	return append(to, t.near...)
}

// score returns the score of a document that the whole tree matches.
func (sc *scorer) score(d uint32) float64 {
	s, _ := sc.treeScore(sc.tree, d, sc.k0+sc.k1*float64(sc.lengths[d]))
	return s
}

// leafScore returns what a word adds to the score of a document, and whether
// the document has it.
func (sc *scorer) leafScore(l *leaf, d uint32, k float64) (float64, bool) {
	p := l.postings[sc.segment]
	i := l.position(p, d)
	if i < 0 {
		return 0, false
	}
	if !l.byLength {
		k = sc.plain
	}
	tf := float64(p.at(i))
	return l.weight * tf / (tf + k), true
}

// treeScore returns the score of a document under a tree, and whether the tree
// matches it.
func (sc *scorer) treeScore(t *tree, d uint32, k float64) (sum float64, has bool) {
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
	case opNone:
		return 0, false
	case opAll:
		return 0, true
	}
	return 0, t.has(sc.segment, d)
}

func (sc *scorer) nearScore(t *tree, d uint32, k float64) (sum float64) {
	for _, l := range t.near {
		s, _ := sc.leafScore(l, d, k)
		sum += s
	}
	return sum
}

// bound returns a number that no score in a block of documents exceeds.
func (sc *scorer) bound(block int) float64 {
	sum := 0.0
	for _, l := range sc.leaves {
		sum += l.weight * l.postings[sc.segment].bound(block)
	}
	return sum * boundSlack
}

// boundSlack outweighs the rounding of sums that are added in another order.
const boundSlack = 1 + 1e-9

// scores reports whether any document can have a score above 0.
func (t *tree) scores() bool {
	switch t.op {
	case opLeaf:
		return t.leaf.weight > 0
	case opAnd, opOr, opBest:
		return len(t.near) > 0 || slices.ContainsFunc(t.of, (*tree).scores)
	}
	return false
}
