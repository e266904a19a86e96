package viet

import (
	"math/bits"
	"slices"
	"unicode/utf8"
)

// An ordinary letter is one that needles are made of: an ASCII letter or digit,
// a letter of Vietnamese, and a few that share their first bytes with these.
// lastOrdinary is the end of the last block of them.
const lastOrdinary = 0x1EFF

// ordinary reports whether r is an ordinary letter. Of the letters in C4 and C5
// only those of Vietnamese are, so that a search for a consonant with any marks
// need not look for č or ş.
func ordinary(r rune) bool {
	switch k := letterOf(r).class; {
	case k != alpha && k != digit:
		return false
	case r < utf8.RuneSelf || r >= 0xC0 && r <= 0xFF || r >= 0x180 && r <= 0x1BF || r >= 0x1E80 && r <= lastOrdinary:
		return true
	case r >= 0x100 && r <= 0x17F:
		return r|1 == 'ă' || r|1 == 'đ' || r|1 == 'ĩ' || r|1 == 'ũ'
	}
	return false
}

// lettering maps each ordinary letter to what a needle compares: its lower case,
// or its base. Any other character has the key 0.
type lettering struct {
	of   [lastOrdinary + 1]uint16
	ends [lastOrdinary + 1][]byte // by key: the last bytes of the letters that have it
}

var lowerKeys, baseKeys = func() (lower, base *lettering) {
	lower, base = new(lettering), new(lettering)
	for r := rune(0); r <= lastOrdinary; r++ {
		if ordinary(r) {
			s := string(r)
			lower.add(r, lowerKey(r), s[len(s)-1])
			base.add(r, letterOf(lowerKey(r)).base, s[len(s)-1])
		}
	}
	return lower, base
}()

// lowerKey returns the letter that r is in lower case, or that it stands for in
// texts from broken fonts.
func lowerKey(r rune) rune {
	if x := oddLetter(r); x != 0 {
		r = x
	} else if x, _ := utf8.DecodeRuneInString(replaced(r)); x != utf8.RuneError {
		r = x
	}
	return letterOf(r).lower
}

func (k *lettering) add(r, key rune, end byte) {
	k.of[r] = uint16(key)
	if !slices.Contains(k.ends[key], end) {
		k.ends[key] = append(k.ends[key], end)
	}
}

// shares holds how often a byte occurs in Vietnamese text, per mille (12 MB of
// news, laws and speeches); what is missing is rarer than one in two thousand.
var shares = [256]uint8{
	'n': 61, 'h': 51, 't': 33, 'c': 32, 'i': 30, 'g': 27, 'u': 17, 'a': 15, 'o': 11, 'm': 10, 'p': 9, 'v': 9, 'r': 9, 'y': 8,
	'l': 7, 's': 7, 'b': 6, 'k': 6, 'd': 5, 'q': 4, 'e': 3, 'x': 2,
	'T': 5, 'N': 4, 'C': 4, 'H': 3, 'B': 2, 'V': 2, 'P': 2, 'Q': 1, 'L': 1, 'S': 1, 'G': 1, 'D': 1, 'M': 1, 'I': 1, 'A': 1, 'K': 1, 'U': 1,
	'0': 3, '1': 3, '2': 4, '3': 1, '4': 1, '5': 2, '6': 1, '7': 1, '8': 1, '9': 1,
	0xBB: 57, 0xBA: 26, 0x91: 17, 0xA1: 16, 0xA0: 11, 0xA3: 8, 0xB0: 8, 0xAD: 6, 0x87: 5, 0xA7: 5, 0x83: 5, 0xA5: 5, 0xBF: 5, 0x99: 5,
	0xA9: 4, 0x8B: 4, 0xB4: 4, 0xAA: 4, 0x81: 4, 0xB3: 3, 0xA2: 3, 0x9B: 3, 0xB1: 3, 0x9D: 3, 0x90: 2, 0xAF: 2, 0xAC: 2, 0x95: 2,
	0x9F: 2, 0x8D: 2, 0x93: 1, 0xAB: 1, 0xBD: 1, 0xB9: 1, 0xB7: 1, 0x89: 1, 0xB2: 1, 0x85: 1,
}

