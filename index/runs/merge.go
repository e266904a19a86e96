package runs

import (
	"cmp"
	"slices"
)

// Dropped is what a word that is gone is mapped to.
const Dropped = ^uint32(0)

// Source is counts that are added up with others, and the new numbers of their words,
// or Dropped. Common words that stay common keep their order.
type Source struct {
	*Counts
	Words []uint32
}

// Work is about how long a step takes, in bytes copied.
const work = 64

// Merge adds the counts of sources up for a vocabulary of which the first words are
// common. worked is told how much was done, and ends it with its error.
func Merge(sources []Source, common, vocabulary int, w *Writer, worked func(n int) error) (*Counts, error) {
	if err := mergeRuns(sources, uint32(common), w, worked); err != nil {
		return nil, err
	}
	counts := make([]uint32, vocabulary)
	var names []Name
	for _, s := range sources {
		w.to.Documents += s.Documents
		for word, n := range s.Counts.Words {
			if to := s.Words[word]; to != Dropped {
				counts[to] = plus(counts[to], n)
			}
		}
		for _, n := range s.Names {
			if n.Renumber(s.Words) {
				names = append(names, n)
			}
		}
		if err := worked(work*len(s.Names) + len(s.Counts.Words)); err != nil {
			return nil, err
		}
	}
	return w.end(common, counts, names), nil
}

// Renumber gives the words of a name their new numbers, unless one is Dropped.
func (n *Name) Renumber(words []uint32) bool {
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

// cursor goes through the runs of two of a source by the new numbers of their words;
// those of common words keep their order, so these rise.
type cursor struct {
	Source
	common uint32
	first  int
	place  int
	key    uint64 // of the run at hand; noPair at the end
}

const noPair = ^uint64(0)

// step goes to the next run of words that are common still.
func (c *cursor) step() {
	for c.place++; c.place < len(c.Seconds); c.place++ {
		for int(c.Starts[c.first+1]) <= c.place {
			c.first++
		}
		if a, b := c.Words[c.first], c.Words[c.Seconds[c.place]]; a < c.common && b < c.common {
			c.key = uint64(a)<<32 | uint64(b)
			return
		}
	}
	c.key = noPair
}

// appendThirds appends the words that follow the run at hand.
func (c *cursor) appendThirds(to []third) []third {
	c.Triples.follow(c.Thirds, c.Behind[c.place], c.Behind[c.place+1], Range{0, noThird}, func(word, n uint32) {
		if x := c.Words[word]; x < c.common {
			to = append(to, third{uint16(x), n})
		}
	})
	return to
}

func mergeRuns(sources []Source, common uint32, w *Writer, worked func(n int) error) error {
	cursors := make([]cursor, len(sources))
	for s := range cursors {
		cursors[s] = cursor{Source: sources[s], common: common, place: -1}
		cursors[s].step()
	}
	var thirds []third
	for {
		least := noPair
		for i := range cursors {
			least = min(least, cursors[i].key)
		}
		if least == noPair {
			return nil
		}
		count := uint32(0)
		thirds = thirds[:0]
		for i := range cursors {
			if c := &cursors[i]; c.key == least {
				count = plus(count, c.Pairs.at(c.place))
				thirds = c.appendThirds(thirds)
				c.step()
			}
		}
		if err := worked(work + len(thirds)); err != nil {
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
