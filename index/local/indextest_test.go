package local

import (
	"sync"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
)

// Short names for what most tests use.
var (
	speeches = indextest.Speeches()
	parse    = indextest.Parse
	ids      = indextest.IDs
	sorted   = indextest.Sorted
)

func search(t testing.TB, x *Index, req index.Request) *index.Result {
	t.Helper()
	return indextest.Search(t, x, req)
}

// collection opens an index in memory with the given documents.
func collection(t testing.TB, docs ...index.Document) *Index {
	t.Helper()
	return indextest.Open(t, OpenMemory, docs...)
}

// onDisk opens the index in dir with the given documents.
func onDisk(t testing.TB, dir string, docs ...index.Document) *Index {
	t.Helper()
	return indextest.Open(t, func() (*Index, error) { return Open(dir) }, docs...)
}

// pinned returns the present state of x, which the caller closes, and as the
// executor sees it.
func pinned(t testing.TB, x *Index) (*snapshot, *state) {
	t.Helper()
	snap, err := x.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	state, err := snap.engine.state(snap.IndexSnapshot)
	if err != nil {
		t.Fatal(err)
	}
	return snap, state
}

// searching has n readers search x until stop is called: each answer is that of
// the speeches.
func searching(t *testing.T, x *Index, n int) (stop func()) {
	t.Helper()
	ended := make(chan struct{})
	var readers sync.WaitGroup
	for range n {
		readers.Go(func() {
			for {
				select {
				case <-ended:
					return
				default:
				}
				if res, err := x.Search(t.Context(), index.Request{Query: parse(t, "bac ninh")}); err != nil || res.Total != 3 {
					t.Errorf("Search = %+v, %v", res, err)
					return
				}
			}
		})
	}
	return func() {
		close(ended)
		readers.Wait()
	}
}

// kept is an index on disk as the laws see it.
type kept struct{ *Index }

func (k *kept) Reopen(t testing.TB) {
	t.Helper()
	dir := k.dir
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	k.Index = onDisk(t, dir)
}

func TestLawsInMemory(t *testing.T) {
	t.Parallel()
	indextest.Run(t, func(t testing.TB) index.Engine { return collection(t) })
}

func TestLawsOnDisk(t *testing.T) {
	t.Parallel()
	indextest.Run(t, func(t testing.TB) index.Engine { return &kept{onDisk(t, t.TempDir())} })
}
