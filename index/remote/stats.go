package remote

import (
	"context"
	"fmt"
	"net/http"

	"vankien/index"
)

// Stats counts the documents of the collection.
func (x *Index) Stats(ctx context.Context) (index.Stats, error) {
	st := index.Stats{AnalysisVersion: AnalysisVersion, Kinds: map[string]int{}, CacheLimit: x.Cache().Limit}
	res, err := x.Search(ctx, index.Request{Sort: index.Oldest, Limit: 1, Facets: []index.Field{index.FieldKind, index.FieldYear, index.FieldTopic}})
	if err != nil {
		return st, fmt.Errorf("stats: %w", err)
	}
	st.Documents = res.Total
	st.Dated = res.Total - res.Facets[index.FieldYear].Missing
	st.Topics = res.Facets[index.FieldTopic].Total
	for _, v := range res.Facets[index.FieldKind].Values {
		st.Kinds[v.Value] = v.Count
	}
	if st.Dated > 0 && len(res.Hits) > 0 {
		st.First = res.Hits[0].Document.Date
		newest, err := x.Search(ctx, index.Request{Sort: index.Newest, Limit: 1})
		if err != nil {
			return st, fmt.Errorf("stats: %w", err)
		}
		if len(newest.Hits) > 0 {
			st.Last = newest.Hits[0].Document.Date
		}
	}
	size, err := x.askStats(ctx)
	if err != nil {
		return st, fmt.Errorf("stats: %w", err)
	}
	st.Segments, st.DiskBytes = size.segments, size.bytes
	return st, nil
}

// Cache tells of what is known of the words of the collection in this process.
func (x *Index) Cache() index.CacheStats {
	return index.CacheStats{Bytes: x.held.Load(), Limit: x.opt.LexiconBytes}
}

// sizes are what nodes tell of their disks.
type sizes struct {
	documents int
	segments  int   // of the documents, of all copies
	bytes     int64 // of all that belongs to the collection, of all copies
}

func (x *Index) askStats(ctx context.Context) (s sizes, err error) {
	type total struct {
		Docs  struct{ Count int }
		Store struct {
			SizeInBytes int64 `json:"size_in_bytes"`
		}
		Segments struct{ Count int }
	}
	var a struct {
		Indices map[string]struct{ Primaries, Total total }
	}
	path := fmt.Sprintf("/%s,%[1]s.*/_stats/docs,store,segments?filter_path=indices.*.*.docs.count,indices.*.*.store.size_in_bytes,indices.*.*.segments.count", x.name)
	if err := x.client.json(ctx, http.MethodGet, path, nil, &a); err != nil {
		return s, err
	}
	for name, i := range a.Indices {
		s.bytes += i.Total.Store.SizeInBytes
		if isNumbered(name, x.name) {
			s.documents, s.segments = i.Primaries.Docs.Count, i.Total.Segments.Count
		}
	}
	return s, nil
}
