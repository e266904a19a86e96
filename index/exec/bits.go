package exec

import (
	"math/bits"
	"slices"

	"vankien/index/segment"
)

// A bitset holds one bit for each document of a chunk, by its number there.
type bitset []uint64

// wordsFor returns the length of a bitset for n documents.
func wordsFor(n int) int { return (n + 63) / 64 }

func (b bitset) has(d uint16) bool { return b[d>>6]&(1<<(d&63)) != 0 }
func (b bitset) clear()            { clear(b) }

// fill sets the first n bits and no other.
func (b bitset) fill(n int) {
	for i := range b {
		b[i] = ^uint64(0)
	}
	if n&63 != 0 {
		b[len(b)-1] = 1<<(n&63) - 1
	}
}

func (b bitset) and(o bitset) {
	o = o[:len(b)]
	for i := range b {
		b[i] &= o[i]
	}
}

func (b bitset) andNot(o bitset) {
	o = o[:len(b)]
	for i := range b {
		b[i] &^= o[i]
	}
}

func (b bitset) or(o bitset) {
	o = o[:len(b)]
	for i := range b {
		b[i] |= o[i]
	}
}

// any reports whether a bit is set.
func (b bitset) any() bool {
	for _, w := range b {
		if w != 0 {
			return true
		}
	}
	return false
}

// count returns the number of bits set.
func (b bitset) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// countAnd returns the number of bits set in both.
func (b bitset) countAnd(o bitset) int {
	n := 0
	o = o[:len(b)]
	for i, w := range b {
		n += bits.OnesCount64(w & o[i])
	}
	return n
}

// each calls f for the bits set, in order, until it returns false.
func (b bitset) each(f func(d uint16) bool) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			if !f(uint16(i<<6 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// keep takes out the bits set for which f is false.
func (b bitset) keep(f func(d uint16) bool) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			if !f(uint16(i<<6 + bits.TrailingZeros64(w))) {
				b[i] &^= w & -w
			}
		}
	}
}

// arena hands out the memory of one search and takes it back together, so that
// a search of a known shape allocates nothing.
type arena struct {
	free, used []bitset
	docs       []uint16 // what is listed goes here, one list behind the other; so do those below
	tf         []float32
	parts      []part
	lists      []list
	postings   []posting
	sums       []float32
	sumsOf     []float64
}

// get returns a bitset of the given length with any content.
func (a *arena) get(words int) bitset {
	for i := len(a.free) - 1; i >= 0; i-- {
		if b := a.free[i]; cap(b) >= words {
			a.free[i] = a.free[len(a.free)-1]
			a.free = a.free[:len(a.free)-1]
			a.used = append(a.used, b)
			return b[:words]
		}
	}
	b := make(bitset, words)
	a.used = append(a.used, b)
	return b
}

// mark and back take back the bitsets that were handed out between them.
func (a *arena) mark() int { return len(a.used) }

func (a *arena) back(mark int) {
	a.free = append(a.free, a.used[mark:]...)
	a.used = a.used[:mark]
}

// listed returns the n documents of a set in order.
func (a *arena) listed(set bitset, n int) []uint16 {
	a.docs = slices.Grow(a.docs, n)
	from := len(a.docs)
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			a.docs = append(a.docs, uint16(i<<6+bits.TrailingZeros64(w)))
		}
	}
	return slices.Clip(a.docs[from:])
}

// release takes everything back.
func (a *arena) release() {
	a.back(0)
	if len(a.free) > maxFree {
		clear(a.free[maxFree:])
		a.free = a.free[:maxFree]
	}
	a.docs, a.tf = emptied(a.docs, maxDocuments), emptied(a.tf, maxDocuments)
	a.parts, a.lists, a.postings = emptied(a.parts, maxLists), emptied(a.lists, maxLists), emptied(a.postings, maxLists)
}

// emptied returns a list for the next search, unless it takes too much room.
func emptied[T any](list []T, most int) []T {
	if cap(list) > most {
		return nil
	}
	clear(list)
	return list[:0]
}

// What an idle arena keeps is bounded.
const (
	maxFree      = 64
	maxDocuments = 1 << 19
	maxLists     = 1 << 12
)

// counts returns room for a number for each document of a chunk. All are 0, and
// who gets them leaves them so.
func (a *arena) counts() []float32 {
	if a.sums == nil {
		a.sums = make([]float32, segment.ChunkSize)
	}
	return a.sums
}

// scores is counts for scores.
func (a *arena) scores() []float64 {
	if a.sumsOf == nil {
		a.sumsOf = make([]float64, segment.ChunkSize)
	}
	return a.sumsOf
}
