package exec

import (
	"bytes"
	"slices"

	"vankien/index/segment"
)

// phrase looks a phrase up: where its words stand together, and how often.
func (c *compiler) phrase(p *Phrase) (*leaf, error) {
	l := &leaf{byLength: true, postings: c.arena.newPostings(len(c.snap.chunks))}
	for _, f := range p.Forms {
		r, err := c.form(f)
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
	phrase  *Phrase
	view    *view
	sets    []segment.WordSet // of each word
	count   func(d uint32) float64
	counted map[int]float64 // by value of a column
}

// posting finds the phrase in a chunk. at is the number of the chunk.
func (f *finder) posting(c *chunk, at int, words []*resolved) (posting, error) {
	if f.phrase.Column == "" && slices.ContainsFunc(f.sets, func(s segment.WordSet) bool { return len(s) == 0 }) {
		return posting{}, nil
	}
	if f.isPair() {
		if p, ok := f.pair(c); ok {
			return p, nil
		}
	}
	mark := f.arena.mark()
	defer func() { f.arena.back(mark) }()
	set := f.candidates(c, at, words)
	f.prepare()
	n := set.count()
	f.arena.docs, f.arena.tf = slices.Grow(f.arena.docs, n), slices.Grow(f.arena.tf, n)
	from, start := len(f.arena.docs), len(f.arena.tf)
	looked := 0
	set.each(func(d uint16) bool {
		if tf := f.count(c.base + uint32(d)); tf > 0 {
			f.arena.docs, f.arena.tf = append(f.arena.docs, d), append(f.arena.tf, float32(tf))
		}
		looked++
		return looked%deadlineEvery != 0 || f.ctx.Err() == nil
	})
	p := posting{docs: slices.Clip(f.arena.docs[from:]), tf: slices.Clip(f.arena.tf[start:])}
	p.n = len(p.docs)
	return p, f.ctx.Err()
}

// deadlineEvery is how many documents are read between two looks at the
// deadline. Loops that do no more with a document than to set or count a bit do
// not look: those of a chunk take some microseconds.
const deadlineEvery = 1024

// isPair reports whether pairs of neighbours say all.
func (f *finder) isPair() bool {
	p := f.phrase
	return len(p.Forms) == 2 && p.Slop == 0 && !p.Apart[1] && p.Part == "" && p.Column == ""
}

// pair finds two neighbours. It does not know those of rarer words.
func (f *finder) pair(c *chunk) (p posting, ok bool) {
	pairs, ok := f.pairs(c, 0)
	if !ok {
		return p, false
	}
	if len(pairs) == 1 && bytes.IndexByte(pairs[0].Frequencies, manyTimes) < 0 {
		return posting{n: len(pairs[0].Documents), docs: pairs[0].Documents, few: pairs[0].Frequencies}, true
	}
	return f.sum(c, pairs), true
}

// manyTimes stands for a frequency of a pair that is so large or larger.
const manyTimes = 255

// sum adds pairs up.
func (f *finder) sum(c *chunk, pairs []segment.Pair) (p posting) {
	mark := f.arena.mark()
	set, tf := f.arena.get(c.words), f.arena.counts(c.n)
	set.clear()
	many := false
	for _, x := range pairs {
		for i, d := range x.Documents {
			set[d>>6] |= 1 << (d & 63)
			tf[d] += float32(x.Frequencies[i])
			many = many || x.Frequencies[i] == manyTimes
		}
	}
	p.n = set.count()
	p.docs = f.arena.listed(set, p.n)
	f.arena.tf = slices.Grow(f.arena.tf, p.n)
	from := len(f.arena.tf)
	for _, d := range p.docs {
		if many && tf[d] >= manyTimes {
			f.prepare()
			tf[d] = float32(f.count(c.base + uint32(d)))
		}
		f.arena.tf = append(f.arena.tf, tf[d])
		tf[d] = 0
	}
	p.tf = slices.Clip(f.arena.tf[from:])
	f.arena.back(mark)
	return p
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

// candidates are the documents that may hold the phrase.
func (f *finder) candidates(c *chunk, at int, words []*resolved) bitset {
	a := f.arena
	set, other := a.get(c.words), a.get(c.words)
	words = slices.Clone(words)
	slices.SortFunc(words, func(x, y *resolved) int { return x.postings[at].n - y.postings[at].n })
	words[0].postings[at].into(set)
	for _, w := range words[1:] {
		w.postings[at].into(other)
		set.and(other)
	}
	if f.phrase.Slop > 0 || f.phrase.Column != "" || len(words) < 2 {
		return set
	}
	for k := range len(words) - 1 {
		if f.phrase.Apart[k+1] {
			continue
		}
		pairs, ok := f.pairs(c, k)
		if !ok {
			continue
		}
		other.clear()
		for _, x := range pairs {
			for _, d := range x.Documents {
				other[d>>6] |= 1 << (d & 63)
			}
		}
		set.and(other)
	}
	return set
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
		f.count = f.view.NewTogether(f.sets, p.Slop, p.Gap, f.weights()).Count
	default:
		q := f.view.NewSequence(f.sets, p.Apart, f.weights())
		f.count = func(d uint32) float64 { return float64(q.Count(d)) }
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
