package web

import (
	"net/http"
	"slices"
	"strings"
)

// anyOrigin has pages of every site read the interface.
const anyOrigin = "*"

// crossOrigin lets pages of other sites read the interface, if the operator named
// them: reading, without cookies or keys, and nothing else. The rule is a comparison of
// two strings and an answer to OPTIONS; what a library has beyond that, such as
// patterns and credentials, is what must not be possible here.
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	if len(s.opt.CORS) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !sharedPath(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Add("Vary", "Origin")
		origin := s.allowedOrigin(r.Header.Get("Origin"))
		if origin != "" {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Request-Id")
		}
		if r.Method == http.MethodOptions && origin != "" && r.Header.Get("Access-Control-Request-Method") != "" {
			traceOf(r.Context()).route = "preflight"
			h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
			h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match, X-Request-Id")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// sharedPath reports whether a path is of the interface that anyone may read.
func sharedPath(path string) bool {
	return strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/api/v1/admin/")
}

// allowedOrigin is what an answer to a page of an origin allows; "" for nothing.
func (s *Server) allowedOrigin(origin string) string {
	switch {
	case origin == "":
		return ""
	case slices.Contains(s.opt.CORS, anyOrigin):
		return anyOrigin
	case slices.Contains(s.opt.CORS, origin):
		return origin
	}
	return ""
}
