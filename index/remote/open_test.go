package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vankien/index"
)

// create opens a new collection, which is closed and deleted with the test.
func create(t testing.TB, opt Options) *Index {
	t.Helper()
	opt.Name, opt.Create = scratch(t), true
	if opt.Addresses == nil {
		opt.Addresses = nodes(t)
	}
	if opt.Shards == 0 {
		opt.Shards = 1
	}
	return reopen(t, opt)
}

func reopen(t testing.TB, opt Options) *Index {
	t.Helper()
	x, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// must asks the cluster for what has to succeed.
func must(t testing.TB, x *Index, method, path, body string) {
	t.Helper()
	if _, err := x.client.do(t.Context(), method, path, []byte(body)); err != nil {
		t.Fatal(err)
	}
}

// TestOpen checks that a collection is made only if that is wanted, and found again.
func TestOpen(t *testing.T) {
	name := scratch(t)
	opt := Options{Addresses: nodes(t), Name: name, Shards: 2}
	if _, err := Open(t.Context(), opt); !errors.Is(err, index.ErrIncompatible) || !strings.Contains(err.Error(), "there is no collection") {
		t.Fatalf("%v, want that there is none", err)
	}
	opt.Create = true
	reopen(t, opt)
	opt.Create = false
	x := reopen(t, opt)
	s, err := x.state(t.Context())
	if err != nil || s.index != name+"-1" || s.documents != 0 || s.generation == "" {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestOpenAtOnce checks that processes that make a collection at once make one.
func TestOpenAtOnce(t *testing.T) {
	opt := Options{Addresses: nodes(t), Name: scratch(t), Shards: 1, Create: true}
	var all sync.WaitGroup
	generations := make([]string, 4)
	for i := range generations {
		all.Go(func() {
			x, err := Open(t.Context(), opt)
			if err != nil {
				t.Error(err)
				return
			}
			defer x.Close()
			if s, err := x.state(t.Context()); err != nil {
				t.Error(err)
			} else {
				generations[i] = s.generation
			}
		})
	}
	all.Wait()
	for _, g := range generations {
		if g == "" || g != generations[0] {
			t.Errorf("%q", generations)
		}
	}
}

// TestRefused checks that an index which would answer wrongly or lose documents is not
// opened, and that the reason is said.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		spoil   func(x *Index, ask func(method, path, body string))
		because string
	}{
		{"translog", func(x *Index, ask func(string, string, string)) {
			ask(http.MethodPut, "/"+x.name+"/_settings", `{"index.translog.durability":"async"}`)
		}, "durability"},
		{"refresh", func(x *Index, ask func(string, string, string)) {
			ask(http.MethodPut, "/"+x.name+"/_settings", `{"index.refresh_interval":"-1"}`)
		}, "refresh_interval"},
		{"mapping", func(x *Index, ask func(string, string, string)) {
			ask(http.MethodPut, "/"+x.name+"/_mapping", `{"properties":{"more":{"type":"keyword"}}}`)
		}, "another mapping"},
		{"analysis", func(x *Index, ask func(string, string, string)) {
			ask(http.MethodPut, "/"+x.name+"/_mapping", `{"_meta":{"analysis":"viet 0, mapping 1","generation":"g"}}`)
		}, "another version of the analysis"},
		{"two", func(x *Index, ask func(string, string, string)) {
			ask(http.MethodPut, "/"+x.name+"-7", fmt.Sprintf(`{"aliases":{%q:{}}}`, x.name))
		}, "2 indices"},
		{"foreign", func(x *Index, ask func(string, string, string)) {
			ask(http.MethodDelete, "/"+x.name+"-1", "")
			ask(http.MethodPut, "/"+x.name, "{}")
		}, "not one that this program made"},
		{"no alias", func(x *Index, ask func(string, string, string)) {
			ask(http.MethodPost, "/_aliases", fmt.Sprintf(`{"actions":[{"remove":{"index":%q,"alias":%q}}]}`, x.name+"-1", x.name))
		}, "give it that alias"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := create(t, Options{})
			c.spoil(x, func(method, path, body string) { must(t, x, method, path, body) })
			_, err := Open(t.Context(), x.opt)
			if !errors.Is(err, index.ErrIncompatible) || !strings.Contains(fmt.Sprint(err), c.because) {
				t.Errorf("%v, want that %q", err, c.because)
			}
		})
	}
}

