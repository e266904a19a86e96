package exec

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func randomForm(w *rand.Rand) *Form {
	g := fmt.Sprintf("w%d", w.IntN(len(shares)))
	plain, x, y := Term{g + "\x01", 1}, Term{g + "\x01" + g + "x", 0.98}, Term{g + "\x01" + g + "y", 0.5}
	f := &Form{Field: "text"}
	if w.IntN(5) == 0 {
		f.Field = "head"
	}
	switch w.IntN(8) {
	case 0:
		f.Terms = []Term{x}
	case 1:
		f.Terms = []Term{plain, x}
	case 2, 3:
		f.Terms, f.Groups = []Term{plain}, []Term{{g, 0.9}}
	case 4:
		f.Terms, f.Groups = []Term{x, y}, []Term{{g, 0.7}}
	case 5:
		f.Terms = []Term{y, {"none\x01", 1}, {"w0\x01w0x", 0.5}}
	case 6:
		f.Begins = []string{"w", g, "w1"}[w.IntN(3)]
		if w.IntN(2) == 0 {
			f.Accept = func(key string) bool { return strings.HasSuffix(key, "x") }
		}
	case 7:
		f.Groups = []Term{{g, 0.9}, {fmt.Sprint("w", len(shares)), 0.8}}
		if g != "w2" {
			f.Groups[1].Text = "w2"
		}
	}
	return f
}

func randomWord(w *rand.Rand) Word {
	return Word{randomForm(w), []float64{1, 1, 0.8}[w.IntN(3)]}
}

func randomPhrase(w *rand.Rand) *Phrase {
	p := &Phrase{Boost: 1, Gap: 10, Apart: make([]bool, 2+w.IntN(3))}
	for i := range p.Apart {
		f := randomForm(w)
		f.Field = "text"
		p.Forms = append(p.Forms, f)
		p.Apart[i] = i > 0 && w.IntN(5) == 0
	}
	switch w.IntN(6) {
	case 0:
		p.Part = "head"
		for _, f := range p.Forms {
			f.Field = "head"
		}
	case 1:
		p.Slop = 1 + w.IntN(12)
	case 2:
		p.Column = "name"
		p.Count = func(value string) float64 { return float64(strings.Count(value, "w1")) }
	}
	return p
}

func randomNode(w *rand.Rand, depth int) Node {
	kind := w.IntN(16)
	if depth == 0 {
		kind = w.IntN(7)
	}
	some := func() (list []Node) {
		for range 2 + w.IntN(3) {
			list = append(list, randomNode(w, depth-1))
		}
		return list
	}
	near := func() (list []*Phrase) {
		for range w.IntN(3) {
			list = append(list, randomPhrase(w))
		}
		return list
	}
	switch kind {
	case 0, 1:
		return randomPhrase(w)
	case 2:
		if w.IntN(2) == 0 {
			return Dated{daysBetween("2005-06", []string{"", "2012", "2020-03-05"}[w.IntN(3)])}
		}
		return Values{[]string{"topic", "name"}[w.IntN(2)], []string{"a", "none", "w1 w2"}[:1+w.IntN(3)]}
	case 7, 8:
		return And{some(), near()}
	case 9, 10:
		return Or{some(), near()}
	case 11:
		first := []Node{randomWord(w), And{Of: []Node{randomWord(w), randomWord(w)}, Near: near()}}[w.IntN(2)]
		return Best{[]Node{first, randomPhrase(w), randomWord(w)}}
	case 12:
		return And{Of: []Node{randomWord(w), Not{randomNode(w, depth-1)}}}
	case 14:
		return And{[]Node{Must{randomNode(w, depth-1)}, randomNode(w, depth-1)}, near()}
	case 15:
		return And{Of: []Node{Must{randomNode(w, depth-1)}, Scored{randomNode(w, depth-1)}}}
	case 13:
		return []Node{All{}, None{}, Not{randomWord(w)}}[w.IntN(3)]
	}
	return randomWord(w)
}

// find searches and returns the ids of the hits beside the result.
func (b *built) find(t testing.TB, s *Snapshot, q *Query) (*Result, []string) {
	t.Helper()
	res, err := s.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(res.Hits))
	for i, h := range res.Hits {
		ids[i] = b.ids[h.Segment][h.Local]
	}
	return res, ids
}

