package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/exec"
	"vankien/index/segment"
	"vankien/index/snippet"
)

// Most of what a hit costs is its text. A body is searched where the engine has
// unpacked it, and only the passages shown are copied; they and the small fields
// of a whole page share a few allocations.

// page reads the hits of one answer.
type page struct {
	*answer.Page
	ctx       context.Context
	marker    *marker
	where     [][2]int
	found     exec.Hit        // being read
	hit       *index.Hit      // its document
	shown     answer.Passages // of it
	text      string          // of the body, as long as the document is visited
	err       error
	scratchID []byte
	kept      strings.Builder // bytes of stored fields
}

// hits loads the documents found, with what m marks in them.
func (s *snapshot) hits(ctx context.Context, req *index.Request, found []exec.Hit, m *marker) ([]index.Hit, error) {
	if len(found) == 0 {
		return []index.Hit{}, nil
	}
	if req.IDsOnly {
		return s.ids(found)
	}
	hits := make([]index.Hit, len(found))
	p := &page{Page: answer.NewPage(ctx, req, m.matcher()), ctx: ctx, marker: m}
	for i, f := range found {
		p.found, p.hit, p.shown = f, &hits[i], answer.Passages{}
		p.hit.Score = f.Score
		if err := s.segments[f.Segment].visit(uint32(f.Local), p); err != nil {
			return nil, fmt.Errorf("load document: %w", err)
		}
		if p.err == nil {
			p.err = p.Finish(p.hit, p.shown)
		}
		if p.err != nil {
			return nil, p.err
		}
	}
	return hits, nil
}

// ids returns hits without their documents.
func (s *snapshot) ids(found []exec.Hit) ([]index.Hit, error) {
	hits := make([]index.Hit, len(found))
	for i, f := range found {
		id, err := s.segments[f.Segment].docID(uint64(f.Local))
		if err != nil {
			return nil, fmt.Errorf("read id: %w", err)
		}
		hits[i] = index.Hit{ID: string(id), Score: f.Score}
	}
	return hits, nil
}

// visit has p read a document. A body of which nothing is shown is not unpacked.
func (s segmentView) visit(document uint32, p *page) error {
	return s.guard(func() error {
		x, ok := segment.Of(s.Segment())
		if !ok {
			return errors.New("it is of another format")
		}
		p.text = ""
		p.scratchID = x.Order(-1).Key(p.scratchID[:0], document)
		p.hit.ID = p.keep(p.scratchID)
		p.hit.Document.ID = p.hit.ID
		return x.Stored(document, p.Shows(), p.visit)
	})
}

// visit takes one stored value, whose bytes stay as they are until it returns.
func (p *page) visit(field string, value []byte) bool {
	d := &p.hit.Document
	switch index.Field(field) {
	case index.FieldBody:
		p.text = unsafe.String(unsafe.SliceData(value), len(value))
		p.shown.Body = p.passages(index.FieldBody, p.text, p.standing(len(value)))
		for i := range p.shown.Body {
			f := &p.shown.Body[i]
			f.Text = p.keep(value[f.Start : f.Start+len(f.Text)])
		}
	case index.FieldAbstract:
		d.Abstract = p.keep(value)
		p.shown.Abstract = p.passages(index.FieldAbstract, d.Abstract, nil)
	case fieldBlocks: // which come behind the body
		p.shown.Pages = pagesOf(p.shown.Body, p.text, value)
	case fieldAnchors:
	default:
		setStored(d, field, p.keep(value))
	}
	return p.err == nil
}

// keptAtOnce is the room made for stored fields, in bytes: some hits' worth.
const keptAtOnce = 4 << 10

// keep returns a copy of a value.
func (p *page) keep(value []byte) string {
	if p.kept.Cap()-p.kept.Len() < len(value) {
		p.kept = strings.Builder{}
		p.kept.Grow(max(keptAtOnce, len(value)))
	}
	at := p.kept.Len()
	p.kept.Write(value)
	return p.kept.String()[at:]
}

// longBody is the length in bytes from which on a body is searched only where
// words of the query stand. A shorter one is searched whole as quickly, and no
// words of a beginning need be gathered for it.
const longBody = 16 << 10

// standing returns where words of the query stand in the body of the hit; nil:
// it is too short to ask.
func (p *page) standing(length int) [][2]int {
	if length < longBody || !p.Shows() || p.err != nil {
		return nil
	}
	p.where, p.err = p.marker.standing().Append(p.ctx, slices.Grow(p.where[:0], 1), p.found)
	return p.where
}

// passages returns the best passages of a part of the hit, unless none is asked for.
func (p *page) passages(f index.Field, text string, where [][2]int) []snippet.Fragment {
	if p.err != nil {
		return nil
	}
	list, err := p.Passages(f, text, where)
	p.err = err
	return list
}
