package exec

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
)

// Sort is the order of hits; equals follow by ascending id.
type Sort uint8

// The orders. A document without date or title comes last.
const (
	ByScore Sort = iota
	Newest
	Oldest
	ByTitle
)

// Query asks a snapshot for documents.
type Query struct {
	Match  Node
	Filter []Condition
	Facets []Facet
	Sort   Sort
	Window int // hits to return; 0 for a count only
}

// Condition restricts a query by a column.
type Condition struct {
	Column    string
	Any, None []string // one of these values; none of these
	Days      *Days    // days that overlap these, instead of values
}

// Facet asks for the counts of a column's values. The condition on the same
// column, if any, does not restrict it.
type Facet struct {
	Column string
	Own    int // number of that condition, or -1
}

// Result answers a Query. All counts are exact.
type Result struct {
	Total  int
	Hits   []Hit
	Facets []Counts
}

// Hit is a document found.
type Hit struct {
	Segment int // number in the snapshot
	Local   uint32
	Score   float64 // 0 unless sorted by score
}

// Counts are the documents that have each value of a column.
type Counts struct {
	Values  []Count // those with any document, in no order
	Missing int     // documents without a value
}

// Count is the number of documents with a value.
type Count struct {
	Value string
	N     int
}

// Search answers a query. It returns the error of ctx when that ends first.
func (s *Snapshot) Search(ctx context.Context, q *Query) (*Result, error) {
	a := s.engine.arena.Get().(*arena)
	defer func() { a.release(); s.engine.arena.Put(a) }()
	r := &searcher{Snapshot: s, ctx: ctx, query: q, arena: a}
	if err := Guard("", r.search); err != nil {
		return nil, fmt.Errorf("execute: %w", err)
	}
	return &r.result, nil
}

// searcher carries out one search.
type searcher struct {
	*Snapshot
	ctx     context.Context
	query   *Query
	arena   *arena
	tree    *tree
	filters []*tree
	tallies []*tally
	top     top
	result  Result
}

func (r *searcher) search() (err error) {
	c := &compiler{ctx: r.ctx, snap: r.Snapshot, words: map[string]*leaf{}, score: r.query.Sort == ByScore && r.query.Window > 0}
	if r.tree, err = c.compile(r.query.Match); err != nil {
		return err
	}
	for _, f := range r.query.Filter {
		t, err := c.condition(f)
		if err != nil {
			return err
		}
		r.filters = append(r.filters, t)
	}
	for _, f := range r.query.Facets {
		t, err := newTally(r.ctx, r.Snapshot, f)
		if err != nil {
			return err
		}
		r.tallies = append(r.tallies, t)
	}
	r.top = newTop(r.ctx, r.Snapshot, r.query.Window, r.query.Sort, c.score && r.tree.scores())
	for i := range r.views {
		if err := r.segment(i); err != nil {
			return err
		}
	}
	for _, t := range r.tallies {
		r.result.Facets = append(r.result.Facets, t.counts())
	}
	r.result.Hits, err = r.top.hits()
	return err
}

// condition makes a tree of a condition.
func (c *compiler) condition(f Condition) (*tree, error) {
	if f.Days != nil {
		return c.compile(Dated{*f.Days})
	}
	var parts []Node
	if len(f.Any) > 0 {
		parts = append(parts, Values{f.Column, f.Any})
	}
	if len(f.None) > 0 {
		parts = append(parts, Not{Values{f.Column, f.None}})
	}
	return c.compile(And{Of: parts})
}

// segment searches one segment.
func (r *searcher) segment(i int) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	defer r.arena.release()
	v := r.views[i]
	all := r.arena.get(v.words)
	r.tree.match(v, i, r.arena, all)
	if v.live != nil {
		all.and(v.live)
	}
	found := all
	if len(r.filters) > 0 {
		found = r.restricted(v, i, all, -1)
	}
	n := found.count()
	r.result.Total += n
	for _, t := range r.tallies {
		set := found
		if t.Own >= 0 {
			set = r.restricted(v, i, all, t.Own)
		}
		if err := t.addSegment(r.ctx, v, i, set); err != nil {
			return err
		}
	}
	return r.top.collect(r, i, found, n)
}

// restricted returns the documents of b that meet all conditions but one.
func (r *searcher) restricted(v *view, segment int, b bitset, except int) bitset {
	c := r.arena.get(v.words)
	copy(c, b)
	for k, f := range r.filters {
		if k != except {
			f.restrict(v, segment, r.arena, c)
		}
	}
	return c
}

// byScore offers the n documents found in a segment. A few are taken as they
// come; of many, those of the most promising blocks come first, and none of a
// block that cannot reach the page.
func (t *top) byScore(r *searcher, segment int, found bitset, n int) error {
	if t.scorer == nil {
		t.scorer = newScorer(r.Snapshot, r.tree)
	}
	if err := t.scorer.startSegment(r.ctx, r.views[segment], segment); err != nil {
		return err
	}
	blocks := (len(found) + blockWords - 1) / blockWords
	if n < blocks*fewInBlock {
		return t.byPieces(r, segment, found)
	}
	t.bounds = slices.Grow(t.bounds[:0], blocks)[:blocks]
	best := [seedBlocks]int{}
	for k := range best {
		best[k] = -1
	}
	for b := range blocks {
		t.bounds[b] = -1
		if anyBit(found, b) {
			t.bounds[b] = t.scorer.bound(b)
			t.seed(&best, b)
		}
	}
	for _, b := range best {
		if b >= 0 {
			t.block(segment, found, b)
			t.bounds[b] = -1
		}
	}
	for b, bound := range t.bounds {
		if b%(deadlineEvery>>blockBits) == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if bound >= 0 {
			t.block(segment, found, b)
		}
	}
	return t.err
}

// fewInBlock is how many documents a block must have, on the average, for its
// bound to be worth looking at.
const fewInBlock = 4

// piece is how many documents are weighed together where blocks hold few.
const piece = 128

func (t *top) byPieces(r *searcher, segment int, found bitset) error {
	t.docs = t.docs[:0]
	n := 0
	found.each(func(d uint32) bool {
		if t.docs = append(t.docs, d); len(t.docs) == piece {
			t.offer(segment, t.docs, -1)
			t.docs = t.docs[:0]
			n++
		}
		return n%(deadlineEvery/piece) != 0 || r.ctx.Err() == nil
	})
	if err := r.ctx.Err(); err != nil {
		return err
	}
	t.offer(segment, t.docs, -1)
	return t.err
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
func (t *top) block(segment int, found bitset, block int) {
	if t.bounds[block] < t.least {
		return
	}
	t.docs = t.docs[:0]
	for i := block * blockWords; i < min((block+1)*blockWords, len(found)); i++ {
		for w := found[i]; w != 0; w &= w - 1 {
			t.docs = append(t.docs, uint32(i<<6+bits.TrailingZeros64(w)))
		}
	}
	t.offer(segment, t.docs, block)
}

// offer offers documents of one block, or of any when block is -1.
func (t *top) offer(segment int, docs []uint32, block int) {
	for _, d := range t.scorer.promising(docs, block, t.least) {
		if s := t.scorer.score(d); s >= t.least {
			t.add(item{Hit: Hit{Segment: segment, Local: d, Score: s}})
		}
	}
}
