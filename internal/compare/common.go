package compare

import (
	"cmp"
	"slices"
)

// What two sequences have in common is found as a person would: first by what
// stands once in each of them, such as a heading, and then within each stretch
// between two of these (patience). A shortest edit alone would rather keep many
// blank lines and closing formulas than the one sentence that matters. Where nothing
// stands once, the shortest edit decides (Myers), as long as it is short: its cost
// is the square of what differs. Of stretches that have next to nothing in common
// equal elements are taken in order, first come first served.

// pair is a place in each of two sequences.
type pair struct{ a, b int }

// maxEdits bounds the search for a shortest edit.
const maxEdits = 512

// common returns the places of equal elements, in order in both sequences.
func common(a, b []int32) []pair {
	c := comparing{a: a, b: b}
	c.within(pair{}, pair{len(a), len(b)})
	return c.found
}

type comparing struct {
	a, b  []int32
	found []pair
}

// within finds what is common from one place to before another.
func (c *comparing) within(from, to pair) {
	for from.a < to.a && from.b < to.b && c.a[from.a] == c.b[from.b] {
		c.found = append(c.found, from)
		from = pair{from.a + 1, from.b + 1}
	}
	end := to
	for end.a > from.a && end.b > from.b && c.a[end.a-1] == c.b[end.b-1] {
		end = pair{end.a - 1, end.b - 1}
	}
	switch fixed := c.once(from, end); {
	case from.a == end.a || from.b == end.b:
	case len(fixed) > 0:
		for _, p := range append(fixed, end) {
			c.within(from, p)
			if p != end {
				c.found = append(c.found, p)
			}
			from = pair{p.a + 1, p.b + 1}
		}
	case !c.shortest(from, end):
		c.greedy(from, end)
	}
	for ; end != to; end = (pair{end.a + 1, end.b + 1}) {
		c.found = append(c.found, end)
	}
}

// once returns the longest list of elements, in order in both, that stand once in
// each of two stretches.
func (c *comparing) once(from, to pair) []pair {
	type place struct{ in, at [2]int }
	seen := map[int32]*place{}
	note := func(side int, list []int32, start int) {
		for i, n := range list {
			p := seen[n]
			if p == nil {
				p = &place{}
				seen[n] = p
			}
			p.in[side]++
			p.at[side] = start + i
		}
	}
	note(0, c.a[from.a:to.a], from.a)
	note(1, c.b[from.b:to.b], from.b)
	var list []pair
	for _, p := range seen {
		if p.in == [2]int{1, 1} {
			list = append(list, pair{p.at[0], p.at[1]})
		}
	}
	slices.SortFunc(list, func(x, y pair) int { return cmp.Compare(x.a, y.a) })
	return rising(list)
}

// rising returns the longest part of a list in which b rises.
func rising(list []pair) []pair {
	var ends []int // of the best list of each length, the place of its last pair
	before := make([]int, len(list))
	for i, p := range list {
		n, _ := slices.BinarySearchFunc(ends, p.b, func(e, b int) int { return cmp.Compare(list[e].b, b) })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	out := make([]pair, len(ends))
	if len(ends) == 0 {
		return nil
	}
	for i, n := ends[len(ends)-1], len(ends)-1; n >= 0; i, n = before[i], n-1 {
		out[n] = list[i]
	}
	return out
}

// shortest finds what a shortest edit keeps, unless it has more than maxEdits.
func (c *comparing) shortest(from, to pair) bool {
	a, b := c.a[from.a:to.a], c.b[from.b:to.b]
	var far front
	var steps []front // before each edit
	for d := range min(maxEdits, len(a)+len(b)) + 1 {
		next := front{make([]int, 2*d+3), d + 1}
		for k := -d; k <= d; k += 2 {
			x, _ := far.enter(k, d)
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			next.set(k, x)
			if x >= len(a) && x-k >= len(b) {
				c.walkBack(append(steps, far), from, pair{len(a), len(b)})
				return true
			}
		}
		steps = append(steps, far)
		far = next
	}
	return false
}

// front is the furthest place in a on each diagonal, which some edits reach: those
// from -wide to wide.
type front struct {
	at   []int
	wide int
}

func (f front) set(k, x int) { f.at[f.wide+k] = x }

// enter returns where the diagonal k is entered with edit d, and from which one.
func (f front) enter(k, d int) (x, from int) {
	switch {
	case d == 0:
		return 0, 0
	case k == -d || k != d && f.at[f.wide+k-1] < f.at[f.wide+k+1]:
		return f.at[f.wide+k+1], k + 1
	}
	return f.at[f.wide+k-1] + 1, k - 1
}

// walkBack adds the pairs on the way that steps have gone to the end.
func (c *comparing) walkBack(steps []front, from, end pair) {
	var back []pair
	at := end
	for d := len(steps) - 1; d >= 0; d-- {
		start, k := steps[d].enter(at.a-at.b, d)
		for at.a > start {
			at = pair{at.a - 1, at.b - 1}
			back = append(back, pair{from.a + at.a, from.b + at.b})
		}
		if k > at.a-at.b { // something of b was added
			at.b--
		} else if k < at.a-at.b {
			at.a--
		}
	}
	slices.Reverse(back)
	c.found = append(c.found, back...)
}

// greedy takes equal elements in order.
func (c *comparing) greedy(from, to pair) {
	at := map[int32][]int{}
	for i := from.a; i < to.a; i++ {
		at[c.a[i]] = append(at[c.a[i]], i)
	}
	next := from.a
	for j := from.b; j < to.b; j++ {
		list := at[c.b[j]]
		n, _ := slices.BinarySearch(list, next)
		if n < len(list) && list[n]-next <= maxEdits {
			c.found = append(c.found, pair{list[n], j})
			next = list[n] + 1
		}
	}
}
