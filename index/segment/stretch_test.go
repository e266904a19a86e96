package segment

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestStretches compares with the words of the documents, one by one.
func TestStretches(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for _, vocabulary := range []int{3, 60, 2000} {
		docs := world(r, 40, vocabulary, 700)
		s := build(t, docs)
		for range 60 {
			var set WordSet
			for range 1 + r.IntN(3) {
				from := uint32(r.IntN(len(s.wordKey)))
				set = set.Add(WordRange{from, min(from+1+uint32(r.IntN(3)), uint32(len(s.wordKey)))})
			}
			m := s.NewWordMap(set)
			for d := range uint32(s.Documents()) {
				for part := range testLayout.Parts {
					if got, want := m.Stretches(nil, d, part), stretchesOf(s, set, d, part); !slices.Equal(got, want) {
						t.Fatalf("document %d, part %d: %v, want %v", d, part, got, want)
					}
				}
			}
		}
	}
}

// stretchesOf works stretches out of the words of a document, which begin every
// ten bytes.
func stretchesOf(s *Segment, set WordSet, d uint32, part int) (list [][2]int) {
	const step = 10 * SampleRate
	last := 0
	for o := range s.Forward(d) {
		if o.Part == part {
			last = o.Place / SampleRate
		}
		at := o.Place / SampleRate * step
		switch {
		case o.Part != part || !set.Has(o.Number):
		case len(list) > 0 && list[len(list)-1][1] > at:
		case len(list) > 0 && list[len(list)-1][1] == at:
			list[len(list)-1][1] += step
		default:
			list = append(list, [2]int{at, at + step})
		}
	}
	if n := len(list); n > 0 && list[n-1][1] > last*step {
		list[n-1][1] = endOfPart
	}
	return list
}
