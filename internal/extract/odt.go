package extract

import (
	"strings"

	"vankien/internal/outline"
)

// The texts, sheets and slides of OpenDocument share one container and one way to
// write paragraphs; which of them a file is only shows in what stands around.
var (
	odt = format{whole: readODF, apart: true, mediaType: "application/vnd.oasis.opendocument.text"}
	ods = format{whole: readODF, apart: true, mediaType: "application/vnd.oasis.opendocument.spreadsheet"}
	odp = format{whole: readODF, apart: true, mediaType: "application/vnd.oasis.opendocument.presentation"}
)

// readODF reads a document of OpenDocument, without headers and footers, with
// footnotes and endnotes last. Hidden and deleted text is left out.
func readODF(_ string, b []byte, opt Options) (Record, error) {
	p, err := openPack(b)
	if err != nil {
		return Record{}, err
	}
	var lock odfLock
	if err := p.visitOptional("META-INF/manifest.xml", &lock); err != nil {
		return Record{}, err
	}
	if lock {
		return Record{}, errPassword
	}
	styles := newODFStyles()
	if err := p.visitOptional("styles.xml", styles); err != nil {
		return Record{}, err
	}
	out := newProse(opt)
	if err := p.visit("content.xml", &odfText{prose: out, styles: styles, lists: newODFLists()}); err != nil {
		return Record{}, err
	}
	return out.record()
}

// odfLock is whether the parts of a document are encrypted.
type odfLock bool

func (l *odfLock) begin(name string, _ attributes) bool {
	*l = *l || name == "encryption-data"
	return true
}
func (l *odfLock) end(string)        {}
func (l *odfLock) characters([]byte) {}

// odfText reads the content.
type odfText struct {
	*prose
	styles *odfStyles

	open   []odfParagraph // and those around the innermost
	spans  []odfSpan
	lists  odfLists
	inNote bool
	title  bool // in the title of a slide

	sheet odfSheet
}

// odfParagraph is an open paragraph.
type odfParagraph struct {
	style string
	block block
	back  func() // nil unless it is in another
	note  bool
}

// odfSpan is the look of the text in a span.
type odfSpan struct {
	font   string
	hidden bool
}

func (o *odfText) begin(name string, a attributes) bool {
	switch name {
	case "tracked-changes", "annotation", "forms", "note-citation", "ruby-text", "number", "hidden-text", "hidden-paragraph", "title", "desc", "shapes":
		return false
	case "frame":
		o.title = a.get("class") == "title"
	case "p":
		o.beginParagraph(a.get("style-name"), o.plain(), a)
	case "h":
		o.beginParagraph(a.get("style-name"), headingOf(wholeNumber(a.get("outline-level"), 1)), a)
	case "span":
		o.spans = append(o.spans, o.lookOf(a.get("style-name")))
	case "list":
		o.beginList(a)
	case "list-item", "list-header":
		o.beginItem(name == "list-item", a)
	case "note":
		o.inNote = true
	case "s":
		o.put(strings.Repeat(" ", min(max(wholeNumber(a.get("c"), 1), 1), 100)))
	case "tab":
		o.put("\t")
	case "line-break":
		o.put("\n")
	default:
		return o.beginTable(name, a) && o.styles.begin(name, a)
	}
	return true
}

// plain is what a paragraph is that is no heading.
func (o *odfText) plain() block {
	switch {
	case o.title:
		return headingOf(1)
	case o.lists.depth > 0:
		return itemOf(o.lists.depth)
	}
	return block{}
}

func (o *odfText) beginParagraph(style string, b block, a attributes) {
	look := o.lookOf(style)
	label, font := o.label(style)
	if b.kind == outline.Heading && o.lists.depth == 0 {
		label, font = o.headingLabel(wholeNumber(a.get("outline-level"), 0), a)
	}
	b = b.labelled(label, or(font, or(look.font, o.styles.usual.font)))
	one := odfParagraph{style: style, block: b, note: o.inNote}
	if len(o.open) > 0 {
		one.back = o.aside()
	}
	o.open = append(o.open, one)
	o.spans = append(o.spans, look)
}

// lookOf returns the look of a style within the open paragraph.
func (o *odfText) lookOf(style string) odfSpan {
	s := o.styles.look(style)
	if n := len(o.spans); n > 0 {
		s.font = or(s.font, o.spans[n-1].font)
		s.hidden = s.hidden || o.spans[n-1].hidden
	}
	return s
}

func (o *odfText) characters(text []byte) {
	if len(o.open) > 0 {
		o.put(spaced(text))
	}
}

// spaced folds white space, which in the XML means one blank.
func spaced(text []byte) string {
	s := string(text)
	if !strings.ContainsAny(s, "\n\r\t") && !strings.Contains(s, "  ") {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		if r == '\n' || r == '\r' || r == '\t' || r == ' ' {
			if space {
				continue
			}
			r = ' '
		}
		space = r == ' '
		b.WriteRune(r)
	}
	return b.String()
}

// put adds text, unless it is hidden or stands for nothing.
func (o *odfText) put(s string) {
	n := len(o.spans)
	if n > 0 && len(o.open) > 0 && !o.spans[n-1].hidden {
		o.add(s, or(o.spans[n-1].font, o.styles.usual.font))
	}
}

func (o *odfText) end(name string) {
	switch name {
	case "p", "h":
		o.endParagraph()
	case "span":
		o.pop()
	case "list":
		o.endList()
	case "list-item", "list-header":
		o.endItem()
	case "note":
		o.inNote = false
	case "frame":
		o.title = false
	default:
		o.endTable(name)
		o.styles.end(name)
	}
}

func (o *odfText) pop() {
	if n := len(o.spans); n > 0 {
		o.spans = o.spans[:n-1]
	}
}

func (o *odfText) endParagraph() {
	n := len(o.open)
	if n == 0 {
		return
	}
	one := o.open[n-1]
	o.open = o.open[:n-1]
	o.pop()
	if one.note {
		o.prose.note()
	} else {
		o.prose.end(one.block)
	}
	if one.back != nil {
		one.back()
	}
}
