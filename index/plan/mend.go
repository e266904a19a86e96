package plan

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/viet"
)

// A word is suspicious when the collection lacks it, or does not have it beside
// its neighbours more often than chance would. Only then is looked for what may
// have been meant, and that replaces it only where the whole passage becomes far
// likelier by it: a slip of one letter is rare, a rare word is not.

const (
	supportedLift = 2   // beside a neighbour, from which on a word is no slip
	supportedPair = 5   // times that it stands beside each of its neighbours, from which on it is none
	slipWeight    = 3.0 // logarithm of the odds against a slip that costs 1
	mendOdds      = 5.0 // logarithm of how much likelier the passage must be with a word mended …
	lackedOdds    = 1.0 // … or one that the collection lacks
	mostSlips     = 2   // words mended in one passage
	mostSuspects  = 4
	mostNear      = 100 // words that one may have been meant to be
	mendWidth     = 24
)

// spelling guesses with the slips of all passages mended.
func (g *guesser) spelling(list []passage, read []*lattice) error {
	all := edits{}
	for i := range list {
		if err := g.mend(&list[i], read[i], all); err != nil {
			return err
		}
	}
	g.add(index.SuggestSpelling, all)
	return nil
}

// mend adds what stands in place of the slips of a passage to e.
func (g *guesser) mend(p *passage, l *lattice, e edits) error {
	now := l.paths(mendWidth/4, 0)[0][0]
	suspects := p.suspects(l, now)
	if len(suspects) == 0 {
		return nil
	}
	joined, err := g.join(p, l, suspects, e)
	if err != nil || joined {
		return err
	}
	if err := g.respell(p, l, suspects, e); err != nil {
		return err
	}
	return g.cut(p, l, now, suspects, e)
}

// suspects returns the suspicious places of a passage, those that the
// collection lacks first.
func (p *passage) suspects(l *lattice, now path) (list []int) {
	support := func(i int) float64 {
		if l.words[i][now.choices[i]] == 0 {
			return -1
		}
		lift, least := 0.0, math.Inf(1)
		for at := max(0, i-1); at <= i && at+1 < len(p.places); at++ {
			lift = max(lift, l.lift(at, now))
			least = min(least, l.pair(at, now.choices[at], now.choices[at+1]))
		}
		if least >= supportedPair && len(p.places) > 1 {
			return supportedLift
		}
		return lift
	}
	for i := range p.places {
		s := support(i)
		if p.mayBeSlip(i) && s < supportedLift && (s < 0 || len(p.places) > 1 || !viet.IsSyllable(p.places[i].term)) {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(support(a), support(b)) })
	return list[:min(len(list), mostSuspects)]
}

// mayBeSlip reports whether a place can be mended: it is a word by
// itself and no initial, or letters with digits behind.
func (p *passage) mayBeSlip(i int) bool {
	x := &p.places[i]
	if x.fixed {
		return x.glued && !viet.IsSyllable(x.term)
	}
	return !x.known && !p.initial(i)
}

// respell replaces suspicious words by near ones where the passage becomes far
// likelier.
func (g *guesser) respell(p *passage, l *lattice, suspects []int, e edits) error {
	places := slices.Clone(l.places)
	for _, i := range suspects {
		if p.places[i].fixed || len(places) == 1 && !lacked(l, i) {
			continue
		}
		near, err := g.near(&p.places[i], l.places[i])
		if err != nil {
			return err
		}
		places[i] = append(slices.Clone(places[i][:min(len(places[i]), mostNear)]), near...)
	}
	wide, err := newLattice(g.of, places)
	if err != nil {
		return err
	}
	beams := wide.paths(mendWidth, min(mostSlips, len(suspects)))
	best, gain := path{}, 0.0
	for slips, list := range beams[1:] {
		for _, x := range list {
			need, ok := p.need(wide, x)
			if g := x.score - beams[0][0].score - need; ok && g > gain+float64(slips)*lackedOdds {
				best, gain = x, g
			}
		}
	}
	for i, c := range best.choices {
		if wide.places[i][c].slip {
			e.set(p, i, p.spelled(i, wide.places[i][c].term))
		}
	}
	return nil
}

// need returns the least gain that justifies the slips of a path, and whether
// each word that the collection has stands beside a neighbour now.
func (p *passage) need(l *lattice, x path) (need float64, ok bool) {
	for i, c := range x.choices {
		switch {
		case !l.places[i][c].slip:
		case lacked(l, i):
			need += lackedOdds
		case i > 0 && l.pair(i-1, x.choices[i-1], c) > 0 || i+1 < len(x.choices) && l.pair(i, c, x.choices[i+1]) > 0:
			need += mendOdds
		default:
			return 0, false
		}
	}
	return need, true
}

// lacked reports whether the collection has no word typed at a place.
func lacked(l *lattice, i int) bool {
	for c, x := range l.places[i] {
		if !x.slip && l.words[i][c] > 0 {
			return false
		}
	}
	return true
}

// spelled returns the term for a place: without marks where it was typed without
// and the passage has none.
func (p *passage) spelled(i int, term string) string {
	if p.places[i].plain() && p.bare() {
		return viet.Fold(term)
	}
	return term
}

// bare reports whether no word of the passage has marks.
func (p *passage) bare() bool {
	return !slices.ContainsFunc(p.places, func(x place) bool { return !x.plain() })
}

