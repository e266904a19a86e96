package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vankien/internal/find"
	"vankien/internal/viet"
)

// errorPage is shown instead of a page that cannot be: what happened, what to do, and
// the number by which the operator finds the request in the log.
type errorPage struct {
	frame
	Problem   *trouble
	Status    int
	Todo      string
	Near      []hitLine // documents that may have been meant
	RequestID string
}

func (s *Server) errorPage(r *http.Request, p *Problem) pageView {
	lang, st, _ := pageState(r)
	f := newFrame("error", lang, "/", st.own())
	f.Private, f.Other = true, ""
	page := &errorPage{frame: f, Problem: newTrouble(lang, p, ""), Status: p.Status, RequestID: p.RequestID, Todo: todo(lang, p.Code, p.Status)}
	if p.Status == http.StatusNotFound && r.Method == http.MethodGet {
		page.Q = wordsOf(r.URL.Path)
		page.Near = s.nearby(r.Context(), page.Q, lang, st.own())
	}
	return page
}

// todo says what the reader can do; "" where that is nothing.
func todo(lang find.Language, code string, status int) string {
	return cmp.Or(tables[lang]["todo."+code], tables[lang]["todo."+strconv.Itoa(status)])
}

// maxWords bounds what is taken from an address, in code points.
const maxWords = 100

// wordsOf returns what an address that leads nowhere may have been about.
func wordsOf(address string) string {
	words := strings.FieldsFunc(strings.TrimSuffix(address, path.Ext(address)), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsDigit(c)
	})
	if len(words) > 1 && len(words[0]) == 1 { // the d of /d/ID
		words = words[1:]
	}
	r := []rune(viet.Compose(strings.Join(words, " ")))
	return strings.TrimSpace(string(r[:min(len(r), maxWords)]))
}

// Bounds of the search for what was meant: addresses that lead nowhere are asked for
// by machines by the thousand, so it takes no turn from anybody.
const (
	nearbyTime  = 300 * time.Millisecond
	nearbyShown = 3
)

// nearby returns documents that an address may have meant; none when the server has
// something better to do.
func (s *Server) nearby(ctx context.Context, q string, lang find.Language, own state) []hitLine {
	if q == "" || !s.gate.slots.TryAcquire(1) {
		return nil
	}
	s.gate.running.Add(1)
	defer s.gate.leave()
	ctx, cancel := context.WithTimeout(ctx, nearbyTime)
	defer cancel()
	a, err := s.find.Read(url.Values{"q": {q}, "limit": {strconv.Itoa(nearbyShown)}, "snippets": {"0"}, "duplicates": {"fold"}}, lang)
	if err != nil {
		return nil
	}
	v, err := s.find.Answer(ctx, a)
	if err != nil {
		return nil
	}
	return hitLines(a, v.Hits, own)
}
