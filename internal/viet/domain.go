package viet

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The domain of speeches and reports writes one thing in many ways: a
// resolution is "57-NQ/TW", "57 - NQ/TƯ" or "Nghị quyết số 57", a day is
// "13/1/2025" or "ngày 13 tháng 01 năm 2025", an amount "33.000 tỷ" or "33
// nghìn tỉ". Indexed as words alone these do not meet, or meet by accident
// ("6,03" and "603"). Rewriting the text would lose the words. So the words
// stay, and beside them stands an alias: a token with the value in one
// canonical form, at the position of the first word of its source and with
// the span of all of it (rule K03).
//
// The scanners work on the words already cut, and on what stands between
// them. They start at a word that begins with a digit, at one that could be a
// Roman number, and at a capital joined to the next word; from there they
// look back for the words that give a number its meaning (ngày, nghị quyết,
// khóa). Each looks a bounded number of words around, so a text full of
// digits costs no more than linear time. Context words count with their marks
// or wholly without ("nghi quyet 57"), as people type both.
//
// A number in a wrong place is worse than a missing one: what is joined to
// something that the scanner cannot read (36.3.LQ.1, 1/3, 10:30) has no alias.

// scan appends the words made of pieces to dst, each alias directly before the
// first word of its source. It allocates nothing for a text without aliases, given room in dst.
func (c *cache) scan(dst []Token, text string, pieces []Token) []Token {
	s := scanners.Get().(*scanner)
	s.text, s.words, s.values = text, pieces, c.values
	for i := s.next(0); i < len(pieces); i = s.next(i) {
		i = s.step(i)
	}
	dst = s.merge(dst, c)
	s.release()
	return dst
}

// scanner is the state of one scan.
type scanner struct {
	text   string
	words  []Token           // pieces: the groups of digits of a value each for itself
	values []span            // of pieces, in order
	found  []Token           // sorted by Start
	buf    []byte            // of the term being built
	terms  map[string]string // terms built before

	// The word after the last day with a context, the last year, ordinal and
	// document named in words: a list goes on from there. 0 before the first.
	lastDay, lastYear, lastOrdinal, lastDoc int
	docKind                                 docType // of the last document
	lastValue                               int     // of the last ordinal
}

// maxTerms bounds the terms of aliases that one scanner remembers, maxFound
// the room for aliases that it keeps between texts.
const (
	maxTerms = 1 << 14
	maxFound = 1 << 14
)

var scanners = sync.Pool{New: func() any { return &scanner{terms: map[string]string{}} }}

func (s *scanner) release() {
	found, buf, terms := s.found, s.buf, s.terms
	if len(terms) > maxTerms {
		clear(terms)
	}
	if cap(found) > maxFound {
		found = nil
	}
	*s = scanner{found: found[:0], buf: buf[:0], terms: terms}
	scanners.Put(s)
}

// Classes of bytes that a scanner starts at.
const (
	otherByte = iota
	digitByte
	romanByte // the letters of Roman numbers up to 89
	jointByte // - / & . between two words
	wideByte  // lead byte of full-width forms
	markByte  // lead byte of Roman number characters, and of hyphens and slashes beyond ASCII
)

var byteClasses = func() (t [256]uint8) {
	for class, bytes := range map[uint8]string{
		digitByte: "0123456789", romanByte: "IVXLivxl", jointByte: "-/&.", wideByte: "\xEF", markByte: "\xE2",
	} {
		for i := range len(bytes) {
			t[bytes[i]] = class
		}
	}
	return t
}()

// next returns the first word from word i on where something could start.
func (s *scanner) next(i int) int {
	words, text := s.words, s.text
	for ; i < len(words); i++ {
		end := words[i].End
		if byteClasses[text[words[i].Start]] != otherByte || i+1 < len(words) && s.joined(end, words[i+1].Start) {
			break
		}
	}
	return i
}

// step looks for what starts at word i and returns the next word to look at.
func (s *scanner) step(i int) int {
	w := &s.words[i]
	switch byteClasses[s.text[w.Start]] {
	case digitByte:
		return s.digits(i)
	case wideByte:
		if startsWithDigit(w.Term) {
			return s.digits(i)
		}
	case romanByte:
		if byteClasses[s.text[w.End-1]] == romanByte {
			if end := s.romanNumber(i); end > i {
				return end
			}
		}
	case markByte:
		if end := s.romanNumber(i); end > i {
			return end
		}
	}
	if i+1 < len(s.words) && s.joined(w.End, s.words[i+1].Start) {
		return s.compound(i)
	}
	return i + 1
}

