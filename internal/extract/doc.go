package extract

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// A text of Word 97 to 2003 is a stream of characters in pieces, each of one or two
// bytes a character, in any order; a table of pieces says where each part of the
// text lies. What characters and paragraphs look like is stored for ranges of the
// stream, not of the text (docprops.go). The text is one after another that of
// the document, its footnotes, headers, comments, endnotes and text boxes, whose
// lengths the header states. Marks end paragraphs (0D) and cells and rows (07),
// and stand around a field: 13, what it is, 14, what it shows, 15.

var doc = format{whole: readDOC, apart: true, mediaType: "application/msword"}

var errOldWord = fmt.Errorf("%w: this is a text of Word 6 or 95; save it as .docx", ErrUnsupported)

var errDOC = errors.New("its text cannot be found; the file is damaged")

// readDOC reads a text of Word 97 to 2003, without headers, footers and comments,
// with footnotes and endnotes last.
func readDOC(_ string, b []byte, opt Options) (Record, error) {
	c, err := openCompound(b)
	if err != nil {
		return Record{}, err
	}
	d := &docReader{prose: newProse(opt)}
	if err := d.open(c); err != nil {
		return Record{}, err
	}
	if err := d.readPieces(); err != nil {
		return Record{}, err
	}
	at := 0
	starts := map[docPart]int{}
	for p := docMain; p < docParts; p++ {
		starts[p] = at
		at += d.lengths[p]
	}
	for _, p := range []docPart{docMain, docBoxes, docFootnotes, docEndnotes} {
		d.read(starts[p], starts[p]+d.lengths[p])
	}
	return d.record()
}

// docPart is a part of the text, in the order in which they are stored.
type docPart int

const (
	docMain docPart = iota
	docFootnotes
	docHeaders
	docMacros
	docComments
	docEndnotes
	docBoxes
	docHeaderBoxes
	docParts
)

type docReader struct {
	*prose
	main, table []byte // the streams
	places      []byte // of tables in the table stream: pairs of offset and length
	lengths     [docParts]int
	pieces      []docPiece

	fonts      []string
	styles     docStyles
	lists      *wordLists
	letters    docRanges
	paragraphs docRanges
	look       docLook // of the letters up to lookEnd
	lookStart  int
	lookEnd    int

	fields []bool // the open ones; true in what a field shows
	inside int    // how many of them are in what they are
	high   rune   // the first half of a character of two
}

// open reads the header.
func (d *docReader) open(c *compound) (err error) {
	if d.main, err = c.stream("WordDocument"); err != nil {
		return err
	}
	b := d.main
	if len(b) < 64 {
		return errDOC
	}
	magic, version, flags := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:]), binary.LittleEndian.Uint16(b[10:])
	switch {
	case magic == 0xA5DC || magic == 0xA5EC && version < 0xC0:
		return errOldWord
	case magic != 0xA5EC:
		return errDOC
	case flags&0x100 != 0:
		return errPassword
	}
	name := "0Table"
	if flags&0x200 != 0 {
		name = "1Table"
	}
	if d.table, err = c.stream(name); err != nil {
		return err
	}
	if !d.readLengths() {
		return errDOC
	}
	d.readFonts()
	d.readStyles()
	d.readLists()
	d.letters = docRanges{main: d.main, pages: d.pages(12), entry: 1}
	d.paragraphs = docRanges{main: d.main, pages: d.pages(13), entry: 13}
	return nil
}

// readLengths reads the parts of the header, whose sizes it states itself.
func (d *docReader) readLengths() bool {
	at := 32
	var parts [3][]byte
	for i, width := range []int{2, 4, 8} {
		if at+2 > len(d.main) {
			return false
		}
		n := int(binary.LittleEndian.Uint16(d.main[at:])) * width
		at += 2
		if at+n > len(d.main) {
			return false
		}
		parts[i] = d.main[at : at+n]
		at += n
	}
	if len(parts[1]) < 4*(3+int(docParts)) {
		return false
	}
	for p := range d.lengths {
		n := int32(binary.LittleEndian.Uint32(parts[1][4*(3+p):]))
		if n < 0 || int(n) > len(d.main) {
			return false
		}
		d.lengths[p] = int(n)
	}
	d.places = parts[2]
	return true
}

// at returns a table that the header lists, nil if there is none.
func (d *docReader) at(i int) []byte {
	if 8*i+8 > len(d.places) {
		return nil
	}
	start, size := int64(binary.LittleEndian.Uint32(d.places[8*i:])), int64(binary.LittleEndian.Uint32(d.places[8*i+4:]))
	if start+size > int64(len(d.table)) {
		return nil
	}
	return d.table[start : start+size]
}