// needle is one way to write a word, by the keys of its letters.
type needle struct {
	keys    *lettering
	letters []uint16
	anchor  int  // the letter that is searched
	open    bool // the word may go on
}

// termNeedles returns the ways in which ordinary letters can give a term.
func termNeedles(term string) (list []*needle) {
	term, _ = longestGroup(term)
	var word []rune
	for _, r := range term {
		if letterOf(r).class != mark { // İ gives i with a mark
			word = append(word, r)
		}
	}
	for _, w := range spellings(word) {
		for i, r := range w {
			w[i] = lowerKey(r)
		}
		list = appendNeedle(list, lowerKeys, w, false)
	}
	return list
}

// foldNeedles returns the ways in which ordinary letters can give words with a
// fold, or if open with a fold that begins so.
func foldNeedles(fold string, open bool) (list []*needle) {
	fold, last := longestGroup(fold)
	open = open && last
	word := []rune(fold)
	list = appendNeedle(list, baseKeys, word, open)
	if len(word) > 0 && word[0] == 'y' { // iê at the beginning is yê (rule T10)
		word[0] = 'i'
		list = appendNeedle(list, baseKeys, word, open)
	}
	return list
}

// appendNeedle appends the needle of some keys, unless one of them is that of no
// ordinary letter.
func appendNeedle(list []*needle, k *lettering, word []rune, open bool) []*needle {
	n := &needle{keys: k, letters: make([]uint16, 0, len(word)), open: open}
	for _, r := range word {
		if r > lastOrdinary || k.ends[r] == nil {
			return list
		}
		n.letters = append(n.letters, uint16(r))
	}
	if len(word) == 0 {
		return list
	}
	return append(list, n)
}

// spellings returns the words of lower-case letters that settleTone turns into
// term: those with its tone on any vowel, or with a horn left out.
func spellings(term []rune) [][]rune {
	list := [][]rune{term}
	if len(term) > maxSyllable {
		return list
	}
	plain, tone := make([]rune, len(term)), Level
	for i, r := range term {
		l := letterOf(r)
		plain[i] = l.plain
		tone = max(tone, l.tone)
	}
	var written, settled [maxSyllable]rune
	var fired rules
	try := func(word []rune) {
		for i, r := range word {
			if tone != Level && !isVowel(r) {
				continue
			}
			w := append(written[:0], word...)
			if tone != Level {
				w[i] = withTone(r, tone)
			}
			s := append(settled[:0], w...)
			settleTone(s, &fired)
			if slices.Equal(s, term) && !slices.Equal(w, term) {
				list = append(list, slices.Clone(w))
			}
			if tone == Level {
				break
			}
		}
	}
	unmended(plain, 0, try)
	return list
}

// unmended calls try for each word that rule T10 may turn into word, and for
// word itself, from letter i on.
func unmended(word []rune, i int, try func([]rune)) {
	if i == len(word) {
		try(word)
		return
	}
	unmended(word, i+1, try)
	r := word[i]
	switch {
	case r == 'ơ':
		word[i] = 'o'
	case r == 'ư':
		word[i] = 'u'
	case r == 'y' && i == 0:
		word[i] = 'i'
	default:
		return
	}
	unmended(word, i+1, try)
	word[i] = r
}

// at reports whether the needle may stand in text with the last byte of its
// anchor at p. It is wrong only in what wordAt makes good: it says yes for some
// words that are others.
func (n *needle) at(text string, p int) bool {
	start := p + 1
	for k := n.anchor; k >= 0; k-- {
		if k == 0 && n.anchor > 0 && start > 0 && roles[text[start-1]] == quote { // M'Nông
			start--
		}
		r, w := letterBefore(text, start)
		if n.keys.of[r] != n.letters[k] {
			return false
		}
		start -= w
	}
	end := p + 1
	for k := n.anchor + 1; k < len(n.letters); k++ {
		if k == 1 && end < len(text) && roles[text[end]] == quote {
			end++
		}
		r, w := letterAt(text, end)
		if n.keys.of[r] != n.letters[k] {
			return false
		}
		end += w
	}
	if r, _ := letterBefore(text, start); n.keys.of[r] != 0 {
		return cutRun(text, p)
	}
	if r, _ := letterAt(text, end); n.keys.of[r] != 0 && !n.open {
		return cutRun(text, p)
	}
	return true
}

