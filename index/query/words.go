package query

// Words returns the words of a query in the order in which they stand.
func Words(n Node) (list []Word) {
	Replace(n, func(_ int, w Word) Node {
		list = append(list, w)
		return w
	})
	return list
}

// Replace returns the query with what f makes of each of its words, which come by
// their numbers in Words. A word for which f returns nil goes; what cut it from the
// one before cuts the one behind it.
func Replace(n Node, f func(number int, w Word) Node) Node {
	next, cut := 0, false
	same := func(n Node) Node { return n }
	return rewrite(n, func(n Node) Node {
		w, ok := n.(Word)
		if !ok {
			return n
		}
		w.Cut = w.Cut || cut
		n = f(next, w)
		next++
		cut = n == nil && w.Cut
		return n
	}, same)
}
