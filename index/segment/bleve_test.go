package segment

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search/query"
	api "github.com/blevesearch/bleve_index_api"
	scorchapi "github.com/blevesearch/scorch_segment_api/v2"
)

// openStore opens a store of Bleve that keeps segments of this package.
func openStore(t *testing.T, dir string) bleve.Index {
	t.Helper()
	scorch.RegisterSegmentPlugin(&Plugin{Layout: &testLayout}, false)
	config := map[string]any{"forceSegmentType": Type, "forceSegmentVersion": Version, "bolt_timeout": "1s"}
	x, err := bleve.OpenUsing(dir, config)
	if err == bleve.ErrorIndexPathDoesNotExist {
		x, err = bleve.NewUsing(dir, bleve.NewIndexMapping(), scorch.Name, scorch.Name, config)
	}
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestBleve: Scorch keeps, merges, deletes and reopens segments of this package,
// and Bleve's searchers find in them what is there.
func TestBleve(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x")
	x := openStore(t, dir)
	docs := world(rand.New(rand.NewPCG(11, 0)), 400, 60, 20)
	for part := range slices.Chunk(docs, 70) {
		b := x.NewBatch()
		for i := range part {
			d := part[i].document()
			if err := b.IndexAdvanced(d.Bleve()); err != nil {
				t.Fatal(err)
			}
		}
		if err := x.Batch(b); err != nil {
			t.Fatal(err)
		}
	}
	compare(t, x, docs)
	b := x.NewBatch()
	for i := range docs[:150] {
		b.Delete(docs[i].id)
	}
	again := docs[150].document()
	if err := b.IndexAdvanced(again.Bleve()); err != nil {
		t.Fatal(err)
	}
	if err := x.Batch(b); err != nil {
		t.Fatal(err)
	}
	compare(t, x, docs[150:])
	advanced, err := x.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	if err := advanced.(*scorch.Scorch).ForceMerge(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	compare(t, x, docs[150:])
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x = openStore(t, dir)
	defer x.Close()
	compare(t, x, docs[150:])
}

// compare asks Bleve's searchers for every term, and for some pairs of them.
func compare(t *testing.T, x bleve.Index, docs []plain) {
	t.Helper()
	truth := truthOf(docs)
	if n, err := x.DocCount(); err != nil || int(n) != len(docs) {
		t.Fatal(n, err)
	}
	term := func(field, term string) *query.TermQuery {
		q := bleve.NewTermQuery(term)
		q.SetField(field)
		return q
	}
	total := func(q query.Query) int {
		r, err := x.Search(bleve.NewSearchRequestOptions(q, len(docs), 0, false))
		if err != nil {
			t.Fatal(err)
		}
		return int(r.Total)
	}
	last := ""
	for f, keys := range truth.fields {
		field := testLayout.Text
		if f > 0 {
			field = testLayout.Fields[f-1].Name
		}
		for key, want := range keys {
			if got := total(term(field, key)); got != len(want) {
				t.Fatalf("%s:%q has %d, want %d", field, key, got, len(want))
			}
			if f == 0 && last != "" {
				both := 0
				for d := range want {
					if _, is := keys[last][d]; is {
						both++
					}
				}
				if got := total(bleve.NewConjunctionQuery(term(field, key), term(field, last))); got != both {
					t.Fatalf("%q and %q have %d, want %d", key, last, got, both)
				}
			}
			if f == 0 {
				last = key
			}
		}
	}
	r, err := x.Search(bleve.NewSearchRequest(bleve.NewDocIDQuery([]string{docs[0].id, "none"})))
	if err != nil || r.Total != 1 {
		t.Fatal(r, err)
	}
}

// TestPersistCopiesNothing: the bytes of a segment in memory are those of its
// file, and go there as they are.
func TestPersistCopiesNothing(t *testing.T) {
	list := world(rand.New(rand.NewPCG(13, 0)), 200, 300, 300)
	docs := make([]api.Document, len(list))
	for i := range list {
		d := list[i].document()
		docs[i] = d.Bleve()
	}
	s, size, err := (&Plugin{Layout: &testLayout}).New(docs)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "s")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := s.(scorchapi.UnpersistedSegment).Persist(path); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > size/4 {
		t.Errorf("writing %d bytes took %d of memory", size, n)
	}
	if b, err := os.ReadFile(path); err != nil || !bytes.Equal(b, s.(*inMemory).sections.data) {
		t.Error("the file differs", err)
	}
}

// TestMergeLeavesNoFile: a merge that fails leaves nothing behind.
func TestMergeLeavesNoFile(t *testing.T) {
	p := &Plugin{Layout: &testLayout}
	var docs []api.Document
	for _, x := range world(rand.New(rand.NewPCG(12, 0)), 2, 3, 30) {
		d := x.document()
		docs = append(docs, d.Bleve())
	}
	s, _, err := p.New(docs)
	if err != nil {
		t.Fatal(err)
	}
	s.(*inMemory).lists = nil
	path := filepath.Join(t.TempDir(), "s")
	if _, _, err := p.Merge([]scorchapi.Segment{s}, make([]*roaring.Bitmap, 1), path, nil, nil); err == nil {
		t.Error("a segment without lists was merged")
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error(err)
	}
}
