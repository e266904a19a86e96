package local

import (
	"errors"
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/segment"
)

// snapshot is one state of the index: a fixed list of immutable segments.
// Close it, or its files stay on disk.
type snapshot struct {
	*scorch.IndexSnapshot
	segments []segmentView
	store    *store // that the state is of
	engine   *engine
}

// segmentView is a segment whose documents can be loaded.
type segmentView struct{ *scorch.SegmentSnapshot }

// snapshot pins the present state. What is read of it is right only if read, or
// trusted before and vouch afterwards, say so.
func (x *Index) snapshot() (*snapshot, error) {
	st, is, err := x.reader()
	if err != nil {
		return nil, err
	}
	return newSnapshot(st, is), nil
}

// newSnapshot takes over a state of a store.
func newSnapshot(st *store, is *scorch.IndexSnapshot) *snapshot {
	s := &snapshot{IndexSnapshot: is, store: st, engine: st.engine}
	for _, seg := range is.Segments() {
		s.segments = append(s.segments, segmentView{seg})
	}
	return s
}

// reader returns the store and its present state, which the caller closes.
func (x *Index) reader() (*store, *scorch.IndexSnapshot, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.usable(); err != nil {
		return nil, nil, err
	}
	is, err := x.store.reader()
	return x.store, is, err
}

// guard runs f, which reads the segment and nothing else.
func (s segmentView) guard(f func() error) error {
	return exec.Guard(exec.SegmentName(s.Segment()), f)
}

// docID reads the id of a document.
func (s segmentView) docID(local uint64) (id []byte, err error) {
	err = s.guard(func() (err error) { id, err = s.DocID(local); return err })
	return id, err
}

// load reads a stored document.
func (s segmentView) load(local uint64) (index.Document, error) {
	var d index.Document
	err := s.guard(func() error {
		return s.VisitDocument(local, func(field string, _ byte, value []byte, _ []uint64) bool {
			if field == "_id" {
				d.ID = string(value)
			} else {
				setStored(&d, field, string(value))
			}
			return true
		})
	})
	if err != nil {
		return d, fmt.Errorf("load document: %w", err)
	}
	return d, nil
}

// stored calls visit with the small stored values of a document, as
// segment.Segment.Stored does.
func (s segmentView) stored(document uint32, visit func(field string, value []byte) bool) error {
	return s.guard(func() error {
		x, ok := segment.Of(s.Segment())
		if !ok {
			return errors.New("it is of another format")
		}
		return x.Stored(document, false, visit)
	})
}

// find returns the place of a live document.
func (s *snapshot) find(id string) (seg int, local uint64, ok bool, err error) {
	for i, v := range s.segments {
		nums, err := v.DocNumbers([]string{id})
		if err != nil {
			return 0, 0, false, fmt.Errorf("look up %q: %w", id, err)
		}
		if !nums.IsEmpty() {
			return i, uint64(nums.Minimum()), true, nil
		}
	}
	return 0, 0, false, nil
}
