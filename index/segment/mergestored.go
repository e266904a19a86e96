package segment

import "cmp"

// writeStored packs anew what is short, and of what is kept apart that of small
// sources.
func (m *merge) writeStored() error {
	values, err := m.storedValues(0, func(int) bool { return true })
	if err != nil {
		return err
	}
	if err := writeStored(m.file, 0, values); err != nil {
		return err
	}
	return m.writeApart(m.packedAnew())
}

// packedAnew tells for each source whether what it keeps apart is packed anew:
// if the sources have more dictionaries than one segment should, those do whose
// own dictionaries are large beside their values. So a document is packed anew
// once on its way into a large segment.
func (m *merge) packedAnew() (anew []bool) {
	n, all, values := 0, 0, 0
	anew = make([]bool, len(m.sources))
	for i, s := range m.sources {
		bytes := 0
		for _, d := range s.apartDictionaries() {
			n++
			bytes += len(d.dict.Bytes())
		}
		anew[i] = bytes > len(s.stored[1])/dictionaryShare
		all, values = all+bytes, values+len(s.stored[1])
	}
	few := n <= maxDictionaries
	for i := range anew {
		anew[i] = !few || anew[i] && values >= leastLarge && all > values/dictionaryShare
	}
	return anew
}

// writeApart writes what is kept apart: packed anew with a dictionary of its own
// for some sources, copied with their dictionaries for the others.
func (m *merge) writeApart(anew []bool) error {
	some, err := m.storedValues(1, func(s int) bool { return anew[s] })
	if err != nil {
		return err
	}
	p := packer{number: noDictionary}
	if p.dict, err = some.sampled(); err != nil {
		return err
	}
	next := byte(1)
	if p.dict != nil {
		p.number, next = 1, 2
		whole(m.file, dictionarySection+1, p.dict.Bytes())
	}
	numbers := m.copyDictionaries(next, anew)
	var w storedWriter
	w.begin(m.file, 1, len(m.lengths))
	var buf []byte
	err = m.each(func(s, d int) (err error) {
		packed := m.sources[s].packed(1, uint32(d))
		if anew[s] {
			if buf, err = m.sources[s].unpack(buf, packed); err != nil {
				return err
			}
			w.add(p.pack(buf))
			return m.worked(packWork * len(buf))
		}
		buf = append(buf[:0], packed...)
		if buf[0] = numbers[s][buf[0]]; buf[0] == 0 {
			return &DamageError{(storedSection + 1).String()}
		}
		w.add(buf)
		return m.worked(len(buf))
	})
	w.end()
	return cmp.Or(err, m.file.err)
}

// packWork is the work of packing a byte.
const packWork = 8

// copyDictionaries writes the dictionaries of what sources keep apart, from
// number next on, but of those that are packed anew. It returns the numbers by
// source and number there; 0 stands for none.
func (m *merge) copyDictionaries(next byte, anew []bool) [][noDictionary + 1]byte {
	numbers := make([][noDictionary + 1]byte, len(m.sources))
	for s := range m.sources {
		numbers[s][noDictionary] = noDictionary
		if anew[s] {
			continue
		}
		for _, d := range m.sources[s].apartDictionaries() {
			whole(m.file, dictionarySection+sectionID(next), d.dict.Bytes())
			numbers[s][d.number] = next
			next++
		}
	}
	return numbers
}

// storedValues returns the values of the documents of some sources.
func (m *merge) storedValues(i int, of func(source int) bool) (storedValues, error) {
	type place struct{ source, document uint32 }
	var at []place
	err := m.each(func(s, d int) error {
		if of(s) {
			at = append(at, place{uint32(s), uint32(d)})
		}
		return nil
	})
	size := uint32(blockSizes[i])
	var block []byte
	last := place{^uint32(0), 0} // the block that is unpacked
	return storedValues{n: len(at),
		size: func(d int) int {
			return unpackedSize(m.sources[at[d].source].packed(i, at[d].document/size)) / int(size)
		},
		append: func(b []byte, d int) (_ []byte, err error) {
			src, p := m.sources[at[d].source].Segment, place{at[d].source, at[d].document / size}
			if p != last {
				if block, err = src.unpack(block, src.packed(i, p.document)); err != nil {
					return nil, err
				}
				last = p
			}
			raw, err := src.valuesIn(block, i, int(at[d].document))
			return append(b, raw...), cmp.Or(err, m.worked(docWork+packWork*len(raw)))
		}}, err
}
