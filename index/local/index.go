package local

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"vankien/index"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// AnalysisVersion names the analysis and the layout of fields. An index built
// under another one would silently miss documents, so it is not opened.
const AnalysisVersion = "viet " + viet.Version + ", fields 3"

// Keys of Bleve's internal storage.
const (
	keyVersion = "vankien.analysis"
	keyLabels  = "vankien.labels"
)

// Index is a collection of documents. It is safe for concurrent use. Reading
// never waits for writing.
type Index struct {
	dir  string // "" in memory
	lock *flock.Flock

	mu     sync.Mutex // held for moments only; guards those below
	store  *store     // nil before the first was opened
	down   outage
	cache  int64 // bytes that the engine of the store may keep
	closed bool

	closing  chan struct{} // closed with closed
	exchange sync.Mutex    // serialises the replacing of the store
	writer   writer
	room     func(dir string) (uint64, bool) // free bytes of a directory's disk, if known

	labelMu sync.Mutex                        // serialises PutLabels
	labels  atomic.Pointer[map[string]string] // never changed in place
	names   plan.Names
}

// Open opens the index in dir, creating both when absent. It fails at once
// with ErrLocked when another process has dir open, with index.ErrIncompatible when
// the index was built by another analysis, and with a *index.DamageError when a file
// of it is not as it was written; an index larger than CheckAtOpen is opened
// without looking at all of it (Verify does).
func Open(dir string) (*Index, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	lock, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	x := newIndex(dir, lock)
	if x.names, err = loadNames(dir); err == nil {
		err = x.createIfAbsent()
	}
	if err == nil {
		err = x.otherWhole(x.openStore())
	}
	if err != nil {
		_ = lock.Unlock()
		return nil, fmt.Errorf("open index %q: %w", dir, err)
	}
	x.tidy()
	x.forgetUnused()
	return x, nil
}

// newIndex returns an index that has yet to be opened.
func newIndex(dir string, lock *flock.Flock) *Index {
	x := &Index{dir: dir, lock: lock, room: freeSpace, names: defaultNames(), cache: DefaultCache, closing: make(chan struct{})}
	x.writer.commit = x.commit
	return x
}

// Exists reports whether dir holds an index, of whatever version.
func Exists(dir string) bool {
	for _, name := range []string{"index", "index.new", "index.old"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// OpenMemory returns an empty index that lives in memory only.
func OpenMemory() (*Index, error) {
	st, err := memoryStore()
	if err != nil {
		return nil, fmt.Errorf("open index in memory: %w", err)
	}
	x := newIndex("", nil)
	x.publish(st)
	return x, nil
}

// openStore opens the store in its place, if it is sound and of the present
// version.
func (x *Index) openStore() error {
	if err := check(x.path(), CheckAtOpen); err != nil {
		return err
	}
	st, err := openStore(x.path(), false)
	if err != nil {
		return err
	}
	if err := st.checkVersion(); err != nil {
		return errors.Join(err, st.close())
	}
	x.publish(st)
	x.startWarming(st)
	go x.keep(st)
	return nil
}

// publish makes st the store of readers and writers.
func (x *Index) publish(st *store) {
	x.mu.Lock()
	defer x.mu.Unlock()
	st.engine.SetLimit(x.cache)
	if x.store != nil {
		x.store.durable.release()
	}
	x.store = st
	if !x.closed {
		x.down = outage{}
	}
	x.setLabels(st.labels)
}

// current returns the store, or says why it cannot be used.
func (x *Index) current() (*store, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.store, x.usable()
}

// usable says why the store cannot be used, or nil. Callers hold mu.
func (x *Index) usable() error {
	switch {
	case x.closed:
		return index.ErrClosed
	case x.store == nil:
		return index.ErrUnavailable
	case x.down.damaged():
		return fmt.Errorf("%w: %w", index.ErrUnavailable, x.down.err)
	}
	return nil
}

// Close waits for the writes under way and releases the index; those that wait
// get index.ErrClosed. What was acknowledged is on disk already, and searches under
// way keep what they read.
func (x *Index) Close() error {
	x.mu.Lock()
	if x.closed {
		x.mu.Unlock()
		return index.ErrClosed
	}
	x.closed, x.down = true, outage{time.Now(), index.ErrClosed}
	x.mu.Unlock()
	close(x.closing)
	x.writer.pause()
	defer x.writer.resume()
	x.exchange.Lock()
	defer x.exchange.Unlock()
	var err error
	if x.store != nil {
		err = x.store.close()
		x.store.durable.release()
	}
	if x.lock != nil {
		err = errors.Join(err, x.lock.Unlock())
	}
	return err
}
