package indextest

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"vankien/index"
)

// calls are the methods that can fail, on a document that is stored as "a".
func calls(ctx context.Context, x index.Engine, req index.Request) map[string]error {
	all := map[string]error{}
	note := func(name string, err error) { all[name] = err }
	_, err := x.Search(ctx, req)
	note("Search", err)
	_, err = x.Marks(ctx, req, speeches[0])
	note("Marks", err)
	_, err = x.Tally(ctx, req, index.FieldYear, false)
	note("Tally", err)
	_, err = x.Tally(ctx, req, index.FieldYear, true)
	note("Tally of mentions", err)
	_, err = x.Similar(ctx, speeches[0], 5)
	note("Similar", err)
	_, err = x.Complete(ctx, index.Beginning{Text: "ni"})
	note("Complete", err)
	_, err = x.Get(ctx, "a")
	note("Get", err)
	note("Each", x.Each(ctx, func(index.Document) error { return nil }))
	note("Walk", x.Walk(ctx, req, index.WantMarks, func(*index.Walked) error { return nil }))
	_, err = x.State(ctx)
	note("State", err)
	_, err = x.Corrections(ctx, "a")
	note("Corrections", err)
	_, _, err = x.Diff(ctx, speeches)
	note("Diff", err)
	note("Put", x.Put(ctx, index.Document{ID: "z"}))
	_, err = x.Delete(ctx, "a")
	note("Delete", err)
	note("PutLabels", x.PutLabels(ctx, map[string]string{"z": "Z"}))
	_, err = x.Stats(ctx)
	note("Stats", err)
	return all
}

// deadline calls with a context that has ended: the error is the context's, and
// nothing is changed. Get and State may be quicker than to look.
func deadline(t *testing.T, open opener) {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	for want, ctx := range map[error]context.Context{context.Canceled: canceled, context.DeadlineExceeded: late} {
		x := open(speeches...)
		for name, err := range calls(ctx, x, index.Request{Query: Parse(t, `"bắc ninh"`)}) {
			if name != "Get" && name != "State" && !errors.Is(err, want) {
				t.Errorf("%s = %v, want %v", name, err, want)
			}
		}
		if got := Sorted(Search(t, x, index.Request{})); got != "a b c d" || len(x.Labels()) != 0 {
			t.Errorf("afterwards there are %s, labels %v", got, x.Labels())
		}
	}
}

// closed calls everything after Close.
func closed(t *testing.T, open opener) {
	x := open(speeches...)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	all := calls(t.Context(), x, index.Request{Query: Parse(t, "ninh")})
	all["Reindex"], all["Close"] = x.Reindex(t.Context(), nil), x.Close()
	_, all["Unavailable"] = x.Unavailable()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if err := all[name]; !errors.Is(err, index.ErrClosed) {
			t.Errorf("%s = %v", name, err)
		}
	}
}

// places is a filter by n places.
func places(n int) map[index.Field][]string {
	return map[index.Field][]string{index.FieldPlace: slices.Repeat([]string{"x"}, n)}
}

func requestErrors(t *testing.T, open opener) {
	x := open(speeches...)
	for _, req := range []index.Request{
		{Limit: 101}, {IDsOnly: true, Limit: index.MaxWindow + 1}, {Limit: -2}, {Offset: -1}, {Offset: 9990}, {Snippets: 6}, {Sort: 9},
		{Facets: []index.Field{index.FieldTitle}}, {Filter: index.Filter{From: "x"}}, {Offset: math.MaxInt, Limit: 10},
		{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTitle: {"x"}}}},
		{Filter: index.Filter{Any: places(index.MaxFilterValues), None: places(1)}},
	} {
		var bad *index.RequestError
		if _, err := x.Search(t.Context(), req); !errors.As(err, &bad) {
			t.Errorf("%+v: %v", req, err)
		}
	}
	if _, err := x.Get(t.Context(), "nowhere"); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("Get = %v", err)
	}
}
