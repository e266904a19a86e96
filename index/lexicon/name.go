package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"vankien/index/content"
	"vankien/index/plan"
)

// nameEnds finds the names of a part by their last word. Names are in the order of
// their first words, so it is made when first asked for; it goes from one Lexicon to
// the next with its part.
type nameEnds struct {
	once  sync.Once
	names []nameEnd // by the last word
}

// nameEnd is a name, its words behind the last being 0.
type nameEnd struct {
	last  uint32
	words [plan.MaxName]uint32
	n     int
	count uint32
}

func (e *nameEnds) of(part Part) []nameEnd {
	e.once.Do(func() {
		var names []nameEnd // kept only if the part can be read to its end
		part.Names(nil, func(words []uint32, count uint32) bool {
			x := nameEnd{last: words[len(words)-1], n: len(words), count: count}
			copy(x.words[:], words)
			names = append(names, x)
			return true
		})
		slices.SortStableFunc(names, func(a, b nameEnd) int { return cmp.Compare(a.last, b.last) })
		e.names = names
	})
	return e.names
}

// NamesEnding implements plan.Lexicon.
func (x *Lexicon) NamesEnding(last string, begins ...string) ([]plan.Name, error) {
	f, err := x.fold(last)
	if err != nil {
		return nil, err
	}
	counts := map[string]float64{}
	err = x.each(func(i int, _ Part) error {
		for _, w := range f.numbers[i] {
			x.parts[i].addNames(w.number, begins, counts)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := make([]plan.Name, 0, len(counts))
	for name, n := range counts {
		list = append(list, plan.Name{Terms: strings.Split(name, " "), Count: n})
	}
	slices.SortFunc(list, func(a, b plan.Name) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), slices.Compare(a.Terms, b.Terms))
	})
	return list, nil
}

// addNames adds the names of a part that end in a word.
func (p *summand) addNames(last uint32, begins []string, counts map[string]float64) {
	names := p.ends.of(p.Part)
	at, _ := slices.BinarySearchFunc(names, last, func(n nameEnd, last uint32) int { return cmp.Compare(n.last, last) })
	for ; at < len(names) && names[at].last == last; at++ {
		if n := &names[at]; n.n == len(begins)+1 {
			p.addName(n, begins, counts)
		}
	}
}

// addName adds a name whose words begin so.
func (p *summand) addName(n *nameEnd, begins []string, counts map[string]float64) {
	terms := make([]string, n.n)
	for i := range terms {
		fold, term := content.CutKey(p.WordAt(n.words[i]))
		if i < len(begins) && !strings.HasPrefix(fold, begins[i]) {
			return
		}
		terms[i] = term
	}
	counts[strings.Join(terms, " ")] += float64(n.count)
}
