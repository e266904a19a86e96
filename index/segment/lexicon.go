package segment

import (
	"cmp"
	"slices"
	"sort"
)

// MaxName is the most words that a name in a lexicon has.
const MaxName = 6

// Lexicon is how often words were written in the documents of a segment, runs of
// two and three common words within a part of a sentence, and names, each as a
// whole. Words are given by their numbers in the segment.
//
// The counts add up: those of several segments are their sum. Documents that
// were deleted or written anew are counted still, also after a merge; of words
// that no document has any more nothing is kept. A segment of more than a
// thousand documents leaves out what it has of a run or a name just once.
type Lexicon struct {
	head    *head
	words   []uint32 // by word
	starts  []uint32 // of the runs of two that begin with a common word, and the end
	seconds []uint16
	pairs   tally
	after   []uint32 // start of the runs of three that begin with a run of two, and the end
	thirds  []uint16
	triples tally
	names   []name
}

// tally is counts, most of which a byte holds.
type tally struct {
	low []uint8  // bigTF: big knows
	big []excess // by place in low
}

// name is a row of the names, which are in order. Words are numbers + 1, behind
// the last 0.
type name struct {
	Words [MaxName]uint32
	Count uint32
}

// Lexicon returns the lexicon; not ok: the layout has none.
func (s *Segment) Lexicon() (l *Lexicon, ok bool) { return s.lexicon, s.lexicon != nil }

func (s *Segment) openLexicon() {
	if !s.head.Layout.Lexicon {
		return
	}
	l := &Lexicon{head: s.head, words: array[uint32](s, lexiconWordSection, len(s.wordKey)), names: array[name](s, lexiconNameSection, -1)}
	l.starts, l.seconds = array[uint32](s, lexiconStartSection, s.head.Common+1), array[uint16](s, lexiconSecondSection, -1)
	l.after, l.thirds = array[uint32](s, lexiconAfterSection, len(l.seconds)+1), array[uint16](s, lexiconThirdSection, -1)
	for i, n := range []int{len(l.seconds), len(l.thirds)} {
		id := sectionID(i)
		t := tally{array[uint8](s, lexiconCountSection+id, n), array[excess](s, lexiconExcessSection+id, -1)}
		*[]*tally{&l.pairs, &l.triples}[i] = t
	}
	s.lexicon = l
}

// Written returns the documents whose words are counted, deleted ones included,
// and the sum of the counts of words.
func (l *Lexicon) Written() (documents, words uint64) { return l.head.Written, l.head.WrittenWords }

// Count returns the count of a word or of a run of two or three.
func (l *Lexicon) Count(run ...uint32) (count uint32) {
	if len(run) == 0 || len(run) > 3 {
		return 0
	}
	last := run[len(run)-1]
	l.After(run[:len(run)-1], WordRange{last, last + 1}, func(_, n uint32) { count = n })
	return count
}

// After calls yield with the words of a range, in order, that stand behind a run
// of at most two words, and how often; behind no words stand all.
func (l *Lexicon) After(run []uint32, r WordRange, yield func(word, count uint32)) {
	switch len(run) {
	case 0:
		for w := r.From; w < min(r.To, uint32(len(l.words))); w++ {
			if l.words[w] > 0 {
				yield(w, l.words[w])
			}
		}
	case 1:
		if a := run[0]; int(a) < len(l.starts)-1 {
			l.pairs.follow(l.seconds, l.starts[a], l.starts[a+1], r, yield)
		}
	case 2:
		if at, ok := l.pair(run[0], run[1]); ok {
			l.triples.follow(l.thirds, l.after[at], l.after[at+1], r, yield)
		}
	}
}

// Before returns the common word that stands most often before a run of two, at least
// so often, and how often; 0: none does. Which words a run stands behind is not kept:
// all that are frequent enough are looked at.
func (l *Lexicon) Before(first, second, least uint32) (word, count uint32) {
	for w := range len(l.starts) - 1 {
		if l.words[w] < least {
			continue
		}
		if at, ok := l.pair(uint32(w), first); ok && l.pairs.at(at) >= least {
			l.triples.follow(l.thirds, l.after[at], l.after[at+1], WordRange{second, second + 1}, func(_, n uint32) {
				if n >= least && n > count {
					word, count = uint32(w), n
				}
			})
		}
	}
	return word, count
}

// pair returns the place of a run of two.
func (l *Lexicon) pair(a, b uint32) (place int, ok bool) {
	if int(a) >= len(l.starts)-1 {
		return 0, false
	}
	from, to := int(l.starts[a]), int(l.starts[a+1])
	at := from + sort.Search(to-from, func(i int) bool { return uint32(l.seconds[from+i]) >= b })
	return at, at < to && uint32(l.seconds[at]) == b
}

// follow calls yield with the words of a range among words[from:to].
func (t *tally) follow(words []uint16, from, to uint32, r WordRange, yield func(word, count uint32)) {
	at := int(from) + sort.Search(int(to-from), func(i int) bool { return uint32(words[int(from)+i]) >= r.From })
	for ; at < int(to) && uint32(words[at]) < r.To; at++ {
		yield(uint32(words[at]), t.at(at))
	}
}

func (t *tally) at(place int) uint32 {
	if n := t.low[place]; n < bigTF {
		return uint32(n)
	}
	i, _ := slices.BinarySearchFunc(t.big, uint32(place), func(e excess, at uint32) int { return cmp.Compare(e.Document, at) })
	return t.big[i].Frequency
}

func (t *tally) add(n uint32) {
	if n >= bigTF {
		t.big = append(t.big, excess{uint32(len(t.low)), n})
	}
	t.low = append(t.low, uint8(min(n, bigTF)))
}

// Name returns how often words were written as a name.
func (l *Lexicon) Name(words ...uint32) (count uint32) {
	l.Names(words, func(all []uint32, n uint32) bool {
		if len(all) == len(words) {
			count = n
		}
		return false
	})
	return count
}

// Names calls yield with the names that begin with some words and their counts,
// in the order of numbers, until it returns false. words is valid until then.
func (l *Lexicon) Names(begin []uint32, yield func(words []uint32, count uint32) bool) {
	want, ok := nameOf(begin)
	if !ok {
		return
	}
	at, _ := slices.BinarySearchFunc(l.names, want, name.compare)
	var words [MaxName]uint32
	for ; at < len(l.names) && slices.Equal(l.names[at].Words[:len(begin)], want.Words[:len(begin)]); at++ {
		n := 0
		for ; n < MaxName && l.names[at].Words[n] > 0; n++ {
			words[n] = l.names[at].Words[n] - 1
		}
		if !yield(words[:n], l.names[at].Count) {
			return
		}
	}
}

func nameOf(words []uint32) (n name, ok bool) {
	for i, w := range words[:min(len(words), MaxName)] {
		n.Words[i] = w + 1
	}
	return n, len(words) <= MaxName
}

func (n name) compare(o name) int { return slices.Compare(n.Words[:], o.Words[:]) }
