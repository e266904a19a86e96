package local

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/query"
)

// plainWord is a word with one way to be written: letters alone, and no short end in i
// or y, which are written for each other.
var plainWord = regexp.MustCompile(`^\p{Ll}{2,}$`)

func hasOneSpelling(s string) bool {
	end := bare(s)
	return plainWord.MatchString(s) && end != s && !strings.HasSuffix(end, "i") && !strings.HasSuffix(end, "y")
}

// TestTalliesOfRawTexts holds sums by years against a count over raw texts: of twenty
// phrases of one to three words that stand there, drawn at random.
func TestTalliesOfRawTexts(t *testing.T) {
	t.Parallel()
	raw := readRaw(t, "news", "laws")
	x := collection(t)
	for docs := range slices.Chunk(raw.docs, 500) {
		if err := x.Put(t.Context(), docs...); err != nil {
			t.Fatal(err)
		}
	}
	w, parts := rand.New(rand.NewPCG(20, 26)), raw.parts()
	for range 20 {
		text := raw.phrase(w)
		req := index.Request{Query: query.Phrase{Text: text}, Accents: index.AccentsExact, Level: index.LevelAll}
		got, err := x.Tally(t.Context(), req, index.FieldYear, true)
		if err != nil {
			t.Fatal(err)
		}
		want := raw.tally(parts, text)
		if years := len(got.Values) + min(1, got.Missing.Documents); years != len(want) {
			t.Errorf("%s: %d years, want %d", text, years, len(want))
		}
		sum := got.Missing
		for _, v := range got.Values {
			sum.Add(v.Sums)
			if s := want[v.Value]; s.Documents != v.Documents || s.Mentions != v.Mentions {
				t.Errorf("%s in %s: %d documents with %d mentions, counted are %d with %d", text, v.Value, v.Documents, v.Mentions, s.Documents, s.Mentions)
			}
		}
		if none := want[""]; sum != got.Total || got.Missing.Documents != none.Documents || got.Missing.Mentions != none.Mentions {
			t.Errorf("%s: %+v without a date of %+v, counted are %+v", text, got.Missing, got.Total, none)
		}
		if res := indextest.Search(t, x, req); res.Total != got.Total.Documents || res.Total == 0 {
			t.Errorf("%s: %d documents tallied, %d found", text, got.Total.Documents, res.Total)
		}
	}
}

// phrase draws one to three words that stand side by side somewhere.
func (x *rawTexts) phrase(w *rand.Rand) string {
	for {
		words := x.words[w.IntN(len(x.words))]
		n := 1 + w.IntN(3)
		if len(words) <= n {
			continue
		}
		at := w.IntN(len(words) - n)
		var list []string
		for _, r := range words[at : at+n] {
			if s := norm.NFC.String(r.text); r.word > 0 && hasOneSpelling(s) {
				list = append(list, s)
			}
		}
		if len(list) == n {
			return strings.Join(list, " ")
		}
	}
}

// parts are the sentences of the title and of the body of each document.
func (x *rawTexts) parts() (list [][2][]int32) {
	for i := range x.docs {
		of := func(text string) []int32 { return sentencesOf(x.read(norm.NFC.String(invisible.Replace(text)))) }
		list = append(list, [2][]int32{of(x.docs[i].Title), of(x.docs[i].Body)})
	}
	return list
}

// tally counts documents and places of a phrase by years, "" being none.
func (x *rawTexts) tally(parts [][2][]int32, text string) map[string]index.Sums {
	sums := map[string]index.Sums{}
	words, _ := x.numbers(text)
	for i := range x.docs {
		if n := timesIn(parts[i][0], words) + timesIn(parts[i][1], words); n > 0 {
			year := fmt.Sprintf("%.4s", x.docs[i].Date)
			s := sums[year]
			s.Add(index.Sums{Documents: 1, Mentions: n})
			sums[year] = s
		}
	}
	return sums
}

// timesIn counts where words stand side by side.
func timesIn(text, words []int32) (n int) {
	for i := 0; i+len(words) <= len(text); i++ {
		if slices.Equal(text[i:i+len(words)], words) {
			n++
		}
	}
	return n
}
