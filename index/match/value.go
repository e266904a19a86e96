package match

import (
	"cmp"
	"slices"

	"vankien/index/plan"
	"vankien/index/snippet"
)

// The number of a document is a value and, as its words stand there, a phrase: 57-NQ/TW
// is found as both, and by the name of its type and number besides; so is a date, whose
// digits are a word. It is one place of the text, so it is marked once; a word within a
// value is a place of its own.

// isValue reports whether a match is among others, which are in text order, and of a term
// that has a value.
func (f *fieldMatcher) isValue(m snippet.Match, others []snippet.Match) bool {
	if !f.typed[m.Term] {
		return false
	}
	i, _ := slices.BinarySearchFunc(others, m.Start, func(v snippet.Match, start int) int { return cmp.Compare(v.Start, start) })
	for ; i < len(others) && others[i].Start == m.Start; i++ {
		if others[i] == m {
			return true
		}
	}
	return false
}

// Coincide reports whether what a plan marks can be found at one place in several ways
// that New marks once. Then the places of its clauses do not add up to the matches.
func Coincide(c plan.Clause) bool {
	for _, f := range New(c).fields {
		ways := map[int]int{}
		for _, a := range f.aliases {
			ways[a.Term]++
		}
		for _, p := range f.phrases {
			ways[p.phrase.Term]++
		}
		for term := range f.joined {
			ways[term]++
		}
		for term, n := range ways {
			if n > 1 && f.typed[term] {
				return true
			}
		}
	}
	return false
}
