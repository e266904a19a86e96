package segment

import "cmp"

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
