package web

import (
	"errors"
	"net/http"
	"net/url"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/ingest"
)

// getDocument answers the stored document, or chosen fields of it.
func (s *Server) getDocument(r *http.Request) (any, error) {
	v := &find.Params{Values: r.URL.Query()}
	fields := v.Fields()
	if err := v.Err(); err != nil {
		return nil, err
	}
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	return reply{status: http.StatusOK, header: etag(&d), view: fields.Of(&d)}, nil
}

// stored returns the document whose id the path names.
func (s *Server) stored(r *http.Request) (index.Document, error) {
	return s.named(r.Context(), id(r))
}

// deleteDocument removes a document.
func (s *Server) deleteDocument(r *http.Request) (any, error) {
	err := s.writer.DeleteIf(r.Context(), id(r), conditionOf(r))
	if errors.Is(err, index.ErrNotFound) {
		err = fail("document_not_found", say("err.document", id(r)))
	}
	if err != nil {
		return nil, err
	}
	if s.opt.Deleted != nil {
		if err := s.opt.Deleted(id(r)); err != nil {
			return nil, err
		}
	}
	return reply{status: http.StatusNoContent}, nil
}

// putDocument stores one document under the id of the path and answers it as
// it was stored, whatever others have made of it since. What JSON cannot spell
// is refused: it would become another id.
func (s *Server) putDocument(r *http.Request) (any, error) {
	name := id(r)
	if !utf8.ValidString(name) {
		m := say("err.utf8_id")
		return nil, fail("invalid_parameter", m, parameterFault("id", m))
	}
	body, err := s.body(r, appJSON)
	if err != nil {
		return nil, err
	}
	defer body.release()
	line, err := oneLine(body.data, name)
	if err != nil {
		return nil, err
	}
	done, err := s.putOne(r.Context(), name, conditionOf(r), line)
	if err != nil {
		return nil, err
	}
	d := done.Document.Composed()
	if done.Status == ingest.Unchanged { // what is stored has anchors, too
		if d, err = s.opt.Index.Get(r.Context(), name); err != nil {
			return nil, err
		}
	}
	out := reply{status: http.StatusOK, header: etag(&d), view: &d}
	if done.Status == ingest.Added {
		out.status = http.StatusCreated
		out.header.Set("Location", "/api/v1/documents/"+url.PathEscape(d.ID))
	}
	return out, nil
}

func (s *Server) topicsJSON(r *http.Request) (any, error) {
	return s.find.Topics(r.Context(), find.Vietnamese)
}
