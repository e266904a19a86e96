package ingest

import (
	"sync"
	"time"

	"vankien/index"
)

// Times of indexing order what followers are told of: who asks for what came after a
// time must not miss a batch that took an earlier time and is seen later. Batches are
// written side by side, so a clock knows those under way: up to the time before the
// first of them, all is settled.

// clock gives out times that rise by at least a microsecond.
type clock struct {
	mu    sync.Mutex
	last  time.Time
	spans map[*span]struct{} // under way
}

// span is a write under way.
type span struct {
	clock *clock
	from  time.Time // before the first time that it gives out
}

func newClock() *clock { return &clock{spans: map[*span]struct{}{}} }

// begin begins a write, which ends with end.
func (c *clock) begin() *span {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &span{c, c.now()}
	c.spans[s] = struct{}{}
	return s
}

// next returns the next time, as documents have it.
func (s *span) next() string {
	s.clock.mu.Lock()
	defer s.clock.mu.Unlock()
	s.clock.last = s.clock.now().Add(time.Microsecond)
	return index.Instant(s.clock.last)
}

func (s *span) end() {
	s.clock.mu.Lock()
	defer s.clock.mu.Unlock()
	delete(s.clock.spans, s)
}

// now moves the clock to the present, or leaves it where it is ahead of that. Callers
// hold mu.
func (c *clock) now() time.Time {
	if t := time.Now().Truncate(time.Microsecond); t.After(c.last) {
		c.last = t
	}
	return c.last
}

// settled returns a time after which all times are that the clock gives out from now
// on, or gave out for writes under way.
func (c *clock) settled() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.now()
	for s := range c.spans {
		if s.from.Before(t) {
			t = s.from
		}
	}
	return t
}

// Settled returns the time up to which every document that this writer, or one made of
// it by With, has given a time is seen or was replaced: no other one will have an
// earlier time. Other processes have writers of their own.
func (w *Writer) Settled() string { return index.Instant(w.clock.settled()) }
