package exec

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
)

// item is a match on its way to a page. Of the items of one segment, score and
// place say which comes first; between segments, equals go by their keys.
type item struct {
	score          float64
	place          uint64 // in the order of the segment that decides between equals
	segment, local uint32
}

func (a *item) before(b *item) bool {
	return a.score > b.score || a.score == b.score && a.place < b.place
}

// top keeps the first k items of an order. Each segment has a list of its own,
// so that numbers decide and no key is read before the end.
type top struct {
	snap   *Snapshot
	k      int
	sort   Sort
	after  *Mark  // what the items come after; nil: they are the first
	from   uint64 // the first place of the segment at hand that does
	items  []item // of the segment at hand; once they are k, a heap with the last of them at its root
	done   []item // of the segments before
	within int    // segment at hand
	scores []float64
	least  float64 // the k-th best of all scores so far; equals may get in by their id
	scorer *scorer // nil: all score the same
	lifted bitset  // documents of the chunk whose score is lifted; nil: none
	lift   float64
	same   float64 // that score
	arena  *arena
	bounds []float64       // of the blocks of a chunk
	seeds  [seedBlocks]int // the most promising of them; -1: none
}

func newTop(s *Snapshot, k int, sort Sort, a *arena) top {
	return top{snap: s, k: k, sort: sort, within: noSegment, least: math.Inf(-1), arena: a}
}

// add offers an item.
func (t *top) add(it item) {
	switch {
	case len(t.items) < t.k:
		if t.items = append(t.items, it); len(t.items) == t.k {
			for i := t.k/2 - 1; i >= 0; i-- {
				siftDown(t.items, i, func(a, b *item) bool { return b.before(a) })
			}
		}
	case it.before(&t.items[0]):
		t.items[0] = it
		siftDown(t.items, 0, func(a, b *item) bool { return b.before(a) })
	default:
		return
	}
	if t.scorer != nil {
		t.scored(it.score)
	}
}

// scored notes a score, so that what cannot be among the k best of all segments
// can be left out.
func (t *top) scored(s float64) {
	less := func(a, b *float64) bool { return *a < *b }
	switch {
	case len(t.scores) < t.k:
		if t.scores = append(t.scores, s); len(t.scores) == t.k {
			for i := t.k/2 - 1; i >= 0; i-- {
				siftDown(t.scores, i, less)
			}
		}
	case s > t.scores[0]:
		t.scores[0] = s
		siftDown(t.scores, 0, less)
	}
	if len(t.scores) == t.k {
		t.least = t.scores[0]
	}
}

// siftDown moves element i of a heap down to where it belongs. first says which
// of two is nearer to the root.
func siftDown[T any](heap []T, i int, first func(a, b *T) bool) {
	for {
		c := 2*i + 1
		if c >= len(heap) {
			return
		}
		if c+1 < len(heap) && first(&heap[c+1], &heap[c]) {
			c++
		}
		if !first(&heap[c], &heap[i]) {
			return
		}
		heap[i], heap[c] = heap[c], heap[i]
		i = c
	}
}

// noSegment is entered when all are done.
const noSegment = -1

// enter begins with a segment.
func (t *top) enter(segment int) {
	if segment != t.within {
		t.done = append(t.done, t.items...)
		t.items, t.within = t.items[:0], segment
		if t.after != nil && segment != noSegment {
			t.behind(segment)
		}
	}
}

// hits returns the items in order.
func (t *top) hits() []Hit {
	t.enter(noSegment)
	items := slices.DeleteFunc(t.done, func(it item) bool { return it.score < t.least })
	slices.SortFunc(items, t.compare)
	for from := 0; from < min(t.k, len(items)); {
		to := from + 1
		for to < len(items) && t.equal(&items[from], &items[to]) {
			to++
		}
		t.byKey(items[from:to], t.k-from)
		from = to
	}
	hits := make([]Hit, min(t.k, len(items)))
	for i := range hits {
		hits[i] = Hit{int(items[i].segment), items[i].local, items[i].score}
	}
	return hits
}

