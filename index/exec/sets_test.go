package exec

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// FuzzBits holds the operations of bitsets against those of maps. The first
// byte is the number of documents, the others are those of two sets.
func FuzzBits(f *testing.F) {
	f.Add([]byte{64, 0, 63, 64, 1})
	f.Add([]byte{200, 1, 2, 3, 199, 198, 128, 127, 1, 3})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		n := int(data[0]) + 1
		var a, b bitset
		of := func(list []byte) (bitset, map[uint32]bool) {
			s, m := make(bitset, wordsFor(n)), map[uint32]bool{}
			for _, d := range list {
				s.set(uint32(d) % uint32(n))
				m[uint32(d)%uint32(n)] = true
			}
			return s, m
		}
		half := 1 + len(data[1:])/2
		a, inA := of(data[1:half])
		b, inB := of(data[half:])
		full := make(bitset, wordsFor(n))
		full.fill(n)
		for name, c := range map[string]struct {
			do  func(s bitset)
			has func(d uint32) bool
		}{
			"and":    {func(s bitset) { s.and(b) }, func(d uint32) bool { return inA[d] && inB[d] }},
			"or":     {func(s bitset) { s.or(b) }, func(d uint32) bool { return inA[d] || inB[d] }},
			"andNot": {func(s bitset) { s.andNot(b) }, func(d uint32) bool { return inA[d] && !inB[d] }},
			"not":    {func(s bitset) { copy(s, full); s.andNot(a) }, func(d uint32) bool { return !inA[d] }},
			"clear":  {bitset.clear, func(uint32) bool { return false }},
		} {
			s := slices.Clone(a)
			c.do(s)
			var want, got []uint32
			for d := range uint32(n) {
				if c.has(d) {
					want = append(want, d)
				}
				if s.has(d) != c.has(d) {
					t.Errorf("%s: has(%d) = %v", name, d, s.has(d))
				}
			}
			s.each(func(d uint32) bool { got = append(got, d); return true })
			if !slices.Equal(got, want) || s.count() != len(want) || s.countAnd(full) != len(want) {
				t.Errorf("%s of %d: %v, count %d, countAnd %d, want %v", name, n, got, s.count(), s.countAnd(full), want)
			}
		}
		if n := a.countAnd(b); n != countIf(inA, func(d uint32) bool { return inB[d] }) {
			t.Errorf("countAnd = %d", n)
		}
	})
}

func countIf(m map[uint32]bool, f func(uint32) bool) (n int) {
	for d := range m {
		if f(d) {
			n++
		}
	}
	return n
}

func TestEachStops(t *testing.T) {
	b := bitset{7, 1}
	var got []uint32
	b.each(func(d uint32) bool { got = append(got, d); return len(got) < 2 })
	if !slices.Equal(got, []uint32{0, 1}) {
		t.Errorf("got %v", got)
	}
}

// TestArena checks that a bitset is in one hand only, however small the room.
func TestArena(t *testing.T) {
	var a arena
	for round := range 3 {
		var list []bitset
		for i := range 2 * maxFree {
			b := a.get(1 + i%5)
			b[0] = uint64(i)
			list = append(list, b)
		}
		for i, b := range list {
			if len(b) != 1+i%5 || b[0] != uint64(i) {
				t.Fatalf("round %d: bitset %d has %d words and holds %d", round, i, len(b), b[0])
			}
		}
		if a.release(); len(a.free) > maxFree || len(a.used) > 0 {
			t.Errorf("%d free and %d used bitsets after release", len(a.free), len(a.used))
		}
	}
}

// TestPosting builds postings of each form and holds them against maps.
func TestPosting(t *testing.T) {
	w := rand.New(rand.NewPCG(1, 1))
	var b builder
	for _, c := range []struct {
		docs, share int // one in share of the documents is in it
		levels      int // distinct frequencies
		form        string
	}{
		{1000, 2, 1, "dense of one level"}, {1000, 100, 1, "sparse of one level"},
		{3000, 2, 200, "dense of 8"}, {3000, 40, 30, "sparse of 8"},
		{3000, 1, 700, "dense of 16"}, {90000, 50, 700, "sparse of 16"},
		{70000, 1, 70000, "dense exact"}, {2400000, 34, 80000, "sparse exact"},
		{1, 1, 1, "one document"}, {63, 1, 3, "all of less than a word"}, {500, 1000, 1, "none or few"},
	} {
		b.reset(c.docs)
		want := map[uint32]float32{}
		for i, d := range w.Perm(c.docs) {
			if i%c.share == 0 {
				tf := float32(i/c.share%c.levels+1) / 4
				want[uint32(d)] = tf
				b.add(uint32(d), tf/2)
				b.add(uint32(d), tf/2)
			}
		}
		p := b.build()
		if sparse := p.bits == nil; sparse != (len(want)*denseShare < c.docs) {
			t.Errorf("%s: sparse is %v", c.form, sparse)
		}
		checkPosting(t, c.form, p, want, c.docs, w)
		if left := slices.IndexFunc(b.tf, func(tf float32) bool { return tf != 0 }); left >= 0 || len(b.docs) > 0 {
			t.Errorf("%s: the builder is not empty", c.form)
		}
	}
}

