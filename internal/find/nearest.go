package find

import "unicode/utf8"

// nearest returns the known name that is the fewest edits away from name: at
// most two, one from a name of up to four letters. Further off is a guess, and
// nearest returns "".
func nearest(name string, known []string) string {
	best, least := "", 3
	if utf8.RuneCountInString(name) <= 4 {
		least = 2
	}
	if len(name) > 40 { // no name is that long
		return ""
	}
	for _, k := range known {
		if d := edits(name, k); d < least && d < len(k) {
			best, least = k, d
		}
	}
	return best
}

// edits counts the bytes to insert, delete, replace or swap with a neighbour to
// make b of a.
func edits(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
