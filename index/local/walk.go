package local

import (
	"context"
	"errors"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/segment"
)

// mostOfWalk is the hits of a page of a walk: some megabytes.
const mostOfWalk = 1 << 17

// Walk implements index.Engine.
func (x *Index) Walk(ctx context.Context, req index.Request, want index.Want, f func(*index.Walked) error) error {
	req = answer.Walked(req)
	if err := req.Check(); err != nil {
		return err
	}
	var stopped error // by f
	err := x.read(ctx, func(s *snapshot) error {
		state, err := s.engine.state(s.IndexSnapshot)
		if err != nil {
			return err
		}
		w := walk{snapshot: s, want: want, f: func(d *index.Walked) error { stopped = f(d); return stopped }}
		return answer.Walk(ctx, newView(ctx, s, state), x.names, &req, mostOfWalk, func(found []exec.Hit, m answer.Marks) error { return w.page(ctx, found, m) })
	})
	if stopped != nil {
		return stopped
	}
	if err != nil {
		return fmt.Errorf("walk: %w", err)
	}
	return nil
}

// walk loads documents one after the other.
type walk struct {
	*snapshot
	want    index.Want
	f       func(*index.Walked) error
	matcher *match.Matcher // nil before the first page
}

// page calls f with the documents of a page.
func (w *walk) page(ctx context.Context, found []exec.Hit, m answer.Marks) error {
	if w.matcher == nil && w.want&index.WantMarks != 0 {
		w.matcher = match.New(m.Clause, m.Together...)
	}
	for _, h := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		d := index.Walked{Score: h.Score}
		err := w.segments[h.Segment].loadPart(h.Local, w.want != 0, &d.Document)
		if err == nil && w.matcher != nil {
			d.Marks, err = answer.MarksOf(ctx, w.matcher, &d.Document)
		}
		if err != nil {
			return err
		}
		if err := w.f(&d); err != nil {
			return err
		}
	}
	return nil
}

// loadPart reads a stored document, without what is kept apart unless it is asked for.
func (s segmentView) loadPart(document uint32, apart bool, d *index.Document) error {
	err := s.guard(func() error {
		x, ok := segment.Of(s.Segment())
		if !ok {
			return errors.New("it is of another format")
		}
		d.ID = string(x.Order(-1).Key(nil, document))
		return x.Stored(document, apart, func(field string, value []byte) bool {
			setStored(d, field, string(value))
			return true
		})
	})
	if err != nil {
		return fmt.Errorf("load document: %w", err)
	}
	return nil
}
