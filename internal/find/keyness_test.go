package find

import (
	"math"
	"testing"
)

func TestLogLikelihood(t *testing.T) {
	for _, c := range []struct {
		n, all      [2]int
		want, ratio float64
	}{
		{[2]int{10, 2}, [2]int{1000, 1000}, 2 * (10*math.Log(10.0/6) + 2*math.Log(2.0/6)), math.Log2(5)},
		{[2]int{2, 10}, [2]int{1000, 1000}, 2 * (10*math.Log(10.0/6) + 2*math.Log(2.0/6)), -math.Log2(5)},
		{[2]int{4, 0}, [2]int{100, 300}, 2 * 4 * math.Log(4), math.Log2(4 / 100.0 / (0.5 / 300))},
		{[2]int{5, 15}, [2]int{100, 300}, 0, 0},
		{[2]int{5, 0}, [2]int{100, 0}, 0, 0},
	} {
		if got := logLikelihood(c.n, c.all); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v of %v: %v, want %v", c.n, c.all, got, c.want)
		}
		if got := logRatio(c.n, c.all); math.Abs(got-c.ratio) > 1e-9 {
			t.Errorf("%v of %v: ratio %v, want %v", c.n, c.all, got, c.ratio)
		}
	}
}

// TestPairsOfWords: words that only join others are in no pair, and none goes over the
// end of a sentence.
func TestPairsOfWords(t *testing.T) {
	c := newWordCounts(1)
	c.add(0, "Kinh tế và xã hội. Kinh tế", "")
	c.add(1, "hội kinh tế")
	c.done()
	if c.totals[0] != [2]int{7, 3} {
		t.Errorf("%d words", c.totals[0])
	}
	more, less := c.marking(1)
	got := map[string][2]int{}
	for _, x := range append(more, less...) {
		got[x.Kind+" "+x.Text] = [2]int{x.A, x.B}
	}
	if _, over := got["pair tế và"]; over || got["pair xã hội"] != [2]int{1, 0} || got["pair hội kinh"] != [2]int{0, 1} || got["word và"] != [2]int{1, 0} {
		t.Errorf("%v", got)
	}
}
