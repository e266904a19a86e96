package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"vankien/internal/ingest"
)

// numbers is a source of documents that all match, the n-th indexed at time n.
type numbers struct {
	mu sync.Mutex
	n  int
}

func (s *numbers) State(context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprint(s.n), nil
}

func (s *numbers) Now() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprintf("%05d", s.n)
}

func (s *numbers) Matches(_ context.Context, _ string, after Place, to string, n int) (list []Match, err error) {
	from, _ := strconv.Atoi(after.At)
	last, _ := strconv.Atoi(to)
	for i := from + 1; i <= last && len(list) < n; i++ {
		list = append(list, Match{Place{fmt.Sprintf("%05d", i), "d"}, i})
	}
	return list, nil
}

// receiver takes deliveries.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	secret string
	fail   int // requests to refuse
	got    []int
	ids    map[string]int
	bad    []string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{ids: map[string]int{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		var at int64
		fmt.Sscanf(q.Header.Get(SignatureHeader), "t=%d,", &at)
		if q.Header.Get(SignatureHeader) != Signature(r.secret, time.Unix(at, 0), body) {
			r.bad = append(r.bad, q.Header.Get(SignatureHeader))
		}
		r.ids[q.Header.Get(DeliveryHeader)]++
		if r.fail > 0 {
			r.fail--
			http.Redirect(w, q, "http://127.0.0.1:1/", http.StatusFound)
			return
		}
		var m struct{ Documents []int }
		_ = json.Unmarshal(body, &m)
		r.got = append(r.got, m.Documents...)
	}))
	t.Cleanup(r.Close)
	return r
}

func alerts(store Store, hosts ...string) *Alerts {
	return New(func() (Store, error) { return store, nil }, Options{Hosts: hosts, Version: "test"})
}

func workerOf(a *Alerts, of Source) *worker {
	return &worker{Alerts: a, of: of, log: slog.New(slog.DiscardHandler), client: a.guard.client(), slots: make(chan struct{}, atOnce)}
}

// hurry has deliveries that wait tried at once.
func hurry(t *testing.T, a *Alerts) {
	list, err := a.all()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		if x.Pending != nil {
			x.Pending.Next = time.Time{}
			if err := a.change(x.ID, func(*Alert) bool { return true }, func(*Alert) *Alert { return &x }); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestEveryMatchArrivesOnce(t *testing.T) {
	t.Parallel()
	store, r, src := ingest.NewMemoryRecords(), newReceiver(t), &numbers{n: 5}
	host := strings.TrimPrefix(r.URL, "http://")
	a := alerts(store, host)
	x, err := a.Add("k", "tên", "q=a", r.URL, src.Now())
	if err != nil {
		t.Fatal(err)
	}
	r.secret = x.Secret
	workerOf(a, src).round(t.Context())
	if len(r.got) != 0 {
		t.Errorf("of what there was it is told: %v", r.got)
	}
	src.n, r.fail = 255, 2
	for range 4 { // each round in a process of its own
		hurry(t, a)
		a = alerts(store, host)
		workerOf(a, src).round(t.Context())
	}
	if len(r.got) != 250 || len(r.bad) > 0 {
		t.Fatalf("%d documents arrive, signatures %v", len(r.got), r.bad)
	}
	for i, n := range r.got {
		if n != i+6 {
			t.Fatalf("document %d arrives as %d", n, i)
		}
	}
	if len(r.ids) != 3 {
		t.Errorf("deliveries %v", r.ids)
	}
	if have, err := a.Of("k"); err != nil || len(have) != 1 || have[0].Failures != 0 || have[0].Delivered == "" {
		t.Errorf("%+v, %v", have, err)
	}
}

func TestPausedAndResumed(t *testing.T) {
	t.Parallel()
	r, src := newReceiver(t), &numbers{}
	a := alerts(ingest.NewMemoryRecords(), "127.0.0.1")
	x, err := a.Add("k", "", "", r.URL, src.Now())
	if err != nil {
		t.Fatal(err)
	}
	src.n, r.fail, r.secret = 1, maxFailures, x.Secret
	for range maxFailures + 3 {
		hurry(t, a)
		workerOf(a, src).round(t.Context())
	}
	if have, _ := a.Of("k"); !have[0].Paused || have[0].Error != "the receiver answers 302" || r.ids[have[0].Pending.ID] != maxFailures {
		t.Errorf("%+v, sent %v", have[0], r.ids)
	}
	if err := a.Resume("other", x.ID); err != ErrNotFound {
		t.Error(err)
	}
	if err := a.Resume("k", x.ID); err != nil {
		t.Error(err)
	}
	workerOf(a, src).round(t.Context())
	if len(r.got) != 1 {
		t.Errorf("resumed it tells of %v", r.got)
	}
	if err := a.Remove("other", x.ID); err != ErrNotFound {
		t.Error(err)
	}
	if err := a.Remove("k", x.ID); err != nil {
		t.Error(err)
	}
	if have, _ := a.Of("k"); len(have) != 0 {
		t.Error(have)
	}
}

// TestNothingThatComesMeanwhileIsForgotten has documents come while a receiver is away,
// longer than a change of the collection is looked after.
func TestNothingThatComesMeanwhileIsForgotten(t *testing.T) {
	t.Parallel()
	store, r, src := ingest.NewMemoryRecords(), newReceiver(t), &numbers{n: 1}
	a := alerts(store, "127.0.0.1")
	x, err := a.Add("k", "", "", r.URL, src.Now())
	if err != nil {
		t.Fatal(err)
	}
	src.n, r.fail, r.secret = 2, 1, x.Secret
	w := workerOf(a, src)
	w.round(t.Context())
	src.n = 2 + (inTurn+1)*maxMatches
	w.round(t.Context())
	hurry(t, a)
	for range 2 {
		w.changed = time.Now().Add(-2 * lookFor)
		w.round(t.Context())
	}
	if len(r.got) != src.n-1 || r.fail != 0 {
		t.Errorf("%d documents of %d arrive", len(r.got), src.n-1)
	}
	if waits, err := a.body(x.ID); waits != nil || err != nil {
		t.Errorf("a body is left: %q, %v", waits, err)
	}
}

func TestGuard(t *testing.T) {
	t.Parallel()
	g := guard{[]string{"trong.example", "10.1.2.3:8080"}}
	for address, ok := range map[string]bool{
		"https://example.org/x": true, "http://example.org/": false, "http://trong.example/": true, "http://10.1.2.3:8080/": true, "http://10.1.2.3/": false,
		"https://127.0.0.1/": false, "https://[::1]/": false, "https://[::ffff:10.0.0.1]/": false, "https://169.254.169.254/": false, "https://100.64.0.1/": false,
		"https://a@example.org/": false, "ftp://example.org/": false, "/x": false, "https://8.8.8.8/": true, "https://[64:ff9b::a00:1]/": false, "https://[::10.0.0.1]/": false,
	} {
		if err := g.check(address); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, s := range []string{"0.0.0.0", "224.0.0.1", "255.255.255.255", "192.168.1.1", "172.16.0.1", "fe80::1%eth0", "fc00::1", "ff02::1", "::"} {
		if public(netip.MustParseAddr(s)) {
			t.Errorf("%s is public", s)
		}
	}
	r := newReceiver(t)
	_, port, _ := strings.Cut(strings.TrimPrefix(r.URL, "http://"), ":")
	if _, err := (guard{}).client().Get("http://localhost:" + port); err == nil || len(r.ids) > 0 {
		t.Errorf("a name that stands for this machine is asked: %v", err)
	}
}
