package viet

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// replaced returns what stands for r whatever surrounds it, or "" when r
// stays: rules U05, U06, U09 to U12. The micro sign becomes the Greek letter,
// which texts use for it as often.
func replaced(r rune) string {
	switch r {
	case 0x00D0, 0x0189:
		return "Đ"
	case 0x00F0, 0x0256:
		return "đ"
	case 0x01A2:
		return "Ư"
	case 0x01A3:
		return "ư"
	case 0x00B5:
		return "μ"
	case 0x2026:
		return "..."
	case 0x2044, 0x2215:
		return "/"
	case 0x00AB, 0x00BB, 0x02EE, 0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0xFF02:
		return `"`
	case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212:
		return "-"
	case ' ', '\'':
		return ""
	}
	switch {
	case isApostrophe(r):
		return "'"
	case unicode.IsSpace(r):
		return " "
	case 0xFF01 <= r && r <= 0xFF5E:
		return string(r - 0xFF00 + 0x20)
	case 0xFB00 <= r && r <= 0xFB06:
		return ligatures[r-0xFB00]
	case 0x2160 <= r && r <= 0x216F:
		return romans[r-0x2160]
	case 0x2170 <= r && r <= 0x217F:
		return lowerRomans[r-0x2170]
	}
	return ""
}

var (
	ligatures   = [...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}
	romans      = [...]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "L", "C", "D", "M"}
	lowerRomans = [...]string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "l", "c", "d", "m"}
)

// reader cuts a text into words and what stands between them, and cleans both
// (all rules U). A piece of the text is read at most three times, whatever it
// holds, and no more than a word is kept.
type reader struct {
	text string
	at   int // where the next piece begins

	// The piece found last. A word's span is [start, end); its runes keep
	// their case and its inner apostrophe.
	word       bool
	start, end int
	runes      []rune
	fired      rules
	cut        bool // the word goes on: only a part of a long run (rule K04)

	out   []rune // the cluster read last
	seg   []rune // scratch of separates
	space int    // where the zero-width characters end that stand for a space
}

// reset makes r read text from the place at.
func (r *reader) reset(text string, at int) {
	r.text, r.at, r.space = text, at, 0
}

// cluster reads the base at i and the marks on it into r.out, cleaned, and
// returns its class and end. Characters that rule U08 deletes are read as one
// run, which leaves r.out empty.
func (r *reader) cluster(i int) (class, int) {
	r.out = r.out[:0]
	c, w := utf8.DecodeRuneInString(r.text[i:])
	l := letterOf(c) // of U+FFFD for a byte that is not UTF-8 (rule U16)
	if l.class == unseen || l.class == maybe {
		return r.unseen(i)
	}
	if l.easy && !r.goesOn(i+w) {
		r.out = append(r.out, c)
		return l.class, i + w
	}
	return r.marked(c, i+w)
}

// unseen returns the end of the run of deleted characters at i, and whether
// one of them can stand for a space.
func (r *reader) unseen(i int) (class, int) {
	found := unseen
	for i < len(r.text) {
		c, w := utf8.DecodeRuneInString(r.text[i:])
		l := letterOf(c)
		if l.class != unseen && l.class != maybe {
			break
		}
		if l.class == maybe {
			found = maybe
		}
		i += w
	}
	return found, i
}

// goesOn reports whether what stands at i may belong to the cluster before it.
func (r *reader) goesOn(i int) bool {
	if i >= len(r.text) || r.text[i] < 0xC2 {
		return false
	}
	c, _ := utf8.DecodeRuneInString(r.text[i:])
	l := letterOf(c)
	return l.tail || l.class == unseen || l.class == maybe
}

// marked reads the cluster of the base c, whose marks begin at i.
func (r *reader) marked(c rune, i int) (class, int) {
	var m marks
	base := noBase
	if letterOf(c).moves {
		r.addMark(&m, base, c)
	} else {
		base = r.open(c, &m)
	}
	for i < len(r.text) {
		j := i
		x, w := utf8.DecodeRuneInString(r.text[j:])
		l := letterOf(x)
		if l.class == unseen || l.class == maybe {
			_, j = r.unseen(j)
			x, w = utf8.DecodeRuneInString(r.text[j:])
			l = letterOf(x)
		}
		if !l.tail {
			break
		}
		if !l.moves {
			b := joined(base, x)
			if m.n > 0 || b == 0 {
				break
			}
			base = b
			r.fired.add(ruleU01)
		} else {
			base = r.addMark(&m, base, x)
		}
		if j > i {
			r.fired.add(ruleU08)
		}
		i = j + w
	}
	if m.others > maxOthers {
		r.fired.add(ruleSP05)
	}
	r.out = m.rebuild(r.out, base)
	return r.class(), i
}

// open replaces and decomposes the base c: it appends all but the last
// character that is no mark to r.out, returns that, and notes the marks.
func (r *reader) open(c rune, m *marks) rune {
	if s := replaced(c); s != "" {
		r.fired.add(ruleOf(c))
		r.out = appendRunes(r.out, s)
		c = r.out[len(r.out)-1]
		r.out = r.out[:len(r.out)-1]
	}
	if c < 0xC0 {
		return c
	}
	start := len(r.out)
	r.out = m.decompose(r.out, string(c))
	last := len(r.out) - 1
	base := r.out[last]
	if r.out = r.out[:last]; last > start || m.n == 0 && base != c {
		r.fired.add(ruleU12)
	}
	return base
}

// addMark notes the mark x on base, which it returns: d with a stroke is đ (rule U05).
func (r *reader) addMark(m *marks, base, x rune) rune {
	if x == 0x0335 || x == 0x0336 {
		switch base {
		case 'd':
			r.fired.add(ruleU05)
			return 'đ'
		case 'D':
			r.fired.add(ruleU05)
			return 'Đ'
		}
	}
	if letterOf(x).easy {
		r.addOne(m, x)
		return base
	}
	parts := properties(x).Decomposition()
	r.fired.add(ruleU04)
	for len(parts) > 0 {
		p, w := utf8.DecodeRune(parts)
		r.addOne(m, p)
		parts = parts[w:]
	}
	return base
}

func (r *reader) addOne(m *marks, x rune) {
	switch {
	case x == 0x031B && m.tones > 0:
		r.fired.add(ruleU03)
	case isShape(x) && m.hasHighTone():
		r.fired.add(ruleU02)
	default:
		r.fired.add(ruleU01)
	}
	if !m.add(x) {
		r.fired.add(ruleU04)
	}
}

// joined returns the one character that two starters compose to, or 0.
func joined(a, b rune) rune {
	if a == noBase {
		return 0
	}
	s := norm.NFC.String(string([]rune{a, b}))
	if c, w := utf8.DecodeRuneInString(s); w == len(s) {
		return c
	}
	return 0
}

// class is that of the cluster in r.out. An apostrophe with marks is none.
func (r *reader) class() class {
	k := letterOf(r.out[0]).class
	if k == apostrophe && len(r.out) > 1 {
		return gap
	}
	return k
}
