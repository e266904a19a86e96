package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"vankien/index/exec"
	"vankien/index/snippet"
)

// Most of what a hit costs is its text. A body is searched where the engine has
// unpacked it, and only the passages shown are copied; they and the small fields
// of a whole page share a few allocations.

// page reads the hits of one answer.
type page struct {
	ctx      context.Context
	m        *matcher
	opt      snippet.Options
	hit      *Hit               // being read
	abstract []snippet.Fragment // of it
	body     []snippet.Fragment
	err      error
	kept     strings.Builder // bytes of stored fields
}

// hits loads the documents of the page asked for.
func (s *snapshot) hits(ctx context.Context, req *Request, found []exec.Hit, matcher func() *matcher) ([]Hit, error) {
	found = found[min(req.Offset, len(found)):]
	if len(found) == 0 {
		return []Hit{}, nil
	}
	if req.IDsOnly {
		return s.ids(found)
	}
	hits := make([]Hit, len(found))
	p := &page{ctx: ctx, m: matcher(), opt: snippet.Options{Count: req.Snippets, Chars: req.SnippetChars}}
	visit := p.visit
	for i, f := range found {
		p.hit, p.abstract, p.body = &hits[i], nil, nil
		p.hit.Score = f.Score
		if err := s.segments[f.Segment].VisitDocument(uint64(f.Local), visit); err != nil {
			return nil, fmt.Errorf("load document: %w", err)
		}
		if err := p.finish(); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// ids returns hits without their documents.
func (s *snapshot) ids(found []exec.Hit) ([]Hit, error) {
	hits := make([]Hit, len(found))
	for i, f := range found {
		id, err := s.segments[f.Segment].DocID(uint64(f.Local))
		if err != nil {
			return nil, fmt.Errorf("read id: %w", err)
		}
		hits[i] = Hit{ID: string(id), Score: f.Score}
	}
	return hits, nil
}

// visit takes one stored value, whose bytes stay as they are until all of the
// document have been visited. It never stops at the id, the first: the engine
// would give its buffer to two readers.
func (p *page) visit(field string, _ byte, value []byte, _ []uint64) bool {
	d := &p.hit.Document
	switch Field(field) {
	case "_id":
		d.ID = p.keep(value)
		p.hit.ID = d.ID
		return true
	case FieldBody:
		p.body = p.passages(FieldBody, unsafe.String(unsafe.SliceData(value), len(value)))
		for i := range p.body {
			f := &p.body[i]
			f.Text = p.keep(value[f.Start : f.Start+len(f.Text)])
		}
	case FieldAbstract:
		d.Abstract = p.keep(value)
		p.abstract = p.passages(FieldAbstract, d.Abstract)
	default:
		d.setStored(field, p.keep(value))
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

// passages returns the best passages of a part of the hit, unless none is asked for.
func (p *page) passages(f Field, text string) []snippet.Fragment {
	if p.opt.Count <= 0 || p.err != nil {
		return nil
	}
	list, err := p.m.passages(p.ctx, string(f), text, p.opt)
	p.err = err
	return list
}

// finish marks the title and chooses the fragments.
func (p *page) finish() error {
	if p.err != nil {
		return p.err
	}
	scratch := takeMatches()
	defer scratch.giveBack()
	text := p.hit.Document.Title
	title, err := p.m.of(string(FieldTitle)).before(p.ctx, scratch.list[:0], text, len(text))
	if err != nil {
		return err
	}
	scratch.list = title
	p.hit.TitleMarks = snippet.Merge(title)
	if p.opt.Count > 0 {
		p.hit.Fragments = p.fragments(title)
	}
	return nil
}

// fragments returns the best passages of abstract and body. Without a match
// there it shows the title if that matches, else how the text begins.
func (p *page) fragments(title []snippet.Match) []Fragment {
	out := make([]Fragment, 0, max(1, len(p.abstract)+len(p.body)))
	out = appendMarked(out, FieldAbstract, p.abstract)
	if out = appendMarked(out, FieldBody, p.body); len(out) > 0 {
		slices.SortStableFunc(out, func(a, b Fragment) int { return cmp.Compare(b.Terms, a.Terms) })
		return out[:min(len(out), p.opt.Count)]
	}
	if len(title) > 0 {
		out = appendMarked(out, FieldTitle, snippet.Best(p.hit.Document.Title, title, p.opt))
	}
	switch { // a text without a match has given its beginning
	case len(out) > 0:
		return out
	case len(p.abstract) > 0:
		return append(out, Fragment{FieldAbstract, p.abstract[0]})
	case len(p.body) > 0:
		return append(out, Fragment{FieldBody, p.body[0]})
	}
	return nil
}

// appendMarked appends the fragments that have marks.
func appendMarked(out []Fragment, f Field, list []snippet.Fragment) []Fragment {
	for _, fr := range list {
		if len(fr.Marks) > 0 {
			out = append(out, Fragment{f, fr})
		}
	}
	return out
}
