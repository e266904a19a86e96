package local

import (
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"vankien/index"
)

// slowDisk opens an index in dir whose store tells nobody what is on disk until
// release is called.
func slowDisk(t *testing.T, dir string) (x *Index, release func()) {
	t.Helper()
	x = newIndex(dir, nil)
	st, err := openUndecided(x.path(), false, nil)
	if err != nil {
		t.Fatal(err)
	}
	x.publish(st)
	t.Cleanup(func() { _ = x.Close() })
	return x, func() { st.accept(true) }
}

// taken returns when Bleve's own readers find n documents.
func taken(t *testing.T, x *Index, n uint64) {
	t.Helper()
	for {
		r, err := x.store.scorch.Reader()
		if err != nil {
			t.Fatal(err)
		}
		have, err := r.DocCount()
		if err = errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		if have == n {
			return
		}
		runtime.Gosched()
	}
}

// TestOnDiskOnly reads while writes wait for the disk: nothing of them is shown
// or decided by, and nobody but writers waits.
func TestOnDiskOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	x := onDisk(t, dir, index.Document{ID: "a", Title: "cũ"}, index.Document{ID: "c"})
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x, release := slowDisk(t, dir)
	fresh := []index.Document{{ID: "a", Title: "mới"}, {ID: "b"}}
	puts := make(chan error, 1)
	go func() { puts <- x.Put(t.Context(), fresh...) }()
	taken(t, x, 3)
	type deletion struct {
		ids []string
		err error
	}
	deletions := make(chan deletion, 2)
	remove := func() {
		ids, err := x.Delete(t.Context(), "c")
		deletions <- deletion{ids, err}
	}
	go remove()
	taken(t, x, 2)
	go remove()
	waitFor(x, 1)

	if d, err := x.Get(t.Context(), "a"); err != nil || d.Title != "cũ" {
		t.Errorf("a = %+v, %v", d, err)
	}
	if _, err := x.Get(t.Context(), "b"); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("b is shown before it is on disk: %v", err)
	}
	if _, err := x.Get(t.Context(), "c"); err != nil {
		t.Errorf("c is gone before its deletion is on disk: %v", err)
	}
	if got := ids(search(t, x, index.Request{Sort: index.ByTitle})); len(strings.Fields(got)) != 2 || strings.Contains(got, "b") {
		t.Errorf("found: %s", got)
	}
	absent, different, err := x.Diff(t.Context(), fresh)
	if err != nil || len(absent) != 1 || len(different) != 1 {
		t.Errorf("Diff = %v, %v, %v", absent, different, err)
	}
	release()
	if err := <-puts; err != nil {
		t.Error(err)
	}
	for range 2 {
		if d := <-deletions; d.err != nil || len(d.ids) != 1 {
			t.Errorf("Delete = %v, %v", d.ids, d.err)
		}
	}
	if absent, different, err = x.Diff(t.Context(), fresh); err != nil || len(absent)+len(different) != 0 {
		t.Errorf("Diff = %v, %v, %v", absent, different, err)
	}
	if _, err := x.Get(t.Context(), "c"); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("c = %v", err)
	}
}

// TestFailedBatch checks that a batch that Bleve took before it failed is never
// shown.
func TestFailedBatch(t *testing.T) {
	t.Parallel()
	x := collection(t, speeches...)
	b := x.store.b.NewBatch()
	if err := b.IndexAdvanced(segmentDocument(&index.Document{ID: "z"}).Bleve()); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("failed")
	if _, err := x.store.durable.take(func() error { return errors.Join(x.store.b.Batch(b), failed) }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	x.store.durable.wrote(0)
	if _, err := x.Get(t.Context(), "z"); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("z = %v", err)
	}
}

// TestOlderStateOpened checks that a store that was not opened with the segments
// of its newest state is told.
func TestOlderStateOpened(t *testing.T) {
	t.Parallel()
	st, err := openStore(filepath.Join(aged(t, 3), storeName), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer st.close()
	state, err := newestState(st.path)
	names := state.segments
	if err != nil || st.holds(names) != nil {
		t.Fatalf("%v, %v", err, st.holds(names))
	}
	if err := st.holds(append(names, "000000ffffff.zap")); err == nil || !strings.Contains(err.Error(), "000000ffffff.zap") {
		t.Errorf("holds = %v", err)
	}
}
