package remote

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/semaphore"

	"vankien/index"
)

// TestSettle reads what the cluster may say of an item.
func TestSettle(t *testing.T) {
	t.Parallel()
	conflict := `{"type":"version_conflict_engine_exception","reason":"[a]: version conflict, current version [70] is higher than the one provided [5]"}`
	for _, c := range []struct {
		name   string
		op     op
		answer string
		lost   bool // an attempt before had no answer

		repeat, refused, unsure bool
		version                 int64
		err                     error
	}{
		{name: "stored", op: op{action: "index", version: 5}, answer: `"status":201,"result":"created"`, version: 5},
		{name: "nothing to delete", op: op{action: "delete", version: 5}, answer: `"status":404,"result":"not_found"`, version: 5},
		{name: "another clock is ahead", op: op{action: "index", version: 5}, answer: `"status":409,"error":` + conflict, repeat: true, version: 71},
		{name: "overtaken", op: op{action: "index", version: 5}, answer: `"status":409,"error":` + conflict, lost: true, unsure: true, version: 5},
		{name: "overtaken after a failure of the item", op: op{action: "index", version: 5, unsure: true}, answer: `"status":409,"error":` + conflict, unsure: true, version: 5},
		{name: "stored is something else", op: op{action: "index", term: 1}, answer: `"status":409,"error":` + conflict, refused: true},
		{name: "created meanwhile", op: op{action: "create"}, answer: `"status":409,"error":` + conflict, refused: true},
		{name: "too much to do", op: op{action: "index", version: 5}, answer: `"status":429,"error":{"type":"rejected_execution_exception","reason":"full"}`, repeat: true, version: 5, err: index.ErrUnavailable},
		{name: "the shard moves", op: op{action: "index", version: 5}, answer: `"status":503,"error":{"type":"unavailable_shards_exception","reason":"primary shard is not active"}`,
			repeat: true, unsure: true, version: 5, err: index.ErrUnavailable},
		{name: "rebuilt", op: op{action: "index", version: 5}, answer: `"status":403,"error":{"type":"cluster_block_exception","reason":"index [v-1] blocked by: [FORBIDDEN/8/index write (api)];"}`,
			version: 5, err: index.ErrUnavailable},
		{name: "no room", op: op{action: "index", version: 5}, answer: `"status":429,"error":{"type":"cluster_block_exception","reason":"index [v-1] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"}`,
			version: 5, err: index.ErrNoSpace},
	} {
		x, o := &Index{}, c.op
		o.id = "a"
		r := &reply{body: fmt.Appendf(nil, `{"items":[{%q:{%s}}]}`, o.action, c.answer), repeated: c.lost}
		left, failed, err := x.noteItems([]*op{&o}, r)
		if (len(left) == 1) != c.repeat || o.refused != c.refused || o.unsure != c.unsure || o.version != c.version && !(c.version == 71 && o.version > 70) {
			t.Errorf("%s: repeated %t, %+v", c.name, len(left) == 1, o)
		}
		if err == nil {
			err = failed
		}
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
		}
	}
	if _, _, err := (&Index{}).noteItems([]*op{{action: "index"}}, &reply{body: []byte(`{"items":[]}`)}); !errors.Is(err, index.ErrUnavailable) {
		t.Errorf("an answer without items: %v", err)
	}
}

// TestRequests checks how items are divided into requests, and that those of one are
// told apart from those of another.
func TestRequests(t *testing.T) {
	x := create(t, Options{})
	var ops []*op
	for i := range maxOps + 2 {
		d := index.Document{ID: fmt.Sprint(i), Kind: "other", Number: fmt.Sprint(i)}
		o := x.op("index", d.ID)
		o.line, o.version = fields(&d), x.clock.next()
		ops = append(ops, o)
	}
	if err := x.bulk(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
	for _, o := range ops {
		if o.result != "created" {
			t.Errorf("%s: %+v", o.id, o)
		}
	}
	bad := x.op("index", "bad")
	bad.line, bad.version = []byte(`{"n":"no number"}`), x.clock.next()
	err := x.bulk(t.Context(), []*op{ops[0], bad})
	var r *response
	if !errors.As(err, &r) || r.Status != http.StatusBadRequest {
		t.Errorf("an item that cannot be stored: %v", err)
	}
}

// TestRoom: who writes much at once has no more under way than the nodes take.
func TestRoom(t *testing.T) {
	const room, each = 64 << 10, 24 << 10
	x := create(t, Options{})
	var mu sync.Mutex
	now, most := 0, 0
	enter := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		now += n
		most = max(most, now)
	}
	crowded := reopen(t, Options{Name: x.name, Addresses: []string{front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if strings.HasPrefix(r.URL.Path, "/_bulk") {
			n := len(packedText(t, r))
			enter(n)
			defer enter(-n)
		}
		node.ServeHTTP(w, r)
	})}})
	crowded.client.room = semaphore.NewWeighted(room)
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			o := crowded.op("index", fmt.Sprint(i))
			o.line, o.version = fmt.Appendf(nil, `{"n":1%s}`, strings.Repeat(" ", each)), crowded.clock.next()
			if err := crowded.bulk(t.Context(), []*op{o}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most < each || most > room {
		t.Errorf("%d bytes were under way at once, want %d at most", most, room)
	}
}

// packedText returns the body of a request as it was before it was packed, and leaves the
// request as it is.
func packedText(t testing.TB, r *http.Request) string {
	raw, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(raw))
	if err == nil && r.Header.Get("Content-Encoding") == "gzip" {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(raw)); err == nil {
			raw, err = io.ReadAll(z)
		}
	}
	if err != nil {
		t.Error(err)
	}
	return string(raw)
}

// TestBusy: who has no deadline waits longer for nodes that have too much to do than for
// nodes that are away.
func TestBusy(t *testing.T) {
	c := connect(t, Options{Addresses: nodes(t)})
	busy, away := &response{Status: http.StatusTooManyRequests}, &response{Status: http.StatusBadGateway}
	later := newTries(t.Context(), c)
	later.n, later.deadline = 1, time.Now()
	if later.wait(t.Context(), away) || !later.wait(t.Context(), busy) {
		t.Error("want that only busy nodes are waited for")
	}
	if later.busy = time.Now(); later.wait(t.Context(), busy) {
		t.Error("busy nodes are waited for without an end")
	}
}
