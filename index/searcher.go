package index

import (
	"context"
	"fmt"
	"slices"
	"strings"

	bsearch "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/searcher"
)

// Boosts of the fields.
const (
	titleBoost    = 3.0
	abstractBoost = 1.5
)

// maxExpansions bounds the terms that one prefix stands for in one field.
const maxExpansions = 1024

// builder makes Bleve searchers of a plan over one snapshot.
type builder struct {
	ctx     context.Context
	snap    *snapshot
	planner *planner // takes the warnings
	opt     bsearch.SearcherOptions
	err     error // the first error met while searchers ran
}

// build returns the searcher of a clause.
func (b *builder) build(c clause) (bsearch.Searcher, error) {
	if err := b.ctx.Err(); err != nil {
		return nil, err
	}
	switch c := c.(type) {
	case everything:
		return searcher.NewMatchAllSearcher(b.ctx, b.snap, 1, b.opt)
	case word:
		return b.perField(c.fields, func(field string) (bsearch.Searcher, error) { return b.form(field, &c.form, c.boost) })
	case phrase:
		return b.perField(c.fields, func(field string) (bsearch.Searcher, error) { return b.phrase(field, &c) })
	case keywordClause:
		return b.keyword(c)
	case dateClause:
		return b.dates(c)
	case and:
		return b.and(c.of)
	case or:
		list, err := b.all(c.of)
		if err != nil {
			return nil, err
		}
		return searcher.NewDisjunctionSearcher(b.ctx, b.snap, list, 1, b.opt)
	case not:
		return b.and([]clause{c})
	}
	return searcher.NewMatchNoneSearcher(b.snap)
}

