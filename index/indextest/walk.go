package indextest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vankien/index"
)

// checkOtherWays compares the hits of all pages by number with what else gives them all:
// one other way for each request.
func (o *Oracle) checkOtherWays(ctx context.Context, x index.Engine, req index.Request, hits []index.Hit) error {
	switch len(hits) % 4 {
	case 0:
		return o.checkWalk(ctx, x, req, hits, index.WantMarks)
	case 1:
		return o.checkWalk(ctx, x, req, hits, index.Want(len(hits)/4%2)*index.WantBody)
	}
	return checkCursor(ctx, x, req, hits)
}

// walk is what a walk came to.
func walk(ctx context.Context, x index.Engine, req index.Request, want index.Want) (list []index.Walked, err error) {
	err = x.Walk(ctx, req, want, func(w *index.Walked) error {
		own := *w
		own.Document.Title = strings.Clone(own.Document.Title)
		list = append(list, own)
		return nil
	})
	return list, err
}

// checkWalk compares a walk with the hits of all pages of the same request, and what it
// brings of documents with the documents.
func (o *Oracle) checkWalk(ctx context.Context, x index.Engine, req index.Request, hits []index.Hit, want index.Want) error {
	list, err := walk(ctx, x, req, want)
	if err != nil {
		return err
	}
	if len(list) != len(hits) {
		return fmt.Errorf("%d documents walked, %d hits", len(list), len(hits))
	}
	for i, w := range list {
		if h := &hits[i]; w.Document.ID != h.ID && !alike(w.Score, h.Score) || !(math.Abs(w.Score-h.Score) <= scoreTolerance*h.Score) {
			return fmt.Errorf("walk comes to %s (%v), hit %d is %s (%v)", w.Document.ID, w.Score, i, h.ID, h.Score)
		}
		stored := o.docs[w.Document.ID].Composed()
		if want == 0 {
			stored = brief(stored)
		}
		if !w.Document.Equal(&stored) {
			return fmt.Errorf("walk has %+v, stored is %+v", w.Document, stored)
		}
		if i >= 3 && want != 0 {
			continue // each asks the engine again
		}
		if err := sameMarks(ctx, x, req, &w, want&index.WantMarks != 0); err != nil {
			return fmt.Errorf("%s: %w", w.Document.ID, err)
		}
	}
	return nil
}

// alike reports whether scores may stand in either order.
func alike(a, b float64) bool { return a != b && math.Abs(a-b) <= scoreTolerance*b }

// sameMarks compares the marks of a walk with those that Marks gives.
func sameMarks(ctx context.Context, x index.Engine, req index.Request, w *index.Walked, wanted bool) error {
	if !wanted {
		if w.Marks != nil {
			return fmt.Errorf("has marks %v that nobody wants", w.Marks)
		}
		return nil
	}
	marks, err := x.Marks(ctx, req, w.Document)
	if err != nil {
		return err
	}
	for _, f := range []index.Field{index.FieldTitle, index.FieldAbstract, index.FieldBody} {
		if !slices.Equal(marks[f], w.Marks[f]) {
			return fmt.Errorf("walk marks %v in %s, Marks %v", w.Marks[f], f, marks[f])
		}
	}
	return nil
}

// byCursor returns the hits of all pages, each asked for with what the one before gave.
func byCursor(ctx context.Context, x index.Engine, req index.Request) (hits []index.Hit, err error) {
	for {
		res, err := x.Search(ctx, req)
		if err != nil {
			return nil, err
		}
		hits = append(hits, res.Hits...)
		switch {
		case len(hits) == res.Total && res.Next == "":
			return hits, nil
		case len(res.Hits) < req.Limit, res.Next == "", len(hits) > res.Total:
			return nil, fmt.Errorf("a page of %d hits, %d with those before of %d, is followed by %q", len(res.Hits), len(hits), res.Total, res.Next)
		}
		req.Offset, req.After = 0, res.Next
	}
}

// checkCursor compares the hits of all pages by cursor with those by number.
func checkCursor(ctx context.Context, x index.Engine, req index.Request, hits []index.Hit) error {
	if len(hits) > 60 && req.Limit < 7 {
		req.Limit = 7 // which is many pages, too
	}
	list, err := byCursor(ctx, x, req)
	if err != nil {
		return err
	}
	if len(list) != len(hits) {
		return fmt.Errorf("%d hits by cursor, %d by number", len(list), len(hits))
	}
	for i := range hits {
		if a, b := &list[i], &hits[i]; a.ID != b.ID || a.Score != b.Score {
			return fmt.Errorf("hit %d is %s (%v) by cursor, %s (%v) by number", i, a.ID, a.Score, b.ID, b.Score)
		}
	}
	return nil
}