// joined reports whether text[from:to] may be one mark of a compound.
func (s *scanner) joined(from, to int) bool {
	switch to - from {
	case 1:
		return byteClasses[s.text[from]] == jointByte
	case 3:
		return byteClasses[s.text[from]] >= wideByte
	}
	return false
}

// digits looks for what the number at word i belongs to.
func (s *scanner) digits(i int) int {
	if end := s.document(i); end > i {
		return end
	}
	s.ordinal(i)
	for _, f := range [...]func(*scanner, int) int{(*scanner).clock, (*scanner).date, (*scanner).named, (*scanner).namedAgain, (*scanner).quantity} {
		if end := f(s, i); end > i {
			return end
		}
	}
	return i + 1
}

// merge appends the words and the aliases found.
func (s *scanner) merge(dst []Token, c *cache) []Token {
	at, values := 0, s.values
	for k := 0; k < len(s.found); {
		start := s.found[k].Start
		dst, at, values = s.wordsTo(dst, c, at, start, values)
		for ; k < len(s.found) && s.found[k].Start == start; k++ {
			dst = append(dst, s.found[k])
		}
	}
	dst, _, _ = s.wordsTo(dst, c, at, len(s.text), values)
	return dst
}

// wordsTo appends the words from piece at on that begin before byte end.
func (s *scanner) wordsTo(dst []Token, c *cache, at, end int, values []span) (merged []Token, next int, rest []span) {
	for {
		to := len(s.words)
		if len(values) > 0 {
			to = values[0].first
		}
		from := at
		for at < to && s.words[at].Start < end {
			at++
		}
		dst = append(dst, s.words[from:at]...)
		if at < to || at == len(s.words) || s.words[at].Start >= end {
			return dst, at, values
		}
		w, last := s.words[at], &s.words[values[0].last]
		f := c.valueForms(s.text, w.Start, last.Start, last.End, forms{last.Term, last.Fold})
		w.Term, w.Fold, w.End = f.term, f.fold, last.End
		dst, at, values = append(dst, w), values[0].last+1, values[1:]
	}
}

// wordsOf widens some pieces to the words that they are part of: all groups of a
// value have one place.
func (s *scanner) wordsOf(first, last int) (from, to int) {
	for s.isJoined(first - 1) {
		first--
	}
	for s.isJoined(last) {
		last++
	}
	return first, last
}

// isJoined reports whether piece i and the next one are of one value.
func (s *scanner) isJoined(i int) bool {
	return i >= 0 && i+1 < len(s.words) && s.words[i].Pos == s.words[i+1].Pos
}

// emit adds the alias in s.buf for the pieces first to last, and what is of one
// word with them. Aliases of one
// start stay in the order in which they are found.
func (s *scanner) emit(kind Kind, first, last int) {
	term, ok := s.terms[string(s.buf)]
	if !ok {
		term = string(s.buf)
		s.terms[term] = term
	}
	first, last = s.wordsOf(first, last)
	t := Token{Term: term, Fold: term, Kind: kind, Pos: s.words[first].Pos, Start: s.words[first].Start, End: s.words[last].End}
	s.found = append(s.found, t)
	// A source begins at most a sentence before the last one, so few move.
	for k := len(s.found) - 1; k > 0 && s.found[k-1].Start > t.Start; k-- {
		s.found[k-1], s.found[k] = s.found[k], s.found[k-1]
	}
}

// link is what stands between a word and the next one.
type link struct {
	sep    byte // ' ' for space alone, one ASCII mark, 0 for anything else
	spaced bool // there is space beside the mark
	narrow bool // one no-break or narrow space, as between groups of digits (rule U09)
}

// joins reports whether the mark sep alone joins the two words.
func (l link) joins(sep byte) bool { return l.sep == sep && !l.spaced }

// tight reports whether some mark joins the two words without space.
func (l link) tight() bool { return l.sep != ' ' && !l.spaced }

// maxGap is the longest stretch between two words of one source, in bytes.
const maxGap = 32

