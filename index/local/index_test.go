package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"vankien/index"
)

func TestOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	x := onDisk(t, dir, speeches...)
	if err := x.PutLabels(t.Context(), map[string]string{"phap-luat": "Pháp luật"}); err != nil {
		t.Fatal(err)
	}
	_, err := Open(dir)
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint("process ", os.Getpid())) {
		t.Errorf("second Open: %v", err)
	}
	st, err := x.Stats(t.Context())
	if err != nil || st.Documents != 4 || st.DiskBytes == 0 || st.First != "1965" || st.Last != "2025-01-13" || st.Dated != 3 || st.Kinds["report"] != 2 {
		t.Errorf("Stats = %+v, %v", st, err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); !errors.Is(err, index.ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
	if _, err := x.Search(t.Context(), index.Request{}); !errors.Is(err, index.ErrClosed) {
		t.Errorf("Search after Close: %v", err)
	}
	x, err = Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := search(t, x, index.Request{Query: parse(t, "bac ninh")}).Total; got != 3 {
		t.Errorf("after reopening %d found", got)
	}
	if got := x.Labels()["phap-luat"]; got != "Pháp luật" {
		t.Errorf("label %q", got)
	}
	if err := setVersion(x, "older"); err != nil {
		t.Fatal(err)
	}
	_ = x.Close()
	if _, err := Open(dir); !errors.Is(err, index.ErrIncompatible) || !strings.Contains(err.Error(), "reindex") {
		t.Errorf("Open of another version: %v", err)
	}
}

// lateContext ends after it was asked n times.
type lateContext struct {
	context.Context
	left int
}

func (c *lateContext) Err() error {
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// TestDeadlineInsideDocument checks that one huge document does not outlast the
// deadline.
func TestDeadlineInsideDocument(t *testing.T) {
	t.Parallel()
	huge := index.Document{ID: "huge", Body: strings.Repeat("a b ", 300_000) + "c"}
	x := collection(t, huge)
	for _, q := range []string{"\"c d\" OR a", "\"b b b\"~5", "\"a b a b c\"~30", "a b"} {
		ctx := &lateContext{context.Background(), 8}
		if _, err := x.Search(ctx, index.Request{Query: parse(t, q), Snippets: 2}); q != "a b" && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Search(%s) = %v", q, err)
		}
		ctx.left = 3
		if _, err := x.Marks(ctx, index.Request{Query: parse(t, q)}, huge); q != "a b" && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Marks(%s) = %v", q, err)
		}
	}
}

// TestStoreLost checks that a store that is gone is not replaced by an empty
// one, that searches are answered meanwhile, and that the index takes writes
// again when the store is back, without one being tried.
func TestStoreLost(t *testing.T) {
	t.Parallel()
	x := onDisk(t, t.TempDir(), speeches...)
	if since, err := x.Unavailable(); !since.IsZero() || err != nil {
		t.Errorf("Unavailable = %v, %v while all is well", since, err)
	}
	away := filepath.Join(t.TempDir(), "away")
	if err := os.Rename(x.path(), away); err != nil {
		t.Fatal(err)
	}
	if err := x.reopen(x.store); err == nil {
		t.Fatal("reopened without a store")
	}
	if _, err := os.Stat(x.path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an empty store was made: %v", err)
	}
	if got := search(t, x, index.Request{}).Total; got != len(speeches) {
		t.Errorf("%d documents while the store is gone", got)
	}
	if err := x.Put(t.Context(), index.Document{ID: "z"}); !errors.Is(err, index.ErrUnavailable) {
		t.Errorf("Put = %v", err)
	}
	if since, err := x.Unavailable(); since.IsZero() || err == nil {
		t.Errorf("Unavailable = %v, %v while the store is gone", since, err)
	}
	if err := os.Rename(away, x.path()); err != nil {
		t.Fatal(err)
	}
	for _, err := x.Unavailable(); err != nil; _, err = x.Unavailable() {
		runtime.Gosched()
	}
	if err := x.Put(t.Context(), index.Document{ID: "z"}); err != nil {
		t.Errorf("Put after the store is back: %v", err)
	}
	if got := search(t, x, index.Request{}).Total; got != len(speeches)+1 {
		t.Errorf("%d documents", got)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

// setVersion makes an index one of another analysis.
func setVersion(x *Index, version string) error {
	b := x.store.b.NewBatch()
	b.SetInternal([]byte(keyVersion), []byte(version))
	return x.store.commit(b)
}
