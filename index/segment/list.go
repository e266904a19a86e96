package segment

import (
	"math"
	"math/bits"
	"slices"
	"sort"
	"unsafe"
)

const (
	// ChunkSize is the number of documents in a chunk; the last may have fewer.
	ChunkSize = 1 << 16

	// BoundSize is the number of documents that share a bound.
	BoundSize = 128

	rankSize  = 4 // words of a bitset with one count before them
	denseRate = 16
	boundRate = 64 // lists of fewer than a 64th of a chunk have no bounds
	bigTF     = 255
)

// record is a list of a key, or of all words of a group.
type record struct {
	Offset  uint64 // or the list itself, a single
	N       uint32 // documents
	Extents uint32 // chunks in which it has any; 0: the list is a single
	Word    uint32 // number of the word + 1; 0: no word
	Union   uint32 // union + 1 of the group whose first word this is; in a union: key after its last word
}

// single is a list of one document: half of all are.
type single struct {
	Document  uint16
	Chunk     uint16
	Best      uint8
	Frequency uint8 // less than 255
	_         uint16
}

func (r *record) single() *single { return (*single)(unsafe.Pointer(&r.Offset)) }

// postings is the list in its chunk.
func (s *single) postings(freqs bool) (p Postings) {
	p = Postings{N: 1, Documents: unsafe.Slice(&s.Document, 1), Best: s.Best}
	if freqs {
		p.Frequencies = unsafe.Slice(&s.Frequency, 1)
	}
	return p
}

// extent is a list within a chunk. It stands before the data of the list.
type extent struct {
	Chunk  uint16
	Last   uint16 // documents - 1
	Best   uint32 // the largest bound
	Big    uint32 // frequencies from 255 on
	Offset uint32 // from the start of the list
}

// excess is a frequency that a byte cannot hold.
type excess struct{ Document, Frequency uint32 }

// List is the documents of a key. The zero value has none.
type List struct {
	N       int // documents, deleted ones included
	extents []extent
	data    []byte
	single  *single // instead of extents and data
	freqs   bool
	of      int // documents of the segment
}

// Postings is a list within a chunk: views of the mapped bytes. Either Bits or
// Documents is set, if there is any document.
type Postings struct {
	N           int
	Bits        []uint64
	Documents   []uint16
	Frequencies []uint8 // by place in the list; 255: Frequency knows. nil: all 1
	Bounds      []uint8 // by BoundSize documents, in 1/255; nil: Best holds for all
	Best        uint8

	ranks []uint16
	big   []excess
}

func dense(n, size int) bool   { return n*denseRate >= size }
func bounded(n, size int) bool { return n*boundRate >= size }
func words(size int) int       { return (size + 63) / 64 }
func groups(n, of int) int     { return (n + of - 1) / of }

// Chunk returns what the list has in a chunk.
func (l *List) Chunk(c int) (p Postings) {
	if l.single != nil && int(l.single.Chunk) == c {
		return l.single.postings(l.freqs)
	}
	at, found := slices.BinarySearchFunc(l.extents, c, func(e extent, c int) int { return int(e.Chunk) - c })
	if !found {
		return Postings{}
	}
	return l.postings(&l.extents[at])
}

func (l *List) postings(e *extent) (p Postings) {
	size, b := chunkSize(l.of, int(e.Chunk)), l.data[e.Offset:]
	take := func(n int) (out []byte) { out, b = b[:n:n], b[n:]; return out }
	p.N, p.Best = int(e.Last)+1, uint8(e.Best)
	if dense(p.N, size) {
		p.Bits = view[uint64](take(8 * words(size)))
		p.ranks = view[uint16](take(2 * groups(words(size), rankSize)))
	} else {
		p.Documents = view[uint16](take(2 * p.N))
	}
	if !l.freqs {
		return p
	}
	p.Frequencies = take(p.N)
	if bounded(p.N, size) {
		p.Bounds = take(groups(size, BoundSize))
	}
	if e.Big > 0 {
		used := len(l.data) - int(e.Offset) - len(b)
		take(-used & 3)
		p.big = view[excess](take(8 * int(e.Big)))
	}
	return p
}

// Place returns where a document of the chunk stands in the list.
func (p *Postings) Place(d uint16) (int, bool) {
	if p.Bits == nil {
		return slices.BinarySearch(p.Documents, d)
	}
	w, bit := int(d>>6), uint64(1)<<(d&63)
	if p.Bits[w]&bit == 0 {
		return 0, false
	}
	return p.Before(w) + bits.OnesCount64(p.Bits[w]&(bit-1)), true
}

// Before is the number of documents before the 64 of word w of the bitset.
func (p *Postings) Before(w int) int {
	n := int(p.ranks[w/rankSize])
	for _, x := range p.Bits[w&^(rankSize-1) : w] {
		n += bits.OnesCount64(x)
	}
	return n
}

// Frequency returns the frequency at a place, that of document d.
func (p *Postings) Frequency(place int, d uint16) uint32 {
	if p.Frequencies == nil {
		return 1
	}
	if f := p.Frequencies[place]; f < bigTF {
		return uint32(f)
	}
	at, found := slices.BinarySearchFunc(p.big, uint32(d), func(e excess, d uint32) int { return int(e.Document) - int(d) })
	if !found {
		return bigTF
	}
	return p.big[at].Frequency
}

