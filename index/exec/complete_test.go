package exec

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSome compares some documents with all that match.
func TestSome(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(5, 6))
	b := newBuilt(t, w)
	snap := b.snapshot(t, nil)
	for range 60 {
		var n And
		var words []*Form
		for range 1 + w.IntN(3) {
			f := randomForm(w)
			n.Of, words = append(n.Of, Word{f, 1}), append(words, f)
		}
		_, all := b.find(t, snap, &Query{Match: n, Sort: Oldest, Window: len(b.docs)})
		most := 1 + w.IntN(40)
		hits, err := snap.Some(t.Context(), words, most)
		if err != nil || len(hits) != min(most, len(all)) {
			t.Fatalf("%s: %d of %d documents, %v, want %d", show(n), len(hits), len(all), err, most)
		}
		for i, h := range hits {
			id := b.ids[h.Segment][h.Local]
			if !slices.Contains(all, id) || i > 0 && (hits[i-1].Segment < h.Segment || hits[i-1].Segment == h.Segment && hits[i-1].Local <= h.Local) {
				t.Errorf("%s: %v: %s does not match, or is out of order", show(n), hits, id)
			}
		}
	}
}

// TestCountsOfPhrases compares how many documents phrases are counted in, which
// need not be read for it, with how many are found by score.
func TestCountsOfPhrases(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(7, 8))
	b := newBuilt(t, w)
	snap := b.snapshot(t, nil)
	some := 0
	for range 300 {
		p := randomPhrase(w)
		counted, err := snap.Count(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		found, _ := b.find(t, snap, &Query{Match: p, Sort: ByScore, Window: 1})
		if counted != found.Total {
			t.Errorf("%s: %d counted, %d found", show(p), counted, found.Total)
		}
		if found.Total > 0 && len(p.Forms) > 2 {
			some++
		}
	}
	if some < 20 {
		t.Errorf("only %d long phrases stand anywhere", some)
	}
}

// TestCounts compares what several nodes are counted in, together and with few
// documents read, with how many are found by score.
func TestCounts(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(9, 10))
	b := newBuilt(t, w)
	snap := b.snapshot(t, nil)
	unread, read := 0, 0
	for range 40 {
		nodes := []Node{And{Of: []Node{randomNode(w, 1), randomPhrase(w), randomNode(w, 2)}}, randomPhrase(w), Not{randomPhrase(w)}, randomNode(w, 3)}
		few, err := snap.Counts(t.Context(), 40, nodes...)
		if err != nil {
			t.Fatal(err)
		}
		all, err := snap.Counts(t.Context(), math.MaxInt, nodes...)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range nodes {
			found, _ := b.find(t, snap, &Query{Match: n, Sort: ByScore, Window: 1})
			if all[i].N != found.Total || few[i].N != Unread && few[i] != all[i] || (few[i].N == Unread) != (all[i].Reads > 40) {
				t.Errorf("%s: %d counted, %d with few read, %d found", show(n), all[i], few[i], found.Total)
			}
			if few[i].N == Unread {
				unread++
			} else {
				read++
			}
		}
	}
	if unread < 20 || read < 20 {
		t.Errorf("%d counts told, %d not", read, unread)
	}
}

// TestSharedPhrase scores a phrase that decides what matches, too.
func TestSharedPhrase(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(11, 12))
	b := newBuilt(t, w)
	snap := b.snapshot(t, nil)
	for range 60 {
		p := randomPhrase(w)
		_, want := b.find(t, snap, &Query{Match: p, Sort: ByScore, Window: 20})
		_, got := b.find(t, snap, &Query{Match: And{Of: []Node{Must{p}, p}}, Sort: ByScore, Window: 20})
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", show(p), got, want)
		}
	}
}
