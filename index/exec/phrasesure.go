package exec

import "slices"

// A count needs to know only in which documents a phrase stands, not how often.
// That the neighbours within it stand there says nearly as much: if a b and b c
// stand in a document more often, added up, than b does, one b has both beside it.
// Only documents that this does not decide are read.

// fewToRead is how many documents of a chunk are sooner read.
const fewToRead = 64

// sure returns documents of those in which the phrase stands for certain; nil: none
// is known. It leaves nothing in the arena's counts.
func (f *sought) sure() bitset {
	c, set, words := f.chunk, f.set, f.words
	if f.counts() || f.sequence == nil || f.phrase.Part != "" || slices.Contains(f.phrase.Apart, true) || set.count() < fewToRead {
		return nil
	}
	beside := f.arena.counts()
	defer clear(beside)
	for k := range len(words) - 1 {
		pairs, ok := f.pairs(c, k)
		if !ok {
			return nil
		}
		for i := range pairs {
			x := part{Postings: pairs[i].Postings(), weight: 1}
			x.addTo(beside, set)
		}
	}
	for _, w := range words[1 : len(words)-1] {
		if w.flat {
			return nil
		}
		for _, x := range f.arena.newParts(w.lists[c.segment], c.number) {
			if !x.inside {
				x.weight = -1
				x.addTo(beside, set)
			}
		}
	}
	sure := f.arena.get(c.words)
	sure.clear()
	set.each(func(d uint16) bool {
		if beside[d] > 0 {
			sure[d>>6] |= 1 << (d & 63)
		}
		return true
	})
	return sure
}
