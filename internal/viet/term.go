package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Term returns the indexed form of one word: cleaned, lower case, the tone in
// its traditional place (hoà → hòa, cuả → của), the apostrophe inside a name
// dropped (M'Nông → mnông). In a text of several words it does so to each and
// keeps what stands between them, cleaned. Term(Term(s)) == Term(s).
func Term(s string) string {
	return eachWord(s, nil)
}

// Fold returns the words of s as Term does, without tone and vowel marks, and
// with đ as d. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	if f, ok := foldOfWord(s); ok {
		return f
	}
	return eachWord(s, func(word []rune, _ *rules) []rune { return foldWord(word[:0], word) })
}

// foldOfWord returns the fold of a short word as texts find it, in a cache, if s
// is just that.
func foldOfWord(s string) (fold string, ok bool) {
	if s == "" || len(s) > shortWord {
		return "", false
	}
	c := caches.Get().(*cache)
	defer caches.Put(c)
	var b boundary
	f, start, end, _ := c.scanWord(s, 0, &b)
	c.reader.text = ""
	return f.fold, start == 0 && end == len(s)
}

// foldWord appends the letters of a term without marks to dst.
func foldWord(dst, term []rune) []rune {
	for _, c := range term {
		if l := letterOf(c); l.class != mark {
			dst = append(dst, l.base)
		}
	}
	return dst
}

// Marked reports whether s carries a tone mark, a vowel mark or a đ: whether
// folding loses something.
func Marked(s string) bool {
	for _, r := range s {
		if r < utf8.RuneSelf {
			continue
		}
		if l := letterOf(r); l.class == mark || l.base != l.lower {
			return true
		}
	}
	return false
}

// Slug returns the folded words of s, and the digits of its values, joined by
// hyphens: "Đất đai 2.0" → "dat-dai-2-0".
func Slug(s string) string {
	c := caches.Get().(*cache)
	defer caches.Put(c)
	var words []string
	for _, t := range c.scanPieces(nil, s) {
		words = append(words, t.Fold)
	}
	return strings.Join(words, "-")
}

// eachWord returns s with every word replaced by its term, changed further by
// then unless that is nil, and with what stands between words cleaned.
func eachWord(s string, then func(word []rune, fired *rules) []rune) string {
	r := reader{text: s}
	var b strings.Builder
	b.Grow(len(s))
	var word []rune
	for r.next() {
		piece := r.runes
		if r.word {
			word = canon(word[:0], r.runes, &r.fired)
			if then != nil {
				word = then(word, &r.fired)
			}
			piece = word
		}
		for _, c := range piece {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// canon appends to dst the term of one cleaned word.
func canon(dst, word []rune, fired *rules) []rune {
	marks, joined := false, false // joined: an apostrophe stood before
	for _, c := range word {
		switch {
		case c == '\'':
			joined = true
			continue
		case c == 'İ': // its simple lower case would lose the dot that i + U+0307 keeps
			dst = append(dst, 'i', 0x0307)
			marks = true
			continue
		}
		l := letterOf(c)
		if l.lower == 0 {
			l.lower = c
		}
		if l.lower != c {
			fired.add(ruleU14)
		}
		marks = marks || l.class == mark || joined && composes(c)
		joined = false
		dst = append(dst, l.lower)
	}
	if marks {
		return appendRunes(dst[:0], Compose(string(dst)))
	}
	settleTone(dst, fired)
	return dst
}

// composes reports whether a letter may become one with the letter before it, as
// those of Korean do.
func composes(c rune) bool {
	var b [utf8.UTFMax]byte
	return !norm.NFC.Properties(b[:utf8.EncodeRune(b[:], c)]).BoundaryBefore()
}

func upper(r rune) rune { return unicode.ToUpper(r) }
