package local

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"vankien/index"
)

// openStore opens the store in the directory path, whatever analysis built it.
// It does not look for damage; readers and writers do, but for the segments
// that are known as sound. A store that is only read is one whose damage is
// known: readers get what there is, and nothing on disk changes.
func openStore(path string, readOnly bool, sound map[string]os.FileInfo) (*store, error) {
	st, err := openUndecided(path, readOnly, sound)
	if st == nil {
		return nil, err
	}
	st.accept(err == nil)
	if err != nil {
		return nil, errors.Join(err, st.close())
	}
	return st, nil
}

// openUndecided opens a store that has yet to be accepted, also when it returns
// an error, unless it is nil.
func openUndecided(path string, readOnly bool, sound map[string]os.FileInfo) (*store, error) {
	newest, err := newestState(path)
	if err != nil {
		return nil, err
	}
	if err := newest.format.known(); err != nil {
		return nil, err
	}
	if newest.format != ownFormat && !readOnly {
		return nil, fmt.Errorf("%w (its segments are of an earlier format)", index.ErrIncompatible)
	}
	st := &store{path: path, engine: newEngine(), gone: make(chan struct{}), accepted: make(chan struct{}), closing: make(chan struct{}), stuck: make(chan struct{}), written: make(chan struct{}), guarded: make(chan struct{})}
	st.sound, st.lenient, st.began = sound, readOnly, time.Now()
	b, err := st.openBleve(readOnly)
	if err != nil {
		return nil, openError(err)
	}
	st.opened.Store(true)
	if !readOnly {
		select {
		case <-st.guarded:
		case <-st.gone:
		}
	}
	st.root, err = os.Stat(filepath.Join(path, rootName))
	if err != nil {
		return st, err
	}
	if err := st.use(b, 0); err != nil {
		return st, err
	}
	return st, st.holds(newest.segments)
}

// newestState reads the newest state on disk.
func newestState(path string) (rootState, error) {
	raw, err := os.ReadFile(filepath.Join(path, rootName))
	if err != nil {
		return rootState{}, err
	}
	state, err := readRoot(raw)
	if err != nil {
		return rootState{}, fmt.Errorf("%s: %w", rootName, err)
	}
	return state, nil
}

// holds returns an error unless the store was opened with those segments: Bleve
// opens an older state, or none, when a segment of the newest one cannot be
// opened, be it for want of file descriptors.
func (st *store) holds(newest []string) error {
	is, err := st.reader()
	if err != nil {
		return err
	}
	defer is.Close()
	there := is.Segments()
	for _, name := range newest {
		if !slices.ContainsFunc(there, func(s *scorch.SegmentSnapshot) bool { return filepath.Base(segmentView{s}.file()) == name }) {
			return fmt.Errorf("store/%s cannot be opened", name)
		}
	}
	return nil
}

// openBleve opens Bleve's part. bolt_timeout keeps a second open from hanging
// for ever. Where a segment is damaged Bleve may panic.
func (st *store) openBleve(readOnly bool) (b bleve.Index, err error) {
	registry.Lock()
	defer registry.Unlock()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the store cannot be opened: %v", p)
		}
	}()
	scorch.RegistryAsyncErrorCallbacks[callbacks] = st.onError
	scorch.RegistryEventCallbacks[callbacks] = st.onEvent
	return bleve.OpenUsing(st.path, settings(map[string]any{
		"unsafe_batch":           true,
		"read_only":              readOnly,
		"segmentConfig":          map[string]any{storeOption: st},
		"asyncErrorCallbackName": callbacks,
		"eventCallbackName":      callbacks,
	}))
}

// settings are those of every store of Bleve's, besides more. A store of an
// earlier format keeps that.
//
// Merging keeps segments few, as a search asks each of them: up to three of a
// size, each size being five times the one below, and at most six are merged at
// once. Sizes are in documents; what is smaller than some batches counts as large
// as those, so that it is merged with its like.
func settings(more map[string]any) map[string]any {
	all := map[string]any{
		"bolt_timeout":        "1s",
		"forceSegmentType":    ownFormat.name,
		"forceSegmentVersion": int(ownFormat.version),
		"scorchMergePlanOptions": map[string]any{
			"MaxSegmentsPerTier":   3,
			"SegmentsPerMergeTask": 6,
			"TierGrowth":           5.0,
			"FloorSegmentSize":     8000,
			"MaxSegmentSize":       5_000_000,
			"ReclaimDeletesWeight": 2.0,
		},
	}
	maps.Copy(all, more)
	return all
}

// memoryStore makes an empty store in memory.
func memoryStore() (*store, error) {
	b, err := bleve.NewUsing("", newMapping(), scorch.Name, scorch.Name, settings(nil))
	if err != nil {
		return nil, err
	}
	st := &store{engine: newEngine()}
	if err := st.use(b, allWritten); err != nil {
		return nil, err
	}
	batch := b.NewBatch()
	batch.SetInternal([]byte(keyVersion), []byte(AnalysisVersion))
	return st, st.commit(batch)
}

// newStore makes an empty store of the present version.
func newStore(path string) error {
	b, err := bleve.NewUsing(path, newMapping(), scorch.Name, scorch.Name, settings(nil))
	if err != nil {
		return diskError(err)
	}
	err = b.SetInternal([]byte(keyVersion), []byte(AnalysisVersion))
	if err = errors.Join(err, b.Close()); err != nil {
		return diskError(err)
	}
	return seal(path)
}

// newMapping is what Bleve stores as the index's mapping. Documents come to
// Bleve ready made, so it maps nothing.
func newMapping() mapping.IndexMapping {
	m := mapping.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	return m
}

// openError puts Bleve's less helpful words into a sentence.
func openError(err error) error {
	switch {
	case strings.Contains(err.Error(), "timeout"):
		return fmt.Errorf("%w (its store answers no lock)", ErrLocked)
	case strings.Contains(err.Error(), "error parsing mapping JSON"):
		return fmt.Errorf("%s: it has no state that can be opened (%w)", rootName, err)
	}
	return err
}
