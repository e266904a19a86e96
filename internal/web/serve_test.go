package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"vankien/index"
	"vankien/index/local"
)

func TestMethods(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	for _, rt := range s.routes() {
		path := strings.NewReplacer("{id}", "a", "{name}", "style.css").Replace(rt.path)
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "XYZ"} {
			w := send(s, method, path, "")
			allowed := strings.Split(rt.allow(), ", ")
			if has := rt.method(method) != nil; has == (w.Code == http.StatusMethodNotAllowed) {
				t.Errorf("%s %s: %d", method, path, w.Code)
			} else if !has && w.Header().Get("Allow") != rt.allow() {
				t.Errorf("%s %s: Allow %q, want %q", method, path, w.Header().Get("Allow"), allowed)
			}
		}
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	s := newServer(t, Options{})
	for _, path := range []string{"/", "/search?q=a", "/d/a", "/d/nope", "/api/v1/search", "/api/v1/search?x=1", "/static/style.css", "/livez"} {
		full, head := get(s, path), send(s, "HEAD", path, "")
		if head.Body.Len() != 0 || head.Code != full.Code || head.Header().Get("Content-Type") != full.Header().Get("Content-Type") {
			t.Errorf("%s: %d %d bytes %s; GET %d %s", path, head.Code, head.Body.Len(), head.Header().Get("Content-Type"), full.Code,
				full.Header().Get("Content-Type"))
		}
	}
}

func TestTrailingSlash(t *testing.T) {
	s := newServer(t, Options{})
	for from, to := range map[string]string{
		"/search/?q=a&lang=en":    "/search?q=a&lang=en",
		"/d/a%2Fb/":               "/d/a%2Fb",
		"/api/":                   "/api",
		"/api/v1/documents/x/":    "/api/v1/documents/x",
		"/api/v1/search/?q=%22a/": "/api/v1/search?q=%22a/",
	} {
		w := get(s, from)
		if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != to {
			t.Errorf("%s: %d %q, want %q", from, w.Code, w.Header().Get("Location"), to)
		}
	}
	for _, path := range []string{"//evil.example/", "//evil.example/search/", "/search//", "/./search"} {
		if w := get(s, "http://host"+path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, Location %q", path, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := newServer(t, Options{})
	for _, path := range []string{"/", "/search", "/d/a", "/nope", "/api", "/api/v1/search", "/api/nope", "/static/style.css", "/static/suggest.js", "/api/v1/suggest?q=a", "/static/nope", "/livez", "/metrics", "/search/"} {
		h := get(s, path).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
			"X-Content-Type-Options":  "nosniff",
			"Referrer-Policy":         "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if h.Get("Cache-Control") == "" {
			t.Errorf("%s: no Cache-Control", path)
		}
	}
}

func TestRequestID(t *testing.T) {
	s := newServer(t, Options{})
	if got := send(s, "GET", "/livez", "", "X-Request-Id", "trace-1.A_b").Header().Get("X-Request-Id"); got != "trace-1.A_b" {
		t.Errorf("a sane id became %q", got)
	}
	seen := map[string]bool{}
	for _, bad := range []string{"", "a b", "a\"b", "ơ", strings.Repeat("x", 65)} {
		got := send(s, "GET", "/livez", "", "X-Request-Id", bad).Header().Get("X-Request-Id")
		if got == bad || !saneID.MatchString(got) || seen[got] {
			t.Errorf("%q became %q", bad, got)
		}
		seen[got] = true
	}
}

func TestLogHasNoQuery(t *testing.T) {
	var out bytes.Buffer
	s := newServer(t, Options{Logger: slog.New(slog.NewJSONHandler(&out, nil))})
	get(s, "/search?q=bimat&speaker=bimat")
	get(s, "/d/bimat")
	get(s, "/bimat")
	get(s, "/livez")
	log := out.String()
	if strings.Contains(log, "bimat") || strings.Count(log, "\n") != 3 {
		t.Errorf("log: %s", log)
	}
	for _, want := range []string{`"route":"/search"`, `"route":"/d/{id}"`, `"route":"none"`, `"status":404`, `"bytes":`, `"took_ms":`, `"id":"`} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in %s", want, log)
		}
	}
}

