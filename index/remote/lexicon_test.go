package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"vankien/index"
	"vankien/index/lexicon"
)

// knows checks how often words stand in the collection, alone and side by side.
func knows(t *testing.T, x *Index, words, pairs float64) {
	t.Helper()
	lex, err := x.lexicon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	runs, err := lex.Runs([][]string{{"hải"}, {"quan"}})
	if err != nil {
		t.Fatal(err)
	}
	got := 0.0
	for _, p := range runs.Pairs[0] {
		got += p.Count
	}
	if runs.Words[0][0] != words || got != pairs {
		t.Errorf("the word stands %v times, the pair %v times, want %v and %v", runs.Words[0][0], got, words, pairs)
	}
}

func customs(id string) index.Document {
	return index.Document{ID: id, Kind: "other", Title: "t", Body: "Hải quan và hải quân " + id}
}

// TestLexicon: what is written is counted at once, here and by other processes, which
// fetch what they lack and nothing else.
func TestLexicon(t *testing.T) {
	t.Parallel()
	var gets atomic.Int32
	at := front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if strings.HasSuffix(r.URL.Path, ".lexicon/_mget") {
			gets.Add(1)
		}
		node.ServeHTTP(w, r)
	})
	x := create(t, Options{})
	other := reopen(t, Options{Name: x.name, Addresses: []string{at}})
	knows(t, x, 0, 0)
	for i := range 3 {
		store(t, x, customs(fmt.Sprint("a", i)), customs(fmt.Sprint("b", i)))
		knows(t, x, float64(4*(i+1)), float64(2*(i+1)))
		other.forget() // as if a second had passed
		knows(t, other, float64(4*(i+1)), float64(2*(i+1)))
		other.forget()
		knows(t, other, float64(4*(i+1)), float64(2*(i+1)))
		if n := gets.Load(); n != int32(i+1) {
			t.Errorf("parts were fetched %d times, want %d", n, i+1)
		}
	}
}

// fill writes n parts of a document each, and merges none of them.
func fill(t *testing.T, x *Index, n int) {
	t.Helper()
	x.lexicons.tending.Lock()
	defer x.lexicons.tending.Unlock()
	var ops []*op
	for i := range n {
		docs := []index.Document{customs(fmt.Sprint(i))}
		part, err := x.lexiconPart(t.Context(), docs)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := x.opsOf(t.Context(), docs, x.clock.next())
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, append(doc, part...)...)
	}
	if err := x.bulk(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
	x.forget()
}

// TestMergedParts merges, and stops after each step: the counts are the same at any
// time, for who knows the parts and for who does not, and the next merge removes what is
// left.
func TestMergedParts(t *testing.T) {
	t.Parallel()
	for stop := range 4 {
		t.Run(fmt.Sprint(stop), func(t *testing.T) { stoppedMerge(t, stop) })
	}
}

func stoppedMerge(t *testing.T, stop int) {
	const n = manyParts + 4
	t.Parallel()
	x := create(t, Options{})
	fill(t, x, n)
	all := func() {
		t.Helper()
		knows(t, x, 2*n, n)
		knows(t, reopen(t, Options{Name: x.name, Addresses: x.opt.Addresses}), 2*n, n)
	}
	all()
	m := merging(t, x)
	steps := []func() error{
		func() error { return m.write(t.Context()) },
		func() error { _, err := m.publish(t.Context()); return err },
		func() error { return m.remove(t.Context(), m.some[:3]) },
	}
	for _, step := range steps[:stop] {
		if err := step(); err != nil {
			t.Fatal(err)
		}
		x.forget()
		all()
	}
	for more := true; more; {
		var err error
		if more, err = x.mergeParts(t.Context()); err != nil {
			t.Fatal(err)
		}
		all()
	}
	fill(t, x, n) // the same documents again: what was written counts
	for more := true; more; {
		var err error
		if more, err = x.mergeParts(t.Context()); err != nil {
			t.Fatal(err)
		}
		knows(t, x, 4*n, 2*n)
	}
	found, err := x.lookAtParts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if counted, others, list := found.counted(m.generation); len(others) > 0 || len(counted) >= manyParts || len(list.Covers) > 0 && len(counted) == 0 {
		t.Errorf("stopped after %d steps: %d parts count, %d are left over, list %+v", stop, len(counted), len(others), list)
	}
}

// merging begins a merge.
func merging(t *testing.T, x *Index) *partMerge {
	t.Helper()
	m, err := x.partMerge(t.Context())
	if err != nil || m == nil {
		t.Fatalf("nothing to merge, %v", err)
	}
	return m
}

