package local

import (
	"errors"
	"fmt"
	"maps"
	"testing"

	"vankien/index"
)

// TestUnusedLabels checks which labels are left when documents go and the index
// is opened again.
func TestUnusedLabels(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.PutLabels(t.Context(), map[string]string{"a": "A", "b": "B", "c": "C"}); err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), index.Document{ID: "1", Topics: []string{"a"}}, index.Document{ID: "2", Topics: []string{"b"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Delete(t.Context(), "2"); err != nil {
		t.Fatal(err)
	}
	if got := x.Labels(); len(got) != 3 {
		t.Errorf("%v: documents that have them may be on their way", got)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	if got := x.Labels(); !maps.Equal(got, map[string]string{"a": "A"}) {
		t.Errorf("after opening again: %v", got)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

// TestTooManyLabels checks that labels in use are bounded, and that unused ones
// make room.
func TestTooManyLabels(t *testing.T) {
	t.Parallel()
	x := collection(t)
	doc, labels := index.Document{ID: "1"}, map[string]string{}
	for i := range index.MaxLabels {
		id := fmt.Sprint("t", i)
		labels[id] = id
		if i > 0 {
			doc.Topics = append(doc.Topics, id)
		}
	}
	if err := x.PutLabels(t.Context(), labels); err != nil {
		t.Fatal(err)
	}
	if err := x.write(t.Context(), "put", putChange([]index.Document{doc})); err != nil {
		t.Fatal(err)
	}
	if err := x.PutLabels(t.Context(), map[string]string{"new": "Mới"}); err != nil {
		t.Errorf("with one unused: %v", err)
	}
	if _, unused := x.Labels()["t0"]; unused || len(x.Labels()) != index.MaxLabels {
		t.Errorf("%d labels, unused among them: %v", len(x.Labels()), unused)
	}
	if err := x.PutLabels(t.Context(), map[string]string{"more": "Nữa", "yet more": "Nữa"}); !errors.As(err, new(*index.FieldError)) {
		t.Errorf("with all but one in use: %v", err)
	}
	if len(x.Labels()) != index.MaxLabels {
		t.Errorf("%d labels", len(x.Labels()))
	}
}
