package viet

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Kind tells what a token is. Every kind but Word is an alias: another name
// of what one or more words say, at the position of the first of them.
type Kind uint8

// The kinds of tokens, with a term of each.
const (
	Word      Kind = iota // nghị
	DocNumber             // doc:57/nq/tw
	DocAlias              // nq:57
	Date                  // d:2025-01-13
	Number                // n:33000000000000
	Percent               // p:6.03
	Roman                 // r:13
	Compound              // kt-xh
	Time                  // t:8:30
	Ordinal               // o:khoa/13
)

// Token is one word of a text, or an alias of one or more. Its strings do not
// keep the text in memory.
type Token struct {
	Term, Fold string // Fold equals Term in a word without marks, and in an alias
	Kind       Kind
	Pos        int // neighbours differ by 1; the end of a sentence or paragraph adds Gap
	Start, End int // bytes of the text, half-open
}

// Gap is added to the position at the end of a sentence or paragraph, so that
// no phrase crosses it (rule K02).
const Gap = 10

// MaxTerm is the longest term of a word in bytes; a longer run is cut at a
// cluster into several tokens (rule K04). Greek and Cyrillic letters that look
// like Latin ones count as those.
const MaxTerm = 64

// Tokenize appends the words of text and their aliases to dst, by Start; an
// alias stands directly before the first word of its source. Offsets are bytes
// of text as given. Any bytes are safe, and canonically equivalent texts give
// the same terms. The cost is linear in text, and words seen before are not
// built again.
func Tokenize(dst []Token, text string) []Token {
	c := caches.Get().(*cache)
	defer caches.Put(c)
	c.pieces = c.scanPieces(slices.Grow(c.pieces[:0], len(text)/8), text)
	dst = c.scan(dst, text, c.pieces)
	if cap(c.pieces) > maxScratch {
		c.pieces, c.values = nil, nil
	}
	return dst
}

// maxScratch bounds the tokens (64 bytes each) that a cache keeps room for
// between two texts.
const maxScratch = 1 << 17

// Words appends the words of text to dst, without aliases. A word is a run of
// letters, digits and marks; an apostrophe after a single letter belongs to it
// (M'Nông, rule K01), and what joins the digits of one value (94,57, rule N02).
// Other hyphens, slashes and commas separate without a gap.
func Words(dst []Token, text string) []Token {
	c := caches.Get().(*cache)
	defer caches.Put(c)
	return c.scanWords(dst, text)
}

// role is what a byte does where a word may begin or go on.
type role uint8

const (
	other   role = iota // an ASCII character between words
	inWord              // an ASCII letter or digit, or a byte of a Vietnamese letter
	blank               // a space
	stop                // ends a sentence if a space follows
	newline             //
	quote               // an ASCII apostrophe
	strange             // begins a character that needs a closer look
)

var roles = func() (t [256]role) {
	for b := range t {
		switch {
		case b >= 0x80 && b < 0xC0 || b >= 0xC3 && b <= 0xC6 || b == 0xE1:
			t[b] = inWord
		case b >= 0x80:
			t[b] = strange
		case letters[b].lower != 0:
			t[b] = inWord
		default:
			t[b] = roleOf(rune(b))
		}
	}
	return t
}()

// roleOf returns the role of a character between words.
func roleOf(r rune) role {
	switch r {
	case '.', ';', ':', '!', '?', '…', 0xFF0E, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0x037E:
		return stop
	case '\n', 0x0085, 0x2028, 0x2029:
		return newline
	case '\'', '`':
		return quote
	}
	if unicode.IsSpace(r) {
		return blank
	}
	return other
}

// boundary watches what stands between two words.
type boundary struct {
	stop, gap bool // a sentence mark was seen; space followed it
	lines     int
}

func (b *boundary) see(as role, r rune) {
	switch as {
	case stop:
		b.stop = true
	case blank:
		b.gap = b.gap || b.stop
	case newline:
		b.lines++
		b.gap = b.gap || b.stop || b.lines > 1 || r == 0x2029
	}
}

// pass returns the position of the word after pos, and forgets what stood before it.
func (b *boundary) pass(pos int) int {
	if *b != (boundary{}) {
		if b.gap && pos >= 0 {
			pos += Gap
		}
		*b = boundary{}
	}
	return pos + 1
}

