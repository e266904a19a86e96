package exec

import (
	"math"
	"math/bits"
	"slices"
)

// blockBits is the number of documents, as a power of two, that share one
// bound of a posting: two words of a bitset.
const (
	blockBits  = 7
	blockWords = 1 << (blockBits - 6)
)

// denseShare is the share of a segment's documents, as 1/denseShare, from which
// a posting is kept as a bitset: below it a list of numbers is smaller.
const denseShare = 32

// A posting is what a segment holds of one word with all its forms, decoded:
// the documents, and in each the sum of the weighted frequencies of the forms.
// It is immutable but for its bounds, which belong to an average length.
type posting struct {
	n      int      // documents, deleted ones included
	bits   bitset   // dense: the documents; nil in a sparse posting
	ranks  []uint32 // dense: documents before each word of bits
	docs   []uint32 // sparse: the documents in order
	levels []float32
	code8  []uint8   // frequency of the i-th document as a number into levels
	code16 []uint16  // the same where there are more than 256 levels
	exact  []float32 // the same where there are too many even for that
	impact []uint8   // bound of the i-th document, in steps
	bounds []uint8   // dense: bound of each block, in steps
	step   float64   // what a step of a bound is worth
	avg    float64   // the bounds hold for average lengths up to this
}

// at returns the frequency of the i-th document.
func (p *posting) at(i int) float32 {
	switch {
	case p.code8 != nil:
		return p.levels[p.code8[i]]
	case p.code16 != nil:
		return p.levels[p.code16[i]]
	case p.exact != nil:
		return p.exact[i]
	}
	return p.levels[0]
}

// find returns the position of a document in the posting, or -1. In a sparse
// posting the search begins at hint, a position at or before that of the document.
func (p *posting) find(d uint32, hint int) int {
	if p.bits != nil {
		w := p.bits[d>>6]
		m := uint64(1) << (d & 63)
		if w&m == 0 {
			return -1
		}
		return int(p.ranks[d>>6]) + bits.OnesCount64(w&(m-1))
	}
	if i, ok := gallop(p.docs, d, hint); ok {
		return i
	}
	return -1
}

// gallop finds d in a sorted list from position i on.
func gallop(docs []uint32, d uint32, i int) (int, bool) {
	step := 1
	lo := i
	for i < len(docs) && docs[i] < d {
		lo = i + 1
		i += step
		step *= 2
	}
	j, ok := slices.BinarySearch(docs[lo:min(i+1, len(docs))], d)
	return lo + j, ok
}

// into writes the documents of a posting into b.
func (p *posting) into(b bitset) {
	if p.bits != nil {
		copy(b, p.bits)
		return
	}
	b.clear()
	p.addTo(b)
}

// addTo adds the documents of a posting to b.
func (p *posting) addTo(b bitset) {
	if p.bits != nil {
		b.or(p.bits)
		return
	}
	for _, d := range p.docs {
		b.set(d)
	}
}

// removeFrom takes the documents of a posting out of b.
func (p *posting) removeFrom(b bitset) {
	if p.bits != nil {
		b.andNot(p.bits)
		return
	}
	for _, d := range p.docs {
		b[d>>6] &^= 1 << (d & 63)
	}
}

// has reports whether a document is in the posting.
func (p *posting) has(d uint32) bool {
	if p.bits != nil {
		return p.bits.has(d)
	}
	_, ok := slices.BinarySearch(p.docs, d)
	return ok
}

// alive counts the documents that are not deleted; live nil means that none is.
func (p *posting) alive(live bitset) int {
	if live == nil {
		return p.n
	}
	if p.bits != nil {
		return p.bits.countAnd(live)
	}
	n := 0
	for _, d := range p.docs {
		if live.has(d) {
			n++
		}
	}
	return n
}

// Bytes estimates the memory of a posting.
func (p *posting) Bytes() int64 {
	return 300 + 8*int64(len(p.bits)) + 4*int64(len(p.ranks)+len(p.docs)+len(p.levels)+len(p.exact)) +
		int64(len(p.code8)+len(p.impact)+len(p.bounds)) + 2*int64(len(p.code16))
}

// builder makes a posting of the frequencies of a segment's documents.
type builder struct {
	tf   []float32 // by document; 0 means absent
	docs []uint32  // documents with a frequency, in the order in which they came
}

func (b *builder) reset(n int) {
	if cap(b.tf) < n {
		b.tf = make([]float32, n)
	}
	b.tf = b.tf[:n]
	b.docs = b.docs[:0]
}

// add adds a frequency above 0 to that of a document.
func (b *builder) add(d uint32, tf float32) {
	if b.tf[d] == 0 {
		b.docs = append(b.docs, d)
	}
	b.tf[d] += tf
}

// set makes a frequency above 0 that of a document.
func (b *builder) set(d uint32, tf float32) {
	if b.tf[d] == 0 {
		b.docs = append(b.docs, d)
	}
	b.tf[d] = tf
}

// build returns the posting and leaves the builder empty.
func (b *builder) build() *posting {
	slices.Sort(b.docs)
	p := &posting{n: len(b.docs)}
	p.encode(b)
	n := len(b.tf)
	if p.n*denseShare < n {
		p.docs = slices.Clone(b.docs)
	} else {
		p.bits = make(bitset, wordsFor(n))
		p.ranks = make([]uint32, len(p.bits))
		for _, d := range b.docs {
			p.bits.set(d)
		}
		before := uint32(0)
		for i, w := range p.bits {
			p.ranks[i] = before
			before += uint32(bits.OnesCount64(w))
		}
	}
	for _, d := range b.docs {
		b.tf[d] = 0
	}
	b.docs = b.docs[:0]
	return p
}

// encode keeps the frequencies as numbers of levels, of which there are few.
func (p *posting) encode(b *builder) {
	level := map[float32]int{}
	var small [256]int // number + 1 of the level of a small whole frequency
	codes := make([]uint16, len(b.docs))
	for i, d := range b.docs {
		tf := b.tf[d]
		whole := int(tf)
		if float32(whole) == tf && whole < len(small) && small[whole] > 0 {
			codes[i] = uint16(small[whole] - 1)
			continue
		}
		k, ok := level[tf]
		if !ok {
			k = len(p.levels)
			if k > math.MaxUint16 {
				p.keepExact(b)
				return
			}
			level[tf] = k
			p.levels = append(p.levels, tf)
		}
		if float32(whole) == tf && whole < len(small) {
			small[whole] = k + 1
		}
		codes[i] = uint16(k)
	}
	switch {
	case len(p.levels) <= 1:
	case len(p.levels) <= 256:
		p.code8 = make([]uint8, len(codes))
		for i, c := range codes {
			p.code8[i] = uint8(c)
		}
	default:
		p.code16 = codes
	}
}

func (p *posting) keepExact(b *builder) {
	p.levels = nil
	p.exact = make([]float32, len(b.docs))
	for i, d := range b.docs {
		p.exact[i] = b.tf[d]
	}
}