// checkScores compares the answer to a node with a plain evaluation of every
// document.
func (b *built) checkScores(t *testing.T, snap *Snapshot, p *plain, n Node) {
	t.Helper()
	b.checkLifted(t, snap, p, n, nil)
}

// checkLifted is checkScores where what another node matches scores twice as much.
func (b *built) checkLifted(t *testing.T, snap *Snapshot, p *plain, n, lifted Node) {
	t.Helper()
	res, ids := b.find(t, snap, &Query{Match: n, Window: len(b.docs), Lifted: lifted, Lift: 2})
	scores := map[string]float64{}
	for id, d := range b.docs {
		score, has := p.score(n, d)
		if lifted != nil {
			if _, is := p.score(lifted, d); is {
				score *= 2
			}
		}
		if has {
			scores[id] = score
		}
	}
	if len(scores) != len(ids) || res.Total != len(ids) {
		t.Fatalf("%s: total %d, %d hits, want %d", show(n), res.Total, len(ids), len(scores))
	}
	for i, id := range ids {
		want, has := scores[id]
		if got := res.Hits[i].Score; !has || !(math.Abs(got-want) <= 1e-6*want) {
			t.Fatalf("%s: %s scores %v, want %v (%v)", show(n), id, got, want, has)
		}
		if i > 0 && (res.Hits[i-1].Score < res.Hits[i].Score || res.Hits[i-1].Score == res.Hits[i].Score && id <= ids[i-1]) {
			t.Fatalf("%s: %s (%v) comes before %s (%v)", show(n), ids[i-1], res.Hits[i-1].Score, id, res.Hits[i].Score)
		}
	}
}

func show(n Node) string {
	switch n := n.(type) {
	case Word:
		return fmt.Sprintf("%+v", *n.Form)
	case *Phrase:
		var forms []string
		for _, f := range n.Forms {
			forms = append(forms, fmt.Sprintf("%+v", *f))
		}
		return fmt.Sprintf("%q~%d apart %v in %s%s", forms, n.Slop, n.Apart, n.Part, n.Column)
	}
	return fmt.Sprintf("%T%+v", n, n)
}

// TestScores compares totals, scores and orders of all kinds of nodes.
func TestScores(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(4, 4))
	b := newBuilt(t, w)
	snap, p := b.snapshot(t, nil), newPlain(b.docs)
	for range 40 {
		b.checkScores(t, snap, p, randomWord(w))
		b.checkScores(t, snap, p, randomPhrase(w))
	}
	for range 80 {
		b.checkScores(t, snap, p, randomNode(w, 2))
	}
	many := Word{&Form{Field: "text", Begins: "w"}, 1}
	for range 20 {
		b.checkLifted(t, snap, p, randomNode(w, 2), randomNode(w, 1))
	}
	b.checkLifted(t, snap, p, many, randomWord(w))
}

// TestManyWords checks the beginnings of words that are many: with deleted ones,
// and shared out among segments, there are as many.
func TestManyWords(t *testing.T) {
	t.Parallel()
	b := &built{docs: map[string]*doc{}}
	for s := range 3 {
		var docs []*doc
		for i := range 40 {
			word := fmt.Sprintf("m%d", s*20+i)
			docs = append(docs, &doc{id: fmt.Sprint("d", s, "-", i), parts: [2][]token{1: {{word, "m", false}, {word, "m", false}, {"other", "other", false}}}})
		}
		b.build(t, docs)
	}
	many := []*doc{}
	for i := range 100 {
		word := fmt.Sprintf("n%d", i)
		many = append(many, &doc{id: fmt.Sprint("e", i%7), parts: [2][]token{1: {{word, word, false}}}})
	}
	for _, part := range [][]*doc{many[:7], many[93:]} {
		b.build(t, part)
	}
	b.build(t, []*doc{{id: "all", parts: [2][]token{1: tokens(many)}}})
	for range 3 {
		snap, p := b.snapshot(t, nil), newPlain(b.docs)
		b.checkScores(t, snap, p, Word{&Form{Field: "text", Begins: "n"}, 1})
		b.checkScores(t, snap, p, Word{&Form{Field: "text", Begins: "n", Accept: func(key string) bool { return key > "n1" }}, 1})
		for _, begins := range []string{"m", "m\x01m1", "m\x01m7", "o"} {
			f := &Form{Field: "text", Begins: begins}
			b.checkScores(t, snap, p, Word{f, 1})
			b.checkScores(t, snap, p, And{Of: []Node{Word{f, 1}, Word{&Form{Field: "text", Terms: []Term{{"other\x01", 1}}}, 1}}})
		}
		for i := range 14 {
			b.remove(fmt.Sprint("d2-", i+26))
			b.remove(fmt.Sprint("d0-", i))
		}
	}
}

