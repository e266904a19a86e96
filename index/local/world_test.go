package local

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/query"
	"vankien/index/snippet"
	"vankien/internal/viet"
)

// world makes random documents and requests from few words, so that they meet.
type world struct {
	*rand.Rand
	vocabulary []string // of texts and queries
	prefixes   []string
}

func newWorld(seed uint64) world {
	return world{rand.New(rand.NewPCG(seed, 2)), fewWords, []string{"ba*", "bắ*", "th*", "na*", "hò*", "hòa*", "hoà*", "đo*", "ky*"}}
}

// fewWords have all relations to each other that words can have: other marks,
// no marks, another place of the tone mark, i and y, capitals.
var fewWords = []string{"bắc", "Bac", "bác", "nam", "NAM", "hoà", "hòa", "hoa", "đo", "do", "độ", "uỷ", "ủy", "thi", "Thị",
	"va", "kỹ", "kĩ", "ky", "quý", "quí", "qui", "hoàng", "kinh", "tế", "te"}

func pick[T any](w world, list ...T) T { return list[w.IntN(len(list))] }

func (w world) words(n int) string {
	var b strings.Builder
	for range 1 + w.IntN(n) {
		b.WriteString(pick(w, w.vocabulary...))
		b.WriteString(pick(w, " ", " ", " ", " ", ", ", ". ", "-", "\n", "\n\n"))
	}
	return strings.TrimSpace(b.String())
}

func (w world) date() string {
	return pick(w, "", "1957", "1969-12-31", "2024", "2024-02", "2024-02-29", "2024-03-01", "2025-01-13", "2025-01", "2025-12-31")
}

func (w world) document(ids int) index.Document {
	d := index.Document{ID: fmt.Sprint(w.IntN(ids)), Kind: pick(w, index.KindSpeech, index.KindReport, index.KindOther), Date: w.date(),
		Title: w.words(4), Body: w.words(30), Speaker: pick(w, "", "", "Bắc Nam", "Hoà"), Place: pick(w, "", "Kỹ Nam", "Bắc Kinh")}
	if w.IntN(2) == 0 {
		d.Abstract = norm.NFD.String(w.words(8))
	}
	if w.IntN(3) == 0 {
		d.Number = pick(w, "18-NQ/TW", "Bắc 18")
	}
	for _, t := range []string{"a", "b", "c"} {
		if w.IntN(3) == 0 {
			d.Topics = append(d.Topics, t)
		}
	}
	return d
}

func (w world) query(depth int) string {
	switch k := w.IntN(13); {
	case depth > 0 && k < 3:
		return w.query(depth-1) + pick(w, " ", " OR ", " -") + "(" + w.query(depth-1) + ")"
	case k == 3:
		return `"` + w.words(3) + `"`
	case k == 4:
		return `"` + w.words(3) + `"~` + fmt.Sprint(1+w.IntN(4))
	case k == 5:
		return "=" + w.words(1)
	case k == 6:
		return pick(w, w.prefixes...)
	case k == 7:
		return pick(w, "title:", "speaker:", "place:", "title:=") + w.words(1)
	case k == 8:
		return pick(w, "topic:a", "topic:b", "topic:a topic:b")
	case k == 9:
		return "date:" + pick(w, "2024", "2024-02-29..2025-01", "..1969", "1960..2024-02")
	case k == 10:
		return pick(w, "title:", "place:") + `"` + w.words(2) + `"` + pick(w, "", "~3")
	}
	return w.words(3)
}

func (w world) filter() index.Filter {
	var f index.Filter
	if w.IntN(3) == 0 {
		f.Any = map[index.Field][]string{pick(w, index.FieldTopic, index.FieldKind, index.FieldPlace): {pick(w, "a", "b", index.KindReport, "Kỹ Nam"), pick(w, "c", index.KindSpeech)}}
	}
	if w.IntN(4) == 0 {
		f.None = map[index.Field][]string{pick(w, index.FieldTopic, index.FieldSpeaker): {pick(w, "a", "b", "Bắc Nam")}}
	}
	if w.IntN(3) == 0 {
		f.From = pick(w, "", "1957-05", "2024-02-29", "2025")
		f.To = pick(w, "", "2025-01-10", "2025")
	}
	return f
}

func (w world) request(q query.Node) index.Request {
	return index.Request{Query: q, Accents: pick(w, index.AccentsAuto, index.AccentsAuto, index.AccentsExact, index.AccentsFold), AnyWord: w.IntN(4) == 0, Filter: w.filter(),
		Sort: pick(w, index.Relevance, index.Relevance, index.Relevance, index.Newest, index.Oldest, index.ByTitle), Limit: pick(w, 1, 3, 7, 20, index.MaxLimit, index.MaxLimit),
		Facets: oracleColumns, FacetValues: pick(w, 0, 1, 2, index.AllFacetValues), Snippets: w.IntN(3)}
}

// answer is what the oracle says.
type answer struct {
	oracle *oracle
	scores map[string]float64 // of the documents found
	counts map[index.Field]map[string]int
	none   map[index.Field]int // documents without a value
}

func answerOf(docs map[string]*oracleDoc, req *index.Request) *answer {
	a := &answer{newOracle(docs, req.Accents), map[string]float64{}, map[index.Field]map[string]int{}, map[index.Field]int{}}
	match := a.oracle.node
	if req.AnyWord {
		match = a.oracle.anyOf
	}
	matches := match(req.Query)
	for id, d := range docs {
		score, has := matches(d)
		if !has {
			continue
		}
		if oraclePasses(&req.Filter, d, "") {
			a.scores[id] = score
		}
		for _, f := range req.Facets {
			if oraclePasses(&req.Filter, d, f) {
				a.count(f, oracleValues(f, d))
			}
		}
	}
	return a
}

