package segment

import (
	"bytes"
	"math"
	"math/bits"
	"slices"
)

// WordSet is some words of a segment by their numbers: ranges in order that do
// not touch.
type WordSet []WordRange

// Add adds a range.
func (w WordSet) Add(r WordRange) WordSet {
	if r.From >= r.To {
		return w
	}
	at, _ := slices.BinarySearchFunc(w, r.From, func(x WordRange, from uint32) int { return int(x.To) - int(from) })
	to := at
	for ; to < len(w) && w[to].From <= r.To; to++ {
		r.From, r.To = min(r.From, w[to].From), max(r.To, w[to].To)
	}
	return slices.Replace(w, at, to, r)
}

// Has reports whether a word is one of them.
func (w WordSet) Has(number uint32) bool {
	if len(w) <= fewRanges {
		for _, r := range w {
			if number-r.From < r.To-r.From {
				return true
			}
		}
		return false
	}
	at, _ := slices.BinarySearchFunc(w, number, func(x WordRange, n uint32) int { return int(x.To) - int(n) - 1 })
	return at < len(w) && w[at].From <= number
}

const fewRanges = 4

// Sequence is words that stand one after the other, each out of a set. It is
// made for one segment and safe for concurrent use.
//
// A document is not read word by word. What is looked for is one unit, that of
// the rarest word where each set is one word, else of two neighbours that the
// caller knows to stand there; the others are compared where it is found.
type Sequence struct {
	segment *Segment
	words   []WordSet
	apart   []bool   // a sentence ends before the word
	weights []uint32 // of the parts; 0: not looked at
	needle  []uint16 // the units that it is, where each set is one word
	rarest  int      // unit of the needle
	alike   bool     // parts but the first weigh the same

	// Once has counts end at the first place: they tell only whether there is one.
	Once bool
}

// NewSequence prepares the search for words that stand one after the other.
// apart says of each whether a sentence ends before it; that of the first does
// not matter. weights says for each part what an occurrence there counts.
func (s *Segment) NewSequence(words []WordSet, apart []bool, weights []uint32) *Sequence {
	q := &Sequence{segment: s, words: words, apart: apart, weights: weights, alike: true}
	for _, w := range weights[min(1, len(weights)):] {
		q.alike = q.alike && w == weights[1]
	}
	var units []uint16
	least := uint32(math.MaxUint32)
	for i, w := range words {
		if len(w) != 1 || w[0].To-w[0].From != 1 {
			return q
		}
		if i > 0 && apart[i] {
			units = append(units, gapUnit)
		}
		if n := s.documentsOf(w[0].From); n < least {
			least, q.rarest = n, len(units)
		}
		units = appendUnits(units, w[0].From, uint32(s.head.Common))
	}
	q.needle = units
	return q
}

// documentsOf is the number of documents that have a word.
func (s *Segment) documentsOf(word uint32) uint32 { return s.records[s.wordKey[word]].N }

// One reports whether each set is one word.
func (q *Sequence) One() bool { return q.needle != nil }

// Count returns how often the words stand so in a document, each time by the
// weight of the part.
func (q *Sequence) Count(document uint32) (n uint32) {
	units := q.segment.units(document)
	if q.needle != nil {
		return q.find(units, q.needle, q.rarest, 0)
	}
	return q.each(units)
}

// each counts the places word by word.
func (q *Sequence) each(units []uint16) (n uint32) {
	part, common := 0, uint32(q.segment.head.Common)
	for i := 0; i < len(units); i++ {
		at := i
		switch u := uint32(units[i]); {
		case u == gapUnit:
			continue
		case u == partUnit:
			part++
			continue
		case u >= escape:
			i++
			u = common + (u-escape)<<16 + uint32(units[i])
			if !q.words[0].Has(u) {
				continue
			}
		case !q.words[0].Has(u):
			continue
		}
		if q.weights[part] > 0 && q.stands(units[at:]) {
			if n += q.weights[part]; q.Once {
				return n
			}
		}
	}
	return n
}

// CountAt is Count of those places where word k is a and the next word b, both
// common, and no sentence ends between them.
func (q *Sequence) CountAt(document uint32, k int, a, b uint32) uint32 {
	pair := [2]uint16{uint16(a), uint16(b)}
	return q.find(q.segment.units(document), pair[:], cond(q.segment.documentsOf(b) < q.segment.documentsOf(a), 1, 0), k)
}