// TestVersions checks that other programs and versions are refused.
func TestVersions(t *testing.T) {
	for version, ok := range map[string]bool{
		`"distribution":"opensearch","number":"3.8.0"`: true, `"distribution":"opensearch","number":"3.12.1"`: true,
		`"distribution":"opensearch","number":"3.7.9"`: false, `"distribution":"opensearch","number":"2.19.0"`: false,
		`"distribution":"opensearch","number":"4.0.0"`: false, `"number":"8.17.0"`: false, `"number":""`: false,
	} {
		c := connect(t, Options{Addresses: []string{front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
			fmt.Fprintf(w, `{"version":{%s}}`, version)
		})}})
		if err := c.checkVersion(t.Context()); (err == nil) != ok || err != nil && !errors.Is(err, index.ErrIncompatible) {
			t.Errorf("%s: %v", version, err)
		}
	}
}

// TestOpenToServe checks that a collection opens by itself when the cluster is there.
func TestOpenToServe(t *testing.T) {
	var away atomic.Bool
	away.Store(true)
	at := front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if away.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		node.ServeHTTP(w, r)
	})
	opt := Options{Addresses: []string{at}, Name: scratch(t), Shards: 1, Create: true}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, opt); !errors.Is(err, index.ErrUnavailable) {
		t.Fatalf("%v is not index.ErrUnavailable", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	x, err := OpenToServe(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if _, err := x.begin(t.Context()); !errors.Is(err, index.ErrUnavailable) {
		t.Fatalf("%v is not index.ErrUnavailable", err)
	}
	if _, why := x.Unavailable(); why == nil {
		t.Error("no outage is told")
	}
	away.Store(false)
	x.client.outage.done.Wait()
	if _, why := x.Unavailable(); why != nil {
		t.Error(why)
	}
	end, err := x.begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	end()
	if _, err := x.state(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestClose checks that Close waits, and that nothing begins afterwards.
func TestClose(t *testing.T) {
	x := create(t, Options{})
	end, err := x.begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	shut := make(chan struct{})
	go func() { x.Close(); close(shut) }()
	for {
		leave, err := x.begin(t.Context())
		if errors.Is(err, index.ErrClosed) {
			break
		}
		leave()
	}
	select {
	case <-shut:
		t.Error("Close did not wait")
	default:
	}
	end()
	<-shut
}

// TestState checks that a state has what was written before it was forgotten, that one
// goroutine asks for all, and that another analysis is told.
func TestState(t *testing.T) {
	var asked atomic.Int32
	at := front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if strings.HasSuffix(r.URL.Path, "/_msearch") {
			asked.Add(1)
		}
		node.ServeHTTP(w, r)
	})
	x := create(t, Options{Addresses: []string{at}})
	for i, n := range []int{3, 5} {
		must(t, x, http.MethodPut, fmt.Sprintf("/%s/_doc/%d?refresh=true", x.name, i), fmt.Sprintf(`{"doc":{},"n":%d}`, n))
	}
	must(t, x, http.MethodPut, "/"+x.name+".meta/_doc/labels?refresh=true", `{"value":{"nha.o":"Nhà ở"}}`)
	before, err := x.state(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	must(t, x, http.MethodPut, "/"+x.name+".lexicon/_doc/a?refresh=true", fmt.Sprintf(`{"generation":%q,"kind":"part"}`, before.generation))
	must(t, x, http.MethodPut, "/"+x.name+".lexicon/_doc/b?refresh=true", `{"generation":"another","kind":"part"}`)
	x.forget()
	asked.Store(0)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := x.state(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			got := fmt.Sprint(s.documents, s.length, []string{s.parts[0].id}, len(s.parts), s.labels, s.copies)
			if want := "2 8 [a] 1 map[nha.o:Nhà ở] 1"; got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
	all.Wait()
	if n := asked.Load(); n != 1 {
		t.Errorf("the cluster was asked %d times", n)
	}
	must(t, x, http.MethodPut, "/"+x.name+"/_mapping", `{"_meta":{"analysis":"viet 999, mapping 1","generation":"g"}}`)
	x.forget()
	if _, err := x.state(t.Context()); !errors.Is(err, index.ErrIncompatible) {
		t.Errorf("%v is not index.ErrIncompatible", err)
	}
}

// TestLateState: who waits for a silent cluster until its time is over is told that it is
// away, and not that it asked for too much.
func TestLateState(t *testing.T) {
	var silent atomic.Bool
	over := make(chan struct{})
	x := create(t, Options{Addresses: []string{front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if silent.Load() {
			<-over
			return
		}
		node.ServeHTTP(w, r)
	})}})
	t.Cleanup(func() { close(over) })
	silent.Store(true)
	x.forget()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := x.state(ctx); !errors.Is(err, index.ErrUnavailable) {
				t.Errorf("%v is not index.ErrUnavailable", err)
			}
		})
	}
	all.Wait()
}

