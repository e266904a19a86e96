package ingest

import (
	"encoding/json"
	"testing"

	"vankien/index"
)

// TestAnchors: whoever reads a document again, lines whose text stays keep their
// anchors, and none is given twice.
func TestAnchors(t *testing.T) {
	x := memory(t)
	w := NewWriter(x, WriterOptions{})
	put := func(d index.Document, want string) {
		t.Helper()
		line, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		check(t, told(t, w, (*Writer).Write, string(line)), []string{"1 a " + want})
	}
	for _, c := range []struct {
		body string
		want []int
	}{
		{"một\nhai\nba", nil},
		{"một\nmới\nhai\nba", []int{1, 4, 2, 3, 4}},
		{"mới\n\nba\nmột", []int{4, 0, 3, 1, 4}},                        // one is gone, one was moved, one is blank
		{"mới\n\nkhác\nba\nhai\nba", []int{4, 0, 5, 3, 6, 7, 7}},        // "hai" comes back: it is a new one
		{"ba\nba", []int{3, 7, 7}},                                      // equal texts, in order
		{"một\nhai\nba\nbốn\nnăm", []int{8, 9, 3, 10, 11, 11}},          // "ba" stays
		{"một\nhai\nba\nbốn\nnăm\nsáu", []int{8, 9, 3, 10, 11, 12, 12}}, // one more
	} {
		want := "updated"
		if c.want == nil {
			want = "added"
		}
		put(index.Document{ID: "a", Title: "t", Body: c.body}, want)
		check(t, get(t, x, "a").Anchors, c.want)
	}
	kept := get(t, x, "a")
	put(index.Document{ID: "a", Title: "t", Body: kept.Body}, "unchanged") // nor are they lost with another title
	put(index.Document{ID: "a", Title: "khác", Body: kept.Body, Anchors: []int{6, 5, 4, 3, 2, 1, 6}}, "updated")
	check(t, get(t, x, "a").Anchors, kept.Anchors)

	// What a client got, edited and sends again.
	kept = get(t, x, "a")
	kept.Body = "một\nmới\n" + kept.Body[len("một\n"):]
	put(kept, "updated")
	check(t, get(t, x, "a").Anchors, []int{8, 13, 9, 3, 10, 11, 12, 13})

	// A correction touches no line, and a collection is moved with its links.
	if _, err := w.Correct(t.Context(), "a", Edit{Fields: map[string][]string{"place": {"Huế"}}, By: "an"}); err != nil {
		t.Fatal(err)
	}
	kept = get(t, x, "a")
	check(t, kept.Anchors, []int{8, 13, 9, 3, 10, 11, 12, 13})
	line, _ := json.Marshal(kept)
	other := memory(t)
	check(t, told(t, NewWriter(other, WriterOptions{}), (*Writer).WriteAll, string(line)), []string{"1 a added"})
	check(t, get(t, other, "a").Anchors, kept.Anchors)
	check(t, told(t, NewWriter(memory(t), WriterOptions{}), (*Writer).Write, `{"id":"a","title":"t","body":"một","anchors":[1,2,3]}
{"id":"b","title":"t","body":"một","anchors":"một"}`), []string{"1 a added", "2 b refused /anchors"})
}

// Of several records with one id in a batch the last is what is stored.
func TestAnchorsOfOneBatch(t *testing.T) {
	x := memory(t)
	w := NewWriter(x, WriterOptions{})
	told(t, w, (*Writer).Write, `{"id":"a","title":"t","body":"một\nhai"}`)
	check(t, told(t, w, (*Writer).Write, `{"id":"a","title":"t","body":"ba"}
{"id":"a","title":"t","body":"hai\nba"}
{"id":"a","title":"t","body":"hai\nba"}`), []string{"1 a updated", "2 a updated", "3 a unchanged"})
	check(t, get(t, x, "a").Anchors, []int{2, 3, 3})
}
