package plan

import (
	"math"
	"slices"

	"vankien/internal/viet"
)

// Vietnamese writes the syllables of a word apart, so what a person typed side by
// side is several words, one, or a name. Which it is, the collection knows: words
// that it has side by side far more often than chance are one unit. A dictionary
// knows neither the names in a collection nor its terms.
//
// Of all ways to cut words into spans the likeliest is taken (Viterbi): a span
// costs the logarithm of how seldom it stands in the collection, so a span that
// is a unit is cheaper than its words, each with a cost of its own. A span is a
// unit by its cohesion: how much oftener it stands there than its parts would meet
// by chance (lift), and that it is no chance neighbour of common parts (share).
//
// Counts are known of up to three words and of names; those of longer spans are
// estimated by their triples, each given the pair that it begins with. Without
// marks the counts are sums over all readings, which hides a unit beside other
// readings that are none, so readings are looked at one by one, too.
//
// What is not done: no part of speech, no dictionary, no learned weights. None of
// the constants is delicate: moved by factors of 2 to 10 they changed the results
// by a point, on four collections.

// The constants of a unit.
const (
	maxSpan        = 8    // words of a unit
	leastCount     = 3.0  // how often a unit stands in the collection
	leastWhole     = 2.0  // a unit that is all that was typed
	leastLift      = 3.0  // oftener than chance
	wholeLift      = 5.0  // of three or four words that are all that was typed
	leastShare     = 0.02 // of the rarer part, where both have two words or more
	wholeShare     = 0.01 //
	endLift        = 25.0 // of two words of which one is a function word (tự do, lý do)
	endLiftFolds   = 10.0 // without marks, where it may be none
	leastName      = 2.0  // how often a name stands there as a whole
	leastNameShare = 0.1  // of all occurrences of its words
	readingShare   = 0.1  // of the occurrences of its folds, for a reading to decide
	wholeWords     = 4    // up to which a query that is one span is taken more easily
)

// counter tells how often the words from place p on stand side by side.
type counter interface {
	run(p, n int) float64  // up to three words
	name(p, n int) float64 // as a name
}

// sums counts all choices of the places.
type sums struct {
	runs  [3][]float64 // by length - 1 and place
	names [][MaxName + 1]float64
}

func newSums(r *Runs) *sums {
	n := len(r.Words)
	s := &sums{names: make([][MaxName + 1]float64, n)}
	for k := range s.runs {
		s.runs[k] = make([]float64, n)
	}
	for p, words := range r.Words {
		for _, c := range words {
			s.runs[0][p] += c
		}
		for k, list := range [][]Run{r.Pairs[p], r.Triples[p]} {
			for i := range list {
				s.runs[k+1][p] += list[i].Count
			}
		}
		for i := range r.Names[p] {
			s.names[p][r.Names[p][i].Len] += r.Names[p][i].Count
		}
	}
	return s
}

func (s *sums) run(p, n int) float64 { return s.runs[n-1][p] }

func (s *sums) name(p, n int) float64 {
	if n > MaxName {
		return 0
	}
	return s.names[p][n]
}

// oneReading counts one choice of each place of a span.
type oneReading struct {
	*Runs
	from    int
	choices [MaxName]uint8
}

func (o *oneReading) run(p, n int) float64 {
	if n == 1 {
		return o.Words[p][o.choices[p-o.from]]
	}
	return o.find([][]Run{o.Pairs[p], o.Triples[p]}[n-2], p, n)
}

func (o *oneReading) name(p, n int) float64 { return o.find(o.Names[p], p, n) }

func (o *oneReading) find(list []Run, p, n int) float64 {
	want := o.choices[p-o.from:]
	for i := range list {
		if r := &list[i]; r.Len == n && slices.Equal(r.Choices[:n], want[:n]) {
			return r.Count
		}
	}
	return 0
}

// span is words of a query from place from to before place to.
type span struct{ from, to int }

func (s span) len() int { return s.to - s.from }

// segmenter cuts words that follow each other into units.
type segmenter struct {
	runs   *Runs
	sums   *sums
	total  float64
	places [][]string
	folds  bool         // no word was typed with marks
	known  bool         // spans that are only estimated are no units
	of     span         // being split
	cuts   map[int]bool // places that are the first of a unit, if any
}

// newSegmenter looks the words of each place up.
func newSegmenter(lex Lexicon, places [][]string, folds bool) (*segmenter, error) {
	runs, err := lex.Runs(places)
	if err != nil {
		return nil, err
	}
	return &segmenter{runs: runs, sums: newSums(runs), total: lex.Total(), places: places, folds: folds}, nil
}

// split cuts a span, which stands by itself, into units: in order and without gaps.
func (s *segmenter) split(of span) []span {
	s.of = of
	n := of.len()
	cost, from := make([]float64, n+1), make([]int, n+1)
	for to := 1; to <= n; to++ {
		cost[to] = math.Inf(1)
		for p := max(0, to-maxSpan); p < to; p++ {
			c, ok := s.cost(span{of.from + p, of.from + to})
			if ok && cost[p]+c < cost[to] {
				cost[to], from[to] = cost[p]+c, p
			}
		}
	}
	var units []span
	for to := n; to > 0; to = from[to] {
		units = append(units, span{of.from + from[to], of.from + to})
	}
	slices.Reverse(units)
	return units
}

