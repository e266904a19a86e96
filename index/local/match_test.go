package local

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/index/snippet"
	"vankien/internal/viet"
)

// tokenized is a text cut into tokens: what the fast search must agree with.
type tokenized struct {
	words, aliases []viet.Token
	bare           []bool // by word; nil when none is
}

func tokenize(text string) *tokenized {
	t := &tokenized{}
	tokens := viet.Tokenize(nil, text)
	for i, k := range tokens {
		if k.Kind == viet.Word {
			t.words = append(t.words, k)
			continue
		}
		t.aliases = append(t.aliases, k)
		if viet.IsOpen(tokens, i) {
			k.Term = plan.OpenMark + k.Term
			t.aliases = append(t.aliases, k)
		}
	}
	t.bare = viet.Bare(text, t.words)
	return t
}

// is reports whether word i of the text is one that a form stands for.
func (t *tokenized) is(i int, f *plan.Form) bool {
	w := &t.words[i]
	if !f.Prefix {
		return slices.Contains(f.Terms, w.Term) || slices.Contains(f.Folds, w.Fold) || f.Bare != "" && w.Term == f.Bare && t.bare != nil && t.bare[i]
	}
	for _, p := range f.Terms {
		if strings.HasPrefix(w.Term, p) {
			return true
		}
	}
	for _, p := range f.Folds {
		if strings.HasPrefix(w.Fold, p) {
			return true
		}
	}
	return false
}

// matches returns what a plan marks in a field with this text.
func (t *tokenized) matches(c plan.Clause, field string) (found []snippet.Match) {
	switch c := c.(type) {
	case plan.And:
		for _, x := range c.Of {
			found = append(found, t.matches(x, field)...)
		}
	case plan.Best:
		for _, x := range c.Of {
			found = append(found, t.matches(x, field)...)
		}
	case plan.Or:
		for _, x := range c.Of {
			found = append(found, t.matches(x, field)...)
		}
	case plan.Word:
		if !slices.Contains(c.Fields, field) {
			return nil
		}
		for i, k := range t.words {
			if t.is(i, &c.Form) {
				found = append(found, snippet.Match{Span: snippet.Span{Start: k.Start, End: k.End}, Term: c.Term})
			}
		}
		for _, k := range t.aliases {
			if !c.Form.Prefix && (slices.Contains(c.Form.Terms, k.Term) || slices.Contains(c.Form.Folds, k.Fold)) {
				found = append(found, snippet.Match{Span: snippet.Span{Start: k.Start, End: k.End}, Term: c.Term})
			}
		}
	case plan.Phrase:
		if !slices.Contains(c.Fields, field) {
			return nil
		}
		spans, _ := t.phrase(&c)
		for _, s := range spans {
			found = append(found, snippet.Match{Span: s, Term: c.Term})
		}
	}
	return found
}

// phrase returns the spans of a phrase, and in how many places it stands.
func (t *tokenized) phrase(ph *plan.Phrase) (spans []snippet.Span, n int) {
	if ph.Slop > 0 {
		return t.near(ph)
	}
	for i := 0; i+len(ph.Forms) <= len(t.words); i++ {
		ok := true
		for k := range ph.Forms {
			ok = ok && t.words[i+k].Pos-t.words[i].Pos == ph.At[k] && t.is(i+k, &ph.Forms[k])
		}
		if ok {
			spans = append(spans, snippet.Span{Start: t.words[i].Start, End: t.words[i+len(ph.Forms)-1].End})
		}
	}
	return spans, len(spans)
}

// near looks at the shortest window that ends at each word.
func (t *tokenized) near(ph *plan.Phrase) (spans []snippet.Span, n int) {
	last, from := -1, 0
	for i := range t.words {
		for t.words[i].Pos-t.words[from].Pos >= len(ph.Forms)+ph.Slop {
			from++
		}
		if !t.any(ph, i) || !t.covered(ph, from, i) {
			continue
		}
		for from < i && t.covered(ph, from+1, i) {
			from++
		}
		for j := from; j <= i; j++ {
			if j > last && t.any(ph, j) {
				spans = append(spans, snippet.Span{Start: t.words[j].Start, End: t.words[j].End})
				last = j
			}
		}
		n++
	}
	return spans, n
}

