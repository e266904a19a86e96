package exec

import (
	"slices"
	"testing"
)

// FuzzBits holds the operations of bitsets against those of maps. The first
// byte is the number of documents, the others are those of two sets.
func FuzzBits(f *testing.F) {
	f.Add([]byte{64, 0, 63, 64, 1})
	f.Add([]byte{200, 1, 2, 3, 199, 198, 128, 127, 1, 3})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		n := int(data[0]) + 1
		of := func(list []byte) (bitset, map[uint16]bool) {
			s, m := make(bitset, wordsFor(n)), map[uint16]bool{}
			for _, d := range list {
				x := uint16(int(d) % n)
				s[x>>6] |= 1 << (x & 63)
				m[x] = true
			}
			return s, m
		}
		half := 1 + len(data[1:])/2
		a, inA := of(data[1:half])
		b, inB := of(data[half:])
		full := make(bitset, wordsFor(n))
		full.fill(n)
		for name, c := range map[string]struct {
			do  func(s bitset)
			has func(d uint16) bool
		}{
			"and":    {func(s bitset) { s.and(b) }, func(d uint16) bool { return inA[d] && inB[d] }},
			"or":     {func(s bitset) { s.or(b) }, func(d uint16) bool { return inA[d] || inB[d] }},
			"andNot": {func(s bitset) { s.andNot(b) }, func(d uint16) bool { return inA[d] && !inB[d] }},
			"not":    {func(s bitset) { copy(s, full); s.andNot(a) }, func(d uint16) bool { return !inA[d] }},
			"clear":  {bitset.clear, func(uint16) bool { return false }},
		} {
			s := slices.Clone(a)
			c.do(s)
			var want, got []uint16
			for d := range uint16(n) {
				if c.has(d) {
					want = append(want, d)
				}
				if s.has(d) != c.has(d) {
					t.Errorf("%s: has(%d) = %v", name, d, s.has(d))
				}
			}
			s.each(func(d uint16) bool { got = append(got, d); return true })
			if !slices.Equal(got, want) || s.count() != len(want) || s.countAnd(full) != len(want) {
				t.Errorf("%s of %d: %v, count %d, countAnd %d, want %v", name, n, got, s.count(), s.countAnd(full), want)
			}
		}
		both := 0
		for d := range inA {
			if inB[d] {
				both++
			}
		}
		if n := a.countAnd(b); n != both {
			t.Errorf("countAnd = %d, want %d", n, both)
		}
	})
}

func TestEachStops(t *testing.T) {
	b := bitset{7, 1}
	var got []uint16
	b.each(func(d uint16) bool { got = append(got, d); return len(got) < 2 })
	if !slices.Equal(got, []uint16{0, 1}) {
		t.Errorf("got %v", got)
	}
}

// TestArena checks that what an arena hands out is in one hand only, however
// small the room, and that it keeps little.
func TestArena(t *testing.T) {
	var a arena
	for round := range 3 {
		var sets []bitset
		var lists [][]uint16
		for i := range 2 * maxFree {
			b := a.get(1 + i%5)
			b.clear()
			b[0] = uint64(i)
			sets, lists = append(sets, b), append(lists, a.listed(b, b.count()))
		}
		mark := a.mark()
		a.get(3).fill(130)
		a.back(mark)
		for i, b := range sets {
			if len(b) != 1+i%5 || b[0] != uint64(i) || len(lists[i]) != b.count() {
				t.Fatalf("round %d: bitset %d has %d words and holds %d, listed as %v", round, i, len(b), b[0], lists[i])
			}
			for _, d := range lists[i] {
				if !b.has(d) {
					t.Fatalf("round %d: list %d holds %d", round, i, d)
				}
			}
		}
		if a.release(); len(a.free) > maxFree || len(a.used)+len(a.docs) > 0 {
			t.Errorf("%d free and %d used bitsets after release", len(a.free), len(a.used))
		}
	}
}
