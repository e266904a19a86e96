package segment

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

var testLayout = Layout{
	Text:    "text",
	Parts:   []Part{{"title", 3}, {"body", 1}, {"end", 1}},
	Fields:  []Field{{Name: "title", Frequencies: true}, {Name: "kind", Column: true}, {Name: "topic", Column: true}},
	Numbers: []string{"from", "to"},
	Orders:  []string{"name"},
	Stored:  []string{"title", "body", "note"},
	Apart:   "body",
	K1:      1.2, B: 0.75,
	Lexicon: true,
}

// plain is a document as a test knows it.
type plain struct {
	id    string
	parts [3][]plainWord
	extra []string
	title []string
	kind  string
	topic []string
	days  [2]int32
	name  string
}

type plainWord struct {
	text, group string
	apart, cut  bool
	name        uint8
}

func (p *plain) document() Document {
	body := strings.Repeat(p.id+" ", len(p.parts[1])+1)
	d := Document{ID: p.id, Numbers: p.days[:], Keys: []string{p.name},
		Stored: [][]Value{{[]byte(p.name)}, {[]byte(body)}, nil}}
	for _, t := range p.topic {
		d.Stored[2] = append(d.Stored[2], []byte(t))
	}
	d.Analyze = func(a *Analysis) {
		for i, words := range p.parts {
			for j, w := range words {
				a.Parts[i] = append(a.Parts[i], Word{w.text, w.group, uint32(j * 10), w.apart, w.cut, w.name})
			}
		}
		for _, x := range p.extra {
			a.Extra = append(a.Extra, Term{x, 2})
		}
		for f, terms := range [][]string{p.title, {p.kind}, p.topic} {
			for _, t := range terms {
				if t != "" {
					a.Fields[f] = append(a.Fields[f], Term{t, 1})
				}
			}
		}
	}
	return d
}

// world makes documents of words of a small vocabulary, of which the first are
// the commonest.
func world(r *rand.Rand, n, vocabulary, length int) []plain {
	docs := make([]plain, n)
	word := func() plainWord {
		i := int(float64(vocabulary) * math.Pow(r.Float64(), 3))
		g := fmt.Sprintf("w%d", i/3)
		w := plainWord{text: g + strings.Repeat("'", i%3), group: g, apart: r.IntN(8) == 0, cut: r.IntN(5) == 0}
		if r.IntN(6) == 0 {
			w.name = uint8(r.IntN(MaxName + 2))
		}
		return w
	}
	for i := range docs {
		p := &docs[i]
		p.id = fmt.Sprintf("%x-%d", r.Uint32N(99), i)
		for j := range p.parts {
			for range r.IntN(length + 1) {
				p.parts[j] = append(p.parts[j], word())
			}
		}
		for _, w := range p.parts[0] {
			p.title = append(p.title, w.text)
		}
		if r.IntN(3) == 0 {
			p.extra = []string{fmt.Sprintf("d:%d", r.IntN(9))}
		}
		if r.IntN(4) == 0 {
			w := word()
			p.extra = append(p.extra, WordKey(w.text, w.group))
		}
		if r.IntN(4) > 0 {
			p.kind = fmt.Sprintf("kind%d", r.IntN(3))
		}
		for t := range r.IntN(3) {
			p.topic = append(p.topic, fmt.Sprintf("topic%d", t*7+r.IntN(7)))
		}
		p.days = [2]int32{int32(r.IntN(99)) - 50, int32(r.IntN(99))}
		p.name = fmt.Sprintf("%d", r.IntN(n+1))
		if r.IntN(3) == 0 {
			p.name += " " + p.id
		}
	}
	return docs
}

// aligned is a copy of b where a segment may begin.
func aligned(b []byte) []byte {
	room := make([]uint64, len(b)/8+1)
	out := unsafe.Slice((*byte)(unsafe.Pointer(&room[0])), len(b))
	copy(out, b)
	return out
}