func TestPanicIsOneRequests(t *testing.T) {
	var out bytes.Buffer
	s := New(Options{Logger: slog.New(slog.NewJSONHandler(&out, nil))}) // without an index every search panics
	w := send(s, "GET", "/api/v1/search?q=a", "", "X-Request-Id", "the-one")
	p := problem(t, w, http.StatusInternalServerError, "internal")
	if strings.Contains(p.Detail, "nil") || strings.Contains(p.Detail, "runtime") {
		t.Errorf("detail tells %q", p.Detail)
	}
	if log := out.String(); !strings.Contains(log, `"msg":"panic","id":"the-one"`) || !strings.Contains(log, "goroutine") {
		t.Errorf("log: %s", log)
	}
	page := parsePage(t, get(s, "/search?q=a"), http.StatusInternalServerError)
	if got := page.one(t, "h1").text(); got != "Lỗi máy chủ" {
		t.Errorf("page says %q", got)
	}
}

func TestClosedIndex(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	if w := get(s, "/readyz"); w.Code != http.StatusOK {
		t.Fatalf("readyz %d", w.Code)
	}
	if err := s.opt.Index.(io.Closer).Close(); err != nil {
		t.Fatal(err)
	}
	problem(t, get(s, "/api/v1/search?q=a"), http.StatusServiceUnavailable, "index_unavailable")
	problem(t, get(s, "/api/v1/topics"), http.StatusServiceUnavailable, "index_unavailable")
	problem(t, get(s, "/api/v1/documents/a"), http.StatusServiceUnavailable, "index_unavailable")
	problem(t, send(s, "PUT", "/api/v1/documents/a", `{"title":"x"}`, authorized(appJSON)...), http.StatusServiceUnavailable, "index_unavailable")
	problem(t, send(s, "POST", "/api/v1/documents", `{"title":"x"}`, authorized(appNDJSON)...), http.StatusServiceUnavailable, "index_unavailable")
	parsePage(t, get(s, "/"), http.StatusServiceUnavailable)
	if w := get(s, "/readyz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("readyz %d", w.Code)
	}
	if w := get(s, "/livez"); w.Code != http.StatusOK {
		t.Errorf("livez %d", w.Code)
	}
	if w := get(s, "/metrics"); w.Code != http.StatusOK {
		t.Errorf("metrics %d", w.Code)
	}
}

func TestFullDiskIsNoFaultOfTheProgram(t *testing.T) {
	for _, err := range []error{index.ErrUnavailable, fmt.Errorf("put: %w", index.ErrNoSpace)} {
		if p := problemOf(err); p.Code != "index_unavailable" || p.Status != http.StatusServiceUnavailable || !strings.Contains(p.Detail, "disk") {
			t.Errorf("%v: %+v", err, p)
		}
	}
	if p := problemOf(errors.New("something else")); p.Code != "internal" {
		t.Errorf("%+v", p)
	}
}

// What cannot be shown is said in the manner of the route.
func TestViewThatCannotBeShown(t *testing.T) {
	s := newServer(t, Options{})
	for want, f := range map[string]face{problemCT: inJSON, textHTML: page("search"), textPlain: inText} {
		w := httptest.NewRecorder()
		s.observe(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.write(w, r, f, math.NaN(), nil)
		})).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		if got := w.Header().Get("Content-Type"); w.Code != http.StatusInternalServerError || got != want {
			t.Errorf("%d %s, want %s: %s", w.Code, got, want, w.Body)
		} else if want == problemCT {
			problem(t, w, http.StatusInternalServerError, "internal")
		}
	}
}