func (t *tokenized) any(ph *plan.Phrase, i int) bool {
	return slices.ContainsFunc(ph.Forms, func(f plan.Form) bool { return t.is(i, &f) })
}

// covered tries every choice of distinct words from from to last for the forms.
func (t *tokenized) covered(ph *plan.Phrase, from, last int) bool {
	var words []int
	for i := from; i <= last; i++ {
		if t.any(ph, i) {
			words = append(words, i)
		}
	}
	used := make([]bool, len(words))
	var choose func(k int) bool
	choose = func(k int) bool {
		if k == len(ph.Forms) {
			return true
		}
		for w, i := range words {
			if !used[w] && t.is(i, &ph.Forms[k]) {
				used[w] = true
				if choose(k + 1) {
					return true
				}
				used[w] = false
			}
		}
		return false
	}
	return choose(0)
}

// phrasesOf returns all phrases of a plan.
func phrasesOf(c plan.Clause) (list []plan.Phrase) {
	switch c := c.(type) {
	case plan.And:
		for _, x := range c.Of {
			list = append(list, phrasesOf(x)...)
		}
	case plan.Best:
		for _, x := range c.Of {
			list = append(list, phrasesOf(x)...)
		}
	case plan.Or:
		for _, x := range c.Of {
			list = append(list, phrasesOf(x)...)
		}
	case plan.Phrase:
		return []plan.Phrase{c}
	}
	return list
}

// checkMatcher compares the matcher of a plan with the tokens of a text.
func checkMatcher(t testing.TB, name string, c plan.Clause, text string, tokens *tokenized) {
	t.Helper()
	order := func(list []snippet.Match) []snippet.Match {
		slices.SortFunc(list, func(a, b snippet.Match) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Term, b.Term), cmp.Compare(a.End, b.End))
		})
		return list
	}
	got, err := match.New(c).In(t.Context(), string(index.FieldBody), text)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(got, func(a, b snippet.Match) int { return cmp.Compare(a.Start, b.Start) }) {
		t.Fatalf("%s in %+.2000q: matches out of order: %v", name, text, got)
	}
	if want := order(tokens.matches(c, string(index.FieldBody))); !slices.Equal(order(got), want) {
		t.Fatalf("%s in %+.2000q:\n got %v\nwant %v", name, text, got, want)
	}
	for _, ph := range phrasesOf(c) {
		_, want := tokens.phrase(&ph)
		f := match.NewPhrase(&ph)
		n, err := f.Count(t.Context(), text)
		if n != want || err != nil {
			t.Fatalf("%s in %+.2000q: %+v stands in %d places, %v; want %d", name, text, ph, n, err, want)
		}
	}
}

// planOf plans a query over a collection; nil if it is none.
func planOf(t testing.TB, x *Index, q string, a index.Accents) plan.Clause {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		return nil
	}
	snap, err := x.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	state, err := snap.searchable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Read(t.Context(), planState{state}, x.names, &index.Request{Query: n, Accents: a})
	if err != nil {
		t.Fatal(err)
	}
	return p.Clause
}

