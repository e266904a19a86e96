package index

import (
	"context"
	"io/fs"
	"path/filepath"
)

// Stats describes an index.
type Stats struct {
	Documents       int            `json:"documents"`
	Kinds           map[string]int `json:"kinds"` // documents of each kind
	Dated           int            `json:"dated"` // documents with a date
	First           string         `json:"first"` // earliest and latest date; "" without any
	Last            string         `json:"last"`
	Topics          int            `json:"topics"` // distinct topics
	Segments        int            `json:"segments"`
	DiskBytes       int64          `json:"disk_bytes"`        // 0 in memory
	CacheLimit      int64          `json:"cache_limit_bytes"` // memory that searches may keep, as SetCache says
	Dir             string         `json:"dir"`               // "" in memory
	AnalysisVersion string         `json:"analysis_version"`
}

// Stats counts the documents of the index.
func (x *Index) Stats(ctx context.Context) (Stats, error) {
	st := Stats{Dir: x.dir, AnalysisVersion: AnalysisVersion, Kinds: map[string]int{}}
	res, err := x.Search(ctx, Request{Sort: Oldest, Limit: 1, Facets: []Field{FieldKind, FieldYear, FieldTopic}})
	if err != nil {
		return st, err
	}
	st.Documents = res.Total
	st.Dated = res.Total - res.Facets[FieldYear].Missing
	st.Topics = res.Facets[FieldTopic].Total
	for _, v := range res.Facets[FieldKind].Values {
		st.Kinds[v.Value] = v.Count
	}
	if st.Dated > 0 {
		st.First = res.Hits[0].Document.Date
		newest, err := x.Search(ctx, Request{Sort: Newest, Limit: 1})
		if err != nil {
			return st, err
		}
		if len(newest.Hits) > 0 {
			st.Last = newest.Hits[0].Document.Date
		}
	}
	s, err := x.snapshot()
	if err != nil {
		return st, err
	}
	defer s.Close()
	st.Segments = len(s.segments)
	st.DiskBytes = x.diskBytes()
	st.CacheLimit = x.Cache().Limit
	return st, nil
}

// diskBytes adds up the files of the store; a file that a merge removes
// meanwhile is not counted.
func (x *Index) diskBytes() (sum int64) {
	if x.dir == "" {
		return 0
	}
	_ = filepath.WalkDir(x.path(), func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			sum += info.Size()
		}
		return nil
	})
	return sum
}
