package indextest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// expressions are words that stand together in the texts of leveled.
var expressions = []string{"phát triển", "bền vững", "giáo dục", "quốc phòng", "chuyển đổi số", "Lê Đức Thọ", "Vũ Mão"}

// fillers stand between them, and among them parts of them.
var fillers = []string{"về", "số", "đã", "đất", "nước", "phát", "đổi", "đức", "triển", "và", "những", "của", "bền"}

// leveled is a collection of expressions, and of queries of one to six of them or
// of other words, every other one without marks.
func leveled(seed uint64) (docs []index.Document, queries []string) {
	r := rand.New(rand.NewPCG(seed, 0))
	text := func(n int) string {
		var words []string
		for range n {
			list := expressions
			if r.IntN(2) == 0 {
				list = fillers
			}
			words = append(words, list[r.IntN(len(list))])
		}
		return strings.Join(words, " ")
	}
	for i := range 150 {
		docs = append(docs, index.Document{ID: fmt.Sprintf("%03d", i), Title: text(3), Body: text(1+r.IntN(12)) + ". " + text(3),
			Date: fmt.Sprint(2000 + r.IntN(20)), Kind: []string{index.KindSpeech, index.KindReport}[r.IntN(2)]})
	}
	for i := range 60 {
		q := text(1 + r.IntN(6))
		if i%2 == 0 {
			q = viet.Fold(q)
		}
		queries = append(queries, q)
	}
	return docs, queries
}

// every asks for every document that a level finds.
func every(t testing.TB, x index.Engine, q query.Node, level index.Level) *index.Result {
	t.Helper()
	return Search(t, x, index.Request{Query: q, Level: level, Limit: index.MaxLimit, Facets: []index.Field{index.FieldKind, index.FieldYear}})
}

// quoted is a query of the units that are demanded, each in quotation marks.
func quoted(t testing.TB, q query.Node, units []index.Unit) query.Node {
	t.Helper()
	words, next := query.Words(q), 0
	var list []query.Node
	for _, u := range units {
		if u.From != next || u.To <= u.From {
			t.Errorf("%s: unit %+v after word %d", q, u, next)
		}
		var text []string
		for _, w := range words[u.From:u.To] {
			text = append(text, w.Text)
		}
		if next = u.To; !u.Optional {
			list = append(list, query.Phrase{Text: strings.Join(text, " ")})
		}
	}
	if next != len(words) {
		t.Errorf("%s: units to word %d of %d", q, next, len(words))
	}
	return query.And{Nodes: list}
}

// levelMeant: a document at that level has each unit side by side, which is what
// the units in quotation marks find; its order is that of any words.
func levelMeant(t *testing.T, open opener) {
	docs, queries := leveled(1)
	x := open(docs...)
	joined := 0
	for _, text := range queries {
		q := Parse(t, text)
		got := every(t, x, q, index.LevelMeant)
		units := got.Reading.Units
		want := every(t, x, quoted(t, q, units), index.LevelAll)
		if Sorted(got) != Sorted(want) || got.Total != want.Total || !sameFacets(got, want) {
			t.Errorf("%s, %+v: found %d %s, want %d %s", text, units, got.Total, Sorted(got), want.Total, Sorted(want))
		}
		if slices.ContainsFunc(units, func(u index.Unit) bool { return u.To-u.From > 1 }) {
			joined++
		}
		if strict := every(t, x, q, index.LevelAll); !slices.ContainsFunc(units, func(u index.Unit) bool { return u.Optional }) && strict.Total < got.Total {
			t.Errorf("%s: %d have all units, %d all words", text, got.Total, strict.Total)
		}
	}
	if joined < len(queries)/2 {
		t.Errorf("words were taken together in %d of %d queries only", joined, len(queries))
	}
}

// levelCombined: of queries that exclude or offer alternatives a level finds as many
// documents as it is said to have where the answer is of another level.
func levelCombined(t *testing.T, open opener) {
	docs, queries := leveled(6)
	x := open(docs...)
	counted := 0
	for i, other := range queries[1:] {
		for _, form := range []string{"%s -(%s)", "(%s) OR (%s)"} {
			q := Parse(t, fmt.Sprintf(form, queries[i], other))
			got := every(t, x, q, index.LevelMeant)
			told := Search(t, x, index.Request{Query: q, Level: index.LevelAll, Suggest: true}).Reading.Totals
			want, known := told[index.LevelMeant]
			if counted += want; known && got.Total != want {
				t.Errorf("%s: found %d, said to be %d", q, got.Total, want)
			}
		}
	}
	if counted == 0 {
		t.Error("nothing was said of the level")
	}
}

