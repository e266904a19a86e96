package exec

import (
	"cmp"
	"slices"

	"vankien/index/rank"
	"vankien/index/segment"
)

// lookCloser puts the first hits into the order of the second look (package rank).
func (r *searcher) lookCloser(c *compiler) error {
	hits := r.result.Hits[:min(r.query.Closer, len(r.result.Hits))]
	leaves := r.top.scorer.words()
	if len(hits) < 2 || len(leaves) < 2 {
		return nil
	}
	weights := make([]float64, len(leaves))
	for k, l := range leaves {
		weights[k] = l.weight
	}
	look := closer{closest: rank.NewClosest(weights), maps: make([]*closerMap, len(r.views))}
	for i := range hits {
		h := &hits[i]
		v := r.views[h.Segment]
		err := v.guard(func() error {
			if look.maps[h.Segment] == nil {
				look.maps[h.Segment] = newCloserMap(c, v, h.Segment, leaves)
			}
			h.Score += rank.CloserShare * look.best(look.maps[h.Segment], h.Local)
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
	closest *rank.Closest
	maps    []*closerMap // by segment, when first asked for
	places  []segment.Place
	seen    []rank.Standing
}

// best returns what the best window of a document weighs.
func (x *closer) best(m *closerMap, document uint32) float64 {
	x.places = m.words.Places(x.places[:0], document, rank.CloserMost)
	x.seen = x.seen[:0]
	for _, p := range x.places {
		for k, set := range m.sets {
			if set.Has(p.Word) {
				x.seen = append(x.seen, rank.Standing{Word: k, Place: p.Place})
			}
		}
	}
	return x.closest.Best(x.seen)
}
