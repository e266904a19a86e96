package exec

import (
	"bytes"
	"slices"

	"vankien/index/segment"
)

// phrase looks a phrase up: where its words stand together, and how often. One
// that stands in several nodes is looked up once.
func (c *compiler) phrase(p *Phrase) (*leaf, error) {
	for i, o := range c.phrases {
		if len(c.all) == 0 && o.same(p) {
			l := *c.found[i]
			return &l, nil
		}
	}
	l, err := c.newPhrase(p)
	if err != nil {
		return nil, err
	}
	if len(c.all) > 0 {
		return l, nil
	}
	c.phrases, c.found = append(c.phrases, p), append(c.found, l)
	again := *l
	return &again, nil
}

// same reports whether two phrases stand in the same places.
func (p *Phrase) same(o *Phrase) bool {
	return p.Slop == o.Slop && p.Gap == o.Gap && p.Part == o.Part && p.Column == o.Column && slices.Equal(p.Forms, o.Forms) && slices.Equal(p.Apart, o.Apart)
}

func (c *compiler) newPhrase(p *Phrase) (*leaf, error) {
	l := &leaf{byLength: true, postings: c.arena.newPostings(len(c.snap.chunks))}
	for _, f := range p.Forms {
		r, err := c.looked(f)
		if err == nil && c.score {
			err = c.fill(r)
		}
		if err != nil {
			return nil, err
		}
		l.words = append(l.words, r)
		l.idf += r.idf
		l.byLength = l.byLength && f.Field == c.snap.textField()
	}
	for i := range c.snap.views {
		if err := c.phraseIn(l, p, i); err != nil {
			return nil, err
		}
	}
	if p.Slop > 0 || p.Column != "" {
		l.words = nil // a word may be in several groups
	}
	for i := range l.postings {
		l.docs += l.postings[i].alive(c.snap.chunks[i].live)
	}
	return l, nil
}

// phraseIn looks a phrase up in a segment.
func (c *compiler) phraseIn(l *leaf, p *Phrase, number int) error {
	v := c.snap.views[number]
	return v.guard(func() error {
		f := finder{compiler: c, phrase: p, view: v}
		for _, form := range p.Forms {
			if p.Column == "" {
				f.sets = append(f.sets, c.wordSets(form, c.forms[form])[number])
			}
		}
		for i := range c.snap.chunks {
			if c.snap.chunks[i].segment != number {
				continue
			}
			if err := c.ctx.Err(); err != nil {
				return err
			}
			var err error
			if l.postings[i], err = f.posting(&c.snap.chunks[i], i, l.words); err != nil {
				return err
			}
		}
		return nil
	})
}

// finder finds a phrase in a segment.
type finder struct {
	*compiler
	phrase   *Phrase
	view     *view
	sets     []segment.WordSet // of each word
	count    func(d uint32) float64
	sequence *segment.Sequence // of words that stand one after the other
	counted  map[int]float64   // by value of a column
}

// posting finds the phrase in a chunk. at is the number of the chunk.
func (f *finder) posting(c *chunk, at int, words []*resolved) (posting, error) {
	if f.phrase.Column == "" && slices.ContainsFunc(f.sets, func(s segment.WordSet) bool { return len(s) == 0 }) {
		return posting{}, nil
	}
	if f.phrase.isPair() {
		if p, ok := f.pair(c); ok {
			return p, nil
		}
	}
	mark := f.arena.mark()
	defer func() { f.arena.back(mark) }()
	set, pairs, k := f.candidates(c, at, words)
	for _, t := range f.all {
		t.restrict(c, at, f.arena, set)
	}
	if !set.any() {
		return posting{}, nil
	}
	if f.reads != nil {
		if *f.reads -= set.count(); *f.reads < 0 {
			return posting{}, errReads
		}
	}
	f.prepare()
	sure := f.sure(c, at, set, words)
	if f.sequence != nil && !f.sequence.One() && len(pairs) > 0 {
		return f.around(c, set, sure, pairs, k)
	}
	n := set.count()
	f.arena.docs, f.arena.tf = slices.Grow(f.arena.docs, n), slices.Grow(f.arena.tf, n)
	from, start := len(f.arena.docs), len(f.arena.tf)
	looked := 0
	set.each(func(d uint16) bool {
		if sure != nil && sure.has(d) {
			f.arena.docs, f.arena.tf = append(f.arena.docs, d), append(f.arena.tf, 1)
		} else if tf := f.count(c.base + uint32(d)); tf > 0 {
			f.arena.docs, f.arena.tf = append(f.arena.docs, d), append(f.arena.tf, float32(tf))
		}
		looked++
		return looked%deadlineEvery != 0 || f.ctx.Err() == nil
	})
	p := posting{docs: slices.Clip(f.arena.docs[from:]), tf: slices.Clip(f.arena.tf[start:])}
	p.n = len(p.docs)
	return p, f.ctx.Err()
}

