package segment

// pairCursor goes through the pairs of a chunk of a source by the new numbers
// of their words; numbers keep their order, so these rise.
type pairCursor struct {
	pairs   *pairs
	words   []uint32 // new numbers
	numbers []uint32 // new numbers of the documents of the chunk
	common  uint32
	first   int
	next    uint32
	at      int    // where the one at hand ends
	key     uint64 // of the pair at hand; noPair at the end
	pair    Pair
	docs    []uint16 // of it
	room    []uint16
}

const noPair = ^uint64(0)

// step goes to the next pair of words that are common still.
func (c *pairCursor) step() {
	p := c.pairs
	for int(c.next) < len(p.seconds) {
		for p.starts[c.first+1] <= c.next {
			c.first++
		}
		c.pair, c.at = p.pair(uint32(c.first), c.next, c.at)
		c.next++
		if a, b := c.words[c.first], c.words[c.pair.Second]; a < c.common && b < c.common {
			c.key = uint64(a)<<32 | uint64(b)
			c.docs = c.pair.listed(c.room[:0])
			if c.pair.Bits != nil {
				c.room = c.docs
			}
			return
		}
	}
	c.key = noPair
}

func (m *merge) writePairs() error {
	var w pairWriter
	for c := range groups(len(m.lengths), ChunkSize) {
		w.begin(m.file, c, chunkSize(len(m.lengths), c), m.head.Common)
		if err := m.chunkPairs(&w, uint32(c)); err != nil {
			return err
		}
		w.end()
	}
	return nil
}

// chunkPairs merges the pairs of a new chunk, which documents of several chunks
// of several sources make up.
func (m *merge) chunkPairs(w *pairWriter, chunk uint32) error {
	cursors, err := m.pairCursors(chunk)
	if err != nil {
		return err
	}
	var docs []uint16
	var freqs []uint8
	for {
		least := uint64(noPair)
		for i := range cursors {
			least = min(least, cursors[i].key)
		}
		if least == noPair {
			return m.file.err
		}
		docs, freqs = docs[:0], freqs[:0]
		for i := range cursors {
			c := &cursors[i]
			if c.key != least {
				continue
			}
			docs, freqs = c.take(docs, freqs, chunk)
			if err := m.worked(keyWork + c.pair.N); err != nil {
				return err
			}
			c.step()
		}
		if len(docs) > 0 {
			w.add(uint32(least>>32), uint32(least), docs, freqs)
		}
	}
}

// take appends the documents of the pair at hand that come to a new chunk.
func (c *pairCursor) take(docs []uint16, freqs []uint8, chunk uint32) ([]uint16, []uint8) {
	for i, d := range c.docs {
		to := c.numbers[d]
		if to == Dropped || to/ChunkSize != chunk {
			continue
		}
		freq := uint8(1)
		if c.pair.Frequencies != nil {
			freq = c.pair.Frequencies[i]
		}
		docs, freqs = append(docs, uint16(to)), append(freqs, freq)
	}
	return docs, freqs
}

// pairCursors returns cursors for all chunks of sources that have documents in
// a new chunk, in the order of those.
func (m *merge) pairCursors(chunk uint32) ([]pairCursor, error) {
	var list []pairCursor
	for s := range m.sources {
		src := m.sources[s].Segment
		for c := range src.pairs {
			if err := m.worked(chunkSize(src.Documents(), c)); err != nil {
				return nil, err
			}
			numbers := m.documents[s][c*ChunkSize : c*ChunkSize+chunkSize(src.Documents(), c)]
			if !reaches(numbers, chunk) {
				continue
			}
			cursor := pairCursor{pairs: &src.pairs[c], words: m.words[s], numbers: numbers, common: uint32(m.head.Common)}
			cursor.step()
			list = append(list, cursor)
		}
	}
	return list, nil
}

// reaches reports whether one of the new numbers, which rise, is in a chunk.
func reaches(numbers []uint32, chunk uint32) bool {
	for _, d := range numbers {
		if d != Dropped && d/ChunkSize == chunk {
			return true
		}
	}
	return false
}
