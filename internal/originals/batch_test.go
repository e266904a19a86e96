package originals

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
)

// TestBatch: nothing is in the store before Flush, and all of it after, whoever
// calls it.
func TestBatch(t *testing.T) { everywhere(t, batch) }

func batch(t *testing.T, open func() *Store) {
	s := open()
	b := s.Begin()
	defer b.Discard()
	for i := range 100 {
		if err := b.Put(sumOf(fmt.Sprint(i)), strings.NewReader(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if n, _, err := s.Size(); n != 0 || err != nil {
		t.Errorf("%d files before Flush, %v", n, err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := b.Flush(); err != nil {
				t.Error(err)
			}
			if err := s.Check(sumOf("99")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n, _, err := s.Size(); n != 100 || err != nil {
		t.Errorf("%d files after Flush, %v", n, err)
	}
	if err := b.Put(sumOf("x"), strings.NewReader("y")); !errors.Is(err, ErrSum) {
		t.Errorf("%v, want ErrSum", err)
	}
	if f, ok := s.home.(*folder); ok {
		if left := begun(t, f.dir); left != 0 {
			t.Errorf("%d files are left over", left)
		}
	}
}

// begun counts the files that have no name yet.
func begun(t *testing.T, dir string) (n int) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if !e.IsDir() {
			n++
		}
	}
	return n
}

// TestDiscard: what was not flushed leaves nothing, be it given up or left by a
// process that ended.
func TestDiscard(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	given, left := s.Begin(), s.Begin()
	if err := errors.Join(given.Put(sumOf("a"), strings.NewReader("a")), left.Put(sumOf("b"), strings.NewReader("b")),
		s.Put(sumOf("c"), strings.NewReader("c"))); err != nil {
		t.Fatal(err)
	}
	given.Discard()
	if n := begun(t, dir); n != 1 {
		t.Errorf("%d files, want that of the other batch", n)
	}
	if err := s.Clean(); err != nil || begun(t, dir) != 0 {
		t.Errorf("%v, %d files are left", err, begun(t, dir))
	}
	if err := s.Check(sumOf("c")); err != nil {
		t.Error(err)
	}
	if err := left.Flush(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v, want what tells that the file is gone", err)
	}
	if err := Open(dir + "/none").Clean(); err != nil {
		t.Error(err)
	}
}