func (a *answer) count(f index.Field, values []string) {
	if a.counts[f] == nil {
		a.counts[f] = map[string]int{}
	}
	if len(values) == 0 {
		a.none[f]++
	}
	for _, v := range values {
		a.counts[f][v]++
	}
}

// facet is what a request should be told of a field.
func (a *answer) facet(f index.Field, n int) index.Facet {
	var list []index.FacetValue
	for v, c := range a.counts[f] {
		list = append(list, index.FacetValue{Value: v, Count: c})
	}
	slices.SortFunc(list, func(a, b index.FacetValue) int {
		if f == index.FieldYear {
			return strings.Compare(b.Value, a.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	out := index.Facet{Values: list, Total: len(list), Missing: a.none[f]}
	if n == 0 {
		n = index.MaxFacetValues
	}
	if n >= 0 && n < len(list) {
		for _, v := range list[n:] {
			out.Other += v.Count
		}
		out.Values = list[:n]
	}
	return out
}

// compare searches page by page and returns where the answers differ from the
// oracle's.
func compare(ctx context.Context, x *Index, docs map[string]*oracleDoc, req index.Request) error {
	want := answerOf(docs, &req)
	var hits []index.Hit
	for {
		res, err := x.Search(ctx, req)
		if err != nil {
			return err
		}
		if res.Total != len(want.scores) {
			return fmt.Errorf("total %d, want %d", res.Total, len(want.scores))
		}
		for _, f := range req.Facets {
			if got, want := res.Facets[f], want.facet(f, req.FacetValues); !slices.Equal(got.Values, want.Values) || got.Total != want.Total || got.Other != want.Other || got.Missing != want.Missing {
				return fmt.Errorf("facet %s %+v, want %+v", f, got, want)
			}
		}
		hits = append(hits, res.Hits...)
		if req.Offset += req.Limit; req.Offset >= res.Total || len(res.Hits) == 0 {
			break
		}
		req.Facets = nil // are the same on every page
	}
	if err := want.checkHits(hits, req.Sort); err != nil {
		return err
	}
	for i := range hits {
		if err := want.checkMarks(&hits[i], docs[hits[i].ID], req.Snippets); err != nil {
			return fmt.Errorf("%s: %w", hits[i].ID, err)
		}
	}
	return nil
}

// checkHits checks that hits are the documents found, each once, in order, with
// their scores.
func (a *answer) checkHits(hits []index.Hit, sort index.Sort) error {
	seen := map[string]bool{}
	for i, h := range hits {
		score, found := a.scores[h.ID]
		if !found || seen[h.ID] {
			return fmt.Errorf("%s is found, or found twice", h.ID)
		}
		seen[h.ID] = true
		if sort != index.Relevance {
			score = 0
		}
		if !(math.Abs(h.Score-score) <= 1e-6*score) {
			return fmt.Errorf("%s scores %.9g, want %.9g", h.ID, h.Score, score)
		}
		if i > 0 {
			if c := orderOf(&hits[i-1], &h, sort); c > 0 || c == 0 && hits[i-1].ID >= h.ID {
				return fmt.Errorf("order %d: %s (%s, %v) comes before %s (%s, %v)", sort, hits[i-1].ID, hits[i-1].Document.Date, hits[i-1].Score, h.ID, h.Document.Date, h.Score)
			}
		}
	}
	if len(seen) != len(a.scores) {
		return fmt.Errorf("%d hits on all pages, want %d", len(seen), len(a.scores))
	}
	return nil
}

// orderOf compares two hits by the order asked for, before their ids.
func orderOf(a, b *index.Hit, sort index.Sort) int {
	if sort == index.Relevance {
		return cmp.Compare(b.Score, a.Score)
	}
	if sort == index.ByTitle {
		return strings.Compare(viet.SortKey(a.Document.Title), viet.SortKey(b.Document.Title))
	}
	from, to := a.Document.Date, b.Document.Date
	if from == "" || to == "" {
		return cmp.Compare(min(1, len(to)), min(1, len(from)))
	}
	from, to = (from + "-01-01")[:10], (to + "-01-01")[:10]
	if sort == index.Newest {
		from, to = to, from
	}
	return strings.Compare(from, to)
}

// checkMarks checks the marks of a hit in its title and passages.
func (a *answer) checkMarks(h *index.Hit, d *oracleDoc, snippets int) error {
	marks := map[index.Field][]snippet.Span{}
	marked := 0
	for _, f := range []index.Field{index.FieldTitle, index.FieldAbstract, index.FieldBody} {
		marks[f] = a.oracle.marks(query.Field(f), d)
		marked += len(marks[f])
	}
	if want := marks[index.FieldTitle]; !slices.Equal(h.TitleMarks, want) {
		return fmt.Errorf("title %q has marks %v, want %v", h.Document.Title, h.TitleMarks, want)
	}
	shown := 0
	for _, fr := range h.Fragments {
		if got := d.texts[query.Field(fr.Field)][fr.Start : fr.Start+len(fr.Text)]; got != fr.Text {
			return fmt.Errorf("passage of %s is %q, there stands %q", fr.Field, fr.Text, got)
		}
		var want []snippet.Span
		for _, m := range marks[fr.Field] {
			if m.Start >= fr.Start && m.End <= fr.Start+len(fr.Text) {
				want = append(want, snippet.Span{Start: m.Start - fr.Start, End: m.End - fr.Start})
			}
		}
		if !slices.Equal(fr.Marks, want) {
			return fmt.Errorf("passage %q of %s has marks %v, want %v", fr.Text, fr.Field, fr.Marks, want)
		}
		shown += len(want)
	}
	if snippets > 0 && marked > 0 && shown == 0 {
		return fmt.Errorf("no passage of %d matches shows one", marked)
	}
	return nil
}
