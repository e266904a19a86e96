package segment

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

func TestBuild(t *testing.T) {
	for i, size := range []struct{ docs, vocabulary, length int }{{0, 1, 1}, {1, 1, 0}, {1, 5, 3}, {3, 5, 9}, {40, 30, 70}, {700, 400, 40}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			docs := world(rand.New(rand.NewPCG(1, uint64(i))), size.docs, size.vocabulary, size.length)
			s := build(t, docs)
			slices.SortFunc(docs, byID)
			check(t, s, docs)
		})
	}
}

// TestBigFrequencies: what a byte cannot hold is exact all the same.
func TestBigFrequencies(t *testing.T) {
	docs := world(rand.New(rand.NewPCG(2, 0)), 20, 2, 900)
	s := build(t, docs)
	slices.SortFunc(docs, byID)
	check(t, s, docs)
}

// TestChunks: documents beyond the first 65,536.
func TestChunks(t *testing.T) {
	docs := world(rand.New(rand.NewPCG(3, 0)), ChunkSize+900, 20, 1)
	s := build(t, docs)
	slices.SortFunc(docs, byID)
	if s.Chunks() != 2 {
		t.Fatal(s.Chunks())
	}
	check(t, s, docs)
}

// wide makes documents of more words than two bytes can number.
func wide(r *rand.Rand) []plain {
	docs := world(r, 30, 3, 40)
	for i := range maxCommon + 500 {
		g := fmt.Sprintf("x%d", i)
		d := &docs[i%len(docs)]
		d.parts[1] = append(d.parts[1], plainWord{text: g, group: g, apart: i%5 == 0})
	}
	return docs
}

// TestRareWords: a vocabulary that two bytes cannot number.
func TestRareWords(t *testing.T) {
	docs := wide(rand.New(rand.NewPCG(4, 0)))
	s := build(t, docs)
	slices.SortFunc(docs, byID)
	if common, rare := s.Words(s.Keys(0, "", "")); common.To >= rare.To {
		t.Fatal("no rare words")
	}
	check(t, s, docs)
	merged, left := merge2(t, docs, 3, 7)
	check(t, merged, left)
}

// TestWordsOfKeys: the words among keys are ranges of numbers.
func TestWordsOfKeys(t *testing.T) {
	s := build(t, world(rand.New(rand.NewPCG(5, 0)), 60, 60, 30))
	g := s.Group("w1")
	common, rare := s.Words(g)
	if int(common.To-common.From) != g.Len() || rare.From != rare.To {
		t.Fatal(g, common, rare)
	}
	for i := range common.To - common.From {
		if got, want := s.WordAt(common.From+i), s.Key(g.From+int(i)); got != want {
			t.Errorf("word %d is %q, want %q", common.From+i, got, want)
		}
	}
}

// merge2 builds segments of parts of documents, drops one document in every
// few, and merges. It returns what is left, in order.
func merge2(t testing.TB, docs []plain, parts, drop int) (*Segment, []plain) {
	t.Helper()
	var sources []Source
	var left []plain
	for i := range parts {
		part := slices.Clone(docs[len(docs)*i/parts : len(docs)*(i+1)/parts])
		s := Source{Segment: build(t, part)}
		slices.SortFunc(part, byID)
		if i > 0 {
			s.Drop = func(d uint32) bool { return int(d)%drop == 0 }
		}
		for d := range part {
			if s.Drop == nil || !s.Drop(uint32(d)) {
				left = append(left, part[d])
			}
		}
		sources = append(sources, s)
	}
	var b bytes.Buffer
	size, numbers, err := Merge(&b, sources, nil)
	if err != nil || size != uint64(b.Len()) || len(numbers) != parts {
		t.Fatal(size, len(numbers), err)
	}
	s := opened(t, b.Bytes())
	checkLexicon(t, s, docs, parts)
	return s, left
}

// TestMerge: a merged segment is one of the documents that are left.
func TestMerge(t *testing.T) {
	for i, c := range []struct{ docs, vocabulary, length, parts, drop int }{
		{1, 2, 2, 1, 2}, {9, 9, 9, 2, 1}, {40, 30, 20, 3, 2}, {300, 200, 40, 5, 3}, {300, 3000, 40, 4, 2}, {600, 100, 20, 18, 9}, {ChunkSize + 2000, 20, 1, 3, 40},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			docs := world(rand.New(rand.NewPCG(6, uint64(i))), c.docs, c.vocabulary, c.length)
			s, left := merge2(t, docs, c.parts, c.drop)
			check(t, s, left)
		})
	}
}

