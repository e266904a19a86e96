package local

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	scorchapi "github.com/blevesearch/scorch_segment_api/v2"

	"vankien/index"
	"vankien/index/segment"
)

// TestMergeUnderReaders replaces and deletes documents while segments are merged
// and readers go through all of them: each state that they see is one that was
// written, and what comes of it is sound.
func TestMergeUnderReaders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	x := onDisk(t, dir)
	const n, rounds = 60, 12
	docs := func(version int) (list []index.Document) {
		for i := range n {
			list = append(list, index.Document{ID: fmt.Sprint("d", i), Kind: "other", Title: fmt.Sprint("bản ", version),
				Body: strings.Repeat(fmt.Sprintf("lần thứ %d của %d. ", version, i), 1+i%5), Topics: []string{fmt.Sprint("v", version)}})
		}
		return list
	}
	if err := x.Put(t.Context(), docs(0)...); err != nil {
		t.Fatal(err)
	}
	end, done := make(chan struct{}), sync.WaitGroup{}
	for range 2 {
		done.Go(func() {
			for !closed(end) {
				if err := oneVersion(t, x, n); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for v := 1; v <= rounds; v++ {
		if err := x.Put(t.Context(), docs(v)...); err != nil {
			t.Fatal(err)
		}
		if v%3 == 0 {
			if err := x.store.scorch.ForceMerge(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	if gone, err := x.Delete(t.Context(), "d0", "d7", "none"); err != nil || len(gone) != 2 {
		t.Fatal(gone, err)
	}
	close(end)
	done.Wait()
	if err := x.store.scorch.ForceMerge(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), dir); err != nil {
		t.Error(err)
	}
	if x = onDisk(t, dir); len(storedOf(t, x)) != n-2 {
		t.Errorf("%d documents", len(storedOf(t, x)))
	}
	want := docs(rounds)
	absent, different, err := x.Diff(t.Context(), want)
	if err != nil || len(absent) != 2 || len(different) != 0 {
		t.Errorf("%d absent, %d different, %v", len(absent), len(different), err)
	}
	used, err := x.used(t.Context(), map[string]string{"v0": "", fmt.Sprint("v", rounds-1): "", fmt.Sprint("v", rounds): ""})
	if err != nil || used["v0"] || used[fmt.Sprint("v", rounds-1)] || !used[fmt.Sprint("v", rounds)] {
		t.Errorf("topics in use %v, %v", used, err)
	}
}

// oneVersion goes through a state of n documents that are written together.
func oneVersion(t *testing.T, x *Index, n int) error {
	titles, count := map[string]bool{}, 0
	err := x.read(t.Context(), func(s *snapshot) error {
		for _, v := range s.segments {
			for it := v.DocNumbersLive().Iterator(); it.HasNext(); {
				d, err := v.load(uint64(it.Next()))
				if err != nil {
					return err
				}
				titles[d.Title] = true
				count++
			}
		}
		return nil
	})
	if err == nil && (len(titles) != 1 || count < n-2) {
		err = errors.New(fmt.Sprint(count, " documents of versions ", titles))
	}
	return err
}

// TestClosedMerge: a merge that is told to end does so with the error that Bleve
// compares, whatever it would have read before and afterwards.
func TestClosedMerge(t *testing.T) {
	x := onDisk(t, t.TempDir())
	if err := x.Put(t.Context(), index.Document{ID: "a", Kind: "other", Title: "một", Body: "hai ba"}); err != nil {
		t.Fatal(err)
	}
	end, path := make(chan struct{}), filepath.Join(t.TempDir(), "merged")
	close(end)
	p := &plugin{segment.Plugin{Layout: &layout}}
	err := x.read(t.Context(), func(s *snapshot) error {
		var sources []scorchapi.Segment
		for _, v := range s.segments {
			sources = append(sources, v.Segment())
		}
		for range 20 { // the end is heard of before, within, or after the first reading
			if _, _, err := p.MergeUsing(sources, make([]*roaring.Bitmap, len(sources)), path, end, nil, nil); err != scorchapi.ErrClosed {
				return fmt.Errorf("%d segments: %v", len(sources), err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error(err)
	}
}
