package web

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net/http"

	"vankien/index"
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

// postDocuments stores many documents: those of an array all or none, those of
// NDJSON each for itself.
func (s *Server) postDocuments(r *http.Request) (any, error) {
	body, err := s.body(r, appJSON, appNDJSON)
	if err != nil {
		return nil, err
	}
	defer body.release()
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == appNDJSON {
		return s.postLines(r, body.data)
	}
	recs, err := arrayRecords(body.data)
	if err != nil {
		return nil, err
	}
	all := s.prepare(recs)
	if p := refuse(recs, all); p != nil {
		return nil, p
	}
	done, everyone := make([]Outcome, len(all)), make([]int, len(all))
	for i := range everyone {
		everyone[i] = i
	}
	if err := s.put(r.Context(), all, everyone, done); err != nil {
		return nil, err
	}
	noteStored(r.Context(), done)
	view := &StoredView{Documents: done}
	for i := range done {
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

// postLines answers one line per record, in order.
func (s *Server) postLines(r *http.Request, body []byte) (any, error) {
	recs, end := records(body, false)
	if len(recs) == 0 && end != nil {
		return nil, end
	}
	done, err := s.store(r.Context(), recs)
	if err != nil {
		return nil, err
	}
	noteStored(r.Context(), done)
	if end != nil {
		done = append(done, Outcome{Status: statusFailed, Error: problemOf(end)})
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

// prepared is a record made ready for the index, or why it cannot be.
type prepared struct {
	doc    index.Document
	labels map[string]string
	bad    *Problem
}

// prepare does to each record what ingest.Run would.
func (s *Server) prepare(recs []record) []prepared {
	all := make([]prepared, len(recs))
	for i, rec := range recs {
		p := prepared{bad: rec.bad}
		if p.bad == nil {
			var err error
			if p.doc, p.labels, err = ingest.Prepare(rec.Record, s.opt.Taxonomy); err != nil {
				p.bad = unfit(err, rec.pointer)
			}
		}
		all[i] = p
	}
	return all
}

// unfit is the problem of a record that cannot become a document.
func unfit(err error, pointer string) *Problem {
	var invalid *index.FieldError
	if errors.As(err, &invalid) {
		return invalidDocument(invalid, pointer)
	}
	return fail("invalid_document", verbatim(err.Error()), pointerFault(pointer, verbatim(err.Error())))
}

// refuse joins the problems of an array's records into one, or returns nil.
func refuse(recs []record, all []prepared) *Problem {
	var first *Problem
	for i, p := range all {
		switch {
		case p.bad == nil:
		case first == nil:
			first = p.bad
			if len(first.Errors) == 0 {
				first.Errors = []Fault{pointerFault(recs[i].pointer, p.bad.say)}
			}
		default:
			first.Errors = append(first.Errors, p.bad.Errors...)
		}
	}
	return first
}

// Bounds of one transaction with the index.
const (
	batchDocs  = 1000
	batchBytes = 8 << 20
)

// store puts records in batches, in order, and tells what became of each. The
// error is one of the index. A record whose id is in the batch already begins
// the next batch, so that its outcome is told from the one before.
func (s *Server) store(ctx context.Context, recs []record) ([]Outcome, error) {
	done := make([]Outcome, len(recs))
	var batch []int
	size, ids := 0, map[string]bool{}
	all := s.prepare(recs)
	flush := func() error {
		defer func() { batch, size = batch[:0], 0; clear(ids) }()
		return s.put(ctx, all, batch, done)
	}
	for i, p := range all {
		done[i] = Outcome{Line: recs[i].line, ID: recs[i].ID}
		if p.bad != nil {
			done[i].Status, done[i].Error = statusFailed, p.bad
			continue
		}
		if len(batch) == batchDocs || size > batchBytes || ids[p.doc.ID] {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		batch, size, ids[p.doc.ID] = append(batch, i), size+len(p.doc.Body), true
	}
	return done, flush()
}

// put stores the chosen documents and fills in their outcomes.
func (s *Server) put(ctx context.Context, all []prepared, chosen []int, done []Outcome) error {
	if len(chosen) == 0 {
		return nil
	}
	docs := make([]index.Document, 0, len(chosen))
	for _, i := range chosen {
		s.labels.Settle(&all[i].doc, all[i].labels)
		docs = append(docs, all[i].doc)
	}
	if err := s.labels.Save(ctx); err != nil {
		return err
	}
	absent, different, err := s.opt.Index.Diff(ctx, docs)
	if err != nil {
		return err
	}
	if put := append(absent, different...); len(put) > 0 {
		if err := s.opt.Index.Put(ctx, put...); err != nil {
			return err
		}
	}
	status := map[string]string{}
	for _, d := range absent {
		status[d.ID] = statusCreated
	}
	for _, d := range different {
		status[d.ID] = statusUpdated
	}
	for _, i := range chosen {
		done[i].ID, done[i].Status = all[i].doc.ID, statusUnchanged
		if st := status[all[i].doc.ID]; st != "" {
			done[i].Status = st
		}
	}
	return nil
}
