// Package compare says how one text became another: which paragraphs were kept,
// changed, added and dropped, and which words of those that were changed. It knows
// no documents.
package compare

import "strings"

// Kind says what became of a paragraph or of some words.
type Kind int8

// The kinds.
const (
	Kept    Kind = iota
	Changed      // a paragraph: it stands in both, with other words
	New          // it stands in the second text only
	Dropped      // it stands in the first text only
)

// Change is one paragraph of a comparison.
type Change struct {
	Kind Kind
	A, B int // its place in the first and the second text, from 0; -1: it is not there
}

// Paragraphs compares two texts paragraph by paragraph. The changes name each
// paragraph of either text once, those of each text in order; what was dropped
// comes before what took its place. Paragraphs are the same when their words
// and signs are, whatever blanks stand between them.
func Paragraphs(a, b []string) []Change {
	x, y := numbered(a, b, func(s string) string { return strings.Join(strings.Fields(s), " ") })
	var list []Change
	i, j := 0, 0
	for _, p := range append(common(x, y), pair{len(a), len(b)}) {
		list = append(list, between(a, b, pair{i, j}, p)...)
		if p.a < len(a) {
			list = append(list, Change{Kept, p.a, p.b})
		}
		i, j = p.a+1, p.b+1
	}
	return list
}

// Same returns for each line of b the line of a that it was, or -1: it has the same
// text, and no line of a was two. As many lines as can keep their order do; of the
// others those with equal texts are the same in their order, for they were moved.
func Same(a, b []string) []int {
	x, y := numbered(a, b, func(s string) string { return s })
	was, taken := make([]int, len(b)), make([]bool, len(a))
	for j := range was {
		was[j] = -1
	}
	for _, p := range common(x, y) {
		was[p.b], taken[p.a] = p.a, true
	}
	left := map[int32][]int{} // lines of a that no line of b was yet, by text
	for i, n := range x {
		if !taken[i] {
			left[n] = append(left[n], i)
		}
	}
	for j, n := range y {
		if list := left[n]; was[j] < 0 && len(list) > 0 {
			was[j], left[n] = list[0], list[1:]
		}
	}
	return was
}

// numbered gives equal texts of two lists equal numbers, from 0.
func numbered(a, b []string, key func(string) string) (x, y []int32) {
	numbers := map[string]int32{}
	of := func(list []string) []int32 {
		out := make([]int32, len(list))
		for i, s := range list {
			k := key(s)
			n, known := numbers[k]
			if !known {
				n = int32(len(numbers))
				numbers[k] = n
			}
			out[i] = n
		}
		return out
	}
	return of(a), of(b)
}
