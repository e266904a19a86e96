package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"vankien/internal/viet"
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

// jsonAppender is a view that knows its JSON, which is as encode writes it.
type jsonAppender interface{ AppendJSON([]byte) []byte }

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
	if c, ok := out.view.(content); ok {
		maps.Copy(w.Header(), out.header)
		s.send(w, r, c)
		return
	}
	if c, ok := out.view.(stream); ok {
		if err = s.sendStream(w, r, out.status, c); err == nil {
			return
		}
		f, out = s.problemReply(r, f, err)
	}
	b := bodies.Get().(*bytes.Buffer)
	defer giveBack(b)
	ctx := r.Context()
	if err != nil || traceOf(ctx).unhurried {
		ctx = context.WithoutCancel(ctx) // a problem is told even when the time is over
	}
	body, contentType, err := s.render(ctx, b, f, out.view)
	if err != nil {
		f, out = s.problemReply(r, f, unshown(ctx, err))
		if body, contentType, err = s.render(context.WithoutCancel(ctx), b, f, out.view); err != nil {
			body, contentType = []byte("internal error\n"), textPlain
		}
	}
	h := w.Header()
	maps.Copy(h, out.header)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	if tag := h.Get("ETag"); tag != "" && (r.Method == http.MethodGet || r.Method == http.MethodHead) && strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if body != nil {
		h.Set("Content-Type", contentType)
		h.Set("Content-Length", strconv.Itoa(len(body))) // else a long body is sent in chunks
	}
	w.WriteHeader(out.status)
	if r.Method != http.MethodHead {
		w.Write(body) // a client that left is no news
	}
}

// unshown is the problem of a view that did not become bytes: its time was
// over, or it cannot be shown at all.
func unshown(ctx context.Context, err error) *Problem {
	if late := ctx.Err(); late != nil {
		return problemOf(late)
	}
	p := fail("internal", say("err.internal"))
	p.cause = fmt.Errorf("render: %w", err)
	return p
}

// problem returns the problem of an error as this request is told of it. Only
// what is the server's own fault is logged with its cause.
func (s *Server) problem(r *http.Request, err error) *Problem {
	p := *problemOf(err)
	t := traceOf(r.Context())
	p.RequestID = t.id
	if p.Status >= http.StatusInternalServerError && p.cause != nil {
		s.opt.Logger.Error("request failed", "id", t.id, "route", t.route, "code", p.Code, "error", p.cause)
	}
	return &p
}

// problemReply says what went wrong in the manner of the route.
func (s *Server) problemReply(r *http.Request, f face, err error) (face, reply) {
	p := s.problem(r, err)
	out := reply{status: p.Status, header: p.header, view: p}
	switch f.kind {
	case kindPage:
		out.view = s.errorPage(r, p)
		return page("error"), out
	case kindText:
		out.view = raw{textPlain, []byte(viet.VisibleLine(p.Detail) + "\n")}
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

// bodies holds buffers for the bodies of answers: whoever is written to has
// copied the body when the write returns.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxKept is the largest buffer kept for another answer, in bytes.
const maxKept = 1 << 20

func giveBack(b *bytes.Buffer) {
	if b.Cap() <= maxKept {
		bodies.Put(b)
	}
}

// render makes a view bytes, in b or elsewhere. A page takes as long as ctx
// allows; other views are as large as what was read for them.
func (s *Server) render(ctx context.Context, b *bytes.Buffer, f face, view any) (body []byte, contentType string, err error) {
	b.Reset()
	switch v := view.(type) {
	case nil:
		return nil, "", nil
	case raw:
		return v.body, v.contentType, nil
	case *Problem:
		err = encode(b, v)
		return b.Bytes(), problemCT, err
	case jsonAppender:
		b.Write(append(v.AppendJSON(b.AvailableBuffer()), '\n'))
		return b.Bytes(), appJSON, nil
	case pageView:
		err = s.faces.render(timed{ctx, b}, f.template, v)
		return b.Bytes(), textHTML, err
	}
	if f.kind != kindJSON {
		return nil, "", fmt.Errorf("no way to show a %T", view)
	}
	err = encode(b, view)
	return b.Bytes(), appJSON, err
}

// timed fails to write when ctx has ended, which ends the template that writes.
type timed struct {
	ctx context.Context
	io.Writer
}

func (t timed) Write(b []byte) (int, error) {
	if err := t.ctx.Err(); err != nil {
		return 0, err
	}
	return t.Writer.Write(b)
}

// encode writes JSON with a line end. Marks of HTML stay readable; the content
// type and nosniff keep them from being taken for a page.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