// walks go over what the state has at their beginning, in order, and end with what ends
// them.
func walks(t *testing.T, open opener) {
	x := open(speeches...)
	req := index.Request{Query: Parse(t, "ninh"), Sort: index.Oldest}
	want := IDs(Search(t, x, req))
	var ids []string
	err := x.Walk(t.Context(), req, index.WantMarks, func(w *index.Walked) error {
		if len(ids) == 0 {
			if _, err := x.Delete(t.Context(), strings.Fields(want)...); err != nil {
				return err
			}
		}
		ids = append(ids, w.Document.ID)
		return nil
	})
	if got := strings.Join(ids, " "); err != nil || got != want || len(ids) < 3 {
		t.Errorf("walk comes to %q, want %q, %v", got, want, err)
	}
	calls, enough := 0, errors.New("enough")
	every := index.Request{Sort: index.ByTitle, Limit: 1, Offset: 3, Facets: []index.Field{index.FieldKind}, After: "x"}
	if err := x.Put(t.Context(), speeches...); err != nil {
		t.Fatal(err)
	}
	if list, err := walk(t.Context(), x, every, 0); err != nil || len(list) != len(speeches) {
		t.Errorf("walk comes to %d documents, %v", len(list), err)
	}
	if err := x.Walk(t.Context(), every, 0, func(*index.Walked) error { calls++; return enough }); err != enough || calls != 1 { //nolint:errorlint // as it is
		t.Errorf("%d calls, %v", calls, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := x.Walk(ctx, every, 0, func(*index.Walked) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	var bad *index.RequestError
	if err := x.Walk(t.Context(), index.Request{Sort: 99}, 0, nil); !errors.As(err, &bad) {
		t.Errorf("a request with an unknown order: %v", err)
	}
}

// walkLevels walks at the level that a search decides, by relevance and otherwise.
func walkLevels(t *testing.T, open opener) {
	x := open(manyAlike(130)...)
	n := 0
	for _, q := range []string{"kinh tế biển", "kinh tế biển xanh hòa bình phát triển", "phát triển kinh tế hoà bình bien xanh", "biển xanh", "kinh te bien"} {
		for _, sort := range []index.Sort{index.Relevance, index.Newest, index.Oldest, index.ByTitle, index.LastIndexed, index.FirstIndexed} {
			for _, level := range []index.Level{index.LevelAuto, index.LevelMeant, index.LevelAny, index.LevelAll} {
				req := index.Request{Query: Parse(t, q), Sort: sort, Level: level, Limit: index.MaxLimit}
				hits := byNumber(t, x, req)
				req.Limit = []int{7, 20, 33}[n%3]
				n++
				if err := checkCursor(t.Context(), x, req, hits); err != nil {
					t.Errorf("%q, order %d, level %d, pages of %d: %v", q, sort, level, req.Limit, err)
				}
				if err := mentioned(t.Context(), x, req); err != nil {
					t.Errorf("%q, order %d, level %d: %v", q, sort, level, err)
				}
				list, err := walk(t.Context(), x, req, index.WantMarks)
				if err != nil || !slices.EqualFunc(list, hits, func(w index.Walked, h index.Hit) bool { return w.Document.ID == h.ID && w.Score == h.Score }) {
					t.Errorf("%q, order %d, level %d: walk comes to %d documents, %d hits, %v", q, sort, level, len(list), len(hits), err)
				}
			}
		}
	}
}

// mentioned compares the marks of a walk with those of Marks at the level of the answer,
// and their number with that of Tally.
func mentioned(ctx context.Context, x index.Engine, req index.Request) error {
	count := req
	count.Limit = index.NoHits
	res, err := x.Search(ctx, count)
	if err != nil {
		return err
	}
	at, marks, looked := req, 0, 0
	at.Level, at.Suggest = res.Reading.Level, req.Level == index.LevelAuto // which reads units, too, that loosen marks
	err = x.Walk(ctx, req, index.WantMarks, func(w *index.Walked) error {
		for _, list := range w.Marks {
			marks += len(list)
		}
		if looked++; looked > 3 {
			return nil // each asks the engine again
		}
		return sameMarks(ctx, x, at, w, true)
	})
	if err != nil {
		return err
	}
	t, err := x.Tally(ctx, req, index.FieldKind, true)
	if err == nil && (t.Total.Mentions != marks || t.Total.Documents != res.Total) {
		err = fmt.Errorf("%d marks in %d documents, tallied are %+v", marks, res.Total, t.Total)
	}
	return err
}

// byNumber are the hits of all pages by number.
func byNumber(t *testing.T, x index.Engine, req index.Request) (hits []index.Hit) {
	t.Helper()
	for {
		res := Search(t, x, req)
		hits = append(hits, res.Hits...)
		if req.Offset += req.Limit; len(res.Hits) == 0 {
			return hits
		}
	}
}

// manyAlike are documents of which many score the same, have the same date, and titles
// that begin alike.
func manyAlike(n int) (docs []index.Document) {
	for i := range n {
		d := index.Document{ID: fmt.Sprintf("%c%d", 'a'+i%7, i), Kind: index.KindReport, Title: []string{"", "Kinh tế biển", "Biển xanh", "Hòa bình"}[i%4],
			Date:    []string{"", "2024", "2024-01-01", "2025-03"}[i/3%4],
			Indexed: []string{"", "2026-01-02T03:04:05.000000Z", "2026-01-02T03:04:05.000001Z", "2026-02-01T00:00:00.000000Z"}[i/2%4]}
		d.Body = strings.Repeat([]string{"Kinh tế biển phát triển. ", "Biển xanh, hòa bình. ", "Kinh tế. Phát triển xanh. ", "Hòa bình và biển, kinh tế. "}[i%5%4], 1+i%3)
		docs = append(docs, d)
	}
	return docs
}

// goneOn goes on behind a hit that is changed or gone: those that stayed come once.
func goneOn(t *testing.T, open opener) {
	for _, sort := range []index.Sort{index.Newest, index.Oldest, index.ByTitle, index.LastIndexed, index.FirstIndexed} {
		x := open(manyAlike(60)...)
		req := index.Request{Query: Parse(t, "biển"), Sort: sort, Limit: 9}
		before := byNumber(t, x, req)
		first := Search(t, x, req)
		last := first.Hits[len(first.Hits)-1].ID
		if _, err := x.Delete(t.Context(), last, first.Hits[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := x.Put(t.Context(), index.Document{ID: "new", Title: "Biển", Date: "2024-06"}); err != nil {
			t.Fatal(err)
		}
		req.After = first.Next
		var rest []string
		for req.After != "" {
			res := Search(t, x, req)
			rest, req.After = append(rest, strings.Fields(IDs(res))...), res.Next
		}
		var want []string
		for _, h := range before[9:] {
			want = append(want, h.ID)
		}
		if got := slices.DeleteFunc(rest, func(id string) bool { return id == "new" }); !reflect.DeepEqual(got, want) {
			t.Errorf("order %d: %v follow, want %v", sort, got, want)
		}
	}
}

// cursorErrors refuses what no answer gave, or one to another request.
func cursorErrors(t *testing.T, open opener) {
	x := open(manyAlike(60)...)
	req := index.Request{Query: Parse(t, "biển"), Sort: index.Newest, Level: index.LevelAny, Limit: 5}
	next := Search(t, x, req).Next
	if next == "" {
		t.Fatal("no hits follow")
	}
	other, level, offset := req, req, req
	other.Sort, level.Level, offset.Offset = index.Oldest, index.LevelAll, 5
	for _, c := range []struct {
		index.Request
		after string
	}{{req, "x"}, {req, "!"}, {req, next[:len(next)-1]}, {req, next + "A"}, {req, "B" + next[1:]}, {req, next[:20] + "B" + next[21:]}, {other, next}, {level, next}, {offset, next}} {
		c.After = c.after
		var bad *index.RequestError
		if res, err := x.Search(t.Context(), c.Request); !errors.As(err, &bad) {
			t.Errorf("after %q in order %d, level %d, offset %d: %+v, %v", c.after, c.Sort, c.Level, c.Offset, res, err)
		}
	}
	req.Limit = index.NoHits
	if res := Search(t, x, req); res.Next != "" {
		t.Errorf("a count is followed by %q", res.Next)
	}
}