// letterAt returns the character at i if it can be an ordinary letter, else 0.
func letterAt(text string, i int) (rune, int) {
	if i >= len(text) {
		return 0, 1
	}
	b := text[i]
	switch {
	case b < utf8.RuneSelf:
		return rune(b), 1
	case b >= 0xC3 && b <= 0xC6 && i+1 < len(text) && text[i+1]&0xC0 == 0x80:
		return rune(b&0x1F)<<6 | rune(text[i+1]&0x3F), 2
	case b == 0xE1 && i+2 < len(text) && text[i+1]|1 == 0xBB && text[i+2]&0xC0 == 0x80:
		return 0x1000 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
	}
	return 0, 1
}

// letterBefore returns the character that ends at i if it can be an ordinary
// letter, else 0.
func letterBefore(text string, i int) (rune, int) {
	if i == 0 {
		return 0, 1
	}
	if b := text[i-1]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	for w := 2; w <= 3 && w <= i; w++ {
		if r, n := letterAt(text, i-w); r != 0 && n == w {
			return r, w
		}
	}
	return 0, 1
}

// cutRun reports whether the run around p is so long that it may have been cut
// into several words (rule K04). A character adds less to a term than twice its
// own length.
func cutRun(text string, p int) bool {
	from, to := p, p
	for from > 0 && to-from <= MaxTerm/2 && partOfRun(text[from-1]) {
		from--
	}
	for to < len(text) && to-from <= MaxTerm/2 && partOfRun(text[to]) {
		to++
	}
	return to-from > MaxTerm/2
}

// isOdd reports whether a character can be in a word or change one, and is no
// ordinary letter.
func isOdd(r rune) bool {
	if r <= lastOrdinary && lowerKeys.of[r] != 0 {
		return false
	}
	l := letterOf(r)
	return l.class != gap || l.tail
}

// eachByte has a byte in each of the eight of a word.
const eachByte = 0x0101010101010101

// nextOdd returns the first place in text[from:to] where an odd character
// begins, or to. ASCII has none: words with an apostrophe are left to needles.
func nextOdd(text string, from, to int) int {
	i := from
	for ; i+8 <= to && i+9 <= len(text); i += 8 {
		s := text[i : i+9]
		x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		for lead := unsure(x, x>>8|uint64(s[8])<<56); lead != 0; lead &= lead - 1 {
			if p := i + bits.TrailingZeros64(lead)>>3; oddAt(text, p) {
				return p
			}
		}
	}
	for ; i < to; i++ {
		if text[i] >= 0xC0 && oddAt(text, i) {
			return i
		}
	}
	return to
}

// unsure returns the high bits of those bytes of x that begin a character which
// may be odd; y holds the byte after each. Sure are C3 and C6, E1 before BA and
// BB, and C4 before the letters ă, đ and ĩ. Each sum below leaves the high bit
// of a byte clear only if the byte is the one compared, or less, and carries
// nothing over.
func unsure(x, y uint64) uint64 {
	const low, high = 0x7F * eachByte, 0x80 * eachByte
	a, b := x&low, y&(0x7E*eachByte)
	notC3, notC6, notE1 := (a^0x43*eachByte)+low, (a^0x46*eachByte)+low, (a^0x61*eachByte)+low
	notC4 := (a ^ 0x44*eachByte) + low
	notBA := (b ^ 0x3A*eachByte) + low
	notTheirs := ((b ^ 0x02*eachByte) + low) & ((b ^ 0x10*eachByte) + low) & ((b ^ 0x28*eachByte) + low)
	return x & (x << 1) & notC3 & notC6 & (notE1 | notBA) & (notC4 | notTheirs) & high
}

// oddAt reports whether the character whose first byte is at p is odd.
func oddAt(text string, p int) bool {
	r, _ := utf8.DecodeRuneInString(text[p:])
	return isOdd(r)
}
