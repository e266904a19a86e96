package viet

import (
	"strings"
	"unicode/utf8"
)

// alphabet is the order of letters (rule C01), with the Latin letters of names
// in their usual places.
const alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

// ranks holds the place of a letter without tone in the order of words.
var ranks = func() map[rune]byte {
	m := map[rune]byte{}
	n := byte(firstRank)
	for _, r := range "0123456789" + alphabet {
		m[r] = n
		n++
	}
	return m
}()

// toneRanks order the tones level, huyền, hỏi, ngã, sắc, nặng (rule C01).
var toneRanks = [...]byte{level: 1, huyen: 2, hoi: 3, nga: 4, sac: 5, nang: 6}

const (
	endOfLetters = 0x08 // below every rank, so that a shorter word comes first
	firstRank    = 0x10
	otherLetter  = 0xF0 // before the UTF-8 of a letter outside the alphabet
)

// SortKey returns a key whose byte order is dictionary order: syllable by
// syllable, the letters of a syllable before its tone (rule C02). Case and
// what separates words do not count.
func SortKey(s string) string {
	var b strings.Builder
	for _, t := range Tokenize(nil, Compose(s)) {
		tone := level
		for _, r := range t.Term {
			l := letterOf(r)
			if l.tone != level {
				tone = l.tone
			}
			if n, ok := ranks[l.plain]; ok {
				b.WriteByte(n)
				continue
			}
			b.WriteByte(otherLetter)
			b.Write(utf8.AppendRune(nil, r))
		}
		b.WriteByte(endOfLetters)
		b.WriteByte(toneRanks[tone])
	}
	return b.String()
}
