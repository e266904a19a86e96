package pdf

import "math"

// A PDF does not say how wide a column or a cell is. How far a line may reach shows
// from the lines that begin there, from those that stand over and under it, and from
// what stands beside them.

// around returns how many fragments before and after one tell how far it may reach:
// all of an honest page.
func around(n int) int {
	const work, least, most = 3_000_000, 20, 1500
	return min(max(work/max(n, 1), least), most)
}

// reach returns how far to the right the line of fragment i might go: as far as
// lines do that begin there, or stand over or under it, but not into what stands
// beside its block. known says that others reach as far, so that this is no guess.
func reach(all []*fragment, i int) (right float64, known bool) {
	p, b := all[i], blockOf(all, i)
	right = p.right
	wall, far := math.Inf(1), math.Inf(1)
	middle := (p.left + p.right) / 2
	n := around(len(all))
	for _, q := range all[max(0, i-n):min(len(all), i+n)] {
		if q.turn != p.turn || q == p {
			continue
		}
		if math.Abs(q.left-p.left) < sameEdge*p.em || q.left < middle && middle < q.right {
			right = max(right, q.right)
			known = known || q.right > p.right-p.em
		}
		if q.left > p.right && math.Abs(q.base-p.base) < 3*p.em {
			wall = min(wall, q.left-padding*p.em)
		}
		if q.left > p.right && q.base < b.top+p.em && q.base > b.bottom-p.em {
			far = min(far, q.left-padding*p.em)
		}
	}
	if b.right <= far { // all of the block is beside it
		wall = min(wall, far)
	}
	known = known || wall < p.right+sameEdge*p.em
	right = max(min(right, wall), p.right)
	if b.right < right && b.right > right-sameEdge*p.em {
		return b.right, known
	}
	return right, known
}

// block is lines that stand close under each other.
type block struct{ right, top, bottom float64 }

// blockOf returns the block of fragment i, of lines that are drawn one after the
// other.
func blockOf(all []*fragment, i int) block {
	b, n := block{all[i].right, all[i].base, all[i].base}, around(len(all))
	for _, step := range []int{1, -1} {
		for j := i + step; j >= 0 && j < len(all) && j-i < n && i-j < n; j += step {
			p, q := all[j-step], all[j]
			down := (p.base - q.base) * float64(step)
			if q.turn != p.turn || math.Abs(p.em-q.em) > sameSize || math.Abs(p.left-q.left) > sameEdge*p.em ||
				down <= 0 || down > maxLeading*p.em {
				break
			}
			b = block{max(b.right, q.right), max(b.top, q.base), min(b.bottom, q.base)}
		}
	}
	return b
}
