package web

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// allGiven checks that no body holds memory.
func allGiven(t *testing.T, s *Server) {
	t.Helper()
	all := bodiesHeld * (s.opt.MaxBody + 1)
	if !s.intake.bytes.TryAcquire(all) || !s.intake.beyond.TryAcquire(1) {
		t.Fatal("memory is still taken")
	}
	s.intake.bytes.Release(all)
	s.intake.beyond.Release(1)
}

// sender sends a body piece by piece; what it writes has been read when Write
// returns.
type sender struct {
	*io.PipeWriter
	answer chan *httptest.ResponseRecorder
}

func sendSlowly(s *Server, method, path string) sender {
	body, w := io.Pipe()
	out := sender{w, make(chan *httptest.ResponseRecorder, 1)}
	r := httptest.NewRequest(method, path, body)
	for i, h := 0, authorized(appJSON); i < len(h); i += 2 {
		r.Header.Set(h[i], h[i+1])
	}
	go func() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		out.answer <- w
	}()
	return out
}

func TestSlowBodiesKeepNobodyOut(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	var slow []sender
	for range 10 * bodiesHeld {
		x := sendSlowly(s, "PUT", "/api/v1/documents/slow")
		io.WriteString(x, "{")
		slow = append(slow, x)
	}
	if w := send(s, "PUT", "/api/v1/documents/new", `{"title":"Mới"}`, authorized(appJSON)...); w.Code != http.StatusCreated {
		t.Errorf("another body: %d %s", w.Code, w.Body)
	}
	for _, x := range slow {
		x.Close()
		problem(t, <-x.answer, http.StatusBadRequest, "malformed_json")
	}
	allGiven(t, s)
}

// Bodies that together need more memory than there is come in one after the
// other, and none waits for ever.
func TestBodiesBeyondTheMemory(t *testing.T) {
	const size = 256 << 10
	s := newServer(t, Options{Keys: keys, MaxBody: size})
	body := `{"title":"Đầy","body":"` + strings.Repeat("a ", size/2-30) + `"}`
	half := size/2 - 1 // the next byte needs more memory
	var all []sender
	for i := range 2 * bodiesHeld {
		x := sendSlowly(s, "PUT", "/api/v1/documents/"+string(rune('p'+i)))
		io.WriteString(x, body[:half])
		all = append(all, x)
	}
	if s.intake.bytes.TryAcquire(bodyStep) {
		t.Error("there is memory for more")
	}
	for _, x := range all {
		go func() {
			io.WriteString(x, body[half:])
			x.Close()
		}()
	}
	for _, x := range all {
		if w := <-x.answer; w.Code != http.StatusCreated {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	allGiven(t, s)
}

func TestWaitForMemoryEndsWithTheRequest(t *testing.T) {
	in := newIntake(10)
	full := held{from: in, beyond: true}
	in.beyond.TryAcquire(1)
	in.bytes.TryAcquire(bodiesHeld * 11)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h := held{from: in}
	if err := h.read(ctx, strings.NewReader("x"), 10); err != context.Canceled {
		t.Errorf("error %v", err)
	}
	h.release()
	full.release()
	if !in.beyond.TryAcquire(1) {
		t.Error("the right to go on is lost")
	}
}

// deadlines is a connection that notes its read deadlines.
type deadlines struct {
	http.ResponseWriter
	set []time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error {
	d.set = append(d.set, t)
	return nil
}

func TestPace(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(time.Hour))
	defer cancel()
	last, cancelLast := context.WithDeadline(t.Context(), time.Now().Add(time.Second))
	defer cancelLast()
	for _, c := range []struct {
		name string
		ctx  context.Context
		size int
		want int // deadlines, without the one taken away at the end
	}{{"short", ctx, 10, 1}, {"a window", ctx, paceBytes, 2}, {"several", ctx, 5*paceBytes + 10, 6}, {"late", last, 10, 1}} {
		d := &deadlines{}
		r := httptest.NewRequest("PUT", "/", strings.NewReader(strings.Repeat("x", c.size))).WithContext(c.ctx)
		pace(d, r)
		if n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r.Body, make([]byte, 4096)); err != nil || n != int64(c.size) {
			t.Fatalf("%s: %d bytes, %v", c.name, n, err)
		}
		if len(d.set) != c.want+1 || !d.set[c.want].IsZero() {
			t.Errorf("%s: deadlines %v, want %d and none at the end", c.name, d.set, c.want)
		}
		if end, _ := c.ctx.Deadline(); d.set[0].After(end) || time.Until(d.set[0]) > paceTime {
			t.Errorf("%s: the first deadline is %v", c.name, d.set[0])
		}
	}
}

// listen serves on a connection of its own and returns its address.
func listen(t *testing.T, s *Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := s.HTTP("")
	go h.Serve(l)
	t.Cleanup(func() { h.Close() })
	return l.Addr().String()
}

// exchange sends bytes, all of them before it looks for an answer.
func exchange(t *testing.T, addr, sent string) *http.Response {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, sent); err != nil {
		t.Fatal(err)
	}
	w, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const putHead = "PUT /api/v1/documents/m HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + key + "\r\n"

func TestRefusedBodyGetsItsAnswer(t *testing.T) {
	addr := listen(t, newServer(t, Options{Keys: keys, MaxBody: 1 << 20}))
	body := strings.Repeat("x", 7<<20)
	for name, c := range map[string]struct {
		sent string
		want int
	}{
		"length":  {putHead + fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body), http.StatusRequestEntityTooLarge},
		"chunked": {putHead + fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(body), body), http.StatusRequestEntityTooLarge},
		"no key":  {fmt.Sprintf("PUT /api/v1/documents/m HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body), http.StatusUnauthorized},
		"waits":   {putHead + "Expect: 100-continue\r\nContent-Length: 7000000\r\n\r\n", http.StatusRequestEntityTooLarge},
		"endless": {putHead + "Content-Length: 7000000000\r\n\r\n", http.StatusRequestEntityTooLarge},
		"garbage": {putHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", http.StatusBadRequest},
	} {
		if w := exchange(t, addr, c.sent); w.StatusCode != c.want {
			t.Errorf("%s: %s", name, w.Status)
		}
	}
}

// A proxy that goes by the length sees one request where the chunks end before
// another one begins.
func TestNothingFollowsChunks(t *testing.T) {
	addr := listen(t, newServer(t, Options{Keys: keys}))
	for _, path := range []string{"GET /livez", "GET /api/v1/search", "POST /api/v1/documents"} {
		w := exchange(t, addr, path+" HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
		if !w.Close {
			t.Errorf("%s: the connection stays open", path)
		}
	}
}

func TestSlowBodyIsRefused(t *testing.T) {
	addr := listen(t, newServer(t, Options{Keys: keys, WriteTimeout: 50 * time.Millisecond}))
	w := exchange(t, addr, putHead+"Content-Length: 100\r\n\r\n{")
	if p := decode[Problem](t, w.Body); w.StatusCode != http.StatusRequestTimeout || p.Code != "body_too_slow" || !w.Close {
		t.Errorf("%s %+v", w.Status, p)
	}
}
