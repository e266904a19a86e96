package remote_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"vankien/index/remote"
	"vankien/internal/load"
	"vankien/internal/web"
)

const (
	servedVariable = "VANKIEN_TEST_SERVED" // options of the collection that a process of TestServe serves
	writeKey       = "một chìa khóa dài"
)

// TestServe is a process of TestServers: it serves a collection until it is killed
// or its standard input ends.
func TestServe(t *testing.T) {
	given := os.Getenv(servedVariable)
	if given == "" {
		t.Skip("is started by TestServers")
	}
	var opt remote.Options
	if err := json.Unmarshal([]byte(given), &opt); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(web.New(web.Options{Index: opened(t, opt), Keys: []web.Key{{Name: "test", Secret: writeKey}}}))
	fmt.Println(s.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// server is such a process.
type server struct {
	url string
	cmd *exec.Cmd
}

// startServer starts a process, which ends with the test.
func startServer(t testing.TB, opt remote.Options) *server {
	t.Helper()
	opt.Create = false
	raw, err := json.Marshal(opt)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{cmd: exec.Command(os.Args[0], "-test.run=^TestServe$")}
	s.cmd.Env = append(os.Environ(), servedVariable+"="+string(raw))
	s.cmd.Stderr = os.Stderr
	in, err1 := s.cmd.StdinPipe()
	out, err2 := s.cmd.StdoutPipe()
	if err := errors.Join(err1, err2, s.cmd.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); s.cmd.Process.Kill(); s.cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if s.url = strings.TrimSpace(line); err != nil || !strings.HasPrefix(s.url, "http://") {
		t.Fatalf("the server says %q, %v", line, err)
	}
	return s
}

func (s *server) kill(t testing.TB) {
	t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait() // it was killed
}

// balancer deals requests out to servers in turn, and to the next
// where one does not take a connection.
type balancer struct {
	servers []*url.URL
	next    atomic.Uint64
}

func (b *balancer) RoundTrip(r *http.Request) (res *http.Response, err error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	from := b.next.Add(1)
	for i := range b.servers {
		to := b.servers[(from+uint64(i))%uint64(len(b.servers))]
		r.URL.Scheme, r.URL.Host, r.Body = to.Scheme, to.Host, io.NopCloser(bytes.NewReader(body))
		var op *net.OpError
		if res, err = http.DefaultTransport.RoundTrip(r); !errors.As(err, &op) || op.Op != "dial" {
			break
		}
	}
	return res, err
}

// balance starts a proxy before some servers.
func balance(t testing.TB, servers ...*server) (addr string) {
	t.Helper()
	b := &balancer{}
	for _, s := range servers {
		u, err := url.Parse(s.url)
		if err != nil {
			t.Fatal(err)
		}
		b.servers = append(b.servers, u)
	}
	quiet := log.New(io.Discard, "", 0) // that a server died is what the test is about
	proxy := httptest.NewServer(&httputil.ReverseProxy{Transport: b, Rewrite: func(*httputil.ProxyRequest) {}, ErrorLog: quiet})
	t.Cleanup(proxy.Close)
	return proxy.URL
}

// send puts a document by a server and reports whether that was acknowledged.
func send(addr, id, title string) error {
	body := fmt.Sprintf(`{"title":%q,"body":"việc chung","topics":["Chuyên đề %s"]}`, title, id[:1])
	req, err := http.NewRequest(http.MethodPut, addr+"/api/v1/documents/"+url.PathEscape(id), strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+writeKey)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusCreated && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%d: %s", res.StatusCode, raw)
	}
	return err
}

// found is the total of a search by a server.
func found(t testing.TB, addr, q string) int {
	t.Helper()
	var view struct{ Total int }
	ask(t, http.MethodGet, addr+searchPath+"?match=all&limit=1&q="+url.QueryEscape(q), &view)
	return view.Total
}

// TestServers has two processes serve one collection behind a proxy: what one
// acknowledges the other shows at once, and one that is killed loses nothing.
func TestServers(t *testing.T) {
	x := empty(t, remote.Options{Shards: 3})
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	a, b := startServer(t, x.opt), startServer(t, x.opt)
	proxy := balance(t, a, b)
	for i := range 10 {
		id := fmt.Sprint("một-", i)
		if err := send(proxy, id, "Báo cáo "+id); err != nil {
			t.Fatal(err)
		}
		for _, s := range []*server{a, b} {
			ask(t, http.MethodGet, s.url+"/api/v1/documents/"+url.PathEscape(id), nil)
			if n := found(t, s.url, "việc chung"); n != i+1 {
				t.Errorf("%d documents were acknowledged, %d are found", i+1, n)
			}
		}
	}
	acknowledged := killDuring(t, proxy, a)
	c := startServer(t, x.opt)
	for _, s := range []*server{b, c} {
		for id := range acknowledged {
			ask(t, http.MethodGet, s.url+"/api/v1/documents/"+url.PathEscape(id), nil)
		}
		if n := found(t, s.url, "việc chung"); n != 10+len(acknowledged) {
			t.Errorf("%d documents were acknowledged, %d are found", 10+len(acknowledged), n)
		}
	}
	var counts tally
	var queries []load.Query
	for _, q := range []string{"việc chung", "viec", `"báo cáo hai"`, "hai OR 7", "topic:h", "", "báo cao"} {
		queries = append(queries, load.Query{Class: "two processes", Params: url.Values{"q": {q}, "facets": {"topic,kind"}}})
	}
	agreeOn(t, byServer(b.url), byServer(c.url), searchPath, queries, &counts)
}

// killDuring kills a server while clients write by a proxy, each document until it is
// acknowledged.
func killDuring(t *testing.T, proxy string, s *server) (acknowledged map[string]bool) {
	t.Helper()
	const clients, each = 4, 15
	acknowledged = map[string]bool{}
	var mu sync.Mutex
	var all sync.WaitGroup
	half := make(chan struct{})
	for c := range clients {
		all.Go(func() {
			for i := range each {
				id := fmt.Sprintf("hai-%d-%d", c, i)
				for tries := 0; send(proxy, id, "Báo cáo "+id) != nil; tries++ {
					if tries == 100 {
						t.Errorf("%s is never acknowledged", id)
						return
					}
				}
				mu.Lock()
				if acknowledged[id] = true; len(acknowledged) == clients*each/2 {
					close(half)
				}
				mu.Unlock()
			}
		})
	}
	<-half
	s.kill(t)
	all.Wait()
	return acknowledged
}
