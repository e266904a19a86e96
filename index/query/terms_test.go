package query

// termsOf counts what bounds the cost of a tree: the runs of letters, digits and marks in its words and phrases, and one for
// each span of dates.
func termsOf(n Node) int {
	switch n := n.(type) {
	case Word:
		return termsIn(n.Text)
	case Phrase:
		return termsIn(n.Text)
	case Dates:
		return 1
	case Not:
		return termsOf(n.Node)
	case And:
		return sumOfTerms(n.Nodes)
	case Or:
		return sumOfTerms(n.Nodes)
	}
	return 0
}

func sumOfTerms(nodes []Node) int {
	sum := 0
	for _, n := range nodes {
		sum += termsOf(n)
	}
	return sum
}

func termsIn(text string) int {
	n, _, _ := countTerms(text, len(text))
	return n
}
