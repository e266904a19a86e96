package plan

import (
	"math"

	"vankien/internal/viet"
)

// A lattice is the words that may stand at each place of a passage of a query.
// The likeliest way through it is that of a chain of words in which each follows
// from the two before it, as the lexicon counted them; what a word is away from
// the one that was typed makes it dearer. So the neighbours on both sides decide
// what a word without marks stands for, and what a slip was meant to be.

// choice is a word that may stand at a place.
type choice struct {
	term string
	cost float64 // logarithm of how much less likely it is than as typed
	slip bool    // it is none that was typed
}

// lattice is choices with what a lexicon knows of them.
type lattice struct {
	total   float64
	places  [][]choice
	words   [][]float64
	alone   [][]float64            // logarithm of the chance of a word behind one that it is not known behind
	pairs   [][]float64            // by place, then choice · choices of the next place + its choice
	triples []map[[3]uint8]float64 // by place
	names   []map[Run]float64      // by place; keys have no count
}

// newLattice asks for what is known of choices, with one look.
func newLattice(of Lexicon, places [][]choice) (*lattice, error) {
	terms := make([][]string, len(places))
	for i := range places {
		places[i] = places[i][:min(len(places[i]), MaxChoices)]
		terms[i] = make([]string, len(places[i]))
		for c, x := range places[i] {
			terms[i][c] = x.term
		}
	}
	runs, err := of.Runs(terms)
	if err != nil {
		return nil, err
	}
	n := len(places)
	l := &lattice{total: of.Total(), places: places, words: runs.Words,
		alone: make([][]float64, n), pairs: make([][]float64, n), triples: make([]map[[3]uint8]float64, n), names: make([]map[Run]float64, n)}
	for i := range places {
		l.take(i, runs)
	}
	return l, nil
}

func (l *lattice) take(i int, runs *Runs) {
	l.alone[i] = make([]float64, len(l.places[i]))
	for c := range l.places[i] {
		l.alone[i][c] = math.Log(partWord * l.chance(i, uint8(c)))
	}
	if i+1 < len(l.places) {
		next := len(l.places[i+1])
		l.pairs[i] = make([]float64, len(l.places[i])*next)
		for _, r := range runs.Pairs[i] {
			l.pairs[i][int(r.Choices[0])*next+int(r.Choices[1])] = r.Count
		}
	}
	if len(runs.Triples[i]) > 0 {
		l.triples[i] = make(map[[3]uint8]float64, len(runs.Triples[i]))
		for _, r := range runs.Triples[i] {
			l.triples[i][[3]uint8(r.Choices[:3])] = r.Count
		}
	}
	if len(runs.Names[i]) > 0 {
		l.names[i] = make(map[Run]float64, len(runs.Names[i]))
		for _, r := range runs.Names[i] {
			l.names[i][Run{Choices: r.Choices, Len: r.Len}] = r.Count
		}
	}
}

// pair is how often choice a of place i stands before choice b of the next.
func (l *lattice) pair(i int, a, b uint8) float64 {
	return l.pairs[i][int(a)*len(l.places[i+1])+int(b)]
}

// name is how often the choices from place i on are a whole name.
func (l *lattice) name(i int, choices []uint8) float64 {
	if len(choices) > MaxName {
		return 0
	}
	k := Run{Len: len(choices)}
	copy(k.Choices[:], choices)
	return l.names[i][k]
}

// Parts of the words that follow two, one and no known words in the chance of a
// word, and how many more times than counted a context is taken to have stood.
const (
	partTriple, partPair, partWord = 0.4, 0.4, 0.2

	contextDoubt = 2
	unseenWord   = 0.1 // times that an unknown word is taken to have stood
)

// chance is that of a word whatever stands before it.
func (l *lattice) chance(i int, c uint8) float64 {
	return (l.words[i][c] + unseenWord) / (l.total + 1)
}

