package local

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
)

// titles are those of the documents.
func (x *rawTexts) titles() (list []string) {
	for _, d := range x.docs {
		list = append(list, d.Title)
	}
	return list
}

// drawRuns returns n runs of two to six words of texts, with nothing between the
// words but blanks.
func (x *rawTexts) drawRuns(w *rand.Rand, texts []string, n int) (list []string) {
	for len(list) < n {
		text := x.read(texts[w.IntN(len(texts))])
		want := 2 + w.IntN(5)
		if len(text) < want {
			continue
		}
		from := w.IntN(len(text) - want + 1)
		var words []string
		for _, word := range text[from : from+want] {
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

// offered returns the suggestions of some kinds, likeliest first.
func offered(res *index.Result, kinds ...index.SuggestionKind) (list []string) {
	for _, s := range res.Suggestions {
		if slices.Contains(kinds, s.Kind) {
			list = append(list, s.Query.String())
		}
	}
	return list
}

// sameWords reports whether two texts hold the same words.
func (x *rawTexts) sameWords(a, b string) bool {
	m, _ := x.numbers(a)
	n, _ := x.numbers(b)
	return slices.Equal(m, n)
}

// slips asks queries with one slip each: most are mended as they were. Few are
// mended that need it not: runs of titles, and of headlines of another paper, whose
// words need not stand here side by side.
func slips(t *testing.T, x *Index, raw *rawTexts) {
	w := rand.New(rand.NewPCG(6, 3))
	var exact, wrong tally
	for _, q := range raw.drawRuns(w, raw.titles(), 400) {
		typed := slip(q)
		mended := mendings(t, x, typed)
		right := len(mended) > 0 && raw.sameWords(mended[0], q)
		exact.add(right)
		wrong.add(len(mended) > 0 && !right)
		if len(mended) > 0 && !right {
			t.Logf("%s ← %s: %q", typed, q, mended)
		}
	}
	exact.atLeast(t, "mended exactly", 80)
	if t.Logf("mended wrongly: %v", wrong); wrong.percent() > 8 {
		t.Errorf("mended wrongly: %v, want at most 8 %%", wrong)
	}
	for name, texts := range map[string][]string{"titles": raw.titles(), "headlines elsewhere": headlines(t)} {
		var needless tally
		for _, q := range raw.drawRuns(w, texts, 400) {
			mended := mendings(t, x, q)
			if needless.add(len(mended) > 0); len(mended) > 0 {
				t.Logf("%s: %q", q, mended)
			}
		}
		if t.Logf("%s mended needlessly: %v", name, needless); needless.percent() > 5 {
			t.Errorf("%s mended needlessly: %v, want at most 5 %%", name, needless)
		}
	}
}

// mendings returns in what way a query is mended, likeliest first.
func mendings(t *testing.T, x *Index, q string) []string {
	t.Helper()
	res, _ := asked(t, x, q, index.LevelAuto, 10)
	return offered(res, index.SuggestSpelling)
}

// headlines are those of a judged collection.
func headlines(t *testing.T) (list []string) {
	for _, line := range indextest.Lines(t, "collections/vietnews_knownitem/queries.jsonl") {
		var q struct{ Text string }
		if err := json.Unmarshal(line, &q); err != nil {
			t.Fatal(err)
		}
		list = append(list, q.Text)
	}
	return list
}

// marks asks units and titles without marks: those that were meant are among what
// is suggested.
func marks(t *testing.T, x *Index, u *rawUnits) {
	w := rand.New(rand.NewPCG(6, 4))
	for _, c := range []struct {
		name           string
		list           []string
		offered, right float64
	}{
		{"names", draw(w, u.names, 200), 90, 95},
		{"compounds", draw(w, u.pairs, 200), 95, 97},
		{"titles", u.raw.drawRuns(w, u.raw.titles(), 400), 80, 95},
	} {
		var shown, right tally
		for _, q := range c.list {
			if bare(q) == q {
				continue
			}
			res, _ := asked(t, x, bare(q), index.LevelAuto, 10)
			marked := offered(res, index.SuggestMarks)
			if shown.add(len(marked) > 0); len(marked) == 0 {
				continue
			}
			is := slices.ContainsFunc(marked, func(s string) bool { return u.raw.sameWords(s, q) })
			if right.add(is); !is {
				t.Logf("%s ← %s: %q", bare(q), q, marked)
			}
		}
		shown.atLeast(t, c.name+": offered", c.offered)
		right.atLeast(t, c.name+": right", c.right)
	}
}
