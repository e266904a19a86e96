package local

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/bleve_index_api"

	"vankien/index"
)

// earlier makes an index of documents in dir as versions wrote it that left
// segments to Bleve, a segment each few, with a label.
func earlier(t *testing.T, dir string, docs ...index.Document) {
	t.Helper()
	path := filepath.Join(dir, storeName)
	b, err := bleve.NewUsing(path, newMapping(), scorch.Name, scorch.Name, map[string]any{"bolt_timeout": "1s", "forceSegmentType": zapFormat.name, "forceSegmentVersion": int(zapFormat.version)})
	if err != nil {
		t.Fatal(err)
	}
	batch := b.NewBatch()
	batch.SetInternal([]byte(keyVersion), []byte("viet, fields 3"))
	batch.SetInternal([]byte(keyLabels), []byte(`{"xa-hoi":"Xã hội"}`))
	for i, d := range docs {
		if err := batch.IndexAdvanced(earlierDocument(&d)); err != nil {
			t.Fatal(err)
		}
		if i%4 == 3 || i+1 == len(docs) {
			if err := b.Batch(batch); err != nil {
				t.Fatal(err)
			}
			batch.Reset()
		}
	}
	if err := errors.Join(b.Close(), seal(path)); err != nil {
		t.Fatal(err)
	}
}

// earlierDocument has a document's stored values, and a column.
func earlierDocument(d *index.Document) *document.Document {
	doc := document.NewDocument(d.ID)
	for _, name := range layout.Stored {
		pos := uint64(0)
		eachValue(d, name, func(v string) {
			doc.AddField(document.NewTextFieldCustom(name, []uint64{pos}, []byte(v), api.StoreField|api.IndexField|api.DocValues|api.SkipFreqNorm, nil))
			pos++
		})
	}
	return doc
}

// earlierDocuments are what tests put into an index of an earlier format.
func earlierDocuments() (docs []index.Document) {
	for i := range 12 {
		d := speeches[i%len(speeches)].Composed()
		d.ID = fmt.Sprint(d.ID, i)
		d.Topics = []string{"xa-hoi", "kinh-te"}
		d.Number, d.Signer = fmt.Sprintf("%d-NQ/TW", i), "Trường Chinh"
		docs = append(docs, d)
	}
	return docs
}

// TestReindexEarlierFormat: an index of an earlier format can be checked, backed
// up and restored, but used only after Reindex, which takes all of it over.
func TestReindexEarlierFormat(t *testing.T) {
	t.Parallel()
	dir, docs := t.TempDir(), earlierDocuments()
	earlier(t, dir, docs...)
	if x, err := Open(dir); !errors.Is(err, index.ErrIncompatible) || x != nil {
		t.Fatalf("Open = %v, %v", x, err)
	}
	if found, err := Verify(t.Context(), dir); err != nil || found.Files < 3 {
		t.Errorf("Verify = %+v, %v", found, err)
	}
	_, backup := mustBackUp(t, dir, t.TempDir())
	if done, err := Restore(t.Context(), backup, t.TempDir()); err != nil || done.Documents != len(docs) {
		t.Errorf("Restore = %+v, %v", done, err)
	}
	if done, err := Reindex(t.Context(), dir, nil); err != nil || done != (Rebuilt{Documents: len(docs)}) {
		t.Fatalf("Reindex = %+v, %v", done, err)
	}
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if absent, different, err := x.Diff(t.Context(), docs); err != nil || len(absent)+len(different) > 0 {
		t.Errorf("%d are absent, %d different, %v", len(absent), len(different), err)
	}
	fields := []index.Field{index.FieldNumber, index.FieldSigner}
	if f := search(t, x, index.Request{Facets: fields}).Facets; f[index.FieldNumber].Total != len(docs) || f[index.FieldSigner].Values[0].Count != len(docs) {
		t.Errorf("its columns have %v", f)
	}
	if x.Labels()["xa-hoi"] != "Xã hội" {
		t.Errorf("labels %v", x.Labels())
	}
	if _, state := rootOf(t, dir); state.format != ownFormat {
		t.Errorf("its format is %v", state.format)
	}
}

// TestSalvageEarlierFormat rebuilds an index of an earlier format one of whose
// segments is damaged: what cannot be read is counted, all else is as it was.
func TestSalvageEarlierFormat(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	from, docs := t.TempDir(), earlierDocuments()
	earlier(t, from, docs...)
	_, state := rootOf(t, from)
	file := "store/" + state.segments[len(state.segments)-1]
	rebuilt := 0
	for at := range 20 {
		dir := flipped(t, from, file, at*30, 0xff)
		var bad *index.DamageError
		if _, err := Open(dir); !errors.As(err, &bad) || bad.Files[0].File != file {
			t.Fatalf("byte %d: Open = %v", at*30, err)
		}
		done, err := Reindex(t.Context(), dir, nil)
		if errors.As(err, &bad) {
			continue // it cannot be opened
		}
		if err != nil || done.Documents+done.Lost < len(docs) || done.Doubtful+done.Lost == 0 {
			t.Fatalf("byte %d: %+v, %v", at*30, done, err)
		}
		rebuilt++
		x, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		absent, different, err := x.Diff(t.Context(), docs)
		if err != nil || len(absent)+len(different) > done.Doubtful+done.Lost {
			t.Errorf("byte %d: %d are absent, %d different, told of %+v, %v", at*30, len(absent), len(different), done, err)
		}
		_ = x.Close()
	}
	if rebuilt < 10 {
		t.Errorf("only %d could be rebuilt", rebuilt)
	}
}

// TestUnknownFormat: an index of a later format is told to be one, and nobody is
// sent to Reindex, which cannot read it either.
func TestUnknownFormat(t *testing.T) {
	t.Parallel()
	for _, f := range []format{{"vankien", 99}, {"zap", 16}, {}} {
		if err := f.known(); !errors.Is(err, index.ErrIncompatible) || f.name != "" && !strings.Contains(err.Error(), fmt.Sprint(f.name, " ", f.version)) || strings.Contains(err.Error(), "vankien reindex") {
			t.Errorf("%v: %v", f, err)
		}
	}
}

// TestPlausible flips the bits of every byte of a zap segment, one after the
// other: whatever is then taken for a segment is opened, or refused, with little
// memory.
func TestPlausible(t *testing.T) {
	skipUnderRace(t)
	dir := t.TempDir()
	earlier(t, dir, earlierDocuments()[:4]...)
	_, state := rootOf(t, dir)
	raw, err := os.ReadFile(filepath.Join(dir, storeName, "store", state.segments[0]))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "000000000001.zap")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(raw); err != nil {
		t.Fatal(err)
	}
	flip := func(at int) {
		raw[at] ^= 0xff
		if _, err := f.WriteAt(raw[at:at+1], int64(at)); err != nil {
			t.Fatal(err)
		}
	}
	var before, after runtime.MemStats
	refused := 0
	for at := range raw {
		flip(at)
		if plausible(path) != nil {
			refused++
			flip(at)
			continue
		}
		runtime.ReadMemStats(&before)
		if s, err := (&zapPlugin{}).OpenUsing(path, nil); err == nil {
			_ = s.Close()
		}
		if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 16<<20 {
			t.Fatalf("byte %d: %d bytes of memory", at, after.TotalAlloc-before.TotalAlloc)
		}
		flip(at)
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
}
