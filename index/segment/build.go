package segment

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

// Build writes a segment of documents, which it sorts by their ids; ids must
// differ. It returns the bytes written, or ErrTooLarge. Equal documents in any
// order make equal bytes.
func Build(w io.Writer, layout *Layout, docs []Document) (size uint64, err error) {
	slices.SortFunc(docs, func(a, b Document) int { return strings.Compare(a.ID, b.ID) })
	b := &batch{layout: layout, docs: docs, file: newFileWriter(w), head: newHead(layout, len(docs))}
	b.invert()
	defer b.release()
	if err := b.writeStored(); err != nil {
		return 0, err
	}
	if err := b.writeKeys(); err != nil {
		return 0, err
	}
	b.writeText()
	b.writePairs()
	if err := b.writeLexicon(); err != nil {
		return 0, err
	}
	b.writeColumns()
	return b.head.finish(b.file)
}

// finish writes the head and the table.
func (h *head) finish(f *fileWriter) (uint64, error) {
	raw, err := h.encode()
	if err != nil {
		return 0, err
	}
	whole(f, headSection, raw)
	return f.close()
}

// batch is a segment being made of documents.
type batch struct {
	layout *Layout
	docs   []Document
	file   *fileWriter
	head   *head
	*inversion
	lists *grouped
	order []uint32 // keys in order
	place []uint32 // of each key there
	words []uint32 // number of each key that is a word

	vocabulary int // number of words
}

func (b *batch) invert() {
	b.inversion = newInversion(b.layout)
	var a Analysis
	for i := range b.docs {
		a.reset(b.layout)
		b.docs[i].Analyze(&a)
		b.add(&a)
	}
}

func (b *batch) writeStored() error {
	for i, apart := range []bool{false, true} {
		size := 0
		for d := range b.docs {
			size += b.layout.valuesSize(b.docs[d].Stored, apart)
		}
		err := writeStored(b.file, sectionID(i), storedValues{len(b.docs),
			func(d int) int { return b.layout.valuesSize(b.docs[d].Stored, apart) },
			func(to []byte, d int) ([]byte, error) { return b.layout.appendValues(to, b.docs[d].Stored, apart), nil },
			size < 2*leastLarge})
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) writeKeys() error {
	b.lists = b.byKey()
	b.order = make([]uint32, len(b.keys))
	for i := range b.order {
		b.order[i] = uint32(i)
	}
	slices.SortFunc(b.order, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(b.field[x], b.field[y]), strings.Compare(b.keys[x], b.keys[y]))
	})
	var w keyWriter
	w.begin(b.file, b.layout, b.head, b.lengths)
	b.place = make([]uint32, len(b.keys))
	next := 0
	for f := range len(b.layout.Fields) + 1 {
		w.nextField()
		freqs := f == 0 || b.layout.Fields[f-1].Frequencies
		for ; next < len(b.order) && int(b.field[b.order[next]]) == f; next++ {
			k := b.order[next]
			b.place[k] = uint32(next)
			d, q := b.lists.of(k)
			w.add(b.keys[k], d, cond(freqs, q, nil))
		}
		if f == 0 {
			if err := w.addUnions(b.addGroup); err != nil {
				return err
			}
			b.number(&w)
		}
	}
	w.nextField()
	b.head.FieldKeys = w.fieldKeys
	return w.end(b.file)
}

func (b *batch) addGroup(from, to int, sum *adder) error {
	for _, k := range b.order[from:to] {
		docs, freqs := b.lists.of(k)
		for i, d := range docs {
			sum.add(d, freqs[i])
		}
	}
	return nil
}

func (b *batch) number(w *keyWriter) {
	isWord := func(key int) bool { return groupOf(w.key(key)) != "" }
	n := numberWords(w.records, isWord, func(int) bool { return true })
	b.head.Common = n.common
	b.words = make([]uint32, len(b.keys))
	for number, key := range n.wordKey {
		b.words[b.order[key]] = uint32(number)
	}
	w.wordKey, b.vocabulary = n.wordKey, len(n.wordKey)
}

// text is the words of a document: their keys until writeText makes numbers of
// them, and marks.
func (b *batch) text(d int) []uint32 { return b.sequence[b.starts[d]:b.starts[d+1]] }

func (b *batch) writeText() {
	f := b.file
	offsets := append(make([]uint64, 0, len(b.docs)+1), 0)
	var units []uint16
	n := uint64(0)
	f.begin(forwardSection)
	for d := range b.docs {
		units = units[:0]
		text := b.text(d)
		for len(text) > 0 && text[len(text)-1] == partMark { // parts without words
			text = text[:len(text)-1]
		}
		for i, k := range text {
			switch {
			case k == gapMark:
				units = append(units, gapUnit)
			case k == partMark:
				units = append(units, partUnit)
			case k < nameMark:
				text[i] = b.words[k]
				units = appendUnits(units, b.words[k], uint32(b.head.Common))
			}
		}
		f.write(bytesOf(units))
		n += uint64(len(units))
		offsets = append(offsets, n)
	}
	f.end()
	writeOffsets(f, forwardOffsetSection, offsets)
	whole(f, sampleSection, b.samples)
	whole(f, sampleOffsetSection, b.sampleAt)
}

// writePairs writes the pairs chunk by chunk.
func (b *batch) writePairs() {
	var w pairWriter
	for c := range groups(len(b.docs), ChunkSize) {
		w.begin(b.file, c, chunkSize(len(b.docs), c), b.head.Common)
		b.pairs.run(b, c, &w)
		w.end()
	}
}

func (b *batch) writeColumns() {
	columns := make([]*columnWriter, len(b.layout.Fields)+1)
	for f := range columns {
		if b.layout.hasColumn(f) {
			columns[f] = newColumnWriter(b.head, f, len(b.docs))
		}
	}
	b.postings(func(d int, k, _ uint32) {
		if c := columns[b.field[k]]; c != nil {
			c.add(uint32(d), b.place[k]-uint32(b.head.FieldKeys[c.field]))
		}
	})
	for _, c := range columns {
		if c != nil {
			c.write(b.file)
		}
	}
	numbers := make([]int32, len(b.docs))
	for i := range b.layout.Numbers {
		for d := range b.docs {
			numbers[d] = b.docs[d].Numbers[i]
		}
		whole(b.file, numberSection+sectionID(i), numbers)
	}
	b.writeOrder(0, func(d *Document) string { return d.ID })
	for i := range b.layout.Orders {
		b.writeOrder(sectionID(i+1), func(d *Document) string { return d.Keys[i] })
	}
}

func (b *batch) writeOrder(i sectionID, key func(*Document) string) {
	docs := make([]uint32, len(b.docs))
	for d := range docs {
		docs[d] = uint32(d)
	}
	slices.SortStableFunc(docs, func(x, y uint32) int { return strings.Compare(key(&b.docs[x]), key(&b.docs[y])) })
	var w orderWriter
	w.begin(b.file, i, len(docs))
	for _, d := range docs {
		w.add(d, []byte(key(&b.docs[d])), cond(i > 0, b.docs[d].ID, ""))
	}
	w.end()
}
