package exec

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Sort is the order of hits; equals follow by ascending id.
type Sort uint8

// The orders. A document without date or title comes last.
const (
	ByScore Sort = iota
	Newest
	Oldest
	ByTitle
	Latest   // by the time of Layout.Times; equals by descending key
	Earliest // those without a time come last, in both
)

// Query asks a snapshot for documents.
type Query struct {
	Match  Node
	Filter []Condition
	Facets []Facet
	Sort   Sort
	Window int   // hits to return; 0 for a count only
	After  *Mark // they are those that come after it; nil: the first

	Lifted Node    // by score, documents that it matches, too, score Lift times as much; nil: none
	Lift   float64 // at least 1
	Closer int     // by score, so many of the first hits are put into the order of a second look (closer.go)
}

// Condition restricts a query by a column.
type Condition struct {
	Column    string
	Any, None []string // one of these values; none of these. "" stands for having no value
	Days      *Days    // days that overlap these, instead of values
	Times     *Times   // a time within these, instead of values
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
	More   bool // there are hits after the last one of the window
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
	Values  []Count // those with any document, by value
	Missing int     // documents without a value
}

// Count is the number of documents with a value, which is valid as long as the
// snapshot.
type Count struct {
	Value string
	N     int
}

// Search answers a query. It returns the error of ctx when that ends first.
func (s *Snapshot) Search(ctx context.Context, q *Query) (*Result, error) {
	a := arenas.Get().(*arena)
	defer func() { a.release(); arenas.Put(a) }()
	r := &searcher{Snapshot: s, ctx: ctx, query: q, arena: a}
	if err := Guard("", r.search); err != nil {
		a.sums, a.sumsOf = nil, nil // which a search leaves empty only when it comes to its end
		return nil, fmt.Errorf("execute: %w", err)
	}
	return &r.result, nil
}

// arenas keep the memory of searches for the next ones.
var arenas = sync.Pool{New: func() any { return new(arena) }}

// searcher carries out one search.
type searcher struct {
	*Snapshot
	ctx     context.Context
	query   *Query
	arena   *arena
	tree    *tree
	filters []*tree
	lifted  *tree
	tallies []*tally
	top     top
	result  Result
}

func (r *searcher) search() (err error) {
	c := &compiler{ctx: r.ctx, snap: r.Snapshot, arena: r.arena, forms: map[*Form]*resolved{}, score: r.query.Sort == ByScore && r.query.Window > 0}
	if err := r.compile(c); err != nil {
		return err
	}
	for _, f := range r.query.Facets {
		r.tallies = append(r.tallies, newTally(r.Snapshot, r.arena, f))
	}
	if r.query.Lifted != nil && c.score {
		if r.lifted, err = c.must(Must{r.query.Lifted}); err != nil {
			return err
		}
	}
	r.top = newTop(r.Snapshot, r.query.Window, r.query.Sort, r.arena)
	if r.top.after = r.query.After; r.top.after != nil && r.query.Window > 0 {
		r.top.k++ // which shows whether there are more
	}
	if c.score {
		if score, same := r.tree.same(r.scoring.K1); same && (r.lifted == nil || score == 0) {
			r.top.same = score
		} else {
			r.top.scorer = newScorer(r.Snapshot, r.tree, r.arena)
		}
		r.top.lift = max(1, r.query.Lift)
	}
	for i := range r.chunks {
		if err := r.chunk(i); err != nil {
			return err
		}
	}
	for _, t := range r.tallies {
		r.result.Facets = append(r.result.Facets, t.counts())
	}
	r.result.Hits = r.top.hits()
	r.result.More = r.query.After == nil && len(r.result.Hits) < r.result.Total || len(r.result.Hits) > r.query.Window
	r.result.Hits = r.result.Hits[:min(r.query.Window, len(r.result.Hits))]
	if r.top.scorer != nil {
		return r.lookCloser(c)
	}
	return nil
}

// compile makes trees of what decides which documents match.
func (r *searcher) compile(c *compiler) (err error) {
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
	return nil
}

// condition makes a tree of a condition.
func (c *compiler) condition(f Condition) (*tree, error) {
	if f.Days != nil {
		return c.compile(Dated{*f.Days})
	}
	if f.Times != nil {
		return c.timed(*f.Times)
	}
	var parts []Node
	if len(f.Any) > 0 {
		parts = append(parts, having(f.Column, f.Any))
	}
	if len(f.None) > 0 {
		parts = append(parts, Not{having(f.Column, f.None)})
	}
	return c.compile(And{Of: parts})
}

// having matches documents that have one of some values in a column, or with "" none.
func having(column string, values []string) Node {
	if !slices.Contains(values, "") {
		return Values{column, values}
	}
	return Or{Of: []Node{Values{column, values}, Without{column}}}
}

// chunk searches one chunk.
func (r *searcher) chunk(i int) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	mark := r.arena.mark()
	defer r.arena.back(mark)
	c := &r.chunks[i]
	return c.guard(func() error {
		all := r.arena.get(c.words)
		r.tree.match(c, i, r.arena, all)
		if c.live != nil {
			all.and(c.live)
		}
		if !all.any() {
			return nil
		}
		found := all
		if len(r.filters) > 0 {
			found = r.restricted(c, i, all, -1)
		}
		n := found.count()
		r.result.Total += n
		for _, t := range r.tallies {
			set := found
			if t.Own >= 0 {
				set = r.restricted(c, i, all, t.Own)
			}
			t.add(c, set)
		}
		r.top.lifted = nil
		if r.lifted != nil && r.top.scorer != nil {
			r.top.lifted = r.arena.get(c.words)
			r.lifted.match(c, i, r.arena, r.top.lifted)
		}
		return r.top.collect(r.ctx, c, i, found, n)
	})
}

// restricted returns the documents of b that meet all conditions but one.
func (r *searcher) restricted(c *chunk, at int, b bitset, except int) bitset {
	x := r.arena.get(c.words)
	copy(x, b)
	for _, single := range []bool{false, true} { // days and times are compared document by document
		for k, f := range r.filters {
			if k != except && (f.op == opDays || f.op == opTimes) == single {
				f.restrict(c, at, r.arena, x)
			}
		}
	}
	return x
}
