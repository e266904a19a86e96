package remote

import (
	"fmt"
	"testing"

	"vankien/index"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet"
)

// TestLooking tells how many documents have to be looked at to count clauses: of words
// none, of a phrase those that have its rarest word, and fewer where others bind more.
func TestLooking(t *testing.T) {
	t.Parallel()
	b := lexicon.NewBuilder()
	for i := range 90 {
		d := index.Document{ID: fmt.Sprint(i), Title: "Đất", Body: "đất"}
		if i < 40 {
			d.Body += " nước"
		}
		if i < 7 {
			d.Body += " xã"
		}
		b.Add(&d)
	}
	l := &looking{view: &view{documents: 100, lexicon: lexicon.New([]lexicon.Part{b.Table()}, nil)}}
	text := []string{"title", "body"}
	form := func(term string) plan.Form { return plan.Form{Terms: []string{term}} }
	word := func(term string) plan.Word { return plan.Word{Form: form(term), Fields: text} }
	phrase := func(terms ...string) plan.Phrase {
		p := plan.Phrase{Fields: text}
		for _, t := range terms {
			p.Forms = append(p.Forms, form(t))
		}
		return p
	}
	all, any := func(of ...plan.Clause) plan.And { return plan.And{Of: of} }, func(of ...plan.Clause) plan.Or { return plan.Or{Of: of} }
	folded := plan.Phrase{Fields: text, Forms: []plan.Form{{Terms: []string{"nuoc"}, Folds: []string{"nuoc"}}, form("đất")}}
	for _, c := range []struct {
		clause plan.Clause
		want   int
	}{
		{word("đất"), 0},
		{all(word("đất"), word("nước")), 0},
		{phrase("đất", "nước"), 40},
		{folded, 40},
		{phrase("đất", "nowhere"), 0},
		{all(word("xã"), phrase("đất", "nước")), 7},
		{all(phrase("đất", "nước"), phrase("nước", "đất")), 80},
		{any(phrase("đất", "nước"), phrase("xã", "đất"), word("đất")), 47},
		{plan.Best{Of: []plan.Clause{phrase("đất", "nước"), word("xã")}}, 40},
		{plan.Not{Of: phrase("đất", "nước")}, 40},
		{all(word("xã"), plan.Not{Of: phrase("đất", "nước")}), 7},
		{plan.Must{Of: phrase("đất", "nước")}, 40},
		{plan.Phrase{Fields: []string{"title"}, Forms: []plan.Form{form("đất"), form("nước")}}, 0},
		{plan.Phrase{Fields: text, Forms: []plan.Form{{Terms: []string{"đ"}, Prefix: true}}}, 100},
	} {
		if got := l.at(c.clause); got != c.want || l.err != nil {
			t.Errorf("%v: %d documents are looked at, want %d; %v", c.clause, got, c.want, l.err)
		}
	}
}

// TestSmallMemory: who has less memory than who merged knows the most frequent.
func TestSmallMemory(t *testing.T) {
	t.Parallel()
	x := &Index{opt: Options{LexiconBytes: 1 << 20}}
	b := lexicon.NewBuilder()
	for i := range 600 {
		d := customs(fmt.Sprintf("một%d hai%d ba%d bốn%d năm%d", i, i%91, i%77, i%55, i%13))
		b.Add(&d)
	}
	whole := b.Table()
	small := &Index{opt: Options{LexiconBytes: whole.Bytes()}}
	for _, c := range []struct {
		*Index
		same bool
	}{{x, true}, {small, false}} {
		got, err := c.readTable(&part{id: "p"}, whole.Encode())
		if err != nil || (got.Bytes() == whole.Bytes()) != c.same || got.Bytes() > c.opt.LexiconBytes/2 && !c.same {
			t.Errorf("%d bytes of %d, %v", got.Bytes(), whole.Bytes(), err)
		}
		lex := lexicon.New([]lexicon.Part{got}, nil)
		if runs, err := lex.Runs([][]string{{"hải"}, {"quan"}}); err != nil || len(runs.Pairs[0]) != 1 || runs.Pairs[0][0].Count != 600 {
			t.Errorf("%+v, %v", runs, err)
		}
	}
}

// TestLongPhrase finds a phrase of so many words that combinations of their forms would
// be more than a cluster takes, and completes it.
func TestLongPhrase(t *testing.T) {
	t.Parallel()
	x := create(t, Options{})
	title := "Kỷ niệm lần thứ tám mươi ngày thành lập lực lượng vũ trang và mười năm ngày hội toàn dân bảo vệ an ninh quý báu của tỉnh nhà"
	store(t, x, index.Document{ID: "a", Kind: "other", Title: title, Body: title}, index.Document{ID: "b", Kind: "other", Title: title[:len(title)-5]})
	for _, p := range []query.Phrase{{Text: title}, {Text: viet.Fold(title)}, {Text: title, Field: query.Title}} {
		r, err := x.Search(t.Context(), index.Request{Query: p})
		if err != nil || r.Total != 1 || r.Hits[0].ID != "a" {
			t.Errorf("%v: %+v, %v", p, r, err)
		}
	}
	list, err := x.Complete(t.Context(), index.Beginning{Text: "ky niem lan", Kinds: []index.CompletionKind{index.CompleteTitle}})
	if err != nil || len(list) != 2 || list[0].Text != title[:len(title)-5] || list[0].Count != 2 || list[1].Count != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}
