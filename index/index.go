package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/gofrs/flock"

	"vankien/internal/viet"
)

// AnalysisVersion names the analysis and the layout of fields. An index built
// under another one would silently miss documents, so it is not opened.
const AnalysisVersion = "viet " + viet.Version + ", fields 2"

// Keys of Bleve's internal storage.
const (
	keyVersion = "vankien.analysis"
	keyLabels  = "vankien.labels"
)

// Index is a collection of documents. It is safe for concurrent use.
type Index struct {
	dir  string // "" in memory
	lock *flock.Flock

	mu      sync.RWMutex // held for reading by every use of b, for writing while b is replaced
	b       bleve.Index  // nil when closed or unusable
	closed  bool
	columns *columnCache

	labelMu sync.Mutex                        // serialises PutLabels
	labels  atomic.Pointer[map[string]string] // never changed in place
	writeMu sync.RWMutex                      // held for writing while the index is rebuilt, for reading by every write
	tables  *tables
}

// config returns the settings of every open: bolt_timeout keeps a second open
// from hanging for ever. Bleve writes the path into the map it is given, so
// each open needs its own.
func config() map[string]any { return map[string]any{"bolt_timeout": "1s"} }

// Open opens the index in dir, creating both when absent. It fails at once
// with ErrLocked when another process has dir open, and with ErrIncompatible
// when the index was built by another analysis.
func Open(dir string) (*Index, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	lock, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	x := &Index{dir: dir, lock: lock}
	x.tables, err = loadTables(dir)
	if err == nil {
		err = x.createIfAbsent()
	}
	if err == nil {
		err = x.openBleve()
	}
	if err != nil {
		_ = lock.Unlock()
		return nil, fmt.Errorf("open index %q: %w", dir, err)
	}
	return x, nil
}

// Exists reports whether dir holds an index, of whatever version.
func Exists(dir string) bool {
	for _, name := range []string{"index", "index.old"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// OpenMemory returns an empty index that lives in memory only.
func OpenMemory() (*Index, error) {
	b, err := bleve.NewUsing("", newMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open index in memory: %w", err)
	}
	x := &Index{b: b, columns: newColumnCache(), tables: defaultTables()}
	x.labels.Store(&map[string]string{})
	return x, b.SetInternal([]byte(keyVersion), []byte(AnalysisVersion))
}

// newMapping is what Bleve stores as the index's mapping. Documents come to
// Bleve ready made, so it maps nothing.
func newMapping() mapping.IndexMapping {
	m := mapping.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	return m
}

func (x *Index) store() string { return filepath.Join(x.dir, "index") }

// createIfAbsent makes the store of a directory that has none. Only Open does
// so: a store that is gone later is a fault, not a new collection.
func (x *Index) createIfAbsent() error {
	if err := x.recoverStore(); err != nil {
		return err
	}
	if _, err := os.Stat(x.store()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return create(x.store())
}

// openBleve opens the store, if it is of the present version.
func (x *Index) openBleve() error {
	if err := x.openAny(); err != nil {
		return err
	}
	version, err := x.b.GetInternal([]byte(keyVersion))
	if err == nil && string(version) != AnalysisVersion {
		err = fmt.Errorf("%w (it has %q, this program needs %q)", ErrIncompatible, version, AnalysisVersion)
	}
	if err != nil {
		_ = x.b.Close()
		x.b = nil
	}
	return err
}

// openAny opens the store, whatever analysis built it, and reads its labels.
func (x *Index) openAny() error {
	b, err := bleve.OpenUsing(x.store(), config())
	if err != nil {
		return openError(err)
	}
	labels, err := readLabels(b)
	if err != nil {
		_ = b.Close()
		return err
	}
	x.labels.Store(&labels)
	x.b, x.columns = b, newColumnCache()
	return nil
}

// create makes an empty store beside its place and moves it there whole, so
// that an interrupted start leaves nothing half made.
func create(path string) error {
	fresh := path + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	b, err := newStore(fresh)
	if err != nil {
		return err
	}
	if err := b.Close(); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}

// newStore makes an empty store of the present version.
func newStore(path string) (bleve.Index, error) {
	b, err := bleve.NewUsing(path, newMapping(), scorch.Name, scorch.Name, config())
	if err != nil {
		return nil, err
	}
	if err := b.SetInternal([]byte(keyVersion), []byte(AnalysisVersion)); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// openError puts Bleve's less helpful words into a sentence.
func openError(err error) error {
	switch {
	case strings.Contains(err.Error(), "timeout"):
		return fmt.Errorf("%w (its store answers no lock)", ErrLocked)
	case strings.Contains(err.Error(), "error parsing mapping JSON"), errors.Is(err, bleve.ErrorIndexMetaMissing), errors.Is(err, bleve.ErrorIndexMetaCorrupt):
		return fmt.Errorf("the store is damaged (%w): restore it from a backup, or move it away and add the documents again", err)
	}
	return err
}

// Close releases the index. What Put acknowledged is on disk already.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return ErrClosed
	}
	x.closed = true
	var err error
	if x.b != nil {
		err = x.b.Close()
	}
	x.b = nil
	if x.lock != nil {
		err = errors.Join(err, x.lock.Unlock())
	}
	return err
}

// reopen replaces a store whose batch failed: Bleve keeps a closed segment in
// its root then, and every later search would panic. When the store cannot be
// opened again the index answers ErrUnavailable, and the next write tries anew.
func (x *Index) reopen() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed || x.dir == "" {
		return nil
	}
	if x.b != nil {
		_ = x.b.Close()
		x.b = nil
	}
	return x.openBleve()
}

// usable says why the store cannot be used, or nil. Callers hold mu.
func (x *Index) usable() error {
	switch {
	case x.closed:
		return ErrClosed
	case x.b == nil:
		return ErrUnavailable
	}
	return nil
}

func readLabels(b bleve.Index) (map[string]string, error) {
	labels := map[string]string{}
	raw, err := b.GetInternal([]byte(keyLabels))
	if err != nil || raw == nil {
		return labels, err
	}
	if err := json.Unmarshal(raw, &labels); err != nil {
		return nil, fmt.Errorf("labels of topics: %w", err)
	}
	return labels, nil
}

// Labels returns the labels of the collection's own topics by id. Callers do
// not change the map.
func (x *Index) Labels() map[string]string { return *x.labels.Load() }

// PutLabels adds labels of topics that belong to this collection; the label of
// an id already there is replaced. When it returns nil they are on disk.
func (x *Index) PutLabels(ctx context.Context, labels map[string]string) error {
	x.labelMu.Lock()
	defer x.labelMu.Unlock()
	all := maps.Clone(x.Labels())
	maps.Copy(all, labels)
	if maps.Equal(all, x.Labels()) {
		return nil
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("put labels: %w", err)
	}
	err = x.write(ctx, "put labels", func(b *bleve.Batch) error {
		b.SetInternal([]byte(keyLabels), raw)
		return nil
	})
	if err == nil {
		x.labels.Store(&all)
	}
	return err
}
