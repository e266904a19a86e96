package exec

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// find searches and returns the ids of the hits beside the result.
func find(t testing.TB, s *Snapshot, q *Query) (*Result, []string) {
	t.Helper()
	res, err := s.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(res.Hits))
	for i, h := range res.Hits {
		id, err := s.views[h.Segment].DocID(uint64(h.Local))
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = string(id)
	}
	return res, ids
}

// large is a store of thousands of documents in segments of all sizes, with
// deletions in each.
func large(t testing.TB, w *rand.Rand) *store {
	t.Helper()
	s := newStore(t)
	for _, n := range []int{4000, 1500, 130, 40, 3} {
		s.put(t, w, n, 5000)
	}
	s.remove(t, w, 20)
	return s
}

// TestScores compares totals, scores and orders with a plain evaluation of every
// document, and pages with the full answer.
func TestScores(t *testing.T) {
	w := rand.New(rand.NewPCG(4, 4))
	s := large(t, w)
	snap := s.state(t, New(layout, Scoring{}, 1<<24))
	p := newPlain(s.docs)
	for range 120 {
		n := randomNode(w, 2)
		res, ids := find(t, snap, &Query{Match: n, Window: len(s.docs)})
		if res.Total != len(ids) || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids) {
			t.Fatalf("%+v: total %d, %d hits", n, res.Total, len(ids))
		}
		scores := map[string]float64{}
		for id, d := range s.docs {
			if score, has := p.score(n, d); has {
				scores[id] = score
			}
		}
		if len(scores) != len(ids) {
			t.Fatalf("%+v: %d hits, want %d", n, len(ids), len(scores))
		}
		for i, id := range ids {
			want, has := scores[id]
			if got := res.Hits[i].Score; !has || !(math.Abs(got-want) <= 1e-6*want) {
				t.Fatalf("%+v: %s scores %v, want %v (%v)", n, id, got, want, has)
			}
			if i > 0 && cmp.Or(cmp.Compare(res.Hits[i-1].Score, res.Hits[i].Score), strings.Compare(id, ids[i-1])) <= 0 {
				t.Fatalf("%+v: %s (%v) comes before %s (%v)", n, ids[i-1], res.Hits[i-1].Score, id, res.Hits[i].Score)
			}
		}
	}
}

// TestPages checks that leaving out what cannot reach the page changes nothing:
// a page is the beginning of the full answer, in every order, ties included.
func TestPages(t *testing.T) {
	w := rand.New(rand.NewPCG(5, 5))
	s := large(t, w)
	e := New(layout, Scoring{}, 1<<24)
	for range 4 {
		snap := s.state(t, e)
		for range 60 {
			q := Query{Match: randomNode(w, 2), Sort: []Sort{ByScore, ByScore, ByScore, Newest, Oldest, ByTitle}[w.IntN(6)], Window: len(s.docs)}
			if w.IntN(3) == 0 {
				q.Filter = []Condition{{Column: "topic", Any: []string{"a", "c"}}}
			}
			full, _ := find(t, snap, &q)
			for _, k := range []int{1, 2, 10, 37, 500} {
				q.Window = k
				page, ids := find(t, snap, &q)
				if page.Total != full.Total || !slices.Equal(page.Hits, full.Hits[:min(k, full.Total)]) {
					t.Fatalf("%+v: the first %d are %v, want %v", q.Match, k, ids, full.Hits[:min(k, full.Total)])
				}
			}
		}
		// The average length moves with the documents, and bounds with it.
		s.put(t, w, 300, 5000)
		s.remove(t, w, 30)
	}
}

