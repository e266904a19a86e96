package segment

import "sync"

// columnWriter collects the places of keys of a field that documents have,
// document by document.
type columnWriter struct {
	head   *head
	field  int
	starts []uint32
	places []uint32
}

func newColumnWriter(h *head, field, n int) *columnWriter {
	return &columnWriter{head: h, field: field, starts: make([]uint32, n+1)}
}

// add says that document d has the key at a place of the field; documents come
// in order.
func (c *columnWriter) add(d, place uint32) {
	c.starts[d+1]++
	if c.starts[d+1] > 1 {
		c.head.Multiple[c.field] = true
	}
	c.places = append(c.places, place+1)
}

// write writes the column; that of a field without keys is not written.
func (c *columnWriter) write(f *fileWriter) {
	if len(c.places) == 0 {
		return
	}
	if !c.head.Multiple[c.field] {
		c.writePlaces(f, c.single())
		return
	}
	for d := range len(c.starts) - 1 {
		c.starts[d+1] += c.starts[d]
	}
	whole(f, ordinalOffsetSection+sectionID(c.field), c.starts)
	c.writePlaces(f, c.places)
}

// single is the place of each document where none has two.
func (c *columnWriter) single() []uint32 {
	places, next := make([]uint32, len(c.starts)-1), 0
	for d := range places {
		if c.starts[d+1] > 0 {
			places[d] = c.places[next]
			next++
		}
	}
	return places
}

func (c *columnWriter) writePlaces(f *fileWriter, places []uint32) {
	id := ordinalSection + sectionID(c.field)
	if c.head.FieldKeys[c.field+1]-c.head.FieldKeys[c.field] >= 1<<16-1 {
		c.head.Wide[c.field] = true
		whole(f, id, places)
		return
	}
	narrow := make([]uint16, len(places))
	for i, p := range places {
		narrow[i] = uint16(p)
	}
	whole(f, id, narrow)
}

// noPlaces is a column of n documents that have nothing.
func noPlaces(n int) []uint16 {
	empty.Lock()
	defer empty.Unlock()
	if n > len(empty.places) {
		empty.places = make([]uint16, n)
	}
	return empty.places[:n:n]
}

// empty is zeros for all columns that have nothing.
var empty struct {
	sync.Mutex
	places []uint16
}

// Places calls yield with the places of a document's keys, from 0.
func (c *Column) Places(document uint32, yield func(place int)) {
	from, to := document, document+1
	if c.Starts != nil {
		from, to = c.Starts[document], c.Starts[document+1]
	}
	for i := from; i < to; i++ {
		p := 0
		if c.Wide != nil {
			p = int(c.Wide[i])
		} else {
			p = int(c.Narrow[i])
		}
		if p > 0 {
			yield(p - 1)
		}
	}
}
