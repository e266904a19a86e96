package ingest

import (
	"bytes"
	"context"
	"io"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

	"vankien/internal/extract"
)

// Files are read one after the other, since everything that hangs on order is done
// while they are. A PDF takes other processes seconds meanwhile, of which one works
// and the others wait. So who reads apart is asked for the files that come next, too,
// by a second walk over the same files, and what it answers waits for their turn. It
// is taken only for the same bytes: whatever the second walk sees, what is read is
// what would be read without it. The walk begins with the first file that is read
// apart, so where nothing has changed there is none.

// maxEarly bounds a file that is read before its turn, in bytes. As many as there are
// processors, and one, wait for theirs.
const maxEarly = 16 << 20

// ahead reads files before their turn. It is the Apart of one reading.
type ahead struct {
	extract.Apart
	ctx   context.Context
	begin sync.Once
	walk  func()       // begun when the first file is read apart
	at    atomic.Int64 // how many files are over or have their turn
	room  chan struct{}

	mu      sync.Mutex
	waiting []*early // in the order of their turns
}

// early is a file that is read before its turn.
type early struct {
	turn    int64
	name    string
	data    []byte
	done    chan struct{} // closed when what follows is there
	records []extract.Record
	err     error
}

// Extract implements extract.Apart.
func (a *ahead) Extract(ctx context.Context, name string, data []byte, opt extract.Options) ([]extract.Record, error) {
	a.begin.Do(a.walk)
	if e := a.take(name, data); e != nil && len(opt.Pages) == 0 {
		select {
		case <-e.done:
			return e.records, e.err
		case <-a.ctx.Done():
			return nil, a.ctx.Err()
		}
	}
	return a.Apart.Extract(ctx, name, data, opt)
}

// take returns what was begun of a file, if it was, and forgets those whose turn is
// over.
func (a *ahead) take(name string, data []byte) (found *early) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now, kept := a.at.Load(), a.waiting[:0]
	for _, e := range a.waiting {
		switch {
		case found == nil && e.name == name && bytes.Equal(e.data, data):
			found = e
		case e.turn >= now:
			kept = append(kept, e)
			continue
		}
		<-a.room
	}
	clear(a.waiting[len(kept):])
	a.waiting = kept
	return found
}

// start begins to read a file, unless its turn has come: then ok is false.
func (a *ahead) start(e *early, opt extract.Options, working *sync.WaitGroup) (ok bool) {
	e.done = make(chan struct{})
	a.mu.Lock()
	defer a.mu.Unlock()
	if e.turn <= a.at.Load() {
		return false
	}
	a.waiting = append(a.waiting, e)
	working.Go(func() {
		defer close(e.done)
		e.records, e.err = a.Apart.Extract(a.ctx, e.name, e.data, opt)
	})
	return true
}

// readAhead has files read apart before their turn, as long as found is read; walk
// finds the same files again. stop ends that.
func (r *run) readAhead(ctx context.Context, found, walk iter.Seq2[file, error]) (_ iter.Seq2[file, error], stop func()) {
	apart := r.opt.Extract.Apart
	if apart == nil || walk == nil {
		return found, func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var working sync.WaitGroup
	a := &ahead{Apart: apart, ctx: ctx, room: make(chan struct{}, runtime.GOMAXPROCS(0)+1)}
	a.walk = func() { working.Go(func() { r.walkAhead(a, walk, &working) }) }
	r.opt.Extract.Apart = a
	counted := func(yield func(file, error) bool) {
		for f, err := range found {
			a.at.Add(1)
			if !yield(f, err) {
				return
			}
		}
	}
	return counted, func() {
		cancel()
		working.Wait()
		r.opt.Extract.Apart = apart
	}
}

// walkAhead begins to read the files whose turn is yet to come.
func (r *run) walkAhead(a *ahead, walk iter.Seq2[file, error], working *sync.WaitGroup) {
	opt := r.opt.Extract
	turn := int64(0)
	for f, err := range walk {
		if turn++; err != nil || f.stream != nil || turn <= a.at.Load() {
			continue
		}
		select {
		case a.room <- struct{}{}:
		case <-a.ctx.Done():
			return
		}
		e := r.early(f, turn)
		if e == nil || !a.start(e, opt, working) {
			<-a.room
		}
	}
}

// early returns a file that is going to be read apart as a whole, nil for another.
func (r *run) early(f file, turn int64) *early {
	info, err := f.stat()
	if regular(info, err) != nil || info.Size() > maxEarly || r.settled(r.track(f, info)) {
		return nil
	}
	name, data, ok := extract.ReadsApart(f.name, func() (io.ReadCloser, error) { return f.openRegular() }, maxEarly)
	if !ok {
		return nil
	}
	return &early{turn: turn, name: name, data: data}
}
