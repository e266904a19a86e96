package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/ingest"
)

// Problem is the answer to a request that cannot be fulfilled: RFC 9457 with a
// code, a request id and the faults one by one. Its texts are English; a page
// says the same in its own language.
type Problem struct {
	Type      string  `json:"type"`  // where the code is explained
	Title     string  `json:"title"` // the same for every problem with this code
	Status    int     `json:"status"`
	Code      string  `json:"code"`
	RequestID string  `json:"request_id,omitempty"`
	Detail    string  `json:"detail"`
	Position  *int    `json:"position,omitempty"` // code points into q
	Errors    []Fault `json:"errors,omitempty"`

	say    find.Message
	header http.Header
	cause  error
}

// Fault is one thing wrong in a request: in a parameter, or at a place of the
// body (a JSON Pointer, RFC 6901).
type Fault struct {
	Parameter string  `json:"parameter,omitempty"`
	Pointer   *string `json:"pointer,omitempty"`
	Detail    string  `json:"detail"`

	say find.Message
}

// Error returns the detail.
func (p *Problem) Error() string { return p.Detail }

// Unwrap returns the error that the problem reports, if it came from one.
func (p *Problem) Unwrap() error { return p.cause }

func (p *Problem) with(header, value string) *Problem {
	if p.header == nil {
		p.header = http.Header{}
	}
	p.header.Set(header, value)
	return p
}

// outcome says what becomes of an error. The titles are in the text tables.
type outcome struct {
	code   string
	status int
	match  func(error) bool // nil for what only this package reports
}

// statusGone is logged for a client that left; it is never received.
const statusGone = 499

// outcomes is every code that an answer can carry, in the order of api.md.
// An error takes the first row that matches it.
var outcomes = []outcome{
	{"invalid_query", http.StatusBadRequest, nil},
	{"invalid_date", http.StatusBadRequest, nil},
	{"invalid_parameter", http.StatusBadRequest, as[*index.RequestError]},
	{"unknown_parameter", http.StatusBadRequest, nil},
	{"offset_too_large", http.StatusBadRequest, nil},
	{"malformed_json", http.StatusBadRequest, nil},
	{"malformed_body", http.StatusBadRequest, nil},
	{"missing_key", http.StatusUnauthorized, nil},
	{"invalid_key", http.StatusForbidden, nil},
	{"document_not_found", http.StatusNotFound, is(index.ErrNotFound)},
	{"not_found", http.StatusNotFound, nil},
	{"method_not_allowed", http.StatusMethodNotAllowed, nil},
	{"cursor_expired", http.StatusGone, nil},
	{"body_too_slow", http.StatusRequestTimeout, nil},
	{"precondition_failed", http.StatusPreconditionFailed, is(ingest.ErrChanged)},
	{"body_too_large", http.StatusRequestEntityTooLarge, nil},
	{"backup_running", http.StatusConflict, is(index.ErrBackupRunning)},
	{"unsupported_media_type", http.StatusUnsupportedMediaType, nil},
	{"invalid_document", http.StatusUnprocessableEntity, as[*index.FieldError]},
	{"rate_limited", http.StatusTooManyRequests, nil},
	{"client_gone", statusGone, is(context.Canceled)},
	{"index_damaged", http.StatusServiceUnavailable, as[*index.DamageError]},
	{"index_checking", http.StatusServiceUnavailable, is(index.ErrChecking)},
	{"index_unavailable", http.StatusServiceUnavailable, unavailable},
	{"overloaded", http.StatusServiceUnavailable, nil},
	{"query_timeout", http.StatusGatewayTimeout, is(context.DeadlineExceeded)},
	{"internal", http.StatusInternalServerError, func(error) bool { return true }},
}

func as[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

// unavailable reports whether an error is of the index's surroundings, not of
// the request.
func unavailable(err error) bool {
	for _, e := range []error{index.ErrClosed, index.ErrUnavailable, index.ErrNoSpace} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// fail returns the problem with a code of outcomes.
func fail(code string, m find.Message, faults ...Fault) *Problem {
	for _, o := range outcomes {
		if o.code == code {
			en := tables[find.English]
			return &Problem{Type: "/api#" + code, Title: en.say(say("title." + code)), Status: o.status, Code: code,
				Detail: en.say(m), Errors: faults, say: m}
		}
	}
	panic("web: no outcome " + code)
}

func parameterFault(name string, m find.Message) Fault {
	return Fault{Parameter: name, Detail: tables[find.English].say(m), say: m}
}

func pointerFault(pointer string, m find.Message) Fault {
	return Fault{Pointer: &pointer, Detail: tables[find.English].say(m), say: m}
}

// problemOf returns err as a *Problem: itself, or what outcomes makes of it.
func problemOf(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	if r := (*find.Refused)(nil); errors.As(err, &r) {
		return refused(r)
	}
	for _, o := range outcomes {
		if o.match != nil && o.match(err) {
			p = fail(o.code, say("err."+o.code))
			break
		}
	}
	p.cause = err
	switch p.Code {
	case "index_damaged":
		p = damaged(err)
	case "index_checking", "index_unavailable":
		p.with("Retry-After", "5")
	}
	var invalid *index.FieldError
	if errors.As(err, &invalid) {
		return invalidDocument(invalid, "")
	}
	return p
}

// damaged names the files of an index that are not as they were written.
func damaged(err error) *Problem {
	var e *index.DamageError
	errors.As(err, &e)
	var names []string
	for _, f := range e.Files {
		names = append(names, f.File)
	}
	text := "err.index_damaged"
	if !e.OnlySegments() {
		text = "err.index_lost"
	}
	p := fail("index_damaged", say(text, strings.Join(names, ", ")))
	p.cause = err
	return p
}

// refused tells what find could not read.
func refused(e *find.Refused) *Problem {
	faults := make([]Fault, len(e.Faults))
	for i, f := range e.Faults {
		faults[i] = parameterFault(f.Parameter, f.Reason)
	}
	p := fail(e.Faults[0].Code, e.Faults[0].Detail, faults...)
	p.Position, p.cause = e.Position, e
	return p
}

// invalidDocument tells which field of a document cannot be stored. The
// document is at the JSON Pointer at.
func invalidDocument(e *index.FieldError, at string) *Problem {
	p := fail("invalid_document", verbatim(e.Error()), pointerFault(at+e.Pointer, verbatim(e.Detail)))
	p.cause = e
	return p
}
