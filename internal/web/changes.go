package web

import (
	"errors"
	"net/http"

	"vankien/internal/find"
	"vankien/internal/ingest"
)

// Bounds of one answer that tells of changes.
const (
	changesLimit = 100
	maxChanges   = 1000
)

var changesParams = []string{"since", "limit"}

// changesView is what /api/v1/changes answers.
type changesView struct {
	Changes []changeView `json:"changes"`
	Next    string       `json:"next"`
	More    bool         `json:"more"`
}

// changeView is a document that was added, changed or deleted.
type changeView struct {
	ID       string            `json:"id"`
	At       string            `json:"at,omitempty"`
	Deleted  bool              `json:"deleted,omitempty"`
	URL      string            `json:"url,omitempty"`
	Document *find.SummaryView `json:"document,omitempty"`
}

// changes tells what has changed since a place or time.
func (s *Server) changes(r *http.Request) (any, error) {
	v := find.Params{Values: r.URL.Query()}
	limit, since := v.Number("limit", changesLimit, 1, maxChanges), v.Get("since")
	if err := v.Err(); err != nil {
		return nil, err
	}
	if at, is := find.Instant(since); is {
		since = at
	}
	list, next, more, err := s.opt.Changes.Since(r.Context(), since, limit)
	switch {
	case errors.Is(err, ingest.ErrNoPlace):
		m := say("err.since", since)
		return nil, fail("invalid_parameter", m, parameterFault("since", m))
	case errors.Is(err, ingest.ErrTooOld):
		return nil, fail("cursor_expired", say("err.cursor_expired"))
	case err != nil:
		return nil, err
	}
	out := &changesView{Changes: make([]changeView, len(list)), Next: next, More: more}
	for i := range list {
		out.Changes[i] = newChange(&list[i])
	}
	return out, nil
}

func newChange(c *ingest.Changed) changeView {
	v := changeView{ID: c.ID, At: c.At, Deleted: c.Document == nil}
	if c.Document != nil {
		d := find.Summary(c.Document)
		v.URL, v.Document = find.DocumentPath(c.ID), &d
	}
	return v
}
