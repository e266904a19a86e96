package load

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"vankien/index"
)

// Options say how long and from how many sides queries are asked.
type Options struct {
	Clients int           // at once; less than 1 means 1
	Time    time.Duration // for repeating; every query is repeated in any case
}

// Open opens a collection that is not open, and reads the queries as it takes
// them.
type Open func() (index.Engine, []index.Request, error)

// maxRuns bounds the durations that are held for a query.
const maxRuns = 10_000

// Local asks a collection, one query at a time, in two openings: in each, one
// half of the queries is asked once (cold) and then repeatedly (warm), and after
// it the other half once (new). So every query gives all three figures, and none
// is asked for the first time twice in one opening. In the second one, for more
// than one client, all queries are then asked at once (mixed). A query that
// fails ends it.
func Local(ctx context.Context, open Open, queries []Query, opt Options) (*Report, error) {
	observed := Observe()
	f := newFigures(len(queries))
	r := &Report{Queries: len(queries)}
	parts := halves(queries)
	for i, first := range parts {
		last := i == len(parts)-1
		err := opened(ctx, open, queries, func(a *asker) (err error) {
			if err = a.figures(ctx, f, first, parts[1-i], opt.Time/2); err == nil && last {
				err = a.finish(ctx, r, opt)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	r.Cold, r.Warm = rows(queries, f.cold), rows(queries, f.warm)
	if len(queries) > 1 { // else nothing was asked before
		r.New = rows(queries, f.fresh)
	}
	r.Machine = observed()
	return r, nil
}

// opened lets use ask the collection while it is open.
func opened(ctx context.Context, open Open, queries []Query, use func(*asker) error) (err error) {
	x, requests, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	return use(&asker{x, queries, requests})
}

// figures are what is measured of each query.
type figures struct{ cold, fresh, warm []measured }

func newFigures(n int) *figures {
	return &figures{make([]measured, n), make([]measured, n), make([]measured, n)}
}

// halves deals the queries of each class out to two halves, which are then in
// the order in which they are asked.
func halves(queries []Query) (parts [2][]int) {
	byClass, seen := map[string][]int{}, []string{}
	for i, q := range queries {
		if byClass[q.Class] == nil {
			seen = append(seen, q.Class)
		}
		byClass[q.Class] = append(byClass[q.Class], i)
	}
	half, n := make([]int, len(queries)), 0
	for _, class := range seen {
		for _, i := range byClass[class] {
			half[i] = n % 2
			n++
		}
	}
	for _, i := range order(len(queries)) {
		parts[half[i]] = append(parts[half[i]], i)
	}
	return parts
}

// asker asks an open collection.
type asker struct {
	x        index.Engine
	queries  []Query
	requests []index.Request
}

// figures measures the first queries cold and warm, and the others new.
func (a *asker) figures(ctx context.Context, f *figures, first, others []int, budget time.Duration) error {
	if err := a.once(ctx, first, f.cold); err != nil {
		return err
	}
	if err := a.warm(ctx, first, f, budget); err != nil {
		return err
	}
	return a.once(ctx, others, f.fresh)
}

// finish has all queries asked at once, and counts the documents.
func (a *asker) finish(ctx context.Context, r *Report, opt Options) (err error) {
	if opt.Clients > 1 {
		if r.Mixed, err = drive(ctx, a.queries, opt, a.send); err != nil {
			return err
		}
	}
	all, err := a.x.Search(ctx, index.Request{Limit: index.NoHits})
	if err == nil {
		r.Documents = all.Total
	}
	return err
}

func (a *asker) search(ctx context.Context, i int) (int, error) {
	res, err := a.x.Search(ctx, a.requests[i])
	if err != nil {
		return 0, fmt.Errorf("class %s, %s: %w", a.queries[i].Class, a.queries[i], err)
	}
	return res.Total, nil
}

func (a *asker) send(ctx context.Context, i int) (answer, error) {
	n, err := a.search(ctx, i)
	return answer{hits: n}, err
}

// order is that in which queries are asked: mixed, so that a class does not
// read from the disk for the next one, and always the same.
func order(n int) []int { return rand.New(rand.NewPCG(seed, 1)).Perm(n) }

// once asks each of the chosen queries one time.
func (a *asker) once(ctx context.Context, chosen []int, into []measured) (err error) {
	for _, i := range chosen {
		if into[i], err = a.repeat(ctx, i, 1); err != nil {
			return err
		}
	}
	return nil
}

// warm repeats each query as often as the others of its class; each class has
// the same part of the time. How often that is, a second run of each tells: the
// first ones, cold, take much longer where an engine keeps something.
func (a *asker) warm(ctx context.Context, chosen []int, f *figures, budget time.Duration) error {
	if err := a.once(ctx, chosen, f.warm); err != nil {
		return err
	}
	took := map[string]time.Duration{}
	for _, i := range chosen {
		took[a.queries[i].Class] += f.warm[i].wall[0]
	}
	for _, i := range chosen {
		part := budget / time.Duration(len(took))
		runs := min(max(1, int(part/max(1, took[a.queries[i].Class]))), maxRuns)
		var err error
		if f.warm[i], err = a.repeat(ctx, i, runs); err != nil {
			return err
		}
	}
	return nil
}

// repeat asks a query so many times.
func (a *asker) repeat(ctx context.Context, i, runs int) (m measured, err error) {
	m.wall = make([]time.Duration, runs)
	cpu := processTime()
	for n := range m.wall {
		began := time.Now()
		if m.hits, err = a.search(ctx, i); err != nil {
			return m, err
		}
		m.wall[n] = time.Since(began)
	}
	if m.cpu = since(cpu); m.cpu > 0 {
		m.cpu /= time.Duration(runs)
	}
	return m, nil
}

// since returns the CPU time of the process since an earlier reading, or -1
// where it cannot be read.
func since(began time.Duration) time.Duration {
	now := processTime()
	if began < 0 || now < began {
		return -1
	}
	return now - began
}
