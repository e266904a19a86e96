package segment

import (
	"math/rand/v2"
	"testing"
)

// TestSequenceFinds compares the search for units with the one word by word, over
// parts of every weight and rare words whose second unit is like any other.
func TestSequenceFinds(t *testing.T) {
	const common = 4
	w := rand.New(rand.NewPCG(1, 2))
	rare := []uint32{common, common + 1, common + partUnit, common + escape, common + escape<<16>>4, common + 0xf00f}
	word := func() uint32 {
		if w.IntN(2) == 0 {
			return w.Uint32N(common)
		}
		return rare[w.IntN(len(rare))]
	}
	for round := range 2000 {
		weights := [][]uint32{{3, 1, 0, 5}, {3, 1, 1, 1}}[round%2]
		var units []uint16
		for part := range weights {
			if part > 0 {
				units = append(units, partUnit)
			}
			for i := range w.IntN(30) {
				if i > 0 && w.IntN(8) == 0 {
					units = append(units, gapUnit)
				}
				units = appendUnits(units, word(), common)
			}
		}
		s := &Segment{head: &head{Common: common}}
		var words []WordSet
		apart := make([]bool, 1+w.IntN(3))
		for i := range apart {
			n := word()
			words, apart[i] = append(words, WordSet{{n, n + 1}}), i > 0 && w.IntN(4) == 0
		}
		var needle []uint16
		for i := range words {
			if apart[i] {
				needle = append(needle, gapUnit)
			}
			needle = appendUnits(needle, words[i][0].From, common)
		}
		q := &Sequence{segment: s, words: words, apart: apart, weights: weights, needle: needle, alike: round%2 == 1}
		want := q.each(units)
		for rarest := range needle {
			if got := q.find(units, needle, rarest, 0); got != want {
				t.Fatalf("round %d: %v (apart %v) stands %d times in %#x, want %d", round, words, apart, got, units, want)
			}
		}
		q.needle = nil
		for k := range len(words) - 1 {
			a, b := words[k][0].From, words[k+1][0].From
			if a >= common || b >= common || apart[k+1] {
				continue
			}
			pair := []uint16{uint16(a), uint16(b)}
			if got := q.find(units, pair, round%2, k); got != want {
				t.Fatalf("round %d: %v (apart %v) stands %d times around word %d in %#x, want %d", round, words, apart, got, k, units, want)
			}
		}
	}
}

// TestTogetherPassesOver compares groups of words near each other with those that
// are found word by word, over parts of every weight, sentences and rare words.
func TestTogetherPassesOver(t *testing.T) {
	const common = 6
	w := rand.New(rand.NewPCG(3, 4))
	rare := []uint32{common, common + partUnit, common + gapUnit, common + escape<<16>>4, common + 0xf00f}
	word := func() uint32 {
		if w.IntN(4) > 0 {
			return w.Uint32N(common)
		}
		return rare[w.IntN(len(rare))]
	}
	for round := range 2000 {
		s := &Segment{head: &head{Common: common}}
		weights := []uint32{3, 0, 1}
		for part := range weights {
			if part > 0 {
				s.forward = append(s.forward, partUnit)
			}
			for i := range w.IntN(40) {
				if i > 0 && w.IntN(6) == 0 {
					s.forward = append(s.forward, gapUnit)
				}
				s.forward = appendUnits(s.forward, word(), common)
			}
		}
		s.forwardAt.narrow = []uint32{0, uint32(len(s.forward))}
		var words []WordSet
		for range 2 + w.IntN(2) {
			n := word()
			words = append(words, WordSet{}.Add(WordRange{n, n + 1 + w.Uint32N(2)}))
		}
		slop := 1 + w.IntN(5)
		got := s.NewTogether(words, slop, 2, weights).Count(0)
		if want := wordByWord(s.NewTogether(words, slop, 2, weights)); got != want {
			t.Fatalf("round %d: %v with %d between count %g in %#x, want %g", round, words, slop, got, s.forward, want)
		}
	}
}

// wordByWord is Count that looks at each word of document 0.
func wordByWord(q *Together) (sum float64) {
	position, part := 0, 0
	for r := range q.segment.Forward(0) {
		if r.Part != part {
			position, part, q.window, q.ended = 0, r.Part, q.window[:0], 0
		}
		if position++; r.Apart {
			position += q.gap
		}
		sum += q.at(r.Number, position, part)
	}
	return sum
}