// TestMergeStops: a merge ends where it is told to, with an error.
func TestMergeStops(t *testing.T) {
	s := Source{Segment: build(t, world(rand.New(rand.NewPCG(7, 0)), 50, 50, 20))}
	stop := make(chan struct{})
	close(stop)
	if _, _, err := Merge(&bytes.Buffer{}, []Source{s, s}, stop); !errors.Is(err, ErrStopped) {
		t.Error(err)
	}
}

// TestMergeStopsSoon: wherever a merge is told to stop, it goes on for little
// more than what it has in its hands.
func TestMergeStopsSoon(t *testing.T) {
	docs := world(rand.New(rand.NewPCG(7, 1)), 100, 900, 2500)
	s := Source{Segment: build(t, docs)}
	size, _, err := Merge(io.Discard, []Source{s, s}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := range size / (1 << 20) {
		w := &stopper{at: int(n << 20), stop: make(chan struct{})}
		if _, _, err := Merge(w, []Source{s, s}, w.stop); !errors.Is(err, ErrStopped) {
			t.Fatalf("stopped at %d of %d: %v", w.at, size, err)
		}
		if w.n > w.at+1<<20 {
			t.Errorf("told to stop at %d it wrote %d", w.at, w.n)
		}
	}
}

// stopper closes stop when so many bytes were written.
type stopper struct {
	n, at int
	stop  chan struct{}
}

func (w *stopper) Write(p []byte) (int, error) {
	if w.n <= w.at && w.n+len(p) > w.at {
		close(w.stop)
	}
	w.n += len(p)
	return len(p), nil
}

func TestMergeOfOtherLayouts(t *testing.T) {
	a, b := build(t, nil), build(t, nil)
	b.head.Layout.K1 = 2
	if _, _, err := Merge(&bytes.Buffer{}, []Source{{Segment: a}, {Segment: b}}, nil); !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
}

// TestFlips: a changed byte of any section is found and named, mapped or not,
// and reading it anyway ends the process never.
func TestFlips(t *testing.T) {
	s := build(t, world(rand.New(rand.NewPCG(8, 0)), 80, 60, 40))
	flip := func(at uint64, by byte, want string) {
		b := aligned(s.sections.data)
		b[at] ^= by
		x, err := Open(b)
		if err == nil {
			err = x.Verify(func(int) error { return nil })
			readAll(x)
		}
		for _, err := range []error{err, verified(b), VerifyFile(bytes.NewReader(b), int64(len(b)))} {
			if damage, ok := errors.AsType[*DamageError](err); !ok && !errors.Is(err, ErrFormat) || ok && damage.Section != want {
				t.Errorf("byte %d of %v: %v", at, want, err)
			}
		}
	}
	end := uint64(0)
	for i := range s.sections.table {
		e := s.sections.table[i]
		for n := range min(e.Length, 40) {
			flip(e.Offset+n*e.Length/min(e.Length, 40), 1<<(n%8), e.ID.String())
		}
		for ; end < e.Offset; end++ {
			flip(end, 1, "padding")
		}
		end = e.Offset + e.Length
	}
	for end = (end + 7) &^ 7; end < uint64(len(s.sections.data)); end++ {
		flip(end, 4, "table")
	}
}

// TestOpenTakesLittle flips the bits of every byte, one after the other: whatever
// is then opened, or refused, takes little memory.
func TestOpenTakesLittle(t *testing.T) {
	b := aligned(build(t, world(rand.New(rand.NewPCG(8, 3)), 20, 20, 10)).sections.data)
	var before, after runtime.MemStats
	for at := range b {
		b[at] ^= 0xff
		runtime.ReadMemStats(&before)
		_, _ = Open(b)
		_, _ = OpenDocuments(b)
		if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 4<<20 {
			t.Fatalf("byte %d: %d bytes of memory", at, after.TotalAlloc-before.TotalAlloc)
		}
		b[at] ^= 0xff
	}
}

// TestDocumentsOfDamaged: whatever is damaged but what documents are read from,
// they are read as they were, and are told to be.
func TestDocumentsOfDamaged(t *testing.T) {
	docs := world(rand.New(rand.NewPCG(8, 2)), 80, 60, 40)
	s := build(t, docs)
	slices.SortFunc(docs, byID)
	sound := 0
	for i := range s.sections.table {
		e := s.sections.table[i]
		b := aligned(s.sections.data)
		for at := range e.Length {
			b[e.Offset+at] ^= 0xff
		}
		x, err := OpenDocuments(b)
		if err != nil || x.VerifyDocuments() != nil {
			continue
		}
		sound++
		for d := range docs {
			id, _ := x.DocID(uint64(d))
			if string(id) != docs[d].id {
				t.Fatalf("%v: document %d is %s, not %s", e.ID, d, id, docs[d].id)
			}
			checkValues(t, x, uint32(d), &docs[d])
		}
	}
	if sound < len(s.sections.table)/2 {
		t.Errorf("documents can be told to be whole beside %d of %d damaged sections", sound, len(s.sections.table))
	}
}

// verified compares bytes as those of a file, in pieces of some length.
func verified(b []byte) error {
	v, err := NewVerifier(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	for piece := range slices.Chunk(b, 1000) {
		_, _ = v.Write(piece)
	}
	return v.End()
}

// TestVerify: what was written is as it was written, and each part that is read
// is told.
func TestVerify(t *testing.T) {
	s := build(t, world(rand.New(rand.NewPCG(8, 1)), 300, 3000, 200))
	read := 0
	err := s.Verify(func(n int) error {
		if read += n; n > VerifyPiece {
			t.Errorf("%d bytes at once", n)
		}
		return nil
	})
	if err != nil || read != s.Size() || verified(s.sections.data) != nil {
		t.Errorf("%d of %d bytes: %v, %v", read, s.Size(), err, verified(s.sections.data))
	}
	testParts(t, s.sections.data)
	stop := errors.New("stop")
	if err := s.Verify(func(int) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
	v, err := NewVerifier(bytes.NewReader(s.sections.data), int64(s.Size()))
	if err != nil || v.Sum() != s.Sum() || v.End() == nil {
		t.Errorf("sums %x and %x, %v; what was not read is sound: %v", v.Sum(), s.Sum(), err, v.End())
	}
}

// testParts: a file that is read by parts is read whole, and its first damage is
// named.
func testParts(t *testing.T, b []byte) {
	t.Helper()
	v, err := NewVerifier(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	parts, at := v.parts(), uint64(0)
	for _, p := range parts {
		if p.at != at {
			t.Errorf("a part begins at %d, the one before ends at %d", p.at, at)
		}
		at = p.end
	}
	if len(parts) < 2 || at != uint64(len(b)) {
		t.Fatalf("%d parts end at %d of %d", len(parts), at, len(b))
	}
	first, last := parts[0].end-1, parts[len(parts)-1].at
	for b[first] == 0 {
		first--
	}
	b = aligned(b)
	b[first] ^= 1
	b[last] ^= 1
	want := verified(b)
	if err := VerifyFile(bytes.NewReader(b), int64(len(b))); err == nil || err.Error() != want.Error() {
		t.Errorf("the damage is %v, not %v", err, want)
	}
	b[last] ^= 1
	if VerifyFile(bytes.NewReader(b), int64(len(b))) == nil {
		t.Error("a damaged part is sound")
	}
	b[first] ^= 1
	if err := VerifyFile(bytes.NewReader(b), int64(len(b))); err != nil {
		t.Error(err)
	}
	failing := errors.New("the disk fails")
	if err := VerifyFile(failsAt{b, int64(last), failing}, int64(len(b))); !errors.Is(err, failing) {
		t.Errorf("%v, not %v", err, failing)
	}
}

// failsAt is a file that cannot be read at a place.
type failsAt struct {
	bytes []byte
	at    int64
	err   error
}

func (f failsAt) ReadAt(p []byte, at int64) (int, error) {
	if at <= f.at && f.at < at+int64(len(p)) {
		return int(f.at - at), f.err
	}
	return bytes.NewReader(f.bytes).ReadAt(p, at)
}

// TestCut: no beginning of a file is taken for a file.
func TestCut(t *testing.T) {
	whole := build(t, world(rand.New(rand.NewPCG(9, 0)), 30, 20, 10)).sections.data
	for n := 0; n < len(whole); n += 8 {
		if _, err := Open(aligned(whole[:n])); err == nil || verified(whole[:n]) == nil {
			t.Fatalf("%d of %d bytes are a segment", n, len(whole))
		}
	}
}

// readAll reads all that a segment has and swallows panics.
func readAll(s *Segment) {
	try := func(f func()) {
		defer func() { _ = recover() }()
		f()
	}
	for f := range len(s.Layout().Fields) + 1 {
		var all Span
		try(func() { all = s.Keys(f, "", "") })
		for i := all.From; i < min(all.To, all.From+1<<12); i++ {
			try(func() { _ = s.Key(i) })
			try(func() {
				l := s.List(f, i)
				l.each(func(uint32, uint32) {})
			})
		}
	}
	for d := range uint32(s.Documents()) {
		try(func() {
			for range s.Forward(d) {
			}
		})
		try(func() { _ = s.Stored(d, true, func(string, []byte) bool { return true }) })
		try(func() { _ = s.Order(-1).Key(nil, d) })
		try(func() { s.Find(string(s.Order(-1).Key(nil, d)) + "x") })
		for f := range s.columns {
			try(func() { s.columns[f].Places(d, func(int) {}) })
		}
		if d < 9 {
			readWords(s, d, try)
		}
	}
	try(func() {
		s.Unions(s.Keys(0, "", ""), func(_ Span, l List) bool { l.each(func(uint32, uint32) {}); return true })
	})
	try(func() { s.Beginning("w") })
	try(func() { s.Pairs(nil, 0, 0, 0, 1<<16) })
	if l, ok := s.Lexicon(); ok {
		readLexicon(l, try)
	}
}

// readWords reads the words of a document in all ways.
func readWords(s *Segment, d uint32, try func(func())) {
	weights := make([]uint32, len(s.Layout().Parts))
	for i := range weights {
		weights[i] = 1
	}
	set := WordSet{{0, 2}, {5, 9}}
	try(func() { s.NewSequence([]WordSet{set, set}, make([]bool, 2), weights).Count(d) })
	try(func() { s.NewSequence([]WordSet{{{1, 2}}, {{3, 4}}}, make([]bool, 2), weights).Count(d) })
	try(func() { s.NewTogether([]WordSet{set, {{1, 2}}}, 3, 2, weights).Count(d) })
	for part := range weights {
		try(func() { s.NewWordMap(set).Stretches(nil, d, part) })
	}
}

// FuzzMerge: whatever is dropped, a merged segment is one of what is left, and
// so is one that is merged again.
func FuzzMerge(f *testing.F) {
	f.Add(uint64(1), uint8(20), uint8(30), uint8(8), uint8(3), uint8(2))
	f.Add(uint64(2), uint8(23), uint8(5), uint8(15), uint8(2), uint8(131))
	f.Fuzz(func(t *testing.T, seed uint64, docs, vocabulary, length, parts, drop uint8) {
		w := world(rand.New(rand.NewPCG(seed, 0)), int(docs)%24, int(vocabulary)%60+1, int(length)%16)
		s, left := merge2(t, w, int(parts)%4+1, int(drop)%8+1)
		check(t, s, left)
		if drop < 128 {
			return
		}
		every := uint32(drop)%5 + 1
		again, rest := []Source{{Segment: s, Drop: func(d uint32) bool { return d%every == 0 }}}, []plain(nil)
		for d := range left {
			if uint32(d)%every != 0 {
				rest = append(rest, left[d])
			}
		}
		var b bytes.Buffer
		if _, _, err := Merge(&b, again, nil); err != nil {
			t.Fatal(err)
		}
		s = opened(t, b.Bytes())
		check(t, s, rest)
		checkLexicon(t, s, w, 1)
	})
}

// FuzzOpen: no bytes end the process.
func FuzzOpen(f *testing.F) {
	s := build(f, world(rand.New(rand.NewPCG(10, 0)), 20, 20, 10))
	f.Add(uint32(100), uint8(3), uint32(0))
	f.Fuzz(func(t *testing.T, at uint32, value uint8, cut uint32) {
		b := aligned(s.sections.data)
		b[int(at)%len(b)] = value
		if cut > 0 {
			b = b[:int(cut)%len(b)&^7]
		}
		if x, err := Open(b); err == nil {
			readAll(x)
		}
	})
}
