package plan

import (
	"slices"

	"vankien/index"
	"vankien/index/query"
)

// Guess is a query that may have been meant instead of the one asked.
type Guess struct {
	Kind  index.SuggestionKind
	Query query.Node
}

// MaxGuesses bounds the guesses at one query.
const MaxGuesses = 3

// Guesses returns what may have been meant by the query of a request, likeliest
// first: slips mended, names in their usual order or as a whole, marks added.
// What a query asks for exactly, as a beginning or by itself stays. Slips are
// looked for only where few says that the query finds little: that costs the most,
// and words that chance brought together look like slips. The error is that of the
// lexicon; without one there are no guesses.
func Guesses(of Lexicon, names Names, req *index.Request, few bool) ([]Guess, error) {
	if req.Query == nil || of.Total() == 0 {
		return nil, nil
	}
	asked, _, err := decode(of, req.Query)
	if err != nil {
		return nil, err
	}
	g := guesser{of: of, names: names, asked: asked}
	list := passages(asked)
	read := make([]*lattice, len(list))
	for i := range list {
		if read[i], err = g.typed(&list[i]); err != nil {
			return nil, err
		}
	}
	if few {
		if err := g.spelling(list, read); err != nil {
			return nil, err
		}
	}
	if req.Accents == index.AccentsExact {
		return g.out, nil
	}
	sure := len(g.out) > 0
	if len(list) == 1 {
		name, err := g.nameOrder(&list[0], read[0])
		if err != nil {
			return nil, err
		}
		sure = sure || name
	}
	if !sure {
		g.marks(list, read)
	}
	return g.out[:min(len(g.out), MaxGuesses)], nil
}

// guesser collects the guesses at one query.
type guesser struct {
	of    Lexicon
	names Names
	asked query.Node
	out   []Guess
}

// add notes a guess unless it is the query asked or one already made.
func (g *guesser) add(kind index.SuggestionKind, e edits) {
	if len(e) == 0 {
		return
	}
	q := e.apply(g.asked)
	same := func(o Guess) bool { return o.Query.String() == q.String() }
	if q.String() != g.asked.String() && !slices.ContainsFunc(g.out, same) {
		g.out = append(g.out, Guess{kind, q})
	}
}

// typed returns the lattice of the words of a passage as typed: those without
// marks stand for all their readings.
func (g *guesser) typed(p *passage) (*lattice, error) {
	g.fixKnown(p)
	places := make([][]choice, len(p.places))
	for i := range p.places {
		list, err := g.readings(&p.places[i])
		if err != nil {
			return nil, err
		}
		places[i] = list
	}
	return newLattice(g.of, places)
}

// readings returns the words that a place as typed stands for, itself if there
// are none.
func (g *guesser) readings(p *place) ([]choice, error) {
	if !p.plain() || p.fixed {
		return []choice{{term: p.term}}, nil
	}
	known, err := g.of.Readings(p.fold)
	if err != nil || len(known) == 0 {
		return []choice{{term: p.term}}, err
	}
	list := make([]choice, 0, len(known))
	for _, r := range known {
		if r.Count < rareReading*known[0].Count && r.Term != p.term {
			continue
		}
		list = append(list, choice{term: r.Term})
	}
	return list, nil
}

// rareReading is the share of the most frequent reading of a fold below which
// another is not thought of.
const rareReading = 1e-4

// fixKnown fixes the words that are known abbreviations, and notes those of known
// names.
func (g *guesser) fixKnown(p *passage) {
	typed := make([]string, len(p.words))
	for i, w := range p.words {
		typed[i] = w.Text
	}
	for _, x := range g.names.Abbreviations.Find(typed) {
		p.know(x.From, x.To, !x.Long)
	}
	for _, x := range g.names.Places.Find(typed) {
		if x.To-x.From > 1 { // one word may be several written as one: vietnam
			p.know(x.From, x.To, false)
		}
	}
}

// know notes that words are known.
func (p *passage) know(from, to int, fixed bool) {
	for i := range p.places {
		if x := &p.places[i]; x.word >= from && x.word < to {
			x.known, x.fixed = true, x.fixed || fixed
		}
	}
}
