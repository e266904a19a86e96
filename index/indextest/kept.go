package indextest

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"vankien/index"
)

// replies is what an engine says of the tables' documents.
func replies(t *testing.T, x index.Engine) string {
	var b strings.Builder
	for _, q := range []string{"", "bac ninh", `"năng lực cạnh tranh"`, "kinh tế", "phá*", "kind:report", "hòa", "date:2025"} {
		res := Search(t, x, index.Request{Query: Parse(t, q), Snippets: 1, Facets: index.FilterFields()})
		res.Took = 0
		fmt.Fprintf(&b, "%s: %+v\n", q, res)
	}
	for _, d := range speeches {
		got, err := x.Get(t.Context(), d.ID)
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(&b, "%+v\n", got)
	}
	return b.String()
}

// labelled opens a collection with documents, one of which was replaced and one
// deleted, and a label.
func labelled(t *testing.T, open opener) index.Engine {
	x := open(index.Document{ID: "a", Title: "cũ"}, index.Document{ID: "z"})
	if err := x.PutLabels(t.Context(), map[string]string{"phap-luat": "Pháp luật"}); err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), speeches...); err != nil {
		t.Fatal(err)
	}
	if gone, err := x.Delete(t.Context(), "z"); err != nil || len(gone) != 1 {
		t.Fatal(gone, err)
	}
	return x
}

// same checks that x says what it said, and takes writes.
func same(t *testing.T, x index.Engine, want string) {
	t.Helper()
	if got := replies(t, x); got != want {
		t.Errorf("it says\n%s\nand before\n%s", got, want)
	}
	if got := x.Labels(); !maps.Equal(got, map[string]string{"phap-luat": "Pháp luật"}) {
		t.Errorf("labels %v", got)
	}
	if err := x.Put(t.Context(), index.Document{ID: "later"}); err != nil {
		t.Error(err)
	}
	if gone, err := x.Delete(t.Context(), "later"); err != nil || !reflect.DeepEqual(gone, []string{"later"}) {
		t.Errorf("Delete = %v, %v", gone, err)
	}
}

func reopening(t *testing.T, open opener) {
	x, keeps := labelled(t, open).(Reopener)
	if !keeps {
		t.Skip("the engine does not say that it keeps its collection")
	}
	want := replies(t, x)
	for range 2 {
		x.Reopen(t)
		same(t, x, want)
	}
}

// reindexing rebuilds a collection: what it says stays, and progress ends with all.
func reindexing(t *testing.T, open opener) {
	x, keeps := labelled(t, open).(Reopener)
	if !keeps {
		t.Skip("the engine does not say that it keeps its collection")
	}
	want := replies(t, x)
	last := ""
	if err := x.Reindex(t.Context(), func(done, total int) { last = fmt.Sprint(done, " of ", total) }); err != nil || last != "4 of 4" {
		t.Errorf("Reindex = %v, told of %q", err, last)
	}
	same(t, x, want)
	x.Reopen(t)
	same(t, x, want)
}
