package indextest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"vankien/index"
	"vankien/index/query"
)

// History puts random documents into x and takes some out again, and calls check
// after each step with an oracle that holds the same.
func (w World) History(t *testing.T, x index.Engine, steps, ids int, check func(step int, o *Oracle)) {
	t.Helper()
	o := NewOracle()
	for step := range steps {
		var batch []index.Document
		for range 1 + w.IntN(12) {
			batch = append(batch, w.document(ids))
		}
		if err := x.Put(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
		gone := fmt.Sprint(w.IntN(ids))
		if _, err := x.Delete(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		o.Put(batch...)
		o.Delete(gone)
		check(step, o)
	}
}

// ask compares answers to a random request.
func (w World) ask(ctx context.Context, x index.Engine, o *Oracle) error {
	q := w.query(2)
	n, _, err := query.Parse(q)
	if err != nil {
		return fmt.Errorf("parse %q: %w", q, err)
	}
	req := w.request(n)
	if err := o.Compare(ctx, x, req); err != nil {
		req.Query, req.Facets = nil, nil
		return fmt.Errorf("%q %+v: %w", q, req, err)
	}
	return nil
}

// manyWords compares answers with the oracle's while documents come, change and go.
func manyWords(t *testing.T, open opener) {
	w, x := NewWorld(1), open()
	w.History(t, x, steps(x, 30), 120, func(step int, o *Oracle) {
		for range max(1, 50/Slowdown) {
			if err := w.ask(t.Context(), x, o); err != nil {
				t.Fatalf("step %d: %v", step, err)
			}
		}
	})
}

// steps is how long a history is: short where writes go to a disk.
func steps(x index.Engine, n int) int {
	if _, slow := x.(Reopener); slow {
		return n / 3
	}
	return n
}

// repeatedWords has so few words that the same ones stand side by side again and
// again, marked in every way: pairs that are common beside pairs that are not.
func repeatedWords(t *testing.T, open opener) {
	for i, words := range [][]string{{"kinh", "tế", "te", "kính"}, {"phát", "triển", "phat", "trien"}, {"kinh", "tế", "phat", "triển", "kĩ", "thuật", "kỹ"}} {
		w, x := NewWorld(uint64(10+i)), open()
		w.Vocabulary = words
		w.Prefixes = []string{words[0][:2] + "*", words[1][:1] + "r*"}
		w.History(t, x, steps(x, 10), 40, func(step int, o *Oracle) {
			for range max(1, 30/Slowdown) {
				if err := w.ask(t.Context(), x, o); err != nil {
					t.Fatalf("%q, step %d: %v", words, step, err)
				}
			}
		})
	}
}

// fromAllSides asks from several sides at once.
func fromAllSides(t *testing.T, x index.Engine, o *Oracle, seed uint64) {
	t.Helper()
	var wg sync.WaitGroup
	for side := range uint64(4) {
		wg.Go(func() {
			w := NewWorld(100*seed + side)
			for range max(1, 8/Slowdown) {
				if err := w.ask(t.Context(), x, o); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// reopened asks from all sides while the engine writes what it keeps, and after
// its collection was closed and opened.
func reopened(t *testing.T, open opener) {
	x, keeps := open().(Reopener)
	if !keeps {
		t.Skip("the engine does not say that it keeps its collection")
	}
	var last *Oracle
	NewWorld(3).History(t, x, 25, 150, func(step int, o *Oracle) {
		fromAllSides(t, x, o, uint64(step))
		last = o
	})
	for seed := range uint64(2) {
		x.Reopen(t)
		fromAllSides(t, x, last, 1000+seed)
	}
}

// Texts puts real documents into x and compares the answers to n requests for
// words that stand in them, most of them side by side. Queries that ambiguous
// reports are left out: those that can be read in several ways.
func Texts(t *testing.T, x index.Engine, docs []index.Document, n int, ambiguous func(query.Node) bool) {
	t.Helper()
	for part := range slices.Chunk(docs, 40) {
		if err := x.Put(t.Context(), part...); err != nil {
			t.Fatal(err)
		}
	}
	w, o := NewWorld(5), NewOracle(docs...)
	facets := slices.DeleteFunc(slices.Clone(columns), func(f index.Field) bool { return f == index.FieldCites || f == index.FieldRef }) // the oracle reads numbers of the law citations only
	ids := slices.Sorted(maps.Keys(o.docs))
	for asked := 0; asked < n/Slowdown; {
		d := o.docs[pick(w, ids...)]
		if len(d.words["body"]) < 10 {
			continue
		}
		n, _, err := query.Parse(w.queryOf(d))
		if err != nil || ambiguous(n) {
			continue
		}
		asked++
		req := index.Request{Query: n, Level: w.level(3), Accents: w.accents(), Limit: pick(w, 10, index.MaxLimit), Facets: facets, Snippets: 2}
		if err := o.Compare(t.Context(), x, req); err != nil {
			t.Fatalf("%s, accents %d: %v", n, req.Accents, err)
		}
	}
}

// queryOf asks for words of the body of d.
func (w World) queryOf(d *document) string {
	body, text := d.words["body"], d.texts["body"]
	i := w.IntN(len(body) - 5)
	typed := text[body[i].start:body[i+w.IntN(4)].end]
	if w.IntN(3) == 0 {
		typed = foldOf(strings.ToLower(typed))
	}
	prefix := typed[:strings.LastIndex(" "+typed, " ")] + " " + pick(w, "th", "ngh", "tr") + "*"
	return pick(w, typed, typed, strings.ReplaceAll(typed, " ", " OR "), `"`+typed+`"`, `"`+typed+`"~3`, prefix)
}
