package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"

	"vankien/internal/find"
	"vankien/internal/ingest"
)

// Files come one after another in a body, and each is stored as it arrives, so
// that a large one takes no memory. It is read when it has arrived; what became of
// all is the answer. What broke off is told with what was stored before.

// Bounds of files that are sent.
const (
	DefaultMaxFile = 256 << 20 // bytes of one
	maxFiles       = 1000      // in one request
)

// FileOutcome tells what became of a file, or of a part of it that cannot be used.
type FileOutcome struct {
	Name   string   `json:"name"`
	Member string   `json:"member,omitempty"` // of a file in an archive or letter
	Line   int      `json:"line,omitempty"`   // of a record, from 1
	Result string   `json:"result"`           // added, changed, unchanged, failed, skipped, duplicate or waiting
	Code   string   `json:"code,omitempty"`   // why it failed or was skipped
	Reason string   `json:"reason,omitempty"`
	IDs    []string `json:"ids,omitempty"` // of its documents, the first of them
	URLs   []string `json:"urls,omitempty"`
}

// FilesView is the answer to files.
type FilesView struct {
	Files []FileOutcome `json:"files"`
}

// postFiles stores the files of a multipart body.
func (s *Server) postFiles(r *http.Request) (any, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fail("malformed_body", say("err.malformed_body"))
	}
	return s.filesOf(r, parts)
}

// filesOf stores the files among the parts of a body that are not read yet.
func (s *Server) filesOf(r *http.Request, parts *multipart.Reader) (*FilesView, error) {
	view := &FilesView{Files: []FileOutcome{}}
	err := s.receiveFiles(r, parts, view)
	noteFiles(r.Context(), view)
	unhurried(r)
	if err != nil && len(view.Files) == 0 {
		return nil, err
	}
	if err != nil {
		p := s.problem(r, err)
		view.Files = append(view.Files, FileOutcome{Result: string(ingest.ResultFailed), Code: p.Code, Reason: p.Detail})
	}
	if len(view.Files) == 0 {
		return nil, fail("malformed_body", say("err.no_file"))
	}
	return view, nil
}

// receiveFiles reads the files among the parts of a body; other parts are passed over.
func (s *Server) receiveFiles(r *http.Request, parts *multipart.Reader, view *FilesView) error {
	for n := 0; ; {
		ease(r)
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return s.unread(err)
		}
		if part.FileName() == "" {
			continue
		}
		if n++; n > maxFiles {
			return fail("body_too_large", say("err.too_many_files", maxFiles))
		}
		if err := s.receiveFile(traceOf(r.Context()).client, part, view); err != nil {
			return err
		}
	}
}

// receiveFile stores one file; what became of it is added to view.
func (s *Server) receiveFile(ctx context.Context, part *multipart.Part, view *FilesView) error {
	opt := s.opt.Reading
	opt.Seen = func(o ingest.Seen) { view.Files = append(view.Files, fileOutcome(&o)) }
	in := &arriving{in: part, left: s.opt.MaxFile}
	err := ingest.Receive(ctx, s.writer, opt, part.FileName(), in)
	var large *tooLarge
	switch {
	case errors.As(err, &large):
		view.Files = append(view.Files, FileOutcome{Name: part.FileName(), Result: string(ingest.ResultFailed), Code: "too_large",
			Reason: fmt.Sprintf("the file has more than %d bytes", s.opt.MaxFile)})
		_, err := io.Copy(io.Discard, io.LimitReader(part, drained*s.opt.MaxFile))
		if err != nil {
			return s.unread(err)
		}
		return nil
	case in.err != nil:
		return s.unread(in.err)
	}
	return err
}

func fileOutcome(o *ingest.Seen) FileOutcome {
	f := FileOutcome{Name: o.Path, Member: o.Member, Line: o.Line, Result: string(o.Result), Code: o.Code, Reason: o.Reason, IDs: o.IDs}
	for _, id := range o.IDs {
		f.URLs = append(f.URLs, find.DocumentPath(id))
	}
	return f
}

// noteFiles notes for the log which documents were changed.
func noteFiles(ctx context.Context, view *FilesView) {
	t := traceOf(ctx)
	for _, f := range view.Files {
		if t.write != nil && (f.Result == string(ingest.ResultAdded) || f.Result == string(ingest.ResultChanged)) {
			t.write.stored = append(t.write.stored, f.IDs...)
		}
	}
}

// tooLarge is the error for a file over its bound.
type tooLarge struct{}

func (*tooLarge) Error() string { return "the file is too large" }

// arriving is a file that arrives, up to a bound; err is why it broke off.
type arriving struct {
	in   io.Reader
	left int64
	err  error
}

func (a *arriving) Read(p []byte) (int, error) {
	n, err := a.in.Read(p)
	if a.left -= int64(n); a.left < 0 {
		return 0, &tooLarge{}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		a.err = err
	}
	return n, err
}