// cost is what a span costs; not ok: it is no unit. No unit costs more than
// words that meet by chance, so that a name of common words is not dearer than
// its parts.
func (s *segmenter) cost(x span) (cost float64, ok bool) {
	if x.len() == 1 {
		return -math.Log(max(s.sums.run(x.from, 1), 0.5) / max(s.total, 1)), true
	}
	if !s.isUnit(x) || s.crosses(x) {
		return 0, false
	}
	cost = -math.Log(max(estimate(s.sums, x), 0.5) / s.total)
	if lift, _ := s.cohesion(s.sums, x); lift < leastLift {
		cost -= math.Log(leastLift / max(lift, 1e-3))
	}
	return cost, true
}

// crosses reports whether a span goes across a place that begins a unit.
func (s *segmenter) crosses(x span) bool {
	for p := x.from + 1; p < x.to; p++ {
		if s.cuts[p] {
			return true
		}
	}
	return false
}

// isEstimated reports whether the count of a span is not known.
func (s *segmenter) isEstimated(x span) bool { return x.len() > 3 && s.sums.name(x.from, x.len()) == 0 }

// isName reports whether the collection has a span as a name.
func (s *segmenter) isName(x span) bool {
	name := s.sums.name(x.from, x.len())
	return name >= leastName && name >= leastNameShare*estimate(s.sums, x)
}

// isUnit reports whether a span of two words or more is a unit.
func (s *segmenter) isUnit(x span) bool {
	if s.known && s.isEstimated(x) {
		return false
	}
	whole := x == s.of && x.len() <= wholeWords
	sum := estimate(s.sums, x)
	if sum < leastWhole || sum < leastCount && !whole {
		return false
	}
	if s.unit(s.sums, x, s.endsLoosely(x), whole) {
		return true
	}
	return s.folds && x.len() <= MaxName && s.readingIsUnit(x, sum, whole)
}

// readingIsUnit reports whether one reading of a span without marks is a unit.
func (s *segmenter) readingIsUnit(x span, sum float64, whole bool) bool {
	found := false
	s.readings(x, func(o *oneReading, count float64) bool {
		if count >= readingShare*sum && count >= leastWhole {
			found = s.unit(o, x, s.readingEndsLoosely(o, x), whole)
		}
		return !found
	})
	return found
}

// readings calls yield with the readings of a span of two to MaxName words that
// are known, and their counts, until it returns false.
func (s *segmenter) readings(x span, yield func(o *oneReading, count float64) bool) {
	list := s.runs.Names[x.from]
	if n := x.len(); n <= 3 {
		list = [][]Run{s.runs.Pairs[x.from], s.runs.Triples[x.from]}[n-2]
	}
	for i := range list {
		if list[i].Len == x.len() && !yield(&oneReading{s.runs, x.from, list[i].Choices}, list[i].Count) {
			return
		}
	}
}

// loose says whether a function word stands at an end of a span: for certain, or
// as one reading of a fold.
type loose uint8

const (
	endsFirmly loose = iota
	endsLoosely
	mayEndLoosely
)

func (s *segmenter) endsLoosely(x span) loose {
	for _, p := range []int{x.from, x.to - 1} {
		word := s.places[p][0]
		switch {
		case s.folds && viet.MayBeFunctionWord(viet.Fold(word)):
			return mayEndLoosely
		case !s.folds && viet.IsFunctionWord(word):
			return endsLoosely
		}
	}
	return endsFirmly
}

func (s *segmenter) readingEndsLoosely(o *oneReading, x span) loose {
	for _, p := range []int{x.from, x.to - 1} {
		if viet.IsFunctionWord(s.places[p][o.choices[p-x.from]]) {
			return endsLoosely
		}
	}
	return endsFirmly
}

// unit is the rule of a span, by one way to count.
func (s *segmenter) unit(c counter, x span, ends loose, whole bool) bool {
	count, name := estimate(c, x), c.name(x.from, x.len())
	lift, share := s.cohesion(c, x)
	if whole && count >= leastWhole && (x.len() == 2 || name >= leastName || lift >= wholeLift && share >= wholeShare) {
		return true
	}
	if count < leastCount {
		return false
	}
	if name >= leastName && name >= leastNameShare*count {
		return true
	}
	switch {
	case ends == endsLoosely && (x.len() > 2 || lift < endLift):
		return false
	case ends == mayEndLoosely && lift < endLiftFolds:
		return false
	}
	return lift >= leastLift && share >= leastShare
}

// cohesion returns how much oftener a span stands in the collection than its
// parts would side by side by chance, at the point where that is least, and the
// least share that it has of the rarer of two parts of two words or more.
func (s *segmenter) cohesion(c counter, x span) (lift, share float64) {
	all := estimate(c, x)
	lift, share = math.Inf(1), math.Inf(1)
	for at := x.from + 1; at < x.to; at++ {
		a, b := estimate(c, span{x.from, at}), estimate(c, span{at, x.to})
		lift = min(lift, all*s.total/max(1, a*b))
		if at-x.from >= 2 && x.to-at >= 2 {
			share = min(share, all/max(1, min(a, b)))
		}
	}
	return lift, share
}

// estimate is how often a span stands in the collection, as far as it is known.
func estimate(c counter, x span) float64 {
	if x.len() <= 3 {
		return c.run(x.from, x.len())
	}
	if name := c.name(x.from, x.len()); name > 0 {
		return name
	}
	all := c.run(x.from, 3)
	least := all
	for p := x.from + 1; p+3 <= x.to && all > 0; p++ {
		triple, pair := c.run(p, 3), c.run(p, 2)
		if triple == 0 || pair == 0 {
			return 0
		}
		all *= min(1, triple/pair)
		least = min(least, triple)
	}
	if all = min(all, least); all < 0.5 {
		return 0
	}
	return all
}
