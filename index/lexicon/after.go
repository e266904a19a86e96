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

// What stands behind words most often is looked for part by part, as each knows its
// commonest; the sums of those decide whom to count in all parts. So how a collection
// is cut into parts decides little.

// FewWays is how many ways to go on After tells.
const FewWays = 3

// addedWords is how many words are counted in all parts to find those.
const addedWords = 4 * FewWays

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
	best := map[string]float64{}
	err = x.each(func(i int, part Part) error {
		places := numbers(i, pair)
		for _, first := range places[0] {
			for _, second := range places[1] {
				run := []uint32{first, second}
				all += float64(part.Count(run))
				addAfter(part, best, run)
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	for _, term := range most(best, addedWords) {
		n, _, err := x.count([]string{a, b, term})
		if err != nil {
			return nil, 0, err
		}
		next = append(next, plan.Reading{Term: term, Count: n})
	}
	slices.SortFunc(next, func(a, b plan.Reading) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Term, b.Term))
	})
	next = slices.Clone(next[:min(len(next), FewWays)])
	x.behind.Put(a+" "+b, &following{next, all})
	return next, all, nil
}

// Within reports whether two words hardly ever stand but behind one and the same, which
// is no function word: they begin within a unit. The part that has them most often tells
// the word, all parts how often it stands there.
func (x *Lexicon) Within(a, b string) (bool, error) {
	if w := x.inside.Get(a + " " + b); w != nil {
		return *w, nil
	}
	pair, err := x.choices([]string{a}, []string{b})
	if err != nil {
		return false, err
	}
	var all, most uint32
	before := ""
	err = x.each(func(i int, part Part) error {
		places := numbers(i, pair)
		for _, first := range places[0] {
			for _, second := range places[1] {
				n := part.Count([]uint32{first, second})
				if all += n; n > most {
					most, before = n, ""
					if word, n := part.Before(first, second, n/2+1); n > 0 {
						before = textOf(part, []uint32{word})
					}
				}
			}
		}
		return nil
	})
	within := false
	if err == nil && all >= leastJudged && before != "" && !viet.IsFunctionWord(before) {
		var n float64
		n, _, err = x.count([]string{before, a, b})
		within = n >= onlyBehind*float64(all)
	}
	if err != nil {
		return false, err
	}
	x.inside.Put(a+" "+b, &within)
	return within, nil
}

// addAfter adds the words of a part that stand behind a run most often.
func addAfter(part Part, sum map[string]float64, run []uint32) {
	var best [4]Follower
	for _, x := range part.After(nil, run, runs.Range{To: math.MaxUint32}) {
		for i := range best {
			if x.Count > best[i].Count {
				x, best[i] = best[i], x
			}
		}
	}
	for _, x := range best {
		if x.Count > 0 {
			sum[textOf(part, []uint32{x.Word})] += float64(x.Count)
		}
	}
}
