package index

import (
	"fmt"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// column holds the values of one field for every document of a segment, as
// numbers into a list of distinct values.
type column struct {
	values []string
	start  []uint32 // values of document n are ids[start[n]:start[n+1]]
	ids    []uint32
	days   []dayRange // by value; only in the column of dates
}

func (c *column) of(local uint64) []uint32 { return c.ids[c.start[local]:c.start[local+1]] }

// first returns the first value of a document, and whether it has one.
func (c *column) first(local uint64) (uint32, bool) {
	if ids := c.of(local); len(ids) > 0 {
		return ids[0], true
	}
	return 0, false
}

// columnCache keeps the columns of the segments in use. It is no second truth:
// a segment is immutable, and its columns go when it goes.
type columnCache struct {
	mu   sync.Mutex
	segs map[uint64]*segmentColumns
}

func newColumnCache() *columnCache { return &columnCache{segs: map[uint64]*segmentColumns{}} }

// forSegments returns the columns of each segment and forgets those of others.
func (c *columnCache) forSegments(segs []*scorch.SegmentSnapshot) []*segmentColumns {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]*segmentColumns, len(segs))
	fresh := make(map[uint64]*segmentColumns, len(segs))
	for i, s := range segs {
		if list[i] = c.segs[s.Id()]; list[i] == nil {
			list[i] = &segmentColumns{byField: map[string]*column{}}
		}
		list[i].readFrom(s.Segment())
		fresh[s.Id()] = list[i]
	}
	c.segs = fresh
	return list
}

// segmentColumns reads the columns of one segment when they are first asked for.
type segmentColumns struct {
	seg     segment.Segment
	mu      sync.Mutex
	byField map[string]*column
}

// readFrom names the segment to read from: the same one moves from memory to
// disk, and the older object must not be kept.
func (s *segmentColumns) readFrom(seg segment.Segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seg = seg
}

// get returns the column of a doc-value field, or for FieldYear that of years.
func (s *segmentColumns) get(name string) (*column, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.byField[name]; c != nil {
		return c, nil
	}
	field := name
	if name == string(FieldYear) {
		field = fieldDate
	}
	c, err := readColumn(s.seg, field)
	if err != nil {
		return nil, fmt.Errorf("read column %s: %w", field, err)
	}
	switch name {
	case string(FieldYear):
		c = years(c)
	case fieldDate:
		for _, v := range c.values {
			c.days = append(c.days, daysOf(v))
		}
	}
	s.byField[name] = c
	return c, nil
}

func readColumn(seg segment.Segment, field string) (*column, error) {
	n := seg.Count()
	c := &column{start: make([]uint32, n+1)}
	dv, ok := seg.(segment.DocValueVisitable)
	if !ok {
		return nil, fmt.Errorf("segment %T keeps no doc values", seg)
	}
	known := map[string]uint32{}
	fields := []string{field}
	var state segment.DocVisitState
	var err error
	for doc := range n {
		state, err = dv.VisitDocValues(doc, fields, func(_ string, value []byte) {
			id, ok := known[string(value)]
			if !ok {
				id = uint32(len(c.values))
				c.values = append(c.values, string(value))
				known[c.values[id]] = id
			}
			c.ids = append(c.ids, id)
		}, state)
		if err != nil {
			return nil, err
		}
		c.start[doc+1] = uint32(len(c.ids))
	}
	return c, nil
}

// years derives the column of years from that of dates.
func years(dates *column) *column {
	c := &column{start: dates.start, ids: make([]uint32, len(dates.ids))}
	known := map[string]uint32{}
	for i, d := range dates.ids {
		y := dates.values[d][:4]
		id, ok := known[y]
		if !ok {
			id = uint32(len(c.values))
			c.values = append(c.values, y)
			known[y] = id
		}
		c.ids[i] = id
	}
	return c
}
