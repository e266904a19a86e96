package segment

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	scorchapi "github.com/blevesearch/scorch_segment_api/v2"
)

// written builds a segment of any layout and takes it apart again.
func written(t *testing.T, l *Layout, docs []Document) *Segment {
	t.Helper()
	var b bytes.Buffer
	if _, err := Build(&b, l, docs); err != nil {
		t.Fatal(err)
	}
	return sound(t, b.Bytes())
}

// mergedOf merges segments of any layout.
func mergedOf(t *testing.T, sources ...Source) *Segment {
	t.Helper()
	var b bytes.Buffer
	if _, _, err := Merge(&b, sources, nil); err != nil {
		t.Fatal(err)
	}
	return sound(t, b.Bytes())
}

func sound(t *testing.T, b []byte) *Segment {
	t.Helper()
	s := opened(t, b)
	if err := s.Verify(func(int) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestBareLayout: documents may have nothing but ids.
func TestBareLayout(t *testing.T) {
	l := &Layout{Text: "text"}
	docs := func(from, to int) (list []Document) {
		for i := from; i < to; i++ {
			list = append(list, Document{ID: fmt.Sprint(i), Analyze: func(*Analysis) {}})
		}
		return list
	}
	none, two, five := written(t, l, nil), written(t, l, docs(0, 2)), written(t, l, docs(2, 7))
	s := mergedOf(t, Source{Segment: none}, Source{Segment: two}, Source{Segment: five, Drop: func(d uint32) bool { return d == 0 }})
	for d, id := range []string{"0", "1", "3", "4", "5", "6"} {
		got, err := s.DocID(uint64(d))
		if at, found := s.Find(id); err != nil || string(got) != id || !found || int(at) != d {
			t.Errorf("document %d is %q, %v; %q is %d, %v", d, got, err, id, at, found)
		}
		if err := s.Stored(uint32(d), true, func(name string, _ []byte) bool { t.Error(name); return true }); err != nil {
			t.Error(err)
		}
	}
	if n := s.NewSequence([]WordSet{{{0, 2}}}, []bool{false}, nil).Count(0); n != 0 {
		t.Errorf("words stand %d times in no text", n)
	}
	if n := s.Keys(0, "", "").Len(); n != 0 || s.Documents() != 6 {
		t.Errorf("%d keys, %d documents", n, s.Documents())
	}
}

// TestFullChunks: chunks that are full, and one document beyond, of which each
// has the same word.
func TestFullChunks(t *testing.T) {
	l := &Layout{Text: "text", Parts: []Part{{"body", 1}}, K1: 1.2, B: 0.75}
	docs := func(n int) []Document {
		list := make([]Document, n)
		for i := range list {
			list[i] = Document{ID: fmt.Sprintf("%06d", i), Analyze: func(a *Analysis) {
				a.Parts[0] = append(a.Parts[0], Word{Text: "a", Group: "a"}, Word{Text: "b", Group: "b"})
			}}
		}
		return list
	}
	more, one := written(t, l, docs(ChunkSize+1)), written(t, l, docs(1))
	less := mergedOf(t, Source{Segment: more, Drop: func(d uint32) bool { return d == 7 }})
	again := mergedOf(t, Source{Segment: less}, Source{Segment: one})
	for _, s := range []*Segment{written(t, l, docs(ChunkSize)), more, less, again} {
		n := s.Documents()
		all, ok := s.Lookup(0, WordKey("a", "a"))
		if !ok || all.N != n {
			t.Fatalf("the word is in %d of %d", all.N, n)
		}
		for c := range s.Chunks() {
			size := chunkSize(n, c)
			p := all.Chunk(c)
			pairs := s.Pairs(nil, c, 0, 1, 2)
			if p.N != size || len(pairs) != 1 {
				t.Fatalf("chunk %d of %d: %d documents, %d pairs", c, n, p.N, len(pairs))
			}
			last := uint16(size - 1)
			if at, ok := p.Place(last); !ok || at != int(last) || p.Frequency(at, last) != 1 {
				t.Errorf("the last document of chunk %d of %d stands at %d, %v", c, n, at, ok)
			}
		}
	}
}

// TestLongKeys: keys of 64 KiB in any place.
func TestLongKeys(t *testing.T) {
	docs := world(rand.New(rand.NewPCG(12, 0)), 40, 20, 6)
	long := func(i int) string { return strings.Repeat("x", 1<<16) + fmt.Sprint(i) }
	for i := range docs {
		p := &docs[i]
		switch i % 4 {
		case 0:
			p.id = long(i)
		case 1:
			p.name = long(i)
		case 2:
			p.topic, p.extra = []string{long(i)}, []string{long(i)}
		case 3:
			p.parts[1] = append(p.parts[1], plainWord{text: long(i / 8), group: long(0)}, plainWord{text: long(0), group: long(0)})
		}
	}
	merged, left := merge2(t, docs, 3, 2)
	check(t, merged, left)
	s := build(t, docs)
	slices.SortFunc(docs, byID)
	check(t, s, docs)
}

// TestNothingLeft: a merge that drops every document, and one of what it makes.
func TestNothingLeft(t *testing.T) {
	s := Source{Segment: build(t, world(rand.New(rand.NewPCG(13, 0)), 50, 30, 20)), Drop: func(uint32) bool { return true }}
	nothing := mergedOf(t, s, s)
	check(t, nothing, nil)
	docs := world(rand.New(rand.NewPCG(13, 1)), 30, 30, 20)
	some := Source{Segment: build(t, docs)}
	slices.SortFunc(docs, byID)
	check(t, mergedOf(t, Source{Segment: nothing}, some, s), docs)
}

// TestChangedHead: a number of the head that changed is not relied on.
func TestChangedHead(t *testing.T) {
	s := build(t, world(rand.New(rand.NewPCG(14, 0)), 30, 20, 10))
	b := aligned(s.sections.data)
	at := bytes.Index(b, []byte(`"Reference":`)) + len(`"Reference":`)
	b[at] ^= 1
	_, err := Open(b)
	if damage, ok := errors.AsType[*DamageError](err); !ok || damage.Section != headSection.String() {
		t.Error(err)
	}
}

// TestDamageEnds: walks over damaged bytes end, with an error or a panic.
func TestDamageEnds(t *testing.T) {
	s := build(t, world(rand.New(rand.NewPCG(15, 0)), 30, 20, 10))
	s.unions[0].Union = 0
	func() {
		defer func() { _ = recover() }()
		n := 0
		s.Unions(s.Keys(0, "", ""), func(Span, List) bool { n++; return n <= len(s.records) })
		t.Error("a walk over groups goes back")
	}()
	s.keyAt[s.head.FieldKeys[1]-1] = 1 << 30
	for _, field := range []string{"text", idField} {
		if field == idField {
			s.orders[0].keys = nil
		}
		d, err := s.Dictionary(field)
		if err != nil {
			t.Fatal(err)
		}
		it := d.AutomatonIterator(nil, []byte("w1"), nil)
		for {
			e, err := it.Next()
			if err != nil {
				break
			}
			if e == nil {
				t.Errorf("damaged terms of %s are all there", field)
				break
			}
		}
	}
}

// TestStoppedMerge: a merge of files and of memory that is stopped ends with the
// error that Scorch compares, and leaves no file.
func TestStoppedMerge(t *testing.T) {
	p := &Plugin{Layout: &testLayout}
	memory := &inMemory{shared{Segment: build(t, world(rand.New(rand.NewPCG(16, 0)), 20, 20, 10))}}
	dir := t.TempDir()
	path := filepath.Join(dir, "source")
	if err := memory.Persist(path); err != nil {
		t.Fatal(err)
	}
	file, err := p.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	stop := make(chan struct{})
	close(stop)
	to := filepath.Join(dir, "merged")
	if _, _, err := p.Merge([]scorchapi.Segment{memory, file}, make([]*roaring.Bitmap, 2), to, stop, nil); err != scorchapi.ErrClosed {
		t.Error(err)
	}
	if _, err := os.Stat(to); !os.IsNotExist(err) {
		t.Error(err)
	}
}

// TestTooManyPairs: pairs beyond what four bytes of offset reach are refused.
func TestTooManyPairs(t *testing.T) {
	f := newFileWriter(io.Discard)
	var w pairWriter
	w.begin(f, 0, ChunkSize, 9)
	w.n = math.MaxUint32
	w.add(1, 2, []uint16{3}, []uint8{1})
	w.end()
	if _, err := f.close(); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}
