package duplicate

import "math/bits"

// Which texts may be alike is found without comparing each with each: MinHash
// and bands. A text becomes 128 values such that two texts agree in one of them
// with the probability of their Jaccard similarity; they are cut into 32 bands of
// four, and texts that agree in a whole band are candidates: 87 of 100 pairs at
// 0.5, all but one in ten billion at 0.9, one of 300 at 0.1. Candidates are
// compared by their shingles, so only those that are missed count.
//
// The classic way takes the least of each of 128 hashes over all shingles, which
// for a long text costs more than reading it. One permutation costs a single
// hash: shingles are dealt into 128 bins, and the least of each counts. A text
// with few shingles leaves bins empty, so it goes the classic way. Values of the
// two ways never agree: a text of a length near the border goes both, so that
// every pair at 0.5, of which one has at most twice the shingles of the other,
// has a way in common.
//
// What is kept of a text is no value but a hash of each band: 128 bytes, or 256.
const (
	values   = 128
	perBand  = 4
	bandsOf  = values / perBand
	onePass  = 200         // shingles; above, one permutation
	classic  = 2 * onePass // shingles; up to here, 128 hashes
	maxBands = 2 * bandsOf // of a signature
	seed     = 0x5bd1e995a7c9
)

// bands returns the hashes of the bands of some shingles, which may repeat. Those
// of one permutation come last.
func bands(shingles []uint64) []uint32 {
	n := distinct(shingles)
	if n > classic {
		return appendBands(make([]uint32, 0, bandsOf), permuted(shingles), 1)
	}
	if n <= onePass {
		return appendBands(make([]uint32, 0, bandsOf), minima(shingles), 0)
	}
	return appendBands(appendBands(make([]uint32, 0, maxBands), minima(shingles), 0), permuted(shingles), 1)
}

// distinct counts different shingles, and stops above classic.
func distinct(shingles []uint64) (n int) {
	var seen [1 << 10]uint64
	for _, x := range shingles {
		x |= 1 // of two that differ in this bit one is not counted: so is one pair in 2^63
		at := x >> 54
		for seen[at] != 0 && seen[at] != x {
			at = (at + 1) % uint64(len(seen))
		}
		if seen[at] == 0 {
			seen[at] = x
			if n++; n > classic {
				break
			}
		}
	}
	return n
}

// appendBands hashes values by fours. The lowest bit says which way they came.
func appendBands(list []uint32, v [values]uint32, way uint32) []uint32 {
	for b := range bandsOf {
		var h uint64
		for _, x := range v[b*perBand : (b+1)*perBand] {
			h = mix(h*31 + uint64(x))
		}
		list = append(list, uint32(h)&^1|way)
	}
	return list
}

// minima returns the least of each of 128 hashes. They are a hash and its
// multiples by another one, which are as independent as is needed here.
func minima(shingles []uint64) (v [values]uint32) {
	for i := range v {
		v[i] = 1<<32 - 1
	}
	for _, x := range shingles {
		h := mix(x ^ seed)
		a, step := uint32(h), uint32(h>>32)|1
		for i := range v {
			y := a
			y ^= y >> 15
			y *= 0x2c1b3c6d
			v[i] = min(v[i], y^y>>13)
			a += step
		}
	}
	return v
}

// permuted returns the least of each of 128 bins. An empty one takes the value of
// another, the same one in every text in which that is not empty.
func permuted(shingles []uint64) (v [values]uint32) {
	var full [values]bool
	for _, x := range shingles {
		h := mix(x + seed)
		bin, y := h>>(64-bits.Len(values-1)), uint32(h)
		if !full[bin] || y < v[bin] {
			v[bin], full[bin] = y, true
		}
	}
	for i := range v {
		if full[i] {
			continue
		}
		for try := uint64(1); ; try++ {
			if from := mix(uint64(i)<<32|try) % values; full[from] {
				v[i] = v[from]
				break
			}
		}
	}
	return v
}
