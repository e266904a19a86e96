package load

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// answer is what came back for one request.
type answer struct {
	hits  int // -1 when nobody looked
	bytes int64
}

// statusError is an answer that is no result.
type statusError struct {
	status int
	detail string
}

func (e *statusError) Error() string { return strconv.Itoa(e.status) + ": " + e.detail }

// drive asks all queries in turn from several clients at once until the time is
// over, and each at least once. Requests under way at the end are finished. It
// returns an error only when ctx ends.
func drive(ctx context.Context, queries []Query, opt Options, send func(context.Context, int) (answer, error)) (*Mixed, error) {
	d := &driver{order: order(len(queries)), send: send, end: time.Now().Add(opt.Time)}
	clients := make([]*client, max(1, opt.Clients))
	began, cpu := time.Now(), processTime()
	var all sync.WaitGroup
	for i := range clients {
		c := &client{driver: d, seen: make([]measured, len(queries)), errors: map[string]int{}}
		clients[i] = c
		all.Go(func() { c.run(ctx) })
	}
	all.Wait()
	took, used := time.Since(began), since(cpu)
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	m := &Mixed{Clients: len(clients), Seconds: took.Seconds(), Errors: map[string]int{}}
	seen := make([]measured, len(queries))
	for i := range seen {
		seen[i].cpu = -1
	}
	answered := 0
	for _, c := range clients {
		answered += c.addTo(m, seen)
	}
	m.PerSecond = float64(int(10*float64(answered)/took.Seconds())) / 10
	m.CPU = micros(max(0, float64(used)/float64(max(1, m.Requests))))
	m.Rows = rows(queries, seen)
	return m, nil
}

// driver deals out queries.
type driver struct {
	order []int
	next  atomic.Int64
	end   time.Time
	send  func(context.Context, int) (answer, error)
}

// client remembers what it saw, by query.
type client struct {
	*driver
	seen   []measured
	errors map[string]int
	err    error
	bytes  int64
	sent   int
}

func (c *client) run(ctx context.Context) {
	for ctx.Err() == nil {
		n := int(c.next.Add(1) - 1)
		if n >= len(c.order) && !time.Now().Before(c.end) {
			return
		}
		c.ask(ctx, c.order[n%len(c.order)])
	}
}

func (c *client) ask(ctx context.Context, i int) {
	began := time.Now()
	a, err := c.send(ctx, i)
	took := time.Since(began)
	c.sent++
	c.bytes += a.bytes
	if err != nil {
		kind := "connection"
		var bad *statusError
		if errors.As(err, &bad) {
			kind = strconv.Itoa(bad.status)
		}
		c.errors[kind]++
		c.err = err
		return
	}
	c.seen[i].wall = append(c.seen[i].wall, took)
	c.seen[i].hits = max(c.seen[i].hits, a.hits)
}

// addTo adds what the client saw and returns how many requests were answered.
func (c *client) addTo(m *Mixed, seen []measured) (answered int) {
	m.Requests += c.sent
	m.Bytes += c.bytes
	for kind, n := range c.errors {
		m.Errors[kind] += n
	}
	if c.err != nil {
		m.Error = c.err.Error()
	}
	for i, x := range c.seen {
		seen[i].wall = append(seen[i].wall, x.wall...)
		seen[i].hits = max(seen[i].hits, x.hits)
		answered += len(x.wall)
	}
	return answered
}
