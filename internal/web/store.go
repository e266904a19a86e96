package web

import (
	"bytes"
	"cmp"
	"context"
	"mime"
	"net/http"

	"vankien/internal/ingest"
)

// What became of a record.
const (
	statusCreated   = "created"
	statusUpdated   = "updated"
	statusUnchanged = "unchanged"
	statusFailed    = "failed"
)

// Outcome tells what became of one record of a request.
type Outcome struct {
	Line   int      `json:"line,omitempty"` // of an NDJSON body, from 1
	ID     string   `json:"id,omitempty"`
	Status string   `json:"status"` // created, updated, unchanged or failed
	Error  *Problem `json:"error,omitempty"`
}

// StoredView is the answer to an array of documents.
type StoredView struct {
	Created   int       `json:"created"`
	Updated   int       `json:"updated"`
	Unchanged int       `json:"unchanged"`
	Documents []Outcome `json:"documents"`
}

// formData is the type of a body of files.
const formData = "multipart/form-data"

// postDocuments stores many documents: those of an array all or none, those of
// NDJSON each for itself, and files of any format.
func (s *Server) postDocuments(r *http.Request) (any, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == formData {
		return s.postFiles(r)
	}
	body, err := s.body(r, appJSON, appNDJSON)
	if err != nil {
		return nil, err
	}
	defer body.release()
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == appNDJSON {
		return s.postLines(r, body.data)
	}
	return s.postArray(r, body.data)
}

// postArray answers what became of each document, or what is wrong with some.
func (s *Server) postArray(r *http.Request, body []byte) (any, error) {
	lines, err := arrayLines(body)
	if err != nil {
		return nil, err
	}
	in, done := records{lines: lines, array: true}, []Outcome{}
	err = s.writer.WriteAll(r.Context(), in.all, func(o ingest.Outcome) { done = append(done, in.outcome(o)) })
	if err = cmp.Or(in.end, err); err != nil {
		return nil, err
	}
	if p := joined(done); p != nil {
		return nil, p
	}
	noteStored(r.Context(), done)
	view := &StoredView{Documents: done}
	for i := range done {
		done[i].Line = 0
		switch done[i].Status {
		case statusCreated:
			view.Created++
		case statusUpdated:
			view.Updated++
		case statusUnchanged:
			view.Unchanged++
		}
	}
	return view, nil
}

// joined joins the problems of an array's documents into one, or returns nil.
func joined(done []Outcome) *Problem {
	var first *Problem
	for _, o := range done {
		switch {
		case o.Error == nil:
		case first == nil:
			first = o.Error
			if len(first.Errors) == 0 {
				first.Errors = []Fault{pointerFault(pointerOf(o.Line), first.say)}
			}
		default:
			first.Errors = append(first.Errors, o.Error.Errors...)
		}
	}
	return first
}

// postLines answers one line per record, in order. When the collection stops
// taking records, those before are told and one line more says where and why;
// when it took none, the answer is that problem alone.
func (s *Server) postLines(r *http.Request, body []byte) (any, error) {
	in, done, stored := records{lines: body}, []Outcome{}, false
	err := s.writer.Write(r.Context(), in.all, func(o ingest.Outcome) {
		done = append(done, in.outcome(o))
		stored = stored || o.Status != ingest.Refused
	})
	noteStored(r.Context(), done)
	switch {
	case err != nil && !stored:
		return nil, err
	case err != nil:
		done = append(done, Outcome{Line: in.read[len(done)], Status: statusFailed, Error: s.problem(r, err)})
	case in.end != nil && len(done) == 0:
		return nil, in.end
	case in.end != nil:
		done = append(done, Outcome{Status: statusFailed, Error: s.problem(r, in.end)})
	}
	var out bytes.Buffer
	for _, o := range done {
		if err := encode(&out, o); err != nil {
			return nil, err
		}
	}
	return reply{status: http.StatusOK, view: raw{appNDJSON, out.Bytes()}}, nil
}

// noteStored notes for the log which documents were changed.
func noteStored(ctx context.Context, done []Outcome) {
	t := traceOf(ctx)
	for _, o := range done {
		if t.write != nil && (o.Status == statusCreated || o.Status == statusUpdated) {
			t.write.stored = append(t.write.stored, o.ID)
		}
	}
}

// putOne stores a document as the only record of a body, if what is stored under
// its id is as c demands.
func (s *Server) putOne(ctx context.Context, id string, c ingest.Condition, line []byte) (done ingest.Outcome, err error) {
	in := records{lines: line}
	err = s.writer.WriteIf(ctx, id, c, in.all, func(o ingest.Outcome) { done = o })
	if err = cmp.Or(in.end, err); err == nil && done.Status == ingest.Refused {
		err = in.outcome(done).Error
	}
	return done, err
}
