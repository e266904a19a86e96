package viet

import (
	"strings"
	"unicode/utf8"
)

// Clean returns s as the analysis reads it, case kept, by all rules U: marks
// composed as in Compose, letters that only look right replaced by the right
// ones (Ð → Đ, ƣ → ư, Cyrillic а in a Latin word), zero-width characters
// dropped or turned into a space, every space a blank, quotation marks,
// apostrophes and dashes in their ASCII form, full-width forms, ligatures and
// Roman numeral characters as plain letters. A byte that is not UTF-8 becomes
// U+FFFD.
//
// Clean returns s itself when nothing changes. Clean(Clean(s)) == Clean(s), and
// for valid UTF-8 the result is the same for every canonically equivalent s.
func Clean(s string) string {
	from := firstOdd(s, 0)
	if from < 0 {
		return s
	}
	r := reader{text: s}
	var b strings.Builder
	b.Grow(len(s))
	for ; from >= 0; from = firstOdd(s, r.at) {
		b.WriteString(s[r.at:from])
		r.at = from
		for more := true; more && r.next(); more = r.space > r.at {
			for _, c := range r.runes {
				b.WriteRune(c)
			}
		}
	}
	b.WriteString(s[r.at:])
	if b.Len() == len(s) && b.String() == s {
		return s
	}
	return b.String()
}

// firstOdd returns the start of the first word or other piece, at or after the
// piece that begins at i, that a rule may change, or -1 when there is none.
func firstOdd(s string, i int) int {
	start, in := i, false // of the piece at i; whether that is a word
	for i < len(s) {
		c, w := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, w = utf8.DecodeRuneInString(s[i:])
		}
		l := letterOf(c)
		if l.tail || l.class >= mark && l.class <= maybe {
			return start
		}
		word := l.class == alpha || l.class == digit || in && l.class == apostrophe
		if !in || !word {
			start = i
		}
		if in = word; !l.easy || c == utf8.RuneError || i-start > MaxTerm ||
			c >= 0x180 && c < 0x2000 && (c < 0x1E00 || c >= 0x1F00) && c != 'ơ' && c != 'ư' && c != 'Ơ' && c != 'Ư' {
			return start
		}
		i += w
	}
	return -1
}

func lowerOf(c rune) rune {
	if l := letterOf(c); l.lower != 0 {
		return l.lower
	}
	return c
}
