package segment

import (
	"cmp"
	"errors"
	"io"
)

// Dropped is what Merge maps a document to that is left out.
const Dropped = ^uint32(0)

// ErrStopped reports a merge that was told to stop.
var ErrStopped = errors.New("merge stopped")

// Source is a segment that takes part in a merge.
type Source struct {
	*Segment
	Drop func(document uint32) bool // documents to leave out; nil: none

	mapped []byte // a mapping of the merge's own, whose pages it gives back when it has read them
}

// Merge writes a segment of the documents of some, one after the other, without
// those that are dropped. It returns the bytes written and, by source and
// document, the new numbers or Dropped. A segment of what is left, built as one
// batch, has the same content; only words that were rare in some source stay
// rare, as their pairs are not known. A value from stop ends the merge with
// ErrStopped.
func Merge(w io.Writer, sources []Source, stop <-chan struct{}) (size uint64, numbers [][]uint32, err error) {
	for i := range sources {
		if err := sources[0].Layout().equal(sources[i].Layout()); err != nil {
			return 0, nil, err
		}
	}
	m := &merge{sources: sources, stop: stop, file: newFileWriter(w)}
	m.file.check = m.stopped
	for _, step := range []func() error{m.number, m.writeStored, m.writeKeys, m.writeText, m.writeSamples, m.writePairs, m.writeLexicon, m.writeColumns, m.writeOrders, m.stopped} {
		if err := step(); err != nil {
			return 0, nil, err
		}
	}
	size, err = m.head.finish(m.file)
	return size, m.documents, err
}

type merge struct {
	sources  []Source
	stop     <-chan struct{}
	file     *fileWriter
	head     *head
	patience int // work left until stop is looked at
	read     int // work since pages were given back

	documents [][]uint32 // new numbers by source and document
	lengths   []uint32
	keys      [][]uint32 // new keys by source and key; Dropped: of no document
	words     [][]uint32 // new numbers by source and word

	vocabulary int // number of words
}

// Work is counted in bytes copied or documents of lists, of which each takes some
// nanoseconds and a few bytes.
const (
	patience = 1 << 18 // between two looks at stop: about a millisecond
	window   = 1 << 23 // until the pages that were read are given back
)

// worked says that n bytes or so were done. Now and then it looks at stop, and
// gives pages of the sources back.
func (m *merge) worked(n int) error {
	if m.patience -= n; m.patience > 0 {
		return nil
	}
	m.patience = patience
	if m.read += patience; m.read >= window {
		m.read = 0
		for s := range m.sources {
			forget(m.sources[s].mapped)
		}
	}
	return m.stopped()
}

func (m *merge) stopped() error {
	select {
	case <-m.stop:
		return ErrStopped
	default:
		return nil
	}
}

func (m *merge) number() error {
	for _, s := range m.sources {
		of := make([]uint32, s.Documents())
		for d := range of {
			if of[d] = Dropped; s.Drop == nil || !s.Drop(uint32(d)) {
				of[d] = uint32(len(m.lengths))
				m.lengths = append(m.lengths, s.lengths[d])
			}
			if err := m.worked(docWork); err != nil {
				return err
			}
		}
		m.documents = append(m.documents, of)
	}
	m.head = newHead(m.sources[0].Layout(), len(m.lengths))
	return nil
}

// docWork is the work of looking at a document.
const docWork = 16

// each calls yield with all documents that stay, in their new order, and ends
// with its error.
func (m *merge) each(yield func(s, document int) error) error {
	for s := range m.sources {
		for d, to := range m.documents[s] {
			if err := m.worked(docWork); err != nil {
				return err
			}
			if to == Dropped {
				continue
			}
			if err := yield(s, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *merge) writeText() error {
	offsets := append(make([]uint64, 0, len(m.lengths)+1), 0)
	var units []uint16
	n := uint64(0)
	m.file.begin(forwardSection)
	err := m.each(func(s, d int) error {
		src := m.sources[s]
		units = renumber(units[:0], src.units(uint32(d)), uint32(src.head.Common), m.words[s], uint32(m.head.Common))
		m.file.write(bytesOf(units))
		n += uint64(len(units))
		offsets = append(offsets, n)
		return m.worked(2 * len(units))
	})
	m.file.end()
	writeOffsets(m.file, forwardOffsetSection, offsets)
	return cmp.Or(err, m.file.err)
}

func (m *merge) writeSamples() error {
	offsets := append(make([]uint32, 0, len(m.lengths)+1), 0)
	n := 0
	m.file.begin(sampleSection)
	err := m.each(func(s, d int) error {
		src := m.sources[s]
		samples := src.samples[src.sampleAt[d]:src.sampleAt[d+1]]
		m.file.write(bytesOf(samples))
		n += len(samples)
		offsets = append(offsets, uint32(n))
		return nil
	})
	m.file.end()
	whole(m.file, sampleOffsetSection, offsets)
	return cmp.Or(err, m.file.err)
}

// renumber appends units with the words' new numbers.
func renumber(to, units []uint16, common uint32, words []uint32, newCommon uint32) []uint16 {
	for i := 0; i < len(units); i++ {
		switch u := units[i]; {
		case u == gapUnit || u == partUnit:
			to = append(to, u)
		case u >= escape:
			i++
			to = appendUnits(to, words[common+uint32(u-escape)<<16+uint32(units[i])], newCommon)
		default:
			to = appendUnits(to, words[u], newCommon)
		}
	}
	return to
}

func (m *merge) writeColumns() error {
	for f := range len(m.head.Layout.Fields) + 1 {
		if !m.head.Layout.hasColumn(f) {
			continue
		}
		c := newColumnWriter(m.head, f, len(m.lengths))
		err := m.each(func(s, d int) error {
			src := m.sources[s].Segment
			src.columns[f].Places(uint32(d), func(place int) {
				key := m.keys[s][src.head.FieldKeys[f]+place]
				c.add(m.documents[s][d], key-uint32(m.head.FieldKeys[f]))
			})
			return nil
		})
		if err != nil {
			return err
		}
		c.write(m.file)
	}
	for i := range m.head.Layout.Numbers {
		numbers := make([]int32, 0, len(m.lengths))
		if err := m.each(func(s, d int) error { numbers = append(numbers, m.sources[s].numbers[i][d]); return nil }); err != nil {
			return err
		}
		whole(m.file, numberSection+sectionID(i), numbers)
	}
	return m.file.err
}

func (m *merge) writeOrders() error {
	for i := range len(m.head.Layout.Orders) + 1 {
		if err := m.writeOrder(i); err != nil {
			return err
		}
	}
	return nil
}

// writeOrder merges order i of the sources.
func (m *merge) writeOrder(i int) error {
	cursors, more := make([]orderCursor, len(m.sources)), make([]bool, len(m.sources))
	for s := range cursors {
		cursors[s] = m.sources[s].orders[i].cursor()
		more[s] = cursors[s].step()
	}
	var w orderWriter
	w.begin(m.file, sectionID(i), len(m.lengths))
	for {
		least := -1
		for s := range cursors {
			if more[s] && (least < 0 || string(cursors[s].whole) < string(cursors[least].whole)) {
				least = s
			}
		}
		if least < 0 {
			break
		}
		if err := m.worked(keyWork); err != nil {
			return err
		}
		c := &cursors[least]
		if to := m.documents[least][c.order.Documents[c.place]]; to != Dropped {
			w.addParts(to, c.key, c.own)
		}
		more[least] = c.step()
	}
	w.end()
	return m.file.err
}
