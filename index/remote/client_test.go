package remote

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vankien/index"
)

// nodes returns the addresses of the cluster that tests run on.
func nodes(t testing.TB) []string {
	t.Helper()
	list := os.Getenv("VANKIEN_OPENSEARCH")
	if list == "" {
		t.Skip("VANKIEN_OPENSEARCH names no node of a cluster: tests of the engine over OpenSearch need a real one")
	}
	return strings.Split(list, ",")
}

// connect returns a client, which is closed with the test.
func connect(t testing.TB, opt Options) *client {
	t.Helper()
	c, err := newClient(&opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	return c
}

// scratch returns the name of an index that is removed with the test.
func scratch(t testing.TB) string {
	t.Helper()
	c := connect(t, Options{Addresses: nodes(t)})
	name := fmt.Sprintf("client-%08xx", rand.Uint32())
	t.Cleanup(func() { remove(t, c, name) })
	return name
}

func remove(t testing.TB, c *client, name string) {
	for _, pattern := range []string{name, name + "-*", name + ".*"} {
		var found map[string]any
		if err := c.json(context.Background(), http.MethodGet, "/"+pattern+"?expand_wildcards=all&ignore_unavailable=true", nil, &found); err != nil {
			t.Error(err)
		}
		for n := range found {
			if err := c.json(context.Background(), http.MethodDelete, "/"+n, nil, nil); err != nil {
				t.Error(err)
			}
		}
	}
}

// front serves what stands in front of a real node.
func front(t testing.TB, h func(w http.ResponseWriter, r *http.Request, node http.Handler)) string {
	s := httptest.NewServer(before(t, h))
	t.Cleanup(s.Close)
	return s.URL
}

func before(t testing.TB, h func(w http.ResponseWriter, r *http.Request, node http.Handler)) http.Handler {
	u, err := url.Parse(nodes(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	p := httputil.NewSingleHostReverseProxy(u)
	p.ErrorHandler = func(http.ResponseWriter, *http.Request, error) {} // of a client that left
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h(w, r, p) })
}

// closed returns an address that refuses connections.
func closed(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// stopped returns the address of a node that takes connections and never answers.
func stopped(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return "http://" + l.Addr().String()
}

// TestNodes checks that one of two nodes is enough, whatever ails the other.
func TestNodes(t *testing.T) {
	for name, other := range map[string]func(testing.TB) string{
		"refuses": closed,
		"stopped": stopped,
		"503": func(t testing.TB) string {
			return front(t, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
				w.WriteHeader(http.StatusServiceUnavailable)
			})
		},
		"hangs up": func(t testing.TB) string {
			return front(t, func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) })
		},
		"hangs up in the middle": func(t testing.TB) string {
			return front(t, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
				w.Header().Set("Content-Length", "100")
				_, _ = w.Write([]byte(`{"half`))
				panic(http.ErrAbortHandler)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, Options{Addresses: []string{other(t), nodes(t)[0]}})
			for range 6 { // nodes take turns
				if _, err := c.do(t.Context(), http.MethodGet, "/_cluster/health?local=true", nil); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := c.outage.state(); err != nil {
				t.Errorf("an outage is noted: %v", err)
			}
		})
	}
}

// TestNobody checks what is said when no node answers, within the deadline.
func TestNobody(t *testing.T) {
	gone := func(t testing.TB) string {
		return front(t, func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusBadGateway) })
	}
	for name, addresses := range map[string][]string{
		"refuses": {closed(t)}, "502": {gone(t)}, "stopped": {stopped(t)}, "both": {closed(t), stopped(t)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			defer cancel()
			c := connect(t, Options{Addresses: addresses})
			_, err := c.do(ctx, http.MethodGet, "/", nil)
			if !errors.Is(err, index.ErrUnavailable) {
				t.Errorf("%v is not index.ErrUnavailable", err)
			}
			if since, why := c.outage.state(); why == nil || since.IsZero() {
				t.Error("no outage is noted")
			}
		})
	}
}

