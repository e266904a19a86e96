package legacy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

const utf8BOM = "\xef\xbb\xbf"

// outer tells what b is as a whole.
func outer(b []byte) EncodingName {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return UTF16LE
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return UTF16BE
	case utf8.Valid(b) && bytes.IndexByte(b, 0) < 0:
		return UTF8
	}
	return unmarked16(b[:min(len(b), maxLine)])
}

// unmarked16 recognizes UTF-16 without a byte order mark; "" if it is not that.
func unmarked16(b []byte) EncodingName {
	switch {
	case looksWide(b, 1):
		return UTF16LE
	case looksWide(b, 0):
		return UTF16BE
	}
	return ""
}

// looksWide reports whether the bytes at high, high+2, … are the high bytes of
// UTF-16 in Vietnamese: two in five are zero at least, of units that are no
// control characters, and nine in ten belong to the few blocks in use.
func looksWide(b []byte, high int) bool {
	const least = 4 // units
	units, zero, used := len(b)/2, 0, 0
	for i := range units {
		hi, lo := b[2*i+high], b[2*i+1-high]
		switch hi {
		case 0:
			if lo < ' ' && lo != '\t' && lo != '\n' && lo != '\r' {
				return false
			}
			zero++
			used++
		case 0x01, 0x03, 0x1E, 0x20:
			used++
		}
	}
	return units >= least && zero*5 >= units*2 && used*10 >= units*9
}

// UTF16 returns the name of the UTF-16 that a stream with this head is in, or "".
func UTF16(head []byte) EncodingName {
	if name := outer(head); name == UTF16LE || name == UTF16BE {
		return name
	}
	return ""
}

// NewUTF16Reader returns a reader of UTF-8 for one of UTF-16LE or UTF-16BE. A
// byte order mark is left out; half of a surrogate pair becomes U+FFFD.
func NewUTF16Reader(r io.Reader, name EncodingName) io.Reader {
	order := unicode.LittleEndian
	if name == UTF16BE {
		order = unicode.BigEndian
	}
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(r)
}

// unwrap returns b as a string, UTF-16 as UTF-8, without a byte order mark.
func unwrap(b []byte, outer EncodingName) (string, error) {
	text := string(bytes.TrimPrefix(b, []byte(utf8BOM)))
	if outer == UTF16LE || outer == UTF16BE {
		decoded, err := io.ReadAll(NewUTF16Reader(bytes.NewReader(b), outer))
		if err != nil {
			return "", fmt.Errorf("%s: %w", outer, err)
		}
		text = string(decoded)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		if len(text) != len(b) {
			return "", errors.New("a NUL shows a binary file")
		}
		return "", fmt.Errorf("the NUL at byte offset %d shows a binary file", i)
	}
	return text, nil
}

// pieces cuts text into lines, each with its end, and longer ones at a space.
func pieces(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(text) > 0 {
			p := firstPiece(text)
			if !yield(p) {
				return
			}
			text = text[len(p):]
		}
	}
}

func firstPiece(text string) string {
	head := text[:min(len(text), maxLine)]
	if i := strings.IndexByte(head, '\n'); i >= 0 {
		return head[:i+1]
	}
	if len(head) == len(text) {
		return text
	}
	if i := strings.LastIndexByte(head, ' '); i > 0 {
		return head[:i+1]
	}
	for i := len(head) - 1; i > len(head)-utf8.UTFMax; i-- {
		if utf8.RuneStart(text[i]) {
			return head[:i]
		}
	}
	return head
}

// line is what one look at a piece of text tells.
type line struct {
	shown  string // the text, or its bytes as Windows-1252 shows them
	bytes  bool   // it is not UTF-8
	chars  int
	only   int  // letters and marks that no 8-bit encoding shows
	eight  int  // characters of Latin-1, which 8-bit encodings show
	marked bool // it is not ASCII
	viqr   bool // it shows VIQR
}

func look(piece string) line {
	if !utf8.ValidString(piece) {
		return line{shown: shown([]byte(piece)), bytes: true, marked: true, chars: len(piece)}
	}
	return lookValid(piece)
}

// lookValid looks at UTF-8 byte by byte: texts without number pass here that
// are nothing else.
func lookValid(piece string) line {
	l := line{shown: piece}
	for i := 0; i < len(piece); i++ {
		switch c := piece[i]; {
		case c < utf8.RuneSelf:
			l.chars++
		case c < 0xC0: // the rest of a character
		case c <= 0xC3:
			l.chars++
			l.eight++
		default:
			l.chars++
			if i+1 < len(piece) && onlyUnicode(c, piece[i+1]) {
				l.only++
			}
		}
	}
	l.marked = l.chars != len(piece)
	l.viqr = l.only == 0 && showsVIQR(piece)
	return l
}

// open reports whether the line is in question: it may be something else than
// the Unicode it stands in.
func (l *line) open() bool { return l.bytes || l.viqr || l.eight > 8*l.only }

// onlyUnicode reports whether a character with these first bytes is a Latin
// letter or a combining mark that Windows-1252 does not show: U+0100 to U+01BF
// but for a few, U+0300 to U+037F, U+1E80 to U+1EFF.
func onlyUnicode(first, second byte) bool {
	switch first {
	case 0xC4, 0xCC, 0xCD:
		return true
	case 0xC5:
		return strings.IndexByte("\x92\x93\xA0\xA1\xB8\xBD\xBE", second) < 0 // Œ œ Š š Ÿ Ž ž
	case 0xC6:
		return second != 0x92 // ƒ
	case 0xE1:
		return second == 0xBA || second == 0xBB
	}
	return false
}

// firstInvalid returns the offset of the first byte of s that is not UTF-8.
func firstInvalid(s string) int {
	for i, r := range s {
		if _, w := utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && w == 1 {
			return i
		}
	}
	return len(s)
}
