package remote

import (
	"context"
	"encoding/json"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
)

// The values of a field are valueCounts by each shard, which tells its commonest. As many
// are asked for as there are, mostly; then the cluster says that nothing was left out
// and nothing may be wrong. Else all are gone through page by page. No count is taken
// that may be less than it is.

const (
	mostValues  = 10_000 // of a field, with one look
	mostBuckets = 60_000 // of one answer; the cluster has a bound that is larger
)

// counting counts values of the fields asked for, each under the posted conditions on
// the others.
func (s *search) counting() object {
	aggs := object{}
	for _, f := range s.Facets {
		aggs[string(f)] = object{"filter": s.restricting(f), "aggs": object{
			"values": object{"terms": object{"field": string(f), "size": min(mostValues, mostBuckets/len(s.Facets))}},
			"none":   object{"missing": object{"field": string(f)}},
		}}
	}
	return aggs
}

// valueCounts is what an answer has of a field.
type valueCounts struct {
	Values struct {
		Error   int `json:"doc_count_error_upper_bound"`
		Other   int `json:"sum_other_doc_count"`
		Buckets []bucket
	}
	None struct {
		N int `json:"doc_count"`
	}
}

type bucket struct {
	Key string
	N   int `json:"doc_count"`
}

// facets reads the counts of values.
func (v *view) facets(ctx context.Context, s *search, a *searched) (map[index.Field]index.Facet, error) {
	out := make(map[index.Field]index.Facet, len(s.Facets))
	for _, f := range s.Facets {
		var c valueCounts
		if err := json.Unmarshal(a.Aggregations[string(f)], &c); err != nil {
			return nil, fmt.Errorf("read the counts of %s: %w", f, err)
		}
		values := make([]index.FacetValue, len(c.Values.Buckets))
		for i, b := range c.Values.Buckets {
			values[i] = index.FacetValue{Value: b.Key, Count: b.N}
		}
		if c.Values.Error != 0 || c.Values.Other != 0 {
			var err error
			if values, err = v.allValues(ctx, string(f), both{all: []object{s.query, s.restricting(f)}}); err != nil {
				return nil, fmt.Errorf("count all values of %s: %w", f, err)
			}
		}
		out[f] = index.NewFacet(f, values, c.None.N, s.Values)
	}
	return out, nil
}

// allValues counts all values of a field in the documents of a conjunction.
func (x *Index) allValues(ctx context.Context, field string, of both) (list []index.FacetValue, err error) {
	pages := object{"size": mostValues, "sources": []object{{"value": object{"terms": object{"field": field}}}}}
	for {
		body, err := json.Marshal(object{"size": 0, "track_total_hits": true, "query": of.query(), "aggs": object{"page": object{"composite": pages}}})
		if err != nil {
			return nil, err
		}
		answers, err := x.searches(ctx, [][]byte{body})
		if err != nil {
			return nil, err
		}
		var page struct {
			After   map[string]string `json:"after_key"`
			Buckets []struct {
				Key map[string]string
				N   int `json:"doc_count"`
			}
		}
		if err := json.Unmarshal(answers[0].Aggregations["page"], &page); err != nil {
			return nil, err
		}
		for _, b := range page.Buckets {
			list = append(list, index.FacetValue{Value: b.Key["value"], Count: b.N})
		}
		if page.After == nil {
			return list, nil
		}
		pages["after"] = page.After
	}
}

var _ answer.State[hit] = (*view)(nil)
