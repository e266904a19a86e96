package extract

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// guard ends a child that takes longer than it may, or is no longer wanted.
type guard struct {
	child   *child
	stopped chan struct{}

	mu    sync.Mutex
	limit Allowance
	since time.Time
	used  time.Duration // processor time of the child at since
	err   error
}

func newGuard(c *child, limit Allowance) *guard {
	g := &guard{child: c, stopped: make(chan struct{})}
	g.allow(limit)
	return g
}

// allow gives the child this much from now on.
func (g *guard) allow(limit Allowance) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limit, g.since = limit, time.Now()
	g.used, _ = processorTime(g.child.cmd.Process.Pid)
}

func (g *guard) stop() { close(g.stopped) }

// why returns the reason for which the guard ended the child, or nil.
func (g *guard) why() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}

// pulse is how often a child is looked at.
const pulse = 50 * time.Millisecond

// watch returns when the guard is stopped or has ended the child.
func (g *guard) watch(ctx context.Context, closed <-chan struct{}) {
	tick := time.NewTicker(pulse)
	defer tick.Stop()
	for {
		var err error
		select {
		case <-g.stopped:
			return
		case <-ctx.Done():
			err = ctx.Err()
		case <-closed:
			err = ErrClosed
		case <-tick.C:
			err = g.over()
		}
		if err != nil {
			g.mu.Lock()
			g.err = err
			g.mu.Unlock()
			g.child.kill()
			return
		}
	}
}

// over returns an error if the child has had its time.
func (g *guard) over() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if used, ok := processorTime(g.child.cmd.Process.Pid); ok && used-g.used > g.limit.Processor {
		return &CrashError{fmt.Sprintf("it took over %v of processor time", g.limit.Processor)}
	}
	if time.Since(g.since) > g.limit.Wall {
		return &CrashError{fmt.Sprintf("it took over %v", g.limit.Wall)}
	}
	return nil
}
