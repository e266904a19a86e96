package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An answer that is read off the collection stays as it is until a document, a topic or
// what is known of duplicates changes. Its tag names all that it depends on, so that a
// client that has it is told so without a search: the state of the documents, the
// generation of the rest, the address with the name of the site, the day, since
// citations say when something was read, and this run of the program, which holds its
// version and settings. It is weak: the time that a search took is in its answer.
//
// On a cluster the state costs a request and a refresh, which is more than many a
// search. There answers have no tag.

// steadily answers with a tag, or that nothing has changed.
func (s *Server) steadily(r *http.Request, h handler) (any, error) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || s.opt.Cluster != nil {
		return h(r)
	}
	tag, err := s.stateTag(r)
	if err != nil || tag == "" {
		return h(r) // which tells what is wrong
	}
	header := http.Header{"Etag": {tag}}
	if has(r, tag) {
		return reply{status: http.StatusNotModified, header: header}, nil
	}
	view, err := h(r)
	if err != nil {
		return nil, err
	}
	if _, own := view.(reply); own {
		return view, nil // it is a problem or leads elsewhere
	}
	return reply{status: http.StatusOK, header: header, view: view}, nil
}

// has reports whether the client has the answer with a tag.
func has(r *http.Request, tag string) bool {
	return slices.ContainsFunc(r.Header.Values("If-None-Match"), func(list string) bool { return strings.Contains(list, tag) })
}

// stateTag names an answer that changes only with its address, the day, the collection
// and the program; "" when there is no name for the state of the collection.
func (s *Server) stateTag(r *http.Request) (string, error) {
	state, err := s.opt.Index.State(r.Context())
	if err != nil || state == "" {
		return "", err
	}
	sum := sha256.New()
	for _, part := range []string{state, strconv.FormatUint(s.find.Generation(), 10), s.base(r), r.URL.RequestURI(), s.now().Format(time.DateOnly), s.run} {
		sum.Write([]byte(part + "\x00"))
	}
	return `W/"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`, nil
}
