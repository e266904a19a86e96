package exec

import (
	"cmp"
	"slices"

	"vankien/index/segment"
)

// BM25 does not see where words stand. A document that has all of a question in
// one place answers it more likely than one that has them here and there, so the
// first hits get a second look: the best window of some words, by what its
// distinct words of the query weigh together, is added to their scores. Only the
// first hits are looked at, whichever page is asked for, so pages fit together.

const (
	closerWords = 25      // of a window
	closerShare = 0.5     // of what the words of the window weigh
	closerMost  = 1 << 14 // words of a document that are looked at, some 64 KB
)

// lookCloser puts the first hits into the order of the second look.
func (r *searcher) lookCloser(c *compiler) error {
	hits := r.result.Hits[:min(r.query.Closer, len(r.result.Hits))]
	leaves := r.top.scorer.words()
	if len(hits) < 2 || len(leaves) < 2 {
		return nil
	}
	look := closer{leaves: leaves, maps: make([]*closerMap, len(r.views)), count: make([]int, len(leaves))}
	for i := range hits {
		h := &hits[i]
		v := r.views[h.Segment]
		err := v.guard(func() error {
			if look.maps[h.Segment] == nil {
				look.maps[h.Segment] = newCloserMap(c, v, h.Segment, leaves)
			}
			h.Score += closerShare * look.best(look.maps[h.Segment], h.Local)
			return r.ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return nil
}

// words returns the leaves that are single words of the running text.
func (sc *scorer) words() (list []*leaf) {
	for _, l := range sc.all {
		if l.form != nil && l.byLength {
			list = append(list, l)
		}
	}
	return list
}

// closerMap is the words of some leaves in a segment.
type closerMap struct {
	words *segment.WordMap
	sets  []segment.WordSet // by leaf
}

func newCloserMap(c *compiler, v *view, number int, leaves []*leaf) *closerMap {
	m := &closerMap{}
	var all segment.WordSet
	for _, l := range leaves {
		set := c.wordsIn(number, l.form, c.forms[l.form])
		m.sets = append(m.sets, set)
		for _, r := range set {
			all = all.Add(r)
		}
	}
	m.words = v.NewWordMap(all)
	return m
}

// closer looks at one document after the other.
type closer struct {
	leaves []*leaf
	maps   []*closerMap // by segment, when first asked for
	places []segment.Place
	seen   []standing
	count  []int // of each leaf in the window
}

// standing is a leaf where it stands.
type standing struct{ leaf, place int }

// best returns what the best window of a document weighs.
func (x *closer) best(m *closerMap, document uint32) (best float64) {
	x.places = m.words.Places(x.places[:0], document, closerMost)
	x.seen = x.seen[:0]
	for _, p := range x.places {
		for k, set := range m.sets {
			if set.Has(p.Word) {
				x.seen = append(x.seen, standing{k, p.Place})
			}
		}
	}
	clear(x.count)
	sum, from := 0.0, 0
	for _, s := range x.seen {
		for ; s.place-x.seen[from].place >= closerWords; from++ {
			if k := x.seen[from].leaf; x.count[k] == 1 {
				sum -= x.leaves[k].weight
				x.count[k] = 0
			} else {
				x.count[k]--
			}
		}
		if x.count[s.leaf]++; x.count[s.leaf] == 1 {
			sum += x.leaves[s.leaf].weight
		}
		best = max(best, sum)
	}
	return best
}
