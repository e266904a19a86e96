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

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/gofrs/flock"

	"vankien/internal/viet"
)

// AnalysisVersion names the analysis and the layout of fields. An index built
// under another one would silently miss documents, so it is not opened.
const AnalysisVersion = "viet " + viet.Version + ", fields 1"

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
	b       bleve.Index  // nil when closed
	columns *columnCache

	labelMu sync.Mutex // serialises PutLabels
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
	if err := x.openBleve(); err != nil {
		_ = lock.Unlock()
		return nil, fmt.Errorf("open index %q: %w", dir, err)
	}
	return x, nil
}

// OpenMemory returns an empty index that lives in memory only.
func OpenMemory() (*Index, error) {
	b, err := bleve.NewUsing("", newMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open index in memory: %w", err)
	}
	x := &Index{b: b, columns: newColumnCache()}
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

// openBleve opens or creates the store and checks its version.
func (x *Index) openBleve() error {
	if _, err := os.Stat(x.store()); errors.Is(err, fs.ErrNotExist) {
		if err := create(x.store()); err != nil {
			return err
		}
	}
	b, err := bleve.OpenUsing(x.store(), config())
	if err != nil {
		return openError(err)
	}
	version, err := b.GetInternal([]byte(keyVersion))
	if err == nil && string(version) != AnalysisVersion {
		err = fmt.Errorf("%w (it has %q, this program needs %q)", ErrIncompatible, version, AnalysisVersion)
	}
	if err != nil {
		_ = b.Close()
		return err
	}
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
	b, err := bleve.NewUsing(fresh, newMapping(), scorch.Name, scorch.Name, config())
	if err != nil {
		return err
	}
	err = b.SetInternal([]byte(keyVersion), []byte(AnalysisVersion))
	if err := errors.Join(err, b.Close()); err != nil {
		return err
	}
	return os.Rename(fresh, path)
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
	if x.b == nil {
		return ErrClosed
	}
	err := x.b.Close()
	x.b = nil
	if x.lock != nil {
		err = errors.Join(err, x.lock.Unlock())
	}
	return err
}

// reopen replaces a store whose batch failed: Bleve keeps a closed segment in
// its root then, and every later search would panic.
func (x *Index) reopen() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.b == nil || x.dir == "" {
		return nil
	}
	_ = x.b.Close()
	x.b = nil
	return x.openBleve()
}

// Labels returns the labels of the collection's own topics by id.
func (x *Index) Labels() map[string]string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	labels := map[string]string{}
	if x.b == nil {
		return labels
	}
	if raw, err := x.b.GetInternal([]byte(keyLabels)); err == nil && raw != nil {
		_ = json.Unmarshal(raw, &labels)
	}
	return labels
}

// PutLabels adds labels of topics that belong to this collection; the label of
// an id already there is replaced.
func (x *Index) PutLabels(_ context.Context, labels map[string]string) error {
	x.labelMu.Lock()
	defer x.labelMu.Unlock()
	all := x.Labels()
	before := len(all)
	changed := false
	for id, l := range labels {
		changed = changed || all[id] != l
	}
	maps.Copy(all, labels)
	if !changed && len(all) == before {
		return nil
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("put labels: %w", err)
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.b == nil {
		return ErrClosed
	}
	return x.b.SetInternal([]byte(keyLabels), raw)
}
