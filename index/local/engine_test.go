package local

import (
	"strings"
	"testing"

	"vankien/index"
)

// TestForms: a form of an answer is there for all who get the same answer, and
// no longer than that, and is counted as memory.
func TestForms(t *testing.T) {
	x := collection(t, index.Document{ID: "a", Title: "Đất đai"}, index.Document{ID: "b", Title: "Đất nước"})
	ask := func(q string) *index.Forms {
		t.Helper()
		res, err := x.Search(t.Context(), index.Request{Query: parse(t, q)})
		if err != nil {
			t.Fatal(err)
		}
		return res.Forms
	}
	if f := ask("đất"); f != nil || f.Get(1) != nil {
		t.Error("an answer that nobody asked for before keeps forms")
	}
	held := func() int64 {
		x.store.engine.answers.CleanUp()
		return x.Cache().Bytes
	}
	before := held()
	ask("đất").Keep(&index.Form{Key: 1, Value: "one", Bytes: 5000})
	if f := ask("đất"); f.Get(1) != "one" || f.Get(2) != nil {
		t.Errorf("forms %v and %v", f.Get(1), f.Get(2))
	}
	if n := held() - before; n != 5000 {
		t.Errorf("a form of 5000 bytes takes %d", n)
	}
	ask("nước")
	if f := ask("nước"); f.Get(1) != nil {
		t.Error("another answer has the form")
	}
	if err := x.Put(t.Context(), index.Document{ID: "c", Title: strings.Repeat("đất ", 3)}); err != nil {
		t.Fatal(err)
	}
	if ask("đất") != nil || ask("đất").Get(1) != nil {
		t.Error("a form outlived the state")
	}
}

// TestAlsoIsHeld: what goes on after the hits of an answer counts as memory, and
// whoever changes a list of an answer changes no other's.
func TestAlsoIsHeld(t *testing.T) {
	docs := []index.Document{{ID: "0", Title: "đất nước, đất nước"}}
	for _, id := range strings.Split("abcdefghijklmnopqr", "") {
		docs = append(docs, index.Document{ID: id, Title: "đất " + strings.Repeat("rừng ", 100) + "nước"})
	}
	x := collection(t, docs...)
	req := index.Request{Query: parse(t, "đất nước"), Level: index.LevelAuto, Suggest: true}
	res := search(t, x, req)
	if len(res.Hits) != 1 || len(res.Also) != len(docs)-1 {
		t.Fatalf("%d hits and %d others", len(res.Hits), len(res.Also))
	}
	x.store.engine.answers.CleanUp()
	if n, least := x.Cache().Bytes, int64(len(res.Also)*len(docs[1].Title)); n < least {
		t.Errorf("%d hits beyond the level take %d bytes, want %d at least", len(res.Also), n, least)
	}
	res.Also[0].ID = "changed"
	if again := search(t, x, req); again.Also[0].ID == "changed" {
		t.Error("a list of the answer is shared")
	}
}
