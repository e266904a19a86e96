package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	bsearch "github.com/blevesearch/bleve/v2/search"

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
	plan, planner, err := newPlan(ctx, snap, x.tables, req.Query, req.Accents)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	col := &collector{ctx: ctx, snap: snap, filter: newFilter(req.Filter), sort: req.Sort}
	col.counters = newCounters(req.Facets, col.filter)
	col.top = top{k: req.window(), sort: req.Sort, snap: snap}
	if err := col.run(plan, planner); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	res := &Result{Total: col.total, Facets: map[Field]Facet{}, Warnings: planner.warnings}
	for _, c := range col.counters {
		res.Facets[c.field] = c.facet(req.FacetValues)
	}
	if res.Hits, err = col.hits(&req, newMatcher(plan)); err != nil {
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

// collector walks the matches of a query once.
type collector struct {
	ctx      context.Context
	snap     *snapshot
	filter   *filter
	counters []*counter
	sort     Sort
	top      top
	total    int

	seg       int // the segment that the fields below are for; -1 at first
	segFilter *segmentFilter
	keys      *column // of a sort by date or title
}

// deadlineEvery is how many matches pass between two looks at the deadline.
const deadlineEvery = 1024

func (c *collector) run(plan clause, planner *planner) error {
	b := &builder{ctx: c.ctx, snap: c.snap, planner: planner}
	if c.sort != Relevance {
		b.opt.Score = "none"
	}
	s, err := b.build(plan)
	if err != nil {
		return err
	}
	defer s.Close()
	c.seg = -1
	sctx := &bsearch.SearchContext{DocumentMatchPool: bsearch.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0), IndexReader: c.snap}
	for n := 0; ; n++ {
		if n%deadlineEvery == 0 {
			if err := c.ctx.Err(); err != nil {
				return err
			}
		}
		d, err := s.Next(sctx)
		if err != nil || b.err != nil {
			return cmp.Or(b.err, err)
		}
		if d == nil {
			return c.top.err
		}
		if err := c.see(number(d), d.Score); err != nil {
			return err
		}
		sctx.DocumentMatchPool.Put(d)
	}
}

// see takes one match of the query.
func (c *collector) see(global uint64, score float64) error {
	seg, local := c.snap.locate(global)
	if seg != c.seg {
		if err := c.enter(seg); err != nil {
			return err
		}
	}
	outcome := c.segFilter.test(local)
	for _, f := range c.counters {
		f.see(local, outcome)
	}
	if outcome != met {
		return nil
	}
	c.total++
	it := item{at: place{seg, local}, score: score}
	c.setKey(&it)
	c.top.add(it)
	return nil
}

// enter turns to another segment.
func (c *collector) enter(seg int) (err error) {
	c.seg = seg
	view := c.snap.segments[seg]
	if c.segFilter, err = c.filter.over(view); err != nil {
		return err
	}
	for _, f := range c.counters {
		if err := f.enter(view); err != nil {
			return err
		}
	}
	switch c.sort {
	case Newest, Oldest:
		c.keys, err = view.columns.get(fieldDate)
	case ByTitle:
		c.keys, err = view.columns.get(fieldSortKey)
	}
	return err
}

// setKey gives an item what its order needs; without a date or title it comes
// last.
func (c *collector) setKey(it *item) {
	if c.keys == nil {
		return
	}
	id, ok := c.keys.first(it.at.local)
	switch c.sort {
	case Newest:
		it.day = math.MinInt32
		if ok {
			it.day = c.keys.days[id].from
		}
	case Oldest:
		it.day = math.MaxInt32
		if ok {
			it.day = c.keys.days[id].from
		}
	case ByTitle:
		it.key = "\xff"
		if ok {
			it.key = c.keys.values[id]
		}
	}
}

// hits loads the documents of the page asked for.
func (c *collector) hits(req *Request, m *matcher) ([]Hit, error) {
	items := c.top.sorted()
	items = items[min(req.Offset, len(items)):]
	hits := make([]Hit, 0, len(items))
	for _, it := range items {
		if err := c.ctx.Err(); err != nil {
			return nil, err
		}
		d, err := c.snap.segments[it.at.seg].load(it.at.local)
		if err != nil {
			return nil, err
		}
		h := Hit{ID: d.ID, Document: d}
		if c.sort == Relevance {
			h.Score = it.score
		}
		title, err := m.in(c.ctx, string(FieldTitle), d.Title)
		if err != nil {
			return nil, err
		}
		h.TitleMarks = snippet.Merge(title)
		if req.Snippets > 0 {
			opt := snippet.Options{Count: req.Snippets, Chars: req.SnippetChars}
			if h.Fragments, err = fragments(c.ctx, &d, m, title, opt); err != nil {
				return nil, err
			}
		}
		h.Document.Body = ""
		hits = append(hits, h)
	}
	return hits, c.top.err
}

// fragments picks the best passages of abstract and body. Without a match
// there it shows the title if that matches, else how the text begins.
func fragments(ctx context.Context, d *Document, m *matcher, title []snippet.Match, opt snippet.Options) ([]Fragment, error) {
	var out []Fragment
	add := func(f Field, text string, found []snippet.Match) {
		for _, fr := range snippet.Best(text, found, opt) {
			if len(fr.Marks) > 0 {
				out = append(out, Fragment{f, fr})
			}
		}
	}
	for _, t := range []struct {
		field Field
		text  string
	}{{FieldAbstract, d.Abstract}, {FieldBody, d.Body}} {
		found, err := m.in(ctx, string(t.field), t.text)
		if err != nil {
			return nil, err
		}
		add(t.field, t.text, found[:min(len(found), maxWeighed)])
	}
	if len(out) > 0 {
		slices.SortStableFunc(out, func(a, b Fragment) int { return cmp.Compare(b.Terms, a.Terms) })
		return out[:min(len(out), opt.Count)], nil
	}
	if add(FieldTitle, d.Title, title); len(out) > 0 {
		return out, nil
	}
	return opening(d, opt), nil
}

// maxWeighed bounds the matches of one text among which the best passages are
// looked for: a book of a million common words need not be weighed whole.
const maxWeighed = 20_000

// opening is the beginning of the abstract, or else of the body, unmarked.
func opening(d *Document, opt snippet.Options) []Fragment {
	opt.Count = 1
	for _, t := range []struct {
		field Field
		text  string
	}{{FieldAbstract, d.Abstract}, {FieldBody, d.Body}} {
		for _, fr := range snippet.Best(t.text, nil, opt) {
			return []Fragment{{t.field, fr}}
		}
	}
	return nil
}

// Marks returns where req.Query matches the title, abstract and body of d, in
// text order; d should be a stored document. It obeys the deadline of ctx.
func (x *Index) Marks(ctx context.Context, req Request, d Document) (map[Field][]snippet.Match, error) {
	snap, err := x.snapshot()
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	plan, _, err := newPlan(ctx, snap, x.tables, req.Query, req.Accents)
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	m := newMatcher(plan)
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
