package remote

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/query"
)

func texts(n int) (docs []index.Document) {
	for i := range n {
		docs = append(docs, index.Document{ID: fmt.Sprintf("d%03d", i), Kind: "speech", Title: fmt.Sprintf("Bài thứ %d", i), Body: strings.Repeat("đất nước ta ", i+1), Date: "1945-09-02"})
	}
	return docs
}

// stored returns what a collection has, by id.
func all(t testing.TB, x *Index) map[string]string {
	t.Helper()
	out := map[string]string{}
	if err := x.Each(t.Context(), func(d index.Document) error { out[d.ID] = d.Title; return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// filled opens a collection with documents.
func filled(t testing.TB, n int) (*Index, map[string]string) {
	t.Helper()
	x := create(t, Options{})
	if err := x.Put(t.Context(), texts(n)...); err != nil {
		t.Fatal(err)
	}
	return x, all(t, x)
}

// indices returns the names of the numbered indices of a collection, without its own.
func indices(t testing.TB, x *Index) (list []string) {
	t.Helper()
	var found map[string]any
	if err := x.client.json(t.Context(), http.MethodGet, "/"+x.name+"-*", nil, &found); err != nil {
		t.Fatal(err)
	}
	for name := range maps.Keys(found) {
		list = append(list, strings.TrimPrefix(name, x.name))
	}
	slices.Sort(list)
	return list
}

// words returns how many words are known of a collection.
func words(t testing.TB, x *Index) float64 {
	t.Helper()
	l, err := x.lexicon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return l.Total()
}

// TestReindex checks that a rebuilt collection has what it had, in one new index with
// the settings of the old one, and that only writes wait for it.
func TestReindex(t *testing.T) {
	x, want := filled(t, 40)
	must(t, x, http.MethodPut, "/"+x.name+"-1/_settings", `{"index.refresh_interval":"70ms"}`)
	must(t, x, http.MethodPut, "/"+x.name+".lexicon/_doc/old?refresh=true", `{"generation":"old","table":"AAAA"}`)
	counted := words(t, x)
	before, err := x.get(t.Context(), []string{"d003"}, true)
	if err != nil {
		t.Fatal(err)
	}
	var last int
	err = x.Reindex(t.Context(), func(done, total int) {
		if last = done; total != 40 {
			t.Errorf("%d of %d", done, total)
		}
		if _, err := x.Get(t.Context(), "d003"); err != nil {
			t.Errorf("get: %v", err)
		}
		if err := x.Put(t.Context(), texts(1)...); !errors.Is(err, index.ErrUnavailable) || !strings.Contains(err.Error(), "rebuilt") {
			t.Errorf("put: %v", err)
		}
		if _, why := x.Unavailable(); why != nil {
			t.Errorf("an outage is told: %v", why)
		}
	})
	if err != nil || last != 40 {
		t.Fatalf("%v after %d", err, last)
	}
	if got := all(t, x); !maps.Equal(got, want) {
		t.Errorf("%d documents, not %d as before", len(got), len(want))
	}
	if got := indices(t, x); !slices.Equal(got, []string{"-2"}) {
		t.Errorf("indices %v", got)
	}
	at, err := x.behind(t.Context())
	if err != nil || at.Settings.Index["refresh_interval"] != "70ms" || at.check(at.name) != nil || at.Aliases[x.name+"+new"] != nil {
		t.Errorf("%+v, %v", at, err)
	}
	if s, err := x.state(t.Context()); err != nil || s.index != x.name+"-2" || s.documents != 40 || slices.ContainsFunc(s.parts, func(p part) bool { return p.id == "old" }) {
		t.Errorf("%+v, %v", s, err)
	}
	if got := words(t, x); got != counted || got == 0 {
		t.Errorf("%v words are known, not %v as before", got, counted)
	}
	after, err := x.get(t.Context(), []string{"d003"}, true)
	if err != nil || !after["d003"].Source.Doc.Equal(before["d003"].Source.Doc) {
		t.Errorf("%+v, %v", after, err)
	}
	if err := x.Put(t.Context(), texts(1)...); err != nil {
		t.Errorf("put: %v", err)
	}
}

// TestReindexKeepsVersions checks that a write which comes late is as late afterwards.
func TestReindexKeepsVersions(t *testing.T) {
	x, _ := filled(t, 3)
	version := func() (v struct {
		Version int64 `json:"_version"`
	}) {
		t.Helper()
		if err := x.client.json(t.Context(), http.MethodGet, "/"+x.name+"/_doc/d001", nil, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	before := version()
	if err := x.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if after := version(); after != before || before.Version < 1e15 {
		t.Errorf("%d, was %d", after, before)
	}
}

// TestReindexGivenUp checks that a context that ends undoes it.
func TestReindexGivenUp(t *testing.T) {
	x, want := filled(t, 10)
	ctx, cancel := context.WithCancel(t.Context())
	err := x.Reindex(ctx, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that of the context", err)
	}
	if got := indices(t, x); !slices.Equal(got, []string{"-1"}) {
		t.Errorf("indices %v", got)
	}
	if err := x.Put(t.Context(), texts(1)...); err != nil {
		t.Errorf("put: %v", err)
	}
	if got := all(t, x); !maps.Equal(got, want) {
		t.Errorf("%d documents, not %d as before", len(got), len(want))
	}
}

// TestReindexAtOnce checks that of two processes one rebuilds the collection, and the
// other says so.
func TestReindexAtOnce(t *testing.T) {
	x, want := filled(t, 10)
	y := reopen(t, x.opt)
	var once sync.Once
	var other error
	err := x.Reindex(t.Context(), func(int, int) { once.Do(func() { other = y.Reindex(t.Context(), nil) }) })
	if err != nil {
		t.Error(err)
	}
	if !errors.Is(other, index.ErrUnavailable) || !strings.Contains(other.Error(), "process") {
		t.Errorf("the other says %v", other)
	}
	if got := all(t, y); !maps.Equal(got, want) {
		t.Errorf("%d documents, not %d as before", len(got), len(want))
	}
}

// TestReindexCutOff checks that a process may end at any point: who opens the
// collection next has it whole and takes writes.
func TestReindexCutOff(t *testing.T) {
	var left atomic.Int64
	cut := func() {}
	at := front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		changes := !reads(r.Method, r.URL.Path) && !strings.HasSuffix(r.URL.Path, "point_in_time") && !strings.Contains(r.URL.Path, ".files/")
		if changes && left.Add(-1) < 0 || left.Load() < 0 {
			cut()
			panic(http.ErrAbortHandler)
		}
		node.ServeHTTP(w, r)
	})
	x, want := filled(t, 5)
	opt := x.opt
	opt.Addresses = []string{at}
	for point := int64(0); ; point++ {
		left.Store(1 << 40)
		dying := reopen(t, opt)
		dying.times.tidy = 0 // what is killed does not tidy up
		ctx, cancel := context.WithCancel(t.Context())
		cut = cancel
		left.Store(point)
		err := dying.Reindex(ctx, nil)
		cancel()
		ended := left.Load() >= 0
		after, bad := newIndex(x.opt)
		if bad != nil {
			t.Fatal(bad)
		}
		after.times.lease = 2 * time.Second // the other shall not live longer than that without a sign
		if bad := errors.Join(after.open(t.Context()), after.mend(t.Context())); bad != nil {
			t.Fatal(bad)
		}
		if got := all(t, after); !maps.Equal(got, want) {
			t.Errorf("point %d (%v): %d documents, not %d as before", point, err, len(got), len(want))
		}
		if got := indices(t, after); len(got) != 1 {
			t.Errorf("point %d (%v): indices %v", point, err, got)
		}
		if bad := after.Put(t.Context(), texts(1)...); bad != nil {
			t.Errorf("point %d (%v): put: %v", point, err, bad)
		}
		after.Close()
		if ended {
			if err != nil || point < 8 {
				t.Errorf("after %d changes: %v", point, err)
			}
			return
		}
	}
}

// TestReindexUnderSearches checks that no search fails or finds less while the
// collection is rebuilt, also those of another process.
func TestReindexUnderSearches(t *testing.T) {
	x, want := filled(t, 20)
	words, _, err := query.Parse("đất nước")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var searching sync.WaitGroup
	var n atomic.Int64
	for _, of := range []*Index{x, reopen(t, x.opt), reopen(t, x.opt)} {
		searching.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				res, err := of.Search(t.Context(), index.Request{Query: words, Limit: 3})
				if n.Add(1); err != nil || res.Total != len(want) {
					t.Errorf("%+v, %v", res, err)
					return
				}
			}
		})
	}
	for range 3 {
		if err := x.Reindex(t.Context(), nil); err != nil {
			t.Error(err)
		}
	}
	close(done)
	searching.Wait()
	t.Logf("%d searches", n.Load())
}

// TestReindexOther checks that a collection of another analysis is rebuilt.
func TestReindexOther(t *testing.T) {
	x, want := filled(t, 5)
	must(t, x, http.MethodPut, "/"+x.name+"/_mapping", `{"_meta":{"analysis":"viet 0, mapping 1","generation":"g"}}`)
	if _, err := Open(t.Context(), x.opt); !errors.Is(err, index.ErrIncompatible) {
		t.Fatalf("%v is not index.ErrIncompatible", err)
	}
	if err := Reindex(t.Context(), x.opt, nil); err != nil {
		t.Fatal(err)
	}
	if got := all(t, reopen(t, x.opt)); !maps.Equal(got, want) {
		t.Errorf("%d documents, not %d as before", len(got), len(want))
	}
}