// compare orders items as far as that needs no key; those of a segment it orders
// wholly.
func (t *top) compare(a, b item) int {
	if !t.equal(&a, &b) {
		return cond(a.score == b.score && t.day(&a) < t.day(&b) || a.score > b.score, -1, 1)
	}
	return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.place, b.place))
}

// equal reports whether keys decide between two items of different segments.
func (t *top) equal(a, b *item) bool { return a.score == b.score && t.day(a) == t.day(b) }

// day is the part of the place that compares between segments.
func (t *top) day(it *item) uint64 {
	if t.sort == Newest || t.sort == Oldest {
		return it.place >> 32
	}
	return 0
}

// run is equal items of one segment, which are in order, and the key of the first.
type run struct {
	items []item
	key   []byte
}

// byKey brings the first n of equal items, which stand segment by segment, in the
// order of titles or ids, reading hardly more keys than that.
func (t *top) byKey(items []item, n int) {
	var runs []run
	for from := 0; from < len(items); {
		to := from + 1
		for to < len(items) && items[to].segment == items[from].segment {
			to++
		}
		runs = append(runs, run{items: slices.Clone(items[from:to])})
		t.readKey(&runs[len(runs)-1])
		from = to
	}
	if len(runs) == 1 {
		return
	}
	for i := range min(n, len(items)) {
		first := &runs[0]
		for k := range runs[1:] {
			if r := &runs[k+1]; len(first.items) == 0 || len(r.items) > 0 && t.keyBefore(r.key, first.key) {
				first = r
			}
		}
		items[i], first.items = first.items[0], first.items[1:]
		t.readKey(first)
	}
}

// keyBefore reports whether the document of one key comes before that of another.
func (t *top) keyBefore(a, b []byte) bool {
	if none := NoTime[0]; t.sort == Latest && (a[0] == none) == (b[0] == none) {
		a, b = b, a
	}
	return bytes.Compare(a, b) < 0
}

func (t *top) readKey(r *run) {
	if len(r.items) == 0 {
		return
	}
	v := t.snap.views[r.items[0].segment]
	order := v.Order(-1)
	switch t.sort {
	case ByTitle:
		order = v.titles
	case Latest, Earliest:
		order = v.times
	}
	r.key = order.Key(r.key[:0], r.items[0].local)
}

func cond[T any](is bool, a, b T) T {
	if is {
		return a
	}
	return b
}

// collect offers the n documents found in a chunk.
func (t *top) collect(ctx context.Context, c *chunk, at int, found bitset, n int) error {
	if t.k <= 0 || n == 0 {
		return nil
	}
	t.enter(c.segment)
	if t.scorer != nil {
		return t.byScore(ctx, c, at, found, n)
	}
	t.byPlace(c, found)
	return nil
}

// byPlace offers documents in an order that numbers of the segment give.
func (t *top) byPlace(c *chunk, found bitset) {
	place := t.placer(c)
	for i, w := range found {
		for ; w != 0; w &= w - 1 {
			d := c.base + uint32(i<<6+bits.TrailingZeros64(w))
			if p := place(d); (len(t.items) < t.k || p < t.items[0].place) && t.follows(t.same, p) {
				t.add(item{score: t.same, place: p, segment: uint32(c.segment), local: d})
			}
		}
	}
}

// placer returns what tells the place of a document in the order.
func (t *top) placer(c *chunk) func(d uint32) uint64 {
	ids := c.Order(-1).Ranks
	switch t.sort {
	case Newest:
		return func(d uint32) uint64 { return uint64(newest(c.from[d]))<<32 | uint64(ids[d]) }
	case Oldest:
		return func(d uint32) uint64 { return uint64(ascending(c.from[d]))<<32 | uint64(ids[d]) }
	case ByTitle:
		titles := c.titles.Ranks
		return func(d uint32) uint64 { return uint64(titles[d]) }
	case Latest:
		return c.latest
	case Earliest:
		times := c.times.Ranks
		return func(d uint32) uint64 { return uint64(times[d]) }
	}
	return func(d uint32) uint64 { return uint64(ids[d]) }
}

