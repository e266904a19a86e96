package exec

import (
	"cmp"
	"math"
	"slices"
)

// scorer scores documents of one chunk.
type scorer struct {
	at      int // number of the chunk
	chunk   *chunk
	lengths []uint32
	k0, k1  float64 // K of a word that is scored by length: k0 + k1 * length
	plain   float64 // K of any other word
	tree    *tree
	all     []*leaf   // of the tree, heaviest first
	leaves  []*leaf   // those of them that the chunk has
	rest    []float64 // bound of what the leaves after each can add in the present block
	sums    []float64 // scratch of promising
	ks      []float64
	tfs     []float32
}

func newScorer(s *Snapshot, t *tree) *scorer {
	sc := &scorer{k0: s.k0, k1: s.k1, plain: s.scoring.K1, tree: t}
	for _, l := range t.leaves(nil) {
		if l.weight > 0 {
			sc.all = append(sc.all, l)
		}
	}
	slices.SortStableFunc(sc.all, func(a, b *leaf) int { return cmp.Compare(b.weight, a.weight) })
	sc.rest = make([]float64, len(sc.all))
	sc.sums, sc.ks, sc.tfs = make([]float64, piece), make([]float64, piece), make([]float32, piece)
	return sc
}

// startChunk begins with the documents of a chunk.
func (sc *scorer) startChunk(c *chunk, at int) {
	sc.chunk, sc.at, sc.lengths, sc.leaves = c, at, c.lengths(), sc.leaves[:0]
	for _, l := range sc.all {
		if p := &l.postings[at]; p.n > 0 {
			sc.leaves = append(sc.leaves, l)
		}
		l.cursor.reset(&l.postings[at])
	}
}

// promising returns those of at most piece documents, in ascending order, that
// may score least or more, and reuses docs for them. What the words add is added
// up word by word, and what cannot reach least any more is let go. A score is at
// most the sum over all leaves, whatever the tree. The documents are of one block,
// or of any when block is -1.
func (sc *scorer) promising(docs []uint16, block int, least float64) []uint16 {
	if math.IsInf(least, -1) {
		return docs
	}
	rest := 0.0
	for i := len(sc.leaves) - 1; i >= 0; i-- {
		sc.rest[i] = rest
		rest += sc.bound(sc.leaves[i], block)
	}
	sums, ks := sc.sums[:len(docs)], sc.ks[:len(docs)]
	for j, d := range docs {
		sums[j], ks[j] = 0, sc.k0+sc.k1*float64(sc.lengths[d])
	}
	least /= boundSlack
	for i, l := range sc.leaves {
		sc.add(l, docs, sums, ks)
		kept, enough := 0, least-sc.rest[i]
		for j, s := range sums {
			if s >= enough {
				docs[kept], sums[kept], ks[kept] = docs[j], s, ks[j]
				kept++
			}
		}
		docs, sums, ks = docs[:kept], sums[:kept], ks[:kept]
	}
	return docs
}

// add adds what a word adds to the scores of some documents.
func (sc *scorer) add(l *leaf, docs []uint16, sums, ks []float64) {
	if !l.byLength {
		for j, d := range docs {
			if tf := float64(l.cursor.frequency(d)); tf > 0 {
				sums[j] += l.weight * tf / (tf + sc.plain)
			}
		}
		return
	}
	tfs := sc.tfs[:len(docs)]
	clear(tfs)
	l.cursor.frequencies(docs, tfs)
	for j, tf := range tfs {
		if tf != 0 {
			sums[j] += l.weight * float64(tf) / (float64(tf) + ks[j])
		}
	}
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
	case opOr, opBest:
		for _, x := range t.of {
			if s, is := x.same(k1); !is || s > 0 {
				return 0, false
			}
		}
		return 0, len(t.near) == 0
	}
	return 0, true
}
