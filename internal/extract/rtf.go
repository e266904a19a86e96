package extract

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"vankien/internal/viet/legacy"
)

// RTF is text between control words (\par), in groups ({ and }) that end what
// was set in them. A group may be a destination: a table of fonts, a header, a
// footnote; of those with the mark \* a reader skips what it does not know. Bytes
// over 7F stand as \'xx in the code page of the font; later writers put \uN before
// them, followed by what an older reader is to show, of which \ucN says how many
// characters it is. In a font of before Unicode bytes are no code page's: they are
// kept as Windows-1252 shows them and decoded by the font.

var rtf = format{whole: readRTF, apart: true, mediaType: "application/rtf"}

func isRTF(p *probe) bool { return strings.HasPrefix(p.text, `{\rtf`) }

// maxGroups is how deep groups may lie in each other.
const maxGroups = 2000

// readRTF reads a text in RTF, without headers and footers, with footnotes last.
func readRTF(_ string, b []byte, opt Options) (Record, error) {
	b = bytes.TrimLeft(bytes.TrimPrefix(b, utf8BOM), " \t\r\n")
	if !bytes.HasPrefix(b, []byte(`{\rtf`)) {
		return Record{}, errors.New("it does not begin as an RTF file does")
	}
	r := &rtfReader{prose: newProse(opt), b: b, page: charmap.Windows1252, fonts: map[int]*rtfFont{}, headings: map[int]int{}}
	r.state.uc = 1
	if err := r.read(); err != nil {
		return Record{}, err
	}
	r.endParagraph()
	return r.record()
}

type rtfReader struct {
	*prose
	b        []byte
	at       int
	page     *charmap.Charmap // of fonts that name none
	fonts    map[int]*rtfFont
	usual    int         // font
	headings map[int]int // levels of styles that are headings, by number

	state rtfState
	outer []rtfState

	skip  int    // characters that stand for the \u before
	high  rune   // the first half of a character of two
	name  []byte // of a font or style, as far as it is read
	entry int    // the font or style that it names
	level int    // of the style

	label     []byte // the number of the paragraph, as far as it is read
	labelFont int
	labelled  bool // the paragraph has a number, or the sign of a list
}

type rtfFont struct {
	name   string
	page   *charmap.Charmap // nil for the usual one
	symbol bool
}

// rtfState is what the end of a group ends.
type rtfState struct {
	into    rtfInto
	starred bool // the group began with \*
	font    int
	uc      int
	hidden  bool
	deleted bool
	cell    bool // the paragraph is in a table
	style   int
	outline int // from 1
	item    int
	listed  bool
	label   bool   // the group is the number of a paragraph
	back    func() // opens the paragraph again that is around the group
}

// rtfInto is what text is for.
type rtfInto uint8

const (
	intoText rtfInto = iota
	intoNote
	intoLabel
	intoNothing
	intoFonts
	intoStyles
)

func (r *rtfReader) read() error {
	for r.at < len(r.b) && r.failed == nil {
		c := r.b[r.at]
		r.at++
		switch c {
		case '{':
			if len(r.outer) >= maxGroups {
				return &SizeError{fmt.Sprintf("its groups lie in each other more than %d deep", maxGroups)}
			}
			r.outer = append(r.outer, r.state)
			r.state.back, r.state.starred, r.state.label, r.skip = nil, false, false, 0
		case '}':
			r.endGroup()
			if len(r.outer) == 0 {
				return nil
			}
		case '\\':
			r.control()
		default:
			if c >= ' ' || c == '\t' {
				r.byte(c)
			}
		}
	}
	return nil
}

func (r *rtfReader) endGroup() {
	r.skip = 0
	if r.state.back != nil {
		r.endParagraph()
		r.state.back()
	}
	if r.state.label {
		r.endLabel()
	}
	if n := len(r.outer); n > 0 {
		r.state, r.outer = r.outer[n-1], r.outer[:n-1]
	}
}

// control reads what follows a backslash.
func (r *rtfReader) control() {
	if r.at >= len(r.b) {
		return
	}
	c := r.b[r.at]
	if c|0x20 < 'a' || c|0x20 > 'z' {
		r.at++
		r.symbol(c)
		return
	}
	start := r.at
	for r.at < len(r.b) && r.b[r.at]|0x20 >= 'a' && r.b[r.at]|0x20 <= 'z' {
		r.at++
	}
	word := string(r.b[start:r.at])
	value, given := r.value()
	if r.at < len(r.b) && r.b[r.at] == ' ' {
		r.at++
	}
	if word == "bin" {
		r.at = min(r.at+max(value, 0), len(r.b))
		return
	}
	if r.skip > 0 && r.state.into <= intoLabel {
		if _, ok := rtfCharacters[word]; ok {
			r.skip--
			return
		}
	}
	r.word(word, value, given)
}

// value reads the number of a control word.
func (r *rtfReader) value() (n int, given bool) {
	minus := r.at < len(r.b) && r.b[r.at] == '-'
	if minus {
		r.at++
	}
	for ; r.at < len(r.b) && r.b[r.at] >= '0' && r.b[r.at] <= '9'; r.at++ {
		n, given = min(n*10+int(r.b[r.at]-'0'), 1<<30), true
	}
	if minus {
		n = -n
	}
	return n, given
}