// find counts the places of a needle that begins with word k, by its rarest unit.
func (q *Sequence) find(units, needle []uint16, rarest, k int) (n uint32) {
	part, known := 0, 0 // the part that unit known is in
	for from := rarest; ; from++ {
		if from = nextUnit(units, needle[rarest], from); from < 0 {
			return n
		}
		at := from - rarest
		if at+len(needle) > len(units) || !slices.Equal(units[at:at+len(needle)], needle) || !begins(units, at) {
			continue
		}
		if start, ok := q.back(units, at, k); ok && (q.needle != nil || q.stands(units[start:])) {
			part, known = q.partFrom(units[:at], part, known), at
			if n += q.weights[part]; q.Once && n > 0 {
				return n
			}
		}
	}
}

// partFrom returns the part that some units end in, given the part of one of them;
// of parts that weigh the same, any.
func (q *Sequence) partFrom(units []uint16, part, known int) int {
	for part == 0 || !q.alike {
		if known = nextUnit(units, partUnit, known); known < 0 {
			break
		}
		if begins(units, known) {
			part++
		}
		known++
	}
	return part
}

// nextUnit returns the place of the first unit that is u from a place on, or -1.
// It looks for the low byte, of which hardware compares many at once and which
// tells most words apart: they are numbered in order.
func nextUnit(units []uint16, u uint16, from int) int {
	text := bytesOf(units)
	for at := 2 * from; at < len(text); at++ {
		i := bytes.IndexByte(text[at:], byte(u))
		if i < 0 {
			break
		}
		if at += i; at&1 == 0 && text[at+1] == byte(u>>8) {
			return at / 2
		}
	}
	return -1
}

// back returns the unit that lies k words before another, over the ends of
// sentences that belong there.
func (q *Sequence) back(units []uint16, at, k int) (start int, ok bool) {
	for ; k > 0; k-- {
		if q.apart[k] {
			if at--; at < 0 || units[at] != gapUnit {
				return 0, false
			}
		}
		if at--; at < 0 {
			return 0, false
		}
		if !begins(units, at) {
			at--
		}
	}
	return at, true
}

// stands reports whether all words stand at the beginning of units.
func (q *Sequence) stands(units []uint16) bool {
	i, common := 0, uint32(q.segment.head.Common)
	for k := range q.words {
		if k > 0 && q.apart[k] {
			if i >= len(units) || units[i] != gapUnit {
				return false
			}
			i++
		}
		if i >= len(units) {
			return false
		}
		u := uint32(units[i])
		switch {
		case u == gapUnit || u == partUnit:
			return false
		case u >= escape:
			i++
			u = common + (u-escape)<<16 + uint32(units[i])
		}
		if !q.words[k].Has(u) {
			return false
		}
		i++
	}
	return true
}

// begins reports whether a word begins at unit i, that is whether unit i is not
// the second one of a rarer word: an even number of units that could be the
// first one stand before it.
func begins(units []uint16, i int) bool {
	n := 0
	for n < i && units[i-1-n] >= escape {
		n++
	}
	return n%2 == 0
}

// Together is words that stand near each other, in any order, each out of a
// set. It is not safe for concurrent use.
type Together struct {
	// Stop, if not nil, is asked now and then within a long document. Once it
	// returns true, counts are of no use.
	Stop func() bool

	segment *Segment
	stops   unitSet   // what is more than a word that is not looked for
	sets    []WordSet // no two of them equal
	need    []int     // of each set: how many words of it a group has
	slots   []int     // the sets of the words of a group
	weights []uint32
	slop    int // other words between at most
	gap     int // what the end of a sentence counts as
	window  []member
	ended   int    // where the last group began; 0: in this part none did
	have    []int  // of each set: members of the window
	owner   []int  // of each member: slot + 1
	tried   []bool // members that cannot give way
	asked   []bool // sets that have tried all of theirs
}

// member is a word of a document that is one of those looked for.
type member struct {
	position int
	sets     uint64 // that it is in
}