// link describes what follows word i.
func (s *scanner) link(i int) link {
	if i < 0 || i+1 >= len(s.words) {
		return link{spaced: true}
	}
	gap := s.text[s.words[i].End:s.words[i+1].Start]
	if len(gap) == 1 {
		switch c := gap[0]; c {
		case ' ', '\n', '\t':
			return link{sep: ' ', spaced: true}
		default:
			return link{sep: c}
		}
	}
	if len(gap) > maxGap {
		return link{spaced: true}
	}
	return readLink(gap)
}

// readLink reads a gap of several bytes: hyphens, slashes and spaces of all
// kinds (rules U08 to U12). An empty line separates.
func readLink(gap string) (l link) {
	lines := 0
	for _, r := range gap {
		switch c := asciiMark(r); {
		case c == ' ':
			l.spaced = true
			if r == '\n' {
				lines++
			}
		case c == 0 || l.sep != 0:
			return link{spaced: l.spaced}
		case c != invisible:
			l.sep = c
		}
	}
	switch {
	case lines > 1:
		return link{spaced: true}
	case l.sep == 0 && l.spaced:
		l.sep = ' '
		l.narrow = gap == "\u00a0" || gap == "\u202f" || gap == "\u2009"
	}
	return l
}

// invisible stands for characters that a reader cannot see.
const invisible = 0x7F

// asciiMark returns the ASCII character that r stands for, 0 for none.
func asciiMark(r rune) byte {
	switch {
	case r == ' ' || r >= '\t' && r <= '\r':
		return ' '
	case r < utf8.RuneSelf:
		return byte(r)
	case r >= 0x2010 && r <= 0x2015 || r == 0x2212:
		return '-'
	case r == 0x2044 || r == 0x2215:
		return '/'
	case r >= 0xFF01 && r <= 0xFF5E:
		return byte(r - 0xFEE0)
	case r >= 0x200B && r <= 0x200F || r == 0xAD || r == 0x2060 || r == 0xFEFF:
		return invisible
	case unicode.IsSpace(r):
		return ' '
	}
	return 0
}

// word returns the term of word i, "" outside the text.
func (s *scanner) word(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	return s.words[i].Term
}

// before returns the term of the word before word i when only space stands
// between.
func (s *scanner) before(i int) string {
	if i > 0 && s.link(i-1).sep == ' ' {
		return s.words[i-1].Term
	}
	return ""
}

// after returns the term of the word after word i when only space stands
// between.
func (s *scanner) after(i int) string {
	if s.link(i).sep == ' ' {
		return s.words[i+1].Term
	}
	return ""
}

// digitRun returns the value and length of word i when it is made of one to
// nine digits, else -1.
func (s *scanner) digitRun(i int) (value, length int) {
	w := s.word(i)
	if len(w) == 0 || len(w) > 9 {
		return -1, 0
	}
	for k := range len(w) {
		if w[k] < '0' || w[k] > '9' {
			return -1, 0
		}
		value = value*10 + int(w[k]-'0')
	}
	return value, len(w)
}

// small returns the value of word i when it is one or two digits between 1
// and most, else 0.
func (s *scanner) small(i, most int) int {
	if v, n := s.digitRun(i); n <= 2 && v >= 1 && v <= most {
		return v
	}
	return 0
}

// yearAt returns the year that word i is, else 0.
func (s *scanner) yearAt(i int) int {
	if v, n := s.digitRun(i); n == 4 && v >= 1000 && v < 2200 {
		return v
	}
	return 0
}

// recent reports whether y is a year that a text writes without saying so.
func recent(y int) bool { return y >= 1900 && y <= 2100 }

// follows reports whether word i continues a list or range whose last item
// ends at word end-1: a comma, a hyphen or a word such as "và" stands between.
func (s *scanner) follows(end, i int) bool {
	if end == 0 || end > i {
		return false
	}
	switch i - end {
	case 0:
		sep := s.link(end - 1).sep
		return sep == ',' || sep == '-' || sep == ';'
	case 1:
		return s.link(end-1).sep != 0 && s.link(end).sep == ' ' && conjunctions[s.words[end].Term]
	}
	return false
}

// setOf returns the words of s.
func setOf(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// conjunctions join the items of a list or the ends of a range.
var conjunctions = setOf("và va đến den tới toi hoặc hoac")

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func endsWithDigit(s string) bool {
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}
