package extract

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
)

var epub = format{whole: readEPUB, apart: true, mediaType: "application/epub+zip"}

var errRights = errors.New("its text is encrypted for the readers of one shop and cannot be read")

// readEPUB reads the chapters of a book in their order; what is outside that order
// comes last. The title is the book's own, unless a program only filled it in.
func readEPUB(_ string, b []byte, opt Options) (Record, error) {
	p, err := openPack(b)
	if err != nil {
		return Record{}, err
	}
	var start bookStart
	if err := p.visit("META-INF/container.xml", &start); err != nil {
		return Record{}, err
	}
	book := &book{dir: path.Dir(string(start)), parts: map[string]string{}}
	if err := p.visit(string(start), book); err != nil {
		return Record{}, err
	}
	lock := bookLock{}
	if err := p.visitOptional("META-INF/encryption.xml", lock); err != nil {
		return Record{}, err
	}
	out := newProse(opt)
	for _, id := range append(book.order, book.aside...) {
		part := book.parts[id]
		if lock[partName(part)] {
			return Record{}, errRights
		}
		if err := readChapter(p, part, out); err != nil {
			return Record{}, err
		}
	}
	rec, err := out.record()
	if title := strings.Join(strings.Fields(book.title.String()), " "); err == nil && !isFilledIn(title) {
		rec.Title = title
		rec.dropTitle()
	}
	return rec, err
}

// readChapter reads a part that is a page; what is none, or is not there, has no
// text.
func readChapter(p *pack, name string, out *prose) error {
	if name == "" || !p.has(name) || out.failed != nil {
		return nil
	}
	r, err := p.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("read %q: %w", name, err)
	}
	s, _, err := decodeHTML(b, "")
	if err != nil {
		return fmt.Errorf("read %q: %w", name, err)
	}
	newHTMLText(out).tokens(s)
	return nil
}

// bookStart is the part that lists the parts of a book.
type bookStart string

func (s *bookStart) begin(name string, a attributes) bool {
	if name == "rootfile" && *s == "" {
		*s = bookStart(a.get("full-path"))
	}
	return true
}
func (s *bookStart) end(string)        {}
func (s *bookStart) characters([]byte) {}

// bookLock are the parts that are encrypted.
type bookLock map[string]bool

func (l bookLock) begin(name string, a attributes) bool {
	if name == "CipherReference" {
		l[partName(a.get("URI"))] = true
	}
	return true
}
func (l bookLock) end(string)        {}
func (l bookLock) characters([]byte) {}

// book is the list of the parts of a book and their order.
type book struct {
	dir          string
	parts        map[string]string // pages by their ids
	order, aside []string
	title        strings.Builder
	titles       int
	inTitle      bool
}

func (b *book) begin(name string, a attributes) bool {
	switch name {
	case "title":
		b.titles++
		b.inTitle = b.titles == 1
	case "item":
		href, err := url.PathUnescape(a.get("href"))
		if kind := a.get("media-type"); err == nil && strings.Contains(kind, "html") {
			b.parts[a.get("id")] = path.Join(b.dir, href)
		}
	case "itemref":
		if a.get("linear") == "no" {
			b.aside = append(b.aside, a.get("idref"))
		} else {
			b.order = append(b.order, a.get("idref"))
		}
	}
	return true
}

func (b *book) end(name string) { b.inTitle = b.inTitle && name != "title" }

func (b *book) characters(text []byte) {
	if b.inTitle {
		b.title.Write(text)
	}
}

// isFilledIn reports whether a title is what programs write for want of one.
func isFilledIn(title string) bool {
	switch strings.Trim(strings.ToLower(title), "[]() ") {
	case "", "unknown title", "unknown", "untitled", "no title", "document", "tài liệu", "không tên":
		return true
	}
	return false
}
