package lexicon

import (
	"cmp"
	"slices"
	"strings"

	"vankien/index/content"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// Lexicon is the plan.Lexicon of a state of a collection: those of its parts added up.
// The words of a fold are looked up once and kept, since the same come again and
// again; runs are read where they lie. It is safe for concurrent use.
type Lexicon struct {
	parts  []summand
	total  float64
	folds  Kept[foldWords] // by fold
	behind Kept[following] // by two words with a blank between
	inside Kept[bool]      // the same: whether a unit has begun before them
}

// summand is a part with what was made of it.
type summand struct {
	Part
	ends *nameEnds
}

// foldWords is the words of a fold.
type foldWords struct {
	readings []plan.Reading
	numbers  [][]numbered // by part, ascending; of a reading there may be two
}

// numbered is the number of a reading in a part.
type numbered struct {
	number  uint32
	reading uint16
}

// New adds parts up. What was made of those that stand in before, which may be nil, is
// taken from there.
func New(parts []Part, before *Lexicon) *Lexicon {
	ends := map[Part]*nameEnds{}
	if before != nil {
		for i := range before.parts {
			ends[before.parts[i].Part] = before.parts[i].ends
		}
	}
	x := &Lexicon{parts: make([]summand, len(parts))}
	for i, p := range parts {
		_, words := p.Written()
		x.total += float64(words)
		x.parts[i] = summand{p, ends[p]}
		if x.parts[i].ends == nil {
			x.parts[i].ends = &nameEnds{}
		}
	}
	return x
}

// each calls f with the parts, guarded, until one fails.
func (x *Lexicon) each(f func(i int, p Part) error) error {
	for i := range x.parts {
		p := x.parts[i].Part
		if err := p.Guard(func() error { return f(i, p) }); err != nil {
			return err
		}
	}
	return nil
}

// Parts is the number of parts.
func (x *Lexicon) Parts() int { return len(x.parts) }

// Total implements plan.Lexicon.
func (x *Lexicon) Total() float64 { return x.total }

// Readings implements plan.Lexicon.
func (x *Lexicon) Readings(fold string) ([]plan.Reading, error) {
	f, err := x.fold(fold)
	if err != nil {
		return nil, err
	}
	return f.readings, nil
}

func (x *Lexicon) fold(fold string) (*foldWords, error) {
	if f := x.folds.Get(fold); f != nil {
		return f, nil
	}
	f := &foldWords{numbers: make([][]numbered, len(x.parts))}
	if err := x.each(func(i int, p Part) error { f.add(i, p, fold); return nil }); err != nil {
		return nil, err
	}
	f.sort()
	x.folds.Put(fold, f)
	return f, nil
}

// add adds the words of a part.
func (f *foldWords) add(i int, p Part, fold string) {
	one := make([]uint32, 1)
	p.Group(fold, func(number uint32, key string) {
		_, term := content.CutKey(key)
		at := f.term(term)
		if at < 0 {
			if len(f.readings) == plan.MaxChoices {
				return
			}
			at = len(f.readings)
			f.readings = append(f.readings, plan.Reading{Term: strings.Clone(term)})
		}
		one[0] = number
		f.readings[at].Count += float64(p.Count(one))
		f.numbers[i] = append(f.numbers[i], numbered{number, uint16(at)})
	})
}

// sort brings the readings into their order.
func (f *foldWords) sort() {
	order := make([]int, len(f.readings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(f.readings[b].Count, f.readings[a].Count), strings.Compare(f.readings[a].Term, f.readings[b].Term))
	})
	place, sorted := make([]uint16, len(order)), make([]plan.Reading, len(order))
	for to, from := range order {
		place[from], sorted[to] = uint16(to), f.readings[from]
	}
	f.readings = sorted
	for _, list := range f.numbers {
		for i := range list {
			list[i].reading = place[list[i].reading]
		}
		slices.SortFunc(list, func(a, b numbered) int { return cmp.Compare(a.number, b.number) })
	}
}

// term returns the place of a word among the readings of its fold, or -1.
func (f *foldWords) term(term string) int {
	return slices.IndexFunc(f.readings, func(r plan.Reading) bool { return r.Term == term })
}

// words returns the fold of a term, and its place there, or -1.
func (x *Lexicon) words(term string) (*foldWords, int, error) {
	f, err := x.fold(viet.Fold(term))
	if err != nil {
		return nil, 0, err
	}
	return f, f.term(term), nil
}
