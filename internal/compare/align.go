package compare

import "strings"

// A paragraph was changed when another one stands in its place that has much of its
// words. Between two paragraphs that were kept, those that were changed are the
// pairs, in order, that have most in common; the others were dropped or are new.

const (
	alikeAt = 0.45    // share of words from which on a paragraph was changed and not replaced
	maxGrid = 1 << 14 // pairs that are looked at between two that were kept
	reach   = 8       // where there are more: how far from its place a paragraph is looked for
)

// between compares the paragraphs between two that were kept.
func between(a, b []string, from, to pair) []Change {
	var list []Change
	i, j := from.a, from.b
	rest := func(p pair) {
		for ; i < p.a; i++ {
			list = append(list, Change{Dropped, i, -1})
		}
		for ; j < p.b; j++ {
			list = append(list, Change{New, -1, j})
		}
	}
	for _, p := range aligned(bagsOf(a[from.a:to.a]), bagsOf(b[from.b:to.b])) {
		p = pair{from.a + p.a, from.b + p.b}
		rest(p)
		list = append(list, Change{Changed, p.a, p.b})
		i, j = p.a+1, p.b+1
	}
	rest(to)
	return list
}

// bag is the words of a paragraph with their numbers.
type bag struct {
	words map[string]int
	n     int
}

func bagsOf(list []string) []bag {
	out := make([]bag, len(list))
	for i, s := range list {
		out[i].words = map[string]int{}
		for _, w := range strings.Fields(s) {
			out[i].words[w]++
			out[i].n++
		}
	}
	return out
}

// alike is the share of the words of two paragraphs that both have.
func alike(a, b *bag) float64 {
	if 2*min(a.n, b.n) < int(alikeAt*float64(a.n+b.n)) || a.n+b.n == 0 {
		return 0
	}
	both := 0
	for w, n := range a.words {
		both += min(n, b.words[w])
	}
	return 2 * float64(both) / float64(a.n+b.n)
}

// aligned returns the pairs, in order, that have most in common together.
func aligned(a, b []bag) (list []pair) {
	if len(a)*len(b) > maxGrid {
		return alignedNear(a, b)
	}
	worth := make([][]float64, len(a)+1) // of the best pairs from here on
	for i := range worth {
		worth[i] = make([]float64, len(b)+1)
	}
	score := make([][]float64, len(a))
	for i := len(a) - 1; i >= 0; i-- {
		score[i] = make([]float64, len(b))
		for j := len(b) - 1; j >= 0; j-- {
			worth[i][j] = max(worth[i+1][j], worth[i][j+1])
			if s := alike(&a[i], &b[j]); s >= alikeAt {
				score[i][j] = s
				worth[i][j] = max(worth[i][j], s+worth[i+1][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case score[i][j] > 0 && worth[i][j] == score[i][j]+worth[i+1][j+1]:
			list = append(list, pair{i, j})
			i, j = i+1, j+1
		case worth[i][j] == worth[i+1][j]:
			i++
		default:
			j++
		}
	}
	return list
}

// alignedNear looks for each paragraph near the place where it should be.
func alignedNear(a, b []bag) (list []pair) {
	next := 0
	for i := range a {
		best, at := alikeAt, -1
		for j := next; j < min(next+reach, len(b)); j++ {
			if s := alike(&a[i], &b[j]); s > best {
				best, at = s, j
			}
		}
		if at >= 0 {
			list = append(list, pair{i, at})
			next = at + 1
		}
	}
	return list
}
