package indextest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"vankien/index"
)

// changes: each is made if the stored document is as it says, and else nothing is.
func changes(t *testing.T, open opener) {
	x := open(index.Document{ID: "a", Title: "Một"}, index.Document{ID: "b", Title: "Hai"})
	absent := func(d *index.Document) bool { return d == nil }
	titled := func(s string) func(*index.Document) bool {
		return func(d *index.Document) bool { return d != nil && d.Title == s }
	}
	refused, err := x.Replace(t.Context(),
		index.Change{ID: "a", Now: &index.Document{ID: "a", Title: "Ba"}, If: titled("Một")},
		index.Change{ID: "b", Now: &index.Document{ID: "b", Title: "Ba"}, If: absent},
		index.Change{ID: "c", Now: &index.Document{ID: "c", Title: "Ba"}, If: absent},
		index.Change{ID: "d", Now: &index.Document{ID: "d", Title: "Ba"}, If: titled("Ba")},
		index.Change{ID: "e", If: titled("Ba")})
	if err != nil || fmt.Sprint(len(refused), strings.Contains(fmt.Sprint(refused), "b")) != "3 true" {
		t.Errorf("Replace = %v, %v", refused, err)
	}
	if got := Sorted(Search(t, x, index.Request{Query: Parse(t, "title:ba")})); got != "a c" {
		t.Errorf("changed %q", got)
	}
	if refused, err = x.Replace(t.Context(), index.Change{ID: "a", If: titled("Ba")}, index.Change{ID: "b", If: titled("Ba")}); err != nil || fmt.Sprint(refused) != "[b]" {
		t.Errorf("removing: %v, %v", refused, err)
	}
	if got := Sorted(Search(t, x, index.Request{})); got != "b c" {
		t.Errorf("%q are left", got)
	}
	_, err = x.Replace(t.Context(), index.Change{ID: "n", Now: &index.Document{ID: "n", Date: "31/12"}, If: absent})
	if !errors.As(err, new(*index.FieldError)) {
		t.Errorf("an invalid document: %v", err)
	}
}

// changesSideBySide has many add one to a number: no addition is lost.
func changesSideBySide(t *testing.T, open opener) {
	x := open(index.Document{ID: "n", Number: "0"})
	const writers, each = 4, 5
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				if err := addOne(t, x); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if d, err := x.Get(t.Context(), "n"); err != nil || d.Number != fmt.Sprint(writers*each) {
		t.Errorf("%s of %d are counted, %v", d.Number, writers*each, err)
	}
}

func addOne(t *testing.T, x index.Engine) error {
	for {
		d, err := x.Get(t.Context(), "n")
		if err != nil {
			return err
		}
		was := d.Number
		n, err := strconv.Atoi(was)
		if err != nil {
			return err
		}
		d.Number = fmt.Sprint(n + 1)
		refused, err := x.Replace(t.Context(), index.Change{ID: "n", Now: &d, If: func(d *index.Document) bool { return d != nil && d.Number == was }})
		if err != nil || len(refused) == 0 {
			return err
		}
	}
}
