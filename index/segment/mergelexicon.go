package segment

import (
	"cmp"
	"slices"
)

// lexiconCursor goes through the runs of two of a source by the new numbers of
// their words; those of common words keep their order, so these rise.
type lexiconCursor struct {
	*Lexicon
	words  []uint32 // new numbers
	common uint32
	first  int
	place  int
	key    uint64 // of the run at hand; noPair at the end
}

// step goes to the next run of words that are common still.
func (c *lexiconCursor) step() {
	for c.place++; c.place < len(c.seconds); c.place++ {
		for int(c.starts[c.first+1]) <= c.place {
			c.first++
		}
		if a, b := c.words[c.first], c.words[c.seconds[c.place]]; a < c.common && b < c.common {
			c.key = uint64(a)<<32 | uint64(b)
			return
		}
	}
	c.key = noPair
}

// thirds appends the words that follow the run at hand.
func (c *lexiconCursor) appendThirds(to []third) []third {
	c.triples.follow(c.thirds, c.after[c.place], c.after[c.place+1], WordRange{0, noThird}, func(word, n uint32) {
		if x := c.words[word]; x < c.common {
			to = append(to, third{uint16(x), n})
		}
	})
	return to
}

// writeLexicon adds the lexicons of the sources up.
func (m *merge) writeLexicon() error {
	if !m.head.Layout.Lexicon {
		return nil
	}
	var w lexiconWriter
	w.begin(m.file, m.head)
	if err := m.mergeRuns(&w); err != nil {
		return err
	}
	counts := make([]uint32, m.vocabulary)
	var names []name
	for s := range m.sources {
		l, words := m.sources[s].lexicon, m.words[s]
		m.head.Written += m.sources[s].head.Written
		for word, n := range l.words {
			if to := words[word]; to != Dropped {
				counts[to] = plus(counts[to], n)
			}
		}
		for _, n := range l.names {
			if n.renumber(words) {
				names = append(names, n)
			}
		}
		if err := m.worked(keyWork*len(l.names) + len(l.words)); err != nil {
			return err
		}
	}
	return w.end(counts, names)
}

// renumber gives the words of a name their new numbers, unless one is gone.
func (n *name) renumber(words []uint32) bool {
	for i, w := range n.Words {
		if w == 0 {
			break
		}
		if words[w-1] == Dropped {
			return false
		}
		n.Words[i] = words[w-1] + 1
	}
	return true
}

func (m *merge) mergeRuns(w *lexiconWriter) error {
	cursors := make([]lexiconCursor, len(m.sources))
	for s := range cursors {
		cursors[s] = lexiconCursor{Lexicon: m.sources[s].lexicon, words: m.words[s], common: uint32(m.head.Common), place: -1}
		cursors[s].step()
	}
	var thirds []third
	for {
		least := uint64(noPair)
		for i := range cursors {
			least = min(least, cursors[i].key)
		}
		if least == noPair {
			return m.file.err
		}
		count := uint32(0)
		thirds = thirds[:0]
		for i := range cursors {
			if c := &cursors[i]; c.key == least {
				count = plus(count, c.pairs.at(c.place))
				thirds = c.appendThirds(thirds)
				c.step()
			}
		}
		if err := m.worked(keyWork + len(thirds)); err != nil {
			return err
		}
		w.add(uint32(least>>32), uint32(least), count, added(thirds))
	}
}

// added sorts words and adds the counts of equal ones up.
func added(thirds []third) []third {
	slices.SortFunc(thirds, func(a, b third) int { return cmp.Compare(a.word, b.word) })
	out := thirds[:0]
	for _, t := range thirds {
		if n := len(out); n > 0 && out[n-1].word == t.word {
			out[n-1].count = plus(out[n-1].count, t.count)
			continue
		}
		out = append(out, t)
	}
	return out
}