// ascending maps numbers to unsigned ones in the same order.
func ascending(n int32) uint32 { return uint32(n) ^ 1<<31 }

// byScore offers the n documents found in a chunk. Where there are many, those of
// the most promising blocks come first, and none of a block that cannot reach the
// page.
func (t *top) byScore(ctx context.Context, c *chunk, at int, found bitset, n int) error {
	t.scorer.startChunk(c, at)
	if blocks := (len(found) + blockWords - 1) / blockWords; n >= blocks*fewInBlock && t.scorer.bounded() {
		t.bound(found, blocks)
		seeds := t.arena.get(c.words)
		t.weigh(c, seeds, takeSeeds(found, seeds, t.seeds[:]))
		n = t.keepPromising(found)
	}
	t.weigh(c, found, n)
	return ctx.Err()
}

// fewInBlock is how many documents a block must have, on the average, for its
// bound to be worth looking at.
const fewInBlock = 8

// bound works out the bounds of the blocks that have documents, and which are the
// greatest.
func (t *top) bound(found bitset, blocks int) {
	t.bounds = slices.Grow(t.bounds[:0], blocks)[:blocks]
	for k := range t.seeds {
		t.seeds[k] = -1
	}
	for b := range blocks {
		t.bounds[b] = -1
		if anyBit(found, b) {
			t.bounds[b] = t.scorer.boundAll(b)
			if t.lifted != nil && anyBit(t.lifted, b) {
				t.bounds[b] *= t.lift
			}
			t.seed(b)
		}
	}
}

// takeSeeds moves the documents of some blocks into another set, and returns how
// many they are.
func takeSeeds(found, seeds bitset, blocks []int) (n int) {
	seeds.clear()
	for _, b := range blocks {
		if b < 0 {
			continue
		}
		for i := b * blockWords; i < min((b+1)*blockWords, len(found)); i++ {
			n += bits.OnesCount64(found[i])
			seeds[i], found[i] = found[i], 0
		}
	}
	return n
}

// keepPromising takes the documents of blocks that cannot reach the page out of
// found, and returns how many are left.
func (t *top) keepPromising(found bitset) (n int) {
	for b, bound := range t.bounds {
		for i := b * blockWords; i < min((b+1)*blockWords, len(found)); i++ {
			if bound < t.least {
				found[i] = 0
			}
			n += bits.OnesCount64(found[i])
		}
	}
	return n
}

// seedBlocks is how many of the most promising blocks come first, so that the
// others can be left out early.
const seedBlocks = 4

// seed keeps the blocks of the greatest bounds.
func (t *top) seed(b int) {
	least := 0
	for k, o := range t.seeds {
		if o < 0 {
			t.seeds[k] = b
			return
		}
		if t.bounds[o] < t.bounds[t.seeds[least]] {
			least = k
		}
	}
	if t.bounds[b] > t.bounds[t.seeds[least]] {
		t.seeds[least] = b
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

// weigh offers the n documents of a set.
func (t *top) weigh(c *chunk, set bitset, n int) {
	if n == 0 {
		return
	}
	sc, ids := t.scorer, c.Order(-1).Ranks
	sc.weigh(set, n)
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			d := uint16(i<<6 + bits.TrailingZeros64(w))
			s, lift := sc.sums[d], 1.0
			sc.sums[d] = 0
			if t.lifted != nil && t.lifted.has(d) {
				lift = t.lift
			}
			if s*lift*boundSlack < t.least {
				continue
			}
			if !sc.sum {
				s = sc.score(d)
			}
			s *= lift
			local := c.base + uint32(d)
			if place := uint64(ids[local]); s >= t.least && t.follows(s, place) {
				t.add(item{score: s, place: place, segment: uint32(c.segment), local: local})
			}
		}
	}
}
