package lexicon

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"vankien/index/plan"
	"vankien/index/runs"
	"vankien/internal/viet"
)

// FewWays is how many ways to go on After tells.
const FewWays = 3

// Bounds of Within.
const (
	leastJudged = 10  // occurrences of a run, below which what stands before it says nothing
	onlyBehind  = 0.9 // share of a run behind one word, from which it begins within a unit
)

// choice is a word of a collection: a reading of its fold.
type choice struct {
	fold    *foldWords
	reading int
}

// choices looks words up that are given place by place; those that the collection
// lacks are left out.
func (x *Lexicon) choices(places ...[]string) ([][]choice, error) {
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

// numbers returns the numbers that words given place by place have in a part.
func numbers(part int, places [][]choice) [][]uint32 {
	out := make([][]uint32, len(places))
	for p, list := range places {
		for _, c := range list {
			for _, w := range c.fold.numbers[part] {
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

// After returns the words that stand behind two others most often, FewWays at most,
// and how often the two stand side by side. Callers do not change them.
func (x *Lexicon) After(a, b string) (next []plan.Reading, all float64, err error) {
	if f := x.behind.Get(a + " " + b); f != nil {
		return f.next, f.all, nil
	}
	pair, err := x.choices([]string{a}, []string{b})
	if err != nil {
		return nil, 0, err
	}
	err = x.each(func(i int, part Part) error {
		places := numbers(i, pair)
		for _, first := range places[0] {
			for _, second := range places[1] {
				run := []uint32{first, second}
				all += float64(part.Count(run))
				next = addAfter(part, next, run)
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	slices.SortFunc(next, func(a, b plan.Reading) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Term, b.Term))
	})
	next = slices.Clone(next[:min(len(next), FewWays)])
	x.behind.Put(a+" "+b, &following{next, all})
	return next, all, nil
}

// Within reports whether two words hardly ever stand but behind one and the same, which
// is no function word: they begin within a unit. The part that has them most often decides.
func (x *Lexicon) Within(a, b string) (bool, error) {
	if w := x.inside.Get(a + " " + b); w != nil {
		return *w, nil
	}
	pair, err := x.choices([]string{a}, []string{b})
	if err != nil {
		return false, err
	}
	var all uint32
	within := false
	err = x.each(func(i int, part Part) error {
		places := numbers(i, pair)
		for _, first := range places[0] {
			for _, second := range places[1] {
				if n := part.Count([]uint32{first, second}); n > all && n >= leastJudged {
					word, before := part.Before(first, second, uint32(onlyBehind*float64(n)))
					all, within = n, before > 0 && !viet.IsFunctionWord(textOf(part, []uint32{word}))
				}
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	x.inside.Put(a+" "+b, &within)
	return within, nil
}

// addAfter adds up the words of a part that stand behind a run most often.
func addAfter(part Part, sum []plan.Reading, run []uint32) []plan.Reading {
	var best [4]Follower
	for _, x := range part.After(nil, run, runs.Range{To: math.MaxUint32}) {
		for i := range best {
			if x.Count > best[i].Count {
				x, best[i] = best[i], x
			}
		}
	}
	for _, x := range best {
		if x.Count == 0 {
			break
		}
		term := textOf(part, []uint32{x.Word})
		if at := slices.IndexFunc(sum, func(r plan.Reading) bool { return r.Term == term }); at >= 0 {
			sum[at].Count += float64(x.Count)
			continue
		}
		sum = append(sum, plan.Reading{Term: term, Count: float64(x.Count)})
	}
	return sum
}