func (b *builder) all(list []clause) ([]bsearch.Searcher, error) {
	out := make([]bsearch.Searcher, 0, len(list))
	for _, c := range list {
		s, err := b.build(c)
		if err != nil {
			closeAll(out)
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func closeAll(list []bsearch.Searcher) {
	for _, s := range list {
		_ = s.Close()
	}
}

// and keeps the negative clauses apart: what is left after them must come
// from the positive ones, or from every document.
func (b *builder) and(list []clause) (bsearch.Searcher, error) {
	var must, mustNot []clause
	for _, c := range list {
		if n, ok := c.(not); ok {
			mustNot = append(mustNot, n.of)
		} else {
			must = append(must, c)
		}
	}
	if len(must) == 0 {
		must = []clause{everything{}}
	}
	yes, err := b.all(must)
	if err != nil {
		return nil, err
	}
	s, err := searcher.NewConjunctionSearcher(b.ctx, b.snap, yes, b.opt)
	if err != nil || len(mustNot) == 0 {
		return s, err
	}
	no, err := b.all(mustNot)
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	except, err := searcher.NewDisjunctionSearcher(b.ctx, b.snap, no, 1, b.opt)
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	return searcher.NewBooleanSearcher(b.ctx, b.snap, s, nil, except, b.opt)
}

// perField joins the searchers of one word or phrase in each of its fields.
func (b *builder) perField(fields []string, make func(string) (bsearch.Searcher, error)) (bsearch.Searcher, error) {
	var list []bsearch.Searcher
	for _, f := range fields {
		s, err := make(f)
		if err != nil {
			closeAll(list)
			return nil, err
		}
		list = append(list, s)
	}
	return searcher.NewDisjunctionSearcher(b.ctx, b.snap, list, 1, b.opt)
}

// form finds the documents that hold one of the form's terms in a field.
func (b *builder) form(field string, f *form, boost float64) (bsearch.Searcher, error) {
	boost *= fieldBoost(field)
	if f.prefix {
		return b.prefix(field, f, boost)
	}
	var out []bsearch.Searcher
	for _, p := range f.postings() {
		s, err := searcher.NewTermSearcher(b.ctx, b.snap, p.term, field, boost*p.weight, b.opt)
		if err != nil {
			closeAll(out)
			return nil, err
		}
		out = append(out, s)
	}
	return searcher.NewDisjunctionSearcher(b.ctx, b.snap, out, 1, b.opt)
}

func fieldBoost(field string) float64 {
	switch Field(field) {
	case FieldTitle:
		return titleBoost
	case FieldAbstract:
		return abstractBoost
	}
	return 1
}

// prefix finds the documents that hold a term beginning with the form's.
func (b *builder) prefix(field string, f *form, boost float64) (bsearch.Searcher, error) {
	beginnings := slices.Clone(f.terms)
	for _, p := range f.folds {
		beginnings = append(beginnings, p, foldMark+p)
	}
	known := map[string]bool{}
	var terms []expansion
	for _, p := range beginnings {
		more, err := b.expand(field, p)
		if err != nil {
			return nil, err
		}
		for _, e := range more {
			if !known[e.term] {
				known[e.term] = true
				terms = append(terms, e)
			}
		}
	}
	if len(terms) > maxExpansions {
		b.planner.warn("too_many_expansions", "%s* begins %d words; the %d commonest are used", f.terms[0], len(terms), maxExpansions)
	}
	var list []string
	for _, t := range commonest(terms, maxExpansions) {
		list = append(list, t.term)
	}
	if len(list) == 0 {
		return searcher.NewMatchNoneSearcher(b.snap)
	}
	return searcher.NewMultiTermSearcher(b.ctx, b.snap, list, field, boost, b.opt, false)
}

// expand lists the terms of a field that begin with prefix.
func (b *builder) expand(field, prefix string) ([]expansion, error) {
	dict, err := b.snap.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		return nil, fmt.Errorf("expand %s*: %w", prefix, err)
	}
	defer dict.Close()
	var out []expansion
	for e, err := dict.Next(); ; e, err = dict.Next() {
		if err != nil {
			return nil, fmt.Errorf("expand %s*: %w", prefix, err)
		}
		if e == nil {
			return out, nil
		}
		if !strings.Contains(e.Term, ":") { // typed terms are no words
			out = append(out, expansion{e.Term, e.Count})
		}
	}
}

// phrase finds the documents whose field holds all words of the phrase, and
// keeps those in whose stored text they stand together.
func (b *builder) phrase(field string, ph *phrase) (bsearch.Searcher, error) {
	var list []bsearch.Searcher
	for i := range ph.forms {
		s, err := b.form(field, &ph.forms[i], ph.boost)
		if err != nil {
			closeAll(list)
			return nil, err
		}
		list = append(list, s)
	}
	all, err := searcher.NewConjunctionSearcher(b.ctx, b.snap, list, b.opt)
	if err != nil {
		return nil, err
	}
	return b.filter(all, func(seg *segmentView, local uint64) (bool, error) {
		if err := b.ctx.Err(); err != nil {
			return false, err
		}
		text, err := seg.loadField(local, field)
		if err != nil {
			return false, err
		}
		return ph.holds(b.ctx, text)
	}), nil
}

// filter keeps the documents of s that accept takes. Bleve's filters cannot
// fail, so an error is kept and ends the search after the searcher stops.
func (b *builder) filter(s bsearch.Searcher, accept func(*segmentView, uint64) (bool, error)) bsearch.Searcher {
	return searcher.NewFilteringSearcher(b.ctx, s, func(_ *bsearch.SearchContext, d *bsearch.DocumentMatch) bool {
		if b.err != nil {
			return false
		}
		seg, local := b.snap.locate(number(d))
		ok, err := accept(b.snap.segments[seg], local)
		if err != nil {
			b.err = err
		}
		return ok
	})
}

// number returns the global document number of a match.
func number(d *bsearch.DocumentMatch) uint64 {
	return d.IndexInternalID.Value()
}

// keyword finds the documents with one of the values. Columns keep no
// frequencies, so nothing of them can be scored.
func (b *builder) keyword(c keywordClause) (bsearch.Searcher, error) {
	opt := b.opt
	opt.Score = "none"
	var list []bsearch.Searcher
	for _, v := range c.values {
		s, err := searcher.NewTermSearcher(b.ctx, b.snap, v, c.field, 1, opt)
		if err != nil {
			closeAll(list)
			return nil, err
		}
		list = append(list, s)
	}
	return searcher.NewDisjunctionSearcher(b.ctx, b.snap, list, 1, opt)
}

// dates finds the documents whose own days overlap those of the clause.
func (b *builder) dates(c dateClause) (bsearch.Searcher, error) {
	all, err := searcher.NewMatchAllSearcher(b.ctx, b.snap, 1, b.opt)
	if err != nil {
		return nil, err
	}
	return b.filter(all, func(seg *segmentView, local uint64) (bool, error) {
		col, err := seg.columns.get(fieldDate)
		if err != nil {
			return false, err
		}
		id, ok := col.first(local)
		return ok && col.days[id].overlaps(c.days), nil
	}), nil
}
