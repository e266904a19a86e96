package query

// Rewrite returns n with every node replaced by f's answer, leaves first, in normal form. A node for which f returns
// nil or All is deleted; when nothing is left the result is All. n itself is not changed.
func Rewrite(n Node, f func(Node) Node) Node {
	same := func(n Node) Node { return n }
	// The second pass brings what f returned into normal form.
	if n = replace(replace(n, f), same); n != nil {
		return n
	}
	return All{}
}

func replace(n Node, f func(Node) Node) Node {
	switch m := n.(type) {
	case And:
		n = conjoin(replaceEach(m.Nodes, f))
	case Or:
		n = disjoin(replaceEach(m.Nodes, f))
	case Not:
		n = negate(replace(m.Node, f))
	}
	if n == nil {
		return nil
	}
	return f(n)
}

func replaceEach(nodes []Node, f func(Node) Node) []Node {
	out := make([]Node, len(nodes))
	for i, n := range nodes {
		out[i] = replace(n, f)
	}
	return out
}

// conjoin returns the And of nodes in normal form, given nodes in normal form or nil; nil when there are none.
func conjoin(nodes []Node) Node {
	flat := make([]Node, 0, len(nodes))
	for _, n := range nodes {
		switch n := n.(type) {
		case nil, All:
		case And:
			flat = append(flat, n.Nodes...)
		default:
			flat = append(flat, n)
		}
	}
	if len(flat) > 1 {
		return And{flat}
	}
	return only(flat)
}

// disjoin is conjoin for Or.
func disjoin(nodes []Node) Node {
	flat := make([]Node, 0, len(nodes))
	for _, n := range nodes {
		switch n := n.(type) {
		case nil, All:
		case Or:
			flat = append(flat, n.Nodes...)
		default:
			flat = append(flat, n)
		}
	}
	if len(flat) > 1 {
		return Or{flat}
	}
	return only(flat)
}

func only(nodes []Node) Node {
	if len(nodes) == 0 {
		return nil
	}
	return nodes[0]
}

// negate returns the Not of n in normal form, given n in normal form; nil for nil.
func negate(n Node) Node {
	switch n := n.(type) {
	case nil, All:
		return nil
	case Not:
		return n.Node
	}
	return Not{n}
}
