package exec

import "math/bits"

// A bitset holds one bit for each document of a segment, by local number.
type bitset []uint64

// wordsFor returns the length of a bitset for n documents.
func wordsFor(n int) int { return (n + 63) / 64 }

func (b bitset) has(d uint32) bool { return b[d>>6]&(1<<(d&63)) != 0 }
func (b bitset) set(d uint32)      { b[d>>6] |= 1 << (d & 63) }
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
func (b bitset) each(f func(d uint32) bool) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			if !f(uint32(i<<6 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// arena hands out bitsets of one search and takes them back together, so that
// a search of a known shape allocates nothing.
type arena struct {
	free, used []bitset
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

// release takes all bitsets back.
func (a *arena) release() {
	a.free = append(a.free, a.used...)
	a.used = a.used[:0]
	if len(a.free) > maxFree {
		clear(a.free[maxFree:])
		a.free = a.free[:maxFree]
	}
}

// maxFree bounds the bitsets that an idle arena keeps.
const maxFree = 32
