package exec

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/RoaringBitmap/roaring/v2"

	"vankien/index/content"
	"vankien/index/rank"
	"vankien/index/segment"
)

var roles = Layout{From: "from", To: "to", Titles: "title"}

var written = segment.Layout{
	Text:    "text",
	Parts:   []segment.Part{{Name: "head", Weight: 3}, {Name: "rest", Weight: 1}},
	Fields:  []segment.Field{{Name: "head", Frequencies: true}, {Name: "topic", Column: true}, {Name: "name", Column: true}},
	Numbers: []string{"from", "to"},
	Orders:  []string{"title"},
	Stored:  []string{"id"},
	Apart:   "id",
	K1:      rank.Default().K1, B: rank.Default().B,
}

// token is a word of a text.
type token struct {
	text, group string
	apart       bool
}

// doc is a document.
type doc struct {
	id, title string
	parts     [2][]token
	topics    []string
	name      string
	date      string
}

func (d *doc) days() Days {
	if d.date == "" {
		return noDays
	}
	return Days(content.DaysOf(d.date))
}

func daysBetween(from, to string) Days { return Days(content.DaysBetween(from, to)) }

func (d *doc) document() segment.Document {
	days := d.days()
	return segment.Document{ID: d.id, Numbers: []int32{days.From, days.To}, Keys: []string{d.title + "\x00" + d.id},
		Stored: [][]segment.Value{{[]byte(d.id)}}, Analyze: d.analyze}
}

func (d *doc) analyze(a *segment.Analysis) {
	for p, words := range d.parts {
		for i, w := range words {
			a.Parts[p] = append(a.Parts[p], segment.Word{Text: w.text, Group: w.group, Start: uint32(i), Apart: w.apart})
			if p == 0 {
				a.Fields[0] = append(a.Fields[0], segment.Term{Text: segment.WordKey(w.text, w.group), Count: 1})
			}
		}
	}
	for _, t := range d.topics {
		a.Fields[1] = append(a.Fields[1], segment.Term{Text: t, Count: 1})
	}
	if d.name != "" {
		a.Fields[2] = append(a.Fields[2], segment.Term{Text: d.name, Count: 1})
	}
}

// shares are how many words, as 1/share, are of each group: lists of either form
// meet, and so do words beyond the first unit of numbers.
var shares = []int{3, 5, 10, 30, 100, 300, 1000, 3000}

func randomToken(w *rand.Rand, first bool) token {
	g := len(shares) - 1
	for i, share := range shares {
		if w.IntN(share) == 0 {
			g = i
			break
		}
	}
	group := fmt.Sprintf("w%d", g)
	return token{group + []string{"", "", "x", "y"}[w.IntN(4)], group, !first && w.IntN(6) == 0}
}

func randomDoc(w *rand.Rand, id string) *doc {
	d := &doc{id: id}
	for p, most := range []int{4, 30} {
		n := w.IntN(most)
		if p == 1 && w.IntN(200) == 0 {
			n = 900 // so that frequencies pass what a byte holds
		}
		for i := range n {
			d.parts[p] = append(d.parts[p], randomToken(w, i == 0))
		}
	}
	for _, t := range []string{"a", "b", "c"} {
		if w.IntN(3) == 0 {
			d.topics = append(d.topics, t)
		}
	}
	if w.IntN(3) > 0 {
		d.name = fmt.Sprintf("w%d w%d", w.IntN(4), w.IntN(4))
	}
	if w.IntN(10) > 0 {
		d.date = fmt.Sprintf("20%02d-%02d-%02d", w.IntN(25), 1+w.IntN(12), 1+w.IntN(28))[:[]int{4, 7, 10, 10}[w.IntN(4)]]
	}
	d.title = "\xff"
	if w.IntN(10) > 0 {
		d.title = fmt.Sprint("t", w.IntN(900))
	}
	return d
}

// built is segments with what is deleted of them, and the documents that are not.
type built struct {
	sources []Source
	docs    map[string]*doc
	ids     [][]string // of the segments
}

// build adds a segment of documents, in which those of the same id replace
// earlier ones.
func (b *built) build(t testing.TB, docs []*doc) {
	t.Helper()
	var list []segment.Document
	for _, d := range docs {
		if b.docs[d.id] != nil {
			b.remove(d.id)
		}
		b.docs[d.id] = d
		list = append(list, d.document())
	}
	var out bytes.Buffer
	if _, err := segment.Build(&out, &written, list); err != nil {
		t.Fatal(err)
	}
	s, err := segment.Open(aligned(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID // Build sorts them
	}
	b.sources = append(b.sources, Source{Segment: s, Deleted: roaring.New()})
	b.ids = append(b.ids, ids)
}

// aligned is a copy of bytes that begins where a file does.
func aligned(b []byte) []byte {
	words := make([]uint64, len(b)/8+1)
	out := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(b))
	copy(out, b)
	return out
}

