package plan

import "slices"

// A word that a query has twice is meant once: documents that have it are not
// twice as good.

// once leaves out what stands in a list before.
func once[T any](list []T, same func(a, b T) bool) []T {
	out := list[:0]
	for _, x := range list {
		if !slices.ContainsFunc(out, func(o T) bool { return same(o, x) }) {
			out = append(out, x)
		}
	}
	return out
}

// sameClause reports whether two words or phrases are the same, whatever their
// numbers.
func sameClause(a, b Clause) bool {
	switch x := a.(type) {
	case Word:
		y, ok := b.(Word)
		return ok && x.Boost == y.Boost && slices.Equal(x.Fields, y.Fields) && sameForm(x.Form, y.Form)
	case Phrase:
		y, ok := b.(Phrase)
		return ok && samePhrase(x, y)
	}
	return false
}

func samePhrase(a, b Phrase) bool {
	return a.Slop == b.Slop && a.Boost == b.Boost && slices.Equal(a.At, b.At) && slices.Equal(a.Fields, b.Fields) &&
		slices.EqualFunc(a.Forms, b.Forms, sameForm)
}

func sameForm(a, b Form) bool {
	return a.Bare == b.Bare && a.Prefix == b.Prefix && a.Beside == b.Beside && slices.Equal(a.Terms, b.Terms) && slices.Equal(a.Folds, b.Folds)
}
