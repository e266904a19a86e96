package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/time/rate"
)

// keyed lets only holders of the key through. The comparison takes as long for
// a wrong key as for a nearly right one.
func (s *Server) keyed(next handler) handler {
	return func(r *http.Request) (any, error) {
		given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			return nil, fail("missing_key", say("err.missing_key")).with("WWW-Authenticate", `Bearer realm="documents"`)
		}
		if s.opt.Key == "" {
			return nil, fail("invalid_key", say("err.nokey"))
		}
		a, b := sha256.Sum256([]byte(strings.TrimSpace(given))), sha256.Sum256([]byte(s.opt.Key))
		if subtle.ConstantTimeCompare(a[:], b[:]) != 1 {
			return nil, fail("invalid_key", say("err.invalid_key"))
		}
		return next(r)
	}
}

// admit refuses a client that asks too often.
func (s *Server) admit(r *http.Request) error {
	if s.limits == nil {
		return nil
	}
	if wait := s.limits.wait(client(r, s.opt.Proxies)); wait > 0 {
		p := fail("rate_limited", say("err.rate_limited", wait))
		return p.with("Retry-After", strconv.Itoa(wait))
	}
	return nil
}

// maxClients bounds the clients whose rate is remembered in one generation.
const maxClients = 4096

// limiter holds one token bucket per client, in two generations: when the young
// one is full it becomes the old one, and who has not come back is forgotten.
type limiter struct {
	mu         sync.Mutex
	rate       rate.Limit
	burst      int
	young, old map[string]*rate.Limiter
}

func newLimiter(perSecond float64, burst int) *limiter {
	if burst <= 0 {
		burst = max(1, int(math.Ceil(perSecond*10)))
	}
	return &limiter{rate: rate.Limit(perSecond), burst: burst, young: map[string]*rate.Limiter{}}
}

// wait takes a token of the client's. It returns 0, or in how many seconds to
// come back.
func (l *limiter) wait(client string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.young[client]
	if b == nil {
		if b = l.old[client]; b == nil {
			b = rate.NewLimiter(l.rate, l.burst)
		}
		if len(l.young) >= maxClients {
			l.old, l.young = l.young, make(map[string]*rate.Limiter, maxClients)
		}
		l.young[client] = b
	}
	if b.Allow() {
		return 0
	}
	return max(1, int(math.Ceil((1-b.Tokens())/float64(l.rate))))
}

// client names who asks: the peer, or behind a trusted proxy the last address
// that no trusted proxy has. An IPv6 network of 64 bits is one client.
func client(r *http.Request, proxies []netip.Prefix) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && trusted(addr, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop
	}
	addr = addr.Unmap()
	if addr.Is6() {
		return netip.PrefixFrom(addr, 64).Masked().String()
	}
	return addr.String()
}

func trusted(addr netip.Addr, proxies []netip.Prefix) bool {
	for _, p := range proxies {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}
