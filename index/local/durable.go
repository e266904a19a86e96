package local

import (
	"math"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Bleve shows a batch to its readers as soon as it is in memory, milliseconds
// before it is on disk; with safe batches, too. What such a reader tells, a
// crash can take back. So readers do not get Bleve's present state, but the
// newest one that holds nothing that is not on disk.
//
// Bleve numbers its states. When it has taken a batch, the state that holds it
// is pinned, and waits until a state at least as new is on disk. Then it is
// shown, and the batch is acknowledged. States in between, which Bleve makes by
// merging or by putting a file in the place of memory, hold no other documents:
// when no batch is under way, the present state is shown instead, so that
// readers get merged segments and let go of memory.
//
// Nobody waits for the disk but writers.

// durable holds the state of a store that readers get.
type durable struct {
	of    *scorch.Scorch
	stats *scorch.Stats // of it

	mu      sync.Mutex
	shown   pin    // shown.state is nil before the store is opened and when it was released
	written uint64 // the newest state on disk
	taking  int    // batches that Bleve is taking: its present state may hold them, unpinned
	waiting []*pin // states that are not on disk, in the order of their numbers
}

// pin keeps the segments of a state.
type pin struct {
	state *scorch.IndexSnapshot
	epoch uint64        // its number
	done  chan struct{} // closed when what it holds is on disk
}

// allWritten is how new the disk is of a store that has none.
const allWritten = math.MaxUint64

// start shows the state that s was opened with.
func (d *durable) start(s *scorch.Scorch, stats *scorch.Stats, written uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.of, d.stats, d.written = s, stats, written
	d.show(d.present())
}

// take calls batch, which has Bleve take a batch, and returns the state that
// holds it. Once its done is closed, readers get the batch. A batch that failed
// may be in Bleve's present state all the same, so that is never shown again:
// the store has to be opened anew.
func (d *durable) take(batch func() error) (*pin, error) {
	d.mu.Lock()
	d.taking++
	d.mu.Unlock()
	if err := batch(); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.taking--
	p := d.present()
	if p.state != nil {
		d.waiting = append(d.waiting, &p)
	}
	d.advance()
	return &p, nil
}

// wrote tells that the state of a number is on disk.
func (d *durable) wrote(epoch uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.written = max(d.written, epoch)
	d.advance()
}

// advance shows the newest state that is on disk. Callers hold mu.
func (d *durable) advance() {
	n := 0
	for n < len(d.waiting) && d.waiting[n].epoch <= d.written {
		n++
	}
	ready := d.waiting[:n]
	d.waiting = d.waiting[n:]
	for _, p := range ready {
		d.show(pin{state: p.state, epoch: p.epoch})
	}
	if d.taking == 0 && len(d.waiting) == 0 {
		d.show(d.present())
	}
	for _, p := range ready {
		close(p.done)
	}
}

// show has readers get the state of p from now on, unless they get a newer one
// already. It takes over the pin. Callers hold mu.
func (d *durable) show(p pin) {
	if p.state == nil {
		return
	}
	if d.shown.state != nil && d.shown.epoch >= p.epoch {
		_ = p.state.Close()
		return
	}
	if d.shown.state != nil {
		_ = d.shown.state.Close()
	}
	d.shown = p
}

// present pins Bleve's present state. There is none when Bleve was closed.
func (d *durable) present() pin {
	for {
		epoch := atomic.LoadUint64(&d.stats.CurRootEpoch)
		r, _ := d.of.Reader() // its error is always nil
		state, _ := r.(*scorch.IndexSnapshot)
		if state == nil || atomic.LoadUint64(&d.stats.CurRootEpoch) == epoch {
			return pin{state, epoch, make(chan struct{})}
		}
		_ = state.Close() // replaced meanwhile: which of the two it is cannot be told
	}
}

// reader returns the newest state on disk, which the caller closes, or nil when
// it was released.
func (d *durable) reader() *scorch.IndexSnapshot {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shown.state != nil {
		d.shown.state.AddRef()
	}
	return d.shown.state
}

// giveUp forgets states that will not be on disk any more.
func (d *durable) giveUp() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.waiting {
		_ = p.state.Close()
	}
	d.waiting = nil
}

// release lets go of the state that readers get. Those who got it keep it.
func (d *durable) release() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shown.state != nil {
		_ = d.shown.state.Close()
		d.shown.state = nil
	}
}
