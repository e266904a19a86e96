package query

// Rewrite returns n with every node replaced by f's answer, leaves first, in normal form. A node for which f returns
// nil or All is deleted; when nothing is left the result is All. n itself is not changed.
func Rewrite(n Node, f func(Node) Node) Node { return rewrite(n, f, f) }

// rewrite is Rewrite with a function for leaves and another for what has become of each And, Or and Not.
func rewrite(n Node, leaf, whole func(Node) Node) Node {
	same := func(n Node) Node { return n }
	// The second pass brings what the functions returned into normal form.
	if n = replace(replace(n, leaf, whole), same, same); n != nil {
		return settle(n)
	}
	return All{}
}

func replace(n Node, leaf, whole func(Node) Node) Node {
	switch m := n.(type) {
	case nil:
		return nil
	case And:
		n = conjoin(replaceEach(m.Nodes, leaf, whole))
	case Or:
		n = disjoin(replaceEach(m.Nodes, leaf, whole))
	case Not:
		n = negate(replace(m.Node, leaf, whole))
	default:
		return leaf(n)
	}
	if n == nil {
		return nil
	}
	return whole(n)
}

func replaceEach(nodes []Node, leaf, whole func(Node) Node) []Node {
	out := make([]Node, len(nodes))
	for i, n := range nodes {
		out[i] = replace(n, leaf, whole)
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

// settle clears Cut where no word stands directly before. It changes the slices of n, which conjoin and disjoin made.
func settle(n Node) Node {
	switch m := n.(type) {
	case Word:
		m.Cut = false
		return m
	case Not:
		return Not{settle(m.Node)}
	case Or:
		for i, x := range m.Nodes {
			m.Nodes[i] = settle(x)
		}
	case And:
		behind := false // a word
		for i, x := range m.Nodes {
			_, is := x.(Word)
			if !is || !behind {
				m.Nodes[i] = settle(x)
			}
			behind = is
		}
	}
	return n
}
