package match_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/index/snippet"
	"vankien/internal/viet"
	"vankien/internal/viet/name"
)

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
	if want := once(c, order(tokens.matches(c, string(index.FieldBody)))); !slices.Equal(order(got), want) {
		t.Fatalf("%s in %+.2000q:\n got %v\nwant %v", name, text, got, want)
	}
	for _, ph := range phrasesOf(c) {
		_, want := tokens.phrase(&ph)
		f := match.NewPhrase(&ph)
		n, err := f.Count(t.Context(), text)
		if n != want || err != nil {
			t.Fatalf("%s in %+.2000q: %+v stands in %v places, %v; want %v", name, text, ph, n, err, want)
		}
	}
}

// noText is a collection without documents, so that all words are read as they
// are wherever they may stand.
type noText struct{}

func (noText) Documents() int { return 0 }

func (noText) Lexicon() plan.Lexicon { return nil }

func (noText) Count(_ context.Context, clauses ...plan.Clause) ([]int, error) {
	return make([]int, len(clauses)), nil
}

// planOf plans a query; nil if it is none.
func planOf(t testing.TB, q string, a index.Accents) plan.Clause {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		return nil
	}
	names := plan.Names{Abbreviations: name.DefaultAbbreviations(), Places: name.DefaultPlaces()}
	p, err := plan.Read(t.Context(), noText{}, names, &index.Request{Query: n, Accents: a})
	if err != nil {
		t.Fatal(err)
	}
	return p.All
}