func build(t testing.TB, docs []plain) *Segment {
	t.Helper()
	list := make([]Document, len(docs))
	for i := range docs {
		list[i] = docs[i].document()
	}
	var b bytes.Buffer
	size, err := Build(&b, &testLayout, list)
	if err != nil || size != uint64(b.Len()) {
		t.Fatal(size, b.Len(), err)
	}
	return opened(t, b.Bytes())
}

func opened(t testing.TB, b []byte) *Segment {
	t.Helper()
	s, err := Open(aligned(b))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func byID(a, b plain) int { return cmp.Compare(a.id, b.id) }

// counts is documents and frequencies by key.
type counts map[string]map[uint32]uint32

func (c counts) add(key string, d, n uint32) {
	if c[key] == nil {
		c[key] = map[uint32]uint32{}
	}
	c[key][d] += n
}

// truth is what a segment of documents in their order must say.
type truth struct {
	fields [4]counts // running text, then the fields
	groups counts
	pairs  counts
}

func truthOf(docs []plain) *truth {
	x := &truth{groups: counts{}, pairs: counts{}}
	for i := range x.fields {
		x.fields[i] = counts{}
	}
	for i := range docs {
		x.add(uint32(i), &docs[i])
	}
	return x
}

func (x *truth) add(d uint32, p *plain) {
	for i, words := range p.parts {
		weight := testLayout.Parts[i].Weight
		for j, w := range words {
			x.fields[0].add(WordKey(w.text, w.group), d, weight)
			x.groups.add(w.group, d, weight)
			if j > 0 && !w.apart {
				b := words[j-1]
				x.pairs.add(WordKey(b.text, b.group)+"|"+WordKey(w.text, w.group), d, weight)
			}
		}
	}
	for _, e := range p.extra {
		x.fields[0].add(e, d, 2)
		if group, _, isWord := strings.Cut(e, string(groupMark)); isWord {
			x.groups.add(group, d, 2)
		}
	}
	for f, terms := range [][]string{p.title, {p.kind}, p.topic} {
		for _, t := range terms {
			if t == "" {
				continue
			}
			x.fields[f+1].add(t, d, 1)
			if f > 0 {
				x.fields[f+1][t][d] = 1
			}
		}
	}
}

// check compares all that a segment says with documents in their order.
func check(t testing.TB, s *Segment, docs []plain) {
	t.Helper()
	checkBeginnings(t, s)
	if s.Documents() != len(docs) {
		t.Fatalf("%d documents, want %d", s.Documents(), len(docs))
	}
	if err := s.Verify(func(int) error { return nil }); err != nil {
		t.Fatal(err)
	}
	x := truthOf(docs)
	for f := range x.fields {
		checkKeys(t, s, f, x.fields[f])
	}
	for g, want := range x.groups {
		l := s.Union(s.Group(g))
		checkList(t, s, "group "+g, &l, want)
	}
	checkPairs(t, s, x.pairs)
	for d := range docs {
		checkDocument(t, s, uint32(d), &docs[d])
	}
	checkOrder(t, s.Order(-1), docs, func(p *plain) string { return p.id })
	checkOrder(t, s.Order(0), docs, func(p *plain) string { return p.name })
}

func checkKeys(t testing.TB, s *Segment, f int, want counts) {
	t.Helper()
	keys := slices.Sorted(maps.Keys(want))
	all := s.Keys(f, "", "")
	if all.Len() != len(keys) {
		t.Fatalf("field %d has %d keys, want %d", f, all.Len(), len(keys))
	}
	for i, k := range keys {
		if got := s.Key(all.From + i); got != k {
			t.Fatalf("key %d of field %d is %q, want %q", i, f, got, k)
		}
		l, found := s.Lookup(f, k)
		if !found {
			t.Fatalf("%q is not there", k)
		}
		checkList(t, s, k, &l, want[k])
		for _, near := range []int{0, i, len(keys) / 2, len(keys) - 1, len(keys)} {
			if at := s.OnlyNear(Span{f, all.From + near, all.From + near}, k); at != s.Only(f, k) {
				t.Fatalf("%q from key %d on: %v, want %v", k, near, at, s.Only(f, k))
			}
		}
	}
	if _, found := s.Lookup(f, "zz"); found {
		t.Error("a key that is not there is found")
	}
}

// checkBeginnings compares the lists of beginnings with what the lists of their
// words add up to.
func checkBeginnings(t testing.TB, s *Segment) {
	t.Helper()
	words, want := map[string]int{}, map[string]map[uint32]uint32{}
	for i := range s.head.FieldKeys[1] {
		group := groupOf(s.Key(i))
		for n := 1; n <= min(maxBeginning, len(group)-1); n++ {
			p := group[:n]
			if words[p]++; want[p] == nil {
				want[p] = map[uint32]uint32{}
			}
			l := s.List(0, i)
			l.each(func(d, _ uint32) { want[p][d] = 1 })
		}
	}
	for p, docs := range want {
		l, ok := s.Beginning(p)
		if ok != (words[p] > fewWords) {
			t.Fatalf("%q begins %d words: a list is %v", p, words[p], ok)
		}
		if ok {
			checkList(t, s, p+"*", &l, docs)
		}
	}
	for _, p := range []string{"", "none", "\xff"} {
		if _, ok := s.Beginning(p); ok {
			t.Errorf("%q has a list", p)
		}
	}
}

func checkList(t testing.TB, s *Segment, name string, l *List, want map[uint32]uint32) {
	t.Helper()
	if l.N != len(want) {
		t.Fatalf("%q has %d documents, want %d", name, l.N, len(want))
	}
	average := max(1, float64(s.Length())/float64(s.Documents()))
	for c := range s.Chunks() {
		p := l.Chunk(c)
		last, n := -1, 0
		var set []uint64
		if p.N > 3 {
			set = make([]uint64, ChunkSize/64)
			p.AddTo(set)
		}
		p.Each(func(d uint16, freq uint32) {
			doc := uint32(c)<<16 + uint32(d)
			if int(d) <= last || want[doc] != freq {
				t.Fatalf("%q: document %d after %d has %d, want %d", name, doc, last, freq, want[doc])
			}
			if place, ok := p.Place(d); !ok || place != n || p.Frequency(place, d) != freq || set != nil && set[d>>6]&(1<<(d&63)) == 0 {
				t.Fatalf("%q: place %d of %d", name, place, doc)
			}
			if p.Frequencies != nil {
				k := testLayout.K1 * (1 - testLayout.B + testLayout.B*float64(s.Lengths()[doc])/average)
				score := float64(freq) / (float64(freq) + k) * 255
				if score > float64(p.Best) || p.Bounds != nil && score > float64(p.Bounds[d/BoundSize]) {
					t.Fatalf("%q: %v is above the bound %d", name, score, p.Best)
				}
			}
			last, n = int(d), n+1
		})
		if n != p.N {
			t.Fatalf("%q: %d of %d", name, n, p.N)
		}
		if last+1 < chunkSize(s.Documents(), c) {
			if place, ok := p.Place(uint16(last + 1)); ok {
				t.Fatalf("%q: %d stands at %d", name, last+1, place)
			}
		}
	}
}

// checkPairs compares the pairs of common words.
func checkPairs(t testing.TB, s *Segment, want counts) {
	t.Helper()
	got := counts{}
	for c := range s.Chunks() {
		for a := range uint32(s.head.Common) {
			for _, p := range s.Pairs(nil, c, a, 0, uint32(s.head.Common)) {
				name := s.WordAt(a) + "|" + s.WordAt(p.Second)
				list := p.Postings()
				list.Each(func(d uint16, freq uint32) {
					if place, ok := list.Place(d); !ok || list.Frequency(place, d) != freq {
						t.Fatalf("%q: place %d of %d", name, place, d)
					}
					got.add(name, uint32(c)<<16+uint32(d), freq)
				})
				if len(got[name]) < p.N || p.Bits == nil && len(p.Documents) != p.N {
					t.Fatalf("%q has %d documents, not %d", name, len(got[name]), p.N)
				}
			}
		}
	}
	common := map[string]bool{}
	for a := range uint32(s.head.Common) {
		common[s.WordAt(a)] = true
	}
	for pair, docs := range want {
		a, b, _ := strings.Cut(pair, "|")
		if !common[a] || !common[b] {
			continue
		}
		for d := range docs {
			docs[d] = min(docs[d], bigTF)
		}
		if !maps.Equal(got[pair], docs) {
			t.Fatalf("%q stands in %v, want %v", pair, got[pair], docs)
		}
		delete(got, pair)
	}
	if len(got) > 0 {
		t.Fatalf("%d pairs too many", len(got))
	}
}

func checkDocument(t testing.TB, s *Segment, d uint32, p *plain) {
	t.Helper()
	var words [3][]plainWord
	var some WordSet
	for r := range s.Forward(d) {
		group, word, _ := strings.Cut(s.WordAt(r.Number), string(groupMark))
		words[r.Part] = append(words[r.Part], plainWord{text: cmp.Or(word, group), group: group, apart: r.Apart})
		if len(words[r.Part])%40 == 1 {
			some = some.Add(WordRange{r.Number, r.Number + 1})
		}
	}
	m := s.NewWordMap(some)
	for part := range words {
		if got, want := m.Stretches(nil, d, part), stretchesOf(s, some, d, part); !slices.Equal(got, want) {
			t.Fatalf("stretches of part %d: %v, want %v", part, got, want)
		}
	}
	for i, got := range words {
		want := slices.Clone(p.parts[i])
		for j := range want {
			want[j].apart, want[j].cut, want[j].name = want[j].apart && j > 0, false, 0
		}
		if !slices.Equal(got, want) {
			t.Fatalf("document %d has %v, want %v", d, got, want)
		}
	}
	checkValues(t, s, d, p)
	for f, want := range map[int][]string{2: {p.kind}, 3: p.topic} {
		var got []string
		c := s.Column(f)
		c.Places(d, func(place int) { got = append(got, s.Key(s.Keys(f, "", "").From+place)) })
		if want = slices.DeleteFunc(slices.Clone(want), func(s string) bool { return s == "" }); !slices.Equal(got, want) {
			t.Fatalf("document %d has %v, want %v", d, got, want)
		}
	}
	if s.Numbers(0)[d] != p.days[0] || s.Numbers(1)[d] != p.days[1] {
		t.Fatalf("document %d has other numbers", d)
	}
	if got, found := s.Find(p.id); !found || got != d {
		t.Fatalf("%q is %d, want %d", p.id, got, d)
	}
	if _, found := s.Find(p.id + "x"); found {
		t.Fatalf("%qx is found", p.id)
	}
}

func checkValues(t testing.TB, s *Segment, d uint32, p *plain) {
	t.Helper()
	doc := p.document()
	for _, apart := range []bool{false, true} {
		var got, want []string
		err := s.Stored(d, apart, func(name string, value []byte) bool {
			got = append(got, name+"="+string(value))
			return true
		})
		for i, values := range doc.Stored {
			for _, v := range values {
				if name := testLayout.Stored[i]; apart || name != testLayout.Apart {
					want = append(want, name+"="+string(v))
				}
			}
		}
		slices.Sort(got)
		if slices.Sort(want); err != nil || !slices.Equal(got, want) {
			t.Fatalf("document %d stores %v, %v, want %v", d, got, err, want)
		}
	}
}

func checkOrder(t testing.TB, o *Order, docs []plain, key func(*plain) string) {
	t.Helper()
	want := make([]uint32, len(docs))
	for i := range want {
		want[i] = uint32(i)
	}
	slices.SortStableFunc(want, func(a, b uint32) int { return cmp.Compare(key(&docs[a]), key(&docs[b])) })
	if !slices.Equal(o.Documents, want) {
		t.Fatalf("order %v, want %v", o.Documents, want)
	}
	for place, d := range want {
		if got := string(o.Key(nil, d)); got != key(&docs[d]) || int(o.Ranks[d]) != place {
			t.Fatalf("key of %d is %q, want %q", d, got, key(&docs[d]))
		}
	}
}