// around finds the phrase in the documents of a set where words k and the next
// are one of some pairs: which pair a document has is known, so it is looked for.
// In sure ones, which may be nil, it stands once, or how often does not matter.
func (f *finder) around(c *chunk, set, sure bitset, pairs []segment.Pair, k int) (posting, error) {
	tf, looked := f.arena.counts(), 0
	sure.each(func(d uint16) bool { tf[d] = 1; return true })
	for _, x := range pairs {
		docs := x.Documents
		if x.Bits != nil {
			docs = f.arena.listed(x.Bits, x.N)
		}
		for _, d := range docs {
			if !set.has(d) || sure != nil && sure.has(d) {
				continue
			}
			tf[d] += float32(f.sequence.CountAt(c.base+uint32(d), k, x.First, x.Second))
			if looked++; looked%deadlineEvery == 0 && f.ctx.Err() != nil {
				clear(tf)
				return posting{}, f.ctx.Err()
			}
		}
	}
	set.keep(func(d uint16) bool { return tf[d] > 0 })
	return f.collected(set, tf), nil
}

// collected makes a posting of a set and of how often the phrase stands in each of
// its documents, and empties that.
func (f *finder) collected(set bitset, tf []float32) (p posting) {
	p.n = set.count()
	p.docs = f.arena.listed(set, p.n)
	from := len(f.arena.tf)
	f.arena.tf = slices.Grow(f.arena.tf, p.n)
	for _, d := range p.docs {
		f.arena.tf = append(f.arena.tf, tf[d])
		tf[d] = 0
	}
	p.tf = slices.Clip(f.arena.tf[from:])
	return p
}

// deadlineEvery is how many documents are read between two looks at the
// deadline. Loops that do no more with a document than to set or count a bit do
// not look: those of a chunk take some microseconds.
const deadlineEvery = 1024

// isPair reports whether pairs of neighbours say all.
func (p *Phrase) isPair() bool {
	return len(p.Forms) == 2 && p.Slop == 0 && !p.Apart[1] && p.Part == "" && p.Column == ""
}

// pair finds two neighbours. It does not know those of rarer words.
func (f *finder) pair(c *chunk) (p posting, ok bool) {
	pairs, ok := f.pairs(c, 0)
	if !ok {
		return p, false
	}
	if len(pairs) != 1 || many(&pairs[0]) {
		return f.sum(c, pairs), true
	}
	x := &pairs[0]
	p = posting{n: x.N, bits: x.Bits, docs: x.Documents}
	if x.Bits == nil {
		p.few = x.Frequencies
	} else {
		from := len(f.arena.parts)
		f.arena.parts = append(f.arena.parts, part{Postings: x.Postings(), weight: 1})
		p.parts = slices.Clip(f.arena.parts[from:])
	}
	return p, true
}

// manyTimes stands for a frequency of a pair that is so large or larger.
const manyTimes = 255

// many reports whether a pair has such a frequency.
func many(x *segment.Pair) bool { return bytes.IndexByte(x.Frequencies, manyTimes) >= 0 }

// fewPairs is how many pairs at most are kept as lists: what needs one document
// looks it up in each.
const fewPairs = 16

// sum adds pairs up. A few are the lists of the posting, unless one of them does
// not say how often it counts.
func (f *finder) sum(c *chunk, pairs []segment.Pair) posting {
	if len(pairs) > fewPairs || slices.ContainsFunc(pairs, func(x segment.Pair) bool { return many(&x) }) {
		return f.sumNow(c, pairs)
	}
	from := len(f.arena.parts)
	for i := range pairs {
		f.arena.parts = append(f.arena.parts, part{Postings: pairs[i].Postings(), weight: 1})
	}
	return f.arena.newPosting(c, slices.Clip(f.arena.parts[from:]))
}

// sumNow adds pairs up document by document, and counts in those that have more of
// a pair than is kept.
func (f *finder) sumNow(c *chunk, pairs []segment.Pair) (p posting) {
	mark := f.arena.mark()
	set, tf := f.arena.get(c.words), f.arena.counts()
	set.clear()
	for i := range pairs {
		addPair(set, tf, &pairs[i])
	}
	set.each(func(d uint16) bool {
		if tf[d] >= manyTimes {
			f.prepare()
			tf[d] = float32(f.count(c.base + uint32(d)))
		}
		return true
	})
	p = f.collected(set, tf)
	f.arena.back(mark)
	return p
}

