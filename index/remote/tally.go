package remote

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/content"
	"vankien/index/match"
)

// Documents and words are added up by the cluster, in one look. It keeps no more of where
// words stand than what finds documents, so mentions are counted in texts: all documents
// found are read, in one state of the index, and what they have is added up here.

// Tally implements index.Engine.
func (x *Index) Tally(ctx context.Context, req index.Request, by index.Field, mentions bool) (*index.Tally, error) {
	if err := req.CheckTally(by); err != nil {
		return nil, err
	}
	var t *index.Tally
	err := x.over(ctx, func(v *view) (err error) {
		t, err = answer.Tally(ctx, v, x.names, &req, by, mentions)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("tally: %w", err)
	}
	return t, nil
}

// Tally implements answer.State.
func (v *view) Tally(ctx context.Context, q *answer.Query, by index.Field, m *answer.Marks) (*index.Tally, error) {
	query, err := v.restricted(ctx, q)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return v.tallied(ctx, query, by)
	}
	return v.tallyTexts(ctx, query, by, match.New(m.Clause))
}

// restricted is a query with its filter, as it only decides.
func (v *view) restricted(ctx context.Context, q *answer.Query) (query object, err error) {
	err = v.settle(ctx, func() error {
		m, err := v.matching(q.Match)
		all, conditions := both{all: []object{m}}, filters(q.Filter)
		for _, f := range conditionFields {
			if c := conditions[f]; c != nil {
				all.all = append(all.all, c)
			}
		}
		query = all.query()
		return err
	})
	return query, err
}

// sums are what the cluster adds up of some documents.
type sums struct {
	N     int `json:"doc_count"`
	Words struct{ Value float64 }
}

func (s sums) sums() index.Sums { return index.Sums{Documents: s.N, Words: int(s.Words.Value)} }

// tallied has the cluster add up, page by page of the values: one is enough for most
// fields.
func (v *view) tallied(ctx context.Context, query object, by index.Field) (*index.Tally, error) {
	words := object{"words": object{"sum": object{"field": "words"}}}
	pages := object{"size": mostValues, "sources": []object{{"value": object{"terms": object{"field": by}}}}}
	t := &index.Tally{}
	for {
		aggs := object{"page": object{"composite": pages, "aggs": words}, "none": object{"missing": object{"field": by}, "aggs": words}, "words": words["words"]}
		body, err := json.Marshal(object{"size": 0, "track_total_hits": true, "query": query, "aggs": aggs})
		if err != nil {
			return nil, err
		}
		answers, err := v.searches(ctx, [][]byte{body})
		if err != nil {
			return nil, err
		}
		after, err := addPage(t, &answers[0])
		if err != nil {
			return nil, fmt.Errorf("read the sums of %s: %w", by, err)
		}
		if after == nil {
			slices.SortFunc(t.Values, func(a, b index.TallyValue) int { return strings.Compare(a.Value, b.Value) })
			return t, nil
		}
		pages["after"] = after
	}
}

// addPage adds an answer to a tally, and returns where the next page begins; nil: there
// is none.
func addPage(t *index.Tally, a *searched) (after map[string]string, err error) {
	var page struct {
		After   map[string]string `json:"after_key"`
		Buckets []struct {
			sums
			Key map[string]string
		}
	}
	var none sums
	var all sums
	for name, into := range map[string]any{"page": &page, "none": &none, "words": &all.Words} {
		if err := json.Unmarshal(a.Aggregations[name], into); err != nil {
			return nil, err
		}
	}
	for _, b := range page.Buckets {
		t.Values = append(t.Values, index.TallyValue{Value: b.Key["value"], Sums: b.sums.sums()})
	}
	all.N = a.Hits.Total.Value
	t.Missing, t.Total = none.sums(), all.sums()
	return page.After, nil
}

// tallyTexts counts marks in the texts of what a query finds.
func (v *view) tallyTexts(ctx context.Context, query object, by index.Field, m *match.Matcher) (*index.Tally, error) {
	s, err := v.scan(ctx, v.name)
	if err != nil {
		return nil, err
	}
	defer s.close(context.WithoutCancel(ctx))
	s.query = query
	t, values := &index.Tally{}, map[string]*index.Sums{}
	for {
		docs, err := s.next(ctx)
		if err != nil {
			return nil, err
		}
		if len(docs) == 0 {
			break
		}
		for i := range docs {
			if err := addDocument(ctx, t, values, &docs[i], by, m); err != nil {
				return nil, err
			}
		}
	}
	for value, s := range values {
		t.Values = append(t.Values, index.TallyValue{Value: value, Sums: *s})
	}
	slices.SortFunc(t.Values, func(a, b index.TallyValue) int { return strings.Compare(a.Value, b.Value) })
	return t, ctx.Err()
}

// addDocument adds what one document has.
func addDocument(ctx context.Context, t *index.Tally, values map[string]*index.Sums, d *scanned, by index.Field, m *match.Matcher) error {
	has := index.Sums{Documents: 1}
	for _, n := range d.Fields.Words {
		has.Words += n
	}
	for _, p := range content.Parts() {
		if !p.Read {
			continue
		}
		found, err := m.In(ctx, string(p.Name), *d.Source.Doc.Scalar(string(p.Name)))
		if err != nil {
			return err
		}
		has.Mentions += len(found)
	}
	t.Total.Add(has)
	of := map[string]bool{}
	noted := &content.Citations{}
	if by == index.FieldCites {
		noted = content.CitationsOf(&d.Source.Doc)
	}
	content.Values(&d.Source.Doc, noted, by, func(v string) { of[v] = true })
	if len(of) == 0 {
		t.Missing.Add(has)
	}
	for v := range of {
		if values[v] == nil {
			values[v] = &index.Sums{}
		}
		values[v].Add(has)
	}
	return nil
}
