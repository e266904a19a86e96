package exec

import (
	"fmt"
	"slices"
	"strconv"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A column holds the values of one field for every document of a segment, as
// numbers into the dictionary of that field.
type column struct {
	dict  *dictionary
	one   []uint32 // number + 1 of the only value, or 0; nil when a document has several
	start []uint32 // values of document n are ids[start[n]:start[n+1]]
	ids   []uint32
}

// of returns the numbers of a document's values. buf is room for one.
func (c *column) of(d uint32, buf *[1]uint32) []uint32 {
	if c.one == nil {
		return c.ids[c.start[d]:c.start[d+1]]
	}
	if c.one[d] == 0 {
		return nil
	}
	buf[0] = c.one[d] - 1
	return buf[:]
}

// first returns the number of a document's first value.
func (c *column) first(d uint32) (uint32, bool) {
	var buf [1]uint32
	if ids := c.of(d, &buf); len(ids) > 0 {
		return ids[0], true
	}
	return 0, false
}

func (c *column) bytes() int64 { return 100 + 4*int64(len(c.one)+len(c.start)+len(c.ids)) }

// dictionary numbers the values of a field, the same in all segments, so that
// counts of segments add up by number. It only grows.
type dictionary struct {
	mu     sync.RWMutex
	ids    map[string]uint32
	values []string
}

// number returns the number of a value, giving it one if it is new.
func (d *dictionary) number(v []byte) uint32 {
	d.mu.RLock()
	id, ok := d.ids[string(v)]
	d.mu.RUnlock()
	if ok {
		return id
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if id, ok := d.ids[string(v)]; ok {
		return id
	}
	s := string(v)
	id = uint32(len(d.values))
	d.values = append(d.values, s)
	d.ids[s] = id
	return id
}

// lookup returns the number of a value that some document has had.
func (d *dictionary) lookup(v string) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	id, ok := d.ids[v]
	return id, ok
}

// all returns the values by number; they are never changed.
func (d *dictionary) all() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.values
}

// readColumn reads a field with doc values.
func readColumn(seg segment.Segment, field string, dict *dictionary) (*column, error) {
	n := seg.Count()
	c := &column{dict: dict, start: make([]uint32, n+1)}
	single := true
	err := visitValues(seg, field, func(d uint64, value []byte) {
		if value != nil {
			c.ids = append(c.ids, dict.number(value))
		}
		c.start[d+1] = uint32(len(c.ids))
		single = single && c.start[d+1]-c.start[d] <= 1
	})
	if err != nil {
		return nil, err
	}
	if single {
		c.one = make([]uint32, n)
		for d := range c.one {
			if c.start[d+1] > c.start[d] {
				c.one[d] = c.ids[c.start[d]] + 1
			}
		}
		c.start, c.ids = nil, nil
	}
	c.ids = slices.Clip(c.ids)
	return c, nil
}

// visitValues calls f for every value of every document, and for a document
// at the end of its values with nil.
func visitValues(seg segment.Segment, field string, f func(d uint64, value []byte)) error {
	dv, ok := seg.(segment.DocValueVisitable)
	if !ok {
		return fmt.Errorf("read column %s: segment %T keeps no doc values", field, seg)
	}
	fields := []string{field}
	var state segment.DocVisitState
	var err error
	for d := range seg.Count() {
		state, err = dv.VisitDocValues(d, fields, func(_ string, value []byte) { f(d, value) }, state)
		if err != nil {
			return fmt.Errorf("read column %s: %w", field, err)
		}
		f(d, nil)
	}
	return nil
}

// readNumbers reads a field with one decimal number a document; without it 0.
func readNumbers(seg segment.Segment, field string) ([]uint32, error) {
	list := make([]uint32, seg.Count())
	var bad error
	err := visitValues(seg, field, func(d uint64, value []byte) {
		if value == nil {
			return
		}
		v, err := strconv.ParseUint(string(value), 10, 32)
		if err != nil && bad == nil {
			bad = fmt.Errorf("read column %s: document %d: %w", field, d, err)
		}
		list[d] = uint32(v)
	})
	if err == nil {
		err = bad
	}
	return list, err
}