// NewTogether prepares the search for groups of at most 64 words, one out of
// each set, with at most slop others between the first and the last. The end of a
// sentence counts as gap words. weights is as of NewSequence.
func (s *Segment) NewTogether(words []WordSet, slop, gap int, weights []uint32) *Together {
	q := &Together{segment: s, slop: slop, gap: gap, weights: weights}
	for _, w := range words {
		at := slices.IndexFunc(q.sets, func(x WordSet) bool { return slices.Equal(x, w) })
		if at < 0 {
			at = len(q.sets)
			q.sets, q.need = append(q.sets, w), append(q.need, 0)
		}
		q.need[at]++
		q.slots = append(q.slots, at)
	}
	q.have, q.asked = make([]int, len(q.sets)), make([]bool, len(q.sets))
	q.stops.addOdd()
	for _, w := range q.sets {
		q.stops.add(w, uint32(s.head.Common))
	}
	return q
}

// stopEvery is how many units are looked at between two questions whether to stop.
const stopEvery = 1 << 12

// Count returns the sum over all groups of a document of the weight of the part
// times 1/(1 + other words between). A group is words of which none can go: none of
// those within it are a group by themselves.
func (q *Together) Count(document uint32) (sum float64) {
	units, common := q.segment.units(document), uint32(q.segment.head.Common)
	q.window, q.ended = q.window[:0], 0
	position, part, looked := 0, 0, 0
	for i := 0; i < len(units); i++ {
		from := i
		i = q.stops.next(units, i)
		position += i - from
		if i == len(units) {
			break
		}
		if looked++; looked%stopEvery == 0 && q.Stop != nil && q.Stop() {
			return sum
		}
		number := uint32(units[i])
		switch {
		case number == gapUnit:
			position += q.gap
			continue
		case number == partUnit:
			position, part, q.window, q.ended = 0, part+1, q.window[:0], 0
			continue
		case number >= escape:
			i++
			number = common + (number-escape)<<16 + uint32(units[i])
		}
		position++
		sum += q.at(number, position, part)
	}
	return sum
}

// at takes in a word and returns what it adds to the sum.
func (q *Together) at(number uint32, position, part int) float64 {
	if q.weights[part] == 0 {
		return 0
	}
	m := member{position: position}
	for k, w := range q.sets {
		if w.Has(number) {
			m.sets |= 1 << k
		}
	}
	if m.sets == 0 {
		return 0
	}
	between, is := q.ends(m)
	if !is {
		return 0
	}
	return float64(q.weights[part]) / float64(1+between)
}

// ends takes in a word and reports whether it ends a group, and how many other
// words that has between.
func (q *Together) ends(m member) (between int, is bool) {
	reach := len(q.slots) + q.slop
	q.window = append(q.window, m)
	from := 0
	for m.position-q.window[from].position >= reach {
		from++
	}
	q.window = slices.Delete(q.window, 0, from)
	if !q.covered(0) {
		return 0, false
	}
	from = 0
	for from+1 < len(q.window) && q.covered(from+1) {
		from++
	}
	q.window = slices.Delete(q.window, 0, from)
	is = q.window[0].position > q.ended // else a group before ended sooner
	q.ended = q.window[0].position
	return m.position - q.window[0].position + 1 - len(q.slots), is
}

// covered reports whether each word looked for can have a word of the window to
// itself, from a member on. Where no member is in two sets it is enough to count;
// else words are matched to members by augmenting paths.
func (q *Together) covered(from int) bool {
	window, several := q.window[from:], false
	if len(window) < len(q.slots) {
		return false
	}
	clear(q.have)
	for i := range window {
		left := window[i].sets
		several = several || left&(left-1) != 0
		for ; left != 0; left &= left - 1 {
			q.have[bits.TrailingZeros64(left)]++
		}
	}
	for k, n := range q.need {
		if q.have[k] < n {
			return false
		}
	}
	return !several || q.matched(window)
}

// matched matches all words to members.
func (q *Together) matched(window []member) bool {
	q.owner = append(q.owner[:0], make([]int, len(window))...)
	for slot := range q.slots {
		q.tried = append(q.tried[:0], make([]bool, len(window))...)
		clear(q.asked)
		if !q.place(window, slot) {
			return false
		}
	}
	return true
}

// place finds a member for a word, of which others may have to give way.
func (q *Together) place(window []member, slot int) bool {
	set := q.slots[slot]
	if q.asked[set] {
		return false
	}
	q.asked[set] = true
	for w := range window {
		if q.tried[w] || window[w].sets&(1<<set) == 0 {
			continue
		}
		q.tried[w] = true
		if q.owner[w] == 0 || q.place(window, q.owner[w]-1) {
			q.owner[w] = slot + 1
			return true
		}
	}
	return false
}
