package local

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/document"

	"vankien/index"
)

// Bounds of what is joined into one batch. A change that is larger by itself is
// a batch of its own. A batch costs some 8 ms however small it is, and is merged
// the more often the smaller it is; while it is built it takes some 40 times its
// text in memory.
const (
	batchDocs  = 3000
	batchBytes = 16 << 20
)

// maxBuilders is how many batches are built at once: one batch keeps little
// more than one core busy.
const maxBuilders = 2

// change is what one call writes, whole or not at all.
type change struct {
	docs    []*document.Document
	deleted []string
	labels  []byte // the new labels; nil leaves them
	bytes   int    // of text

	ifs     map[string]func(stored *index.Document) bool // conditions, by id; nil: none
	refused []string                                     // ids whose condition did not hold; to be read when done is closed

	done chan struct{} // closed when the change is on disk or failed
	err  error         // why it failed; to be read when done is closed
}

// ids calls f with what the change touches until f returns false. Labels go by
// the empty id, which no document has.
func (c *change) ids(f func(id string) bool) {
	for _, d := range c.docs {
		if !f(d.ID()) {
			return
		}
	}
	for _, id := range c.deleted {
		if !f(id) {
			return
		}
	}
	if c.labels != nil {
		f("")
	}
}

func (c *change) size() int { return len(c.docs) + len(c.deleted) }

// writer joins the changes of concurrent callers into batches, in the order in
// which they came. Two batches are built at once, and never with the same id
// in both: which of them reached the index last would be chance.
type writer struct {
	commit func([]*change) error

	pausing  sync.Mutex // held from pause to resume
	mu       sync.Mutex
	waiting  []*change
	busy     map[string]struct{} // ids of the batches being built
	building int
	paused   bool
	idle     chan struct{} // closed when the last batch is done; nil unless pause waits for that
}

// do returns when c is on disk or has failed. The end of ctx ends the waiting
// of a change whose batch has not begun.
func (w *writer) do(ctx context.Context, c *change) error {
	c.done = make(chan struct{})
	w.mu.Lock()
	w.waiting = append(w.waiting, c)
	w.dispatch()
	w.mu.Unlock()
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
	}
	if w.withdraw(c) {
		return ctx.Err()
	}
	<-c.done
	return c.err
}

// withdraw takes back a change that is still waiting.
func (w *writer) withdraw(c *change) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.Index(w.waiting, c)
	if i < 0 {
		return false
	}
	w.waiting = slices.Delete(w.waiting, i, i+1)
	w.dispatch() // others may have waited behind it
	return true
}

// dispatch starts the batches that can be started. Callers hold mu.
func (w *writer) dispatch() {
	for !w.paused && w.building < maxBuilders {
		batch := w.take()
		if len(batch) == 0 {
			return
		}
		w.building++
		go w.run(batch)
	}
}

// take removes the changes of the next batch from those that wait, and marks
// their ids. It stops at the first that does not fit, so that no change
// overtakes another; one with conditions is not joined to another of its documents, as
// they are about what is stored before the batch. Callers hold mu.
func (w *writer) take() []*change {
	n, docs, bytes := 0, 0, 0
	within := map[string]struct{}{}
	for _, c := range w.waiting {
		if c.touches(w.busy) || c.ifs != nil && c.touches(within) || n > 0 && (docs+c.size() > batchDocs || bytes+c.bytes > batchBytes) {
			break
		}
		n, docs, bytes = n+1, docs+c.size(), bytes+c.bytes
		c.mark(within)
	}
	batch := slices.Clone(w.waiting[:n])
	w.waiting = slices.Delete(w.waiting, 0, n)
	if w.busy == nil {
		w.busy = map[string]struct{}{}
	}
	maps.Copy(w.busy, within)
	return batch
}

// touches reports whether some ids are among those of c.
func (c *change) touches(ids map[string]struct{}) (found bool) {
	if len(ids) == 0 {
		return false
	}
	c.ids(func(id string) bool {
		_, found = ids[id]
		return !found
	})
	return found
}

// mark adds the ids of c to some.
func (c *change) mark(ids map[string]struct{}) {
	c.ids(func(id string) bool {
		ids[id] = struct{}{}
		return true
	})
}

// run writes a batch and tells its callers.
func (w *writer) run(batch []*change) {
	err := w.commit(batch)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range batch {
		c.ids(func(id string) bool {
			delete(w.busy, id)
			return true
		})
		c.err = err
		close(c.done)
	}
	w.building--
	w.dispatch()
	if w.building == 0 && w.idle != nil {
		close(w.idle)
		w.idle = nil
	}
}

// pause keeps further batches from being begun and returns when none is being
// built. Changes that come wait until resume; so does a second pause.
func (w *writer) pause() {
	w.pausing.Lock()
	w.mu.Lock()
	w.paused = true
	var idle chan struct{}
	if w.building > 0 {
		idle = make(chan struct{})
		w.idle = idle
	}
	w.mu.Unlock()
	if idle != nil {
		<-idle
	}
}

// resume lets batches begin again.
func (w *writer) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.paused = false
	w.dispatch()
	w.pausing.Unlock()
}
