// Package legacy reads Vietnamese text that is not UTF-8: it tells the 8-bit
// encodings of before Unicode, UTF-16, the 7-bit VIQR, and text that a program
// read in the wrong encoding and saved, and turns them into composed text.
//
// Detect tells how bytes are to be read, Encoding.Decode reads them, and Repair
// does both to the fields of a record. Rule names in the comments are those that
// package viet explains, and E for encodings.
package legacy

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"vankien/internal/viet"
)

// Before Unicode, Vietnamese was written in 8-bit encodings, each with its own
// table, and in the 7-bit VIQR. Such text arrives in two ways: as its bytes, or
// inside a Unicode file, after a program has read the bytes as Windows-1252 and
// saved what it saw (Céng hoµ x· héi). Both are one here: a decoder works on
// text as Windows-1252 shows it, and bytes are first shown so. A character that
// a table does not know stays as Windows-1252 shows it, which is right for the
// quotation marks and dashes that Word puts between the letters.
//
// TCVN3 (rule E02) has no code for a capital with a tone: it is read as small and
// raised where the capitals around show it (VIÖT is VIỆT), or if it was written as
// letter and toned letter (Aµ is À); else it stays small (ñy ban). In
// VPS 14 capitals share the code of their small letter; which of the two is
// meant follows from the letters around. The tones of Windows-1258 are
// combining characters (rule U15). What a decoder returns is composed.

func decodeTCVN3(s string) string   { return viet.Compose(raiseToned(joinCapitals(tcvn3.decode(s)))) }
func decodeVNI(s string) string     { return viet.Compose(vniWindows.decode(s)) }
func decodeVPS(s string) string     { return viet.Compose(raiseShared(vps.decode(s))) }
func decodeVISCII(s string) string  { return viet.Compose(viscii.decode(s)) }
func decodeCP1258(s string) string  { return viet.Compose(cp1258.decode(s)) }
func decodeMisread(s string) string { return viet.Compose(misread(s)) }

// table maps the codes of an encoding to letters.
type table struct {
	single [256]rune // 0 for what Windows-1252 shows rightly
	pairs  map[[2]byte]rune
}

var (
	tcvn3      = newTable(tcvn3Codes)
	vniWindows = newTable(vniCodes).anyCase()
	vps        = newTable(vpsCodes)
	viscii     = newTable(visciiCodes)
	cp1258     = func() *table {
		t := &table{}
		for c, r := range cp1258Letters {
			t.single[c] = r
		}
		return t
	}()
)

// newTable reads the codes of letters. Of two letters with one code the
// later, the small one, is taken.
func newTable(codes string) *table {
	t := &table{pairs: map[[2]byte]rune{}}
	list := strings.Fields(codes)
	for i, r := range []rune(letters) {
		switch c, _ := hex.DecodeString(list[i]); len(c) {
		case 1:
			t.single[c[0]] = r
		case 2:
			t.pairs[[2]byte(c)] = r
		}
	}
	return t
}

// anyCase adds the pairs of a letter and a mark of the other case, which come
// of typing with the wrong key held: the letter decides.
func (t *table) anyCase() *table {
	all := map[[2]byte]rune{}
	for c, r := range t.pairs {
		all[c] = r
		if other := [2]byte{c[0], c[1] ^ 0x20}; t.pairs[other] == 0 {
			all[other] = r
		}
	}
	t.pairs = all
	return t
}

// decode reads text that Windows-1252 shows.
func (t *table) decode(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		i += w
		c, ok := unread(r)
		if !ok {
			b.WriteRune(r)
			continue
		}
		if len(t.pairs) > 0 && i < len(s) && s[i] >= utf8.RuneSelf {
			next, w := utf8.DecodeRuneInString(s[i:])
			if d, ok := unread(next); ok {
				if l := t.pairs[[2]byte{c, d}]; l != 0 {
					b.WriteRune(l)
					i += w
					continue
				}
			}
		}
		if l := t.single[c]; l != 0 {
			r = l
		}
		b.WriteRune(r)
	}
	return b.String()
}

// shown returns bytes as Windows-1252 shows them.
func shown(b []byte) string {
	var s strings.Builder
	s.Grow(len(b) + len(b)/4)
	for _, c := range b {
		switch {
		case c < utf8.RuneSelf:
			s.WriteByte(c)
		case c < 0xA0:
			s.WriteRune(windows1252[c-0x80])
		default:
			s.WriteRune(rune(c))
		}
	}
	return s.String()
}

// unread returns the byte that Windows-1252, or Latin-1, shows as r.
func unread(r rune) (byte, bool) {
	if r < 0x100 {
		return byte(r), true
	}
	for i, shown := range windows1252 {
		if shown == r {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// misread undoes the reading of UTF-8 as Windows-1252, letter by letter: where
// a byte was lost on the way the rest of its letter stays as it is.
func misread(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, size := restore(s[i:])
		b.WriteRune(r)
		i += size
	}
	return b.String()
}

// restore returns the letter whose UTF-8 Windows-1252 shows at the start of s,
// or else the first letter of s, and how much of s it takes.
func restore(s string) (r rune, size int) {
	var code [utf8.UTFMax]byte
	for n := range code {
		shown, w := utf8.DecodeRuneInString(s[size:])
		c, ok := unread(shown)
		if !ok || w == 0 {
			break
		}
		code[n] = c
		size += w
		if r, used := utf8.DecodeRune(code[:n+1]); n > 0 && used == n+1 {
			return r, size
		}
	}
	return utf8.DecodeRuneInString(s)
}
