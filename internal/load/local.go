package load

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"vankien/index"
)

// Options say how long and from how many sides queries are asked.
type Options struct {
	Clients int           // at once; less than 1 means 1
	Time    time.Duration // for repeating; every query is repeated once in any case
}

// maxRuns bounds the durations that are held for a query.
const maxRuns = 10_000

// Local asks an index: every query once (cold, if the index was just opened),
// then every query repeatedly one after the other, then, for more than one
// client, all at once. requests are the queries as the index takes them. A
// query that fails ends it.
func Local(ctx context.Context, x index.Engine, queries []Query, requests []index.Request, opt Options) (*Report, error) {
	l := &asker{x, queries, requests}
	cold, err := l.cold(ctx)
	if err != nil {
		return nil, err
	}
	warm, err := l.warm(ctx, cold, opt.Time)
	if err != nil {
		return nil, err
	}
	r := &Report{Queries: len(queries), Cold: rows(queries, cold), Warm: rows(queries, warm)}
	if opt.Clients > 1 {
		if r.Mixed, err = drive(ctx, queries, opt, l.send); err != nil {
			return nil, err
		}
	}
	all, err := x.Search(ctx, index.Request{Limit: index.NoHits})
	if err != nil {
		return nil, err
	}
	r.Documents = all.Total
	return r, nil
}

type asker struct {
	x        index.Engine
	queries  []Query
	requests []index.Request
}

func (l *asker) search(ctx context.Context, i int) (int, error) {
	res, err := l.x.Search(ctx, l.requests[i])
	if err != nil {
		return 0, fmt.Errorf("class %s, %s: %w", l.queries[i].Class, l.queries[i], err)
	}
	return res.Total, nil
}

func (l *asker) send(ctx context.Context, i int) (answer, error) {
	n, err := l.search(ctx, i)
	return answer{hits: n}, err
}

// order is that in which queries are asked: mixed, so that a class does not
// read from the disk for the next one, and always the same.
func order(n int) []int { return rand.New(rand.NewPCG(seed, 1)).Perm(n) }

func (l *asker) cold(ctx context.Context) ([]measured, error) {
	m := make([]measured, len(l.queries))
	for _, i := range order(len(m)) {
		cpu, began := processTime(), time.Now()
		n, err := l.search(ctx, i)
		if err != nil {
			return nil, err
		}
		m[i] = measured{hits: n, wall: []time.Duration{time.Since(began)}, cpu: since(cpu)}
	}
	return m, nil
}

// warm repeats each query as often as the others of its class; each class has
// the same part of the time. After the cold runs none is the first of its kind.
func (l *asker) warm(ctx context.Context, cold []measured, budget time.Duration) ([]measured, error) {
	once := map[string]time.Duration{}
	for i, q := range l.queries {
		once[q.Class] += cold[i].wall[0]
	}
	m := make([]measured, len(l.queries))
	for _, i := range order(len(m)) {
		class := l.queries[i].Class
		part := budget / time.Duration(len(once))
		runs := min(max(1, int(part/max(1, once[class]))), maxRuns)
		var err error
		if m[i], err = l.repeat(ctx, i, runs); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// repeat asks a query so many times.
func (l *asker) repeat(ctx context.Context, i, runs int) (m measured, err error) {
	m.wall = make([]time.Duration, runs)
	cpu := processTime()
	for n := range m.wall {
		began := time.Now()
		if m.hits, err = l.search(ctx, i); err != nil {
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