// TestCacheLimits checks that answers do not depend on what is kept.
func TestCacheLimits(t *testing.T) {
	w := rand.New(rand.NewPCG(6, 6))
	s := newStore(t)
	for _, n := range []int{900, 100, 10} {
		s.put(t, w, n, 1000)
	}
	s.remove(t, w, 20)
	var engines []*Engine
	for _, limit := range []int64{1 << 24, 0, 20_000} {
		engines = append(engines, New(layout, Scoring{}, limit))
	}
	for range 40 {
		q := Query{Match: randomNode(w, 2), Window: 20, Facets: []Facet{{"topic", -1}, {"year", -1}}}
		var first *Result
		for _, e := range engines {
			res, _ := find(t, s.state(t, e), &q)
			for _, f := range res.Facets {
				slices.SortFunc(f.Values, func(a, b Count) int { return strings.Compare(a.Value, b.Value) })
			}
			if first == nil {
				first = res
			}
			if res.Total != first.Total || !slices.Equal(res.Hits, first.Hits) {
				t.Fatalf("limit %d: %+v, want %+v", e.cache.limit, res, first)
			}
			for i, f := range res.Facets {
				if !slices.Equal(f.Values, first.Facets[i].Values) || f.Missing != first.Facets[i].Missing {
					t.Fatalf("limit %d: facet %+v, want %+v", e.cache.limit, f, first.Facets[i])
				}
			}
			if st := e.Stats(); st.Bytes > st.Limit {
				t.Fatalf("%d bytes are kept, the limit is %d", st.Bytes, st.Limit)
			}
		}
	}
}

// TestSharedPhrases checks that what a later state of the index leaves in the
// cache does not change the answers of an earlier one.
func TestSharedPhrases(t *testing.T) {
	w := rand.New(rand.NewPCG(7, 7))
	s := newStore(t)
	s.put(t, w, 500, 1000)
	e := New(layout, Scoring{}, 1<<24)
	earlier, p := s.state(t, e), newPlain(s.docs)
	var phrases []*Phrase
	var want []int
	for range 20 {
		n := randomPhrase(w)
		phrases = append(phrases, n)
		total := 0
		for _, d := range p.docs {
			if n.in(d) > 0 {
				total++
			}
		}
		want = append(want, total)
	}
	s.remove(t, w, 2)
	later := s.state(t, e)
	for i, n := range phrases {
		find(t, later, &Query{Match: n})
		if res, _ := find(t, earlier, &Query{Match: n}); res.Total != want[i] {
			t.Errorf("%s: %d documents, want %d", n.Key, res.Total, want[i])
		}
	}
}

// TestCancelled checks that every kind of node obeys a context that has ended,
// and that a phrase obeys one that ends while its documents are read.
func TestCancelled(t *testing.T) {
	w := rand.New(rand.NewPCG(8, 8))
	s := newStore(t)
	s.put(t, w, 300, 300)
	ended, end := context.WithCancel(t.Context())
	end()
	word, phrase := randomWord(w), randomPhrase(w)
	for _, n := range []Node{All{}, None{}, word, phrase, And{Of: []Node{word}}, And{Of: []Node{word}, Near: []*Phrase{phrase}},
		Or{Of: []Node{word}}, Best{[]Node{word, phrase}}, Not{word}, Values{"topic", []string{"a"}}, Dated{DaysBetween("2004", "")}} {
		if _, err := s.state(t, New(layout, Scoring{}, 0)).Search(ended, &Query{Match: n, Window: 10}); !errors.Is(err, context.Canceled) {
			t.Errorf("%T: %v", n, err)
		}
	}
	ctx, end := context.WithCancel(t.Context())
	late := &Phrase{Key: "late", Words: []*Word{{Field: "text", Terms: []Term{{"w0", 1}}, Boost: 1}}, Boost: 1, Count: phrase.Count}
	counted := phrase.Count
	late.Count = func(ctx context.Context, seg *scorch.SegmentSnapshot, local uint64) (float32, error) {
		end()
		return counted(ctx, seg, local)
	}
	if _, err := s.state(t, New(layout, Scoring{}, 0)).Search(ctx, &Query{Match: late}); !errors.Is(err, context.Canceled) {
		t.Errorf("a phrase that is cancelled in a document: %v", err)
	}
}
