package exec

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// item is a match on its way to a page. Within a segment, items in the order of
// the page are in the order of place; between segments the score or day decides,
// then the key.
type item struct {
	Hit
	place uint64
	key   string // read when items of several segments are otherwise equal
}

// top keeps the first k items of an order; the last of them is at the root of
// the heap. For an order that is not by score each segment has a heap of its own,
// so that numbers decide.
type top struct {
	snap   *Snapshot
	k      int
	sort   Sort
	items  []item
	done   []item  // of the segments before, when not sorted by score
	within int     // segment of items
	least  float64 // score that a full heap asks for; equals may get in by their id
	most   uint64  // place that a full heap asks for
	scorer *scorer // nil: nothing scores
	docs   []uint16
	bounds []float64 // of the blocks of a chunk
}

func newTop(s *Snapshot, k int, sort Sort) top {
	return top{snap: s, k: k, sort: sort, least: math.Inf(-1), most: math.MaxUint64}
}

// add offers an item.
func (t *top) add(it item) {
	switch {
	case len(t.items) < t.k:
		heap.Push(t, it)
	case t.compare(&it, &t.items[0]) < 0:
		t.items[0] = it
		heap.Fix(t, 0)
	default:
		return
	}
	if len(t.items) == t.k {
		t.least, t.most = t.items[0].Score, t.items[0].place
	}
}

// hits returns the items in order.
func (t *top) hits() []Hit {
	items := append(t.done, t.items...)
	slices.SortFunc(items, func(a, b item) int { return t.compare(&a, &b) })
	hits := make([]Hit, min(t.k, len(items)))
	for i := range hits {
		hits[i] = items[i].Hit
	}
	return hits
}

func (t *top) compare(a, b *item) int {
	if c := cmp.Compare(b.Score, a.Score); c != 0 {
		return c
	}
	if a.Segment == b.Segment {
		return cmp.Compare(a.place, b.place)
	}
	if t.sort == Newest || t.sort == Oldest {
		if c := cmp.Compare(a.place>>32, b.place>>32); c != 0 {
			return c
		}
	}
	return strings.Compare(t.keyOf(a), t.keyOf(b))
}

// keyOf returns what decides between items of different segments: the title or
// the id.
func (t *top) keyOf(it *item) string {
	if it.key == "" {
		v := t.snap.views[it.Segment]
		order := v.Order(-1)
		if t.sort == ByTitle {
			order = v.titles
		}
		it.key = string(order.Key(nil, it.Local))
	}
	return it.key
}

// collect offers the n documents found in a chunk.
func (t *top) collect(ctx context.Context, c *chunk, at int, found bitset, n int) error {
	if t.k <= 0 || n == 0 {
		return nil
	}
	if t.scorer != nil {
		return t.byScore(ctx, c, at, found, n)
	}
	t.byPlace(c, found)
	return nil
}

// byPlace offers documents in an order that numbers of the segment give.
func (t *top) byPlace(c *chunk, found bitset) {
	if c.segment != t.within {
		t.done = append(t.done, t.items...)
		t.items, t.within, t.most = t.items[:0], c.segment, math.MaxUint64
	}
	place := t.placer(c)
	for i, w := range found {
		for ; w != 0; w &= w - 1 {
			d := c.base + uint32(i<<6+bits.TrailingZeros64(w))
			if p := place(d); p < t.most {
				t.add(item{Hit: Hit{Segment: c.segment, Local: d}, place: p})
			}
		}
	}
}

// placer returns what tells the place of a document in the order.
func (t *top) placer(c *chunk) func(d uint32) uint64 {
	ids := c.Order(-1).Ranks
	switch t.sort {
	case Newest:
		return func(d uint32) uint64 {
			day := c.from[d]
			if c.from[d] > c.to[d] {
				day = math.MinInt32
			}
			return uint64(^ascending(day))<<32 | uint64(ids[d])
		}
	case Oldest:
		return func(d uint32) uint64 { return uint64(ascending(c.from[d]))<<32 | uint64(ids[d]) }
	case ByTitle:
		titles := c.titles.Ranks
		return func(d uint32) uint64 { return uint64(titles[d]) }
	}
	return func(d uint32) uint64 { return uint64(ids[d]) }
}