// FuzzMatcher compares the matcher with the tokenizer.
func FuzzMatcher(f *testing.F) {
	const text = "Sở GD&ĐT và U.B.N.D tỉnh: Nghị quyết số 57-NQ/TW ngày 13/1/2025 của T.Ư. Hoà bình, HÒA BÌNH! M'Nông; đất đai, ĐẤT.\n\nbac ninh khong dau o day\nĐất"
	for _, q := range []string{`"hoà bình"`, `đất`, `dat dai`, `"đất hòa"~6`, `ubnd tinh`, `tw`, `nghị quyết 57`, `13/1/2025`, `57-NQ/TW`, `bắc ninh`, `"bắc ninh"`,
		`ho*`, `"hòa bình hòa"~9`, `=hoa`, `gdđt`, `"57 nq tw"`, `năm 2025`, `"bac ninh khong"~3`, `y OR "số 57"`, `"đ*"`} {
		f.Add(q, text, uint64(1))
		f.Add(q, q+" "+text+" "+q+". "+q+"\n"+q, uint64(2))
	}
	x, err := OpenMemory()
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { x.Close() })
	if err := x.Put(f.Context(), index.Document{ID: "1", Title: "Bắc Ninh", Body: text}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, q, text string, seed uint64) {
		if len(text) > 3000 || len(q) > 200 {
			return
		}
		w := rand.New(rand.NewPCG(seed, 1))
		text = viet.Compose(text)
		if c := planOf(t, x, q, index.Accents(w.IntN(3))); c != nil {
			checkMatcher(t, q, c, text, tokenize(text))
		}
		c, tokens := randomPhrase(w, text)
		if c != nil {
			checkMatcher(t, fmt.Sprintf("%+v", c), c, text, tokens)
		}
	})
}

// randomPhrase picks words of a text that stand side by side or near each
// other, and says of each how it is meant.
func randomPhrase(w *rand.Rand, text string) (plan.Clause, *tokenized) {
	t := tokenize(text)
	if len(t.words) < 2 {
		return nil, nil
	}
	i, n := w.IntN(len(t.words)-1), 2+w.IntN(4)
	ph := plan.Phrase{Fields: []string{string(index.FieldBody)}, Term: 1, Slop: w.IntN(3) * w.IntN(4)}
	for k := i; k < min(i+n, len(t.words)); k++ {
		x := &t.words[k]
		f := plan.Form{Terms: append([]string{x.Term}, viet.Variants(x.Term)...)}
		switch w.IntN(4) {
		case 0:
			f.Folds = []string{x.Fold}
		case 1:
			f = plan.Form{Terms: []string{"đặt"}, Bare: x.Fold}
		case 2:
			if k == min(i+n, len(t.words))-1 {
				f = plan.Form{Terms: []string{x.Term}, Folds: []string{string([]rune(x.Fold)[:1])}, Prefix: true}
			}
		}
		ph.Forms = append(ph.Forms, f)
		ph.At = append(ph.At, x.Pos-t.words[i].Pos)
	}
	return ph, t
}

// realTexts calls read with the text of every step-th document of a corpus in
// VANKIEN_DATA.
func realTexts(tb testing.TB, corpus string, step int, read func(text string)) {
	tb.Helper()
	f, err := os.Open(filepath.Join(os.Getenv("VANKIEN_DATA"), "corpora", corpus+".jsonl.gz"))
	if err != nil {
		tb.Skip("VANKIEN_DATA names no folder of real text")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<26)
	for n := 0; lines.Scan(); n++ {
		var d struct{ Title, Body string }
		if n%step != 0 {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			tb.Fatal(err)
		}
		read(viet.Compose(d.Title + "\n" + d.Body))
	}
}

// matcherQueries are searches as people make them.
var matcherQueries = strings.FieldsFunc(`bảo vệ môi trường|chuyen doi so|"năng lực cạnh tranh"|nghị quyết 57|57-NQ/TW|ubnd tỉnh|13/1/2025|năm 2024|quý 4/2024|33 nghìn tỷ
"cải cách hành chính"~5|"chuyen doi so"|la|y tế|khoáng*|hoà bình|đất đai|dat dai|"xây dựng đất nước"|TP.HCM|"của các"~3|thanh tra|"thành phố" hà nội|kĩ thuật|=hoa|GD&ĐT|6,03%`, func(r rune) bool { return r == '|' || r == '\n' })

