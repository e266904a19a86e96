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
	s = norm.NFC.String(s)
	first := nextRepair(s, 0)
	if first < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	done := 0
	for at := first; at >= 0; at = nextRepair(s, done) {
		start, end := cluster(s, at)
		b.WriteString(s[done:start])
		b.WriteString(repair(s[start:end]))
		done = end
	}
	b.WriteString(s[done:])
	return b.String()
}

// nextRepair returns the place of the first shape or tone mark that still
// stands alone at or after from, or -1.
func nextRepair(s string, from int) int {
	for i := from; i < len(s); {
		// Combining marks of Vietnamese are U+0300 to U+0323: lead bytes CC and CD begin U+0300 to U+037F.
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

// cluster returns the bounds of the base and the marks around the mark at i.
func cluster(s string, at int) (start, end int) {
	start = at
	for start > 0 {
		r, w := utf8.DecodeLastRuneInString(s[:start])
		start -= w
		if norm.NFC.PropertiesString(string(r)).CCC() == 0 {
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
	var base, shape, tones, other []rune
	for i, r := range []rune(norm.NFD.String(c)) {
		switch {
		case i == 0:
			base = append(base, r)
		case isShape(r):
			shape = appendNew(shape, r)
		case isTone(r):
			tones = appendNew(tones, r)
		default:
			other = append(other, r)
		}
	}
	if len(tones) > 1 || !utf8.ValidString(c) {
		return c
	}
	return norm.NFC.String(string(base) + string(shape) + string(tones) + string(other))
}

func appendNew(s []rune, r rune) []rune {
	for _, x := range s {
		if x == r {
			return s
		}
	}
	return append(s, r)
}

func isShape(r rune) bool { return r == 0x0302 || r == 0x0306 || r == 0x031B }

func isTone(r rune) bool {
	return r == 0x0300 || r == 0x0301 || r == 0x0303 || r == 0x0309 || r == 0x0323
}
