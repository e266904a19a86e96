package segment

import (
	"slices"
)

// pairs are the neighbours in a chunk: of each common word the words that
// follow it, and for each such pair the documents and how often it counts there.
type pairs struct {
	starts      []uint32 // of each common word, and the end
	seconds     []uint16
	blocks      []uint32 // where every pairBlock-th pair begins in documents and frequencies
	lengths     []uint16 // documents of each pair - 1
	documents   []uint16
	frequencies []uint8
}

// Pair is the documents of a chunk in which two words stand side by side.
type Pair struct {
	First       uint32 // numbers of the words
	Second      uint32
	Documents   []uint16
	Frequencies []uint8 // 255 stands for itself and more
}

// HasPairs reports whether the pairs of a word are kept: it is common.
func (s *Segment) HasPairs(word uint32) bool { return word < uint32(s.head.Common) }

// Pairs appends the pairs of chunk c that begin with a and end with a word from
// b to before end. Only common words have any.
func (s *Segment) Pairs(to []Pair, c int, a, b, end uint32) []Pair {
	p, common := &s.pairs[c], uint32(s.head.Common)
	if a >= common || b >= common {
		return to
	}
	from, until := p.starts[a], p.starts[a+1]
	at, _ := slices.BinarySearch(p.seconds[from:until], uint16(b))
	i := from + uint32(at)
	for next := p.begin(i); i < until && uint32(p.seconds[i]) < end; i++ {
		x := p.pair(a, i, next)
		to, next = append(to, x), next+len(x.Documents)
	}
	return to
}

// pairBlock is the number of pairs between two whose beginning is kept.
const pairBlock = 16

// begin is where a pair, which may be the end, begins in documents and
// frequencies.
func (p *pairs) begin(i uint32) (at int) {
	if i == uint32(len(p.seconds)) {
		return len(p.documents)
	}
	first := i &^ (pairBlock - 1)
	at = int(p.blocks[i/pairBlock])
	for _, n := range p.lengths[first:i] {
		at += int(n) + 1
	}
	return at
}

// pair returns a pair given where it begins.
func (p *pairs) pair(a, i uint32, at int) Pair {
	to := at + int(p.lengths[i]) + 1
	return Pair{a, uint32(p.seconds[i]), p.documents[at:to], p.frequencies[at:to]}
}

// pairWriter lays the pairs of a chunk out. Documents are written as they come,
// the rest is held.
type pairWriter struct {
	to     *fileWriter
	chunk  sectionID
	pairs  pairs
	common int
	n      uint32
}

func (w *pairWriter) begin(f *fileWriter, chunk, common int) {
	w.to, w.chunk, w.common, w.n = f, sectionID(chunk), common, 0
	p := &w.pairs
	p.starts, p.seconds, p.blocks, p.lengths, p.frequencies = p.starts[:0], p.seconds[:0], p.blocks[:0], p.lengths[:0], p.frequencies[:0]
	f.begin(pairDocumentSection + w.chunk)
}

// add adds a pair; they come in order, and so do documents.
func (w *pairWriter) add(a, b uint32, docs []uint16, freqs []uint8) {
	p := &w.pairs
	w.startAt(int(a))
	if len(p.seconds)%pairBlock == 0 {
		p.blocks = append(p.blocks, w.n)
	}
	p.seconds, p.lengths = append(p.seconds, uint16(b)), append(p.lengths, uint16(len(docs)-1))
	w.n += uint32(len(docs))
	p.frequencies = append(p.frequencies, freqs...)
	w.to.write(bytesOf(docs))
}

// startAt begins the pairs of word a, and those before it that have none.
func (w *pairWriter) startAt(a int) {
	for len(w.pairs.starts) <= a {
		w.pairs.starts = append(w.pairs.starts, uint32(len(w.pairs.seconds)))
	}
}

func (w *pairWriter) end() {
	w.to.end()
	w.startAt(w.common)
	p := &w.pairs
	whole(w.to, pairStartSection+w.chunk, p.starts)
	whole(w.to, pairSecondSection+w.chunk, p.seconds)
	whole(w.to, pairOffsetSection+w.chunk, p.blocks)
	whole(w.to, pairLengthSection+w.chunk, p.lengths)
	whole(w.to, pairFrequencySection+w.chunk, p.frequencies)
}
