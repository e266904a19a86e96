package exec

import (
	"context"
	"fmt"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// What is found is added up by the values of a column: documents, a number that each
// has, and how often words and phrases stand in them.
//
// How often a word stands in a document is the sum of its lists, which are read where
// they lie, and that of a phrase what its posting says, so that nothing is asked of
// a document by itself. Lists count a place by the weight of its part; what the caller
// does not want of that it takes away again by words and phrases of single parts, which
// count with a negative factor. All weights being whole numbers, so are the sums, far
// below what a float32 still tells apart.
//
// Where lists do not tell, the caller reads each document (Read); ranges of documents
// are read at the same time on all processors.

// SumsQuery asks what is found by the values of a column.
type SumsQuery struct {
	Match  Node
	Filter []Condition
	Column string
	Number string // a column of numbers
	Count  []Placed

	// Read makes what counts in a document instead of Count; each goroutine asks for
	// one of its own. nil: nothing is read.
	Read func() func(Hit) (int, error)
}

// Placed is a Word whose terms all weigh 1 and that is no beginning, or a Phrase of
// such words with a Slop of 0, and what each of its places counts.
type Placed struct {
	Node  Node
	Times float32
}

// Sums are what some documents have.
type Sums struct{ Documents, Places, Number int }

func (s *Sums) add(o Sums) {
	s.Documents += o.Documents
	s.Places += o.Places
	s.Number += o.Number
}

// ValueSums are the sums of a value, which is valid as long as the snapshot.
type ValueSums struct {
	Value string
	Sums
}

// SumsResult answers a SumsQuery.
type SumsResult struct {
	Values         []ValueSums // those with any document, by value
	Missing, Total Sums        // of documents without a value; of all, each once
}

// Sum answers a query. It returns the error of ctx when that ends first.
func (s *Snapshot) Sum(ctx context.Context, q *SumsQuery) (*SumsResult, error) {
	a := arenas.Get().(*arena)
	defer func() { a.release(); arenas.Put(a) }()
	r := &adder{SumsQuery: q, searcher: searcher{Snapshot: s, ctx: ctx, query: &Query{Match: q.Match, Filter: q.Filter}, arena: a}}
	if err := Guard("", r.run); err != nil {
		a.sums, a.sumsOf = nil, nil
		return nil, fmt.Errorf("add up: %w", err)
	}
	return &r.sums, nil
}

// adder carries out one query.
type adder struct {
	*SumsQuery
	searcher
	counted []*leaf
	ranges  []span
	next    atomic.Int64 // range that is taken next
	mu      sync.Mutex
	sums    SumsResult
}

// span is documents found in a chunk that one goroutine adds up.
type span struct {
	chunk *chunk
	at    int
	found bitset
}

func (r *adder) run() error {
	c := &compiler{ctx: r.ctx, snap: r.Snapshot, arena: r.arena, forms: map[*Form]*resolved{}}
	if err := r.compile(c); err != nil {
		return err
	}
	if err := r.compileCounted(c); err != nil {
		return err
	}
	for i := range r.chunks {
		if err := r.find(i); err != nil {
			return err
		}
	}
	return r.everywhere()
}

// compileCounted looks up what is counted, phrases only where documents match.
func (r *adder) compileCounted(c *compiler) error {
	c.score, c.all = true, append(slices.Clone(r.filters), r.tree)
	for _, x := range r.Count {
		t, err := c.compile(x.Node)
		if err != nil {
			return err
		}
		r.counted = append(r.counted, t.leaf)
	}
	return nil
}

// readAtOnce is the words of a set of which one goroutine reads the documents.
const readAtOnce = 8

// find finds the documents of a chunk.
func (r *adder) find(i int) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	c := &r.chunks[i]
	return c.guard(func() error {
		found := r.arena.get(c.words)
		r.tree.match(c, i, r.arena, found)
		if c.live != nil {
			found.and(c.live)
		}
		if len(r.filters) > 0 {
			found = r.restricted(c, i, found, -1)
		}
		if !found.any() {
			return nil
		}
		if r.Read == nil {
			r.ranges = append(r.ranges, span{c, i, found})
			return nil
		}
		for from := 0; from < c.words; from += readAtOnce {
			some := r.arena.get(c.words)
			some.clear()
			if copy(some[from:], found[from:min(from+readAtOnce, c.words)]); some.any() {
				r.ranges = append(r.ranges, span{c, i, some})
			}
		}
		return nil
	})
}

// everywhere adds all ranges up, on as many processors as there are ranges for.
func (r *adder) everywhere() error {
	n := max(1, min(runtime.GOMAXPROCS(0), len(r.ranges)))
	errs := make([]error, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { errs[i] = Guard("", r.work) })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// work adds up ranges as long as there are any.
func (r *adder) work() error {
	w := &addition{adder: r, segment: -1, counts: make([]float32, 0)}
	if r.Read != nil {
		w.read = r.Read()
	}
	for {
		i := int(r.next.Add(1)) - 1
		if i >= len(r.ranges) {
			break
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
		x := &r.ranges[i]
		if err := x.chunk.guard(func() error { return w.add(x) }); err != nil {
			r.next.Store(int64(len(r.ranges))) // nobody goes on
			return err
		}
	}
	w.finish()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sums.Values = mergedSums(r.sums.Values, w.sums.Values)
	r.sums.Missing.add(w.sums.Missing)
	r.sums.Total.add(w.sums.Total)
	return nil
}

func mergedSums(a, b []ValueSums) []ValueSums {
	return merged(a, b, func(v *ValueSums) string { return v.Value }, func(to, x *ValueSums) { to.add(x.Sums) })
}

// eachBit calls f with the numbers of the documents of a set.
func eachBit(set bitset, f func(d int)) {
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			f(i<<6 + bits.TrailingZeros64(w))
		}
	}
}
