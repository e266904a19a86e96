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
const AnalysisVersion = "viet " + viet.Version + ", fields 7"

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
	limit  int64 // bytes of segments that are read before a store is opened
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
// of it is not as it was written. Of an index larger than CheckAtOpen not all is
// read before Open returns; its methods wait for the rest.
func Open(dir string) (*Index, error) {
	x, err := open(dir, CheckAtOpen)
	if err != nil && x != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, err
}

// OpenToServe is Open, but returns an index also when a file of it is damaged,
// and the error. Until the file is as it was, all that such an index does is to
// return it.
func OpenToServe(dir string) (*Index, error) { return open(dir, CheckAtOpen) }

// open opens the index in dir, reading at most limit bytes of segments before it
// returns. With a *index.DamageError of the store it returns an index, too.
func open(dir string, limit int64) (*Index, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	lock, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	x := newIndex(dir, lock)
	x.limit = limit
	if x.names, err = loadNames(dir); err == nil {
		err = x.createIfAbsent()
	}
	if err == nil {
		err = x.openFirst()
	}
	if err != nil {
		err = fmt.Errorf("open index %q: %w", dir, err)
		if x.damagedFiles() != nil {
			return x, err
		}
		_ = lock.Unlock()
		return nil, err
	}
	return x, nil
}

// openFirst opens the store and removes what is left of older ones.
func (x *Index) openFirst() error {
	if err := x.otherWhole(x.openAgain()); err != nil {
		if x.damagedFiles() != nil {
			go x.keep(nil)
		}
		return err
	}
	x.tidy()
	if x.readable() {
		x.forgetUnused()
	} else {
		go x.forgetUnused()
	}
	return nil
}

// readable reports whether nobody has to wait for what is read of the index.
func (x *Index) readable() bool {
	s, err := x.snapshot()
	if err != nil {
		return false
	}
	defer s.Close()
	return s.mapped(func(m *mappedSegment) error {
		if !m.sound.Load() {
			return index.ErrChecking
		}
		return nil
	}) == nil
}

// newIndex returns an index that has yet to be opened.
func newIndex(dir string, lock *flock.Flock) *Index {
	x := &Index{dir: dir, lock: lock, room: freeSpace, names: plan.DefaultNames(), limit: CheckAtOpen, cache: DefaultCache, closing: make(chan struct{})}
	x.labels.Store(&map[string]string{})
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
	sound, err := checked(x.path(), x.limit, x.damagedFiles())
	if err != nil {
		return err
	}
	st, err := openStore(x.path(), false, sound)
	if err != nil {
		return errors.Join(check(x.path(), -1), err)
	}
	if err := st.checkVersion(); err != nil {
		return errors.Join(err, st.close())
	}
	x.publish(st)
	go x.keep(st)
	return nil
}

// publish makes st the store of readers and writers.
func (x *Index) publish(st *store) {
	x.mu.Lock()
	defer x.mu.Unlock()
	st.engine.setLimit(x.cache)
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
	case x.down.damaged():
		return x.down.err
	case x.store == nil:
		return errNotReopened
	}
	return x.store.damage()
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
