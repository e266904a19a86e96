package plan

import (
	"cmp"
	"math"
	"slices"
	"strings"

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

// mayBeSlip reports whether a place can be mended: it is a word by itself and no
// initial, or letters with digits behind.
func (p *passage) mayBeSlip(i int) bool {
	x := &p.places[i]
	switch {
	case x.part:
		return false
	case x.fixed:
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