// tokens are the first words of some documents.
func tokens(docs []*doc) (list []token) {
	for _, d := range docs {
		list = append(list, d.parts[1][0])
	}
	return list
}

// TestTwoChunks asks a segment of more documents than a chunk holds.
func TestTwoChunks(t *testing.T) {
	if testing.Short() {
		t.Skip("70,000 documents")
	}
	t.Parallel()
	w := rand.New(rand.NewPCG(9, 9))
	b := &built{docs: map[string]*doc{}}
	var docs []*doc
	for i := range 70_000 {
		d := &doc{id: fmt.Sprintf("%06d", i), title: "\xff"}
		for k := range 3 {
			d.parts[1] = append(d.parts[1], randomToken(w, k == 0))
		}
		docs = append(docs, d)
	}
	b.build(t, docs)
	b.removeSome(w, 50)
	snap, p := b.snapshot(t, nil), newPlain(b.docs)
	for range 6 {
		b.checkScores(t, snap, p, randomWord(w))
		b.checkScores(t, snap, p, randomPhrase(w))
		b.checkScores(t, snap, p, And{Of: []Node{randomWord(w), randomWord(w)}, Near: []*Phrase{randomPhrase(w)}})
	}
}

// TestPages checks that leaving out what cannot reach the page changes nothing:
// a page is the beginning of the full answer, in every order, ties included.
func TestPages(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(5, 5))
	b := newBuilt(t, w)
	var snap *Snapshot
	for range 3 {
		snap = b.snapshot(t, snap)
		for range 60 {
			q := Query{Match: randomNode(w, 2), Sort: []Sort{ByScore, ByScore, ByScore, Newest, Oldest, ByTitle}[w.IntN(6)], Window: len(b.docs)}
			if w.IntN(3) == 0 {
				q.Lifted, q.Lift = randomNode(w, 1), 1.3
			}
			if w.IntN(3) == 0 {
				q.Filter = []Condition{{Column: "topic", Any: []string{"a", "c"}}}
			}
			full, ids := b.find(t, snap, &q)
			b.checkOrder(t, q.Sort, ids)
			for _, k := range []int{1, 2, 10, 37, 500} {
				q.Window = k
				page, ids := b.find(t, snap, &q)
				if page.Total != full.Total || !slices.Equal(page.Hits, full.Hits[:min(k, full.Total)]) {
					t.Fatalf("%s: the first %d are %v, want %v", show(q.Match), k, ids, full.Hits[:min(k, full.Total)])
				}
			}
		}
		// The average length moves with the documents, and what bounds hold for with it.
		b.put(t, w, 300, 6000)
		b.removeSome(w, 30)
	}
}

// checkOrder checks an order that is not by score.
func (b *built) checkOrder(t *testing.T, sort Sort, ids []string) {
	t.Helper()
	key := func(id string) string {
		d := b.docs[id]
		switch sort {
		case ByTitle:
			return d.title + "\x00" + id
		case Oldest:
			return fmt.Sprintf("%010d %s", d.days().From, id)
		}
		days := d.days()
		if d.date == "" {
			days.From = 0
		}
		return fmt.Sprintf("%010d %s", math.MaxInt32-days.From, id)
	}
	if sort != ByScore && !slices.IsSortedFunc(ids, func(a, b string) int { return strings.Compare(key(a), key(b)) }) {
		t.Fatalf("sort %d: %v", sort, ids)
	}
}

