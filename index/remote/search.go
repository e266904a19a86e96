package remote

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/content"
)

// Search answers a request over the live collection. Total and facet counts are
// exact. It returns ctx's error when the deadline passes, never a part of the answer,
// and a *index.RequestError for a request it cannot serve.
func (x *Index) Search(ctx context.Context, req index.Request) (*index.Result, error) {
	began := time.Now()
	if err := req.Check(); err != nil {
		return nil, err
	}
	var res *index.Result
	err := x.over(ctx, func(v *view) (err error) {
		res, err = answer.Search(ctx, v, x.names, &req)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	res.Took = time.Since(began)
	return res, nil
}

// hit is a document found.
type hit struct {
	id    string
	score float64
	doc   json.RawMessage // as it is stored; nil until it is asked for
	read  *index.Document // the same; nil until it is asked for
	words int             // of a walk: how long it is
	sort  []json.RawMessage
}

// document returns the stored document.
func (h *hit) document() (*index.Document, error) {
	if h.read == nil {
		h.read = &index.Document{}
		if err := json.Unmarshal(h.doc, h.read); err != nil {
			return nil, fmt.Errorf("read document %q: %w", h.id, err)
		}
		h.doc = nil
	}
	return h.read, nil
}

// search is a query on its way.
type search struct {
	*answer.Query
	query  object
	posted map[index.Field]object // conditions on fields that are counted
	words  []scoredWord           // heaviest first; nil: nobody looks closer
	scored bool
	from   int
	size   int
	sized  bool // hits say how long their documents are
}

// conditionFields are the fields that filters are of, in a fixed order.
var conditionFields = append(slices.Clone(content.Columns()), "")

// newSearch lowers a query. Conditions on fields that are counted restrict hits after
// the counting. Of a query with more clauses than the cluster takes it makes one
// without the terms that no document has, as most pairs of a long query are.
func (v *view) newSearch(ctx context.Context, q *answer.Query) (*search, error) {
	s, err := v.lowered(ctx, q)
	if err == nil && !v.sparing && clausesOf(s.query) > maxClauses {
		v.sparing = true
		s, err = v.lowered(ctx, q)
	}
	return s, err
}

// maxClauses is how many clauses the cluster takes in one query.
const maxClauses = 1024

// clausesOf counts the clauses of a query that have none within.
func clausesOf(part any) (n int) {
	switch part := part.(type) {
	case object:
		for name, x := range part {
			switch name {
			case "term", "terms", "prefix", "match", "wildcard", "regexp", "range", "match_all":
				n++
			default:
				n += clausesOf(x)
			}
		}
	case []object:
		for _, x := range part {
			n += clausesOf(x)
		}
	}
	return n
}

func (v *view) lowered(ctx context.Context, q *answer.Query) (*search, error) {
	s := &search{Query: q, posted: map[index.Field]object{}, from: q.Offset, size: max(0, q.Window-q.Offset), sized: v.point != nil}
	if q.After != nil {
		s.size++ // which shows whether others follow
	}
	var w weighed
	var err error
	if q.Sort == index.Relevance && q.Window > 0 {
		w, err = v.weigh(ctx, q.Match)
	} else {
		w.query, err = v.matching(q.Match)
	}
	if err == nil && w.scores && q.Lifted != nil {
		w.query, err = v.lifted(w.query, q)
	}
	if err != nil {
		return nil, err
	}
	var b both
	conditions := filters(q.Filter)
	for _, f := range conditionFields {
		switch c := conditions[f]; {
		case c == nil:
		case slices.Contains(q.Facets, f):
			s.posted[f] = c
		default:
			b.all = append(b.all, c)
		}
	}
	if s.scored = w.scores; s.scored {
		s.query = b.scored([]object{w.query}, nil)
		s.lookCloser(w.words)
	} else {
		s.query = object{"bool": object{"filter": append(b.all, w.query)}}
	}
	return s, nil
}

// lifted scores what q.Lifted matches, too, so much more.
func (v *view) lifted(query object, q *answer.Query) (object, error) {
	of, err := v.matching(q.Lifted)
	return object{"function_score": object{"query": query, "functions": []object{{"filter": of, "weight": q.Lift}}, "boost_mode": "multiply"}}, err
}

// lookCloser has the first hits looked at again by some words, if the page has any of
// them: which of them come first is known only then.
func (s *search) lookCloser(words []scoredWord) {
	if s.Offset >= s.Closer || len(words) < 2 {
		return
	}
	slices.SortStableFunc(words, func(a, b scoredWord) int { return cmp.Compare(b.weight, a.weight) })
	s.words, s.from, s.size = words, 0, max(s.Window, s.Closer)
}

// mostWithText is how many hits bring their documents with them where only the
// first are needed.
const mostWithText = 100

func (s *search) withText() bool { return !s.Brief || s.words != nil && s.size <= mostWithText }

// sorts are the orders of hits.
var sorts = map[index.Sort]object{
	index.Newest:  {"day": object{"order": "desc", "missing": "_last"}},
	index.Oldest:  {"day": object{"order": "asc", "missing": "_last"}},
	index.ByTitle: {"tsort": object{"order": "asc", "missing": "_last"}},

	index.LastIndexed:  {"indexed": object{"order": "desc", "missing": "_last"}},
	index.FirstIndexed: {"indexed": object{"order": "asc", "missing": "_last"}},
}

// body is the search as it is sent.
func (s *search) body() ([]byte, error) {
	order := []object{{"id": "asc"}}
	if s.Sort == index.LastIndexed {
		order[0]["id"] = "desc"
	}
	switch by := sorts[s.Sort]; {
	case s.scored:
		order = append([]object{{"_score": "desc"}}, order...)
	case by != nil:
		order = append([]object{by}, order...)
	}
	b := object{"query": s.query, "from": s.from, "size": s.size, "track_total_hits": true, "sort": order, "_source": s.withText()}
	if s.After != nil {
		b["search_after"] = s.behind()
	}
	if s.sized {
		b["docvalue_fields"] = []string{"n"}
	}
	if len(s.posted) > 0 {
		b["post_filter"] = s.restricting("")
	}
	if len(s.Facets) > 0 {
		b["aggs"] = s.counting()
	}
	return json.Marshal(b)
}

// restricting is all posted conditions but that on a field.
func (s *search) restricting(but index.Field) object {
	var b both
	for _, f := range conditionFields {
		if c := s.posted[f]; c != nil && f != but {
			b.all = append(b.all, c)
		}
	}
	return b.query()
}

// carryOut carries out those searches that are not nil, and puts what they find into
// the same places.
func (v *view) carryOut(ctx context.Context, list []*search, out []answer.Found[hit]) error {
	var bodies [][]byte
	var places []int
	for i, s := range list {
		if s == nil {
			continue
		}
		body, err := s.body()
		if err != nil {
			return err
		}
		bodies, places = append(bodies, body), append(places, i)
	}
	if len(bodies) == 0 {
		return nil
	}
	answers, err := v.searches(ctx, bodies)
	if err != nil {
		return err
	}
	for i, at := range places {
		if out[at], err = v.found(ctx, list[at], &answers[i]); err != nil {
			return err
		}
	}
	return nil
}

// found reads the answer to a search.
func (v *view) found(ctx context.Context, s *search, a *searched) (out answer.Found[hit], err error) {
	out.Total = a.Hits.Total.Value
	hits := make([]hit, len(a.Hits.Hits))
	for i, h := range a.Hits.Hits {
		hits[i] = hit{id: h.ID, doc: h.Source.Doc, sort: h.Sort}
		for _, n := range h.Fields.N {
			hits[i].words = n
		}
		if s.scored {
			if err := json.Unmarshal(h.Sort[0], &hits[i].score); err != nil {
				return out, fmt.Errorf("read the score of %q: %w", h.ID, err)
			}
		}
	}
	if s.words != nil {
		if err := v.closer(ctx, s, hits); err != nil {
			return out, err
		}
		hits = hits[min(s.Offset, len(hits)):min(s.Window, len(hits))]
	}
	more := s.After == nil && s.Offset+len(hits) < out.Total
	if s.After != nil {
		more = len(hits) > s.Window
		hits = hits[:min(s.Window, len(hits))]
	}
	if out.Hits = hits; more && len(hits) > 0 {
		if out.Next, err = s.markOf(&hits[len(hits)-1]); err != nil {
			return out, err
		}
	}
	if len(s.Facets) > 0 {
		out.Facets, err = v.facets(ctx, s, a)
	}
	return out, err
}

// withDocuments reads the stored documents of hits that came without.
func (x *Index) withDocuments(ctx context.Context, hits []hit) error {
	ids := make([]string, len(hits))
	for i := range hits {
		ids[i] = hits[i].id
	}
	list, err := fetch[struct{ Doc json.RawMessage }](ctx, x.client, x.name, "true", ids)
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].Found {
			hits[i].doc = list[i].Source.Doc
		}
	}
	return nil
}

// tooLarge says of a query that the cluster finds too large that it is; any other
// error it returns.
func tooLarge(err error) error {
	var r *response
	if !errors.As(err, &r) {
		return err
	}
	for _, s := range []string{"maxClauseCount", "too many terms", "too_many_clauses", "Too many disjunctions", "max_nested_depth", "nested depth"} {
		if strings.Contains(r.Reason, s) || r.has(s) {
			return &index.RequestError{Detail: "the query stands for more words than the cluster compares at once: leave out some words, or make beginnings longer"}
		}
	}
	return err
}
