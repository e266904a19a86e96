package index

import (
	"fmt"
	"sort"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// snapshot is one state of the index: a fixed list of immutable segments.
// Document numbers are global, a segment's offset plus the local number, and
// mean something within one snapshot only. Close it, or its files stay on disk.
type snapshot struct {
	*scorch.IndexSnapshot
	segments []*segmentView
	offsets  []uint64 // global number of each segment's first document
	release  func()
}

// segmentView is a segment with the columns read from it so far.
type segmentView struct {
	*scorch.SegmentSnapshot
	columns *segmentColumns
}

// snapshot pins the present state; the store cannot be replaced until the
// snapshot is closed.
func (x *Index) snapshot() (*snapshot, error) {
	x.mu.RLock()
	s, err := x.snapshotLocked()
	if err != nil {
		x.mu.RUnlock()
		return nil, err
	}
	s.release = x.mu.RUnlock
	return s, nil
}

func (x *Index) snapshotLocked() (*snapshot, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	adv, err := x.b.Advanced()
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	r, err := adv.Reader()
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	is, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		_ = r.Close()
		return nil, fmt.Errorf("read index: the store is a %T, not Scorch", r)
	}
	s := &snapshot{IndexSnapshot: is}
	var next uint64
	for i, c := range x.columns.forSegments(is.Segments()) {
		seg := is.Segments()[i]
		s.segments = append(s.segments, &segmentView{seg, c})
		s.offsets = append(s.offsets, next)
		next += uint64(seg.FullSize())
	}
	return s, nil
}

// Close releases the snapshot.
func (s *snapshot) Close() error {
	defer s.release()
	return s.IndexSnapshot.Close()
}

// locate returns the segment of a global document number, and the local one.
func (s *snapshot) locate(global uint64) (int, uint64) {
	i := sort.Search(len(s.offsets), func(i int) bool { return s.offsets[i] > global }) - 1
	return i, global - s.offsets[i]
}

// load reads a stored document.
func (s *segmentView) load(local uint64) (Document, error) {
	var d Document
	err := s.VisitDocument(local, func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == "_id" {
			d.ID = string(value)
		} else {
			d.setStored(field, value)
		}
		return true
	})
	if err != nil {
		return d, fmt.Errorf("load document: %w", err)
	}
	return d, nil
}

// loadField reads one stored text.
func (s *segmentView) loadField(local uint64, name string) (string, error) {
	var v string
	err := s.VisitDocument(local, func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == name {
			v = string(value)
			return false
		}
		return true
	})
	if err != nil {
		return "", fmt.Errorf("load %s: %w", name, err)
	}
	return v, nil
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
