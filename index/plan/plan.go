package plan

import (
	"context"

	"vankien/index"
	"vankien/internal/viet"
	"vankien/internal/viet/name"
)

// Collection is what reading a query asks of a collection.
type Collection interface {
	// Documents is the number of documents.
	Documents() int

	// Count returns how many documents match each clause. All are asked at once,
	// since one look may be a journey.
	Count(ctx context.Context, clauses ...Clause) ([]int, error)
}

// Names are the names that a query is read with.
type Names struct {
	Abbreviations *name.Abbreviations
	Places        *name.Places
}

// Plan is a query as it is meant over one state of a collection.
type Plan struct {
	Clause   Clause
	Warnings []index.Warning // what was read otherwise than it was written
}

// Read plans the query of a request; none means every document. The error is
// that of the collection.
func Read(ctx context.Context, of Collection, names Names, req *index.Request) (*Plan, error) {
	if req.Query == nil {
		return &Plan{Clause: Everything{}}, nil
	}
	p := &planner{ctx: ctx, of: of, names: names, accents: req.Accents}
	c := p.node(req.Query)
	if p.err != nil {
		return nil, p.err
	}
	if req.Level == index.LevelAny {
		c = anyOf(c)
	}
	return &Plan{c, p.warnings}, nil
}

// known reports whether any document holds the word, with any marks.
func (p *planner) known(term string) bool {
	f := Form{Terms: []string{term}, Folds: []string{viet.Fold(term)}}
	return p.atLeast(Word{Form: f, Fields: anyField, Boost: 1}, 1)
}

// atLeast reports whether n documents match a clause.
func (p *planner) atLeast(c Clause, n int) bool {
	if p.err != nil {
		return false
	}
	counts, err := p.of.Count(p.ctx, c)
	if err != nil {
		p.err = err
		return false
	}
	return counts[0] >= n
}
