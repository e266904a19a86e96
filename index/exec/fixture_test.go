package exec

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	api "github.com/blevesearch/bleve_index_api"
)

var layout = Layout{Text: "text", Lengths: "length", Pairs: "pairs", Dates: "date", Years: "year", Titles: "title"}

// doc is a document whose words are numbers: how often each stands in the text,
// and in a field of its own.
type doc struct {
	id         string
	text, name map[string]int
	length     int
	topics     []string
	date       string
	title      string
}

// field is a field of terms with frequencies.
type field struct {
	*document.TextField
	freqs api.TokenFrequencies
}

func (f *field) Analyze()                                       {}
func (f *field) AnalyzedLength() int                            { return 1 }
func (f *field) AnalyzedTokenFrequencies() api.TokenFrequencies { return f.freqs }

func newField(name string, words map[string]int) *field {
	f := &field{document.NewTextFieldCustom(name, nil, nil, api.IndexField, nil), api.TokenFrequencies{}}
	for w, n := range words {
		tf := &api.TokenFreq{Term: []byte(w)}
		tf.SetFrequency(n)
		f.freqs[w] = tf
	}
	return f
}

func (d *doc) bleve() *document.Document {
	out := document.NewDocument(d.id)
	out.AddField(newField("text", d.text))
	out.AddField(newField("name", d.name))
	column := func(name, value string) {
		if value != "" {
			out.AddField(document.NewTextFieldCustom(name, nil, []byte(value), api.IndexField|api.DocValues|api.SkipFreqNorm, nil))
		}
	}
	column("length", strconv.Itoa(d.length))
	column("date", d.date)
	column("title", d.title)
	for _, t := range d.topics {
		column("topic", t)
	}
	return out
}

// wordShares are how many documents, as 1/share, hold each word: from all to
// few, so that postings of either form meet.
var wordShares = []int{1, 2, 3, 8, 20, 40, 100, 300, 1000}

func randomDoc(w *rand.Rand, id string) *doc {
	words := func(rarer int) map[string]int {
		m := map[string]int{}
		for i, share := range wordShares {
			for _, form := range []string{"", "x", "y"} { // forms of one word
				if w.IntN(share*rarer) == 0 {
					m[fmt.Sprintf("w%d%s", i, form)] = 1 + int(w.ExpFloat64()*2)
				}
			}
		}
		return m
	}
	d := &doc{id: id, text: words(1), name: words(4), length: 20 + 10*w.IntN(8)}
	if w.IntN(50) == 0 {
		d.length = 5000
	}
	for _, t := range []string{"a", "b", "c"} {
		if w.IntN(3) == 0 {
			d.topics = append(d.topics, t)
		}
	}
	if w.IntN(10) > 0 {
		d.date = fmt.Sprintf("20%02d-%02d-%02d", w.IntN(25), 1+w.IntN(12), 1+w.IntN(28))[:[]int{4, 7, 10, 10}[w.IntN(4)]]
	}
	if w.IntN(10) > 0 {
		d.title = fmt.Sprint("t", w.IntN(900))
	}
	return d
}

// store is an index in memory and what it holds.
type store struct {
	b    bleve.Index
	docs map[string]*doc
}

func newStore(t testing.TB) *store {
	t.Helper()
	b, err := bleve.NewUsing("", bleve.NewIndexMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return &store{b, map[string]*doc{}}
}

// put adds n documents with ids below most in one batch, so that some replace others.
func (s *store) put(t testing.TB, w *rand.Rand, n, most int) {
	t.Helper()
	batch := s.b.NewBatch()
	for range n {
		d := randomDoc(w, fmt.Sprintf("%05d", w.IntN(most)))
		if err := batch.IndexAdvanced(d.bleve()); err != nil {
			t.Fatal(err)
		}
		s.docs[d.id] = d
	}
	if err := s.b.Batch(batch); err != nil {
		t.Fatal(err)
	}
}

func (s *store) remove(t testing.TB, w *rand.Rand, share int) {
	t.Helper()
	batch := s.b.NewBatch()
	for id := range s.docs {
		if w.IntN(share) == 0 {
			batch.Delete(id)
			delete(s.docs, id)
		}
	}
	if err := s.b.Batch(batch); err != nil {
		t.Fatal(err)
	}
}

// state returns the present state for an engine.
func (s *store) state(t testing.TB, e *Engine) *Snapshot {
	t.Helper()
	adv, err := s.b.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	r, err := adv.Reader()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	snap, err := e.Snapshot(t.Context(), r.(*scorch.IndexSnapshot))
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

// stands says how often a phrase stands in a document: any number will do, as
// long as it is always the same.
func stands(key, id string) float32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(key + id))
	return float32(max(0, int(h.Sum32()>>8%6)-2))
}

func randomWord(w *rand.Rand) *Word {
	i := strconv.Itoa(w.IntN(len(wordShares)))
	out := &Word{Field: "text", Terms: []Term{{"w" + i, 1}}, Boost: []float64{1, 1, 0.8}[w.IntN(3)]}
	if w.IntN(5) == 0 {
		out.Field = "name"
	}
	switch w.IntN(4) {
	case 0:
		out.Terms = append(out.Terms, Term{"w" + i + "x", 0.98})
	case 1:
		out.Ranges = []Term{{"w" + i, 0.9}}
	case 2:
		out.Terms = []Term{{"w" + i + "y", 0.5}, {"none", 1}}
	}
	return out
}

