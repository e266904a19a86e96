package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	tokEnd     kind = iota
	tokOpen         // (
	tokClose        // )
	tokAnd          // AND
	tokOr           // OR, or bars in a row
	tokNot          // NOT
	tokMinus        // a hyphen as a sign
	tokField        // a field and its colon, with a value directly behind
	tokBare         // a field and its colon, with no value directly behind
	tokUnknown      // a name and its colon, with a value directly behind
	tokWord         // a run with at least one letter or digit
	tokPhrase
)

type token struct {
	kind  kind
	pos   int    // of its first byte in the source
	start int    // of text in the source
	text  string // tokWord: the run; tokPhrase: between the quotes; fields: the name as written
	field Field  // tokField and tokBare

	exact bool // tokWord and tokPhrase: after "="
	open  bool // tokPhrase: the closing quote is missing
	slop  int  // tokPhrase: at most slopLimit
	tilde int  // tokPhrase: position of "~", when there is one
}

// slopLimit keeps the value of a long row of digits from overflowing.
const slopLimit = 1 << 20

// What cannot start at the lexer's position.
const (
	banMinus = 1 << iota
	banEqual
	banOperator
	banField

	banSigns = banMinus | banEqual
	banAll   = banSigns | banOperator | banField
)

// lexer cuts valid UTF-8 into tokens. It reads no byte more than a few times, whatever the input.
type lexer struct {
	src string
	pos int
	ban uint8
}

func (l *lexer) next() token {
	for l.pos < len(l.src) {
		r, size := utf8.DecodeRuneInString(l.src[l.pos:])
		switch {
		case isSpace(r):
			l.pos += size
			l.ban = 0
		case isQuote(r):
			return l.phrase(token{pos: l.pos})
		case r == '(':
			return l.take(tokOpen, 1, 0)
		case r == ')':
			return l.take(tokClose, 1, banSigns)
		case r == '|':
			rest := strings.TrimLeft(l.src[l.pos:], "|")
			return l.take(tokOr, len(l.src)-len(rest)-l.pos, 0)
		default:
			if t := l.run(); t.kind != tokEnd {
				return t
			}
		}
	}
	return token{kind: tokEnd, pos: l.pos}
}

// take returns the next n bytes as a token of kind k, with ban on what follows.
func (l *lexer) take(k kind, n int, ban uint8) token {
	t := token{kind: k, pos: l.pos, start: l.pos, text: l.src[l.pos : l.pos+n]}
	l.pos += n
	l.ban = ban
	return t
}

// run reads at a character that is text. It returns a token of kind tokEnd when it passed a run that is white space.
func (l *lexer) run() token {
	if l.ban&banMinus == 0 && l.minusAt(l.pos) {
		return l.take(tokMinus, 1, banMinus|banOperator|l.ban&banField)
	}
	t := token{pos: l.pos}
	if l.ban&banEqual == 0 && l.equalAt(l.pos) {
		l.pos++
		l.ban = banAll
		t.exact = true
		if l.quoteAt(l.pos) {
			return l.phrase(t)
		}
	}
	first := l.firstLetter(l.pos)
	if first < 0 {
		l.pos = l.runEnd(l.pos)
		return t
	}
	if l.ban&banField == 0 {
		if t, ok := l.name(first); ok {
			return t
		}
	}
	stop := l.runEnd(first)
	t.kind, t.start, t.text = tokWord, l.pos, l.src[l.pos:stop]
	if l.ban&banOperator == 0 {
		t.kind = operator(t.text)
	}
	l.pos, l.ban = stop, 0
	return t
}

// operator returns what a run of text is where an operator can stand.
func operator(run string) kind {
	switch run {
	case "AND":
		return tokAnd
	case "OR":
		return tokOr
	case "NOT":
		return tokNot
	}
	return tokWord
}

// minusAt reports whether a hyphen at i is a sign. Of hyphens in a row none is.
func (l *lexer) minusAt(i int) bool {
	rest := l.src[i:]
	return strings.HasPrefix(rest, "-") && !strings.HasPrefix(rest[1:], "-") && l.valueAt(i+1)
}

// equalAt reports whether "=" at i is a sign.
func (l *lexer) equalAt(i int) bool {
	return strings.HasPrefix(l.src[i:], "=") && (l.quoteAt(i+1) || l.firstLetter(i+1) >= 0)
}

// valueAt reports whether a quote, a bracket, or text with a letter or digit starts at i, with or without signs.
func (l *lexer) valueAt(i int) bool {
	if l.firstLetter(i) >= 0 {
		return true
	}
	if l.minusAt(i) {
		i++
	}
	return l.equalAt(i) || l.quoteAt(i) || strings.HasPrefix(l.src[i:], "(")
}

func (l *lexer) quoteAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(l.src[i:])
	return isQuote(r)
}

// runEnd returns where the text that goes on at i ends.
func (l *lexer) runEnd(i int) int {
	if n := strings.IndexFunc(l.src[i:], isBorder); n >= 0 {
		return i + n
	}
	return len(l.src)
}

// firstLetter returns the place of the first letter, digit or mark of the text at i, or -1 when it holds no letter or
// digit.
func (l *lexer) firstLetter(i int) int {
	first := -1
	for j, r := range l.src[i:] {
		switch {
		case isBorder(r):
			return -1
		case first < 0 && isTerm(r):
			first = i + j
		}
		if isLetter(r) {
			return first
		}
	}
	return -1
}

// phrase reads t from its opening quote at the lexer's position. Any quote closes it.
func (l *lexer) phrase(t token) token {
	_, size := utf8.DecodeRuneInString(l.src[l.pos:])
	t.kind, t.start = tokPhrase, l.pos+size
	n := strings.IndexFunc(l.src[t.start:], isQuote)
	if n < 0 {
		t.open, t.text = true, l.src[t.start:]
		l.pos = len(l.src)
		return t
	}
	t.text = l.src[t.start : t.start+n]
	_, size = utf8.DecodeRuneInString(l.src[t.start+n:])
	l.pos, l.ban = t.start+n+size, banSigns
	return l.slop(t)
}

// slop adds to t the "~" and digits at the lexer's position, if they are there.
func (l *lexer) slop(t token) token {
	if rest := l.src[l.pos:]; len(rest) < 2 || rest[0] != '~' || !isDigit(rest[1]) {
		return t
	}
	t.tilde = l.pos
	for l.pos++; l.pos < len(l.src) && isDigit(l.src[l.pos]); l.pos++ {
		t.slop = min(10*t.slop+int(l.src[l.pos]-'0'), slopLimit)
	}
	return t
}

// isBorder reports whether r ends a run of text.
func isBorder(r rune) bool {
	return r == '(' || r == ')' || r == '|' || isQuote(r) || isSpace(r)
}

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '«', '»':
		return true
	}
	return false
}

// isSpace takes control characters for white space.
func isSpace(r rune) bool { return r == ' ' || unicode.IsSpace(r) || unicode.IsControl(r) }

// isLetter reports whether r alone makes a word: a letter or number.
func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// isTerm reports whether r belongs to a term: a letter, number or mark.
func isTerm(r rune) bool { return isLetter(r) || unicode.IsMark(r) }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
