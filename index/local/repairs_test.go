package local

import (
	"errors"
	"slices"
	"testing"
	"vankien/index"
)

// Repairs are stored and compared like the rest of a document.
func TestRepairs(t *testing.T) {
	x := collection(t)
	ctx := t.Context()
	given := index.Document{ID: "a", Kind: index.KindOther, Title: "t", Repairs: []string{"second note", "", "Vie\u0323\u0302t"}}
	if err := x.Put(ctx, given); err != nil {
		t.Fatal(err)
	}
	d, err := x.Get(ctx, "a")
	if want := []string{"second note", "Việt"}; err != nil || !slices.Equal(d.Repairs, want) {
		t.Errorf("stored %q, %v; want %q", d.Repairs, err, want)
	}
	other := given
	other.Repairs = nil
	for _, c := range []struct {
		d    index.Document
		want int
	}{{given, 0}, {other, 1}} {
		if _, different, err := x.Diff(ctx, []index.Document{c.d}); err != nil || len(different) != c.want {
			t.Errorf("%q: %d different, %v; want %d", c.d.Repairs, len(different), err, c.want)
		}
	}
	bad := index.Document{ID: "a", Repairs: []string{"a", "\xff"}}
	if inv := (*index.FieldError)(nil); !errors.As(bad.Check(), &inv) || inv.Pointer != "/repairs/1" {
		t.Errorf("Check: %v", bad.Check())
	}
}
