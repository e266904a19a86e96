package segment

import (
	"math/rand/v2"
	"testing"
)

// TestPairsAreSmall: the documents of a pair are a bitset where that is smaller,
// and frequencies that are all 1 take no room.
func TestPairsAreSmall(t *testing.T) {
	s := build(t, world(rand.New(rand.NewPCG(9, 0)), 700, 40, 60))
	kinds := map[[2]bool]int{}
	for a := range uint32(s.head.Common) {
		for _, p := range s.Pairs(nil, 0, a, 0, uint32(s.head.Common)) {
			if dense := 2*p.N >= 8*(len(p.Bits)+1)+2*len(p.ranks); p.Bits != nil && !dense || p.Bits == nil && p.N > 8*words(700)/2+20 {
				t.Fatalf("pair %d %d of %d documents has a bitset of %d words", p.First, p.Second, p.N, len(p.Bits))
			}
			ones := true
			for _, f := range p.Frequencies {
				ones = ones && f == 1
			}
			if p.Frequencies != nil && ones {
				t.Fatalf("pair %d %d has frequencies that are all 1", p.First, p.Second)
			}
			kinds[[2]bool{p.Bits != nil, p.Frequencies != nil}]++
		}
	}
	if len(kinds) < 3 {
		t.Fatalf("pairs are of the kinds %v only", kinds)
	}
}

// TestSingleDocument: a list of one document stands in its record.
func TestSingleDocument(t *testing.T) {
	s := build(t, world(rand.New(rand.NewPCG(9, 1)), 300, 3000, 20))
	singles, used := 0, 0
	for i := range s.records {
		l := s.List(0, i)
		if l.N == 1 != (l.single != nil) {
			t.Fatalf("the list of %q, of %d documents, is a single: %v", s.Key(i), l.N, l.single != nil)
		}
		if l.single != nil {
			singles++
		}
		used += len(l.extents)
	}
	if singles == 0 || used == 0 {
		t.Fatalf("%d singles, %d extents", singles, used)
	}
}
