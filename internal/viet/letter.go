package viet

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// class tells what a code point is to a word.
type class uint8

const (
	gap        class = iota // separates words
	alpha                   // a letter
	digit                   // a decimal digit
	mark                    // a combining character
	script                  // a superscript or subscript digit: part of m² and CO₂
	unseen                  // deleted wherever it stands (rule U08)
	maybe                   // deleted inside a syllable, a space between two (rule U08)
	apostrophe              // part of M'Nông (rules U10, K01)
)

// letter is what the tables know of one code point; the zero value is no part
// of a word.
type letter struct {
	lower rune // 0 for what separates words
	plain rune // lower without its tone: ế → ê
	base  rune // lower without any mark: ế → e, đ → d, ² → 2
	tone  Tone
	class class
	tail  bool // belongs to the cluster of the character before it
	moves bool // a combining character that normalization puts in order
	easy  bool // stays as it is in Clean when nothing follows that belongs to its cluster
}

// tableEnd covers Latin with all Vietnamese letters (the last is U+1EF9), the
// scripts around it, punctuation and number forms (rule SP01); what lies
// beyond is described when it occurs.
const tableEnd = 0x2200

var letters = func() (t [tableEnd]letter) {
	for r := range rune(tableEnd) {
		t[r] = describe(r)
	}
	return t
}()

// letterOf returns the description of r.
func letterOf(r rune) letter {
	if uint32(r) < tableEnd {
		return letters[r]
	}
	return describe(r)
}

func describe(r rune) letter {
	d := letter{class: classOf(r)}
	props := properties(r)
	d.tail = r >= 0x300 && !props.BoundaryBefore()
	d.moves = props.LeadCCC() != 0
	d.easy = replaced(r) == "" && (props.Decomposition() == nil || norm.NFC.IsNormalString(string(r)))
	switch d.class {
	case alpha, digit, script:
		d.describe(r, props)
	case mark:
		d.lower, d.plain, d.base = r, r, r
		if isTone(r) {
			d.plain = 0
		}
	}
	return d
}

func (d *letter) describe(r rune, props norm.Properties) {
	d.lower = unicode.ToLower(r)
	d.plain, d.base = d.lower, d.lower
	switch {
	case d.lower == 'ð' || d.lower == 'ɖ' || d.lower == 'đ': // stand in the place of đ (rule U05)
		d.lower, d.plain, d.base = 'đ', 'đ', 'd'
	case d.class == script:
		d.base = scriptDigit(r)
	case d.lower == 0x01BF: // stands for ĩ (oddLetter)
		d.base = 'i'
	case d.lower >= utf8.RuneSelf && (props.Decomposition() != nil || d.lower != r):
		d.decompose()
	}
}

// decompose fills plain, base and tone of a composed letter. One with two
// tones (ṹ) is no letter of Vietnamese and keeps both.
func (d *letter) decompose() {
	parts := []rune(norm.NFD.String(string(d.lower)))
	rest := parts[:1:1]
	tone := Level
	for _, m := range parts[1:] {
		t := toneOf(m)
		switch {
		case !unicode.Is(unicode.M, m):
			return
		case t == Level:
			rest = append(rest, m)
		case tone != Level:
			d.base = parts[0]
			return
		default:
			tone = t
		}
	}
	d.base, d.tone = parts[0], tone
	d.plain, _ = utf8.DecodeRuneInString(norm.NFC.String(string(rest)))
}

func classOf(r rune) class {
	switch {
	case r == 0x00AD || r == 0x200B || r == 0x200C:
		return maybe
	case r == 0x034F || r == 0x200D || r == 0x200E || r == 0x200F || r == 0x2060 || r == 0xFEFF ||
		0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069:
		return unseen
	case isApostrophe(r):
		return apostrophe
	case scriptDigit(r) != 0:
		return script
	case r == 0x00AA || r == 0x00BA || r == 0x02EE: // ordinal signs, used for °; a quotation mark
		return gap
	case unicode.Is(unicode.M, r):
		return mark
	case unicode.IsLetter(r) || 0x2160 <= r && r <= 0x217F:
		return alpha
	case unicode.IsDigit(r):
		return digit
	}
	return gap
}

// properties returns what normalization knows of r.
func properties(r rune) norm.Properties {
	var b [utf8.UTFMax]byte
	return norm.NFC.Properties(b[:utf8.EncodeRune(b[:], r)])
}

// scriptDigit returns the digit of a superscript two or three or a subscript,
// which units and formulas end in; 0 for anything else. Other superscripts are
// mostly footnotes.
func scriptDigit(r rune) rune {
	switch {
	case r == 0x00B2 || r == 0x00B3:
		return r - 0x00B0 + '0'
	case 0x2080 <= r && r <= 0x2089:
		return r - 0x2080 + '0'
	}
	return 0
}

// isApostrophe covers the characters written inside names such as M'Nông (rule U10).
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', 0x00B4, 0x02BB, 0x02BC, 0x2018, 0x2019, 0x201B, 0x2032, 0x1FEF, 0x1FFD, 0xFF07, 0xFF40:
		return true
	}
	return false
}

// vowels are the vowel letters without tone, in the order of vowelIndex.
const vowels = "aăâeêioôơuưy"

// vowelIndices holds the number of each vowel plus one.
var vowelIndices = func() (t ['ư' + 1]int8) {
	n := int8(0)
	for _, v := range vowels {
		n++
		t[v] = n
	}
	return t
}()

// vowelIndex returns the place of a letter in vowels, or -1.
func vowelIndex(r rune) int {
	if uint32(r) < uint32(len(vowelIndices)) {
		return int(vowelIndices[r]) - 1
	}
	return -1
}

func isVowel(r rune) bool { return vowelIndex(r) >= 0 }

// toned holds the six forms of each vowel, by tone.
var toned = func() (forms [12][6]rune) {
	n := 0
	for _, v := range vowels {
		forms[n][Level] = v
		for t := Huyen; t <= Nang; t++ {
			forms[n][t], _ = utf8.DecodeRuneInString(norm.NFC.String(string([]rune{v, toneMarks[t]})))
		}
		n++
	}
	return forms
}()

// withTone returns the vowel v, which has no tone, with the tone t.
func withTone(v rune, t Tone) rune {
	if n := vowelIndex(v); n >= 0 {
		return toned[n][t]
	}
	return v
}

// shaped returns the vowel a, e, o or u with circumflex, breve or horn, or 0.
func shaped(v, shape rune) rune {
	switch {
	case shape == 0x0302 && v == 'a':
		return 'â'
	case shape == 0x0302 && v == 'e':
		return 'ê'
	case shape == 0x0302 && v == 'o':
		return 'ô'
	case shape == 0x0306 && v == 'a':
		return 'ă'
	case shape == 0x031B && v == 'o':
		return 'ơ'
	case shape == 0x031B && v == 'u':
		return 'ư'
	}
	return 0
}