// TestHeals checks that an outage ends by itself when the node is back.
func TestHeals(t *testing.T) {
	var away atomic.Bool
	away.Store(true)
	asked := make(chan struct{}, 100)
	c := connect(t, Options{Name: "none", Addresses: []string{front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if asked <- struct{}{}; away.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		node.ServeHTTP(w, r)
	})}})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := c.do(ctx, http.MethodGet, "/", nil); !errors.Is(err, index.ErrUnavailable) {
		t.Fatal(err)
	}
	if _, why := c.outage.state(); why == nil {
		t.Fatal("no outage is noted")
	}
	away.Store(false)
	for len(asked) > 0 {
		<-asked
	}
	<-asked // the probe
	c.outage.done.Wait()
	if _, why := c.outage.state(); why != nil {
		t.Errorf("the outage goes on: %v", why)
	}
}

// TestRepeat checks that a write is sent again only when it surely was not carried
// out or its call allows it, and that the caller is told.
func TestRepeat(t *testing.T) {
	type outcome struct {
		attempts int32
		repeated bool
		refused  bool
	}
	for _, c := range []struct {
		status int // of the first attempt; 0: the connection is closed once it was carried out
		repeat bool
		want   outcome
	}{
		{429, false, outcome{attempts: 2}},
		{503, false, outcome{attempts: 1, refused: true}},
		{503, true, outcome{attempts: 2, repeated: true}},
		{0, false, outcome{attempts: 1, refused: true}},
		{0, true, outcome{attempts: 2, repeated: true}},
		{400, true, outcome{attempts: 1, refused: true}},
	} {
		t.Run(fmt.Sprint(c.status, c.repeat), func(t *testing.T) {
			name := scratch(t)
			var got outcome
			var n atomic.Int32
			cl := connect(t, Options{Addresses: []string{front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
				switch {
				case r.Method != http.MethodPut, n.Add(1) > 1: // a slow node is asked for its name
					node.ServeHTTP(w, r)
				case c.status == 0:
					node.ServeHTTP(httptest.NewRecorder(), r)
					panic(http.ErrAbortHandler)
				default:
					w.WriteHeader(c.status)
				}
			})}})
			setUp := connect(t, Options{Addresses: nodes(t)})
			if err := setUp.json(t.Context(), http.MethodPut, "/"+name, nil, nil); err != nil {
				t.Fatal(err)
			}
			r, err := cl.send(t.Context(), call{method: http.MethodPut, path: "/" + name + "/_doc/1", body: []byte(`{}`), repeat: c.repeat})
			got.attempts, got.repeated, got.refused = n.Load(), r.repeated, err != nil
			if got != c.want {
				t.Errorf("%+v, want %+v (%v)", got, c.want, err)
			}
		})
	}
}

// TestContext checks that a context that ends is no failure of the cluster.
func TestContext(t *testing.T) {
	arrived := make(chan struct{}, 10)
	slow := front(t, func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	c := connect(t, Options{Addresses: []string{slow, slow}})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	if _, err := c.do(ctx, http.MethodGet, "/", nil); err != context.Canceled {
		t.Errorf("%v, want that of the context", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.do(ctx, http.MethodGet, "/", nil); err != context.DeadlineExceeded {
		t.Errorf("%v, want that of the context", err)
	}
	if _, why := c.outage.state(); why != nil {
		t.Errorf("an outage is noted: %v", why)
	}
}

// TestClosed checks that a call ends with its client.
func TestClosed(t *testing.T) {
	arrived := make(chan struct{}, 10)
	c := connect(t, Options{Addresses: []string{front(t, func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		arrived <- struct{}{}
		<-r.Context().Done()
	})}})
	go func() { <-arrived; c.close() }()
	if _, err := c.do(t.Context(), http.MethodGet, "/", nil); err != index.ErrClosed {
		t.Errorf("%v is not index.ErrClosed", err)
	}
}

const user, password = "biên tập", "mật&khẩu=1"

// guarded serves a real node over TLS to a user with a password.
func guarded(t testing.TB) (string, *x509.CertPool) {
	s := httptest.NewTLSServer(before(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if u, p, ok := r.BasicAuth(); !ok || u != user || p != password {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprintf(w, `{"error":{"type":"security_exception","reason":"not %s, nor %s"}}`, p, r.Header.Get("Authorization"))
			return
		}
		node.ServeHTTP(w, r)
	}))
	s.Config.ErrorLog = nil
	t.Cleanup(s.Close)
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return s.URL, pool
}

// TestTLS checks certificates and passwords, and that no message has one.
func TestTLS(t *testing.T) {
	at, pool := guarded(t)
	for _, c := range []struct {
		opt  Options
		want string // in the message; "" for success
	}{
		{Options{User: user, Password: password, CA: pool}, ""},
		{Options{User: user, Password: password}, "certificate"},
		{Options{User: user, Password: "an&deres", CA: pool}, "user file"},
		{Options{CA: pool}, "user file"},
	} {
		c.opt.Addresses = []string{at}
		_, err := connect(t, c.opt).do(t.Context(), http.MethodGet, "/", nil)
		if c.want == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
		for _, secret := range secrets(&c.opt) {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%v has the password", err)
			}
		}
	}
}

