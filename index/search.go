package index

import (
	"context"
	"fmt"
	"slices"
	"time"

	"vankien/index/exec"
	"vankien/index/snippet"
)

// Search answers a request over one state of the index. Total and facet counts
// are exact. It returns ctx's error when the deadline passes, never a part of
// the answer, and a *RequestError for a request it cannot serve.
func (x *Index) Search(ctx context.Context, req Request) (*Result, error) {
	began := time.Now()
	if err := req.check(); err != nil {
		return nil, err
	}
	snap, err := x.snapshot()
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	state, err := snap.searchable()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	p, err := snap.plans.prepare(ctx, state, x.tables, &req)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	conditions := req.Filter.conditions()
	q := &exec.Query{Match: p.node, Filter: conditions, Facets: facets(req.Facets, conditions), Sort: req.Sort.lowered(), Window: req.window()}
	found, err := state.Search(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	res := &Result{Total: found.Total, Facets: map[Field]Facet{}, Warnings: p.warnings}
	for i, f := range req.Facets {
		res.Facets[f] = newFacet(f, found.Facets[i], req.FacetValues)
	}
	if res.Hits, err = snap.hits(ctx, &req, found.Hits, p.matcher); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	res.Took = time.Since(began)
	return res, nil
}

// check fills in defaults and refuses what is out of range.
func (r *Request) check() error {
	if r.Limit == 0 {
		r.Limit = DefaultLimit
	}
	if r.FacetValues == 0 {
		r.FacetValues = MaxFacetValues
	}
	switch {
	case r.Limit < NoHits || r.Limit > MaxLimit:
		return &RequestError{fmt.Sprintf("limit %d is not from 1 to %d", r.Limit, MaxLimit)}
	case r.Offset < 0:
		return &RequestError{fmt.Sprintf("offset %d is negative", r.Offset)}
	case r.Offset > MaxWindow || r.Offset+r.Limit > MaxWindow:
		return &RequestError{fmt.Sprintf("offset %d and limit %d reach beyond the first %d hits", r.Offset, r.Limit, MaxWindow)}
	case r.Snippets < 0 || r.Snippets > MaxSnippets:
		return &RequestError{fmt.Sprintf("snippets %d is not from 0 to %d", r.Snippets, MaxSnippets)}
	case r.Sort < Relevance || r.Sort > ByTitle:
		return &RequestError{fmt.Sprintf("sort %d is none of the orders", r.Sort)}
	}
	for _, d := range []string{r.Filter.From, r.Filter.To} {
		if err := CheckDate(d); d != "" && err != nil {
			return &RequestError{err.Error()}
		}
	}
	for _, f := range r.Facets {
		if !slices.Contains(filterFields, f) {
			return &RequestError{fmt.Sprintf("field %q cannot be counted", f)}
		}
	}
	for _, values := range []map[Field][]string{r.Filter.Any, r.Filter.None} {
		for f := range values {
			if !slices.Contains(filterFields, f) {
				return &RequestError{fmt.Sprintf("field %q cannot filter", f)}
			}
		}
	}
	return nil
}

// window is how many hits must be ranked.
func (r *Request) window() int {
	if r.Limit == NoHits {
		return 0
	}
	return r.Offset + r.Limit
}

// lowered returns the order as the executor knows it.
func (s Sort) lowered() exec.Sort {
	return [...]exec.Sort{Relevance: exec.ByScore, Newest: exec.Newest, Oldest: exec.Oldest, ByTitle: exec.ByTitle}[s]
}

// Marks returns where req.Query matches the title, abstract and body of d, in
// text order; d should be a stored document. It obeys the deadline of ctx.
func (x *Index) Marks(ctx context.Context, req Request, d Document) (map[Field][]snippet.Match, error) {
	snap, err := x.snapshot()
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	state, err := snap.searchable()
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	p, err := snap.plans.prepare(ctx, state, x.tables, &req)
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	m := p.matcher()
	marks := map[Field][]snippet.Match{}
	for _, t := range []struct {
		field Field
		text  string
	}{{FieldTitle, d.Title}, {FieldAbstract, d.Abstract}, {FieldBody, d.Body}} {
		found, err := m.in(ctx, string(t.field), t.text)
		if err != nil {
			return nil, fmt.Errorf("mark: %w", err)
		}
		marks[t.field] = found
	}
	return marks, nil
}
