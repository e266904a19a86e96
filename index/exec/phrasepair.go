package exec

import (
	"bytes"
	"slices"

	"vankien/index/segment"
)

// Neighbours are pairs of the segment, which has their documents and frequencies.

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
	a, b := f.sets()[k], f.sets()[k+1]
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
