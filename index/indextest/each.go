package indextest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"vankien/index"
)

// everyDocument goes over all documents of a state that changes meanwhile: each is
// there once and as Get returns it.
func everyDocument(t *testing.T, open opener) {
	x := open(append(Speeches(), index.Document{ID: "gone"}, index.Document{ID: "a", Title: "not yet"})...)
	if err := x.Put(t.Context(), speeches[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Delete(t.Context(), "gone"); err != nil {
		t.Fatal(err)
	}
	want := map[string]index.Document{}
	for _, d := range speeches {
		stored, err := x.Get(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		want[d.ID] = stored
	}
	seen := 0
	err := x.Each(t.Context(), func(d index.Document) error {
		if seen++; seen == 1 {
			if err := x.Put(t.Context(), index.Document{ID: "new"}, index.Document{ID: "b", Title: "khác"}); err != nil {
				return err
			}
			if _, err := x.Delete(t.Context(), "c"); err != nil {
				return err
			}
		}
		if !reflect.DeepEqual(d, want[d.ID]) {
			t.Errorf("%+v, stored is %+v", d, want[d.ID])
		}
		delete(want, d.ID)
		return nil
	})
	if err != nil || seen != len(speeches) || len(want) != 0 {
		t.Errorf("%d documents, without %v, %v", seen, want, err)
	}
	calls, enough := 0, errors.New("enough")
	if err := x.Each(t.Context(), func(index.Document) error { calls++; return enough }); !errors.Is(err, enough) || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := x.Each(ctx, func(index.Document) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// states have names: another one after each change of documents, the same one
// while nothing changes and after reopening.
func states(t *testing.T, open opener) {
	x := open()
	seen := map[string]string{}
	look := func(when string) string {
		t.Helper()
		name, err := x.State(t.Context())
		if again, _ := x.State(t.Context()); err != nil || again != name {
			t.Errorf("%s: %q and %q, %v", when, name, again, err)
		}
		if before, ok := seen[name]; ok {
			t.Errorf("%s has the state of %s", when, before)
		}
		seen[name] = when
		return name
	}
	look("nothing")
	for i := range 3 {
		if err := x.Put(t.Context(), index.Document{ID: "a", Title: fmt.Sprint(i % 2)}); err != nil {
			t.Fatal(err)
		}
		look(fmt.Sprint("put ", i))
	}
	if _, err := x.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	last := look("delete")
	if err := x.PutLabels(t.Context(), map[string]string{"l": "L"}); err != nil {
		t.Fatal(err)
	}
	if keeps, ok := x.(Reopener); ok {
		keeps.Reopen(t)
	}
	if now, err := x.State(t.Context()); err != nil || now != last {
		t.Errorf("%q after what changes no document, %q before, %v", now, last, err)
	}
}
