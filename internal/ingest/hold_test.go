package ingest

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
)

// telling is a store that tells of each put.
type telling struct {
	Store
	put chan struct{}
}

func (t telling) Replace(ctx context.Context, changes ...index.Change) ([]string, error) {
	refused, err := t.Store.Replace(ctx, changes...)
	t.put <- struct{}{}
	return refused, err
}

// waitingReader has nothing to read before something was put.
type waitingReader struct {
	io.Reader
	put    chan struct{}
	ctx    context.Context
	waited bool
}

func (w *waitingReader) Read(p []byte) (int, error) {
	if !w.waited {
		select {
		case <-w.put:
		case <-w.ctx.Done():
		}
		w.waited = true // the end is there at once
	}
	return w.Reader.Read(p)
}

// TestDocumentsDoNotWaitForSlowFiles reads a file that comes only when the document
// of the one before is stored.
func TestDocumentsDoNotWaitForSlowFiles(t *testing.T) {
	put := make(chan struct{}, 10)
	w := NewWriter(telling{indextest.Open(t, local.OpenMemory), put}, WriterOptions{})
	tree := fstest.MapFS{"a.txt": {Data: []byte("Một hai ba")}}
	sum, err := Run(t.Context(), w, []Source{{FS: tree, Path: "a.txt"},
		{Stream: &waitingReader{strings.NewReader("Bốn năm sáu"), put, t.Context(), false}}}, Options{Hold: 1, Workers: 1})
	if err != nil || sum.Added != 2 {
		t.Errorf("%d added, %v", sum.Added, err)
	}
}
