package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

// busyServer returns a server of one slot, which is taken, and one place in the
// queue.
func busyServer(t *testing.T, opt Options) *Server {
	t.Helper()
	opt.Concurrency, opt.Queue = 1, 1
	s := newServer(t, opt)
	if err := s.gate.enter(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// queued sends a request and returns once it waits for a slot.
func queued(s *Server, target string) <-chan *httptest.ResponseRecorder {
	answer := make(chan *httptest.ResponseRecorder, 1)
	go func() { answer <- get(s, target) }()
	for s.gate.waiting.Load() == 0 {
		runtime.Gosched()
	}
	return answer
}

func TestSearchesAreRefusedWhenTooManyWait(t *testing.T) {
	s := busyServer(t, Options{Keys: keys})
	answer := queued(s, "/api/v1/search?q=a")
	for _, path := range []string{"/api/v1/search?q=a", "/api/v1/topics", "/api/v1/documents/a"} {
		w := get(s, path)
		problem(t, w, http.StatusServiceUnavailable, "overloaded")
		if got := w.Header().Get("Retry-After"); got != "1" {
			t.Errorf("%s: Retry-After %q", path, got)
		}
	}
	for _, path := range []string{"/", "/search?q=a", "/d/a"} {
		page := parsePage(t, get(s, path), http.StatusServiceUnavailable)
		if got := page.one(t, "h1").text(); got != "Máy chủ quá tải" {
			t.Errorf("%s says %q", path, got)
		}
	}
	for _, path := range []string{"/livez", "/readyz", "/static/style.css", "/analyze", "/api/v1/search?nope=1", "/search/"} {
		if w := get(s, path); w.Code >= 500 {
			t.Errorf("%s waits for searches: %d", path, w.Code)
		}
	}
	if w := send(s, "PUT", "/api/v1/documents/new", `{"title":"Mới"}`, authorized(appJSON)...); w.Code != http.StatusCreated {
		t.Errorf("a write waits for searches: %d", w.Code)
	}
	seen := get(s, "/metrics").Body.String()
	for _, want := range []string{"vankien_searches_in_flight 1", "vankien_searches_queued 1", "vankien_searches_refused_total 6"} {
		if !strings.Contains(seen, want+"\n") {
			t.Errorf("metrics lack %s", want)
		}
	}
	s.gate.leave()
	if w := <-answer; w.Code != http.StatusOK {
		t.Errorf("after the wait: %d", w.Code)
	}
	if r, q := s.gate.running.Load(), s.gate.waiting.Load(); r != 0 || q != 0 {
		t.Errorf("%d run and %d wait at the end", r, q)
	}
}

func TestWaitEndsWithTheRequest(t *testing.T) {
	s := busyServer(t, Options{Timeout: time.Millisecond})
	problem(t, get(s, "/api/v1/search?q=a"), http.StatusGatewayTimeout, "query_timeout")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/api/v1/search?q=a", nil))
	if w.Code != statusGone {
		t.Errorf("a client that left: %d", w.Code)
	}
	if n := s.gate.waiting.Load(); n != 0 {
		t.Errorf("%d wait at the end", n)
	}
}

func TestPanicGivesItsSlotBack(t *testing.T) {
	s := New(Options{Logger: slog.New(slog.DiscardHandler), Concurrency: 1}) // without an index every search panics
	for range 2 {
		problem(t, get(s, "/api/v1/search?q=a"), http.StatusInternalServerError, "internal")
	}
	if s.gate.running.Load() != 0 || !s.gate.slots.TryAcquire(1) {
		t.Error("the slot is still taken")
	}
}