func checkPosting(t *testing.T, form string, p *posting, want map[uint32]float32, n int, w *rand.Rand) {
	t.Helper()
	if p.n != len(want) {
		t.Fatalf("%s: n = %d, want %d", form, p.n, len(want))
	}
	live, alive := make(bitset, wordsFor(n)), 0
	into, added, removed := make(bitset, wordsFor(n)), make(bitset, wordsFor(n)), make(bitset, wordsFor(n))
	removed.fill(n)
	p.into(into)
	p.addTo(added)
	p.removeFrom(removed)
	l := leaf{postings: []*posting{p}}
	for d := range uint32(n) {
		tf, in := want[d]
		if w.IntN(3) > 0 {
			if live.set(d); in {
				alive++
			}
		}
		if p.has(d) != in || into.has(d) != in || added.has(d) != in || removed.has(d) == in {
			t.Fatalf("%s: document %d: has %v, into %v, addTo %v, removeFrom %v, want %v", form, d, p.has(d), into.has(d), added.has(d), !removed.has(d), in)
		}
		for _, i := range []int{p.find(d, 0), l.position(p, d)} {
			if i >= 0 != in || in && p.at(i) != tf {
				t.Fatalf("%s: document %d is at %d, want %v of %v", form, d, i, in, tf)
			}
		}
	}
	for range 1000 { // in any order, as the best blocks come first
		d := uint32(w.IntN(n))
		if i := l.position(p, d); i >= 0 != p.has(d) || i >= 0 && p.at(i) != want[d] {
			t.Fatalf("%s: out of order, document %d is at %d", form, d, i)
		}
	}
	if got := p.alive(live); got != alive {
		t.Errorf("%s: alive = %d, want %d", form, got, alive)
	}
	if got := p.alive(nil); got != len(want) {
		t.Errorf("%s: alive without deletions = %d, want %d", form, got, len(want))
	}
}

// TestBounds checks that no impact exceeds its bound, for any average up to the
// one that the bounds were made for.
func TestBounds(t *testing.T) {
	w := rand.New(rand.NewPCG(2, 2))
	for _, share := range []int{1, 3, 50} {
		const n = 3000
		var b builder
		b.reset(n)
		lengths := make([]uint32, n)
		for d := range uint32(n) {
			lengths[d] = uint32(w.IntN(1000))
			if w.IntN(share) == 0 {
				b.add(d, float32(1+w.IntN(40))*0.7)
			}
		}
		p, _ := b.build().bounded(400, lengthTerm{0.3, 0.9, lengths})
		for _, average := range []float64{380, 400, 415, 400 * averageRoom} {
			if q, fresh := p.bounded(average, lengthTerm{0.3, 0.9, lengths}); fresh || q != p {
				t.Errorf("bounds for 400 are made anew for %v", average)
			}
			for d := range uint32(n) {
				i := p.find(d, 0)
				if i < 0 {
					continue
				}
				tf := float64(p.at(i))
				impact := tf / (tf + 0.3 + 0.9*float64(lengths[d])/average)
				if own, block := p.step*float64(p.impact[i]), p.bound(int(d>>blockBits)); impact > own || own > block*boundSlack {
					t.Fatalf("1 in %d, document %d: impact %v, bound %v, of its block %v", share, d, impact, own, block)
				}
			}
		}
	}
}

// TestOverlapping holds ranges of dates against a look at each document.
func TestOverlapping(t *testing.T) {
	w := rand.New(rand.NewPCG(3, 3))
	date := func() string {
		y := 1990 + w.IntN(6)
		switch w.IntN(5) {
		case 0:
			return ""
		case 1:
			return fmt.Sprint(y)
		case 2:
			return fmt.Sprintf("%d-%02d", y, 1+w.IntN(12))
		}
		return fmt.Sprintf("%d-%02d-%02d", y, 1+w.IntN(12), 1+w.IntN(28))
	}
	const n = 400
	c, known := &column{one: make([]uint32, n)}, numbering{ids: map[string]uint32{}}
	given, ranks := make([]string, n), make([]uint32, n)
	for d := range given {
		ranks[d] = uint32(n - d)
		if given[d] = date(); given[d] != "" {
			c.one[d] = known.of([]byte(given[d])) + 1
		}
	}
	c.values = known.values
	dates, err := newDates(t.Context(), c, ranks)
	if err != nil {
		t.Fatal(err)
	}
	for range 500 {
		from, to := date(), date()
		got := make(bitset, wordsFor(n))
		got.fill(n)
		dates.overlapping(DaysBetween(from, to), got)
		for d, v := range given {
			// Dates compare as text once they are full; ~ comes after all that a short one may be.
			first, last := (v + "-01-01")[:min(10, len(v)+6)], (v + "-12-31")[:min(10, len(v)+6)]
			if len(v) == 7 {
				first, last = v+"-01", v+"-31"
			}
			until := to
			if len(to) > 0 {
				until = to + "~"
			}
			want := v != "" && (to == "" || first <= until) && last >= from
			if got.has(uint32(d)) != want {
				t.Fatalf("%q in %q..%q: %v, want %v", v, from, to, !want, want)
			}
		}
	}
}
