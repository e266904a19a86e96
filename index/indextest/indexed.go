package indextest

import (
	"errors"
	"testing"

	"vankien/index"
)

// indexedTimes checks the orders and the filter by the time at which documents were
// stored, in batches of their own, and that the time is no part of the content.
func indexedTimes(t *testing.T, open opener) {
	const first, second, third = "2026-01-02T03:04:05.000000Z", "2026-01-02T03:04:05.000001Z", "2026-02-01T00:00:00.000000Z"
	x := open(index.Document{ID: "a", Title: "Báo cáo", Indexed: second}, index.Document{ID: "b", Title: "Báo cáo"})
	for _, d := range []index.Document{
		{ID: "c", Title: "Báo cáo", Indexed: third}, {ID: "d", Title: "Báo cáo", Indexed: first},
		{ID: "e", Title: "Báo cáo", Indexed: second}, {ID: "f", Title: "Báo cáo"},
	} {
		if err := x.Put(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		req  index.Request
		want string
	}{
		{"earliest", index.Request{Sort: index.FirstIndexed}, "d a e c b f"},
		{"latest", index.Request{Sort: index.LastIndexed}, "c e a d f b"},
		{"of a query", index.Request{Query: Parse(t, "báo"), Sort: index.LastIndexed, Offset: 1, Limit: 2}, "e a"},
		{"from", index.Request{Sort: index.FirstIndexed, Filter: index.Filter{IndexedFrom: second}}, "a e c"},
		{"to", index.Request{Sort: index.FirstIndexed, Filter: index.Filter{IndexedTo: second}}, "d a e"},
		{"between", index.Request{Query: Parse(t, "cáo"), Sort: index.FirstIndexed, Filter: index.Filter{IndexedFrom: second, IndexedTo: second}}, "a e"},
		{"the wrong way round", index.Request{Filter: index.Filter{IndexedFrom: third, IndexedTo: first}}, ""},
	} {
		if got := IDs(Search(t, x, c.req)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	absent, different, err := x.Diff(t.Context(), []index.Document{{ID: "a", Title: "Báo cáo", Indexed: third}})
	if err != nil || len(absent)+len(different) != 0 {
		t.Errorf("another time makes another content: %v, %v, %v", absent, different, err)
	}
	refused := (*index.FieldError)(nil)
	if err := x.Put(t.Context(), index.Document{ID: "g", Indexed: "2026-01-02"}); !errors.As(err, &refused) || refused.Pointer != "/indexed" {
		t.Errorf("a day as a time is put: %v", err)
	}
	if _, err := x.Search(t.Context(), index.Request{Filter: index.Filter{IndexedFrom: "2026"}}); err == nil {
		t.Error("a year is a bound of times")
	}
	if _, kept := x.(Reopener); !kept {
		return
	}
	if err := x.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := IDs(Search(t, x, index.Request{Sort: index.FirstIndexed})); got != "d a e c b f" {
		t.Errorf("rebuilt: %q", got)
	}
}
