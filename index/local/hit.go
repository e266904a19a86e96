package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/segment"
	"vankien/index/snippet"
)

// Most of what a hit costs is its text. A body is searched where the engine has
// unpacked it, and only the passages shown are copied; they and the small fields
// of a whole page share a few allocations.

// page reads the hits of one answer.
type page struct {
	ctx       context.Context
	marker    *marker
	m         *match.Matcher
	where     [][2]int
	opt       snippet.Options
	found     exec.Hit           // being read
	hit       *index.Hit         // its document
	abstract  []snippet.Fragment // of it
	body      []snippet.Fragment
	text      string // of the body, as long as the document is visited
	pages     []int  // of the original, of the passages of the body; nil without any
	err       error
	scratch   []snippet.Match // of a title
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
	p := &page{ctx: ctx, marker: m, m: m.matcher(), opt: snippet.Options{Count: req.Snippets, Chars: req.SnippetChars}}
	for i, f := range found {
		p.found, p.hit, p.abstract, p.body, p.pages = f, &hits[i], nil, nil, nil
		p.hit.Score = f.Score
		if err := s.segments[f.Segment].visit(uint32(f.Local), p); err != nil {
			return nil, fmt.Errorf("load document: %w", err)
		}
		if err := p.finish(); err != nil {
			return nil, err
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
		return x.Stored(document, p.opt.Count > 0, p.visit)
	})
}

// visit takes one stored value, whose bytes stay as they are until it returns.
func (p *page) visit(field string, value []byte) bool {
	d := &p.hit.Document
	switch index.Field(field) {
	case index.FieldBody:
		p.text = unsafe.String(unsafe.SliceData(value), len(value))
		p.body = p.passages(index.FieldBody, p.text, p.standing(len(value)))
		for i := range p.body {
			f := &p.body[i]
			f.Text = p.keep(value[f.Start : f.Start+len(f.Text)])
		}
	case index.FieldAbstract:
		d.Abstract = p.keep(value)
		p.abstract = p.passages(index.FieldAbstract, d.Abstract, nil)
	case fieldBlocks: // which come behind the body
		p.pages = pagesOf(p.body, p.text, value)
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
	if length < longBody || p.opt.Count <= 0 || p.err != nil {
		return nil
	}
	p.where, p.err = p.marker.standing().Append(p.ctx, slices.Grow(p.where[:0], 1), p.found)
	return p.where
}

// passages returns the best passages of a part of the hit, unless none is asked for.
func (p *page) passages(f index.Field, text string, where [][2]int) []snippet.Fragment {
	if p.opt.Count <= 0 || p.err != nil {
		return nil
	}
	list, err := p.m.Passages(p.ctx, string(f), text, where, p.opt)
	p.err = err
	return list
}

// finish marks the title and chooses the fragments.
func (p *page) finish() error {
	if p.err != nil {
		return p.err
	}
	title, err := p.m.Append(p.ctx, p.scratch, string(index.FieldTitle), p.hit.Document.Title)
	if err != nil {
		return err
	}
	p.scratch = title
	p.hit.TitleMarks = snippet.Merge(title)
	if p.opt.Count > 0 {
		p.hit.Fragments = p.fragments(title)
	}
	return nil
}

// fragments returns the best passages of abstract and body. Without a match
// there it shows the title if that matches, else how the text begins.
func (p *page) fragments(title []snippet.Match) []index.Fragment {
	out := make([]index.Fragment, 0, max(1, len(p.abstract)+len(p.body)))
	out = appendMarked(out, index.FieldAbstract, p.abstract, nil)
	if out = appendMarked(out, index.FieldBody, p.body, p.pages); len(out) > 0 {
		slices.SortStableFunc(out, func(a, b index.Fragment) int { return cmp.Compare(b.Terms, a.Terms) })
		return out[:min(len(out), p.opt.Count)]
	}
	if len(title) > 0 {
		out = appendMarked(out, index.FieldTitle, snippet.Best(p.hit.Document.Title, title, p.opt), nil)
	}
	switch { // a text without a match has given its beginning
	case len(out) > 0:
		return out
	case len(p.abstract) > 0:
		return append(out, fragmentOf(index.FieldAbstract, p.abstract, nil, 0))
	case len(p.body) > 0:
		return append(out, fragmentOf(index.FieldBody, p.body, p.pages, 0))
	}
	return nil
}

// appendMarked appends the fragments that have marks.
func appendMarked(out []index.Fragment, f index.Field, list []snippet.Fragment, pages []int) []index.Fragment {
	for i := range list {
		if len(list[i].Marks) > 0 {
			out = append(out, fragmentOf(f, list, pages, i))
		}
	}
	return out
}

func fragmentOf(f index.Field, list []snippet.Fragment, pages []int, i int) index.Fragment {
	fr := index.Fragment{Field: f, Fragment: list[i]}
	if pages != nil {
		fr.Page = pages[i]
	}
	return fr
}
