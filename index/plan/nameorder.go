package plan

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/viet"
)

// Names are typed in other orders, in part and by initials. What they are whole
// is known from the names that the collection has.

const (
	orderOdds  = 3   // times that the usual order must be more frequent than the typed one
	partShare  = 0.5 // of what a part stands in that its longer name must be
	wholeExtra = 2   // words that a name has before the part of it that was typed
)

// nameOrder guesses at the whole name that a passage, behind a title, is meant to
// be, and reports whether it can be nothing else.
func (g *guesser) nameOrder(p *passage, l *lattice) (sure bool, err error) {
	n := len(p.places)
	if h := p.title(); h > 0 {
		p = &passage{p.words[h:], p.first + h, slices.Clone(p.places[h:])}
		for i := range p.places {
			p.places[i].word -= h
		}
		x, err := g.typed(p)
		if err != nil {
			return false, err
		}
		n, l = n-h, x
	}
	if n < 2 || n > MaxName || n != len(p.words) {
		return false, nil
	}
	if begins, ok := p.initials(); ok {
		return true, g.byInitials(p, begins)
	}
	if slices.ContainsFunc(p.places, func(x place) bool { return x.fixed }) {
		return false, nil
	}
	typed := 0.0
	best := l.paths(marksWidth, 0)[0]
	for _, w := range best {
		if l.isUnit(w) {
			typed += l.count(w)
		}
	}
	if typed == 0 {
		if found, err := g.rotated(p, l); err != nil || found {
			return true, err
		}
	}
	return false, g.part(p, best, l)
}

// title returns how many words of a passage are a title before a name.
func (p *passage) title() int {
	if len(p.places) != len(p.words) {
		return 0
	}
	return honorific(p.typed())
}

// rotated guesses at a name that begins with a later word of the passage. All
// orders are known from one look at the words written twice.
func (g *guesser) rotated(p *passage, l *lattice) (bool, error) {
	n := len(p.places)
	twice := append(slices.Clone(l.places), l.places[:n-1]...)
	x, err := newLattice(g.of, twice)
	if err != nil {
		return false, err
	}
	most, at, which := 0.0, 0, Run{}
	for k := 1; k < n; k++ {
		for r, count := range x.names[k] {
			if r.Len == n && (count > most || count == most && slices.Compare(r.Choices[:], which.Choices[:]) < 0) {
				most, at, which = count, k, r
			}
		}
	}
	if most < leastWhole || most < orderOdds*sumOfNames(x, n) {
		return false, nil
	}
	terms := make([]string, n)
	for i := range terms {
		terms[i] = twice[at+i][which.Choices[i]].term
	}
	g.name(p, terms)
	return true, nil
}

// sumOfNames is how often a passage of n places is a name as it stands.
func sumOfNames(l *lattice, n int) (sum float64) {
	for r, count := range l.names[0] {
		if r.Len == n {
			sum += count
		}
	}
	return sum
}

// part guesses at the longer name that the passage is the end of, where that is
// what it mostly stands in and it is seldom a name by itself.
func (g *guesser) part(p *passage, ways []path, l *lattice) error {
	n := len(p.places)
	stands, whole := 0.0, sumOfNames(l, n)
	for _, w := range ways {
		stands += l.count(w)
	}
	if stands < leastWhole {
		return nil
	}
	for extra := 1; extra <= wholeExtra && n+extra <= MaxName; extra++ {
		begins := make([]string, extra, n+extra)
		for _, x := range p.places[:n-1] {
			begins = append(begins, x.fold)
		}
		names, err := g.of.NamesEnding(p.places[n-1].fold, begins...)
		if err != nil {
			return err
		}
		for _, x := range names {
			if x.Count >= leastWhole && x.Count >= partShare*stands && x.Count >= orderOdds*whole && honorific(x.Terms) == 0 && p.isEnd(x.Terms) {
				g.name(p, x.Terms)
				return nil
			}
		}
	}
	return nil
}

// isEnd reports whether a name ends in the words of the passage.
func (p *passage) isEnd(terms []string) bool {
	end := terms[len(terms)-len(p.places):]
	for i := range p.places {
		if x := &p.places[i]; x.term != end[i] && !(x.plain() && x.fold == viet.Fold(end[i])) {
			return false
		}
	}
	return true
}

// initial reports whether a place is an initial: a letter or two consonants, with
// a capital.
func (p *passage) initial(i int) bool {
	x := &p.places[i]
	typed := p.words[x.word].Text
	return utf8.RuneCountInString(typed) <= 2 && strings.IndexFunc(typed, unicode.IsUpper) == 0 &&
		(len(x.fold) == 1 || !strings.ContainsAny(x.fold, "aeiouy"))
}

// initials returns what the words of a name before the last begin with, and
// whether one of them is an initial.
func (p *passage) initials() (begins []string, ok bool) {
	last := len(p.places) - 1
	for i, x := range p.places[:last] {
		ok = ok || p.initial(i)
		begins = append(begins, x.fold)
	}
	return begins, ok && len(p.places[last].fold) > 1
}

// byInitials guesses at the names that have the initials and the last word.
func (g *guesser) byInitials(p *passage, begins []string) error {
	last := p.places[len(p.places)-1]
	names, err := g.of.NamesEnding(last.fold, begins...)
	if err != nil {
		return err
	}
	for _, x := range names {
		if x.Count >= leastWhole && (last.plain() || x.Terms[len(x.Terms)-1] == last.term) && len(g.out) < MaxGuesses {
			g.name(p, x.Terms)
		}
	}
	return nil
}

// name guesses at a name in place of the whole passage, unless that has just its
// words: Y tế is no name with an initial.
func (g *guesser) name(p *passage, terms []string) {
	if slices.Equal(p.typed(), terms) {
		return
	}
	e := edits{}
	for i := range p.words {
		e[p.first+i] = []string{}
	}
	whole := make([]string, len(terms))
	for i, t := range terms {
		whole[i] = capital(t)
	}
	e[p.first] = whole
	g.add(index.SuggestName, e)
}