// scanWords is Words.
func (c *cache) scanWords(dst []Token, text string) []Token {
	pos := -1
	var b boundary
	for i := 0; i < len(text); {
		f, start, end, next := c.scanPiece(text, i, &b)
		if end == 0 {
			break
		}
		if text[start] <= '9' && goesOn(text, end) {
			if last := valueEnd(text, start, end); last > start {
				f, end, next = c.value(text, start, last)
			}
		}
		i, pos = next, b.pass(pos)
		dst = append(dst, Token{Term: f.term, Fold: f.fold, Pos: pos, Start: start, End: end})
	}
	c.reader.text = ""
	return dst
}

// scanPieces appends the pieces of text to dst: its words, the groups of digits
// of a value each for itself, at its place. The values are noted in c.values.
func (c *cache) scanPieces(dst []Token, text string) []Token {
	pos := -1
	c.values, c.lastGroup = c.values[:0], -1
	var b boundary
	for i := 0; i < len(text); {
		f, start, end, next := c.scanPiece(text, i, &b)
		if end == 0 {
			break
		}
		i = next
		if text[start] > '9' || !c.goesOn(text, start, end, len(dst)) {
			pos = b.pass(pos)
		} else {
			b = boundary{}
		}
		dst = append(dst, Token{Term: f.term, Fold: f.fold, Pos: pos, Start: start, End: end})
	}
	c.reader.text = ""
	return dst
}

// goesOn reports whether a piece that begins with a digit goes on with the value
// before it, and notes the value that it begins itself.
func (c *cache) goesOn(text string, start, end, piece int) bool {
	if start <= c.lastGroup {
		c.values[len(c.values)-1].last = piece
		return true
	}
	if goesOn(text, end) {
		if c.lastGroup = valueEnd(text, start, end); c.lastGroup > start {
			c.values = append(c.values, span{first: piece})
		}
	}
	return false
}

// scanWord reads the first word at or after i, shows b what stands before it,
// and returns where to read on; end is 0 when no word is left.
func (c *cache) scanWord(text string, i int, b *boundary) (f forms, start, end, next int) {
	f, start, end, next = c.scanPiece(text, i, b)
	if end > 0 && text[start] <= '9' {
		if last := valueEnd(text, start, end); last > start {
			f, end, next = c.value(text, start, last)
		}
	}
	return f, start, end, next
}

// scanPiece is scanWord for pieces. Runs of bytes
// that are letters in ordinary text are looked up as they are; only a run that
// the cache does not know, or that ends at anything but a plain separator, is
// read cluster by cluster (rule O04).
func (c *cache) scanPiece(text string, i int, b *boundary) (f forms, start, end, next int) {
	for i < len(text) {
		switch as := roles[text[i]]; as {
		case inWord:
		case strange:
			r, w := utf8.DecodeRuneInString(text[i:])
			if k := letterOf(r).class; k != alpha && k != digit {
				if k == gap {
					b.see(roleOf(r), r)
				}
				i += w
				continue
			}
		default:
			b.see(as, 0)
			i++
			continue
		}
		j := i
		for j < len(text) && roles[text[j]] == inWord && j-i <= shortWord { // no further, so that a long run is not read for each of its words
			j++
		}
		n := j - i
		if n <= shortWord && endsWord(text, i, j) {
			lo, hi := pack(text, i, n)
			if e := c.find(lo, hi); e != nil {
				return e.forms, i, j, j
			}
		}
		r := &c.reader
		r.reset(text, i)
		if r.next(); r.word {
			return c.forms(), r.start, r.end, r.at
		}
		i = r.at
	}
	return forms{}, 0, 0, i
}

// endsWord reports whether the run [i,j) of plain bytes certainly ends at j.
func endsWord(text string, i, j int) bool {
	if j == len(text) {
		return true
	}
	switch roles[text[j]] {
	case strange:
		r, _ := utf8.DecodeRuneInString(text[j:])
		return letterOf(r).class == gap
	case quote:
		_, w := utf8.DecodeRuneInString(text[i:])
		second, _ := utf8.DecodeRuneInString(text[i+w:])
		l := letterOf(second)
		return (l.class == alpha || l.class == digit) && !l.tail
	}
	return true
}
