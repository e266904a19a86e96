package local

import (
	"cmp"
	"slices"
	"strings"

	"vankien/index/exec"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// NamesEnding implements plan.Lexicon. Names are in the order of their first
// words, so all are gone through: some ten thousand in a collection of news.
func (x *lexicon) NamesEnding(last string, begins ...string) ([]plan.Name, error) {
	if len(begins) < 1 || len(begins) >= plan.MaxName {
		return nil, nil
	}
	f, err := x.fold(last)
	if err != nil {
		return nil, err
	}
	counts := map[string]float64{}
	for i := range x.segments {
		s := &x.segments[i]
		err := exec.Guard(s.name, func() error { s.namesEnding(f.numbers[i], begins, counts); return nil })
		if err != nil {
			return nil, err
		}
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

// namesEnding adds the names of a segment.
func (s *lexiconSegment) namesEnding(last []numbered, begins []string, counts map[string]float64) {
	s.runs.Names(nil, func(words []uint32, n uint32) bool {
		if len(words) != len(begins)+1 || !slices.ContainsFunc(last, func(x numbered) bool { return x.number == words[len(begins)] }) {
			return true
		}
		terms := make([]string, len(words))
		for i, w := range words {
			terms[i] = termOf(s.WordAt(w))
			if i < len(begins) && !strings.HasPrefix(viet.Fold(terms[i]), begins[i]) {
				return true
			}
		}
		counts[strings.Join(terms, " ")] += float64(n)
		return true
	})
}

// termOf is the term of a word's key.
func termOf(key string) string {
	fold, term, _ := strings.Cut(key, formMark)
	if term == "" || strings.HasPrefix(term, bareMark) {
		return fold
	}
	return term
}
