package local

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"vankien/index/exec"
	"vankien/index/plan"
	"vankien/index/segment"
	"vankien/internal/viet"
)

// choice is a word of a collection: a reading of its fold.
type choice struct {
	fold    *foldWords
	reading int
}

// choices looks words up that are given place by place; those that the collection
// lacks are left out.
func (x *lexicon) choices(places ...[]string) ([][]choice, error) {
	out := make([][]choice, len(places))
	for p, list := range places {
		for _, term := range list {
			f, at, err := x.words(term)
			if err != nil {
				return nil, err
			}
			if at >= 0 {
				out[p] = append(out[p], choice{f, at})
			}
		}
	}
	return out, nil
}

// numbers returns the numbers that words given place by place have in a segment.
func numbers(segment int, places [][]choice) [][]uint32 {
	out := make([][]uint32, len(places))
	for p, list := range places {
		for _, c := range list {
			for _, w := range c.fold.numbers[segment] {
				if int(w.reading) == c.reading {
					out[p] = append(out[p], w.number)
				}
			}
		}
	}
	return out
}

// following is what stands behind two words, and how often the two stand side by
// side.
type following struct {
	next []plan.Reading
	all  float64
}

// after returns the words that stand behind two others most often, fewWays at most,
// and how often the two stand side by side. Callers do not change them.
func (x *lexicon) after(a, b string) (next []plan.Reading, all float64, err error) {
	if f := x.behind.get(a + " " + b); f != nil {
		return f.next, f.all, nil
	}
	pair, err := x.choices([]string{a}, []string{b})
	if err != nil {
		return nil, 0, err
	}
	for i := range x.segments {
		s := &x.segments[i]
		err := exec.Guard(s.name, func() error {
			places := numbers(i, pair)
			for _, first := range places[0] {
				for _, second := range places[1] {
					run := []uint32{first, second}
					all += float64(s.runs.Count(run...))
					next = s.addAfter(next, run)
				}
			}
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
	}
	slices.SortFunc(next, func(a, b plan.Reading) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Term, b.Term))
	})
	next = slices.Clone(next[:min(len(next), fewWays)])
	x.behind.put(a+" "+b, &following{next, all})
	return next, all, nil
}

// within reports whether two words hardly ever stand but behind one and the same, which
// is no function word: they begin within a unit. The segment that has them most often decides.
func (x *lexicon) within(a, b string) (bool, error) {
	if w := x.inside.get(a + " " + b); w != nil {
		return *w, nil
	}
	pair, err := x.choices([]string{a}, []string{b})
	if err != nil {
		return false, err
	}
	var all uint32
	within := false
	for i := range x.segments {
		s := &x.segments[i]
		err := exec.Guard(s.name, func() error {
			places := numbers(i, pair)
			for _, first := range places[0] {
				for _, second := range places[1] {
					if n := s.runs.Count(first, second); n > all && n >= leastJudged {
						word, before := s.runs.Before(first, second, uint32(onlyBehind*float64(n)))
						all, within = n, before > 0 && !viet.IsFunctionWord(s.text([]uint32{word}))
					}
				}
			}
			return nil
		})
		if err != nil {
			return false, err
		}
	}
	x.inside.put(a+" "+b, &within)
	return within, nil
}

// addAfter adds up the words of a segment that stand behind a run most often.
func (s *lexiconSegment) addAfter(sum []plan.Reading, run []uint32) []plan.Reading {
	type follower struct{ word, count uint32 }
	var best [4]follower
	s.runs.After(run, segment.WordRange{To: math.MaxUint32}, func(word, count uint32) {
		x := follower{word, count}
		for i := range best {
			if x.count > best[i].count {
				x, best[i] = best[i], x
			}
		}
	})
	for _, x := range best {
		if x.count == 0 {
			break
		}
		term := s.text([]uint32{x.word})
		if at := slices.IndexFunc(sum, func(r plan.Reading) bool { return r.Term == term }); at >= 0 {
			sum[at].Count += float64(x.count)
			continue
		}
		sum = append(sum, plan.Reading{Term: term, Count: float64(x.count)})
	}
	return sum
}