// TestClasses checks what answers of a real cluster mean.
func TestClasses(t *testing.T) {
	x := create(t, Options{})
	doc := "/" + x.name + "/_doc/1"
	for _, c := range []struct {
		name, settings string
		method, path   string
		body           string
		want           error
		because        string
		once           bool // it is not tried again
	}{
		{"flood stage", `{"index.blocks.read_only_allow_delete":true}`, http.MethodPut, doc, `{"n":1}`, index.ErrNoSpace, "add a node", true},
		{"write block", `{"index.blocks.write":true}`, http.MethodPut, doc, `{"n":1}`, index.ErrUnavailable, "rebuilt", true},
		{"copies", "", http.MethodPut, doc + "?wait_for_active_shards=3&timeout=50ms", `{"n":1}`, index.ErrUnavailable, "too few copies", false},
		{"foreign", "", http.MethodPut, doc, `{"foreign":1}`, index.ErrIncompatible, "not made by this program", true},
		{"missing", "", http.MethodGet, "/" + x.name + "-9/_search", "", index.ErrIncompatible, "not on the cluster", true},
		{"wrong", "", http.MethodPost, "/" + x.name + "/_search", `{"query":{"nonsense":{}}}`, nil, "nonsense", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.settings != "" {
				must(t, x, http.MethodPut, "/"+x.name+"-1/_settings", c.settings)
				defer must(t, x, http.MethodPut, "/"+x.name+"-1/_settings", strings.ReplaceAll(c.settings, "true", "null"))
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := x.client.do(ctx, c.method, c.path, []byte(c.body))
			if err == nil || kindOf(err) != c.want || !strings.Contains(err.Error(), c.because) {
				t.Fatalf("%v, want %v because %q", err, c.want, c.because)
			}
			if repeated := again(err) || errors.Is(err, context.DeadlineExceeded); repeated == c.once {
				t.Errorf("%v: repeated is %v", err, repeated)
			}
		})
	}
}

// TestWhole checks that no part is taken for the whole.
func TestWhole(t *testing.T) {
	for answer, ok := range map[string]bool{
		`{"timed_out":false,"_shards":{"total":3,"successful":3,"skipped":1,"failed":0}}`:                                                                               true,
		`{"timed_out":true,"_shards":{"total":3,"successful":3,"failed":0}}`:                                                                                            false,
		`{"_shards":{"total":3,"successful":2,"failed":1,"failures":[{"reason":{"type":"no_shard_available_action_exception"}}]}}`:                                      false,
		`{"_shards":{"total":3,"successful":2,"failed":0}}`:                                                                                                             false,
		`{"error":{"type":"search_phase_execution_exception","reason":"all shards failed","root_cause":[{"type":"no_shard_available_action_exception"}]},"status":503}`: false,
	} {
		var w whole
		if err := json.Unmarshal([]byte(answer), &w); err != nil {
			t.Fatal(err)
		}
		if err := w.check(); (err == nil) != ok || err != nil && (!errors.Is(err, index.ErrUnavailable) || !again(err)) {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

// TestPartIsRepeated checks that an answer which is a part is asked for again.
func TestPartIsRepeated(t *testing.T) {
	var n atomic.Int32
	at := front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if !strings.HasSuffix(r.URL.Path, "/_msearch") || n.Add(1) > 1 {
			node.ServeHTTP(w, r)
			return
		}
		rec := httptest.NewRecorder()
		r.Header.Del("Accept-Encoding")
		node.ServeHTTP(rec, r)
		raw, _ := io.ReadAll(rec.Body)
		_, _ = w.Write([]byte(strings.Replace(string(raw), `"timed_out":false`, `"timed_out":true`, 1)))
	})
	x := create(t, Options{Addresses: []string{at}})
	if _, err := x.state(t.Context()); err != nil || n.Load() != 2 {
		t.Errorf("%v after %d attempts", err, n.Load())
	}
}
