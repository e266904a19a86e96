package exec

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"vankien/index/segment"
)

// What only counts documents needs no posting of a word where pairs tell more, and
// none of a chunk that lacks another word. What several counts ask for is looked up
// once.

// Counted is how many documents match a node, and how many had to be read to know it;
// or Unread.
type Counted struct{ N, Reads int }

// Unread is the count of what more documents would have to be read for than
// allowed.
const Unread = -1

// errReads says that a count is Unread.
var errReads = errors.New("more documents would have to be read")

// Count returns the number of documents that match a node.
func (s *Snapshot) Count(ctx context.Context, n Node) (int, error) {
	counts, err := s.Counts(ctx, math.MaxInt, n)
	if err != nil {
		return 0, err
	}
	return counts[0].N, nil
}

// Counts returns the number of documents that match each node. Phrases of a node are
// looked for in up to so many documents; a count for which that is not enough is
// Unread.
func (s *Snapshot) Counts(ctx context.Context, reads int, nodes ...Node) ([]Counted, error) {
	a := arenas.Get().(*arena)
	defer func() { a.release(); arenas.Put(a) }()
	counts := make([]Counted, len(nodes))
	err := Guard("", func() error {
		c := &compiler{ctx: ctx, snap: s, arena: a, forms: map[*Form]*resolved{}}
		for i, n := range nodes {
			left := reads
			c.reads = &left
			sum, err := c.count(n)
			switch counts[i] = (Counted{sum, reads - left}); {
			case errors.Is(err, errReads):
				counts[i] = Counted{N: Unread}
			case err != nil:
				return err
			}
		}
		return nil
	})
	if err != nil {
		a.sums, a.sumsOf = nil, nil // which a count leaves empty only when it comes to its end
		return nil, fmt.Errorf("count: %w", err)
	}
	return counts, nil
}

func (c *compiler) count(n Node) (sum int, err error) {
	t, err := c.compile(n)
	if err != nil {
		return 0, err
	}
	for i := range c.snap.chunks {
		if err := c.ctx.Err(); err != nil {
			return 0, err
		}
		chunk := &c.snap.chunks[i]
		err := chunk.guard(func() error { sum += t.count(chunk, i, c.arena); return nil })
		if err != nil {
			return 0, err
		}
	}
	return sum, nil
}

// count counts the documents of a chunk that a tree matches and that are not
// deleted.
func (t *tree) count(c *chunk, at int, a *arena) int {
	if t.op == opLeaf {
		return t.leaf.postings[at].alive(c.live)
	}
	mark := a.mark()
	defer a.back(mark)
	found := a.get(c.words)
	t.match(c, at, a, found)
	if c.live != nil {
		return found.countAnd(c.live)
	}
	return found.count()
}

// holders are the documents of a chunk that have a word, as lists that may overlap.
type holders struct {
	lists []part
	n     int // at most so many
}

// holders returns who has a word in a chunk.
func (c *compiler) holders(r *resolved, at int) (h holders) {
	chunk := &c.snap.chunks[at]
	if r.flat {
		p := c.newPostingOf(r, chunk)
		h.lists = []part{{Postings: segment.Postings{N: p.n, Bits: p.bits, Documents: p.docs}}}
	} else {
		h.lists = c.arena.newParts(r.lists[chunk.segment], chunk.number)
	}
	for i := range h.lists {
		if !h.lists[i].inside {
			h.n += h.lists[i].N
		}
	}
	return h
}

func (h *holders) addTo(set bitset) {
	for i := range h.lists {
		if !h.lists[i].inside {
			h.lists[i].AddTo(set)
		}
	}
}

func (h *holders) has(d uint16) bool {
	return slices.ContainsFunc(h.lists, func(x part) bool {
		if x.Bits != nil {
			return !x.inside && x.Bits[d>>6]&(1<<(d&63)) != 0
		}
		_, ok := slices.BinarySearch(x.Documents, d)
		return ok && !x.inside
	})
}

// withAll makes set the documents of a chunk that have all words, those of the
// rarest first. It reports whether there may be any.
func (c *compiler) withAll(set bitset, at int, words []*resolved) bool {
	of := make([]holders, len(words))
	for i, w := range words {
		if of[i] = c.holders(w, at); of[i].n == 0 {
			set.clear()
			return false
		}
	}
	slices.SortFunc(of, func(x, y holders) int { return x.n - y.n })
	set.clear()
	of[0].addTo(set)
	few := of[0].n*fewShare < c.snap.chunks[at].n
	if of = of[1:]; few {
		set.keep(func(d uint16) bool {
			return !slices.ContainsFunc(of, func(h holders) bool { return !h.has(d) })
		})
		return true
	}
	mark, other := c.arena.mark(), c.arena.get(len(set))
	for i := range of {
		other.clear()
		of[i].addTo(other)
		set.and(other)
	}
	c.arena.back(mark)
	return true
}
