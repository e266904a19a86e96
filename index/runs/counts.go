package runs

import (
	"cmp"
	"slices"
	"sort"
)

// MaxName is the most words that a name has.
const MaxName = 6

// Counts is how often words were written, runs of two and three common words within a
// part of a sentence, and names, each as a whole. It is not changed once it is made.
// Counts whose arrays do not fit each other make its methods panic.
type Counts struct {
	Documents, Written uint64 // documents whose words are counted, and the sum of the counts of words

	Words   []uint32 // by word
	Starts  []uint32 // of the runs of two that begin with a common word, and the end
	Seconds []uint16
	Pairs   Tally
	Behind  []uint32 // start of the runs of three that begin with a run of two, and the end
	Thirds  []uint16
	Triples Tally
	Names   []Name
}

// Range is a range of words: from From to before To.
type Range struct{ From, To uint32 }

// Tally is counts, most of which a byte holds.
type Tally struct {
	Low []uint8  // big: Big knows
	Big []Excess // by place in Low
}

// Excess is a count that a byte cannot hold.
type Excess struct{ Place, Count uint32 }

const big = 255

// Name is a row of the names, which are in order. Words are numbers + 1, behind the
// last 0.
type Name struct {
	Words [MaxName]uint32
	Count uint32
}

// Common is the number of common words.
func (c *Counts) Common() int { return len(c.Starts) - 1 }

// Bytes is about how much memory the counts take.
func (c *Counts) Bytes() int64 { return 4*int64(len(c.Words)+len(c.Starts)) + c.RunBytes() }

// What a run of two or three and a name take, in bytes.
const (
	pairBytes   = 7
	tripleBytes = 3
	nameBytes   = 28
)

// RunBytes is about how much memory runs and names take.
func (c *Counts) RunBytes() int64 {
	return pairBytes*int64(len(c.Seconds)) + tripleBytes*int64(len(c.Thirds)) + nameBytes*int64(len(c.Names))
}

// RunBytesFrom returns, by count, how many of the RunBytes those take that stand
// there so often or more often.
func (c *Counts) RunBytesFrom(counts int) []int64 {
	by := make([]int64, counts)
	add := func(n uint32, bytes int64) { by[min(int(n), counts-1)] += bytes }
	c.Pairs.Each(func(n uint32) { add(n, pairBytes) })
	c.Triples.Each(func(n uint32) { add(n, tripleBytes) })
	for i := range c.Names {
		add(c.Names[i].Count, nameBytes)
	}
	for i := counts - 2; i >= 0; i-- {
		by[i] += by[i+1]
	}
	return by
}

// Count returns the count of a word or of a run of two or three.
func (c *Counts) Count(run ...uint32) (count uint32) {
	if len(run) == 0 || len(run) > 3 {
		return 0
	}
	last := run[len(run)-1]
	c.After(run[:len(run)-1], Range{last, last + 1}, func(_, n uint32) { count = n })
	return count
}

// After calls yield with the words of a range, in order, that stand behind a run
// of at most two words, and how often; behind no words stand all.
func (c *Counts) After(run []uint32, r Range, yield func(word, count uint32)) {
	switch len(run) {
	case 0:
		for w := r.From; w < min(r.To, uint32(len(c.Words))); w++ {
			if c.Words[w] > 0 {
				yield(w, c.Words[w])
			}
		}
	case 1:
		if a := run[0]; int(a) < c.Common() {
			c.Pairs.follow(c.Seconds, c.Starts[a], c.Starts[a+1], r, yield)
		}
	case 2:
		if at, ok := c.pair(run[0], run[1]); ok {
			c.Triples.follow(c.Thirds, c.Behind[at], c.Behind[at+1], r, yield)
		}
	}
}

// Before returns the common word that stands most often before a run of two, at least
// so often, and how often; 0: none does. Which words a run stands behind is not kept:
// all that are frequent enough are looked at.
func (c *Counts) Before(first, second, least uint32) (word, count uint32) {
	for w := range c.Common() {
		if c.Words[w] < least {
			continue
		}
		if at, ok := c.pair(uint32(w), first); ok && c.Pairs.at(at) >= least {
			c.Triples.follow(c.Thirds, c.Behind[at], c.Behind[at+1], Range{second, second + 1}, func(_, n uint32) {
				if n >= least && n > count {
					word, count = uint32(w), n
				}
			})
		}
	}
	return word, count
}

// pair returns the place of a run of two.
func (c *Counts) pair(a, b uint32) (place int, ok bool) {
	if int(a) >= c.Common() {
		return 0, false
	}
	from, to := int(c.Starts[a]), int(c.Starts[a+1])
	at := from + sort.Search(to-from, func(i int) bool { return uint32(c.Seconds[from+i]) >= b })
	return at, at < to && uint32(c.Seconds[at]) == b
}

// follow calls yield with the words of a range among words[from:to].
func (t *Tally) follow(words []uint16, from, to uint32, r Range, yield func(word, count uint32)) {
	at := int(from) + sort.Search(int(to-from), func(i int) bool { return uint32(words[int(from)+i]) >= r.From })
	for ; at < int(to) && uint32(words[at]) < r.To; at++ {
		yield(uint32(words[at]), t.at(at))
	}
}

func (t *Tally) at(place int) uint32 {
	if n := t.Low[place]; n < big {
		return uint32(n)
	}
	i, _ := slices.BinarySearchFunc(t.Big, uint32(place), func(e Excess, at uint32) int { return cmp.Compare(e.Place, at) })
	return t.Big[i].Count
}

// Add adds the next count.
func (t *Tally) Add(n uint32) {
	if n >= big {
		t.Big = append(t.Big, Excess{uint32(len(t.Low)), n})
	}
	t.Low = append(t.Low, uint8(min(n, big)))
}

// Each calls yield with all counts in their order.
func (t *Tally) Each(yield func(n uint32)) {
	next := 0
	for _, n := range t.Low {
		if n < big {
			yield(uint32(n))
			continue
		}
		yield(t.Big[next].Count)
		next++
	}
}

// Name returns how often words were written as a name, and whether any name begins
// with them.
func (c *Counts) Name(words ...uint32) (count uint32, begins bool) {
	c.NamesOf(words, func(all []uint32, n uint32) bool {
		if begins = true; len(all) == len(words) {
			count = n
		}
		return false
	})
	return count, begins
}

// NamesOf calls yield with the names that begin with some words and their counts,
// in the order of numbers, until it returns false. words is valid until then.
func (c *Counts) NamesOf(begin []uint32, yield func(words []uint32, count uint32) bool) {
	want, ok := nameOf(begin)
	if !ok {
		return
	}
	at, _ := slices.BinarySearchFunc(c.Names, want, Name.compare)
	var words [MaxName]uint32
	for ; at < len(c.Names) && slices.Equal(c.Names[at].Words[:len(begin)], want.Words[:len(begin)]); at++ {
		n := 0
		for ; n < MaxName && c.Names[at].Words[n] > 0; n++ {
			words[n] = c.Names[at].Words[n] - 1
		}
		if !yield(words[:n], c.Names[at].Count) {
			return
		}
	}
}

func nameOf(words []uint32) (n Name, ok bool) {
	for i, w := range words[:min(len(words), MaxName)] {
		n.Words[i] = w + 1
	}
	return n, len(words) <= MaxName
}

func (n Name) compare(o Name) int { return slices.Compare(n.Words[:], o.Words[:]) }