func (b *built) remove(id string) {
	delete(b.docs, id)
	for i := range b.sources {
		if d, there := b.sources[i].Segment.Find(id); there {
			b.sources[i].Deleted = b.sources[i].Deleted.Clone()
			b.sources[i].Deleted.Add(d)
		}
	}
}

func (b *built) snapshot(t testing.TB, before *Snapshot) *Snapshot {
	t.Helper()
	s, err := NewSnapshot(&roles, rank.Default(), b.sources, before)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// put adds a segment of n documents with ids below most.
func (b *built) put(t testing.TB, w *rand.Rand, n, most int) {
	t.Helper()
	docs := map[string]*doc{}
	for len(docs) < n {
		id := fmt.Sprintf("%06d", w.IntN(most))
		docs[id] = randomDoc(w, id)
	}
	var list []*doc
	for _, d := range docs {
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b *doc) int { return strings.Compare(a.id, b.id) })
	b.build(t, list)
}

func (b *built) removeSome(w *rand.Rand, share int) {
	var ids []string
	for id := range b.docs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if w.IntN(share) == 0 {
			b.remove(id)
		}
	}
}

// newBuilt returns thousands of documents in segments of all sizes, with
// deletions in each.
func newBuilt(t testing.TB, w *rand.Rand) *built {
	t.Helper()
	b := &built{docs: map[string]*doc{}}
	for _, n := range []int{4000, 1500, 130, 40, 3} {
		b.put(t, w, n, 6000)
	}
	b.removeSome(w, 20)
	return b
}

// plain evaluates nodes document by document.
type plain struct {
	docs    map[string]*doc
	average float64
	counts  map[any]map[*doc]float64
	words   map[*Form]int // that a beginning stands for
}

func newPlain(docs map[string]*doc) *plain {
	p := &plain{docs: docs, counts: map[any]map[*doc]float64{}, words: map[*Form]int{}}
	for _, d := range docs {
		p.average += d.length()
	}
	p.average = max(1, p.average/float64(len(docs)))
	return p
}

func (d *doc) length() float64 { return float64(3*len(d.parts[0]) + len(d.parts[1])) }

// hasKey is key == segment.WordKey(x.text, x.group), asked millions of times.
func (x token) hasKey(key string) bool {
	word := x.text
	if word == x.group {
		word = ""
	}
	n := len(x.group)
	return len(key) == n+1+len(word) && key[:n] == x.group && key[n] == groupMark[0] && key[n+1:] == word
}

// weight is what a word counts for a form.
func (f *Form) weight(x token) (weight float64) {
	if f.Begins != "" {
		key := segment.WordKey(x.text, x.group)
		if strings.HasPrefix(key, f.Begins) && (f.Accept == nil || f.Accept(key)) {
			return 1
		}
		return 0
	}
	for _, g := range f.Groups {
		if g.Text == x.group {
			weight = float64(g.Weight)
		}
	}
	for _, t := range f.Terms {
		if x.hasKey(t.Text) {
			weight = float64(t.Weight)
		}
	}
	return weight
}

// in is how often a form stands in a document.
func (f *Form) in(d *doc) (tf float64) {
	for p, words := range d.parts {
		for _, x := range words {
			switch {
			case f.Field == "text":
				tf += f.weight(x) * []float64{3, 1}[p]
			case p == 0:
				tf += f.weight(x)
			}
		}
	}
	return tf
}

// in is how often a phrase stands in a document.
func (p *Phrase) in(d *doc) (tf float64) {
	if p.Column != "" {
		for _, f := range p.Forms {
			if f.in(d) == 0 {
				return 0
			}
		}
		if d.name == "" {
			return 0
		}
		return p.Count(d.name)
	}
	for part, words := range d.parts {
		weight := []float64{3, 1}[part]
		if p.Part != "" {
			weight = 1 - float64(part)
		}
		if p.Slop > 0 {
			tf += weight * p.together(words)
			continue
		}
		for i := range words {
			if p.standsAt(words, i) {
				tf += weight
			}
		}
	}
	return tf
}

func (p *Phrase) standsAt(words []token, i int) bool {
	for k, f := range p.Forms {
		if i+k >= len(words) || f.weight(words[i+k]) == 0 || k > 0 && words[i+k].apart != p.Apart[k] {
			return false
		}
	}
	return true
}