// Each calls yield with every document of the chunk in order and its frequency.
func (p *Postings) Each(yield func(d uint16, frequency uint32)) {
	for i, d := range p.Documents {
		yield(d, p.Frequency(i, d))
	}
	i := 0
	for w, x := range p.Bits {
		for ; x != 0; x &= x - 1 {
			d := uint16(w<<6 + bits.TrailingZeros64(x))
			yield(d, p.Frequency(i, d))
			i++
		}
	}
}

// AddTo adds the documents to a set of the chunk.
func (p *Postings) AddTo(set []uint64) {
	for i, x := range p.Bits {
		set[i] |= x
	}
	for _, d := range p.Documents {
		set[d>>6] |= 1 << (d & 63)
	}
}

// each calls yield with every document of the segment in order.
func (l *List) each(yield func(d uint32, frequency uint32)) {
	if s := l.single; s != nil {
		yield(uint32(s.Chunk)<<16+uint32(s.Document), cond(l.freqs, uint32(s.Frequency), 1))
	}
	for i := range l.extents {
		base := uint32(l.extents[i].Chunk) << 16
		p := l.postings(&l.extents[i])
		p.Each(func(d uint16, f uint32) { yield(base+uint32(d), f) })
	}
}

// listWriter lays lists out.
type listWriter struct {
	to      *fileWriter
	n       int       // documents of the segment
	k       []float32 // of each document, at the reference average; nil: no bounds are wanted
	extents []extent
	data    []byte
	big     []excess
}

// write writes the list of sorted documents; nil frequencies: the list has none.
func (w *listWriter) write(docs, freqs []uint32) record {
	if len(docs) == 1 && (len(freqs) == 0 || freqs[0] < bigTF) {
		return w.single(docs[0], freqs)
	}
	w.to.pad(alignment)
	r := record{Offset: w.to.size(), N: uint32(len(docs))}
	w.extents, w.data = w.extents[:0], w.data[:0]
	for len(docs) > 0 {
		c := docs[0] / ChunkSize
		n := sort.Search(len(docs), func(i int) bool { return docs[i]/ChunkSize > c })
		w.chunk(int(c), docs[:n], freqs[:min(n, len(freqs))])
		docs, freqs = docs[n:], freqs[min(n, len(freqs)):]
	}
	for i := range w.extents {
		w.extents[i].Offset += uint32(16 * len(w.extents))
	}
	r.Extents = uint32(len(w.extents))
	w.to.write(bytesOf(w.extents))
	w.to.write(w.data)
	return r
}

func (w *listWriter) single(d uint32, freqs []uint32) record {
	r := record{N: 1}
	s := r.single()
	s.Document, s.Chunk = uint16(d), uint16(d/ChunkSize)
	if len(freqs) > 0 {
		s.Frequency, s.Best = uint8(freqs[0]), bound(freqs[0], w.k[d])
	}
	return r
}

func chunkSize(n, chunk int) int { return min(ChunkSize, n-chunk*ChunkSize) }

func (w *listWriter) chunk(c int, docs, freqs []uint32) {
	for len(w.data)%alignment != 0 {
		w.data = append(w.data, 0)
	}
	size := chunkSize(w.n, c)
	e := extent{Chunk: uint16(c), Last: uint16(len(docs) - 1), Offset: uint32(len(w.data))}
	if dense(len(docs), size) {
		set, ranks := bitsetOf(words(size), docs)
		w.data = append(append(w.data, bytesOf(set)...), bytesOf(ranks)...)
	} else {
		for _, d := range docs {
			w.data = append(w.data, byte(d), byte(d>>8))
		}
	}
	if len(freqs) > 0 {
		w.frequencies(&e, docs, freqs, size)
	}
	w.extents = append(w.extents, e)
}

// bitsetOf is documents of a chunk as a bitset of n words, and the counts in it.
func bitsetOf[T uint16 | uint32](n int, docs []T) (set []uint64, ranks []uint16) {
	set = make([]uint64, n)
	for _, d := range docs {
		set[uint16(d)>>6] |= 1 << (d & 63)
	}
	ranks = make([]uint16, 0, groups(n, rankSize))
	before := 0
	for i, x := range set {
		if i%rankSize == 0 {
			ranks = append(ranks, uint16(before))
		}
		before += bits.OnesCount64(x)
	}
	return set, ranks
}

func (w *listWriter) frequencies(e *extent, docs, freqs []uint32, size int) {
	w.big = w.big[:0]
	for i, f := range freqs {
		w.data = append(w.data, byte(min(f, bigTF)))
		if f >= bigTF {
			w.big = append(w.big, excess{uint32(uint16(docs[i])), f})
		}
	}
	var bounds []byte
	if bounded(len(docs), size) {
		at := len(w.data)
		w.data = append(w.data, make([]byte, groups(size, BoundSize))...)
		bounds = w.data[at:]
	}
	for i, d := range docs {
		b := bound(freqs[i], w.k[d])
		e.Best = max(e.Best, uint32(b))
		if bounds != nil {
			at := uint16(d) / BoundSize
			bounds[at] = max(bounds[at], b)
		}
	}
	if e.Big = uint32(len(w.big)); e.Big > 0 {
		for len(w.data)%4 != 0 {
			w.data = append(w.data, 0)
		}
		w.data = append(w.data, bytesOf(w.big)...)
	}
}

// bound is tf/(tf+k) in 1/255, rounded up.
func bound(tf uint32, k float32) uint8 {
	t := float64(tf)
	return uint8(min(255, math.Ceil(t/(t+float64(k))*255+1e-6)))
}