// alsoFills: what goes on after the hits fills pages of any length.
func alsoFills(t *testing.T, open opener) {
	docs, queries := leveled(7)
	x := open(docs...)
	long := 0
	for _, text := range queries {
		q := Parse(t, text)
		got := Search(t, x, index.Request{Query: q, Level: index.LevelAuto, Limit: index.MaxLimit})
		if got.Reading.Level != index.LevelMeant {
			continue
		}
		left := every(t, x, q, index.LevelAny).Total - got.Total
		if want := max(0, min(left, index.MaxLimit-len(got.Hits))); len(got.Also) != want {
			t.Errorf("%s: %d of %d others go on after %d hits", text, len(got.Also), left, len(got.Hits))
		}
		if len(got.Also) > index.DefaultLimit {
			long++
		}
	}
	if long == 0 {
		t.Error("no page was longer")
	}
}

// optionalBeside: words that ask or join are not demanded beside what is in
// quotation marks, either, and are where nothing else is.
func optionalBeside(t *testing.T, open opener) {
	docs, _ := leveled(8)
	x := open(docs...)
	for _, c := range []struct {
		asked, like string
		demanded    int
	}{
		{`"giáo dục" là gì`, `"giáo dục"`, 1},
		{`"giáo dục" của "bền vững"`, `"giáo dục" "bền vững"`, 2},
		{`của ("giáo dục" OR đất)`, `"giáo dục" OR đất`, 2},
		{"của kind:speech", "+của kind:speech", 1},
		{`của OR "giáo dục"`, `+của OR "giáo dục"`, 2},
		{`"giáo dục" -của`, `"giáo dục" -(+của)`, 1},
	} {
		got, want := every(t, x, Parse(t, c.asked), index.LevelMeant), every(t, x, Parse(t, c.like), index.LevelMeant)
		demanded := 0
		for _, u := range got.Reading.Units {
			if !u.Optional {
				demanded++
			}
		}
		if got.Total != want.Total || demanded != c.demanded {
			t.Errorf("%s: %d documents, %+v; want %d and %d units", c.asked, got.Total, got.Reading.Units, want.Total, c.demanded)
		}
	}
}

func sameFacets(a, b *index.Result) bool {
	for f, x := range a.Facets {
		if y := b.Facets[f]; !slices.Equal(x.Values, y.Values) || x.Missing != y.Missing {
			return false
		}
	}
	return true
}

// levelAuto: the level of the answer follows from what the levels find.
func levelAuto(t *testing.T, open opener) {
	docs, queries := leveled(2)
	x := open(docs...)
	seen := map[index.Level]int{}
	for _, text := range append(queries, "giáo dục không đâu", "nowhere", "+và") {
		q := Parse(t, text)
		totals := map[index.Level]int{}
		for _, l := range []index.Level{index.LevelMeant, index.LevelAll, index.LevelAny} {
			totals[l] = every(t, x, q, l).Total
		}
		got := Search(t, x, index.Request{Query: q, Level: index.LevelAuto})
		seen[got.Reading.Level]++
		counting := 0
		for _, u := range got.Reading.Units {
			if !u.Optional {
				counting++
			}
		}
		if want := auto(totals, counting); got.Reading.Level != want {
			t.Errorf("%s: level %d, want %d", text, got.Reading.Level, want)
		}
		checkTotals(t, text, got, totals)
		if only := Search(t, x, index.Request{Query: q, Level: index.LevelAuto, Limit: index.NoHits}); only.Reading.Level != got.Reading.Level || only.Total != got.Total {
			t.Errorf("%s: %d documents at level %d where no hits are asked for, else %d at %d", text, only.Total, only.Reading.Level, got.Total, got.Reading.Level)
		}
		checkAlso(t, x, q, got)
	}
	if seen[index.LevelMeant] == 0 || seen[index.LevelAny] == 0 {
		t.Errorf("levels %v", seen)
	}
}

func auto(totals map[index.Level]int, counting int) index.Level {
	if counting <= 4 && (totals[index.LevelMeant] > 0 || totals[index.LevelAny] == 0 || counting == 1 && totals[index.LevelAny] == totals[index.LevelMeant]) {
		return index.LevelMeant
	}
	return index.LevelAny
}