// TestMatcherCorpora compares both on real texts.
func TestMatcherCorpora(t *testing.T) {
	x := collection(t)
	for corpus, step := range map[string]int{"news": 61, "laws": 23, "policy": 97, "phapdien": 97} {
		t.Run(corpus, func(t *testing.T) {
			w := rand.New(rand.NewPCG(3, 4))
			n := 0
			realTexts(t, corpus, step, func(text string) {
				if len(text) > 200_000 {
					text = viet.Compose(strings.ToValidUTF8(text[:200_000], ""))
				}
				tokens := tokenize(text)
				for range 4 {
					q := matcherQueries[n%len(matcherQueries)]
					if c := planOf(t, x, q, index.AccentsAuto); c != nil {
						checkMatcher(t, q, c, text, tokens)
					}
					n++
					if c, _ := randomPhrase(w, text); c != nil {
						checkMatcher(t, fmt.Sprintf("%+v", c), c, text, tokens)
					}
				}
			})
		})
	}
}

// TestPassagesFarDown looks for the passage where all words meet, behind more
// text than is read at first.
func TestPassagesFarDown(t *testing.T) {
	x := collection(t)
	filler := strings.Repeat("Đất nước đổi mới từng ngày, các địa phương thi đua. ", 1500)
	text := "Khoáng sản quý. " + filler + "Biển rộng. " + filler + "Khoáng sản dưới biển được bảo vệ. " + filler + "biển"
	opt := snippet.Options{Count: 1}
	list, err := match.New(planOf(t, x, "khoáng sản biển", index.AccentsAuto)).Passages(t.Context(), string(index.FieldBody), text, opt)
	if err != nil || len(list) != 1 || list[0].Terms != 3 || !strings.Contains(list[0].Text, "dưới biển") {
		t.Fatalf("%+v, %v", list, err)
	}
}

// TestPassagesCorpora compares passages with those among all matches.
func TestPassagesCorpora(t *testing.T) {
	x := collection(t)
	opt := snippet.Options{Count: 2}
	n := 0
	for corpus, step := range map[string]int{"laws": 3, "policy": 41} {
		realTexts(t, corpus, step, func(text string) {
			q := matcherQueries[n%len(matcherQueries)]
			n++
			m := match.New(planOf(t, x, q, index.AccentsAuto))
			found, err := m.In(t.Context(), string(index.FieldBody), text)
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.Passages(t.Context(), string(index.FieldBody), text, opt)
			if err != nil {
				t.Fatal(err)
			}
			if want := snippet.Best(text, found[:min(len(found), match.MaxWeighed)], opt); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%s:\n got %+v\nwant %+v", q, got, want)
			}
		})
	}
}

// BenchmarkMatcher compares the matcher with the tokenizer, in a text of 2.5 KB
// and one of 500 KB.
func BenchmarkMatcher(b *testing.B) {
	x := collection(b)
	var long string
	realTexts(b, "laws", 1, func(text string) {
		if len(long) < 500_000 && len(text) > 100_000 {
			long += text
		}
	})
	for _, text := range []string{long[:2500], long[:500_000]} {
		run := func(name string, f func()) {
			b.Run(fmt.Sprintf("%d/%s", len(text), name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
			})
		}
		run("tokenize", func() { tokenize(text) })
		for _, q := range []string{`"bảo vệ môi trường"`, `"bao ve moi truong"`, `"cơ quan nhà nước"`, `"quyền nghĩa vụ"~5`} {
			ph := match.NewPhrase(&phrasesOf(planOf(b, x, q, index.AccentsAuto))[0])
			run("count "+q, func() { ph.Count(b.Context(), text) })
		}
		for _, q := range []string{`bảo vệ môi trường`, `bao ve moi truong`, `ubnd tỉnh`, `nghị quyết 57`, `"cơ quan nhà nước"`} {
			m := match.New(planOf(b, x, q, index.AccentsAuto))
			run("in "+q, func() { m.In(b.Context(), string(index.FieldBody), text) })
			run("passages "+q, func() { m.Passages(b.Context(), string(index.FieldBody), text, snippet.Options{Count: 2}) })
		}
		run("compile", func() { match.New(planOf(b, x, "bảo vệ môi trường", index.AccentsAuto)) })
	}
}
