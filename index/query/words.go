package query

// Words returns the words of a query in the order in which they stand.
func Words(n Node) (list []Word) {
	Rewrite(n, func(n Node) Node {
		if w, ok := n.(Word); ok {
			list = append(list, w)
		}
		return n
	})
	return list
}

// Replace returns the query with what f makes of each of its words, which come by
// their numbers in Words. A word for which f returns nil goes.
func Replace(n Node, f func(number int, w Word) Node) Node {
	next := 0
	return Rewrite(n, func(n Node) Node {
		w, ok := n.(Word)
		if !ok {
			return n
		}
		next++
		return f(next-1, w)
	})
}
