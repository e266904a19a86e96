package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/local"
)

// watched is a store that calls what a test sets before it does what is asked,
// once; an error of it is the answer.
type watched struct {
	*local.Index
	beforeLabels, beforePut func() error
}

func once(f *func() error) error {
	g := *f
	if *f = nil; g == nil {
		return nil
	}
	return g()
}

func (s *watched) PutLabels(ctx context.Context, l map[string]string) error {
	if err := once(&s.beforeLabels); err != nil {
		return err
	}
	return s.Index.PutLabels(ctx, l)
}

func (s *watched) Replace(ctx context.Context, changes ...index.Change) ([]string, error) {
	if err := once(&s.beforePut); err != nil {
		return nil, err
	}
	return s.Index.Replace(ctx, changes...)
}

// While labels are stored, records without any go in, and what has to wait
// waits no longer than its context.
func TestOthersWriteWhileLabelsAreStored(t *testing.T) {
	x := &watched{Index: memory(t)}
	w := NewWriter(x, WriterOptions{})
	x.beforeLabels = func() error {
		if !w.labels.mu.TryLock() {
			return errors.New("all other writes wait until the labels are stored")
		}
		w.labels.mu.Unlock()
		check(t, told(t, w, (*Writer).Write, `{"id":"b","title":"t"}`), []string{"1 b added"})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := w.labels.save(ctx, labels{"c": "C"}); !errors.Is(err, context.Canceled) {
			t.Errorf("with an ended context: %v", err)
		}
		return nil
	}
	check(t, told(t, w, (*Writer).Write, `{"id":"a","title":"t","topic":"Đất đai"}`), []string{"1 a added"})
}

// What a write that failed would have called a topic is free again.
func TestFailedWriteFreesItsIDs(t *testing.T) {
	const first, second = `{"id":"a","title":"t","topic":"Đất đai"}`, `{"id":"b","title":"t","topic":"Dắt dài"}`
	fail := func() error { return index.ErrUnavailable }
	for _, by := range []way{(*Writer).Write, (*Writer).WriteAll} {
		x := &watched{Index: memory(t)}
		w := NewWriter(x, WriterOptions{})
		x.beforeLabels = fail
		if err := by(w, t.Context(), read(first), func(Outcome) {}); !errors.Is(err, index.ErrUnavailable) {
			t.Errorf("%v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := by(w, ctx, read(first), func(Outcome) {}); !errors.Is(err, context.Canceled) {
			t.Errorf("with an ended context: %v", err)
		}
		check(t, told(t, w, (*Writer).Write, second), []string{"1 b added"})
		check(t, x.Labels(), map[string]string{"dat-dai": "Dắt dài"})
		check(t, len(w.labels.held), 0)
	}
}

// Nor is anything held for the records that a failed run had read.
func TestFailedRunHoldsNothing(t *testing.T) {
	var in strings.Builder
	for i := range 60 {
		fmt.Fprintf(&in, `{"id":"d%d","title":"t","topic":"t%d"}`+"\n", i, i)
	}
	for _, opt := range []WriterOptions{{BatchDocs: 1}, {BatchDocs: 7}, {}} {
		x := &watched{Index: memory(t), beforePut: func() error { return index.ErrUnavailable }}
		w := NewWriter(x, opt)
		if _, err := Run(t.Context(), w, []Source{{Stream: strings.NewReader(in.String())}}, Options{}); !errors.Is(err, index.ErrUnavailable) {
			t.Errorf("%v", err)
		}
		check(t, len(w.labels.held), 0)
	}
}

// Where there is no room left, the label of a document on its way stays, and
// the one that would take its place is refused.
func TestLabelOfDocumentOnItsWayStays(t *testing.T) {
	x := &watched{Index: memory(t)}
	w := NewWriter(x, WriterOptions{})
	fillLabels(t, w, x.Index, 9_999)
	x.beforePut = func() error {
		check(t, told(t, w, (*Writer).Write, `{"id":"b","title":"t","topic":"Biển"}`), []string{"1 b refused /topics"})
		return nil
	}
	check(t, told(t, w, (*Writer).Write, `{"id":"a","title":"t","topic":"Đất đai"}`), []string{"1 a added"})
	check(t, [2]string{get(t, x.Index, "a").Topics[0], x.Labels()["dat-dai"]}, [2]string{"dat-dai", "Đất đai"})
}

// A change that is refused for a label with too many like it stores none of the
// others' labels.
func TestWriteAllStoresNoLabelOfRefused(t *testing.T) {
	x := memory(t)
	w := NewWriter(x, WriterOptions{})
	var in strings.Builder
	vowels := []string{"a", "á", "à", "ả", "ã", "ạ"}
	for i := range maxAlike {
		fmt.Fprintf(&in, `{"id":"d%d","title":"t","topic":"b%s b%s"}`+"\n", i, vowels[1+i/5%5], vowels[1+i%5])
	}
	told(t, w, (*Writer).Write, in.String())
	before := maps.Clone(x.Labels())
	check(t, len(before), maxAlike)
	both := `{"id":"a","title":"t","topic":"Đất đai"}` + "\n" + `{"id":"b","title":"t","topic":"bạ bạ"}`
	check(t, told(t, w, (*Writer).WriteAll, both), []string{"2 b refused /topics/0"})
	check(t, x.Labels(), before)
}

// fillLabels writes documents d0, d50 and so on with n topics t0, t1 and so on.
func fillLabels(t *testing.T, w *Writer, x *local.Index, n int) {
	t.Helper()
	var in strings.Builder
	for i := 0; i < n; i += 50 {
		fmt.Fprintf(&in, `{"id":"d%d","title":"t","topics":["t%d"`, i, i)
		for j := i + 1; j < min(i+50, n); j++ {
			fmt.Fprintf(&in, `,"t%d"`, j)
		}
		in.WriteString("]}\n")
	}
	if got := told(t, w, (*Writer).Write, in.String()); got[0] != "1 d0 added" || len(x.Labels()) != n {
		t.Fatalf("%d labels, %q", len(x.Labels()), got)
	}
}
