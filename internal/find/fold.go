package find

import (
	"context"

	"vankien/index"
	"vankien/internal/duplicate"
)

// Of documents that say the same a list of hits may show one: the best of each
// group that matches. A page then is a run of groups, so which hits are on it
// follows from all hits before it. The engine knows no groups; it is asked so that
// the answer is exact:
//
//   - Of the first page the hits are asked for as ever. Only if some of them are of
//     one group is more asked for: the ids of what follows, then the hits that fill
//     the page. So a list without duplicates costs one request, as before.
//   - Of a later page the ids of the hits before it are asked for, to see where it
//     begins: one request more, of as many hits. Where more than one in nine of them
//     is folded, that is gone on with.
//
// Totals and facets count documents, folded or not.

// Relations tells which documents of the collection say the same.
type Relations interface {
	Relations() *duplicate.Relations
}

// With has searches know which documents say the same, and returns the service.
// It must be called before the first search.
func (s *Service) With(r Relations) *Service {
	s.relations = r
	return s
}

// Relations returns which documents say the same, as far as that is known.
func (s *Service) Relations() *duplicate.Relations {
	if s.relations == nil {
		return &duplicate.Relations{}
	}
	return s.relations.Relations()
}

// folding makes one page of groups.
type folding struct {
	ctx    context.Context
	engine Engine
	req    index.Request // as it was asked
	rel    *duplicate.Relations
	seen   map[string]bool // groups before, by their first document
	moved  bool            // the page does not begin where it would without folding
	left   int             // hits of the page's run that are left out
	before int             // groups before the page
	ended  bool            // no hit comes after the page
}

// newFolding returns what folds the hits of a search, or nil when it has nothing
// to do.
func (s *Service) newFolding(ctx context.Context, a *Search) *folding {
	if !a.Fold || a.Request.Limit == index.NoHits || len(a.relations.Groups()) == 0 {
		return nil
	}
	return &folding{ctx: ctx, engine: s.engine, req: a.Request, rel: a.relations, seen: map[string]bool{}}
}

// group names the group of a document: by itself, if it has none.
func group(r *duplicate.Relations, id string) string {
	if g := r.Group(id); g != nil {
		return g[0]
	}
	return id
}

// first reports whether no document of the group was there before, and remembers it.
func (f *folding) first(id string) bool {
	g := group(f.rel, id)
	if f.seen[g] {
		return false
	}
	f.seen[g] = true
	return true
}

// plain reports whether the page is what it would be without folding.
func (f *folding) plain() bool { return f.left == 0 && !f.moved }

// ids returns the ids of a run of hits.
func (f *folding) ids(offset, limit int) ([]index.Hit, error) {
	req := f.req
	req.Offset, req.Limit, req.IDsOnly, req.Facets, req.Suggest = offset, limit, true, nil, false
	res, err := f.engine.Search(f.ctx, req)
	if err != nil {
		return nil, err
	}
	return res.Hits, nil
}

// begin returns the request for the hits of the page: from its first one on, and
// where it is known by then, to its last.
func (f *folding) begin() (index.Request, error) {
	req := f.req
	at := 0
	for f.before < f.req.Offset && at < index.MaxWindow && !f.ended {
		need := f.req.Offset - f.before
		n := min(need+need/8+2*f.req.Limit, index.MaxWindow-at) // with room for what is folded, so that one request is enough
		hits, err := f.ids(at, n)
		if err != nil {
			return req, err
		}
		passed := f.pass(hits)
		at += passed
		f.ended = f.before < f.req.Offset && len(hits) < n
		_, end := f.pick(hits[passed:], f.req.Limit)
		req.Limit = min(max(f.req.Limit, end), index.MaxLimit)
	}
	if req.Offset, req.Limit = at, min(req.Limit, index.MaxWindow-at); req.Limit == 0 {
		req.Offset, req.Limit, f.ended = 0, index.NoHits, true
	}
	return req, nil
}

// pass goes over the hits before the page, and returns how many of a run they are.
func (f *folding) pass(run []index.Hit) int {
	for i, h := range run {
		if f.before == f.req.Offset {
			return i
		}
		if f.first(h.ID) {
			f.before++
		}
	}
	return len(run)
}

// fill leaves one hit of each group in the answer to asked, and adds what comes
// after until the page is full.
func (f *folding) fill(asked index.Request, res *index.Result) error {
	page := f.req.Limit
	f.moved = asked.Offset != f.req.Offset
	f.ended = f.ended || len(res.Hits) < asked.Limit
	at := asked.Offset + len(res.Hits)
	kept := f.keep(make([]index.Hit, 0, page), res.Hits)
	f.left += len(res.Hits) - len(kept)
	for _, s := range res.Suggestions {
		if s.Used {
			f.req.Query = s.Query
		}
	}
	for len(kept) < page && !f.ended {
		n := min(4*(page-len(kept))+8, index.MaxWindow-at)
		if n <= 0 {
			f.ended = true
			break
		}
		ids, err := f.ids(at, n)
		if err != nil {
			return err
		}
		from, to := f.pick(ids, page-len(kept))
		more, err := f.hits(at+from, to-from)
		if err != nil {
			return err
		}
		before := len(kept)
		kept = f.keep(kept, more)
		f.left += to - (len(kept) - before)
		at, f.ended = at+to, to == len(ids) && len(ids) < n
	}
	f.ended = f.ended || at >= res.Total
	res.Hits = kept[:min(len(kept), page)] // a write between two requests may have moved some
	res.Also = f.keep(make([]index.Hit, 0, len(res.Also)), res.Also)
	return nil
}

// keep appends the hits whose group is new.
func (f *folding) keep(kept, hits []index.Hit) []index.Hit {
	for _, h := range hits {
		if f.first(h.ID) {
			kept = append(kept, h)
		}
	}
	return kept
}

// pick returns the stretch of a run that holds its first n new groups; without
// enough of them it goes to the end.
func (f *folding) pick(run []index.Hit, n int) (from, to int) {
	from, found := len(run), map[string]bool{}
	for i, h := range run {
		if g := group(f.rel, h.ID); !f.seen[g] && !found[g] {
			found[g] = true
			if from = min(from, i); len(found) == n {
				return from, i + 1
			}
		}
	}
	return from, len(run)
}

// hits returns a run of hits, whole.
func (f *folding) hits(offset, n int) (all []index.Hit, err error) {
	for n > 0 {
		req := f.req
		req.Offset, req.Limit, req.Facets, req.Suggest = offset, min(n, index.MaxLimit), nil, false
		res, err := f.engine.Search(f.ctx, req)
		if err != nil {
			return nil, err
		}
		all, offset, n = append(all, res.Hits...), offset+req.Limit, n-req.Limit
	}
	return all, nil
}

// pages corrects how many pages there are where the last one is known.
func (f *folding) pages(p *Pages, hits int) {
	if p != nil && f.ended {
		p.Pages = min(p.Pages, (f.before+hits+p.PerPage-1)/p.PerPage)
	}
}

// maxAlsoAt bounds the ids that a hit names; AlsoAtTotal counts all.
const maxAlsoAt = 20

// showCopies tells of each hit where the same is said.
func showCopies(r *duplicate.Relations, hits []HitView) {
	for i := range hits {
		g := r.Group(hits[i].ID)
		if len(g) == 0 {
			continue
		}
		for _, id := range g {
			if id != hits[i].ID && len(hits[i].AlsoAt) < maxAlsoAt {
				hits[i].AlsoAt = append(hits[i].AlsoAt, id)
			}
		}
		hits[i].AlsoAtTotal = len(g) - 1
	}
}
