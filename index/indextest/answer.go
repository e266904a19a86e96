package indextest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/index/snippet"
	"vankien/internal/outline"
	"vankien/internal/viet"
)

// answer is what the oracle says.
type answer struct {
	reader *reader
	scores map[string]float64 // of the documents found
	counts map[index.Field]map[string]int
	none   map[index.Field]int // documents without a value
}

func (o *Oracle) answer(req *index.Request) *answer {
	a := &answer{newReader(o.docs, req.Accents), map[string]float64{}, map[index.Field]map[string]int{}, map[index.Field]int{}}
	match := a.reader.node
	if req.Level == index.LevelAny {
		match = a.reader.anyOf
	}
	matches := match(req.Query)
	for id, d := range o.docs {
		score, has := matches(d)
		if !has {
			continue
		}
		if passes(&req.Filter, d, "") {
			a.scores[id] = score
		}
		for _, f := range req.Facets {
			if passes(&req.Filter, d, f) {
				a.count(f, valuesOf(f, d))
			}
		}
	}
	if req.Level == index.LevelAny && req.Sort == index.Relevance {
		a.lookCloser(o.docs)
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
		if f == index.FieldYear || f == index.FieldDate {
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

// Compare searches page by page and says where the answers of x differ from
// those of the oracle: totals, facets, hits and their order, scores and marks.
func (o *Oracle) Compare(ctx context.Context, x index.Engine, req index.Request) error {
	want := o.answer(&req)
	hits, err := want.pages(ctx, x, req)
	if err != nil {
		return err
	}
	if err := want.checkHits(hits, req.Sort); err != nil {
		return err
	}
	if err := o.checkOtherWays(ctx, x, req, hits); err != nil {
		return err
	}
	if len(hits) > 0 {
		if err := want.checkDocument(ctx, x, o.docs[hits[0].ID], req); err != nil {
			return fmt.Errorf("%s: %w", hits[0].ID, err)
		}
	}
	for i := range hits {
		if err := want.checkHit(&hits[i], o.docs[hits[i].ID], req.Snippets); err != nil {
			return fmt.Errorf("%s: %w", hits[i].ID, err)
		}
	}
	return nil
}

// pages returns the hits of all pages, and checks the totals of each.
func (a *answer) pages(ctx context.Context, x index.Engine, req index.Request) (hits []index.Hit, err error) {
	for {
		res, err := x.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		if res.Total != len(a.scores) {
			return nil, fmt.Errorf("total %d, want %d", res.Total, len(a.scores))
		}
		for _, f := range req.Facets {
			if got, want := res.Facets[f], a.facet(f, req.FacetValues); !slices.Equal(got.Values, want.Values) || got.Total != want.Total || got.Other != want.Other || got.Missing != want.Missing {
				return nil, fmt.Errorf("facet %s %+v, want %+v", f, got, want)
			}
		}
		hits = append(hits, res.Hits...)
		if req.Offset += req.Limit; len(res.Hits) == 0 { // one page beyond the last, too
			return hits, nil
		}
		req.Facets = nil // are the same on every page
	}
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
		if !(math.Abs(h.Score-score) <= scoreTolerance*score) {
			return fmt.Errorf("%s scores %.9g, want %.9g", h.ID, h.Score, score)
		}
		if i > 0 {
			if c := orderOf(&hits[i-1], &h, sort); c > 0 || c == 0 && (hits[i-1].ID >= h.ID) != (sort == index.LastIndexed) && !nearlyEqual(&hits[i-1], &h) {
				return fmt.Errorf("order %d: %s (%s, %v) comes before %s (%s, %v)", sort, hits[i-1].ID, hits[i-1].Document.Date, hits[i-1].Score, h.ID, h.Document.Date, h.Score)
			}
		}
	}
	if len(seen) != len(a.scores) {
		return fmt.Errorf("%d hits on all pages, want %d", len(seen), len(a.scores))
	}
	return nil
}

// scoreTolerance is what scores may differ by, as a share: some engines have them in
// single precision. What is nearer than that may stand in either order.
const scoreTolerance = 1e-6

// nearlyEqual reports whether the scores of two hits differ, and hardly.
func nearlyEqual(a, b *index.Hit) bool {
	return a.Score != b.Score && math.Abs(a.Score-b.Score) <= scoreTolerance*b.Score
}

// orderOf compares two hits by the order asked for, before their ids.
func orderOf(a, b *index.Hit, sort index.Sort) int {
	if sort == index.Relevance && nearlyEqual(a, b) {
		return 0
	}
	if sort == index.Relevance {
		return cmp.Compare(b.Score, a.Score)
	}
	if sort == index.ByTitle {
		return strings.Compare(viet.SortKey(a.Document.Title), viet.SortKey(b.Document.Title))
	}
	if sort == index.LastIndexed || sort == index.FirstIndexed {
		return orderOfTimes(a.Document.Indexed, b.Document.Indexed, sort == index.LastIndexed)
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

func orderOfTimes(a, b string, latest bool) int {
	switch {
	case a == "" || b == "":
		return cmp.Compare(min(1, len(b)), min(1, len(a)))
	case latest:
		return strings.Compare(b, a)
	}
	return strings.Compare(a, b)
}

// brief is a document as a hit holds it.
func brief(d index.Document) index.Document {
	d.Body, d.Blocks, d.Anchors = "", nil, nil
	return d
}

// checkHit checks that a hit holds its document as stored, but for what hits go
// without, and the marks in its title and passages.
func (a *answer) checkHit(h *index.Hit, d *document, snippets int) error {
	stored := brief(d.Composed())
	if !h.Document.Equal(&stored) || h.Document.Indexed != stored.Indexed {
		return fmt.Errorf("the hit holds %+v, stored is %+v", h.Document, stored)
	}
	marks := map[index.Field][]snippet.Span{}
	marked := 0
	for _, f := range []index.Field{index.FieldTitle, index.FieldAbstract, index.FieldBody} {
		marks[f] = a.reader.marks(query.Field(f), d)
		marked += len(marks[f])
	}
	if want := marks[index.FieldTitle]; !slices.Equal(spansOf(h.TitleMarks), want) {
		return fmt.Errorf("title %q has marks %v, want %v", h.Document.Title, h.TitleMarks, want)
	}
	shown := 0
	for _, fr := range h.Fragments {
		if got := d.texts[query.Field(fr.Field)][fr.Start : fr.Start+len(fr.Text)]; got != fr.Text {
			return fmt.Errorf("passage of %s is %q, there stands %q", fr.Field, fr.Text, got)
		}
		if page := pageOf(&fr, d); fr.Page != page {
			return fmt.Errorf("passage %q of %s is of page %d, want %d", fr.Text, fr.Field, fr.Page, page)
		}
		var want []snippet.Span
		for _, m := range marks[fr.Field] {
			if m.Start >= fr.Start && m.End <= fr.Start+len(fr.Text) {
				want = append(want, snippet.Span{Start: m.Start - fr.Start, End: m.End - fr.Start})
			}
		}
		if !slices.Equal(spansOf(fr.Marks), want) {
			return fmt.Errorf("passage %q of %s has marks %v, want %v", fr.Text, fr.Field, fr.Marks, want)
		}
		shown += len(want)
	}
	if snippets > 0 && marked > 0 && shown == 0 {
		return fmt.Errorf("no passage of %d matches shows one", marked)
	}
	return nil
}

// pageOf returns the page of the original that a passage is of, 0 for none.
func pageOf(fr *index.Fragment, d *document) (page int) {
	if fr.Field != index.FieldBody {
		return 0
	}
	at := fr.Start
	if len(fr.Marks) > 0 {
		at += fr.Marks[0].Start
	}
	line := strings.Count(d.texts[query.Field(fr.Field)][:at], "\n")
	for _, b := range d.Blocks {
		if b.Kind == outline.Page && b.Line <= line {
			page = b.Level
		}
	}
	return page
}

// spansOf returns where marks are.
func spansOf(marks []snippet.Mark) (spans []snippet.Span) {
	for _, m := range marks {
		spans = append(spans, m.Span)
	}
	return spans
}

// checkDocument checks a whole document as stored, and its marks.
func (a *answer) checkDocument(ctx context.Context, x index.Engine, d *document, req index.Request) error {
	got, err := x.Get(ctx, d.ID)
	if err != nil {
		return err
	}
	if want := d.Composed(); !got.Equal(&want) || got.Indexed != want.Indexed {
		return fmt.Errorf("%+v is stored, want %+v", got, want)
	}
	found, err := x.Marks(ctx, req, got)
	if err != nil {
		return err
	}
	for _, f := range []index.Field{index.FieldTitle, index.FieldAbstract, index.FieldBody} {
		var spans []snippet.Span
		for _, m := range found[f] {
			spans = append(spans, m.Span)
		}
		if got, want := joined(spans), a.reader.marks(query.Field(f), d); !slices.Equal(got, want) {
			return fmt.Errorf("%s %q has marks %v, want %v", f, d.texts[query.Field(f)], got, want)
		}
	}
	return nil
}
