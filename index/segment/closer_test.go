package segment

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPlaces compares with the words of the documents, one by one; those of the
// second world are in part too rare for one unit.
func TestPlaces(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 0))
	for _, docs := range [][]plain{world(r, 40, 60, 700), wide(r)} {
		s := build(t, docs)
		for range 60 {
			var set WordSet
			for range 1 + r.IntN(6) {
				from := r.Uint32N(uint32(len(s.wordKey)))
				set = set.Add(WordRange{from, min(from+1+r.Uint32N(40), uint32(len(s.wordKey)))})
			}
			m := s.NewWordMap(set)
			for d := range uint32(s.Documents()) {
				checkPlaces(t, s, m, set, d)
			}
		}
	}
}

func checkPlaces(t *testing.T, s *Segment, m *WordMap, set WordSet, d uint32) {
	t.Helper()
	var want, got []uint32
	for o := range s.Forward(d) {
		if set.Has(o.Number) {
			want = append(want, o.Number)
		}
	}
	last := -1
	for _, p := range m.Places(nil, d, 1<<20) {
		if p.Place <= last {
			t.Fatalf("document %d: place %d after %d", d, p.Place, last)
		}
		got, last = append(got, p.Word), p.Place
	}
	if !slices.Equal(got, want) {
		t.Fatalf("document %d: %v, want %v", d, got, want)
	}
	if slices.ContainsFunc(m.Places(nil, d, 3), func(p Place) bool { return p.Place >= 3 }) {
		t.Fatalf("document %d: a place beyond the first units", d)
	}
}
