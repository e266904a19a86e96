package exec

// NodeBytes estimates the memory of a node.
func NodeBytes(n Node) int64 {
	const one = 64
	switch n := n.(type) {
	case *Word:
		return n.bytes()
	case *Phrase:
		return n.bytes()
	case And:
		return one + nodesBytes(n.Of, n.Near)
	case Or:
		return one + nodesBytes(n.Of, n.Near)
	case Best:
		return one + nodesBytes(n.Of, nil)
	case Not:
		return one + NodeBytes(n.Of)
	case Values:
		return one + stringBytes(n.Values)
	}
	return one
}

func nodesBytes(of []Node, near []*Phrase) (sum int64) {
	for _, n := range of {
		sum += NodeBytes(n)
	}
	for _, p := range near {
		sum += p.bytes()
	}
	return sum
}

func (w *Word) bytes() int64 { return 250 + termsBytes(w.Terms) + termsBytes(w.Ranges) }

func (p *Phrase) bytes() int64 {
	sum := 250 + int64(len(p.Key)) + termsBytes(p.Direct)
	for _, w := range p.Words {
		sum += w.bytes()
	}
	for _, terms := range p.Pairs {
		sum += 24 + termsBytes(terms)
	}
	return sum
}

func termsBytes(list []Term) int64 {
	n := 24 * int64(len(list))
	for i := range list {
		n += int64(len(list[i].Text))
	}
	return n
}
