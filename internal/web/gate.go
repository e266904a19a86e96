package web

import (
	"context"
	"net/http"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/semaphore"
)

// gate bounds the searches that run at once. More of them than the processors
// can carry would only make each slower, until all miss their deadlines and
// none is answered. Those that must wait do so in the order in which they came.
type gate struct {
	slots   *semaphore.Weighted
	queue   int64 // how many may wait
	running atomic.Int64
	waiting atomic.Int64
	refused atomic.Int64
}

func newGate(concurrency, queue int) *gate {
	if concurrency <= 0 {
		concurrency = 2 * runtime.GOMAXPROCS(0)
	}
	if queue <= 0 {
		queue = DefaultQueue
	}
	return &gate{slots: semaphore.NewWeighted(int64(concurrency)), queue: int64(queue)}
}

// enter takes a slot, which the caller gives back with leave unless there was
// an error. It waits as long as ctx allows, and not at all when as many wait
// already as may.
func (g *gate) enter(ctx context.Context) error {
	if !g.slots.TryAcquire(1) {
		if g.waiting.Add(1) > g.queue {
			g.waiting.Add(-1)
			g.refused.Add(1)
			return fail("overloaded", say("err.overloaded")).with("Retry-After", "1")
		}
		err := g.slots.Acquire(ctx, 1)
		g.waiting.Add(-1)
		if err != nil {
			return err
		}
	}
	g.running.Add(1)
	return nil
}

func (g *gate) leave() {
	g.running.Add(-1)
	g.slots.Release(1)
}

// gated is a handler that takes a slot for as long as it decides. Sending the
// answer is outside: a client that reads slowly holds nothing.
func (s *Server) gated(next handler) handler {
	return func(r *http.Request) (any, error) {
		if err := s.gate.enter(r.Context()); err != nil {
			return nil, err
		}
		defer s.gate.leave()
		return next(r)
	}
}
