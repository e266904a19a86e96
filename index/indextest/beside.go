package indextest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
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
// documents of one call, its last or the one under way, and never goes back. Where calls
// are no transactions, each document is of one or the other.
func wholeBatches(t *testing.T, open opener) {
	x := open()
	var put [besideWriters]atomic.Int64 // versions that were acknowledged
	done := make(chan struct{})
	var writers, readers sync.WaitGroup
	for w := range besideWriters {
		writers.Go(func() {
			for v := 1; v <= besideVersions; v++ {
				if err := x.Put(t.Context(), batchOf(w, v)...); err != nil {
					t.Error(err)
				}
				put[w].Store(int64(v))
				if got := seen(t, x)[w]; got != (versions{v, v}) {
					t.Errorf("writer %d has put version %d and finds %+v", w, v, got)
				}
			}
		})
	}
	for range 2 {
		readers.Go(func() {
			var last [besideWriters]versions
			for running := true; running && !t.Failed(); {
				select {
				case <-done:
					running = false // once more, at the end
				default:
				}
				var least [besideWriters]int64
				for w := range put {
					least[w] = put[w].Load()
				}
				now := seen(t, x)
				for w := range now {
					if now[w].least < last[w].least || now[w].least < int(least[w]) {
						t.Errorf("versions %+v of writer %d are found after %+v, with %d put", now[w], w, last[w], least[w])
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
		if v != (versions{besideVersions, besideVersions}) {
			t.Errorf("writer %d: %+v is left", w, v)
		}
	}
}

// versions are the least and the greatest of a writer's documents in one answer, 0
// before there are any. Both are the same where calls are transactions.
type versions struct{ least, most int }

// seen returns the versions of each writer's documents in one answer.
func seen(t *testing.T, x index.Engine) (found [besideWriters]versions) {
	res, err := x.Search(t.Context(), index.Request{Query: nil, Limit: index.MaxLimit, Facets: []index.Field{index.FieldTopic}})
	if err != nil {
		t.Error(err)
		return found
	}
	counts, of := map[string]int{}, [besideWriters]int{}
	for _, h := range res.Hits {
		var w, i, v int
		if _, err := fmt.Sscanf(h.ID+" "+h.Document.Number, "%d-%d %d", &w, &i, &v); err != nil || w >= besideWriters {
			t.Errorf("%q %q: %v", h.ID, h.Document.Number, err)
			return found
		}
		if of[w]++; of[w] == 1 {
			found[w] = versions{v, v}
		}
		found[w] = versions{min(found[w].least, v), max(found[w].most, v)}
		counts[fmt.Sprint("v", v)]++
	}
	for w, n := range of {
		if n < besideDocs {
			found[w].least = 0 // some are not there yet
		}
		if v := found[w]; !isPiecemeal(x) && v.least != v.most {
			t.Errorf("%d of %d documents of writer %d, versions %+v in one answer", n, besideDocs, w, v)
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
	return found
}

// callsBrokenOff ends calls before they are done: afterwards all of their documents are
// written or none, or, where calls are no transactions, each is as before or as
// after; and the same call does what is left.
func callsBrokenOff(t *testing.T, open opener) {
	x := open(batchOf(0, 1)...)
	for i, steps := range []int32{1, 2, 3, 5, 8, 13, 21} {
		v := i + 2
		err := x.Put(newEnding(t, steps), batchOf(0, v)...)
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("a call that was broken off: %v", err)
		}
		now := seen(t, x)[0]
		if now.least < v-1 || now.most > v || err == nil && now.least < v {
			t.Errorf("versions %+v after a call for %d: %v", now, v, err)
		}
		if err := x.Put(t.Context(), batchOf(0, v)...); err != nil {
			t.Fatal(err)
		}
		if now := seen(t, x)[0]; now != (versions{v, v}) {
			t.Errorf("versions %+v after the call for %d was repeated", now, v)
		}
	}
}

// ending is a context that is canceled when it was looked at a number of times.
type ending struct {
	context.Context
	cancel context.CancelFunc
	left   atomic.Int32
}

func newEnding(t *testing.T, steps int32) *ending {
	b := &ending{}
	b.Context, b.cancel = context.WithCancel(t.Context())
	t.Cleanup(b.cancel)
	b.left.Store(steps)
	return b
}

func (b *ending) look() {
	if b.left.Add(-1) <= 0 {
		b.cancel()
	}
}

func (b *ending) Done() <-chan struct{} { b.look(); return b.Context.Done() }

func (b *ending) Err() error { b.look(); return b.Context.Err() }

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
