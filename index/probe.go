package index

import (
	bsearch "github.com/blevesearch/bleve/v2/search"
)

// known reports whether any document holds the word, with any marks.
func (p *planner) known(term string) bool {
	for _, field := range anyField {
		for _, t := range []string{term, foldMark + term} {
			if p.frequency(field, t) > 0 {
				return true
			}
		}
	}
	return false
}

// frequency is the number of documents that hold a term in a field.
func (p *planner) frequency(field, term string) uint64 {
	if p.err != nil {
		return 0
	}
	tfr, err := p.snap.TermFieldReader(p.ctx, []byte(term), field, false, false, false)
	if err != nil {
		p.err = err
		return 0
	}
	defer tfr.Close()
	return tfr.Count()
}

// atLeast reports whether n documents match a clause. It stops at the nth.
func (p *planner) atLeast(c clause, n int) bool {
	if p.err != nil {
		return false
	}
	b := &builder{ctx: p.ctx, snap: p.snap, planner: p}
	b.opt.Score = "none"
	s, err := b.build(c)
	if err != nil {
		p.err = err
		return false
	}
	defer s.Close()
	sctx := &bsearch.SearchContext{DocumentMatchPool: bsearch.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0), IndexReader: p.snap}
	for ; n > 0; n-- {
		d, err := s.Next(sctx)
		if err == nil {
			err = b.err
		}
		if err != nil {
			p.err = err
			return false
		}
		if d == nil {
			return false
		}
		sctx.DocumentMatchPool.Put(d)
	}
	return true
}
