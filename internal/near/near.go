// Package near finds the known name that a mistyped one was meant to be.
package near

import (
	"strings"
	"unicode/utf8"
)

const (
	// maxEdits is how far a name may be from what it was meant to be.
	maxEdits = 2
	// shortName is the most letters of a name that may be only one edit off: two
	// would make any short name of any other.
	shortName = 4
	// maxName keeps a name of many kilobytes from being compared; no known name is so long.
	maxName = 256
)

// Name returns the known name that is the fewest edits away from name, whatever
// its case, the first of several. It returns "" if none is near: more than two
// edits, one for a name of up to four letters, or as many as the known name has
// letters, would be a guess. The known names are in lower case. The cost is that
// of a few comparisons for each of them, however long name is.
func Name(name string, known []string) string {
	if len(name) > maxName {
		return ""
	}
	name = strings.ToLower(name)
	most := maxEdits
	if utf8.RuneCountInString(name) <= shortName {
		most = 1
	}
	best := ""
	for _, k := range known {
		allowed := min(most, utf8.RuneCountInString(k)-1)
		if d := Distance(name, k, allowed); d <= allowed {
			best, most = k, d-1
		}
	}
	return best
}

// Distance returns how many letters to insert, remove, replace or swap with
// their neighbour to make b of a, or most+1 if those are more than most. Its cost
// grows with the product of the lengths only where they differ by at most most.
func Distance(a, b string, most int) int {
	if n := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); max(n, -n) > most {
		return most + 1
	}
	x, y := []rune(a), []rune(b)
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	before, above, row := rows[0], rows[1], rows[2]
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before, above, row = above, row, before
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			d := min(above[j+1]+1, row[j]+1, above[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
		}
	}
	return min(row[len(y)], most+1)
}
