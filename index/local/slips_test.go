package local

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vankien/index"
)

// drawTitles returns n runs of two to six words of titles, with nothing between
// the words but blanks.
func (x *rawTexts) drawTitles(w *rand.Rand, n int) (list []string) {
	for len(list) < n {
		title := x.read(x.docs[w.IntN(len(x.docs))].Title)
		want := 2 + w.IntN(5)
		if len(title) < want {
			continue
		}
		from := w.IntN(len(title) - want + 1)
		var words []string
		for _, word := range title[from : from+want] {
			if letters(word.text) {
				words = append(words, word.text)
			}
		}
		if len(words) == want {
			list = append(list, strings.Join(words, " "))
		}
	}
	return list
}

// offered returns the likeliest of the suggestions of some kinds.
func offered(res *index.Result, kinds ...index.SuggestionKind) (string, bool) {
	for _, s := range res.Suggestions {
		if slices.Contains(kinds, s.Kind) {
			return s.Query.String(), true
		}
	}
	return "", false
}

// sameWords reports whether two texts hold the same words.
func (x *rawTexts) sameWords(a, b string) bool {
	m, _ := x.numbers(a)
	n, _ := x.numbers(b)
	return slices.Equal(m, n)
}

// slips asks queries with one slip each, and others without any: most are mended
// as they were, few into something else, and few that need none.
func slips(t *testing.T, x *Index, raw *rawTexts) {
	w := rand.New(rand.NewPCG(6, 3))
	var exact, wrong, needless tally
	for _, q := range raw.drawTitles(w, 400) {
		typed := slip(q)
		res, _ := asked(t, x, typed, index.LevelAuto, 10)
		mended, ok := offered(res, index.SuggestSpelling, index.SuggestTyping)
		right := ok && raw.sameWords(mended, q)
		exact.add(right)
		wrong.add(ok && !right)
		if ok && !right {
			t.Logf("%s ← %s: %s", typed, q, mended)
		}
	}
	for _, q := range raw.drawTitles(w, 400) {
		res, _ := asked(t, x, q, index.LevelAuto, 10)
		mended, ok := offered(res, index.SuggestSpelling, index.SuggestTyping)
		if needless.add(ok); ok {
			t.Logf("needless: %s: %s", q, mended)
		}
	}
	t.Logf("mended wrongly %v, needlessly %v", wrong, needless)
	exact.atLeast(t, "mended exactly", 70)
	if wrong.percent() > 15 || needless.percent() > 11 {
		t.Errorf("mended wrongly %v, needlessly %v; want at most 15 and 11 %%", wrong, needless)
	}
}

// marks asks units and titles without marks: the marks that are suggested are
// those that were meant.
func marks(t *testing.T, x *Index, u *rawUnits) {
	w := rand.New(rand.NewPCG(6, 4))
	for _, c := range []struct {
		name           string
		list           []string
		offered, right float64
	}{
		{"names", draw(w, u.names, 200), 80, 95},
		{"compounds", draw(w, u.pairs, 200), 90, 97},
		{"titles", u.raw.drawTitles(w, 400), 0, 90},
	} {
		var shown, right tally
		for _, q := range c.list {
			if bare(q) == q {
				continue
			}
			res, _ := asked(t, x, bare(q), index.LevelAuto, 10)
			marked, ok := offered(res, index.SuggestMarks)
			if shown.add(ok); !ok {
				continue
			}
			if right.add(u.raw.sameWords(marked, q)); !u.raw.sameWords(marked, q) {
				t.Logf("%s ← %s: %s", bare(q), q, marked)
			}
		}
		shown.atLeast(t, c.name+": offered", c.offered)
		right.atLeast(t, c.name+": right", c.right)
	}
}
