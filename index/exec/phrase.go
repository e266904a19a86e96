package exec

import (
	"math"
	"slices"

	"vankien/index/segment"
)

// phrase looks a phrase up: where its words stand together, and how often. One
// that stands in several nodes is looked up once.
func (c *compiler) phrase(p *Phrase) (*leaf, error) {
	for i, o := range c.phrases {
		if len(c.all) == 0 && o.same(p) && (c.foundCounts[i] || !c.counts()) {
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
	c.phrases, c.found, c.foundCounts = append(c.phrases, p), append(c.found, l), append(c.foundCounts, c.counts())
	again := *l
	return &again, nil
}

// counts reports whether it matters how often a phrase stands in a document.
func (c *compiler) counts() bool { return c.score && !c.mute }

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
	if err := c.find(l, p); err != nil {
		return nil, err
	}
	if p.Slop > 0 || p.Column != "" {
		l.words = nil // a word may be in several groups
	}
	for i := range l.postings {
		l.docs += l.postings[i].alive(c.snap.chunks[i].live)
	}
	return l, nil
}

// find finds where a phrase stands. Which documents may hold it is known of all
// chunks before the first is read.
func (c *compiler) find(l *leaf, p *Phrase) error {
	mark := c.arena.mark()
	var list []sought
	for i, v := range c.snap.views {
		err := v.guard(func() (err error) { list, err = c.seek(list, l, p, i); return err })
		if err != nil {
			return err
		}
	}
	for i := range list {
		x := &list[i]
		err := x.view.guard(func() (err error) { l.postings[x.at], err = x.posting(); return err })
		if err != nil {
			return err
		}
	}
	if !p.isPair() { // whose postings may be sets of the arena
		c.arena.back(mark)
	}
	return nil
}

// seek finds a phrase in a segment where pairs tell all, and else adds what may
// hold it.
func (c *compiler) seek(list []sought, l *leaf, p *Phrase, number int) ([]sought, error) {
	f := &finder{compiler: c, phrase: p, view: c.snap.views[number], number: number, words: l.words}
	if p.Column == "" && slices.ContainsFunc(l.words, func(r *resolved) bool { return len(r.lists[number]) == 0 }) {
		return list, nil
	}
	f.rarest = slices.SortedStableFunc(slices.Values(l.words), func(x, y *resolved) int { return x.held(number) - y.held(number) })
	for i := range c.snap.chunks {
		chunk := &c.snap.chunks[i]
		if chunk.segment != number {
			continue
		}
		if err := c.ctx.Err(); err != nil {
			return nil, err
		}
		if p.isPair() {
			var ok bool
			if l.postings[i], ok = f.pair(chunk); ok {
				continue
			}
		}
		x, n := f.candidates(chunk, i)
		if n == 0 {
			continue
		}
		if c.reads != nil {
			if *c.reads -= n; *c.reads < 0 {
				return nil, errReads
			}
		}
		list = append(list, x)
	}
	return list, nil
}

// finder finds a phrase in a segment.
type finder struct {
	*compiler
	phrase   *Phrase
	view     *view
	number   int               // of the segment
	words    []*resolved       // in their order
	rarest   []*resolved       // the same, those of fewest documents first
	ofText   []segment.WordSet // of each word; nil until asked for
	count    func(d uint32) float64
	sequence *segment.Sequence // of words that stand one after the other
	counted  map[int]float64   // by value of a column
}

// sets returns the words of the running text that each word stands for.
func (f *finder) sets() []segment.WordSet {
	if f.ofText == nil {
		for i, form := range f.phrase.Forms {
			f.ofText = append(f.ofText, f.wordsIn(f.number, form, f.words[i]))
		}
	}
	return f.ofText
}

// sought is the documents of a chunk that may hold a phrase.
type sought struct {
	*finder
	chunk *chunk
	at    int // number of the chunk
	set   bitset
	near  []segment.Pair // of the neighbours whose pairs are known and rarest:
	k     int            // words k and the next
}

// posting finds the phrase in the documents that may hold it.
func (f *sought) posting() (posting, error) {
	mark := f.arena.mark()
	defer func() { f.arena.back(mark) }()
	f.prepare()
	sure := f.sure()
	if f.sequence != nil && !f.sequence.One() && len(f.near) > 0 {
		return f.around(sure)
	}
	n := f.set.count()
	f.arena.docs, f.arena.tf = slices.Grow(f.arena.docs, n), slices.Grow(f.arena.tf, n)
	from, start := len(f.arena.docs), len(f.arena.tf)
	looked := 0
	f.set.each(func(d uint16) bool {
		if sure != nil && sure.has(d) {
			f.arena.docs, f.arena.tf = append(f.arena.docs, d), append(f.arena.tf, 1)
		} else if tf := f.count(f.chunk.base + uint32(d)); tf > 0 {
			f.arena.docs, f.arena.tf = append(f.arena.docs, d), append(f.arena.tf, float32(tf))
		}
		looked++
		return looked%deadlineEvery != 0 || f.ctx.Err() == nil
	})
	p := posting{docs: slices.Clip(f.arena.docs[from:]), tf: slices.Clip(f.arena.tf[start:])}
	p.n = len(p.docs)
	return p, f.ctx.Err()
}

// around finds the phrase where words k and the next are one of the near pairs: which
// pair a document has is known, so it is looked for. In sure ones, which may be nil,
// it stands once, or how often does not matter.
func (f *sought) around(sure bitset) (posting, error) {
	tf, looked := f.arena.counts(), 0
	sure.each(func(d uint16) bool { tf[d] = 1; return true })
	for _, x := range f.near {
		docs := x.Documents
		if x.Bits != nil {
			docs = f.arena.listed(x.Bits, x.N)
		}
		for _, d := range docs {
			if !f.set.has(d) || sure != nil && sure.has(d) {
				continue
			}
			tf[d] += float32(f.sequence.CountAt(f.chunk.base+uint32(d), f.k, x.First, x.Second))
			if looked++; looked%deadlineEvery == 0 && f.ctx.Err() != nil {
				clear(tf)
				return posting{}, f.ctx.Err()
			}
		}
	}
	f.set.keep(func(d uint16) bool { return tf[d] > 0 })
	return f.collected(f.set, tf), nil
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

func (f *finder) common(s segment.WordSet) bool { return f.view.HasPairs(s[len(s)-1].To - 1) }

// candidates returns the documents of a chunk that may hold the phrase, and how many
// they are.
func (f *finder) candidates(c *chunk, at int) (x sought, n int) {
	x = sought{finder: f, chunk: c, at: at, set: f.arena.get(c.words)}
	mark := f.arena.mark()
	defer f.arena.back(mark)
	switch {
	case f.phrase.Slop > 0 || f.phrase.Column != "":
		f.withAll(x.set, at, f.rarest)
	case f.phrase.Part == "":
		f.fromPairs(&x)
	case f.withAll(x.set, at, f.rarest[:min(len(f.rarest), tellingWords)]) && x.set.count() >= fewToRead: // of a part the words' own lists tell
		f.fromPairs(&x)
	}
	for _, t := range f.all {
		t.restrict(c, at, f.arena, x.set)
	}
	return x, x.set.count()
}

// tellingWords is how many words of a long phrase, the rarest ones, are looked for
// in a part of the text before documents are read: the others hardly tell more.
const tellingWords = 6

// fromPairs makes candidates of those of a part, or of the whole text, that have the
// neighbours whose pairs are known, and all words where not all are.
func (f *finder) fromPairs(x *sought) {
	a, c := f.arena, x.chunk
	other := a.get(c.words)
	least, known := math.MaxInt, 0
	for i := range len(f.words) - 1 {
		if f.phrase.Apart[i+1] {
			continue
		}
		pairs, ok := f.pairs(c, i)
		if !ok {
			continue
		}
		n := addPairs(other, pairs)
		if known++; known == 1 && f.phrase.Part == "" {
			copy(x.set, other)
		} else {
			x.set.and(other)
		}
		if n < least {
			least, x.near, x.k = n, pairs, i
		}
	}
	switch {
	case known == len(f.words)-1 || f.phrase.Part != "":
	case known == 0:
		f.withAll(x.set, x.at, f.rarest)
	default:
		f.withAll(other, x.at, f.rarest)
		x.set.and(other)
	}
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
		q := f.view.NewTogether(f.sets(), p.Slop, p.Gap, f.weights())
		q.Stop = func() bool { return f.ctx.Err() != nil }
		f.count = q.Count
	default:
		f.sequence = f.view.NewSequence(f.sets(), p.Apart, f.weights())
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
