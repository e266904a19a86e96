package exec

import (
	"context"
	"fmt"
	"slices"
)

// op is what a compiled node does.
type op uint8

const (
	opNone op = iota
	opAll
	opLeaf
	opDays
	opTimes
	opAnd
	opOr
	opBest
	opNot
	opScored
)

// A tree is a node with all that it needs of a snapshot: postings by chunk, and
// the weights of its words.
type tree struct {
	op    op
	of    []*tree
	near  []*leaf
	leaf  *leaf
	days  Days
	times []places // by segment
	mute  bool     // it decides what matches and scores nothing
}

// A leaf is a word or phrase over a snapshot, or values that do not score.
type leaf struct {
	postings []posting   // by chunk
	form     *Form       // that it is, of a word
	words    []*resolved // of a phrase that stands in no document more often than each of them
	docs     int         // documents that are not deleted
	idf      float64     // idf of the word, or the sum of those of a phrase's words
	weight   float64     // factor of tf / (tf + K)
	byLength bool        // K depends on the length of the document
	flat     bool        // it scores the same in every document
	cursor   cursor      // of the chunk being scored
}

// compiler makes trees.
type compiler struct {
	ctx   context.Context
	snap  *Snapshot
	arena *arena
	forms map[*Form]*resolved
	score bool    // hits are scored
	mute  bool    // but not by what is being compiled
	reads *int    // documents that phrases may still read; nil: any number
	all   []*tree // what every document that counts matches, where nothing scores: phrases are looked for there only

	phrases     []*Phrase // that were looked up
	found       []*leaf   // for each
	foundCounts []bool    // how often each stands in a document was counted
}

// compile makes the tree of a node.
func (c *compiler) compile(n Node) (*tree, error) {
	if err := c.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case All:
		return &tree{op: opAll}, nil
	case Word:
		l, err := c.word(n)
		return &tree{op: opLeaf, leaf: l}, err
	case *Phrase:
		l, err := c.phrase(n)
		if err == nil {
			l.weight = n.Boost * l.idf
		}
		return &tree{op: opLeaf, leaf: l}, err
	case And:
		return c.sum(opAnd, n)
	case Or:
		return c.sum(opOr, And(n))
	case Best:
		return c.best(n)
	case Not:
		of, err := c.each([]Node{n.Of})
		return &tree{op: opNot, of: of}, err
	case Must:
		return c.must(n)
	case Scored:
		return c.scored(n)
	case Values:
		l, err := c.values(n)
		return &tree{op: opLeaf, leaf: l}, err
	case Without:
		l, err := c.without(n)
		return &tree{op: opLeaf, leaf: l}, err
	case Dated:
		return &tree{op: opDays, days: n.Days}, nil
	}
	return &tree{op: opNone}, nil
}

// must compiles what only decides whether a document matches.
func (c *compiler) must(n Must) (*tree, error) {
	mute := c.mute
	c.mute = true
	t, err := c.compile(n.Of)
	c.mute = mute
	if err != nil {
		return nil, err
	}
	t.mute = true
	return t, nil
}

// scored compiles what only adds to scores, if there are any.
func (c *compiler) scored(n Scored) (*tree, error) {
	if !c.score || c.mute {
		return &tree{op: opAll}, nil
	}
	of, err := c.each([]Node{n.Of})
	return &tree{op: opScored, of: of}, err
}

func (c *compiler) each(nodes []Node) ([]*tree, error) {
	list := make([]*tree, len(nodes))
	for i, n := range nodes {
		var err error
		if list[i], err = c.compile(n); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// sum compiles what scores the sum of its parts.
func (c *compiler) sum(as op, n And) (*tree, error) {
	if !c.score && as == opAnd {
		return c.conjunction(n.Of)
	}
	of, err := c.each(n.Of)
	if err != nil {
		return nil, err
	}
	t := &tree{op: as, of: of}
	if !c.score || c.mute {
		return t, nil
	}
	for _, p := range n.Near {
		l, err := c.phrase(p)
		if err != nil {
			return nil, err
		}
		if l.docs > 0 {
			l.weight = p.Boost * c.snap.scoring.Near * c.snap.idf(l.docs)
			t.near = append(t.near, l)
		}
	}
	return t, nil
}

// conjunction compiles words first, so that phrases are looked for only where
// those stand.
func (c *compiler) conjunction(nodes []Node) (*tree, error) {
	t, before := &tree{op: opAnd}, len(c.all)
	defer func() { c.all = c.all[:before] }()
	for _, read := range []bool{false, true} {
		for _, n := range nodes {
			if isRead(n) != read {
				continue
			}
			x, err := c.compile(n)
			if err != nil {
				return nil, err
			}
			t.of, c.all = append(t.of, x), append(c.all, x)
		}
	}
	return t, nil
}

// isRead reports whether documents may have to be read for a node.
func isRead(n Node) bool {
	switch n := n.(type) {
	case *Phrase:
		return !n.isPair()
	case And:
		return slices.ContainsFunc(n.Of, isRead)
	case Or:
		return slices.ContainsFunc(n.Of, isRead)
	case Best:
		return slices.ContainsFunc(n.Of, isRead)
	case Not:
		return isRead(n.Of)
	case Must:
		return isRead(n.Of)
	}
	return false
}

// best gives the other ways to say something the weight of what was written.
func (c *compiler) best(n Best) (*tree, error) {
	of, err := c.each(n.Of)
	if err != nil {
		return nil, err
	}
	idf := of[0].idf()
	for i, t := range of[1:] {
		if t.op != opLeaf {
			return nil, fmt.Errorf("%T is no other way to say a word", n.Of[i+1])
		}
		t.leaf.weight *= idf / t.leaf.idf
		t.leaf.idf = idf
	}
	return &tree{op: opBest, of: of}, nil
}

// idf is the weight of all words of a tree before their boosts.
func (t *tree) idf() float64 {
	if t.mute {
		return 0
	}
	switch t.op {
	case opLeaf:
		return t.leaf.idf
	case opBest:
		return t.of[0].idf()
	case opAnd, opOr:
		sum := 0.0
		for _, x := range t.of {
			sum += x.idf()
		}
		return sum
	}
	return 0
}

func (c *compiler) word(w Word) (*leaf, error) {
	r, err := c.form(w.Form)
	if err != nil {
		return nil, err
	}
	return &leaf{postings: r.postings, form: w.Form, docs: r.docs, idf: r.idf, weight: w.Boost * r.idf,
		byLength: w.Field == c.snap.textField() && !r.flat, flat: r.flat}, nil
}

// textField is the name of the field whose words are scored by the length of the
// document.
func (s *Snapshot) textField() string {
	if len(s.views) == 0 {
		return ""
	}
	return s.views[0].Layout().Text
}

// values finds the documents with one of the values in a column.
func (c *compiler) values(n Values) (*leaf, error) {
	l := &leaf{postings: c.arena.newPostings(len(c.snap.chunks))[:0]}
	for _, v := range c.snap.views {
		err := v.guard(func() error {
			lists := v.valueLists(n)
			for range v.Chunks() {
				chunk := &c.snap.chunks[len(l.postings)]
				l.postings = append(l.postings, c.arena.flat(chunk, lists))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (v *view) valueLists(n Values) (out []list) {
	field := v.Field(n.Column)
	if field < 0 {
		return nil
	}
	for _, value := range n.Values {
		if l, ok := v.Lookup(field, value); ok {
			out = append(out, list{List: l, weight: 1})
		}
	}
	return out
}