// ascending maps numbers to unsigned ones in the same order.
func ascending(n int32) uint32 { return uint32(n) ^ 1<<31 }

// byScore offers the n documents found in a chunk. A few are taken as they come;
// of many, those of the most promising blocks come first, and none of a block
// that cannot reach the page.
func (t *top) byScore(ctx context.Context, c *chunk, at int, found bitset, n int) error {
	t.scorer.startChunk(c, at)
	blocks := (len(found) + blockWords - 1) / blockWords
	if n < blocks*fewInBlock {
		t.byPieces(c, found)
		return ctx.Err()
	}
	t.bounds = slices.Grow(t.bounds[:0], blocks)[:blocks]
	best := [seedBlocks]int{}
	for k := range best {
		best[k] = -1
	}
	for b := range blocks {
		t.bounds[b] = -1
		if anyBit(found, b) {
			t.bounds[b] = t.scorer.boundAll(b)
			t.seed(&best, b)
		}
	}
	for _, b := range best {
		if b >= 0 {
			t.block(c, found, b)
			t.bounds[b] = -1
		}
	}
	for b, bound := range t.bounds {
		if bound >= 0 {
			t.block(c, found, b)
		}
	}
	return ctx.Err()
}

// fewInBlock is how many documents a block must have, on the average, for its
// bound to be worth looking at.
const fewInBlock = 8

// piece is how many documents are weighed together.
const piece = 1 << blockBits

// byPieces weighs documents piece by piece where blocks hold few.
func (t *top) byPieces(c *chunk, found bitset) {
	t.docs = t.docs[:0]
	for i, w := range found {
		for ; w != 0; w &= w - 1 {
			t.docs = append(t.docs, uint16(i<<6+bits.TrailingZeros64(w)))
			if len(t.docs) == piece {
				t.offer(c, t.docs, -1)
				t.docs = t.docs[:0]
			}
		}
	}
	t.offer(c, t.docs, -1)
}

// seedBlocks is how many of the most promising blocks come first, so that the
// others can be left out early.
const seedBlocks = 4

// seed keeps the blocks of the greatest bounds.
func (t *top) seed(best *[seedBlocks]int, b int) {
	least := 0
	for k, o := range best {
		if o < 0 {
			best[k] = b
			return
		}
		if t.bounds[o] < t.bounds[best[least]] {
			least = k
		}
	}
	if t.bounds[b] > t.bounds[best[least]] {
		best[least] = b
	}
}

func anyBit(b bitset, block int) bool {
	for _, w := range b[block*blockWords : min((block+1)*blockWords, len(b))] {
		if w != 0 {
			return true
		}
	}
	return false
}

// block offers the documents of one block, unless none can reach the page.
func (t *top) block(c *chunk, found bitset, block int) {
	if t.bounds[block] < t.least {
		return
	}
	t.docs = t.docs[:0]
	for i := block * blockWords; i < min((block+1)*blockWords, len(found)); i++ {
		for w := found[i]; w != 0; w &= w - 1 {
			t.docs = append(t.docs, uint16(i<<6+bits.TrailingZeros64(w)))
		}
	}
	t.offer(c, t.docs, block)
}

// offer offers documents of one block, or of any when block is -1.
func (t *top) offer(c *chunk, docs []uint16, block int) {
	ids := c.Order(-1).Ranks
	for _, d := range t.scorer.promising(docs, block, t.least) {
		if s := t.scorer.score(d); s >= t.least {
			local := c.base + uint32(d)
			t.add(item{Hit: Hit{Segment: c.segment, Local: local, Score: s}, place: uint64(ids[local])})
		}
	}
}

func (t *top) Len() int           { return len(t.items) }
func (t *top) Less(i, j int) bool { return t.compare(&t.items[i], &t.items[j]) > 0 }
func (t *top) Swap(i, j int)      { t.items[i], t.items[j] = t.items[j], t.items[i] }

// Push and Pop are for container/heap.
func (t *top) Push(x any) { t.items = append(t.items, x.(item)) }

// Pop removes the last item.
func (t *top) Pop() any {
	last := t.items[len(t.items)-1]
	t.items = t.items[:len(t.items)-1]
	return last
}