// addPair adds the documents of a pair to a set, and its frequencies to others.
func addPair(set bitset, tf []float32, x *segment.Pair) {
	switch {
	case x.Bits != nil:
		all := part{Postings: x.Postings(), weight: 1}
		all.addTo(tf, x.Bits)
		set.or(x.Bits)
	case x.Frequencies == nil:
		for _, d := range x.Documents {
			set[d>>6] |= 1 << (d & 63)
			tf[d]++
		}
	default:
		for i, d := range x.Documents {
			set[d>>6] |= 1 << (d & 63)
			tf[d] += float32(x.Frequencies[i])
		}
	}
}

// maxPairLooks is how many pairs of words are looked up for two sets of them.
const maxPairLooks = 4096

// pairs returns the pairs of word k and the next. It is not ok where they are
// not all kept, or too many to be looked up.
func (f *finder) pairs(c *chunk, k int) (list []segment.Pair, ok bool) {
	a, b := f.sets[k], f.sets[k+1]
	looks := 0
	for _, r := range a {
		looks += int(r.To-r.From) * len(b)
	}
	if looks > maxPairLooks || !f.common(a) || !f.common(b) {
		return nil, false
	}
	for _, r := range a {
		for x := r.From; x < r.To; x++ {
			for _, second := range b {
				list = f.view.Pairs(list, c.number, x, second.From, second.To)
			}
		}
	}
	return list, true
}

func (f *finder) common(s segment.WordSet) bool { return f.view.HasPairs(s[len(s)-1].To - 1) }

// candidates are the documents that may hold the phrase. Of the neighbours whose
// pairs are known it returns those that are rarest, too: words k and the next.
func (f *finder) candidates(c *chunk, at int, words []*resolved) (set bitset, rarest []segment.Pair, k int) {
	a := f.arena
	set, other := a.get(c.words), a.get(c.words)
	if f.phrase.Slop > 0 || f.phrase.Column != "" {
		f.withAll(set, at, words)
		return set, nil, 0
	}
	if f.phrase.Part != "" { // of which the words' own lists tell
		if !f.withAll(set, at, words) || set.count() < fewToRead {
			return set, nil, 0
		}
	}
	least, known := c.n*len(words), 0
	for i := range len(words) - 1 {
		if f.phrase.Apart[i+1] {
			continue
		}
		pairs, ok := f.pairs(c, i)
		if !ok {
			continue
		}
		n := addPairs(other, pairs)
		if known++; known == 1 && f.phrase.Part == "" {
			copy(set, other)
		} else {
			set.and(other)
		}
		if n < least {
			least, rarest, k = n, pairs, i
		}
	}
	if known < len(words)-1 && f.phrase.Part == "" {
		all := a.get(c.words)
		f.withAll(all, at, words)
		if known > 0 {
			set.and(all)
		} else {
			copy(set, all)
		}
	}
	return set, rarest, k
}

// addPairs makes set the documents of some pairs, and returns how many there are
// with those that several have counted as often.
func addPairs(set bitset, pairs []segment.Pair) (n int) {
	set.clear()
	for _, x := range pairs {
		n += x.N
		if x.Bits != nil {
			set.or(x.Bits)
		}
		for _, d := range x.Documents {
			set[d>>6] |= 1 << (d & 63)
		}
	}
	return n
}

// prepare makes what counts the phrase in a document.
func (f *finder) prepare() {
	p := f.phrase
	switch {
	case f.count != nil:
	case p.Column != "":
		f.counted = map[int]float64{}
		f.count = f.ofValue
	case p.Slop > 0:
		q := f.view.NewTogether(f.sets, p.Slop, p.Gap, f.weights())
		q.Stop = func() bool { return f.ctx.Err() != nil }
		f.count = q.Count
	default:
		f.sequence = f.view.NewSequence(f.sets, p.Apart, f.weights())
		f.sequence.Once = !f.score
		f.count = func(d uint32) float64 { return float64(f.sequence.Count(d)) }
	}
}

// weights are what a place counts in each part of the text.
func (f *finder) weights() []uint32 {
	parts := f.view.Layout().Parts
	out := make([]uint32, len(parts))
	for i, x := range parts {
		switch f.phrase.Part {
		case "":
			out[i] = x.Weight
		case x.Name:
			out[i] = 1
		}
	}
	return out
}

// ofValue counts the phrase in the value of a column, once for each value.
func (f *finder) ofValue(d uint32) float64 {
	field := f.view.Field(f.phrase.Column)
	if field < 0 {
		return 0
	}
	column, sum := f.view.Column(field), 0.0
	column.Places(d, func(place int) {
		n, known := f.counted[place]
		if !known {
			n = f.phrase.Count(f.view.Key(f.view.Keys(field, "", "").From + place))
			f.counted[place] = n
		}
		sum += n
	})
	return sum
}
