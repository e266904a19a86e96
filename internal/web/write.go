package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// face is the form in which a route shows its views and its problems.
type face struct {
	kind     faceKind
	template string // of a page
}

type faceKind int

const (
	kindJSON faceKind = iota
	kindText
	kindPage
)

var (
	inJSON = face{kind: kindJSON}
	inText = face{kind: kindText}
)

func page(template string) face { return face{kindPage, template} }

// reply is a view with a status or headers of its own. A nil view has no body.
type reply struct {
	status int
	header http.Header
	view   any
}

// raw is a view that is bytes already.
type raw struct {
	contentType string
	body        []byte
}

func redirect(status int, to string) reply {
	return reply{status: status, header: http.Header{"Location": {to}}}
}

// write turns a view or an error into bytes and sends them at once, so that an
// answer is either whole or an error.
func (s *Server) write(w http.ResponseWriter, r *http.Request, f face, view any, err error) {
	out := reply{status: http.StatusOK, view: view}
	if rep, ok := view.(reply); ok {
		out = rep
	}
	if err != nil {
		f, out = s.problemReply(r, f, err)
	}
	body, contentType, err := s.render(f, out.view)
	if err != nil {
		s.opt.Logger.Error("render", "id", traceOf(r.Context()).id, "route", traceOf(r.Context()).route, "error", err)
		f, out = s.problemReply(r, f, fail("internal", say("err.internal")))
		if body, contentType, err = s.render(f, out.view); err != nil {
			body, contentType = []byte("internal error\n"), textPlain
		}
	}
	h := w.Header()
	maps.Copy(h, out.header)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	if tag := h.Get("ETag"); tag != "" && strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if body != nil {
		h.Set("Content-Type", contentType)
	}
	w.WriteHeader(out.status)
	if r.Method != http.MethodHead {
		w.Write(body) // a client that left is no news
	}
}

// problemReply says what went wrong in the manner of the route. Only what is
// the server's own fault is logged with its cause.
func (s *Server) problemReply(r *http.Request, f face, err error) (face, reply) {
	p := *problemOf(err)
	t := traceOf(r.Context())
	p.RequestID = t.id
	if p.Status >= http.StatusInternalServerError && p.cause != nil {
		s.opt.Logger.Error("request failed", "id", t.id, "route", t.route, "code", p.Code, "error", p.cause)
	}
	out := reply{status: p.Status, header: p.header, view: &p}
	switch f.kind {
	case kindPage:
		out.view = s.errorPage(r, &p)
		return page("error"), out
	case kindText:
		out.view = raw{textPlain, []byte(p.Detail + "\n")}
	}
	return f, out
}

const (
	textPlain = "text/plain; charset=utf-8"
	textHTML  = "text/html; charset=utf-8"
	appJSON   = "application/json"
	appNDJSON = "application/x-ndjson"
	problemCT = "application/problem+json"
)

func (s *Server) render(f face, view any) (body []byte, contentType string, err error) {
	switch v := view.(type) {
	case nil:
		return nil, "", nil
	case raw:
		return v.body, v.contentType, nil
	case *Problem:
		body, err = marshal(v)
		return body, problemCT, err
	case pageView:
		body, err = s.faces.render(f.template, v)
		return body, textHTML, err
	}
	if f.kind != kindJSON {
		return nil, "", fmt.Errorf("no way to show a %T", view)
	}
	body, err = marshal(view)
	return body, appJSON, err
}

// marshal writes JSON with a line end. Marks of HTML stay readable; the content
// type and nosniff keep them from being taken for a page.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
