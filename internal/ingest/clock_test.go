package ingest

import (
	"iter"
	"testing"

	"vankien/index"
	"vankien/index/local"
	"vankien/internal/extract"
)

func recordsOf(list ...extract.Record) iter.Seq2[extract.Record, error] {
	return func(yield func(extract.Record, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// TestTimes checks that documents get a time when they are added or changed, each a
// later one, and keep it when they are read again.
func TestTimes(t *testing.T) {
	t.Parallel()
	x, err := local.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	w := NewWriter(x, WriterOptions{})
	write := func(list ...extract.Record) {
		t.Helper()
		if err := w.Write(t.Context(), recordsOf(list...), func(o Outcome) {
			if o.Err != nil {
				t.Error(o.Err)
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	timeOf := func(id string) string {
		t.Helper()
		d, err := x.Get(t.Context(), id)
		if err != nil || d.Indexed == "" {
			t.Fatalf("%s: %q, %v", id, d.Indexed, err)
		}
		return d.Indexed
	}
	before := w.Settled()
	a, b := extract.Record{ID: "a", Title: "Một"}, extract.Record{ID: "b", Title: "Hai"}
	write(a, b)
	ta, tb := timeOf("a"), timeOf("b")
	if !(before < ta && ta < tb && tb <= w.Settled()) {
		t.Errorf("times %s, %s, %s, %s do not rise", before, ta, tb, w.Settled())
	}
	write(a, b)
	if timeOf("a") != ta || timeOf("b") != tb {
		t.Error("what is read again unchanged has another time")
	}
	a.Title = "Khác"
	write(a)
	if timeOf("a") <= tb {
		t.Error("what was changed has its old time")
	}
	e, err := w.Correct(t.Context(), "b", Edit{Fields: map[string][]string{"place": {"Huế"}}})
	if err != nil || e.Document.Indexed <= timeOf("a") || timeOf("b") != e.Document.Indexed {
		t.Errorf("corrected at %q: %v", e.Document.Indexed, err)
	}
}

// TestSettled checks that a write under way holds the settled time back.
func TestSettled(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := c.begin()
	first := s.next()
	other := c.begin()
	if got := index.Instant(c.settled()); got >= first {
		t.Errorf("settled at %s with %s under way", got, first)
	}
	other.end()
	s.end()
	if got := index.Instant(c.settled()); got < first {
		t.Errorf("settled at %s after %s", got, first)
	}
}
