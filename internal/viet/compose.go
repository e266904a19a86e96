package viet

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Compose returns the stored form of s: NFC, and beyond it the shape mark
// before the tone mark in every cluster (rules U01 to U04). NFC alone is not
// enough, since circumflex and breve share the combining class of four tone
// marks, so that e + acute + circumflex stays two characters. A repeated mark
// is dropped; a cluster with two different tones stays as NFC gives it.
//
// Compose returns s itself when nothing changes. Bytes that are not UTF-8 are
// kept. Compose(Compose(s)) == Compose(s).
func Compose(s string) string {
	if surelyComposed(s) {
		return s
	}
	s = norm.NFC.String(s)
	first := nextRepair(s, 0)
	if first < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	done := 0
	for at := first; at >= 0; at = nextRepair(s, done) {
		start, end := clusterAround(s, at)
		b.WriteString(s[done:start])
		b.WriteString(repair(s[start:end]))
		done = end
	}
	b.WriteString(s[done:])
	return b.String()
}

// surelyComposed reports whether s has only characters that NFC leaves as they
// are whatever stands beside them: ASCII, the Latin letters of U+0080 to U+02FF
// and U+1E00 to U+1EFF, and the marks of U+2010 to U+203F. That is nearly every
// text as it is found, and seeing it so costs a tenth of normalizing.
func surelyComposed(s string) bool {
	for i := 0; i < len(s); {
		n := int(sureLengths[s[i]])
		if n == 1 {
			i++
			continue
		}
		if n == 0 || i+n > len(s) || s[i+1]&0xC0 != 0x80 {
			return false
		}
		if n == 3 && (s[i+2]&0xC0 != 0x80 || !sureThird(s[i], s[i+1], s[i+2])) {
			return false
		}
		i += n
	}
	return true
}

// sureThird reports whether a character of three bytes is one of those.
func sureThird(a, b, c byte) bool {
	return a == 0xE1 && b >= 0xB8 && b <= 0xBB || a == 0xE2 && b == 0x80 && c >= 0x90
}

// sureLengths is the length of the characters that begin with a byte; 0 where
// none of them is sure.
var sureLengths = func() (t [256]uint8) {
	for b := range t {
		switch {
		case b < utf8.RuneSelf:
			t[b] = 1
		case b >= 0xC2 && b <= 0xCB:
			t[b] = 2
		case b == 0xE1 || b == 0xE2:
			t[b] = 3
		}
	}
	return t
}()

// nextRepair returns the place of the first shape or tone mark that still
// stands alone at or after from, or -1.
func nextRepair(s string, from int) int {
	for i := from; i < len(s); {
		// The marks of Vietnamese lie in U+0300 to U+033F, whose lead byte is CC.
		j := strings.IndexByte(s[i:], 0xCC)
		if j < 0 {
			return -1
		}
		i += j
		r, w := utf8.DecodeRuneInString(s[i:])
		if isShape(r) || isTone(r) {
			return i
		}
		i += w
	}
	return -1
}

// clusterAround returns the bounds of the base and the marks around the mark
// at i. Normalization has cut runs of marks into pieces of thirty.
func clusterAround(s string, at int) (start, end int) {
	start = at
	for start > 0 {
		r, w := utf8.DecodeLastRuneInString(s[:start])
		start -= w
		if properties(r).CCC() == 0 {
			break
		}
	}
	end = at
	for end < len(s) {
		p := norm.NFC.PropertiesString(s[end:])
		if p.CCC() == 0 || p.Size() == 0 {
			break
		}
		end += p.Size()
	}
	return start, end
}

// repair rebuilds one cluster as base, shape marks, tone mark, other marks.
func repair(c string) string {
	if !utf8.ValidString(c) {
		return c
	}
	var m marks
	out := m.decompose(nil, c)
	if letterOf(out[len(out)-1]).moves || m.tones > 1 || m.others > maxOthers {
		return c
	}
	return string(m.rebuild(out[:len(out)-1], out[len(out)-1]))
}