// FuzzMatcher compares the matcher with the tokenizer.
func FuzzMatcher(f *testing.F) {
	const text = "Sở GD&ĐT và U.B.N.D tỉnh: Nghị quyết số 57-NQ/TW ngày 13/1/2025 của T.Ư. Hoà bình, HÒA BÌNH! M'Nông; đất đai, ĐẤT.\n\nbac ninh khong dau o day\nĐất"
	for _, q := range []string{`"hoà bình"`, `đất`, `dat dai`, `"đất hòa"~6`, `ubnd tinh`, `tw`, `nghị quyết 57`, `13/1/2025`, `57-NQ/TW`, `bắc ninh`, `"bắc ninh"`,
		`ho*`, `"hòa bình hòa"~9`, `=hoa`, `gdđt`, `"57 nq tw"`, `năm 2025`, `"bac ninh khong"~3`, `y OR "số 57"`, `"đ*"`} {
		f.Add(q, text, uint64(1))
		f.Add(q, q+" "+text+" "+q+". "+q+"\n"+q, uint64(2))
	}
	f.Fuzz(func(t *testing.T, q, text string, seed uint64) {
		if len(text) > 3000 || len(q) > 200 {
			return
		}
		w := rand.New(rand.NewPCG(seed, 1))
		text = viet.Compose(text)
		if c := planOf(t, q, index.Accents(w.IntN(3))); c != nil {
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

// TestPassagesFarDown looks for the passage where all words meet, behind more
// text than is read at first.
func TestPassagesFarDown(t *testing.T) {
	filler := strings.Repeat("Đất nước đổi mới từng ngày, các địa phương thi đua. ", 1500)
	text := "Khoáng sản quý. " + filler + "Biển rộng. " + filler + "Khoáng sản dưới biển được bảo vệ. " + filler + "biển"
	opt := snippet.Options{Count: 1}
	list, err := match.New(planOf(t, "khoáng sản biển", index.AccentsAuto)).Passages(t.Context(), string(index.FieldBody), text, nil, opt)
	if err != nil || len(list) != 1 || list[0].Terms != 3 || !strings.Contains(list[0].Text, "dưới biển") {
		t.Fatalf("%+v, %v", list, err)
	}
}

// TestReadingsCountForTheirWords checks that a passage with a name in its other
// form has the query's word for it, so it goes before one that lacks that word.
func TestReadingsCountForTheirWords(t *testing.T) {
	filler := strings.Repeat("Nội dung khác không liên quan. ", 40)
	for _, c := range []struct{ query, poor, rich string }{
		{"kinh UBND", "kinh kinh kinh.", "Xin kinh gửi Ủy ban nhân dân xã."},
		{"thông cáo 13/1/2025", "thông cáo, thông cáo.", "thông cáo của ngày 13 tháng 01 năm 2025."},
	} {
		text := viet.Compose(c.poor + "\n" + filler + "\n" + c.rich)
		list, err := match.New(planOf(t, c.query, index.AccentsAuto)).Passages(t.Context(), string(index.FieldBody), text, nil, snippet.Options{Count: 1, Chars: 80})
		if err != nil || len(list) != 1 || !strings.Contains(list[0].Text, c.rich) {
			t.Errorf("%s shows %+v, not %q", c.query, list, c.rich)
		}
	}
}

// FuzzMarks checks the laws of marks: they lie in the text and between code
// points, in text order, each for a term of the query; how the letters of query
// and text are composed changes nothing.
func FuzzMarks(f *testing.F) {
	for _, c := range [][2]string{
		{"hòa bình", "Hoà bình, HÒA BÌNH! hoa binh"}, {`"đất hòa"~6 OR ubnd`, "Ủy ban nhân dân xã đất, U.B.N.D hòa"}, {"57-NQ/TW đ*", "Nghị quyết số 57-NQ/TW về đất đai\x00🙂"},
		{"ngày 13/1/2025 -tỉnh", "ngày 13 tháng 01 năm 2025 của tỉnh"}, {"e\u0323\u0302", "ệ"},
	} {
		f.Add(c[0], c[1], uint8(0))
	}
	f.Fuzz(func(t *testing.T, q, text string, accents uint8) {
		if len(text) > 3000 || len(q) > 200 || !utf8.ValidString(q) || !utf8.ValidString(text) {
			return
		}
		a := index.Accents(accents % 3)
		text = viet.Compose(text)
		c := planOf(t, norm.NFC.String(q), a)
		if c == nil {
			return
		}
		found := marksOf(t, c, text)
		start := 0
		for _, m := range found {
			if m.Start < start || m.End <= m.Start || m.End > len(text) || !utf8.RuneStart(text[m.Start]) || m.End < len(text) && !utf8.RuneStart(text[m.End]) || m.Term < 1 {
				t.Fatalf("%q marks %+v in %+q", q, m, text)
			}
			start = m.Start
		}
		if other := marksOf(t, planOf(t, norm.NFD.String(q), a), text); !slices.Equal(other, found) {
			t.Fatalf("%+q marks %v in %+q, decomposed %v", q, found, text, other)
		}
		if other := marksOf(t, c, viet.Compose(norm.NFD.String(text))); !slices.Equal(other, found) {
			t.Fatalf("%+q marks %v in %+q, decomposed %v", q, found, text, other)
		}
	})
}

func marksOf(t *testing.T, c plan.Clause, text string) []snippet.Match {
	t.Helper()
	found, err := match.New(c).In(t.Context(), string(index.FieldBody), text)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestDeadline checks that every way to look into a text ends with its time.
func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	text := strings.Repeat("đất nước ", 5000)
	for _, q := range []string{"đất", `"đất nước"`, `"đất nước"~3`, "đất -nước"} {
		c := planOf(t, q, index.AccentsAuto)
		m := match.New(c)
		if _, err := m.In(ctx, string(index.FieldBody), text); !errors.Is(err, context.Canceled) {
			t.Errorf("In %s: %v", q, err)
		}
		if _, err := m.Passages(ctx, string(index.FieldBody), text, nil, snippet.Options{Count: 1}); !errors.Is(err, context.Canceled) {
			t.Errorf("Passages %s: %v", q, err)
		}
		for _, ph := range phrasesOf(c) {
			if _, err := match.NewPhrase(&ph).Count(ctx, text); !errors.Is(err, context.Canceled) {
				t.Errorf("Count %s: %v", q, err)
			}
		}
	}
}

// TestNothingIsMarked checks what has no marks: what a NOT leaves out, other
// fields, values that filter, every document.
func TestNothingIsMarked(t *testing.T) {
	for _, c := range []struct{ q, field string }{
		{"-đất", "body"}, {"title:đất", "body"}, {"topic:đất", "body"}, {"kind:report", "body"}, {"", "body"}, {"date:2024", "body"}, {"đất", "speaker"}, {"đất", ""},
	} {
		m := match.New(planOf(t, c.q, index.AccentsAuto))
		if found, err := m.In(t.Context(), c.field, "đất report 2024"); len(found) > 0 || err != nil {
			t.Errorf("%s marks %v in %s, %v", c.q, found, c.field, err)
		}
	}
}
