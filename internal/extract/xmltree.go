package extract

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"vankien/internal/viet/legacy"
)

// The parts of office files are XML that is read once, from begin to end: an
// element tells a visitor that it begins and ends, and the visitor keeps what it
// needs of those around. Elements are known by their local names, for the prefixes
// of namespaces differ between programs, and nothing that is read here depends on
// two elements of one name in two namespaces.

// maxDepth is how deep elements may lie in each other.
const maxDepth = 512

// visitor is told what stands in a part.
type visitor interface {
	// begin is told that an element begins, and reports whether what is in it, and
	// its end, are to be told too.
	begin(name string, a attributes) bool
	end(name string)
	characters(text []byte)
}

// attributes are those of an element.
type attributes []xml.Attr

// get returns the value of the attribute with this local name, "" without one.
func (a attributes) get(name string) string {
	for i := range a {
		if a[i].Name.Local == name {
			return a[i].Value
		}
	}
	return ""
}

// link returns the id of a link to another part: the id that has a prefix.
func (a attributes) link() string {
	for i := range a {
		if a[i].Name.Local == "id" && a[i].Name.Space != "" {
			return a[i].Value
		}
	}
	return ""
}

var errEntity = errors.New("its XML declares entities, which no such file needs and which can grow without end; save it again in a current program")

// visit reads XML.
func visit(r io.Reader, v visitor) error {
	head := make([]byte, 2)
	n, err := io.ReadFull(r, head)
	if err != nil && n == 0 {
		return fmt.Errorf("its XML cannot be read: %w", err)
	}
	r = io.MultiReader(bytes.NewReader(head[:n]), r)
	if name := legacy.UTF16(head[:n]); name != legacy.Unknown {
		r = legacy.NewUTF16Reader(r, name)
	}
	d := xml.NewDecoder(&printable{r: r})
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charsetReader
	for w := (walk{visitor: v}); ; {
		t, err := d.RawToken()
		if err == io.EOF && w.depth == 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("its XML is damaged: %w", err)
		}
		if err := w.token(t); err != nil {
			return err
		}
	}
}

// walk is how far XML is read.
type walk struct {
	visitor
	depth   int
	skipped int // depth of an element that is not told, 0 for none
}

func (w *walk) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if w.depth++; w.depth > maxDepth {
			return &SizeError{fmt.Sprintf("elements of its XML lie in each other more than %d deep", maxDepth)}
		}
		if w.skipped == 0 && !w.begin(t.Name.Local, t.Attr) {
			w.skipped = w.depth
		}
	case xml.EndElement:
		if w.skipped == 0 {
			w.end(t.Name.Local)
		}
		if w.skipped == w.depth {
			w.skipped = 0
		}
		w.depth = max(w.depth-1, 0)
	case xml.CharData:
		if w.skipped == 0 {
			w.characters(t)
		}
	case xml.Directive:
		if bytes.Contains(t, []byte("ENTITY")) {
			return errEntity
		}
	}
	return nil
}

// printable makes blanks of the control characters that XML forbids and careless
// programs write, and ends with an error in a tag that is longer than maxTag.
type printable struct {
	r   io.Reader
	tag int // bytes of the open tag
}

// maxTag bounds what the attributes of an element take.
const maxTag = 4 << 20

func (p *printable) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	for i, c := range b[:n] {
		switch {
		case c == '<':
			p.tag = 1
		case c == '>':
			p.tag = 0
		case p.tag > 0:
			p.tag++
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			b[i] = ' '
		}
	}
	if p.tag > maxTag {
		return 0, &SizeError{fmt.Sprintf("an element of its XML is longer than the limit of %s", byteSize(maxTag))}
	}
	return n, err
}

// escapes are the characters that Excel and PowerPoint write in a way of their own.
var escapes = strings.NewReplacer("_x000D_", "", "_x000A_", "\n", "_x000B_", "\n", "_x0009_", "\t", "_x005F_", "_")

// charsetReader reads what an XML declaration names; UTF-16 is UTF-8 by then.
func charsetReader(charset string, in io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(charset), "utf-16") {
		return in, nil
	}
	e, err := htmlindex.Get(charset)
	if err != nil {
		return nil, fmt.Errorf("encoding %q is not known", charset)
	}
	return e.NewDecoder().Reader(in), nil
}
