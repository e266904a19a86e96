package lexicon

import (
	"fmt"
	"strings"
	"testing"
)

// TestCutIntoParts: what a part has seldom is counted, too, where another has it often,
// and of what is written as a name now and then it is not said that it is one.
func TestCutIntoParts(t *testing.T) {
	t.Parallel()
	var first []string
	for i := range 2 * keptRuns {
		first = append(first, strings.Repeat(fmt.Sprintf("đất nước w%02d. ", i), 3))
	}
	first = append(first, strings.Repeat("đất nước yên. ", 2), strings.Repeat("đất yên. ", 2), strings.Repeat("đất lành. ", 6))
	second := []string{strings.Repeat("đất nước yên. đất yên. ", 5), "Ở Đất Lành."}
	whole, cut := New([]Part{few(append(first, second...)...)}, nil), New([]Part{few(first...), few(second...)}, nil)
	for name, x := range map[string]*Lexicon{"one part": whole, "two parts": cut} {
		list, err := x.Continued(t.Context(), [][]string{{"đất"}}, "", func(string) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range list {
			if len(c.Words) == 2 {
				got = append(got, fmt.Sprint(strings.Join(c.Words, " "), " ", c.Count, " ", c.Name))
			}
		}
		if s, want := strings.Join(got, ", "), "đất nước 199 false, đất lành 7 false, đất yên 7 false"; s != want {
			t.Errorf("%s: %s, want %s", name, s, want)
		}
		next, all, err := x.After("đất", "nước")
		if err != nil || len(next) != FewWays || next[0].Term != "yên" || next[0].Count != 7 || all != 199 {
			t.Errorf("%s: behind đất nước, which stands %v times, are %v; %v", name, all, next, err)
		}
	}
}

// TestWithinOverParts: what stands behind one word nearly everywhere begins within a unit,
// though in the part that has it most often it does not.
func TestWithinOverParts(t *testing.T) {
	t.Parallel()
	x := New([]Part{few(strings.Repeat("bao gồm cả. ", 17), strings.Repeat("gồm cả. ", 3)), few(strings.Repeat("bao gồm cả. ", 19)), few("rõ ràng là. ")}, nil)
	if within, err := x.Within("gồm", "cả"); err != nil || !within {
		t.Errorf("gồm cả stands within bao gồm cả 36 times of 39, and is said to be by itself: %v", err)
	}
}