// ailing is an index whose store is gone since some moment.
type ailing struct {
	Engine
	since time.Time
}

func (a ailing) Unavailable() (time.Time, error) {
	return a.since, errors.New("open segment: input/output error")
}

func TestProbesWhileTheStoreIsGone(t *testing.T) {
	s := newServer(t, Options{})
	since := time.Date(2025, 1, 13, 8, 0, 0, 0, time.UTC)
	s.opt.Index = ailing{s.opt.Index, since}
	for _, c := range []struct {
		after       time.Duration
		live, ready int
	}{{0, 200, 503}, {time.Minute, 200, 503}, {time.Minute + 1, 503, 503}} {
		s.now = func() time.Time { return since.Add(c.after) }
		for path, want := range map[string]int{"/livez": c.live, "/readyz": c.ready, "/search": 200} {
			w := get(s, path)
			if w.Code != want {
				t.Errorf("%s after %v: %d, want %d", path, c.after, w.Code, want)
			}
			if w.Code == 503 && (w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "segment")) {
				t.Errorf("%s: %v %s", path, w.Header(), w.Body)
			}
		}
	}
}

// damagedEngine answers as an index with a damaged file does.
type damagedEngine struct {
	Engine
	err error
}

func (d damagedEngine) Unavailable() (time.Time, error) { return time.Unix(0, 0), d.err }

func (d damagedEngine) Search(context.Context, index.Request) (*index.Result, error) {
	return nil, fmt.Errorf("search: %w", d.err)
}

