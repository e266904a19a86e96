package exec

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A column holds the values of one field for every document of a segment, as
// numbers into the list of those values.
type column struct {
	values []string
	one    []uint32 // number + 1 of the only value, or 0; nil when a document has several
	start  []uint32 // values of document n are ids[start[n]:start[n+1]]
	ids    []uint32
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

// Bytes estimates the memory of a column.
func (c *column) Bytes() int64 {
	return 100 + 4*int64(len(c.one)+len(c.start)+len(c.ids)) + stringBytes(c.values)
}

// stringBytes estimates the memory of some strings.
func stringBytes(list []string) int64 {
	n := 16 * int64(len(list))
	for _, s := range list {
		n += int64(len(s))
	}
	return n
}

// numbering gives numbers to values as they come.
type numbering struct {
	ids    map[string]uint32
	values []string
}

func (n *numbering) of(v []byte) uint32 {
	id, ok := n.ids[string(v)]
	if !ok {
		id = uint32(len(n.values))
		s := string(v)
		n.values = append(n.values, s)
		n.ids[s] = id
	}
	return id
}

// readColumn reads a field with doc values.
func readColumn(ctx context.Context, seg segment.Segment, field string) (*column, error) {
	n := seg.Count()
	c := &column{start: make([]uint32, n+1)}
	known := numbering{ids: map[string]uint32{}}
	single := true
	err := visitValues(ctx, seg, field, func(d uint64, value []byte) {
		if value != nil {
			c.ids = append(c.ids, known.of(value))
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
	c.ids, c.values = slices.Clip(c.ids), slices.Clip(known.values)
	return c, nil
}

// years returns the column of the years of a column of dates.
func (c *column) years(n int) *column {
	known := numbering{ids: map[string]uint32{}}
	byDate := make([]uint32, len(c.values))
	for i, date := range c.values {
		byDate[i] = known.of([]byte(date[:4]))
	}
	y := &column{values: known.values, one: make([]uint32, n)}
	for d := range y.one {
		if id, ok := c.first(uint32(d)); ok {
			y.one[d] = byDate[id] + 1
		}
	}
	return y
}

// with writes those of n documents that have one of some values into set.
func (c *column) with(ctx context.Context, values []string, n int, set bitset) error {
	wanted := make([]bool, len(c.values))
	asked := make(map[string]bool, len(values))
	for _, v := range values {
		asked[v] = true
	}
	for i, v := range c.values {
		wanted[i] = asked[v]
	}
	var buf [1]uint32
	for d := range uint32(n) {
		if d%deadlineEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, id := range c.of(d, &buf) {
			if wanted[id] {
				set.set(d)
				break
			}
		}
	}
	return nil
}

// visitValues calls f for every value of every document, and for a document
// at the end of its values with nil.
func visitValues(ctx context.Context, seg segment.Segment, field string, f func(d uint64, value []byte)) error {
	dv, ok := seg.(segment.DocValueVisitable)
	if !ok {
		return fmt.Errorf("read column %s: segment %T keeps no doc values", field, seg)
	}
	fields := []string{field}
	var state segment.DocVisitState
	var err error
	for d := range seg.Count() {
		if d%deadlineEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		state, err = dv.VisitDocValues(d, fields, func(_ string, value []byte) { f(d, value) }, state)
		if err != nil {
			return fmt.Errorf("read column %s: %w", field, err)
		}
		f(d, nil)
	}
	return nil
}

// readNumbers reads a field with one decimal number a document; without it 0.
func readNumbers(ctx context.Context, seg segment.Segment, field string) ([]uint32, error) {
	list := make([]uint32, seg.Count())
	var bad error
	err := visitValues(ctx, seg, field, func(d uint64, value []byte) {
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
