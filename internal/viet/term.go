package viet

import (
	"strings"
	"unicode/utf8"
)

// Term returns the indexed form of one word: composed, lower case, the tone in
// its traditional place (hoà → hòa, cuả → của), apostrophes dropped.
// Term(Term(s)) == Term(s).
func Term(s string) string {
	s = Compose(s)
	word := make([]rune, 0, len(s))
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		i += w
		if isApostrophe(r) {
			continue
		}
		if l := letterOf(r); l.lower != 0 {
			r = l.lower
		}
		word = append(word, r)
	}
	return Compose(string(placeTone(word)))
}

// Fold returns Term(s) without tone and vowel marks, and with đ as d.
// Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	s = Term(s)
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		l := letterOf(r)
		switch {
		case l.mark:
		case l.base != 0:
			b.WriteRune(l.base)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Marked reports whether s carries a tone mark, a vowel mark or a đ: whether
// folding loses something.
func Marked(s string) bool {
	for _, r := range s {
		if r < utf8.RuneSelf {
			continue
		}
		if l := letterOf(r); l.mark || l.base != l.lower {
			return true
		}
	}
	return false
}

// Slug returns the folded words of s joined by hyphens: "Đất đai" → "dat-dai".
func Slug(s string) string {
	var words []string
	for _, t := range Tokenize(nil, Compose(s)) {
		words = append(words, t.Fold)
	}
	return strings.Join(words, "-")
}

// isApostrophe covers the characters written inside names such as M'Nông (rule U10).
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', 0x00B4, 0x2018, 0x2019, 0x02BC, 0x2032:
		return true
	}
	return false
}
