package segment

import (
	"bytes"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// pairs are the neighbours in a chunk: of each common word the words that
// follow it, and for each such pair the documents and how often it counts there.
type pairs struct {
	starts  []uint32 // of each common word, and the end
	seconds []uint16
	blocks  []uint32 // where every pairBlock-th pair begins in the lists
	marks   []uint16 // of every pairBlock pairs, a bit for each that has frequencies
	lengths []uint16 // documents of each pair - 1
	lists   []uint16 // of each pair the documents, then its frequencies, of two bytes in all

	words int // of a bitset of the chunk
	dense int // documents of a pair from which it is one
}

// Pair is the documents of a chunk in which two words stand side by side: a
// bitset, or numbers in order.
type Pair struct {
	First       uint32 // numbers of the words
	Second      uint32
	N           int
	Bits        []uint64
	Documents   []uint16
	Frequencies []uint8 // by place; 255 stands for itself and more; nil: all 1

	ranks []uint16
}

// Postings is the pair as a list. Of a frequency of 255 it knows no more.
func (p *Pair) Postings() Postings {
	return Postings{N: p.N, Bits: p.Bits, Documents: p.Documents, Frequencies: p.Frequencies, Best: 255, ranks: p.ranks}
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
	place, _ := slices.BinarySearch(p.seconds[from:until], uint16(b))
	i := from + uint32(place)
	if i == until || uint32(p.seconds[i]) >= end {
		return to
	}
	for at := p.begin(i); i < until && uint32(p.seconds[i]) < end; i++ {
		var x Pair
		x, at = p.pair(a, i, at)
		to = append(to, x)
	}
	return to
}

// pairBlock is the number of pairs between two whose beginning is kept: a mark
// has a bit for each.
const pairBlock = 16

// rowUnits is the units of a bitset's word.
const rowUnits = 4

// sized says of how many documents the chunk is.
func (p *pairs) sized(documents int) {
	p.words = words(documents)
	p.dense = p.bitset() + rowUnits
}

// bitset is the units that a bitset takes with its ranks.
func (p *pairs) bitset() int { return rowUnits*p.words + groups(p.words, rankSize) }

// begin is where a pair begins in the lists, but for its padding.
func (p *pairs) begin(i uint32) (at int) {
	first := i &^ (pairBlock - 1)
	at = int(p.blocks[i/pairBlock])
	for ; first < i; first++ {
		_, _, at = p.place(first, at)
	}
	return at
}

// place is where the documents of a pair stand, its frequencies, and the end,
// given where the pair before it ends.
func (p *pairs) place(i uint32, at int) (documents, frequencies, end int) {
	n := int(p.lengths[i]) + 1
	documents, frequencies = at, at+n
	if n >= p.dense {
		documents = (at + rowUnits - 1) &^ (rowUnits - 1)
		frequencies = documents + p.bitset()
	}
	end = frequencies
	if p.marks[i/pairBlock]>>(i%pairBlock)&1 > 0 {
		end += groups(n, 2)
	}
	return documents, frequencies, end
}

// pair returns a pair and where it ends, given where the one before it does.
func (p *pairs) pair(a, i uint32, at int) (x Pair, end int) {
	documents, frequencies, end := p.place(i, at)
	x = Pair{First: a, Second: uint32(p.seconds[i]), N: int(p.lengths[i]) + 1}
	if x.N >= p.dense {
		ranks := documents + rowUnits*p.words
		x.Bits, x.ranks = view[uint64](bytesOf(p.lists[documents:ranks])), p.lists[ranks:frequencies]
	} else {
		x.Documents = p.lists[documents:frequencies:frequencies]
	}
	if frequencies < end {
		x.Frequencies = bytesOf(p.lists[frequencies:end])[:x.N:x.N]
	}
	return x, end
}

// listed returns the documents in order; room is what they may be written to.
func (p *Pair) listed(room []uint16) []uint16 {
	if p.Bits == nil {
		return p.Documents
	}
	for i, w := range p.Bits {
		for ; w != 0; w &= w - 1 {
			room = append(room, uint16(i<<6+bits.TrailingZeros64(w)))
		}
	}
	return room
}

// pairWriter lays the pairs of a chunk out. Their lists are written as they
// come, the rest is held.
type pairWriter struct {
	to     *fileWriter
	chunk  sectionID
	pairs  pairs
	common int
	n      int // units written
	units  []uint16
}

// begin begins with a chunk of some documents.
func (w *pairWriter) begin(f *fileWriter, chunk, documents, common int) {
	w.to, w.chunk, w.common, w.n = f, sectionID(chunk), common, 0
	p := &w.pairs
	p.starts, p.seconds, p.blocks, p.marks, p.lengths = p.starts[:0], p.seconds[:0], p.blocks[:0], p.marks[:0], p.lengths[:0]
	p.sized(documents)
	f.begin(pairListSection + w.chunk)
}

// add adds a pair; they come in order, and so do documents.
func (w *pairWriter) add(a, b uint32, docs []uint16, freqs []uint8) {
	p := &w.pairs
	w.startAt(int(a))
	i := len(p.seconds)
	if i%pairBlock == 0 {
		p.blocks, p.marks = append(p.blocks, uint32(w.n)), append(p.marks, 0)
	}
	p.seconds, p.lengths = append(p.seconds, uint16(b)), append(p.lengths, uint16(len(docs)-1))
	if len(docs) >= p.dense {
		var zeros [rowUnits]uint16
		w.write(zeros[:-w.n&(rowUnits-1)])
		set, ranks := bitsetOf(p.words, docs)
		w.write(view[uint16](bytesOf(set)))
		docs = ranks
	}
	w.write(docs)
	if bytes.Count(freqs, []byte{1}) < len(freqs) {
		p.marks[i/pairBlock] |= 1 << (i % pairBlock)
		w.units = resized(w.units, groups(len(freqs), 2))
		w.units[len(w.units)-1] = 0
		copy(bytesOf(w.units), freqs)
		w.write(w.units)
	}
}

func (w *pairWriter) write(units []uint16) {
	w.n += len(units)
	w.to.write(bytesOf(units))
}

// startAt begins the pairs of word a, and those before it that have none.
func (w *pairWriter) startAt(a int) {
	for len(w.pairs.starts) <= a {
		w.pairs.starts = append(w.pairs.starts, uint32(len(w.pairs.seconds)))
	}
}

// end ends the chunk. Lists that offsets cannot tell apart are an error of the
// file.
func (w *pairWriter) end() {
	if w.n > math.MaxUint32 && w.to.err == nil {
		w.to.err = fmt.Errorf("%w: %d bytes of pairs in one chunk", ErrTooLarge, 2*w.n)
	}
	w.to.end()
	w.startAt(w.common)
	p := &w.pairs
	whole(w.to, pairStartSection+w.chunk, p.starts)
	whole(w.to, pairSecondSection+w.chunk, p.seconds)
	whole(w.to, pairOffsetSection+w.chunk, p.blocks)
	whole(w.to, pairMarkSection+w.chunk, p.marks)
	whole(w.to, pairLengthSection+w.chunk, p.lengths)
}