// together looks back from each word for the closest words that make a group, and
// counts those within which no other ended.
func (p *Phrase) together(words []token) (sum float64) {
	at := make([]int, len(words))
	for i := range words {
		if at[i] = i; i > 0 {
			at[i] = at[i-1] + 1
		}
		if words[i].apart {
			at[i] += p.Gap
		}
	}
	is := func(k, i int) bool { return p.Forms[k].weight(words[i]) > 0 }
	any := func(i int) bool {
		for k := range p.Forms {
			if is(k, i) {
				return true
			}
		}
		return false
	}
	counted := -1
	for i := range words {
		if !any(i) {
			continue
		}
		for from := i; from > counted && at[i]-at[from] < len(p.Forms)+p.Slop; from-- {
			if any(from) && shareOut(from, i, len(p.Forms), nil, is) {
				sum += 1 / float64(1+at[i]-at[from]+1-len(p.Forms))
				counted = from
				break
			}
		}
	}
	return sum
}

// shareOut tries every way to give each form one of the words.
func shareOut(from, to, n int, used []int, is func(k, i int) bool) bool {
	if len(used) == n {
		return true
	}
	for i := from; i <= to; i++ {
		if !slices.Contains(used, i) && is(len(used), i) && shareOut(from, to, n, append(slices.Clip(used), i), is) {
			return true
		}
	}
	return false
}

// tfs is how often a form or phrase stands in each document that has it.
func (p *plain) tfs(of any, in func(*doc) float64) map[*doc]float64 {
	list, known := p.counts[of]
	if !known {
		list = map[*doc]float64{}
		for _, d := range p.docs {
			if tf := in(d); tf > 0 {
				list[d] = tf
			}
		}
		p.counts[of] = list
	}
	return list
}

func (p *plain) idf(of any, in func(*doc) float64) float64 {
	df := float64(len(p.tfs(of, in)))
	return math.Log(1 + (float64(len(p.docs))-df+0.5)/(df+0.5))
}

// sumOfIdf is what the words of a node weigh.
func (p *plain) sumOfIdf(n Node) (sum float64) {
	switch n := n.(type) {
	case Word:
		return p.idf(n.Form, n.in)
	case *Phrase:
		for _, f := range n.Forms {
			sum += p.idf(f, f.in)
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
	byLength := true
	switch n := n.(type) {
	case Word:
		tf, boost, byLength = p.tfs(n.Form, n.in)[d], n.Boost, n.Field == "text"
		if n.Begins != "" && p.begun(n.Form) > ManyWords {
			tf, byLength = min(tf, 1), false
		}
	case *Phrase:
		tf, boost = p.tfs(n, n.in)[d], n.Boost
		for _, f := range n.Forms {
			byLength = byLength && f.Field == "text"
		}
	}
	k := 1.2
	if byLength {
		k *= 0.25 + 0.75*d.length()/p.average
	}
	return boost * idf * tf / (tf + k), tf > 0
}

// begun is how many words a beginning stands for.
func (p *plain) begun(f *Form) int {
	if n, known := p.words[f]; known {
		return n
	}
	seen := map[string]bool{}
	for _, d := range p.docs {
		for part, words := range d.parts {
			for _, x := range words {
				if f.weight(x) > 0 && (f.Field == "text" || part == 0) {
					seen[x.text] = true
				}
			}
		}
	}
	p.words[f] = len(seen)
	return len(seen)
}

func (p *plain) near(list []*Phrase, d *doc) (sum float64) {
	for _, n := range list {
		s, _ := p.leaf(n, rank.Default().Near*p.idf(n, n.in), d)
		sum += s
	}
	return sum
}

// score says what a document scores, and whether it matches.
func (p *plain) score(n Node, d *doc) (sum float64, has bool) {
	switch n := n.(type) {
	case Word, *Phrase:
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
	case Must:
		_, has = p.score(n.Of, d)
		return 0, has
	case Scored:
		sum, _ = p.score(n.Of, d)
		return sum, true
	case Not:
		_, ok := p.score(n.Of, d)
		return 0, !ok
	case Values:
		values := map[string][]string{"topic": d.topics, "name": {d.name}}[n.Column]
		return 0, slices.ContainsFunc(n.Values, func(v string) bool { return v != "" && slices.Contains(values, v) })
	case Dated:
		r := d.days()
		return 0, r.From <= n.To && n.From <= r.To
	}
	return 0, n == All{}
}
