package remote

import (
	"context"
	"encoding/json"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/match"
)

// A walk asks a point in time instead of the live index: for the ids of a page, and then
// for the documents of those, as many at once as are no more than some megabytes.

// mostOfWalk is the hits of a page of a walk: one more than those is asked for.
const mostOfWalk = index.MaxWindow - 1

// Walk implements index.Engine.
func (x *Index) Walk(ctx context.Context, req index.Request, want index.Want, f func(*index.Walked) error) error {
	req = answer.Walked(req)
	if err := req.Check(); err != nil {
		return err
	}
	var stopped error // by f
	err := x.over(ctx, func(v *view) (err error) {
		if v.point, err = x.scan(ctx, x.name); err != nil {
			return err
		}
		defer v.point.close(context.WithoutCancel(ctx))
		w := walk{view: v, want: want, f: func(d *index.Walked) error { stopped = f(d); return stopped }}
		return answer.Walk(ctx, v, x.names, &req, mostOfWalk, func(found []hit, m answer.Marks) error { return w.page(ctx, found, m) })
	})
	if stopped != nil {
		return stopped
	}
	if err != nil {
		return fmt.Errorf("walk: %w", err)
	}
	return nil
}

// walk loads documents.
type walk struct {
	*view
	want    index.Want
	f       func(*index.Walked) error
	matcher *match.Matcher // nil before the first page
}

// page calls f with the documents of a page.
func (w *walk) page(ctx context.Context, found []hit, m answer.Marks) error {
	if w.matcher == nil && w.want&index.WantMarks != 0 {
		w.matcher = match.New(m.Clause, m.Together...)
	}
	for len(found) > 0 {
		n := atOnce(found)
		if err := w.point.load(ctx, found[:n], w.want == 0); err != nil {
			return err
		}
		for i := range found[:n] {
			if err := w.one(ctx, &found[i]); err != nil {
				return err
			}
			found[i] = hit{}
		}
		found = found[n:]
	}
	return nil
}

// atOnce is how many of the first documents are read at once.
func atOnce(found []hit) int {
	size := 0
	for i := range found {
		size += documentBytes + found[i].words*wordBytes
		if i > 0 && size > eachBytes || i == eachPage {
			return i
		}
	}
	return len(found)
}

func (w *walk) one(ctx context.Context, h *hit) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	read, err := h.document()
	if err != nil {
		return err
	}
	d := index.Walked{Document: *read, Score: h.score}
	if w.matcher != nil {
		if d.Marks, err = answer.MarksOf(ctx, w.matcher, &d.Document); err != nil {
			return err
		}
	}
	return w.f(&d)
}

// load reads the documents of hits as they are at the point in time; brief: without
// their bodies.
func (s *scan) load(ctx context.Context, hits []hit, brief bool) error {
	ids, places := make([]string, len(hits)), make(map[string]int, len(hits))
	for i := range hits {
		ids[i], places[hits[i].id] = hits[i].id, i
	}
	what := object{"query": object{"ids": object{"values": ids}}, "size": len(ids), "track_total_hits": false, "_source": []string{"doc"}}
	if brief {
		what["_source"] = object{"includes": []string{"doc"}, "excludes": []string{"doc.body", "doc.blocks"}}
	}
	what["pit"] = s.name()
	a, err := ask[loaded](ctx, s.client, "/_search?allow_partial_search_results=false", what)
	if err != nil {
		return err
	}
	if len(a.Hits.Hits) != len(ids) {
		return unavailable("the cluster answers %d of %d documents: read them again", len(a.Hits.Hits), len(ids))
	}
	for _, h := range a.Hits.Hits {
		hits[places[h.ID]].doc, hits[places[h.ID]].read = h.Source.Doc, nil
	}
	return nil
}

// loaded is an answer with documents.
type loaded struct {
	whole
	Hits struct {
		Hits []struct {
			ID     string                        `json:"_id"`
			Source struct{ Doc json.RawMessage } `json:"_source"`
		}
	}
}

// name is the point in time as a search names it.
func (s *scan) name() map[string]string {
	return map[string]string{"id": s.pit, "keep_alive": eachKeep}
}

// searches carries out searches of the state that the view is of.
func (v *view) searches(ctx context.Context, bodies [][]byte) ([]searched, error) {
	if v.point == nil {
		return v.Index.searches(ctx, bodies)
	}
	name, err := json.Marshal(v.point.name())
	if err != nil {
		return nil, err
	}
	of := make([][]byte, len(bodies))
	for i, b := range bodies { // each is an object that is not empty
		of[i] = fmt.Appendf(nil, `{"pit":%s,%s`, name, b[1:])
	}
	return v.searchesAt(ctx, "", of)
}

// withDocuments reads the stored documents of hits that came without.
func (v *view) withDocuments(ctx context.Context, hits []hit) error {
	if v.point == nil {
		return v.Index.withDocuments(ctx, hits)
	}
	return v.point.load(ctx, hits, false)
}
