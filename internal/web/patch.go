package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/ingest"
)

// appPatch is the type of a JSON Merge Patch (RFC 7396).
const appPatch = "application/merge-patch+json"

// patchDocument corrects fields of a document, or takes that back, and answers the
// document as it is then.
func (s *Server) patchDocument(r *http.Request) (any, error) {
	body, err := s.body(r, appPatch, appJSON)
	if err != nil {
		return nil, err
	}
	defer body.release()
	edit, err := editOf(body.data)
	if err != nil {
		return nil, err
	}
	edit.Why, edit.If = r.URL.Query().Get("why"), conditionOf(r)
	done, err := s.correct(r, edit)
	if err != nil {
		return nil, err
	}
	return reply{status: http.StatusOK, header: etag(&done.Document), view: &done.Document}, nil
}

// correct makes the edit of the holder of the request's key.
func (s *Server) correct(r *http.Request, e ingest.Edit) (ingest.Edited, error) {
	e.By = traceOf(r.Context()).write.key
	done, err := s.writer.Correct(r.Context(), id(r), e)
	if errors.Is(err, index.ErrNotFound) {
		err = fail("document_not_found", say("err.document", id(r)))
	}
	return done, err
}

// editOf reads a merge patch: null takes a correction back, anything else is the
// value from now on.
func editOf(body []byte) (e ingest.Edit, err error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return e, malformed(err, "err.object")
	}
	if members == nil {
		return e, fail("malformed_json", say("err.object"))
	}
	e.Fields = map[string][]string{}
	for name, raw := range members {
		if string(raw) == "null" {
			e.Undo = append(e.Undo, name)
			continue
		}
		values, ok := valuesOf(name, raw)
		if !ok {
			m := say("err.patch", name)
			return e, fail("invalid_document", m, pointerFault("/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name), m))
		}
		e.Fields[name] = values
	}
	slices.Sort(e.Undo)
	return e, nil
}

// valuesOf reads the value of a member: a list of strings for a field that is a
// list, else one string.
func valuesOf(name string, raw json.RawMessage) (values []string, ok bool) {
	if index.IsList(name) {
		err := json.Unmarshal(raw, &values)
		return values, err == nil
	}
	var one string
	err := json.Unmarshal(raw, &one)
	return []string{one}, err == nil
}
