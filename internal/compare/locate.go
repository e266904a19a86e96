package compare

import "slices"

// Where does a passage stand in a long text of which some words may be others? The
// simple way, an alignment of the passage with the whole text, costs the product of
// their lengths: a second for a paragraph in a law. So the place is found first, by
// runs of three words that both have: the window of the text that has most of them.
// Only that window is aligned (Sellers 1980: the text before and behind costs
// nothing). Where no run of three is shared single words decide, which is enough for
// short passages. What the text has word for word is found before all that, where it
// stands first.

// Costs of an alignment. A replaced word is cheaper than one left out and one put in,
// so that the two stand side by side; words that are alike are cheaper still.
const (
	costAlike   = 1
	costReplace = 3
	costGap     = 2
)

// Likeness tells how two words compare.
type Likeness uint8

// The grades of likeness.
const (
	Unlike Likeness = iota
	Alike           // such as words that differ in their marks only
	Equal
)

// Pair is a word of the passage and the word of the text that stands for it, by
// number; -1 where there is none.
type Pair struct{ Passage, Text int }

// Locate finds the stretch of a text that is most like a passage, both given as
// numbers of words: equal numbers mean words that are at least alike, as -1 in the
// text means one that is not in the passage. like compares word i of the passage with
// word j of the text. It returns the pairs in order, which begin and end with words
// that both have; nil when no word is shared. The memory is about the square of the
// passage's length, in bytes.
func Locate(passage, text []int32, like func(i, j int) Likeness) []Pair {
	from, to := whole(passage, text, like)
	if to <= from {
		from, to = window(passage, text)
	}
	if to <= from {
		return nil
	}
	a := alignment{n: len(passage), from: from, m: to - from, like: like}
	return a.pairs()
}

// whole returns the first stretch of the text that is the passage word for word.
func whole(passage, text []int32, like func(i, j int) Likeness) (from, to int) {
	if len(passage) == 0 {
		return 0, 0
	}
next:
	for at := range max(0, len(text)-len(passage)+1) {
		for i, w := range passage {
			if text[at+i] != w || like(i, at+i) != Equal {
				continue next
			}
		}
		return at, at + len(passage)
	}
	return 0, 0
}

// window returns the stretch of the text that shares most runs of words with a passage.
func window(passage, text []int32) (from, to int) {
	for _, n := range []int{3, 1} {
		if n > len(passage) {
			continue
		}
		if at := shared(passage, text, n); len(at) > 0 {
			from, to = densest(at, len(passage)+len(passage)/2+8)
			margin := len(passage)/2 + 8
			return max(0, from-margin), min(len(text), to+n+margin)
		}
	}
	return 0, 0
}

// gram is up to three words in a row.
type gram [3]int32

func gramAt(words []int32, i, n int) (r gram, ok bool) {
	for k := range n {
		if words[i+k] < 0 {
			return r, false
		}
		r[k] = words[i+k] + 1
	}
	return r, true
}

// shared returns where runs of n words begin in the text that the passage has, too.
func shared(passage, text []int32, n int) (at []int) {
	have := map[gram]bool{}
	for i := range len(passage) - n + 1 {
		if r, ok := gramAt(passage, i, n); ok {
			have[r] = true
		}
	}
	for i := range max(0, len(text)-n+1) {
		if r, ok := gramAt(text, i, n); ok && have[r] {
			at = append(at, i)
		}
	}
	return at
}

// densest returns the first and the last of the places, which are in order, of the
// first stretch of a length that has most of them.
func densest(at []int, length int) (from, to int) {
	most, first := 0, 0
	for last := range at {
		for at[last]-at[first] > length {
			first++
		}
		if n := last - first + 1; n > most {
			most, from, to = n, at[first], at[last]
		}
	}
	return from, to
}

// alignment aligns a passage of n words with m words of a text from one on.
type alignment struct {
	n, m, from int
	like       func(i, j int) Likeness
	way        []byte // how each cell was come to
}

// Ways to a cell.
const (
	both byte = iota
	passageOnly
	textOnly
)

func (a *alignment) cost(i, j int) int32 {
	switch a.like(i, a.from+j) {
	case Equal:
		return 0
	case Alike:
		return costAlike
	}
	return costReplace
}

// pairs aligns and goes the cheapest way back.
func (a *alignment) pairs() []Pair {
	a.way = make([]byte, (a.n+1)*(a.m+1))
	end := a.fill()
	var list []Pair
	for i, j := a.n, end; i > 0; {
		switch a.way[i*(a.m+1)+j] {
		case both:
			i, j = i-1, j-1
			list = append(list, Pair{i, a.from + j})
		case passageOnly:
			i--
			list = append(list, Pair{i, -1})
		default:
			j--
			list = append(list, Pair{-1, a.from + j})
		}
	}
	slices.Reverse(list)
	return a.trimmed(list)
}

// fill works out the ways and returns where the cheapest alignment ends, the first
// of equals.
func (a *alignment) fill() (end int) {
	above, row := make([]int32, a.m+1), make([]int32, a.m+1)
	for i := range a.n {
		row[0] = int32(i+1) * costGap
		ways := a.way[(i+1)*(a.m+1):]
		ways[0] = passageOnly
		for j := range a.m {
			best, way := above[j]+a.cost(i, j), both
			if c := above[j+1] + costGap; c < best {
				best, way = c, passageOnly
			}
			if c := row[j] + costGap; c < best {
				best, way = c, textOnly
			}
			row[j+1], ways[j+1] = best, way
		}
		above, row = row, above
	}
	for j, c := range above {
		if c < above[end] {
			end = j
		}
	}
	return end
}

// trimmed parts the words of the text at both ends that only replace others: what
// they stand for is missing there.
func (a *alignment) trimmed(list []Pair) []Pair {
	shares := func(p Pair) bool {
		return p.Passage >= 0 && p.Text >= 0 && a.like(p.Passage, p.Text) != Unlike
	}
	first := slices.IndexFunc(list, shares)
	if first < 0 {
		return nil
	}
	last := len(list) - 1
	for !shares(list[last]) {
		last--
	}
	out := make([]Pair, 0, len(list))
	for i, p := range list {
		switch {
		case i >= first && i <= last:
			out = append(out, p)
		case p.Passage >= 0:
			out = append(out, Pair{p.Passage, -1})
		}
	}
	return out
}
