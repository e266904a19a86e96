package exec

import (
	"context"
	"fmt"
)

// op is what a compiled node does.
type op uint8

const (
	opNone op = iota
	opAll
	opLeaf
	opSet
	opAnd
	opOr
	opBest
	opNot
)

// A tree is a node with all that it needs of a snapshot: postings and sets by
// segment, and the weights of its words.
type tree struct {
	op   op
	of   []*tree
	near []*leaf
	leaf *leaf
	sets []bitset // by segment
}

// A leaf is a word or phrase over a snapshot.
type leaf struct {
	postings []*posting // by segment
	docs     int        // documents that are not deleted
	idf      float64    // idf of the word, or the sum of those of a phrase's words
	weight   float64    // factor of tf / (tf + K)
	byLength bool       // K depends on the length of the document
	hint     int        // position in a sparse posting where the last look-up ended
	last     uint32     // the document looked up there
}

// compiler makes trees.
type compiler struct {
	ctx   context.Context
	snap  *Snapshot
	words map[string]*leaf
	score bool
}

// compile makes the tree of a node, reading what the cache does not hold.
func (c *compiler) compile(n Node) (*tree, error) {
	if err := c.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case All:
		return &tree{op: opAll}, nil
	case *Word:
		l, err := c.word(n)
		return &tree{op: opLeaf, leaf: l}, err
	case *Phrase:
		l, err := c.phrase(n)
		return &tree{op: opLeaf, leaf: l}, err
	case And:
		return c.sum(opAnd, n)
	case Or:
		return c.sum(opOr, And(n))
	case Best:
		return c.best(n)
	case Not:
		of, err := c.all([]Node{n.Of})
		return &tree{op: opNot, of: of}, err
	case Values:
		return c.sets(func(v *view) (bitset, error) { return v.valueSet(c.ctx, n.Column, n.Values) })
	case Dated:
		return c.sets(func(v *view) (bitset, error) { return v.dateSet(c.ctx, n.Days) })
	}
	return &tree{op: opNone}, nil
}

func (c *compiler) all(nodes []Node) ([]*tree, error) {
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
	of, err := c.all(n.Of)
	if err != nil {
		return nil, err
	}
	t := &tree{op: as, of: of}
	if !c.score {
		return t, nil
	}
	for _, p := range n.Near {
		l, err := c.phrase(p)
		if err != nil {
			return nil, err
		}
		if l.docs > 0 {
			near := *l
			near.weight = p.Boost * c.snap.engine.scoring.Near * c.snap.idf(l.docs)
			t.near = append(t.near, &near)
		}
	}
	return t, nil
}

// best gives the other ways to say something the weight of what was written.
func (c *compiler) best(n Best) (*tree, error) {
	of, err := c.all(n.Of)
	if err != nil {
		return nil, err
	}
	idf := of[0].idf()
	for i, t := range of[1:] {
		if t.op != opLeaf {
			return nil, fmt.Errorf("%T is no other way to say a word", n.Of[i+1])
		}
		l := *t.leaf
		l.weight *= idf / l.idf
		l.idf = idf
		t.leaf = &l
	}
	return &tree{op: opBest, of: of}, nil
}

// idf is the weight of all words of a tree before their boosts.
func (t *tree) idf() float64 {
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

func (c *compiler) word(w *Word) (*leaf, error) {
	key := w.key()
	if l := c.words[key]; l != nil {
		again := *l
		again.weight = w.Boost * l.idf
		return &again, nil
	}
	l := &leaf{postings: make([]*posting, len(c.snap.views)), byLength: w.Field == c.snap.engine.layout.Text}
	for i, v := range c.snap.views {
		p, err := v.posting(c.ctx, w, key)
		if err != nil {
			return nil, err
		}
		l.postings[i] = p
	}
	if err := c.weigh(l, key); err != nil {
		return nil, err
	}
	l.idf = c.snap.idf(l.docs)
	l.weight = w.Boost * l.idf
	c.words[key] = l
	return l, nil
}

// weigh counts the documents of a leaf and sees that its bounds hold.
func (c *compiler) weigh(l *leaf, key string) error {
	s := c.snap.engine.scoring
	for i, v := range c.snap.views {
		p := l.postings[i]
		l.docs += p.alive(v.live)
		if !c.score || p.n == 0 {
			continue
		}
		k := lengthTerm{plain: s.K1}
		if l.byLength {
			n, err := v.lengths(c.ctx)
			if err != nil {
				return err
			}
			k = lengthTerm{s.K1 * (1 - s.B), s.K1 * s.B, n.of}
		}
		if q, fresh := p.bounded(c.snap.average(), k); fresh {
			v.engine.cache.put(v.key(key), q)
			l.postings[i] = q
		}
	}
	return nil
}

// phrase resolves a phrase. Its words decide what it weighs, so that its weight
// is known before its documents are.
func (c *compiler) phrase(p *Phrase) (*leaf, error) {
	words := make([]*leaf, len(p.Words))
	l := &leaf{postings: make([]*posting, len(c.snap.views)), byLength: true}
	for i, w := range p.Words {
		var err error
		if words[i], err = c.word(w); err != nil {
			return nil, err
		}
		l.idf += words[i].idf
		l.byLength = l.byLength && words[i].byLength
	}
	l.weight = p.Boost * l.idf
	for i, v := range c.snap.views {
		q, err := cached(c.ctx, v, "p"+p.Key, func() (*posting, error) { return c.phrasePostings(v, p, words, i) })
		if err != nil {
			return nil, err
		}
		l.postings[i] = q
	}
	return l, c.weigh(l, "p"+p.Key)
}

// sets makes a tree of a set of documents in each segment.
func (c *compiler) sets(of func(*view) (bitset, error)) (*tree, error) {
	t := &tree{op: opSet, sets: make([]bitset, len(c.snap.views))}
	for i, v := range c.snap.views {
		var err error
		if t.sets[i], err = of(v); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// keySet is a cached set of documents.
type keySet struct{ set bitset }

// Bytes estimates the memory of the set.
func (s *keySet) Bytes() int64 { return 50 + 8*int64(len(s.set)) }

// valueSet is the documents with one of the values in a column.
func (v *view) valueSet(ctx context.Context, column string, values []string) (bitset, error) {
	if len(values) != 1 {
		return v.readValues(ctx, column, values)
	}
	s, err := cached(ctx, v, "v"+column+"\x00"+values[0], func() (*keySet, error) {
		s, err := v.readValues(ctx, column, values)
		return &keySet{s}, err
	})
	if err != nil {
		return nil, err
	}
	return s.set, nil
}

func (v *view) readValues(ctx context.Context, name string, values []string) (bitset, error) {
	c, err := v.column(ctx, name)
	if err != nil {
		return nil, err
	}
	set := make(bitset, v.words)
	return set, c.with(ctx, values, v.n, set)
}

// dateSet is the documents whose days overlap some days.
func (v *view) dateSet(ctx context.Context, r Days) (bitset, error) {
	s, err := cached(ctx, v, fmt.Sprintf("d%d-%d", r.From, r.To), func() (*keySet, error) {
		d, err := v.dates(ctx)
		if err != nil {
			return nil, err
		}
		set := make(bitset, v.words)
		d.overlapping(r, set)
		return &keySet{set}, nil
	})
	if err != nil {
		return nil, err
	}
	return s.set, nil
}
