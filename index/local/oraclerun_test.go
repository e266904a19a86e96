package local

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"vankien/corpus"
	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
)

// slowdown is by how much the random tests ask less, for the race detector.
var slowdown = 1

// history puts random documents into an index and takes some out again, and
// calls check after each step.
func history(t *testing.T, x *Index, w world, steps, ids int, check func(step int, docs map[string]*oracleDoc)) {
	t.Helper()
	docs := map[string]*oracleDoc{}
	for step := range steps {
		var batch []index.Document
		for range 1 + w.IntN(12) {
			d := w.document(ids)
			batch, docs[d.ID] = append(batch, d), newOracleDoc(d)
		}
		if err := x.Put(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
		gone := fmt.Sprint(w.IntN(ids))
		if _, err := x.Delete(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		delete(docs, gone)
		check(step, docs)
	}
}

// ask compares answers to a random request.
func ask(ctx context.Context, w world, x *Index, docs map[string]*oracleDoc) error {
	q := w.query(2)
	n, _, err := query.Parse(q)
	if err != nil {
		return fmt.Errorf("parse %q: %w", q, err)
	}
	req := w.request(n)
	if err := compare(ctx, x, docs, req); err != nil {
		req.Query, req.Facets = nil, nil
		return fmt.Errorf("%q %+v: %w", q, req, err)
	}
	return nil
}

// TestOracle compares answers with the oracle's while documents come, change
// and go: totals, scores, order, pages, facets and marks.
func TestOracle(t *testing.T) {
	w := newWorld(1)
	x := collection(t)
	history(t, x, w, 30, 120, func(step int, docs map[string]*oracleDoc) {
		for range max(1, 50/slowdown) {
			if err := ask(t.Context(), w, x, docs); err != nil {
				t.Fatalf("step %d: %v", step, err)
			}
		}
	})
}

// TestOracleFewWords is TestOracle with so few words that the same ones stand
// side by side again and again, marked in every way: pairs with a code of their
// own beside pairs without one.
func TestOracleFewWords(t *testing.T) {
	for i, words := range [][]string{{"kinh", "tế", "te", "kính"}, {"phát", "triển", "phat", "trien"}, {"kinh", "tế", "phat", "triển", "kĩ", "thuật", "kỹ"}} {
		w := newWorld(uint64(10 + i))
		w.vocabulary = words
		w.prefixes = []string{words[0][:2] + "*", words[1][:1] + "r*"}
		x := collection(t)
		history(t, x, w, 10, 40, func(step int, docs map[string]*oracleDoc) {
			for range max(1, 30/slowdown) {
				if err := ask(t.Context(), w, x, docs); err != nil {
					t.Fatalf("%q, step %d: %v", words, step, err)
				}
			}
		})
	}
}

// TestOracleOnDisk asks from several sides while the store writes and merges
// its segments, and again after it was closed and opened.
func TestOracleOnDisk(t *testing.T) {
	dir := t.TempDir()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(3)
	var last map[string]*oracleDoc
	history(t, x, w, 25, 150, func(step int, docs map[string]*oracleDoc) {
		askFromAllSides(t, x, docs, uint64(step))
		last = docs
	})
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	askFromAllSides(t, x, last, 1000)
}

func askFromAllSides(t *testing.T, x *Index, docs map[string]*oracleDoc, seed uint64) {
	t.Helper()
	var wg sync.WaitGroup
	for side := range uint64(4) {
		wg.Go(func() {
			w := newWorld(100*seed + side)
			for range max(1, 8/slowdown) {
				if err := ask(t.Context(), w, x, docs); err != nil {
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

// TestOracleRealTexts asks for words of the sample collection, and of laws
// where they are at hand.
func TestOracleRealTexts(t *testing.T) {
	for name, docs := range map[string][]index.Document{"sample": sample(t), "laws": laws(t, 200)} {
		t.Run(name, func(t *testing.T) {
			if len(docs) == 0 {
				t.Skip("VANKIEN_DATA is not set")
			}
			x := collection(t)
			all := map[string]*oracleDoc{}
			for part := range slices.Chunk(docs, 40) {
				if err := x.Put(t.Context(), part...); err != nil {
					t.Fatal(err)
				}
			}
			for _, d := range docs {
				all[d.ID] = newOracleDoc(d)
			}
			askReal(t, x, all, 120/slowdown)
		})
	}
}

// askReal asks for words that stand in the documents, most of them side by
// side. Queries that can be read in several ways are left out.
func askReal(t *testing.T, x *Index, docs map[string]*oracleDoc, n int) {
	t.Helper()
	w := world{Rand: rand.New(rand.NewPCG(5, 6))}
	ids := slices.Sorted(maps.Keys(docs))
	for asked := 0; asked < n; {
		d := docs[pick(w, ids...)]
		body, text := d.words["body"], d.texts["body"]
		if len(body) < 10 {
			continue
		}
		i := w.IntN(len(body) - 5)
		typed := text[body[i].start:body[i+w.IntN(4)].end]
		if w.IntN(3) == 0 {
			typed = oracleFold(strings.ToLower(typed))
		}
		n, _, err := query.Parse(pick(w, typed, typed, strings.ReplaceAll(typed, " ", " OR "), `"`+typed+`"`, `"`+typed+`"~3`, typed[:strings.LastIndex(" "+typed, " ")]+" "+pick(w, "th", "ngh", "tr")+"*"))
		if err != nil || hasReading(planOf(t, x, n.String(), index.AccentsAuto)) {
			continue
		}
		asked++
		req := index.Request{Query: n, AnyWord: w.IntN(3) == 0, Accents: pick(w, index.AccentsAuto, index.AccentsAuto, index.AccentsExact, index.AccentsFold),
			Limit: pick(w, 10, index.MaxLimit), Facets: oracleColumns, Snippets: 2}
		if err := compare(t.Context(), x, docs, req); err != nil {
			t.Fatalf("%s, accents %d: %v", n, req.Accents, err)
		}
	}
}

// hasReading reports whether a plan reads words in more than one way.
func hasReading(c plan.Clause) bool {
	switch c := c.(type) {
	case plan.Best:
		return true
	case plan.And:
		return slices.ContainsFunc(c.Of, hasReading)
	case plan.Or:
		return slices.ContainsFunc(c.Of, hasReading)
	}
	return false
}

// sample reads titles and texts of the sample collection.
func sample(t *testing.T) (docs []index.Document) {
	t.Helper()
	names, err := fs.Glob(corpus.FS, "documents/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(corpus.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		_, head, _ := strings.Cut(string(raw), "---\n")
		head, body, _ := strings.Cut(head, "---\n")
		_, title, _ := strings.Cut(head, "title: ")
		title, _, _ = strings.Cut(title, "\n")
		docs = append(docs, index.Document{ID: filepath.Base(name), Kind: index.KindOther, Title: title, Body: body})
	}
	return docs
}

// laws reads some articles of $VANKIEN_DATA, or none.
func laws(t *testing.T, n int) (docs []index.Document) {
	t.Helper()
	data := os.Getenv("VANKIEN_DATA")
	if data == "" {
		return nil
	}
	f, err := os.Open(filepath.Join(data, "corpora", "phapdien.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for i := 0; lines.Scan() && len(docs) < n; i++ {
		var d struct{ ID, Title, Body, Topic, Date string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		if i%37 == 0 {
			docs = append(docs, index.Document{ID: d.ID, Kind: index.KindOther, Title: d.Title, Body: d.Body, Date: d.Date, Topics: []string{d.Topic}})
		}
	}
	return docs
}
