package indextest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"vankien/index"
)

// Each writer of wholeBatches puts its documents again and again, all of them at
// once and all with the same version as their number.
const (
	besideWriters  = 3
	besideVersions = 8
	besideDocs     = 5
)

func batchOf(writer, version int) (docs []index.Document) {
	for i := range besideDocs {
		docs = append(docs, index.Document{ID: fmt.Sprintf("%d-%d", writer, i), Title: fmt.Sprint("Bài ", i), Number: fmt.Sprint(version), Topics: []string{fmt.Sprint("v", version)}})
	}
	return docs
}

// wholeBatches reads while writers write: every answer holds, of each writer, all
// documents of one call, its last or the one under way, and never goes back.
func wholeBatches(t *testing.T, open opener) {
	x := open()
	done := make(chan struct{})
	var writers, readers sync.WaitGroup
	for w := range besideWriters {
		writers.Go(func() {
			for v := 1; v <= besideVersions; v++ {
				if err := x.Put(t.Context(), batchOf(w, v)...); err != nil {
					t.Error(err)
				} else if got := seen(t, x)[w]; got != v {
					t.Errorf("writer %d has put version %d and finds %d", w, v, got)
				}
			}
		})
	}
	for range 2 {
		readers.Go(func() {
			var last [besideWriters]int
			for running := true; running && !t.Failed(); {
				select {
				case <-done:
					running = false // once more, at the end
				default:
				}
				now := seen(t, x)
				for w := range now {
					if now[w] < last[w] {
						t.Errorf("version %d of writer %d is found after %d", now[w], w, last[w])
					}
				}
				last = now
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	for w, v := range seen(t, x) {
		if v != besideVersions {
			t.Errorf("writer %d: version %d is left", w, v)
		}
	}
}

// seen returns the version of each writer's documents in one answer, 0 before
// there are any.
func seen(t *testing.T, x index.Engine) (versions [besideWriters]int) {
	res, err := x.Search(t.Context(), index.Request{Query: nil, Limit: index.MaxLimit, Facets: []index.Field{index.FieldTopic}})
	if err != nil {
		t.Error(err)
		return versions
	}
	counts, of := map[string]int{}, map[string]int{}
	for _, h := range res.Hits {
		var w, i, v int
		if _, err := fmt.Sscanf(h.ID+" "+h.Document.Number, "%d-%d %d", &w, &i, &v); err != nil || w >= besideWriters {
			t.Errorf("%q %q: %v", h.ID, h.Document.Number, err)
			return versions
		}
		if of[fmt.Sprint(w)]++; versions[w] != 0 && versions[w] != v {
			t.Errorf("versions %d and %d of writer %d in one answer", versions[w], v, w)
		}
		versions[w] = v
		counts[fmt.Sprint("v", v)]++
	}
	for w, n := range of {
		if n != besideDocs {
			t.Errorf("%d of %d documents of writer %s", n, besideDocs, w)
		}
	}
	if f := res.Facets[index.FieldTopic]; res.Total != len(res.Hits) || f.Total != len(counts) {
		t.Errorf("total %d, %d topics; the hits are %d with %d", res.Total, f.Total, len(res.Hits), len(counts))
	}
	for _, v := range res.Facets[index.FieldTopic].Values {
		if counts[v.Value] != v.Count {
			t.Errorf("%d documents are counted for %s, %d are hits", v.Count, v.Value, counts[v.Value])
		}
	}
	return versions
}

// writersSideBySide puts and deletes from many sides; each call has an outcome of
// its own, whatever becomes of those beside it.
func writersSideBySide(t *testing.T, open opener) {
	x := open()
	var wg sync.WaitGroup
	for w := range 12 {
		wg.Go(func() {
			id := fmt.Sprint(w)
			if err := x.Put(t.Context(), index.Document{ID: id, Title: "Báo cáo"}); err != nil {
				t.Error(err)
			}
			if err := x.Put(t.Context(), index.Document{ID: id + "b"}, index.Document{ID: id, Date: "31/12"}); !errors.As(err, new(*index.FieldError)) {
				t.Errorf("an invalid document: %v", err)
			}
			if w%3 > 0 {
				return
			}
			if gone, err := x.Delete(t.Context(), id, "nowhere"); err != nil || strings.Join(gone, " ") != id {
				t.Errorf("Delete = %v, %v", gone, err)
			}
		})
	}
	wg.Wait()
	if got := Search(t, x, index.Request{Query: Parse(t, "bao cao")}).Total; got != 8 || Search(t, x, index.Request{}).Total != 8 {
		t.Errorf("%d documents, want 8", got)
	}
}
