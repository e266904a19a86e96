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
	tokNear         // NEAR, with or without a distance
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

	exact  bool // tokWord and tokPhrase: after "="
	plus   bool // after "+", with or without a field between
	cut    bool // something separates it from the word before
	loose  bool // tokAnd and tokOr: not written as the language has it
	hyphen bool // tokWord: after a hyphen that elsewhere would be a sign
	joined bool // tokWord: which joins it to the word before
	open   bool // tokPhrase: the closing quote is missing
	slop   int  // tokPhrase and tokNear: at most slopLimit
	tilde  int  // tokPhrase: position of "~", when there is one
}

// slopLimit keeps the value of a long row of digits from overflowing.
const slopLimit = 1 << 20

// What cannot start at the lexer's position.
const (
	banMinus = 1 << iota
	banPlus
	banEqual
	banOperator
	banField

	banSigns = banMinus | banPlus | banEqual
	banAll   = banSigns | banOperator | banField
)

// lexer cuts valid UTF-8 into tokens. It reads no byte more than a few times, whatever the input.
type lexer struct {
	src     string
	pos     int
	ban     uint8
	running bool // the query is running text
	peeking bool // only what comes next is asked for
	plus    bool // a value after "+" is due
	cut     bool // something since the last word separates
	last    token
}

func (l *lexer) next() token {
	t := l.token()
	if t.loose && !l.peeking && !l.between() {
		t.kind, t.loose = tokWord, false
	}
	switch t.kind {
	case tokField:
		t.plus = l.plus
	case tokWord, tokBare, tokUnknown:
		t.plus, l.plus = l.plus, false
		t.cut, l.cut = l.cut, t.kind != tokWord || separatesBehind(t.text)
	default:
		l.plus, l.cut = false, true
	}
	l.last = t
	return t
}

func (l *lexer) token() token {
	for l.pos < len(l.src) {
		r, size := utf8.DecodeRuneInString(l.src[l.pos:])
		switch {
		case isSpace(r):
			l.pos += size
			l.ban = 0
		case IsQuote(r):
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

// between reports whether the operator just read stands between two items.
func (l *lexer) between() bool {
	switch l.last.kind {
	case tokWord, tokPhrase, tokClose, tokBare:
	default:
		return false
	}
	ahead := *l
	ahead.peeking = true
	switch ahead.next().kind {
	case tokEnd, tokClose, tokAnd, tokOr, tokNear:
		return false
	}
	return true
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
	t := token{pos: l.pos}
	if l.ban&banMinus == 0 && l.minusAt(l.pos) {
		joins := l.joinsDigits(l.pos)
		if t.hyphen = joins || l.running && l.ban&banOperator == 0 && l.wordAt(l.pos+1); !t.hyphen {
			return l.take(tokMinus, 1, banMinus|banOperator|l.ban&banField)
		}
		if t.joined = joins; joins {
			l.pos++
		}
	}
	if l.ban&banPlus == 0 && l.plusAt(l.pos) {
		l.pos++
		l.plus = true
		l.ban |= banMinus | banPlus | banOperator
		return token{}
	}
	if l.ban&banEqual == 0 && l.equalAt(l.pos) {
		l.pos++
		l.ban = banAll
		t.exact = true
		if l.quoteAt(l.pos) {
			return l.phrase(t)
		}
	}
	return l.text(t)
}

// text reads t at the lexer's position, behind its signs.
func (l *lexer) text(t token) token {
	first := l.firstLetter(l.pos)
	if first < 0 {
		stop := l.runEnd(l.pos)
		l.cut = l.cut || separates(l.src[l.pos:stop])
		l.pos = stop
		return token{}
	}
	l.cut = l.cut || separates(l.src[l.pos:first])
	if l.ban&banField == 0 {
		if t, ok := l.name(first); ok {
			return t
		}
	}
	stop := l.runEnd(first)
	t.kind, t.start, t.text = tokWord, l.pos, l.src[l.pos:stop]
	if l.ban&banOperator == 0 {
		t.kind, t.slop = operator(t.text)
		if t.kind == tokWord && !l.running {
			t.kind = looseOperator(t.text)
			t.loose = t.kind != tokWord
		}
	}
	if n := percentAt(l.src[:stop], l.src[stop:]); n > 0 && l.ban != banAll && t.kind == tokWord {
		t.text += "%"
		stop += n
	}
	l.pos, l.ban = stop, 0
	return t
}

// percentAt returns how many bytes behind a number a percent sign takes that stands by itself after white space; 0 when
// none does.
func percentAt(number, behind string) int {
	rest := strings.TrimLeftFunc(behind, isSpace)
	if len(rest) == len(behind) || !strings.HasPrefix(rest, "%") || !isDigit(number[len(number)-1]) {
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(rest[1:]); len(rest) > 1 && !isBorder(r) && !unicode.IsPunct(r) {
		return 0
	}
	return len(behind) - len(rest) + 1
}

// minusAt reports whether a hyphen at i is a sign. Of hyphens in a row none is.
func (l *lexer) minusAt(i int) bool {
	rest := l.src[i:]
	return strings.HasPrefix(rest, "-") && !strings.HasPrefix(rest[1:], "-") && l.valueAt(i+1)
}

// joinsDigits reports whether the hyphen at i stands between a word that ends with a letter and digits, as in S -300.
func (l *lexer) joinsDigits(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(l.last.text)
	return l.last.kind == tokWord && !l.cut && unicode.IsLetter(r) && i+1 < len(l.src) && isDigit(l.src[i+1])
}

// plusAt reports whether "+" at i is a sign. Before a digit it is part of a number, of signs in a row none is one.
func (l *lexer) plusAt(i int) bool {
	rest := l.src[i:]
	if len(rest) < 2 || rest[0] != '+' || rest[1] == '+' || rest[1] == '-' {
		return false
	}
	if first := l.firstLetter(i + 1); first >= 0 && rest[1] != '=' {
		r, _ := utf8.DecodeRuneInString(l.src[first:])
		return !unicode.IsNumber(r)
	}
	return l.equalAt(i+1) || l.quoteAt(i+1) || rest[1] == '('
}

// wordAt reports whether a word without signs and field starts at i.
func (l *lexer) wordAt(i int) bool {
	first := l.firstLetter(i)
	if first < 0 || l.equalAt(i) || l.plusAt(i) {
		return false
	}
	ahead := *l
	_, isName := ahead.name(first)
	return !isName
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
	if l.plusAt(i) {
		return true
	}
	return l.equalAt(i) || l.quoteAt(i) || strings.HasPrefix(l.src[i:], "(")
}

func (l *lexer) quoteAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(l.src[i:])
	return IsQuote(r)
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
	n := strings.IndexFunc(l.src[t.start:], IsQuote)
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
	if !strings.HasPrefix(l.src[l.pos:], "~") {
		return t
	}
	n, size := digits(l.src[l.pos+1:])
	if size > 0 {
		t.tilde, t.slop = l.pos, n
		l.pos += 1 + size
	}
	return t
}

// digits returns the number that s begins with, at most slopLimit, and how many bytes it takes.
func digits(s string) (n, size int) {
	for size < len(s) && isDigit(s[size]) {
		n = min(10*n+int(s[size]-'0'), slopLimit)
		size++
	}
	return n, size
}

// isBorder reports whether r ends a run of text.
func isBorder(r rune) bool {
	return r == '(' || r == ')' || r == '|' || IsQuote(r) || isSpace(r)
}

// IsQuote reports whether a character opens or closes a phrase.
func IsQuote(r rune) bool {
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
