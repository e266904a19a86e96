package segment

// columnWriter collects the places of keys that documents have, document by
// document.
type columnWriter struct {
	head    *head
	columns []columnParts // by field
}

type columnParts struct {
	wanted bool
	starts []uint32
	places []uint32
}

func newColumnWriter(h *head, n int) *columnWriter {
	w := &columnWriter{head: h, columns: make([]columnParts, len(h.Layout.Fields)+1)}
	h.Wide, h.Multiple = make([]bool, len(w.columns)), make([]bool, len(w.columns))
	for f := range h.Layout.Fields {
		if h.Layout.Fields[f].Column {
			w.columns[f+1] = columnParts{wanted: true, starts: make([]uint32, n+1)}
		}
	}
	return w
}

func (w *columnWriter) has(field int) bool { return w.columns[field].wanted }

// add says that document d has the key at a place of the field; documents come
// in order.
func (w *columnWriter) add(field int, d, place uint32) {
	c := &w.columns[field]
	c.starts[d+1]++
	if c.starts[d+1] > 1 {
		w.head.Multiple[field] = true
	}
	c.places = append(c.places, place+1)
}

func (w *columnWriter) write(f *fileWriter) {
	for field := range w.columns {
		c := &w.columns[field]
		if !c.wanted {
			continue
		}
		places := c.places
		if w.head.Multiple[field] {
			for d := range len(c.starts) - 1 {
				c.starts[d+1] += c.starts[d]
			}
			whole(f, ordinalOffsetSection+sectionID(field), c.starts)
		} else {
			places = make([]uint32, len(c.starts)-1)
			next := 0
			for d := range places {
				if c.starts[d+1] > 0 {
					places[d] = c.places[next]
					next++
				}
			}
		}
		w.writePlaces(f, field, places)
	}
}

func (w *columnWriter) writePlaces(f *fileWriter, field int, places []uint32) {
	id := ordinalSection + sectionID(field)
	if w.head.FieldKeys[field+1]-w.head.FieldKeys[field] >= 1<<16-1 {
		w.head.Wide[field] = true
		whole(f, id, places)
		return
	}
	narrow := make([]uint16, len(places))
	for i, p := range places {
		narrow[i] = uint16(p)
	}
	whole(f, id, narrow)
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
