package local

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"vankien/index"
	"vankien/index/exec"
)

// store is one opening of a Bleve index. A snapshot taken from it holds its own
// segments and stays readable when the store is closed, so a store is replaced
// without waiting for readers.
//
// Bleve's safe batches are not used: one that cannot be persisted leaves a
// closed segment in Bleve's root, and every search after it panics. Its unsafe
// batches leave the root whole; commit waits until the persister says that the
// batch is on disk, which is the same promise.
type store struct {
	path    string // "" in memory
	b       bleve.Index
	scorch  *scorch.Scorch
	durable durable           // what readers get, also of a store that was closed, until it is released
	engine  *engine           // what it keeps belongs to the states of this opening
	labels  map[string]string // as they were when the store was opened

	decided  sync.Once
	accepted chan struct{} // closed when it is known whether the store is taken
	taken    bool          // to be read when accepted is closed

	once       sync.Once // closes Bleve's part
	fail       sync.Once
	opened     atomic.Bool            // by Bleve: what it opens from then on was just written
	sound      map[string]os.FileInfo // segments found sound before they were opened
	lenient    bool                   // readers make do with what is there
	badMu      sync.Mutex             // serialises harm
	bad        atomic.Pointer[index.DamageError]
	badSince   time.Time     // to be read when bad is set
	closing    chan struct{} // closed when Bleve begins to close
	stuck      chan struct{} // closed when Bleve is closed and that may never end
	panicked   atomic.Bool   // one of Bleve's goroutines
	guarded    chan struct{} // closed when a fault in the persister ends nothing else
	guard      sync.Once
	written    chan struct{} // closed with the first batch
	wrote      sync.Once
	root       os.FileInfo // root.bolt, when the store was opened
	began      time.Time
	nextLook   atomic.Int64 // time since began at which a reader looks at files
	alwaysLook atomic.Bool  // every reader does

	gone  chan struct{} // closed when the persister failed or ended: what is not on disk by then may never be; nil in memory
	cause error         // why; set before gone is closed
}

// callbacks is the name under which the store being opened is told of Bleve's
// events. Bleve looks names up in maps of its own, which registry guards.
const callbacks = "vankien"

var registry sync.Mutex

// accept lets Bleve change files of a store that was opened, or, when it is not
// taken, lets it be closed. Until then Bleve merges nothing and removes nothing:
// it may have opened another state than the newest.
func (st *store) accept(taken bool) {
	st.decided.Do(func() {
		st.taken = taken
		close(st.accepted)
	})
}

// use takes over an open Bleve index, whose states are on disk up to the number
// written.
func (st *store) use(b bleve.Index, written uint64) error {
	st.b = b
	adv, err := b.Advanced()
	if err != nil {
		return err
	}
	s, ok := adv.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("the store is a %T, not Scorch", adv)
	}
	stats, ok := s.Stats().(*scorch.Stats)
	if !ok {
		return fmt.Errorf("the numbers of the store are a %T", s.Stats())
	}
	st.scorch = s
	st.durable.start(s, stats, written)
	st.labels, err = readLabels(b)
	return err
}

// checkVersion refuses a store of another analysis.
func (st *store) checkVersion() error {
	version, err := st.b.GetInternal([]byte(keyVersion))
	if err == nil && string(version) != AnalysisVersion {
		err = fmt.Errorf("%w (it has %q, this program needs %q)", index.ErrIncompatible, version, AnalysisVersion)
	}
	return err
}

// onError hears of failures in Bleve's own goroutines. A merge that fails is
// tried again and endangers nothing.
func (st *store) onError(err error, _ string) {
	var e *scorch.ScorchError
	if errors.As(err, &e) && (e.Source == "persister" && e.ErrType == scorch.ErrPersist || e.ErrType == scorch.ErrAsyncPanic) {
		if e.ErrType == scorch.ErrAsyncPanic {
			st.panicked.Store(true)
		}
		st.end(diskError(err))
	}
}

// end lets those know who wait for the persister that it will not come.
func (st *store) end(cause error) {
	st.fail.Do(func() {
		st.cause = cause
		if st.gone != nil {
			close(st.gone)
		}
	})
}

