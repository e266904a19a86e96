package plan

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/query"
)

// Words without marks are offered with the likeliest ones: where the passage is
// read together, when that reading is much more frequent than any other that is
// read together, and else when the whole way through the lattice is much likelier
// than the next.

const (
	marksWidth  = 16
	unitOdds    = 5   // times the next reading
	wholeOdds   = 2.0 // logarithm of the odds to the next reading …
	longOdds    = 4.0 // … of a long passage
	longPassage = 7   // words
	rareUnit    = 0.1 // of the most frequent reading, below which another is not offered
)

// marks guesses with the likeliest marks of all passages; of a single one with
// up to three readings when none of them is much likelier.
func (g *guesser) marks(list []passage, read []*lattice) {
	if slices.ContainsFunc(list, func(p passage) bool { return !p.bare() }) {
		return
	}
	all := edits{}
	for i := range list {
		ways := list[i].marked(read[i])
		for k := range ways {
			e := edits{}
			list[i].write(read[i], ways, k, e)
			if k == 0 {
				maps.Copy(all, e)
			}
			if len(list) == 1 {
				g.add(index.SuggestMarks, e)
			}
		}
	}
	g.add(index.SuggestMarks, all)
}

// write sets the words of a path; the words of a name begin with capitals. One
// that has no marks is written so that it stands for nothing else.
func (p *passage) write(l *lattice, ways []path, k int, e edits) {
	way := ways[k]
	name := len(way.choices) > 1 && l.name(0, way.choices) >= l.count(way)/2 && l.name(0, way.choices) >= leastWhole
	if len(ways) > 1 && slices.Equal(l.terms(way), p.typed()) {
		for i, w := range p.words {
			e[p.first+i] = []string{"=" + w.Text}
		}
		return
	}
	for i, c := range way.choices {
		if term := l.places[i][c].term; name {
			e.write(p, i, capital(term))
		} else {
			e.set(p, i, term)
		}
	}
}

// marked returns the readings of a bare passage to offer, likeliest first.
func (p *passage) marked(l *lattice) []path {
	ways := l.paths(marksWidth, 0)[0]
	if len(ways) == 0 || slices.ContainsFunc(p.places, func(x place) bool { return x.fixed }) && len(p.places) == 1 {
		return nil
	}
	if len(p.places) <= MaxName {
		units, sure := p.unitsOf(l, ways)
		switch {
		case sure:
			return units[:1]
		case len(units) > 0 && len(p.places) == 1:
			return nil
		case len(units) > 0:
			return units[:min(len(units), MaxGuesses)]
		}
	}
	odds := wholeOdds
	if len(p.places) >= longPassage {
		odds = longOdds
	}
	if len(ways) > 1 && ways[0].score-ways[1].score < odds || math.IsInf(ways[0].score, -1) {
		return nil
	}
	return ways[:1]
}

// unitsOf returns the ways that are read together, most frequent first, and
// whether the first is much more frequent than the next and has half of all. Of a
// passage typed as a name the ways that are names count, as such, if there are any.
func (p *passage) unitsOf(l *lattice, ways []path) (units []path, sure bool) {
	count := l.count
	if p.isTypedAsName() && slices.ContainsFunc(ways, func(w path) bool { return l.name(0, w.choices) >= leastName }) {
		count = func(w path) float64 { return l.name(0, w.choices) }
	}
	all := 0.0
	for _, w := range ways {
		n := count(w)
		all += n
		if n >= leastWhole && l.isUnit(w) {
			units = append(units, w)
		}
	}
	if len(units) == 0 {
		return nil, false
	}
	slices.SortStableFunc(units, func(a, b path) int { return cmp.Compare(count(b), count(a)) })
	top := count(units[0])
	units = slices.DeleteFunc(units, func(p path) bool { return count(p) < rareUnit*top })
	return units, 2*top >= all && (len(units) == 1 || top >= unitOdds*count(units[1]))
}

// isTypedAsName reports whether each word begins with its only capital.
func (p *passage) isTypedAsName() bool {
	return len(p.words) > 1 && !slices.ContainsFunc(p.words, func(w query.Word) bool {
		return likeTyped(w.Text, strings.ToLower(w.Text)) != w.Text || strings.ToLower(w.Text) == w.Text || strings.ToUpper(w.Text) == w.Text && len(w.Text) > 1
	})
}
