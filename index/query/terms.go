package query

// Terms counts what bounds the cost of n: the runs of letters, digits and marks in its words and phrases, and one for
// each span of dates.
func Terms(n Node) int {
	switch n := n.(type) {
	case Word:
		return termsIn(n.Text)
	case Phrase:
		return termsIn(n.Text)
	case Dates:
		return 1
	case Not:
		return Terms(n.Node)
	case And:
		return termsOf(n.Nodes)
	case Or:
		return termsOf(n.Nodes)
	}
	return 0
}

func termsOf(nodes []Node) int {
	sum := 0
	for _, n := range nodes {
		sum += Terms(n)
	}
	return sum
}

func termsIn(text string) int {
	n, _, _ := countTerms(text, len(text))
	return n
}

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
