package viet

import (
	"strings"
	"unicode/utf8"
)

// IsAlias reports whether a term is that of an alias which no word has: a typed
// one, or a compound with its marks.
func IsAlias(term string) bool {
	return !startsWithDigit(term) && strings.ContainsAny(term, ":-/")
}

// MayHold reports whether Tokenize may find an alias with this term in text; it
// is false only if there is certainly none. It costs far less than to look.
func MayHold(text, term string) bool {
	kind, rest, typed := strings.Cut(term, ":")
	if !typed || startsWithDigit(term) {
		return IsAlias(term) || mayJoin(text, term)
	}
	switch kind {
	case "n", "p", "r":
		return true
	case "d":
		return mayDate(text, rest) || oddDigits(text)
	}
	return holdsNumber(text, leadingDigits(rest)) || oddDigits(text) // of a document
}

// oddDigits reports whether an odd character is a digit or stands beside one,
// and may part what is one number.
func oddDigits(text string) bool {
	for p := nextOdd(text, 0, len(text)); p < len(text); {
		r, w := utf8.DecodeRuneInString(text[p:])
		k := letterOf(r).class
		if k == digit || k == script || isDigit(text, p-1) || isDigit(text, p+w) {
			return true
		}
		p = nextOdd(text, p+w, len(text))
	}
	return false
}

func isDigit(text string, i int) bool {
	return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9'
}

// mayDate looks for the years of a date, in four digits or two.
func mayDate(text, date string) bool {
	for _, part := range strings.Split(date, "/") {
		y := leadingDigits(part)
		if len(y) == 4 && !strings.Contains(text, y) && !holdsNumber(text, y[2:]) {
			return false
		}
	}
	return true
}

func leadingDigits(s string) string {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n]
}

// holdsNumber reports whether digits stand in text with no others beside them
// but zeros before. It holds for no digits.
func holdsNumber(text, digits string) bool {
	if digits == "" {
		return true
	}
	for at := 0; ; at++ {
		i := strings.Index(text[at:], digits)
		if i < 0 {
			return false
		}
		at += i
		from := at
		for from > 0 && text[from-1] == '0' {
			from--
		}
		if !isDigit(text, from-1) && !isDigit(text, at+len(digits)) {
			return true
		}
	}
}

// MayJoin reports whether a word may also be the alias of several that dots or
// & join, as ubnd is of U.B.N.D.: whether it is no syllable.
func MayJoin(term string) bool {
	_, ok := ParseSyllable(term)
	return !ok && term != "" && !startsWithDigit(term)
}

// mayJoin looks for joined words whose letters hold those of the term. Full-width
// marks join, too.
func mayJoin(text, term string) bool {
	if strings.IndexByte(text, fullWidth) >= 0 {
		return true
	}
	fold := Fold(term)
	if term == "tw" { // T.Ư
		fold = "tu"
	}
	return mayJoinBy(text, fold, '.') || mayJoinBy(text, fold, '&')
}

// mayJoinBy does so where words are joined by sep, and perhaps by the other
// mark as well.
func mayJoinBy(text, fold string, sep byte) bool {
	for at := 0; ; {
		i := strings.IndexByte(text[at:], sep)
		if i < 0 {
			return false
		}
		at += i + 1
		if at < 2 || at == len(text) || text[at] <= '9' || text[at] >= 'a' && text[at] <= 'z' || !mayPart(text[at-2]) || !mayPart(text[at]) {
			continue
		}
		from, to := at-1, at
		for from > 0 && mayJoined(text[from-1]) {
			from--
		}
		for to < len(text) && mayJoined(text[to]) {
			to++
		}
		if to-from > maxJoined || nextOdd(text, from, to) < to || to-from > len(fold) && holdsBases(text[from:to], fold) { // with the mark it is longer
			return true
		}
		at = to
	}
}

// maxJoined bounds the bytes that are compared letter by letter; what is longer
// may hold anything.
const maxJoined = 1 << 10

// holdsBases reports whether the letters of joined, which are ordinary, hold
// those of a fold in a row, marks between them aside. It takes i for y, since a
// fold can have either at its beginning (rule T10).
func holdsBases(joined, fold string) bool {
	for ; joined != ""; joined = joined[1:] {
		rest := fold
		for i := 0; i < len(joined) && rest != ""; {
			r, w := letterAt(joined, i)
			if i += w; r == '.' || r == '&' {
				continue
			}
			want, n := utf8.DecodeRuneInString(rest)
			if r = rune(baseKeys.of[r]); r != want && (r|want != 'i'|'y' || r&want != 'i'&'y') {
				break
			}
			rest = rest[n:]
		}
		if rest == "" {
			return true
		}
	}
	return false
}

// fullWidth is the first byte of full-width forms.
const fullWidth = 0xEF

// mayPart reports whether a byte may be the first or last of a part of a
// compound.
func mayPart(b byte) bool { return roles[b] == inWord || roles[b] == strange }

func mayJoined(b byte) bool { return mayPart(b) || b == '.' || b == '&' }
