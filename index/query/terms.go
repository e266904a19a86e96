package query

// countTerms counts the terms of text up to most. It returns also where the last counted one ends and where the one
// after it starts, or -1 when there is none.
func countTerms(text string, most int) (n, stop, next int) {
	inside := false
	for i, r := range text {
		is := isTerm(r)
		switch {
		case is && !inside && n == most:
			return n, stop, i
		case is && !inside:
			n++
		case inside && !is:
			stop = i
		}
		inside = is
	}
	if inside {
		stop = len(text)
	}
	return n, stop, -1
}