// TestDamagedIndex names the damaged file to programs and people, and does not
// ask for another start of the process.
func TestDamagedIndex(t *testing.T) {
	sound := newServer(t, Options{}).opt
	over := func(err error) *Server {
		opt := sound
		opt.Index = damagedEngine{sound.Index, err}
		return New(opt)
	}
	s := over(&index.DamageError{Files: []index.Damage{{File: "store/00000000000a.zap", Rest: true}}})
	w := get(s, "/api/v1/search?q=a")
	body := w.Body.String()
	problem(t, w, http.StatusServiceUnavailable, "index_damaged")
	if !strings.Contains(body, "store/00000000000a.zap") || !strings.Contains(body, "vankien restore") {
		t.Error(body)
	}
	for _, path := range []string{"/search?q=a", "/search?q=a&lang=en"} {
		if w := get(s, path); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "store/00000000000a.zap") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for path, want := range map[string]int{"/livez": 200, "/readyz": 503} {
		if w := get(s, path); w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	w = get(over(fmt.Errorf("%w: %w", index.ErrChecking, context.DeadlineExceeded)), "/api/v1/search?q=a")
	problem(t, w, http.StatusServiceUnavailable, "index_checking")
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

func TestDrain(t *testing.T) {
	s := newServer(t, Options{})
	s.Drain()
	if w := get(s, "/readyz"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("readyz %d", w.Code)
	}
	if w := get(s, "/search"); w.Code != http.StatusOK {
		t.Errorf("search while draining: %d", w.Code)
	}
}

func TestTimeout(t *testing.T) {
	s := newServer(t, Options{Timeout: time.Nanosecond})
	problem(t, get(s, "/api/v1/search?q=a"), http.StatusGatewayTimeout, "query_timeout")
	page := parsePage(t, get(s, "/search?q=a"), http.StatusGatewayTimeout)
	if got := page.one(t, "h1").text(); got != "Tìm kiếm quá lâu" {
		t.Errorf("page says %q", got)
	}
}

// A path that takes writes too answers reads in the time of a read.
func TestTimeoutIsTheMethods(t *testing.T) {
	s := busyServer(t, Options{Keys: keys, Timeout: time.Millisecond})
	problem(t, get(s, "/api/v1/documents/a"), http.StatusGatewayTimeout, "query_timeout")
	if w := send(s, "PUT", "/api/v1/documents/a", `{"title":"x"}`, authorized(appJSON)...); w.Code != http.StatusOK {
		t.Errorf("a write in the time of a read: %d", w.Code)
	}
}

func TestRate(t *testing.T) {
	s := newServer(t, Options{Rate: 0.001, Burst: 2, Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	from := func(client, path string) *httptest.ResponseRecorder {
		return send(s, "GET", path, "", "X-Forwarded-For", client)
	}
	for range 2 {
		if w := from("198.51.100.1", "/api/v1/topics"); w.Code != http.StatusOK {
			t.Fatalf("within the burst: %d", w.Code)
		}
	}
	w := from("198.51.100.1", "/api/v1/topics")
	problem(t, w, http.StatusTooManyRequests, "rate_limited")
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if w := from("198.51.100.2", "/api/v1/topics"); w.Code != http.StatusOK {
		t.Errorf("another client: %d", w.Code)
	}
	if w := from("198.51.100.1", "/livez"); w.Code != http.StatusOK {
		t.Errorf("a probe: %d", w.Code)
	}
}

func TestRateTableIsBounded(t *testing.T) {
	l := newLimiter(1, 1)
	for i := range 5 * maxClients {
		l.wait(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}).String())
	}
	if n := len(l.young) + len(l.old); n > 2*maxClients {
		t.Errorf("%d clients are remembered", n)
	}
}

func TestClient(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct{ peer, forwarded, want string }{
		{"203.0.113.5:99", "", "203.0.113.5"},
		{"203.0.113.5:99", "1.2.3.4", "203.0.113.5"}, // not a trusted proxy
		{"10.1.1.1:99", "1.2.3.4", "1.2.3.4"},
		{"10.1.1.1:99", "9.9.9.9, 1.2.3.4, 10.2.2.2", "1.2.3.4"},
		{"10.1.1.1:99", "nonsense", "10.1.1.1"},
		{"10.1.1.1:99", "1.2.3.4:5678", "1.2.3.4"},
		{"10.1.1.1:99", "9.9.9.9:1, 1.2.3.4:2 , 10.2.2.2:3", "1.2.3.4"},
		{"10.1.1.1:99", "[2001:db8:1:2:3::4]:5678", "2001:db8:1:2::"},
		{"10.1.1.1:99", "[2001:db8:1:2:3::4]", "2001:db8:1:2::"},
		{"10.1.1.1:99", "1.2.3.4:x", "10.1.1.1"},
		{"10.1.1.1:99", "]", "10.1.1.1"},
		{"[2001:db8:1:2:3::4]:99", "", "2001:db8:1:2::"},
		{"[::ffff:203.0.113.5]:99", "", "203.0.113.5"},
		{"@", "", "@"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := client(r, proxies); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s via %q: %q, want %q", c.peer, c.forwarded, got, c.want)
		}
	}
}

func TestStatic(t *testing.T) {
	s := newServer(t, Options{})
	w := get(s, "/static/style.css")
	tag := w.Header().Get("ETag")
	if w.Code != http.StatusOK || !strings.HasPrefix(tag, `W/"`) || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if w := send(s, "GET", "/static/style.css", "", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("unchanged: %d, %d bytes", w.Code, w.Body.Len())
	}
	w = get(s, "/static/"+assets.hashed["style.css"])
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("hashed: %d %v", w.Code, w.Header())
	}
	for _, path := range []string{"/static/", "/static", "/static/..%2fopenapi.json", "/static/..%2f..%2fgo.mod", "/static/style.000000000000.css"} {
		if w := get(s, path); w.Code == http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestCompression(t *testing.T) {
	s := newServer(t, Options{})
	plain := get(s, "/search").Body.Bytes()
	w := send(s, "GET", "/search", "", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	var unpacked bytes.Buffer
	if _, err := unpacked.ReadFrom(z); err != nil || w.Header().Get("Content-Encoding") != "gzip" || unpacked.Len() < len(plain)/2 {
		t.Errorf("gzip: %v, %d bytes of about %d, %v", err, unpacked.Len(), len(plain), w.Header())
	}
	w = send(s, "GET", "/search", "", "Accept-Encoding", "zstd, gzip")
	d, err := zstd.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	unpacked.Reset()
	if _, err := unpacked.ReadFrom(d); err != nil || w.Header().Get("Content-Encoding") != "zstd" || !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") {
		t.Errorf("zstd: %v %v", err, w.Header())
	}
	if w := send(s, "GET", "/livez", "", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("three bytes were compressed")
	}
}

func TestMetrics(t *testing.T) {
	s := newServer(t, Options{Version: "1.2.3"})
	get(s, "/search?q=bimat")
	get(s, "/search?q=bimat") // whose answer is kept
	get(s, "/d/bimat")
	get(s, "/x/bimat")
	send(s, "BREW", "/search", "")
	s.opt.Index.(*local.Index).SetCache(1 << 20)
	w := get(s, "/metrics")
	body := w.Body.String()
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("content type %q", w.Header().Get("Content-Type"))
	}
	for _, want := range []string{
		`vankien_http_requests_total{method="GET",route="/search",status="200"} 2`,
		`vankien_http_requests_total{method="GET",route="/d/{id}",status="404"} 1`,
		`vankien_http_requests_total{method="GET",route="none",status="404"} 1`,
		`vankien_http_requests_total{method="other",route="/search",status="405"} 1`,
		`vankien_http_request_duration_seconds_count{route="/search"} 3`,
		"vankien_documents 12", "vankien_index_bytes 0", `version="1.2.3"`, "go_goroutines",
		"vankien_cache_limit_bytes 1.048576e+06", "# TYPE vankien_cache_hits_total counter", "# TYPE vankien_cache_misses_total counter",
		"vankien_cache_dropped_total 0",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, of := range []string{"bytes", "entries", "hits_total", "misses_total"} {
		if !strings.Contains(body, "\nvankien_cache_"+of+" ") || strings.Contains(body, "\nvankien_cache_"+of+" 0\n") {
			t.Errorf("searches left no trace in vankien_cache_%s", of)
		}
	}
	if strings.Contains(body, "bimat") {
		t.Error("a query is in the metrics")
	}
}

func TestNotFound(t *testing.T) {
	s := newServer(t, Options{})
	problem(t, get(s, "/api/v2/search"), http.StatusNotFound, "not_found")
	problem(t, send(s, "POST", "/api/v1/nope", ""), http.StatusNotFound, "not_found")
	page := parsePage(t, get(s, "/<b>/x"), http.StatusNotFound)
	if got := page.one(t, "h1").text(); got != "Không có trang này" {
		t.Errorf("page says %q", got)
	}
	if n := len(page.all("b")); n != 0 {
		t.Error("the path became markup")
	}
	page = parsePage(t, get(s, "/nope?lang=en"), http.StatusNotFound)
	if got := page.one(t, "h1").text(); got != "Not found" {
		t.Errorf("page says %q", got)
	}
}

func TestHTTPServerHasEveryTimeout(t *testing.T) {
	h := newServer(t, Options{}).HTTP(":0")
	if h.ReadHeaderTimeout <= 0 || h.ReadTimeout <= 0 || h.WriteTimeout <= h.ReadTimeout || h.IdleTimeout <= 0 || h.MaxHeaderBytes != MaxHeader || h.Handler == nil {
		t.Errorf("%+v", h)
	}
}

func TestOutcomesAreInTheTextTables(t *testing.T) {
	for _, o := range outcomes {
		for lang, table := range tables {
			if table["title."+o.code] == "" {
				t.Errorf("%s: no title for %s", lang, o.code)
			}
			if o.match != nil && table["err."+o.code] == "" {
				t.Errorf("%s: no text for %s", lang, o.code)
			}
		}
	}
}
