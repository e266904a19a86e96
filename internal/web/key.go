package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
	"time"
)

// Key is what its holder presents to write. The log of writes has its name.
type Key struct{ Name, Secret string }

// What wrong keys of one client cost it: the first are answered at once, later
// ones one after the other, and when too many are waiting for their answer no
// key of this client is looked at.
const (
	guessRate  = 10 // answers per second
	guessBurst = 20 // that are not held back
	guessWait  = time.Second
)

// keyed lets only holders of a key through.
func (s *Server) keyed(next handler) handler {
	return func(r *http.Request) (any, error) {
		given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			s.wants(r)
			return nil, fail("missing_key", say("err.missing_key")).with("WWW-Authenticate", `Bearer realm="documents"`)
		}
		if err := s.authorize(r, given); err != nil {
			return nil, err
		}
		return next(r)
	}
}

// wants notes for the log who wants to write what.
func (s *Server) wants(r *http.Request) *writing {
	t := traceOf(r.Context())
	t.write = &writing{client: client(r, s.opt.Proxies), document: id(r)}
	return t.write
}

// authorize returns nil if a key opens, and notes whose it is.
func (s *Server) authorize(r *http.Request, given string) error {
	w, ok := s.wants(r), false
	if len(s.opt.Keys) == 0 {
		return fail("invalid_key", say("err.nokey"))
	}
	if wait := s.guesses.overdrawn(w.client, guessWait); wait > 0 {
		return tooOften("err.guesses", wait)
	}
	if w.key, ok = s.holder(strings.TrimSpace(given)); !ok {
		return s.wrongKey(r, w.client)
	}
	return nil
}

// holder returns the name of a key. It takes as long for a wrong key as for a
// nearly right one, and for the first as for the last.
func (s *Server) holder(given string) (name string, ok bool) {
	a := sha256.Sum256([]byte(given))
	for _, k := range s.opt.Keys {
		b := sha256.Sum256([]byte(k.Secret))
		if subtle.ConstantTimeCompare(a[:], b[:]) == 1 {
			name, ok = k.Name, true
		}
	}
	return name, ok
}

// wrongKey is the answer to a wrong key, held back when there were many.
func (s *Server) wrongKey(r *http.Request, who string) error {
	delay, wait := s.guesses.reserve(who, guessWait)
	if wait > 0 {
		return tooOften("err.guesses", wait)
	}
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-r.Context().Done():
			return r.Context().Err()
		}
	}
	return fail("invalid_key", say("err.invalid_key"))
}
