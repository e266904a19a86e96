package find

import (
	"strconv"
	"strings"

	"vankien/index"
	"vankien/internal/outline"
)

// A place in a body is told by the page of the original and by the paragraph, which
// is a line with an anchor that links to it keep.

// Places finds places of one body from its beginning on: where they are asked for in
// order, all of them cost one reading.
type Places struct {
	d           *index.Document
	at, line    int // line begins at the byte at
	block, page int
}

// NewPlaces returns the places of a document with its text.
func NewPlaces(d *index.Document) *Places { return &Places{d: d} }

// seek goes to the line that has a byte of the body.
func (p *Places) seek(at int) {
	if at < p.at {
		p.at, p.line, p.block, p.page = 0, 0, 0, 0
	}
	for {
		n := strings.IndexByte(p.d.Body[p.at:], '\n')
		if n < 0 || p.at+n >= at {
			break
		}
		p.at, p.line = p.at+n+1, p.line+1
	}
	for ; p.block < len(p.d.Blocks) && p.d.Blocks[p.block].Line <= p.line; p.block++ {
		if b := p.d.Blocks[p.block]; b.Kind == outline.Page {
			p.page = b.Level
		}
	}
}

// At returns the page, 0 where there are none, and the anchor of the line that has a
// byte of the body.
func (p *Places) At(at int) (page, anchor int) {
	p.seek(at)
	return p.page, p.d.Anchor(p.line)
}

// span returns the bytes of the line that has a byte of the body.
func (p *Places) span(at int) (start, end int) {
	p.seek(at)
	if n := strings.IndexByte(p.d.Body[p.at:], '\n'); n >= 0 {
		return p.at, p.at + n
	}
	return p.at, len(p.d.Body)
}

// Paragraph returns the line with an anchor: its text, and the byte of the body at
// which it begins; ok is false where there is none.
func Paragraph(d *index.Document, anchor int) (text string, at int, ok bool) {
	line := 0
	for at <= len(d.Body) {
		text, _, more := strings.Cut(d.Body[at:], "\n")
		if anchor > 0 && d.Anchor(line) == anchor {
			return text, at, true
		}
		if !more {
			break
		}
		at, line = at+len(text)+1, line+1
	}
	return "", 0, false
}

// ParagraphPath is the page of a document at a paragraph.
func ParagraphPath(id string, anchor int) string {
	n := strconv.Itoa(anchor)
	return DocumentPath(id) + "?p=" + n + "#p" + n
}
