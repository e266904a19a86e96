package alert

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Whoever makes an alert has this server send a request. It must not reach what only
// the server can reach: so the address that a name stands for is looked at when the
// connection is made, after which no other look-up can change it, and no redirect is
// followed. An operator may name hosts for which that does not hold.

// guard decides which addresses are told of anything.
type guard struct{ hosts []string }

// allowed reports whether an operator named a host, with or without its port.
func (g guard) allowed(host, port string) bool {
	return slices.ContainsFunc(g.hosts, func(h string) bool {
		return strings.EqualFold(h, host) || strings.EqualFold(h, net.JoinHostPort(host, port))
	})
}

// check says what is wrong with an address, as far as its text tells.
func (g guard) check(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return errors.New("it is no address such as https://example.org/hook")
	case u.User != nil || u.Fragment != "":
		return errors.New("it has a user or a fragment")
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if g.allowed(u.Hostname(), port) {
		return nil
	}
	if u.Scheme != "https" {
		return errors.New("it must begin with https://")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !public(ip) {
		return errPrivate
	}
	return nil
}

var errPrivate = errors.New("it leads to an address that is not of the public network")

// client returns what sends requests, to where the guard lets them.
func (g guard) client() *http.Client {
	open := net.Dialer{Timeout: 5 * time.Second}
	guarded := open
	guarded.Control = func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !public(at.Addr()) {
			return fmt.Errorf("connect to %s: %w", address, errPrivate)
		}
		return nil
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err == nil && g.allowed(host, port) {
			return open.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	}
	return &http.Client{
		Transport: &http.Transport{DialContext: dial, TLSHandshakeTimeout: 5 * time.Second, MaxResponseHeaderBytes: 64 << 10,
			ResponseHeaderTimeout: sendTime, MaxIdleConns: atOnce, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// closedNets are networks that netip does not name and that no receiver is in: shared
// and reserved ones, those of documentation, and those that stand for other addresses.
var closedNets = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// public reports whether an address is of the public network.
func public(a netip.Addr) bool {
	a = a.WithZone("").Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	return !slices.ContainsFunc(closedNets, func(n netip.Prefix) bool { return n.Contains(a) })
}
