package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// base is the address of the site, without a slash at its end, for answers that are
// read elsewhere: the one that the house gives, else that by which the request came. Of
// a trusted proxy it is believed that the client came by another scheme or name.
func (s *Server) base(r *http.Request) string {
	if s.site.BaseURL != "" {
		return strings.TrimSuffix(s.site.BaseURL, "/")
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if behind(r, s.opt.Proxies) {
		if p := strings.ToLower(r.Header.Get("X-Forwarded-Proto")); p == "http" || p == "https" {
			scheme = p
		}
		if h := r.Header.Get("X-Forwarded-Host"); h != "" {
			host = h
		}
	}
	u := url.URL{Scheme: scheme, Host: host}
	return u.String()
}

// behind reports whether a request came by a trusted proxy.
func behind(r *http.Request, proxies []netip.Prefix) bool {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && trusted(at.Addr(), proxies)
}

// authority is the host of a base address without its port, as tag URIs have it
// (RFC 4151).
func authority(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "localhost"
	}
	host := u.Hostname()
	if strings.Contains(host, ":") {
		host = strings.ReplaceAll(net.ParseIP(host).String(), ":", "-")
	}
	return host
}

// tagURI names something of the site for ever, wherever it is served from under that
// host.
func tagURI(base, what string) string { return "tag:" + authority(base) + ",2025:" + what }