// docPiece is a part of the text that lies in one place.
type docPiece struct {
	from, to int // of the text, in characters
	start    int // of the stream
	narrow   bool
}

func (p docPiece) width() int {
	if p.narrow {
		return 1
	}
	return 2
}

// readPieces reads the table of pieces, which stands behind changes to them.
func (d *docReader) readPieces() error {
	b := d.at(33)
	for len(b) >= 3 && b[0] == 1 {
		b = b[min(3+int(binary.LittleEndian.Uint16(b[1:])), len(b)):]
	}
	if len(b) < 5 || b[0] != 2 {
		return errDOC
	}
	b = b[5:]
	n := (len(b) - 4) / 12
	total := 0
	for i := range n {
		from, to := int(int32(binary.LittleEndian.Uint32(b[4*i:]))), int(int32(binary.LittleEndian.Uint32(b[4*i+4:])))
		fc := binary.LittleEndian.Uint32(b[4*(n+1)+8*i+2:])
		p := docPiece{from: from, to: to, start: int(fc & 0x3FFFFFFF), narrow: fc&0x40000000 != 0}
		if p.narrow {
			p.start /= 2
		}
		if total += to - from; from < 0 || to < from || p.start+(to-from)*p.width() > len(d.main) || total > len(d.main) {
			return errDOC
		}
		d.pieces = append(d.pieces, p)
	}
	if n <= 0 {
		return errDOC
	}
	return nil
}

// read reads the characters from one to another of the text.
func (d *docReader) read(from, to int) {
	d.fields, d.inside = nil, 0
	for _, p := range d.pieces {
		for i := max(p.from, from); i < min(p.to, to) && d.failed == nil; i++ {
			at := p.start + (i-p.from)*p.width()
			if p.narrow {
				d.character(at, charmap.Windows1252.DecodeByte(d.main[at]))
			} else {
				d.character(at, rune(binary.LittleEndian.Uint16(d.main[at:])))
			}
		}
	}
	d.endParagraph(docParagraph{})
	d.closeRow()
}

// character reads the one at a place of the stream.
func (d *docReader) character(at int, c rune) {
	if at >= d.lookEnd || at < d.lookStart {
		d.findLook(at)
	}
	switch c {
	case 0x07, 0x0D, 0x0C:
		d.mark(at, c)
		return
	case 0x13, 0x14, 0x15:
		d.field(c)
		return
	}
	if d.inside > 0 || d.look.hidden || d.look.deleted {
		return
	}
	switch {
	case d.look.special:
		if c == 0x28 && d.look.symbol >= ' ' && d.look.symbol < 0xF000 {
			d.put(d.look.symbol)
		}
	case c == 0x0B || c == 0x0E:
		d.put('\n')
	case c == 0x1E:
		d.put('-')
	case c == 0x1F:
		d.put('\u00ad')
	case utf16.IsSurrogate(c):
		if c = utf16.DecodeRune(d.high, d.keep(c)); c != 0xFFFD {
			d.put(c)
		}
	case c >= ' ' || c == '\t':
		d.put(c)
	}
}

// keep remembers half of a character and returns it.
func (d *docReader) keep(c rune) rune {
	if c < 0xDC00 {
		d.high = c
	}
	return c
}

func (d *docReader) put(c rune) { d.add(string(c), d.look.font) }

// field reads a mark of a field.
func (d *docReader) field(c rune) {
	n := len(d.fields)
	switch {
	case c == 0x13:
		d.fields = append(d.fields, false)
		d.inside++
	case n == 0:
	case c == 0x14 && !d.fields[n-1]:
		d.fields[n-1] = true
		d.inside--
	case c == 0x15:
		if !d.fields[n-1] {
			d.inside--
		}
		d.fields = d.fields[:n-1]
	}
}

// mark ends a paragraph, a cell or a row.
func (d *docReader) mark(at int, c rune) {
	if d.inside > 0 {
		return
	}
	p := d.paragraphAt(at)
	switch {
	case c == 0x07 && p.rowEnd:
		d.closeRow()
		return
	case c == 0x07 || p.inTable:
		d.openRow()
	default:
		d.closeRow()
	}
	d.endParagraph(p)
	if c == 0x07 {
		d.endCell(1)
	}
}

// endParagraph ends the open paragraph. One whose mark is hidden has no number.
func (d *docReader) endParagraph(p docParagraph) {
	var b block
	switch {
	case p.level > 0 && p.level <= 9:
		b = headingOf(p.level)
	case p.item > 0:
		b = itemOf(p.item)
	}
	if p.list > 0 && p.item > 0 && !d.look.hidden {
		label, font := d.lists.next(strconv.Itoa(p.list), p.item-1)
		b = b.labelled(label, or(font, d.look.font))
	}
	d.end(b)
}
