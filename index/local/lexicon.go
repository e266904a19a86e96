package local

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"vankien/index/content"
	"vankien/index/exec"
	"vankien/index/plan"
	"vankien/index/segment"
	"vankien/internal/viet"
)

// lexicon is the plan.Lexicon of a state: the lexicons of its segments added up.
// The words of a fold are looked up once and kept, since the same come again and
// again; runs are read where they lie.
type lexicon struct {
	segments []lexiconSegment
	total    float64
	folds    lookups[foldWords] // by fold
	behind   lookups[following] // by two words with a blank between
	inside   lookups[bool]      // the same: whether a unit has begun before them
}

// lookups are what was looked up by some words. They are safe for concurrent use, and
// empty when there are maxKept.
type lookups[T any] struct {
	of sync.Map // string → *T
	n  atomic.Int64
}

// maxKept bounds what is kept; a query may ask for any words.
const maxKept = 1 << 15

// get returns what was put for a key, or nil.
func (k *lookups[T]) get(key string) *T {
	x, _ := k.of.Load(key)
	t, _ := x.(*T)
	return t
}

func (k *lookups[T]) put(key string, x *T) {
	if k.n.Add(1) > maxKept {
		k.of.Clear()
		k.n.Store(1)
	}
	k.of.Store(key, x)
}

// lexiconSegment is a segment with a lexicon.
type lexiconSegment struct {
	name string
	*segment.Segment
	runs *segment.Lexicon
	ends *nameEnds
}

// foldWords is the words of a fold.
type foldWords struct {
	readings []plan.Reading
	numbers  [][]numbered // by segment, ascending; of a reading there may be two
}

// numbered is the number of a reading in a segment.
type numbered struct {
	number  uint32
	reading uint16
}

// newLexicon adds the lexicons of some segments up. What was made of those that
// stand in before, which may be nil, is taken from there.
func newLexicon(sources []exec.Source, before *lexicon) *lexicon {
	x := &lexicon{}
	for _, s := range sources {
		if runs, ok := s.Segment.Lexicon(); ok {
			_, words := runs.Written()
			x.total += float64(words)
			x.segments = append(x.segments, lexiconSegment{s.Name, s.Segment, runs, before.endsOf(s.Segment)})
		}
	}
	return x
}

// endsOf returns the ends of names of a segment, new ones if there are none.
func (x *lexicon) endsOf(s *segment.Segment) *nameEnds {
	if x != nil {
		for i := range x.segments {
			if x.segments[i].Segment == s {
				return x.segments[i].ends
			}
		}
	}
	return &nameEnds{}
}

// Total implements plan.Lexicon.
func (x *lexicon) Total() float64 { return x.total }

// Readings implements plan.Lexicon.
func (x *lexicon) Readings(fold string) ([]plan.Reading, error) {
	f, err := x.fold(fold)
	if err != nil {
		return nil, err
	}
	return f.readings, nil
}

func (x *lexicon) fold(fold string) (*foldWords, error) {
	if f := x.folds.get(fold); f != nil {
		return f, nil
	}
	f := &foldWords{numbers: make([][]numbered, len(x.segments))}
	for i := range x.segments {
		s := &x.segments[i]
		err := exec.Guard(s.name, func() error { f.add(i, s, fold); return nil })
		if err != nil {
			return nil, err
		}
	}
	f.sort()
	x.folds.put(fold, f)
	return f, nil
}

// add adds the words of a segment. What is kept points into no segment.
func (f *foldWords) add(i int, s *lexiconSegment, fold string) {
	keys := s.Group(fold)
	for k := keys.From; k < keys.To; k++ {
		number, ok := s.Number(k)
		if !ok {
			continue
		}
		_, term := content.CutKey(s.Key(k))
		at := slices.IndexFunc(f.readings, func(r plan.Reading) bool { return r.Term == term })
		if at < 0 {
			if len(f.readings) == plan.MaxChoices {
				continue
			}
			at = len(f.readings)
			f.readings = append(f.readings, plan.Reading{Term: strings.Clone(term)})
		}
		f.readings[at].Count += float64(s.runs.Count(number))
		f.numbers[i] = append(f.numbers[i], numbered{number, uint16(at)})
	}
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
func (x *lexicon) words(term string) (*foldWords, int, error) {
	f, err := x.fold(viet.Fold(term))
	if err != nil {
		return nil, 0, err
	}
	return f, f.term(term), nil
}
