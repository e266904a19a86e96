package viet

import (
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
var toneRanks = [...]byte{Level: 1, Huyen: 2, Hoi: 3, Nga: 4, Sac: 5, Nang: 6}

const (
	endOfLetters = 0x08 // below every rank, so that a shorter word comes first
	firstRank    = 0x10
	otherLetter  = 0xF0 // before the UTF-8 of a letter outside the alphabet
)

// SortKey returns a key whose byte order is dictionary order: syllable by
// syllable, the letters of a syllable before its tone (rule C02). Case and
// what separates words do not count.
func SortKey(s string) string {
	var key []byte
	var buf [16]Token
	for _, t := range Words(buf[:0], s) {
		tone := Level
		for _, r := range t.Term {
			l := letterOf(r)
			if l.class == mark {
				continue
			}
			if l.tone != Level {
				tone = l.tone
			}
			n := ranks[l.plain]
			if n == 0 {
				n = ranks[l.base]
			}
			if n != 0 {
				key = append(key, n)
				continue
			}
			key = append(key, otherLetter)
			key = utf8.AppendRune(key, r)
		}
		key = append(key, endOfLetters, toneRanks[tone])
	}
	return string(key)
}
