package local

import (
	"context"
	"io/fs"
	"path/filepath"

	"vankien/index"
)

// Stats counts the documents of the index.
func (x *Index) Stats(ctx context.Context) (index.Stats, error) {
	st := index.Stats{Dir: x.dir, AnalysisVersion: AnalysisVersion, Kinds: map[string]int{}}
	res, err := x.Search(ctx, index.Request{Sort: index.Oldest, Limit: 1, Facets: []index.Field{index.FieldKind, index.FieldYear, index.FieldTopic}})
	if err != nil {
		return st, err
	}
	st.Documents = res.Total
	st.Dated = res.Total - res.Facets[index.FieldYear].Missing
	st.Topics = res.Facets[index.FieldTopic].Total
	for _, v := range res.Facets[index.FieldKind].Values {
		st.Kinds[v.Value] = v.Count
	}
	if st.Dated > 0 {
		st.First = res.Hits[0].Document.Date
		newest, err := x.Search(ctx, index.Request{Sort: index.Newest, Limit: 1})
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