// maxOthers bounds the marks of a cluster that are neither shape nor tone: no
// writing needs more (rule SP05).
const maxOthers = 8

// marks are the distinct marks of one cluster, in the order of the text.
type marks struct {
	all                   [3 + 5 + maxOthers]rune
	n                     int
	shapes, tones, others int // others can exceed maxOthers, and then counts marks left out of all
}

// add notes a mark unless it stands there already (rule U04). It reports whether it does so.
func (m *marks) add(r rune) bool {
	for _, x := range m.all[:m.n] {
		if x == r {
			return false
		}
	}
	switch {
	case isShape(r):
		m.shapes++
	case isTone(r):
		m.tones++
	case m.others >= maxOthers:
		m.others = maxOthers + 1
		return true
	default:
		m.others++
	}
	m.all[m.n] = r
	m.n++
	return true
}

// hasHighTone reports whether a tone other than nặng stands there: one of the
// class of circumflex and breve, which normalization leaves before them.
func (m *marks) hasHighTone() bool {
	for _, r := range m.all[:m.n] {
		if t := toneOf(r); t != Level && t != Nang {
			return true
		}
	}
	return false
}

// decompose appends to dst the base of the cluster c, in the form of NFC, and
// notes the marks.
func (m *marks) decompose(dst []rune, c string) []rune {
	parts := []rune(norm.NFD.String(c))
	n := len(parts)
	for n > 1 && letterOf(parts[n-1]).moves {
		n--
	}
	for _, r := range parts[n:] {
		m.add(r)
	}
	return appendRunes(dst, norm.NFC.String(string(parts[:n])))
}

// noBase stands for the base of marks at the start of a text.
const noBase rune = -1

// rebuild appends the composed cluster of base and marks to dst (rules U01 to
// U04). Of a cluster with too many other marks it keeps shape and tone alone.
// Marks without a base are only put in the order of NFC.
func (m *marks) rebuild(dst []rune, base rune) []rune {
	if m.n == 0 {
		return append(dst, base)
	}
	if r := m.vowel(base); r != 0 {
		return append(dst, r)
	}
	var buf [1 + len(m.all)]rune
	c := buf[:0]
	if base != noBase {
		c = append(c, base)
	}
	for _, r := range m.all[:m.n] {
		if m.others <= maxOthers || isShape(r) || isTone(r) {
			c = append(c, r)
		}
	}
	composed := norm.NFC.String(string(c))
	if nextRepair(composed, 0) < 0 || base == noBase {
		return appendRunes(dst, composed)
	}
	return appendRunes(dst, norm.NFC.String(string(m.sorted(buf[:1]))))
}

// vowel composes base with one shape and one tone at most, or returns 0.
func (m *marks) vowel(base rune) rune {
	if base == noBase || m.others > 0 || m.shapes > 1 || m.tones > 1 {
		return 0
	}
	l := letterOf(base)
	if l.lower == 0 || l.base >= utf8.RuneSelf || l.plain != l.lower {
		return 0
	}
	v, tone := l.plain, Level
	for _, r := range m.all[:m.n] {
		if t := toneOf(r); t != Level {
			tone = t
		} else if v = shaped(v, r); v == 0 {
			return 0
		}
	}
	if !isVowel(v) {
		return 0
	}
	v = withTone(v, tone)
	if base != l.lower {
		return upper(v)
	}
	return v
}

// sorted appends the marks to c: shapes, tones, then what else is kept.
func (m *marks) sorted(c []rune) []rune {
	for _, r := range m.all[:m.n] {
		if isShape(r) {
			c = append(c, r)
		}
	}
	for _, r := range m.all[:m.n] {
		if isTone(r) {
			c = append(c, r)
		}
	}
	for _, r := range m.all[:m.n] {
		if !isShape(r) && !isTone(r) && m.others <= maxOthers {
			c = append(c, r)
		}
	}
	return c
}

func appendRunes(dst []rune, s string) []rune {
	for _, r := range s {
		dst = append(dst, r)
	}
	return dst
}
