package local

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// counted is a lexicon by counting: runs and names, each as words with blanks
// between.
type counted struct {
	words, names map[string]float64
	total        float64
}

func (c *counted) add(text string) {
	tokens := viet.Words(nil, text)
	var part, name []string
	endName := func() {
		if n := len(name); n >= 2 && n <= plan.MaxName {
			c.names[strings.Join(name, " ")]++
		}
		name = nil
	}
	for i, t := range tokens {
		if i > 0 && strings.ContainsAny(text[tokens[i-1].End:t.Start], ",.-") {
			endName()
			part = nil
		}
		part = append(part, t.Term)
		for n := 1; n <= min(3, len(part)); n++ {
			c.words[strings.Join(part[len(part)-n:], " ")]++
		}
		c.total++
		if r := []rune(text[t.Start:t.End]); strings.ToUpper(string(r[:1])) == string(r[:1]) && strings.ToLower(string(r[1:])) == string(r[1:]) {
			name = append(name, t.Term)
		} else {
			endName()
		}
	}
	endName()
}

// written are words with and without marks of the same folds, and capitals.
var written = []string{"nguyễn", "Nguyễn", "Nguyen", "phú", "Phú", "phu", "trọng", "Trọng", "trong", "Trông", "và", "va", "HÀ", "đổi", "đội", "Số"}

// TestLexicon compares the lexicon of several segments, some of whose documents
// were deleted, with counting the texts.
func TestLexicon(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 0))
	text := func() string {
		var b strings.Builder
		for range r.IntN(40) {
			b.WriteString(written[r.IntN(len(written))])
			b.WriteString([]string{" ", " ", " ", " ", " ", ", ", ". ", " - "}[r.IntN(8)])
		}
		return strings.TrimRight(b.String(), " ,.-")
	}
	x := collection(t)
	want := &counted{map[string]float64{}, map[string]float64{}, 0}
	for batch := range 5 {
		var docs []index.Document
		for i := range 20 {
			d := index.Document{ID: fmt.Sprint(batch, "-", i), Title: text(), Body: text()}
			want.add(d.Title)
			want.add(d.Body)
			docs = append(docs, d)
		}
		if err := x.Put(t.Context(), docs...); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := x.Delete(t.Context(), "0-1", "3-7"); err != nil {
		t.Fatal(err)
	}
	snap, state := pinned(t, x)
	defer snap.Close()
	checkLexicon(t, state.lexicon, want, r)
}

func checkLexicon(t *testing.T, x *lexicon.Lexicon, want *counted, r *rand.Rand) {
	t.Helper()
	if x.Total() != want.total {
		t.Errorf("%v words, want %v", x.Total(), want.total)
	}
	folds := map[string][]string{}
	for _, w := range written {
		term := viet.Term(w)
		if f := viet.Fold(term); !slices.Contains(folds[f], term) {
			folds[f] = append(folds[f], term)
		}
	}
	for fold, terms := range folds {
		readings, err := x.Readings(fold)
		if err != nil || len(readings) != len(terms) {
			t.Fatalf("%s: %v, %v", fold, readings, err)
		}
		for i, g := range readings {
			if g.Count != want.words[g.Term] || i > 0 && g.Count > readings[i-1].Count {
				t.Errorf("%s: %v, want %v", fold, readings, want.words[g.Term])
			}
		}
	}
	all := slices.Sorted(maps.Keys(folds))
	for range 60 {
		places := make([][]string, 1+r.IntN(6))
		for i := range places {
			for range 1 + r.IntN(2) {
				terms := slices.Clone(folds[all[r.IntN(len(all))]])
				r.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
				for _, w := range terms[:1+r.IntN(len(terms))] {
					if !slices.Contains(places[i], w) {
						places[i] = append(places[i], w)
					}
				}
			}
			places[i] = append(places[i], "nowhere")
		}
		checkRuns(t, x, want, places)
	}
}

// checkRuns compares what is known of words given place by place.
func checkRuns(t *testing.T, x *lexicon.Lexicon, want *counted, places [][]string) {
	t.Helper()
	runs, err := x.Runs(places)
	if err != nil {
		t.Fatal(err)
	}
	for p := range places {
		for c, n := range runs.Words[p] {
			if n != want.words[places[p][c]] {
				t.Errorf("%q: %v, want %v", places[p][c], n, want.words[places[p][c]])
			}
		}
		compareRuns(t, places[p:], runs.Pairs[p], want.words, 2, 2)
		compareRuns(t, places[p:], runs.Triples[p], want.words, 3, 3)
		compareRuns(t, places[p:], runs.Names[p], want.names, 2, plan.MaxName)
	}
}

// compareRuns compares the runs of some lengths with what was counted.
func compareRuns(t *testing.T, places [][]string, got []plan.Run, counts map[string]float64, least, most int) {
	t.Helper()
	want := map[string]float64{}
	var walk func(words []string)
	walk = func(words []string) {
		if n := counts[strings.Join(words, " ")]; len(words) >= least && n > 0 {
			want[strings.Join(words, " ")] = n
		}
		if len(words) < min(most, len(places)) {
			for _, w := range places[len(words)] {
				walk(append(words[:len(words):len(words)], w))
			}
		}
	}
	walk(nil)
	found := map[string]float64{}
	for _, x := range got {
		var words []string
		for i := range x.Len {
			words = append(words, places[i][x.Choices[i]])
		}
		found[strings.Join(words, " ")] += x.Count
	}
	if !maps.Equal(found, want) {
		t.Errorf("%q: %v, want %v", places, found, want)
	}
}