// near returns the words of the collection that a slip may have made the word of
// a place of, likeliest first; typed are those it stands for as it is.
func (g *guesser) near(p *place, typed []choice) ([]choice, error) {
	folds := viet.SyllablesNear(p.fold)
	if !p.plain() {
		folds = append(folds, p.fold)
	}
	if !viet.IsSyllable(p.fold) {
		folds = append(folds, viet.WordsNear(p.fold)...)
	}
	var list []candidate
	for _, f := range folds {
		known, err := g.of.Readings(f)
		if err != nil {
			return nil, err
		}
		distance := viet.SlipCost(p.fold, f)
		for _, r := range known {
			if !p.plain() { // marks left out are no slip
				distance = viet.SlipCost(p.term, r.Term)
			}
			cost := slipWeight * distance
			if r.Term != p.term {
				list = append(list, candidate{choice{r.Term, cost, true}, math.Log(r.Count) - cost})
			}
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.odds, a.odds), strings.Compare(a.term, b.term))
	})
	list = slices.CompactFunc(list, func(a, b candidate) bool { return a.term == b.term })
	out := make([]choice, min(len(list), mostNear, MaxChoices-len(typed)))
	for i := range out {
		out[i] = list[i].choice
	}
	return out, nil
}

// candidate is a word that may have been meant, with how likely that is whatever
// stands beside it.
type candidate struct {
	choice
	odds float64
}

// gluedShare is how many times more often words must stand apart than as one.
const gluedShare = 5

// cut writes words apart that were written as one and could not be mended else.
func (g *guesser) cut(p *passage, l *lattice, now path, suspects []int, e edits) error {
	for _, i := range suspects {
		w := p.first + p.places[i].word
		if e[w] != nil {
			continue
		}
		parts, err := g.apart(&p.places[i], l.words[i][now.choices[i]])
		if err != nil {
			return err
		}
		if len(parts) > 0 {
			e[w] = parts
		}
	}
	return nil
}

// join writes a word as one that was written as two, and reports whether there
// was any.
func (g *guesser) join(p *passage, l *lattice, suspects []int, e edits) (done bool, err error) {
	for _, i := range suspects {
		for at := max(0, i-1); at <= i; at++ {
			joined, err := g.together(p, l, at)
			if err != nil {
				return false, err
			}
			if w := p.places[at].word; joined != "" {
				e[p.first+w], e[p.first+w+1] = []string{likeTyped(p.words[w].Text, joined)}, []string{}
				return true, nil
			}
		}
	}
	return false, nil
}

// apart returns the words that one was written for: syllables of which each two
// neighbours are known, where it is far rarer itself.
func (g *guesser) apart(p *place, count float64) ([]string, error) {
	if p.fixed {
		return g.hyphened(p.term, count)
	}
	s := splitter{of: g.of, whole: p.term, least: math.Inf(1)}
	if viet.IsSyllable(p.term) {
		return nil, nil
	}
	parts, ok := viet.Split(p.term, &s)
	short := func(part string) bool { return utf8.RuneCountInString(part) < 2 }
	if s.err != nil || !ok || s.least < gluedShare*count || slices.ContainsFunc(parts, short) {
		return nil, s.err
	}
	return parts, nil
}

// hyphened returns a word and the number glued to it with a hyphen between, nil
// where the collection does not have the two side by side more often.
func (g *guesser) hyphened(term string, count float64) ([]string, error) {
	word := strings.TrimRightFunc(term, unicode.IsDigit)
	number := term[len(word):]
	if len(word) < 2 || number == "" || strings.ContainsFunc(word, unicode.IsDigit) {
		return nil, nil
	}
	runs, err := g.of.Runs([][]string{{word}, {number}})
	if err != nil || len(runs.Pairs[0]) == 0 || runs.Pairs[0][0].Count < gluedShare*count {
		return nil, err
	}
	return []string{word + "-" + number}, nil
}

// splitter is what viet.Split asks of a lexicon; least is how often the rarest
// pair found stands there.
type splitter struct {
	of    Lexicon
	whole string
	least float64
	err   error
}

// terms returns the words that a syllable stands for.
func (s *splitter) terms(syllable string) (terms []string, sum float64) {
	fold := viet.Fold(syllable)
	list, err := s.of.Readings(fold)
	if err != nil {
		s.err = err
	}
	for _, r := range list {
		if fold == syllable || r.Term == syllable {
			terms = append(terms, r.Term)
			sum += r.Count
		}
	}
	return terms, sum
}

func (s *splitter) Frequency(syllable string) int {
	if syllable == s.whole {
		return 0
	}
	_, sum := s.terms(syllable)
	return int(sum)
}

func (s *splitter) Pair(a, b string) int {
	x, _ := s.terms(a)
	y, _ := s.terms(b)
	runs, err := s.of.Runs([][]string{x, y})
	if err != nil {
		s.err = err
		return 0
	}
	sum := 0.0
	for _, r := range runs.Pairs[0] {
		sum += r.Count
	}
	if sum > 0 {
		s.least = min(s.least, sum)
	}
	return int(sum)
}

// together returns the word that the words at i and behind it were written
// for, "" for none: one that the collection has, while it never has the two side
// by side and one of them is no syllable.
func (g *guesser) together(p *passage, l *lattice, i int) (string, error) {
	if i+1 >= len(p.places) || p.places[i].fixed || p.places[i+1].fixed ||
		viet.IsSyllable(p.places[i].term) && viet.IsSyllable(p.places[i+1].term) ||
		slices.Max(l.pairs[i]) > 0 {
		return "", nil
	}
	term := p.places[i].term + p.places[i+1].term
	known, err := g.of.Readings(viet.Fold(term))
	if err != nil {
		return "", err
	}
	for _, r := range known {
		if r.Term == term && r.Count >= leastWhole {
			return term, nil
		}
	}
	return "", nil
}
