package local

import (
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
