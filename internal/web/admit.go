package web

import (
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// admit refuses a client that asks too often.
func (s *Server) admit(r *http.Request) error {
	if s.limits == nil {
		return nil
	}
	if wait := s.limits.wait(client(r, s.opt.Proxies)); wait > 0 {
		return tooOften("err.rate_limited", wait)
	}
	return nil
}

// tooOften is the problem of a client that is to come back in some seconds.
func tooOften(text string, wait int) *Problem {
	return fail("rate_limited", say(text, wait)).with("Retry-After", strconv.Itoa(wait))
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

// bucket returns the client's; the caller holds the lock.
func (l *limiter) bucket(client string) *rate.Limiter {
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
	return b
}

// wait takes a token of the client's. It returns 0, or in how many seconds to
// come back.
func (l *limiter) wait(client string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(client)
	if b.Allow() {
		return 0
	}
	return l.until(b, 0)
}

// reserve takes a token that there may not be before some delay, of at most
// longest. Else it takes none and returns in how many seconds to come back.
func (l *limiter) reserve(client string, longest time.Duration) (delay time.Duration, wait int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(client)
	res := b.Reserve()
	if res.Delay() > longest {
		res.Cancel()
		return 0, l.until(b, longest)
	}
	return res.Delay(), 0
}

// overdrawn returns 0 if the client could reserve a token, or in how many
// seconds it can.
func (l *limiter) overdrawn(client string, longest time.Duration) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b := l.bucket(client); b.Tokens()-1 < -float64(l.rate)*longest.Seconds() {
		return l.until(b, longest)
	}
	return 0
}

// until returns in how many seconds, at least one, a bucket has a token that is
// not longer than that away.
func (l *limiter) until(b *rate.Limiter, longest time.Duration) int {
	return max(1, int(math.Ceil((1-b.Tokens())/float64(l.rate)-longest.Seconds())))
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
		hop, ok := hopAddr(strings.TrimSpace(hops[i]))
		if !ok {
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

// hopAddr reads an address as proxies write it: some add the port, some put
// brackets around IPv6.
func hopAddr(s string) (netip.Addr, bool) {
	if at, err := netip.ParseAddrPort(s); err == nil {
		return at.Addr(), true
	}
	if inner, ok := strings.CutPrefix(s, "["); ok && strings.HasSuffix(inner, "]") {
		s = strings.TrimSuffix(inner, "]")
	}
	addr, err := netip.ParseAddr(s)
	return addr, err == nil
}

func trusted(addr netip.Addr, proxies []netip.Prefix) bool {
	for _, p := range proxies {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}