// close waits for the batches that Bleve is taking; what is not on disk when
// it returns is given up. Readers still get the last state that was, until
// release. Closing it again does nothing.
func (st *store) close() (err error) {
	st.once.Do(func() {
		if st.panicked.Load() {
			go st.b.Close() // which may wait for ever, for what the goroutine that panicked held
			<-st.closing
			close(st.stuck)
		} else {
			err = st.b.Close()
		}
		st.end(errors.New("the store was closed before the batch was on disk"))
		st.durable.giveUp()
	})
	return err
}

// onEvent hears of what Bleve does, in the goroutine that does it. Faults at
// mapped memory become panics there, which Bleve recovers from.
func (st *store) onEvent(e scorch.Event) bool {
	switch e.Kind {
	case scorch.EventKindPreMergeCheck:
		debug.SetPanicOnFault(true)
		return st.mayMerge()
	case scorch.EventKindPurgerCheck:
		st.guardPersister()
		<-st.accepted
		return st.taken && st.damage() == nil && (closed(st.written) || time.Since(st.began) > calm)
	case scorch.EventKindCloseStart:
		st.accept(false)
		close(st.closing)
	case scorch.EventKindPersisterProgress:
		st.guardPersister()
		st.onDisk()
	}
	return true
}

// guardPersister makes faults at the mapped root.bolt panics of the persister,
// which calls it.
func (st *store) guardPersister() {
	debug.SetPanicOnFault(true)
	st.guard.Do(func() { close(st.guarded) })
}

// mayMerge waits until the store is taken. Of a damaged one it never returns
// before the end: Bleve would ask again at once.
func (st *store) mayMerge() bool {
	<-st.accepted
	select {
	case <-st.written:
	case <-time.After(calm - time.Since(st.began)):
	case <-st.closing:
	}
	if st.damage() != nil {
		<-st.closing
		return false
	}
	return st.taken
}

// calm is for how long after opening, unless something is written, no files are
// rewritten or removed: who only searches needs none of that, and a server has
// better things to do as it starts.
const calm = 5 * time.Second

// onDisk hears that a state is on disk, from the one goroutine that writes
// root.bolt.
func (st *store) onDisk() {
	if <-st.accepted; !st.taken || st.failed() {
		return // what is on disk after a failure is known when the store was opened anew
	}
	st.durable.wrote(atomic.LoadUint64(&st.durable.stats.LastPersistedEpoch))
	_ = seal(st.path) // without sums the next opening just has less to compare with
}

// failed reports whether the persister failed or ended.
func (st *store) failed() bool {
	return closed(st.gone)
}

// closed reports whether a channel that nothing is sent to is closed.
func closed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// commit has Bleve take a batch and returns when it is on disk and the next
// reader gets it. After an error that is open: the batch is there whole or
// not at all, and the store must be opened anew.
func (st *store) commit(b *bleve.Batch) error {
	if st.written != nil {
		st.wrote.Do(func() { close(st.written) })
	}
	p, err := st.durable.take(func() error { return st.batch(b) })
	if err != nil {
		return diskError(err)
	}
	select {
	case <-p.done:
		return nil
	case <-st.gone:
	}
	select {
	case <-p.done:
		return nil
	default:
		return st.cause
	}
}

// batch has Bleve take a batch. Bleve lets a batch wait for the end of a close,
// so of one that may never end it gives up.
func (st *store) batch(b *bleve.Batch) error {
	taken := make(chan error, 1)
	go func() { taken <- exec.Guard("", func() error { return st.b.Batch(b) }) }()
	select {
	case err := <-taken:
		return err
	case <-st.stuck:
		return st.cause
	}
}

// diskError makes an error of the disk one that callers can test for: Bleve
// keeps only the words of its cause.
func diskError(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		if errors.Is(err, full) || strings.Contains(err.Error(), full.Error()) {
			return fmt.Errorf("%w: %w", index.ErrNoSpace, err)
		}
	}
	return err
}

// reader returns the newest state on disk; the caller closes it.
func (st *store) reader() (*scorch.IndexSnapshot, error) {
	if is := st.durable.reader(); is != nil {
		return is, nil
	}
	return nil, fmt.Errorf("read index: %w", index.ErrClosed)
}