// step is the logarithm of the chance of choice c at place i behind the choices
// before it.
func (l *lattice) step(i int, before []uint8, c uint8) float64 {
	n := len(before)
	if n == 0 {
		return l.alone[i][c]
	}
	b := before[n-1]
	p := l.pair(i-1, b, c)
	if p == 0 {
		return l.alone[i][c]
	}
	word, pair := l.chance(i, c), p/(l.words[i-1][b]+contextDoubt)
	ab := 0.0
	if n > 1 {
		ab = l.pair(i-2, before[n-2], b)
	}
	if ab == 0 {
		return math.Log(partWord*word + (partPair+partTriple)*pair)
	}
	triple := l.triples[i-2][[3]uint8{before[n-2], b, c}] / (ab + contextDoubt)
	return math.Log(partWord*word + partPair*pair + partTriple*triple)
}

// path is one choice of each place.
type path struct {
	score   float64
	choices []uint8
}

// terms returns the words of a path.
func (l *lattice) terms(p path) []string {
	out := make([]string, len(p.choices))
	for i, c := range p.choices {
		out[i] = l.places[i][c].term
	}
	return out
}

// paths returns for each number of slips up to most the likeliest paths with so
// many, best first: up to width, none of which is certain to be the next best.
func (l *lattice) paths(width, most int) [][]path {
	beams := make([][]path, most+1)
	beams[0] = []path{{}}
	for i := range l.places {
		next := make([]beam, most+1)
		for slips, list := range beams {
			for k := range list {
				for c, x := range l.places[i] {
					to := slips
					if x.slip {
						to++
					}
					if to <= most {
						next[to].add(width, list[k].score+l.step(i, list[k].choices, uint8(c))-x.cost, &list[k], uint8(c))
					}
				}
			}
		}
		for slips := range beams {
			beams[slips] = next[slips].paths()
		}
	}
	return beams
}

// beam keeps the best ways to go on.
type beam []struct {
	score float64
	from  *path
	to    uint8
}

func (b *beam) add(width int, score float64, from *path, to uint8) {
	n := len(*b)
	switch {
	case n < width:
		*b = append(*b, (beam{{score, from, to}})[0])
	case score <= (*b)[n-1].score:
		return
	default:
		n--
	}
	for ; n > 0 && (*b)[n-1].score < score; n-- {
		(*b)[n] = (*b)[n-1]
	}
	(*b)[n].score, (*b)[n].from, (*b)[n].to = score, from, to
}

func (b beam) paths() []path {
	list := make([]path, len(b))
	for k, x := range b {
		n := len(x.from.choices)
		list[k] = path{x.score, append(x.from.choices[:n:n], x.to)}
	}
	return list
}

// lift is how many times more often than by chance the choices of places i and
// i+1 stand side by side.
func (l *lattice) lift(i int, p path) float64 {
	a, b := p.choices[i], p.choices[i+1]
	return l.pair(i, a, b) * l.total / max(1, l.words[i][a]*l.words[i+1][b])
}

// counted counts the words of one path.
type counted struct {
	*lattice
	path
}

func (c counted) run(p, n int) float64 {
	x := c.choices[p:]
	switch n {
	case 1:
		return c.words[p][x[0]]
	case 2:
		return c.pair(p, x[0], x[1])
	}
	return c.triples[p][[3]uint8(x[:3])]
}

func (c counted) name(p, n int) float64 { return c.lattice.name(p, c.choices[p:p+n]) }

// count is how often a path stands in the collection as a whole, as far as it is
// known.
func (l *lattice) count(p path) float64 {
	return estimate(counted{l, p}, span{0, len(p.choices)})
}

// isUnit reports whether a whole path is read together, as words with marks are.
func (l *lattice) isUnit(p path) bool {
	n := len(p.choices)
	if n == 1 {
		return l.count(p) >= leastWhole
	}
	ends := endsFirmly
	if terms := l.terms(p); viet.IsFunctionWord(terms[0]) || viet.IsFunctionWord(terms[n-1]) {
		ends = endsLoosely
	}
	s := segmenter{total: l.total}
	return s.unit(counted{l, p}, span{0, n}, ends, false)
}