// TestFacets counts values, of which documents have one or several, with and
// without the condition on their own column.
func TestFacets(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(6, 6))
	b := newBuilt(t, w)
	snap, p := b.snapshot(t, nil), newPlain(b.docs)
	days := daysBetween("2004", "2016-05")
	for range 60 {
		q := Query{Match: randomNode(w, 1), Filter: []Condition{{Column: "topic", Any: []string{"a", "b"}, None: []string{"c"}}, {Column: "from", Days: &days}},
			Facets: []Facet{{"topic", 0}, {"name", -1}, {"none", -1}}}
		res, _ := b.find(t, snap, &q)
		total, counts, missing := 0, [2]map[string]int{{}, {}}, [3]int{}
		for _, d := range b.docs {
			if _, has := p.score(q.Match, d); !has || d.days().From > days.To || d.days().To < days.From {
				continue
			}
			if len(d.topics) == 0 {
				missing[0]++
			}
			for _, topic := range d.topics {
				counts[0][topic]++
			}
			if !slices.Contains(d.topics, "a") && !slices.Contains(d.topics, "b") || slices.Contains(d.topics, "c") {
				continue
			}
			total++
			if missing[2]++; d.name == "" {
				missing[1]++
			} else {
				counts[1][d.name]++
			}
		}
		if res.Total != total {
			t.Fatalf("%s: total %d, want %d", show(q.Match), res.Total, total)
		}
		for i, f := range res.Facets {
			got := map[string]int{}
			for _, v := range f.Values {
				got[v.Value] += v.N
			}
			if f.Missing != missing[i] || i < 2 && fmt.Sprint(got) != fmt.Sprint(counts[i]) || !slices.IsSortedFunc(f.Values, func(a, b Count) int { return strings.Compare(a.Value, b.Value) }) {
				t.Fatalf("%s: facet %d: %v, %d missing; want %v, %d", show(q.Match), i, f.Values, f.Missing, counts[min(i, 1)], missing[i])
			}
		}
	}
}

// TestCancelled checks that every kind of node obeys a context that has ended,
// and that a phrase obeys one that ends while its documents are read.
func TestCancelled(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(8, 8))
	b := &built{docs: map[string]*doc{}}
	b.put(t, w, 3000, 3000)
	snap := b.snapshot(t, nil)
	ended, end := context.WithCancel(t.Context())
	end()
	word, phrase := randomWord(w), randomPhrase(w)
	for _, n := range []Node{All{}, None{}, word, phrase, And{Of: []Node{word}}, And{Of: []Node{word}, Near: []*Phrase{phrase}},
		Or{Of: []Node{word}}, Best{[]Node{word, phrase}}, Not{word}, Values{"topic", []string{"a"}}, Dated{daysBetween("2004", "")}} {
		if _, err := snap.Search(ended, &Query{Match: n, Window: 10}); !errors.Is(err, context.Canceled) {
			t.Errorf("%T: %v", n, err)
		}
	}
	ctx, end := context.WithCancel(t.Context())
	every := &Form{Field: "text", Begins: "w"}
	looked := 0
	late := &Phrase{Forms: []*Form{every, every}, Apart: make([]bool, 2), Boost: 1, Column: "name", Count: func(string) float64 { looked++; end(); return 1 }}
	if _, err := snap.Search(ctx, &Query{Match: late}); !errors.Is(err, context.Canceled) || looked == 0 {
		t.Errorf("a phrase that is cancelled in a document: %v after %d values", err, looked)
	}
}

// TestSideBySide has several goroutines search one snapshot.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(7, 7))
	b := newBuilt(t, w)
	snap := b.snapshot(t, nil)
	var queries []*Query
	var want []*Result
	for range 30 {
		q := &Query{Match: randomNode(w, 2), Window: 20, Facets: []Facet{{"topic", -1}}}
		res, _ := b.find(t, snap, q)
		queries, want = append(queries, q), append(want, res)
	}
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for i, q := range queries {
				res, _ := b.find(t, snap, q)
				if fmt.Sprint(*res) != fmt.Sprint(*want[i]) {
					t.Errorf("%s: %v, want %v", show(q.Match), res, want[i])
				}
			}
		})
	}
}