// TestTwoMerge: of merges that come too late nothing counts, and nothing stays.
func TestTwoMerge(t *testing.T) {
	t.Parallel()
	x := create(t, Options{})
	fill(t, x, manyParts)
	y := reopen(t, Options{Name: x.name, Addresses: x.opt.Addresses})
	a, b := merging(t, x), merging(t, y)
	for _, m := range []*partMerge{a, b} {
		if err := m.write(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i, m := range []*partMerge{a, b} {
		listed, err := m.publish(t.Context())
		if err != nil || listed != (i == 0) {
			t.Fatalf("merge %d: listed: %v, %v", i, listed, err)
		}
	}
	if again, err := a.isListed(t.Context()); err != nil || !again {
		t.Errorf("the first one is listed: %v, %v", again, err)
	}
	x.forget()
	knows(t, x, 2*manyParts, manyParts)
	if err := a.clean(t.Context()); err != nil {
		t.Fatal(err)
	}
	x.forget()
	y.forget()
	knows(t, x, 2*manyParts, manyParts)
	knows(t, y, 2*manyParts, manyParts)
	if found, err := x.lookAtParts(t.Context()); err != nil || len(found.list) != 2 {
		t.Errorf("%d parts and lists are there, %v, want 2", len(found.list), err)
	}
}

// TestMergedWhileRead: parts that are merged while they are fetched are listed anew.
func TestMergedWhileRead(t *testing.T) {
	t.Parallel()
	var x *Index
	var once sync.Once
	at := front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if strings.HasSuffix(r.URL.Path, ".lexicon/_mget") {
			once.Do(func() {
				if _, err := x.mergeParts(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		node.ServeHTTP(w, r)
	})
	x = create(t, Options{})
	fill(t, x, manyParts)
	knows(t, reopen(t, Options{Name: x.name, Addresses: []string{at}}), 2*manyParts, manyParts)
}

// TestTend: who writes merges, so that parts stay few.
func TestTend(t *testing.T) {
	t.Parallel()
	x := create(t, Options{})
	fill(t, x, manyParts)
	store(t, x, customs("z"))
	x.lexicons.tending.Lock() // what goes on in the background has ended
	defer x.lexicons.tending.Unlock()
	x.forget()
	s, err := x.state(t.Context())
	if err != nil || len(s.parts) >= manyParts {
		t.Errorf("%d parts, %v", len(s.parts), err)
	}
	knows(t, x, 2*(manyParts+1), manyParts+1)
}

// TestRebuiltLexicon counts documents anew, and repeats it.
func TestRebuiltLexicon(t *testing.T) {
	t.Parallel()
	x := create(t, Options{})
	store(t, x, customs("a"), customs("b"))
	store(t, x, customs("a"))
	knows(t, x, 6, 3)
	s, err := x.state(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err := x.rebuildLexicon(t.Context(), s.generation, func(yield func(*index.Document) error) error {
			return x.Each(t.Context(), func(d index.Document) error { return yield(&d) })
		})
		if err != nil {
			t.Fatal(err)
		}
		x.forget()
		knows(t, x, 4, 2)
	}
	store(t, x, customs("c"))
	knows(t, x, 6, 3)
	if err := x.removeParts(t.Context(), "should", s.generation); err != nil {
		t.Fatal(err)
	}
	if found, err := x.lookAtParts(t.Context()); err != nil || len(found.list) > 0 {
		t.Errorf("%d parts are left, %v", len(found.list), err)
	}
}

// TestPieces writes and reads a table that takes several documents.
func TestPieces(t *testing.T) {
	t.Parallel()
	x := create(t, Options{})
	p := part{id: "p", partDoc: partDoc{Pieces: 3}}
	b := lexicon.NewBuilder()
	for i := range 20 {
		d := customs(fmt.Sprint(i))
		b.Add(&d)
	}
	data := b.Table().Encode()
	var ops []*op
	for n, id := range p.pieces() {
		o, err := x.lexiconOp("index", id, &partDoc{PieceOf: "g", Table: data[n*len(data)/3 : (n+1)*len(data)/3]})
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, o)
	}
	if err := x.bulk(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
	tables, err := x.fetchTables(t.Context(), []part{p})
	if err != nil || tables[0].Documents() != 20 {
		t.Fatalf("%v, %v", tables, err)
	}
	if err := x.remove(t.Context(), []part{p}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.fetchTables(t.Context(), []part{p}); !errors.Is(err, errMerged) {
		t.Errorf("what was removed: %v", err)
	}
}