// checkTotals checks that what an answer says of the levels is so.
func checkTotals(t testing.TB, text string, got *index.Result, totals map[index.Level]int) {
	t.Helper()
	if got.Total != totals[got.Reading.Level] {
		t.Errorf("%s: %d documents at level %d, want %d", text, got.Total, got.Reading.Level, totals[got.Reading.Level])
	}
	for l, n := range got.Reading.Totals {
		if n != totals[l] {
			t.Errorf("%s: %d documents said of level %d, want %d", text, n, l, totals[l])
		}
	}
}

// checkAlso checks what goes on after the hits: documents of any level that are
// not among them, up to the end of the page.
func checkAlso(t testing.TB, x index.Engine, q query.Node, got *index.Result) {
	t.Helper()
	if got.Reading.Level != index.LevelMeant {
		if len(got.Also) > 0 {
			t.Errorf("%s: %d hits go on at level %d", q, len(got.Also), got.Reading.Level)
		}
		return
	}
	found, left := map[string]bool{}, Search(t, x, index.Request{Query: q, Level: index.LevelAny, Limit: index.NoHits}).Total-got.Total
	for _, h := range slices.Concat(got.Hits, got.Also) {
		if found[h.ID] {
			t.Errorf("%s: %s twice", q, h.ID)
		}
		found[h.ID] = true
	}
	if want := min(left, index.DefaultLimit-len(got.Hits)); len(got.Also) != want {
		t.Errorf("%s: %d of %d others go on after %d hits", q, len(got.Also), left, len(got.Hits))
	}
}

// levelByDate: an order by date is of one level, the strictest that finds something.
func levelByDate(t *testing.T, open opener) {
	docs, queries := leveled(3)
	x := open(docs...)
	for _, text := range queries {
		q := Parse(t, text)
		want := index.LevelAny
		for _, l := range []index.Level{index.LevelAll, index.LevelMeant} {
			if every(t, x, q, l).Total > 0 {
				want = l
			}
		}
		got := Search(t, x, index.Request{Query: q, Level: index.LevelAuto, Sort: index.Newest})
		if total := every(t, x, q, want).Total; got.Total != total || len(got.Also) > 0 {
			t.Errorf("%s: %d documents and %d others, want %d of level %d", text, got.Total, len(got.Also), total, want)
		}
	}
}

// takenBack: words by themselves are taken together with no other.
func takenBack(t *testing.T, open opener) {
	docs, queries := leveled(4)
	x := open(docs...)
	for _, text := range queries {
		q := query.Replace(Parse(t, text), func(_ int, w query.Word) query.Node { w.Plain = true; return w })
		meant, strict := every(t, x, q, index.LevelMeant), every(t, x, q, index.LevelAll)
		if Sorted(meant) != Sorted(strict) || slices.ContainsFunc(meant.Reading.Units, func(u index.Unit) bool { return u.Optional || u.To-u.From > 1 }) {
			t.Errorf("%s: %+v, %d documents, want %d", q, meant.Reading.Units, meant.Total, strict.Total)
		}
	}
}

// looseMarks: where a document has only some words of a unit, what marks them says
// so; the words of a unit side by side are one mark of it.
func looseMarks(t *testing.T, open opener) {
	docs, queries := leveled(5)
	x := open(docs...)
	seen := map[bool]int{}
	for _, text := range queries {
		q := Parse(t, text)
		res := Search(t, x, index.Request{Query: q, Level: index.LevelAuto, Snippets: 2})
		for _, h := range slices.Concat(res.Hits, res.Also) {
			for _, f := range h.Fragments {
				for _, m := range f.Marks {
					seen[m.Loose]++
					if words := strings.Fields(f.Text[m.Start:m.End]); m.Loose && together(words, q, res.Reading.Units) {
						t.Errorf("%s: %q is marked as loose words", text, words)
					}
				}
			}
		}
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("loose and other marks: %v", seen)
	}
}

// together reports whether words are those of a unit, whatever their marks.
func together(words []string, q query.Node, units []index.Unit) bool {
	list := query.Words(q)
	return slices.ContainsFunc(units, func(u index.Unit) bool {
		return u.To-u.From > 1 && slices.EqualFunc(words, list[u.From:u.To], func(s string, w query.Word) bool {
			return viet.Fold(s) == viet.Fold(w.Text)
		})
	})
}
