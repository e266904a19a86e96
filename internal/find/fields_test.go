package find

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/internal/outline"
)

// TestFieldsAreThoseOfADocument chooses each field of a document that has all.
func TestFieldsAreThoseOfADocument(t *testing.T) {
	d := index.Document{Topics: []string{"x"}, Repairs: []string{"x"}, Recipients: []string{"x"}, Blocks: []outline.Block{{Line: 1}}, Evidence: []index.Evidence{{Field: "x"}},
		Corrections: []index.Correction{{Field: "x"}}, Original: &index.Original{Name: "x"}, Anchors: []int{1}, Indexed: "x", ID: "x", Date: "x"}
	typ := reflect.TypeFor[index.Document]()
	for i := range typ.NumField() {
		name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		if p := d.Scalar(name); p != nil {
			*p = "x"
		}
		if !slices.Contains(documentFields, name) {
			t.Errorf("%s cannot be chosen", name)
		}
		var got map[string]any
		if err := json.Unmarshal(documentJSON(Fields{name}.Of(&d)), &got); err != nil {
			t.Fatal(err)
		}
		delete(got, "id")
		if _, there := got[name]; (len(got) != 1 || !there) && name != "id" {
			t.Errorf("%s: %v", name, got)
		}
	}
	if len(documentFields) != typ.NumField() {
		t.Errorf("%d fields of %d", len(documentFields), typ.NumField())
	}
	if all := Fields(nil).Of(&d); all != &d {
		t.Error("nobody chose, and something was left out")
	}
}