func randomPhrase(w *rand.Rand) *Phrase {
	p := &Phrase{Words: []*Word{randomWord(w), randomWord(w)}, Boost: 1}
	p.Key = p.Words[0].key() + p.Words[1].key()
	p.Count = func(ctx context.Context, seg *scorch.SegmentSnapshot, local uint64) (float32, error) {
		id, err := seg.DocID(local)
		if err == nil {
			err = ctx.Err()
		}
		return stands(p.Key, string(id)), err
	}
	return p
}

func randomNode(w *rand.Rand, depth int) Node {
	kind := w.IntN(14)
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
	case 0:
		return randomPhrase(w)
	case 1:
		return Values{"topic", []string{"a", "none", "b"}[:1+w.IntN(3)]}
	case 2:
		return Dated{DaysBetween("2005-06", []string{"", "2012", "2020-03-05"}[w.IntN(3)])}
	case 7, 8:
		return And{some(), near()}
	case 9, 10:
		return Or{some(), near()}
	case 11:
		first := []Node{randomWord(w), And{Of: []Node{randomWord(w), randomWord(w)}, Near: near()}}[w.IntN(2)]
		return Best{[]Node{first, randomPhrase(w), randomWord(w)}}
	case 12:
		return And{Of: []Node{randomWord(w), Not{randomNode(w, depth-1)}}}
	case 13:
		return []Node{All{}, None{}, Not{randomWord(w)}}[w.IntN(3)]
	}
	return randomWord(w)
}

// plain evaluates nodes document by document.
type plain struct {
	docs    map[string]*doc
	average float64
	dfs     map[string]float64
}

func newPlain(docs map[string]*doc) *plain {
	p := &plain{docs: docs, dfs: map[string]float64{}}
	for _, d := range docs {
		p.average += float64(d.length)
	}
	p.average /= float64(len(docs))
	return p
}

func (w *Word) in(d *doc) (tf float64) {
	words := d.text
	if w.Field == "name" {
		words = d.name
	}
	for word, n := range words {
		weight := 0.0
		for _, r := range w.Ranges {
			if len(word) >= len(r.Text) && word[:len(r.Text)] == r.Text {
				weight = float64(r.Weight)
			}
		}
		for _, t := range w.Terms {
			if t.Text == word {
				weight = float64(t.Weight)
			}
		}
		tf += weight * float64(n)
	}
	return tf
}

func (p *Phrase) in(d *doc) float64 {
	for _, w := range p.Words {
		if w.in(d) == 0 {
			return 0
		}
	}
	return float64(stands(p.Key, d.id))
}

func (p *plain) idf(key string, in func(*doc) float64) float64 {
	df, known := p.dfs[key]
	if !known {
		for _, d := range p.docs {
			if in(d) > 0 {
				df++
			}
		}
		p.dfs[key] = df
	}
	return math.Log(1 + (float64(len(p.docs))-df+0.5)/(df+0.5))
}

// sumOfIdf is what the words of a node weigh.
func (p *plain) sumOfIdf(n Node) (sum float64) {
	switch n := n.(type) {
	case *Word:
		return p.idf(n.key(), n.in)
	case *Phrase:
		for _, w := range n.Words {
			sum += p.sumOfIdf(w)
		}
	case And:
		for _, x := range n.Of {
			sum += p.sumOfIdf(x)
		}
	}
	return sum
}

// leaf scores a word or phrase that has an idf.
func (p *plain) leaf(n Node, idf float64, d *doc) (float64, bool) {
	var tf, boost float64
	words := []*Word{}
	switch n := n.(type) {
	case *Word:
		tf, boost, words = n.in(d), n.Boost, []*Word{n}
	case *Phrase:
		tf, boost, words = n.in(d), n.Boost, n.Words
	}
	k := 1.2 * (0.25 + 0.75*float64(d.length)/p.average)
	for _, w := range words {
		if w.Field != "text" {
			k = 1.2
		}
	}
	return boost * idf * tf / (tf + k), tf > 0
}

func (p *plain) near(list []*Phrase, d *doc) (sum float64) {
	for _, n := range list {
		s, _ := p.leaf(n, DefaultScoring().Near*p.idf("near"+n.Key, n.in), d)
		sum += s
	}
	return sum
}

// score says what a document scores, and whether it matches.
func (p *plain) score(n Node, d *doc) (sum float64, has bool) {
	switch n := n.(type) {
	case *Word, *Phrase:
		return p.leaf(n, p.sumOfIdf(n), d)
	case And:
		for _, x := range n.Of {
			s, ok := p.score(x, d)
			if !ok {
				return 0, false
			}
			sum += s
		}
		return sum + p.near(n.Near, d), true
	case Or:
		for _, x := range n.Of {
			s, ok := p.score(x, d)
			sum, has = sum+s, has || ok
		}
		return sum + p.near(n.Near, d), has
	case Best:
		sum, has = p.score(n.Of[0], d)
		for _, x := range n.Of[1:] {
			s, ok := p.leaf(x, p.sumOfIdf(n.Of[0]), d)
			sum, has = max(sum, s), has || ok
		}
		return sum, has
	case Not:
		_, ok := p.score(n.Of, d)
		return 0, !ok
	case Values:
		for _, t := range d.topics {
			for _, v := range n.Values {
				has = has || t == v
			}
		}
		return 0, has
	case Dated:
		return 0, d.date != "" && DaysOf(d.date).overlaps(n.Days)
	}
	return 0, n == All{}
}
