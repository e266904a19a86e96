package web

import (
	"net/http"
	"sync"
	"time"

	"vankien/internal/find"
)

// Bounds of what is remembered of slow requests.
const (
	slowTime  = 500 * time.Millisecond
	slowKept  = 50
	slowChars = 500 // code points of an address
)

// SlowRequest is a request that took long.
type SlowRequest struct {
	ID      string    `json:"id"` // as in the log
	At      time.Time `json:"at"`
	Route   string    `json:"route"`
	Status  int       `json:"status"`
	TookMS  float64   `json:"took_ms"`
	Address string    `json:"address,omitempty"` // only where the operator has it kept: what people look for is theirs
}

// slowLog remembers the latest requests that took long.
type slowLog struct {
	least     time.Duration
	addresses bool

	mu   sync.Mutex
	ring [slowKept]SlowRequest
	n    int // of all that there were
}

func newSlowLog(addresses bool) *slowLog { return &slowLog{least: slowTime, addresses: addresses} }

// saw notes a request that reads, if it took long.
func (l *slowLog) saw(t *trace, r *http.Request, start time.Time, status int, took time.Duration) {
	if took < l.least || r.Method != http.MethodGet || t.unhurried {
		return
	}
	s := SlowRequest{ID: t.id, At: start.UTC(), Route: t.route, Status: status, TookMS: find.Milliseconds(took)}
	if l.addresses {
		a := []rune(r.URL.String())
		s.Address = string(a[:min(len(a), slowChars)])
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ring[l.n%slowKept] = s
	l.n++
}

// latest returns what is remembered, the latest first.
func (l *slowLog) latest() []SlowRequest {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]SlowRequest, 0, slowKept)
	for i := l.n - 1; i >= max(0, l.n-slowKept); i-- {
		all = append(all, l.ring[i%slowKept])
	}
	return all
}
