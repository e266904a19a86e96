package viet

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tone is one of the six tones of a syllable.
type tone uint8

const (
	level tone = iota
	huyen
	sac
	hoi
	nga
	nang
)

// toneMarks are the combining characters of the tones.
var toneMarks = [...]rune{huyen: 0x0300, sac: 0x0301, hoi: 0x0309, nga: 0x0303, nang: 0x0323}

// letter is what the tables know of one code point; the zero value is no part
// of a word.
type letter struct {
	lower rune // 0 for what separates words
	plain rune // lower without its tone: ế → ê
	base  rune // lower without any mark: ế → e, đ → d
	tone  tone
	mark  bool // a combining character
}

// tableEnd covers Latin with all Vietnamese letters (the last is U+1EF9) and
// the scripts around it; letters beyond are computed when they occur.
const tableEnd = 0x1F00

var letters = func() (t [tableEnd]letter) {
	for r := range rune(tableEnd) {
		t[r] = describe(r)
	}
	return t
}()

// letterOf returns the description of r.
func letterOf(r rune) letter {
	if r < tableEnd {
		return letters[r]
	}
	return describe(r)
}

func describe(r rune) letter {
	switch {
	case unicode.Is(unicode.Mn, r):
		return letter{lower: r, plain: r, base: r, mark: true}
	case r == utf8.RuneError || isApostrophe(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return letter{}
	}
	l := unicode.ToLower(r)
	// Letters that look like đ and stand in its place (rule U05).
	if l == 'ð' || l == 'ɖ' {
		l = 'đ'
	}
	if l == 'đ' {
		return letter{lower: l, plain: l, base: 'd'}
	}
	d := letter{lower: l, plain: l, base: l}
	if l < utf8.RuneSelf {
		return d
	}
	parts := []rune(norm.NFD.String(string(l)))
	for _, m := range parts[1:] {
		if !unicode.Is(unicode.Mn, m) {
			return d
		}
	}
	d.base = parts[0]
	for t, m := range toneMarks {
		if m != 0 && len(parts) > 1 && parts[len(parts)-1] == m || len(parts) > 2 && parts[1] == m && m != 0 {
			d.tone = tone(t)
			d.plain = withoutMark(parts, m)
		}
	}
	return d
}

// withoutMark composes parts without the mark m.
func withoutMark(parts []rune, m rune) rune {
	rest := make([]rune, 0, len(parts))
	for _, p := range parts {
		if p != m {
			rest = append(rest, p)
		}
	}
	r, _ := utf8.DecodeRuneInString(norm.NFC.String(string(rest)))
	return r
}

// toned maps a letter without tone to its six forms, by tone.
var toned = func() map[rune][6]rune {
	m := map[rune][6]rune{}
	for _, v := range "aăâeêioôơuưy" {
		var f [6]rune
		f[level] = v
		for t := huyen; t <= nang; t++ {
			f[t], _ = utf8.DecodeRuneInString(norm.NFC.String(string([]rune{v, toneMarks[t]})))
		}
		m[v] = f
	}
	return m
}()
