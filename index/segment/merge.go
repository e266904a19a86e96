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
	window   = 1 << 25 // until the pages that were read are given back
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

func (m *merge) writeKeys() error {
	var w keyWriter
	w.begin(m.file, &m.head.Layout, m.head, m.lengths)
	for _, s := range m.sources {
		m.keys = append(m.keys, make([]uint32, len(s.records)))
	}
	var rare []bool
	for f := range len(m.head.Layout.Fields) + 1 {
		w.nextField()
		field := fieldMerge{merge: m, to: &w, field: f, cursors: make([]int, len(m.sources))}
		field.freqs = f == 0 || m.head.Layout.Fields[f-1].Frequencies
		if err := field.run(); err != nil {
			return err
		}
		if f == 0 {
			rare = field.rare
			if err := w.addUnions((&groupMerge{merge: m, to: &w, cursors: make([]int, len(m.sources))}).add); err != nil {
				return err
			}
			m.numberWords(&w, rare)
		}
	}
	w.nextField()
	m.head.FieldKeys = w.fieldKeys
	return w.end(m.file)
}

func (m *merge) numberWords(w *keyWriter, rare []bool) {
	isWord := func(key int) bool { return groupOf(w.key(key)) != "" }
	n := numberWords(w.records, isWord, func(key int) bool { return !rare[key] })
	m.head.Common, w.wordKey, m.vocabulary = n.common, n.wordKey, len(n.wordKey)
	for i, s := range m.sources {
		words := make([]uint32, len(s.wordKey))
		for number, key := range s.wordKey {
			words[number] = Dropped
			if to := m.keys[i][key]; to != Dropped {
				words[number] = w.records[to].Word - 1
			}
		}
		m.words = append(m.words, words)
	}
}

// fieldMerge merges the keys of a field.
type fieldMerge struct {
	*merge
	to      *keyWriter
	field   int
	freqs   bool
	cursors []int  // next key of each source, from the field's first
	rare    []bool // by new key: it is a rare word somewhere
	at      []int  // sources that have the key at hand
	docs    []uint32
	counts  []uint32
}

func (f *fieldMerge) run() error {
	for {
		key, any := f.least()
		if !any {
			return f.file.err
		}
		if err := f.take(key); err != nil {
			return err
		}
	}
}

// next is the next key of a source.
func (f *fieldMerge) next(s int) (place int, any bool) {
	at := f.sources[s].head.FieldKeys
	place = at[f.field] + f.cursors[s]
	return place, place < at[f.field+1]
}

// least finds the least key and the sources that have it.
func (f *fieldMerge) least() (key string, any bool) {
	f.at = f.at[:0]
	for s := range f.sources {
		place, more := f.next(s)
		if !more {
			continue
		}
		switch k := f.sources[s].Key(place); {
		case !any || k < key:
			key, any = k, true
			f.at = append(f.at[:0], s)
		case k == key:
			f.at = append(f.at, s)
		}
	}
	return key, any
}

func (f *fieldMerge) take(key string) error {
	f.docs, f.counts = f.docs[:0], f.counts[:0]
	rare := false
	for _, s := range f.at {
		place, _ := f.next(s)
		f.cursors[s]++
		l, numbers := f.sources[s].List(f.field, place), f.documents[s]
		l.each(func(d, freq uint32) {
			if to := numbers[d]; to != Dropped {
				f.docs, f.counts = append(f.docs, to), append(f.counts, freq)
			}
		})
		rare = rare || f.sources[s].records[place].Word > uint32(f.sources[s].head.Common)
		f.keys[s][place] = uint32(len(f.to.records))
		if err := f.worked(keyWork + l.N); err != nil {
			return err
		}
	}
	if len(f.docs) == 0 {
		for _, s := range f.at {
			place, _ := f.next(s)
			f.keys[s][place-1] = Dropped
		}
		return nil
	}
	f.rare = append(f.rare, rare)
	f.to.add(key, f.docs, cond(f.freqs, f.counts, nil))
	return nil
}

// keyWork is the work of looking at a key.
const keyWork = 64

// groupMerge adds the lists of a group: in each source its union or only word.
type groupMerge struct {
	*merge
	to      *keyWriter
	cursors []int
}

func (g *groupMerge) add(from, _ int, sum *adder) error {
	group := groupOf(g.to.key(from))
	for s := range g.sources {
		src, end := g.sources[s].Segment, g.sources[s].head.FieldKeys[1]
		for g.cursors[s] < end && src.Key(g.cursors[s]) < group {
			g.cursors[s]++
		}
		if at := g.cursors[s]; at < end && groupOf(src.Key(at)) == group {
			l, numbers := src.Union(Span{From: at}), g.documents[s]
			l.each(func(d, freq uint32) {
				if to := numbers[d]; to != Dropped {
					sum.add(to, freq)
				}
			})
			if err := g.worked(keyWork + l.N); err != nil {
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

// writeStored packs anew what is short, and what is kept apart where copying
// does not pay.
func (m *merge) writeStored() error {
	if err := m.packAnew(0); err != nil {
		return err
	}
	if m.manyDictionaries() {
		return m.packAnew(1)
	}
	return m.copyApart()
}

// copyApart copies what is kept apart with its dictionaries.
func (m *merge) copyApart() error {
	next := byte(1)
	numbers := make([][noDictionary + 1]byte, len(m.sources)) // of dictionaries, by source and number there
	for s := range m.sources {
		numbers[s][noDictionary] = noDictionary
		for _, d := range m.sources[s].apartDictionaries() {
			whole(m.file, dictionarySection+sectionID(next), d.dict.Bytes())
			numbers[s][d.number] = next
			next++
		}
	}
	var w storedWriter
	w.begin(m.file, 1, len(m.lengths))
	var buf []byte
	err := m.each(func(s, d int) error {
		buf = append(buf[:0], m.sources[s].packed(1, uint32(d))...)
		if buf[0] = numbers[s][buf[0]]; buf[0] == 0 {
			return &DamageError{(storedSection + 1).String()}
		}
		w.add(buf)
		return m.worked(len(buf))
	})
	w.end()
	return cmp.Or(err, m.file.err)
}

// manyDictionaries reports whether the sources have more for what is kept apart
// than one segment should.
func (m *merge) manyDictionaries() bool {
	n, bytes, values := 0, 0, 0
	for _, s := range m.sources {
		for _, d := range s.apartDictionaries() {
			n++
			bytes += len(d.dict.Bytes())
		}
		values += len(s.stored[1])
	}
	return n > maxDictionaries || bytes > values/dictionaryShare
}

// packAnew packs values with a new dictionary.
func (m *merge) packAnew(i int) error {
	type place struct{ source, document uint32 }
	at := make([]place, 0, len(m.lengths))
	if err := m.each(func(s, d int) error { at = append(at, place{uint32(s), uint32(d)}); return nil }); err != nil {
		return err
	}
	size := uint32(blockSizes[i])
	var block []byte
	last := place{^uint32(0), 0} // the block that is unpacked
	return writeStored(m.file, sectionID(i), storedValues{len(at),
		func(d int) int {
			return unpackedSize(m.sources[at[d].source].packed(i, at[d].document/size)) / int(size)
		},
		func(b []byte, d int) (_ []byte, err error) {
			src, p := m.sources[at[d].source].Segment, place{at[d].source, at[d].document / size}
			if p != last {
				if block, err = src.unpack(block, src.packed(i, p.document)); err != nil {
					return nil, err
				}
				last = p
			}
			raw, err := src.valuesIn(block, i, int(at[d].document))
			return append(b, raw...), cmp.Or(err, m.worked(docWork+8*len(raw)))
		}})
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
