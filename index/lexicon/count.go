package lexicon

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"vankien/index/plan"
)

// count returns how often words stand side by side, which of more than three is not
// known, and how often they were written so as a name.
func (x *Lexicon) count(words []string) (run, name float64, err error) {
	places := make([][]string, len(words))
	for i := range words {
		places[i] = words[i : i+1]
	}
	of, err := x.choices(places...)
	if err != nil {
		return 0, 0, err
	}
	c := &counter{}
	err = x.each(func(i int, part Part) error {
		c.add(part, numbers(i, of), make([]uint32, 0, plan.MaxName))
		return nil
	})
	return c.run, c.name, err
}

// counter adds up what parts know of some words.
type counter struct{ run, name float64 }

// add counts the words that begin so: with marks and without one has several numbers.
func (c *counter) add(part Part, places [][]uint32, begin []uint32) {
	if len(places) > 0 {
		for _, n := range places[0] {
			c.add(part, places[1:], append(begin, n))
		}
		return
	}
	if len(begin) <= 3 {
		c.run += float64(part.Count(begin))
	}
	n, _ := part.Name(begin)
	c.name += float64(n)
}

// most returns up to n texts with the greatest counts.
func most(counts map[string]float64, n int) []string {
	texts := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	return texts[:min(n, len(texts))]
}