// TestSchemes checks that an address which is wrong by its scheme or its name is said to
// be so, at once and in one line.
func TestSchemes(t *testing.T) {
	at, pool := guarded(t)
	for _, c := range []struct{ address, want string }{
		{strings.Replace(at, "https:", "http:", 1), "begin their addresses with https ("},
		{strings.Replace(front(t, nil), "http:", "https:", 1), "begin the addresses of its nodes with http,"},
		{strings.Replace(at, "127.0.0.1", "localhost", 1), "is of other names"},
	} {
		x := connect(t, Options{Addresses: []string{c.address}, CA: pool})
		_, err := x.do(t.Context(), http.MethodGet, "/", nil)
		switch {
		case err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n"):
			t.Errorf("%s: %v, want %q", c.address, err, c.want)
		case !errors.Is(err, index.ErrUnavailable) || again(err) || !isOutage(err):
			t.Errorf("%s: %v is to be an outage that is not tried again", c.address, err)
		}
	}
}

// TestAddresses checks which addresses are refused, without repeating what may be a
// password.
func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		opt Options
		ok  bool
	}{
		{Options{}, false},
		{Options{Addresses: []string{"http://127.0.0.1:9200", "https://b:9200/way"}}, true},
		{Options{Addresses: []string{"node1:9200"}}, false},
		{Options{Addresses: []string{"http://admin:geheim@node1:9200"}}, false},
		{Options{Addresses: []string{"http://admin:geheim@node1:9 200"}}, false},
		{Options{Addresses: []string{"http://node1:9200?p=geheim"}}, false},
		{Options{Addresses: []string{"https://node1:9200"}, User: "admin"}, false},
		{Options{Addresses: []string{"http://node1:9200"}, User: "admin", Password: "geheim"}, false},
		{Options{Addresses: []string{"http://[::1]:9200"}, User: "admin", Password: "geheim"}, true},
	} {
		_, err := addresses(&c.opt)
		if (err == nil) != c.ok {
			t.Errorf("%v: %v", c.opt.Addresses, err)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("%v has the password", err)
		}
	}
}

// TestPacked checks that long requests are gzipped and come back as they were.
func TestPacked(t *testing.T) {
	var packedBytes atomic.Int64
	c := connect(t, Options{Addresses: []string{front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if r.Header.Get("Content-Encoding") == "gzip" {
			packedBytes.Store(r.ContentLength)
		}
		node.ServeHTTP(w, r)
	})}})
	name, text := scratch(t), strings.Repeat("xã hội ", 2000)
	in, _ := json.Marshal(map[string]string{"a": text})
	if _, err := c.do(t.Context(), http.MethodPut, "/"+name, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := c.do(t.Context(), http.MethodPut, "/"+name+"/_doc/1", in); err != nil {
		t.Fatal(err)
	}
	var out struct{ A string }
	if err := c.json(t.Context(), http.MethodGet, "/"+name+"/_source/1", nil, &out); err != nil || out.A != text {
		t.Errorf("%v, %d bytes", err, len(out.A))
	}
	if n := packedBytes.Load(); n == 0 || n > 1000 {
		t.Errorf("%d bytes were sent", n)
	}
}
