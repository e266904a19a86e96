package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"vankien/internal/find"
	"vankien/internal/viet"
)

// trace is what the steps of one request tell each other.
type trace struct {
	id    string
	route string // template, "none" for a path without one
	write *writing
	lang  find.Language // of pages whose address names none

	client    context.Context          // ends when the client has left
	conn      *http.ResponseController // of the client's connection
	unhurried bool                     // the answer may come after the deadline
}

// writing is who wants to write what. The log has it, so that a change of the
// collection can be traced to its sender.
type writing struct {
	client   string
	key      string   // name of the key; "" without a right one
	document string   // id in the address
	stored   []string // ids of documents that a body brought
}

// loggedIDs bounds the ids in one line of the log.
const loggedIDs = 100

// attrs is what the log says of a write.
func (w *writing) attrs() []slog.Attr {
	all := []slog.Attr{slog.String("client", w.client), slog.String("key", w.key)}
	if w.document != "" {
		return append(all, slog.String("document", viet.VisibleLine(w.document)))
	}
	ids := make([]string, 0, loggedIDs)
	for _, id := range w.stored[:min(len(w.stored), loggedIDs)] {
		ids = append(ids, viet.VisibleLine(id))
	}
	return append(all, slog.Int("documents", len(w.stored)), slog.Any("ids", ids))
}

type traceKey struct{}

// traceOf returns the trace of a request that came through observe.
func traceOf(ctx context.Context) *trace {
	if t, ok := ctx.Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

// saneID is a request id that can go into a log line and a header as it is.
var saneID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// headers go with every answer. Nothing comes from elsewhere, nothing is
// inline, nobody frames the pages.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
	"X-Content-Type-Options":  "nosniff",
	"Referrer-Policy":         "same-origin",
}

// observe gives a request its id and an answer its headers, and logs and counts
// both. The log line has the route's template instead of the address: what
// people look for and read is theirs. A write is told with who sent what. At level debug the address follows.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		t := &trace{id: r.Header.Get("X-Request-Id"), route: "none", lang: s.site.lang}
		if !saneID.MatchString(t.id) {
			t.id = rand.Text()
		}
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		w.Header().Set("X-Request-Id", t.id)
		out := &counter{ResponseWriter: w, status: http.StatusOK}
		defer func() { // also of an answer that is cut off
			took := time.Since(start)
			s.slow.saw(t, r, start, out.status, took)
			s.metrics.saw(t.route, r.Method, out.status, took)
			line := []slog.Attr{slog.String("id", t.id), slog.String("method", r.Method), slog.String("route", t.route),
				slog.Int("status", out.status), slog.Float64("took_ms", find.Milliseconds(took)), slog.Int64("bytes", out.bytes)}
			if t.write != nil {
				line = append(line, t.write.attrs()...)
			}
			s.opt.Logger.LogAttrs(r.Context(), level(t.route, out.status), "request", line...)
			if s.opt.Logger.Enabled(r.Context(), slog.LevelDebug) {
				s.opt.Logger.LogAttrs(r.Context(), slog.LevelDebug, "address", slog.String("id", t.id),
					slog.String("address", r.URL.String()))
			}
		}()
		next.ServeHTTP(out, r.WithContext(context.WithValue(r.Context(), traceKey{}, t)))
	})
}

// level keeps probes out of the ordinary log and faults of the server in sight.
func level(route string, status int) slog.Level {
	switch {
	case status >= 500 && route != "/readyz":
		return slog.LevelError
	case route == "/livez" || route == "/readyz" || route == "/metrics":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// panicked logs a panic with its stack and returns the error to answer.
func (s *Server) panicked(r *http.Request, v any) error {
	t := traceOf(r.Context())
	s.opt.Logger.Error("panic", "id", t.id, "route", t.route, "value", v, "stack", string(debug.Stack()))
	return fail("internal", say("err.internal"))
}

// counter remembers what was written.
type counter struct {
	http.ResponseWriter
	status int
	bytes  int64
	wrote  bool
}

func (c *counter) WriteHeader(status int) {
	if !c.wrote {
		c.status, c.wrote = status, true
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(b []byte) (int, error) {
	c.wrote = true
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// minCompressed is the answer worth compressing, in bytes: less fits a packet.
const minCompressed = 1400

// compress answers in zstd or gzip when the client takes it.
func compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed))
	if err != nil {
		panic("web: " + err.Error())
	}
	return wrap(next)
}
