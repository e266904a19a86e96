package remote

import (
	"context"
	"sync"
	"time"
)

// probeTime is between two looks at a cluster that is away.
const probeTime = time.Second

// outage is the time in which the cluster answers nothing. It begins with a request
// that was given up, and ends with a search that has its answer: of this process, or
// of the probe that asks until then.
type outage struct {
	mu      sync.Mutex
	since   time.Time
	why     error
	probing bool
	probe   func(context.Context) error
	first   func(context.Context) error // what has to succeed before; nil once it has
	ctx     context.Context
	cancel  context.CancelFunc
	done    sync.WaitGroup
}

func (o *outage) begin(probe func(context.Context) error) {
	o.probe = probe
	o.ctx, o.cancel = context.WithCancel(context.Background())
}

func (o *outage) close() {
	o.cancel()
	o.done.Wait()
}

// background does something until the client is closed.
func (o *outage) background(work func(context.Context)) { o.done.Go(func() { work(o.ctx) }) }

// state returns since when the cluster is away, and why; nil while it is not.
func (o *outage) state() (time.Time, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.since, o.why
}

// note notes the error of a request.
func (o *outage) note(err error) {
	if !isOutage(err) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.begun(err)
}

// until notes an error, and that the outage ends when first succeeds.
func (o *outage) until(err error, first func(context.Context) error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.first = first
	o.begun(err)
}

// begun notes an error. Callers hold mu.
func (o *outage) begun(err error) {
	if o.why == nil {
		o.since = time.Now()
	}
	o.why = err
	if !o.probing && o.ctx.Err() == nil {
		o.probing = true
		o.done.Go(o.look)
	}
}

// over notes that a call was answered. Only a search is answered by all shards.
func (o *outage) over(q *call) {
	if q.searches() {
		o.end()
	}
}

func (o *outage) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.first == nil {
		o.since, o.why = time.Time{}, nil
	}
}

// look asks until the cluster is there.
func (o *outage) look() {
	timer := time.NewTimer(probeTime)
	defer timer.Stop()
	for {
		select {
		case <-o.ctx.Done():
			return
		case <-timer.C:
		}
		if o.healed() {
			return
		}
		timer.Reset(probeTime)
	}
}

// healed reports whether there is nothing to look for any more.
func (o *outage) healed() bool {
	o.mu.Lock()
	why, first := o.why, o.first
	o.mu.Unlock()
	ctx, cancel := context.WithTimeout(o.ctx, loneSilence)
	defer cancel()
	switch {
	case first != nil:
		if err := first(ctx); err != nil {
			o.note(err)
			return false
		}
	case why != nil:
		if err := o.probe(ctx); err != nil && (isOutage(err) || ctx.Err() != nil) {
			return false
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.since, o.why, o.first, o.probing = time.Time{}, nil, nil, false
	return true
}