func (r *rtfReader) symbol(c byte) {
	switch c {
	case '\'':
		hi, lo := byte(0xFF), byte(0xFF)
		if r.at+1 < len(r.b) {
			hi, lo = hexDigit(r.b[r.at]), hexDigit(r.b[r.at+1])
		}
		if hi < 16 && lo < 16 {
			r.at += 2
			r.byte(hi<<4 | lo)
		}
	case '*':
		r.state.starred = true
	case '~':
		r.character('\u00a0')
	case '-':
		r.character('\u00ad')
	case '_':
		r.character('-')
	case '\r', '\n':
		r.endParagraph()
	case '\\', '{', '}':
		r.byte(c)
	}
}

func hexDigit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 0xFF
}

// byte adds a character in the code page of the font.
func (r *rtfReader) byte(c byte) {
	if r.state.into == intoFonts || r.state.into == intoStyles {
		r.named(c)
		return
	}
	f := r.fonts[r.state.font]
	switch {
	case c < 0x80 && (f == nil || !f.symbol):
		r.character(rune(c))
	case f == nil:
		r.character(byteIn(r.page, c))
	case f.symbol:
		r.character(0xF000 + rune(c))
	case f.page != nil:
		r.character(byteIn(f.page, c))
	default:
		r.character(byteIn(r.page, c))
	}
}

// byteIn returns the character of a byte. What the page does not define passes.
func byteIn(page *charmap.Charmap, c byte) rune {
	if r := page.DecodeByte(c); r != unicode.ReplacementChar {
		return r
	}
	return rune(c)
}

// character adds one to the text.
func (r *rtfReader) character(c rune) {
	if r.skip > 0 {
		r.skip--
		return
	}
	switch {
	case r.state.into > intoLabel || r.state.hidden || r.state.deleted:
	case r.state.into == intoLabel:
		if len(r.label) < maxNumberText {
			r.label, r.labelFont = utf8.AppendRune(r.label, c), r.state.font
		}
	default:
		r.beginCell()
		r.add(string(c), r.fontName(r.state.font))
	}
}

func (r *rtfReader) fontName(number int) string {
	if f := r.fonts[number]; f != nil {
		return f.name
	}
	return ""
}

// endLabel writes the number of a paragraph, which stands in the file before its
// text; the sign of a list is not written.
func (r *rtfReader) endLabel() {
	label := strings.Trim(string(r.label), " \t")
	r.labelled = true
	if label == "o" { // Word's second sign
		return
	}
	r.state = r.outer[len(r.outer)-1]
	if label = readable(label, " "); label != "" && r.state.into <= intoNote {
		r.beginCell()
		r.add(label, r.fontName(r.labelFont))
	}
}

// unicode adds the character of \u, whose number is one of 16 bits with a sign.
func (r *rtfReader) unicode(n int) {
	c := rune(uint16(n))
	r.skip = 0
	switch {
	case c >= 0xD800 && c < 0xDC00:
		r.high = c
	case c >= 0xDC00 && c < 0xE000:
		if c = utf16.DecodeRune(r.high, c); c != unicode.ReplacementChar {
			r.character(c)
		}
		r.high = 0
	default:
		r.character(c)
	}
	r.skip = r.state.uc
}

// named reads the tables of fonts and styles, whose entries end with a semicolon.
func (r *rtfReader) named(c byte) {
	if c != ';' {
		if len(r.name) < 100 && !r.state.starred {
			r.name = append(r.name, c)
		}
		return
	}
	name := strings.TrimSpace(string(r.name))
	r.name = r.name[:0]
	if r.state.into == intoStyles {
		if l := headingName(name); l > 0 {
			r.level = l
		}
		if r.level > 0 && len(r.headings) < maxNamed {
			r.headings[r.entry] = r.level
		}
		r.level = 0
		return
	}
	if f := r.fonts[r.entry]; f != nil {
		f.name = name
		if e, _ := legacy.OfFont(name); e != legacy.Unknown {
			f.page, f.symbol = charmap.Windows1252, false
		}
	}
}

// maxNamed bounds the tables of fonts and styles.
const maxNamed = 1 << 14

// beginCell begins a row of a table before the first text in it.
func (r *rtfReader) beginCell() {
	if r.state.cell && r.state.into == intoText {
		r.openRow()
	}
}

func (r *rtfReader) endParagraph() {
	s := r.state
	if s.into > intoNote {
		return
	}
	listed := s.listed || r.labelled
	if s.into == intoText {
		r.labelled = false
	}
	switch {
	case s.into == intoNote:
		r.note()
	case s.outline > 0 && s.outline <= 9:
		r.end(headingOf(s.outline))
	case s.outline == 0 && r.headings[s.style] > 0:
		r.end(headingOf(r.headings[s.style]))
	case listed:
		r.end(itemOf(s.item + 1))
	default:
		r.end(block{})
	}
}
