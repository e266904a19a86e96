package exec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// wideBuilt returns a segment of two chunks, in which almost every document has a
// name of its own, and a small one; documents of each are deleted.
func wideBuilt(t *testing.T, w *rand.Rand) *built {
	b := &built{docs: map[string]*doc{}}
	for s, n := range []int{68_000, 100} {
		var docs []*doc
		for i := range n {
			d := &doc{id: fmt.Sprintf("%06d", i*(1+s*600)+s), title: fmt.Sprintf("t%03d", w.IntN(700)), name: fmt.Sprintf("n%05d", i-min(i, w.IntN(50)/49))}
			if w.IntN(100) == 0 {
				d.name = ""
			}
			if w.IntN(9) > 0 {
				d.date = fmt.Sprintf("20%02d-%02d", w.IntN(25), 1+w.IntN(12))
			}
			for k, topic := range []string{"a", "b", "c"} {
				if w.IntN([]int{2, 40, 5000}[k]) == 0 {
					d.topics = append(d.topics, topic)
				}
			}
			d.parts[1] = []token{randomToken(w, true), randomToken(w, false)}
			docs = append(docs, d)
		}
		b.build(t, docs)
	}
	b.removeSome(w, 60)
	return b
}

// orderKey is what documents are ordered by, before their ids.
func (d *doc) orderKey(sort Sort) string {
	switch {
	case sort == ByTitle:
		return d.title
	case sort == ByScore:
		return ""
	case d.date == "":
		return "9"
	case sort == Oldest:
		return fmt.Sprint(d.days().From)
	}
	return fmt.Sprint(math.MaxInt32 - d.days().From)
}

// TestChunks asks a segment of two chunks for all that is kept by document:
// values of facets, days, orders, and the ties of what scores the same.
func TestChunks(t *testing.T) {
	if testing.Short() {
		t.Skip("68,000 documents")
	}
	t.Parallel()
	w := rand.New(rand.NewPCG(11, 11))
	b := wideBuilt(t, w)
	snap, p := b.snapshot(t, nil), newPlain(b.docs)
	days := daysBetween("2004", "2016-05")
	all := slices.Collect(func(yield func(*doc) bool) {
		for _, d := range b.docs {
			if !yield(d) {
				return
			}
		}
	})
	for _, match := range []Node{All{}, Values{"topic", []string{"c"}}, Values{"topic", []string{"a", "c"}}, Not{Values{"topic", []string{"a"}}}, Dated{daysBetween("2010", "2011-02")},
		Or{Of: []Node{Values{"topic", []string{"c"}}, Values{"name", []string{"n00017", "n00018", all[0].name}}}}} {
		for _, sort := range []Sort{ByScore, Newest, Oldest, ByTitle} {
			q := Query{Match: match, Sort: sort, Window: 300, Filter: []Condition{{Column: "topic", None: []string{"b"}}, {Column: "from", Days: &days}},
				Facets: []Facet{{"topic", 0}, {"name", -1}}}
			b.checkCounted(t, snap, p, all, &q)
		}
	}
}

// checkCounted compares an answer, whose first condition is on topics and second
// on days, with one that is worked out document by document.
func (b *built) checkCounted(t *testing.T, snap *Snapshot, p *plain, all []*doc, q *Query) {
	t.Helper()
	res, got := b.find(t, snap, q)
	var want []*doc
	topics, names, missing := map[string]int{}, map[string]int{}, [2]int{}
	for _, d := range all {
		r := d.days()
		if _, has := p.score(q.Match, d); !has || r.From > q.Filter[1].Days.To || r.To < q.Filter[1].Days.From {
			continue
		}
		for _, x := range d.topics {
			topics[x]++
		}
		if len(d.topics) == 0 {
			missing[0]++
		}
		if slices.Contains(d.topics, q.Filter[0].None[0]) {
			continue
		}
		if want = append(want, d); d.name != "" {
			names[d.name]++
		} else {
			missing[1]++
		}
	}
	slices.SortFunc(want, func(x, y *doc) int {
		return cmp.Or(cmp.Compare(x.orderKey(q.Sort), y.orderKey(q.Sort)), cmp.Compare(x.id, y.id))
	})
	if res.Total != len(want) || len(got) != min(q.Window, len(want)) {
		t.Fatalf("%s: %d of %d hits, want %d", show(q.Match), len(got), res.Total, len(want))
	}
	for i, id := range got {
		if id != want[i].id {
			t.Fatalf("%s, sort %d: hit %d is %s, want %s", show(q.Match), q.Sort, i, id, want[i].id)
		}
	}
	for i, counts := range []map[string]int{topics, names} {
		f := res.Facets[i]
		if len(f.Values) != len(counts) || f.Missing != missing[i] {
			t.Fatalf("%s: facet %d has %d values, %d missing; want %d, %d", show(q.Match), i, len(f.Values), f.Missing, len(counts), missing[i])
		}
		for _, v := range f.Values {
			if counts[v.Value] != v.N {
				t.Fatalf("%s: %d documents have %s, want %d", show(q.Match), v.N, v.Value, counts[v.Value])
			}
		}
	}
}

// asked counts how often it is asked for the end of a context.
type asked struct {
	context.Context
	times int
}

func (a *asked) Err() error {
	a.times++
	return a.Context.Err()
}

// TestLongDocumentIsLeft checks that words near each other obey a deadline within a
// document, not only between two.
func TestLongDocumentIsLeft(t *testing.T) {
	t.Parallel()
	b := &built{docs: map[string]*doc{}}
	long := &doc{id: "long"}
	for i := range 100_000 {
		group := fmt.Sprint("w", i%2)
		long.parts[1] = append(long.parts[1], token{group, group, false})
	}
	b.build(t, []*doc{long})
	snap := b.snapshot(t, nil)
	near := &Phrase{Boost: 1, Slop: 3, Apart: make([]bool, 2)}
	for _, key := range []string{"w0\x01", "w1\x01"} {
		near.Forms = append(near.Forms, &Form{Field: "text", Terms: []Term{{key, 1}}})
	}
	ctx := &asked{Context: t.Context()}
	if n, err := snap.Count(ctx, near); n != 1 || err != nil || ctx.times < 20 {
		t.Errorf("%d documents, %v, the deadline was asked for %d times", n, err, ctx.times)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if n, err := snap.Count(ended, near); !errors.Is(err, context.Canceled) {
		t.Errorf("%d documents, %v", n, err)
	}
}
