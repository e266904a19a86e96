package viet

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// next reads the piece at r.at: a word, or one cluster or run of deleted
// characters outside words. It returns false at the end of the text.
func (r *reader) next() bool {
	if r.at >= len(r.text) {
		return false
	}
	r.runes, r.fired, r.cut = r.runes[:0], 0, false
	r.start = r.at
	if r.space > r.at {
		r.word, r.end = false, r.space
		r.runes = append(r.runes, ' ')
		r.fired.add(ruleU08)
	} else {
		var k class
		k, r.end = r.cluster(r.at)
		r.word = k == alpha || k == digit
		r.runes = append(r.runes, r.out...)
		if r.word {
			r.readWord(k)
			return true
		}
	}
	r.at = r.end
	return true
}

// readWord reads on from the first cluster of a word, of class k.
func (r *reader) readWord(k class) {
	size, letters, alone := r.size(), r.letters(), k == alpha
	for r.at = r.end; ; r.at = r.end {
		fired := r.fired
		j := r.at
		k, end := r.cluster(j)
		if k == unseen || k == maybe {
			split := k == maybe
			r.fired.add(ruleU08)
			j = end
			if k, end = r.cluster(j); split && (k == alpha || k == digit) {
				if r.separates(j) {
					r.fired, r.space = fired, j
					break
				}
				k, end = r.cluster(j)
			}
		}
		if !r.takes(k, end, letters == 1 && alone) {
			r.fired = fired
			break
		}
		if n := r.size(); size+n > MaxTerm && k != apostrophe {
			r.fired, r.at, r.cut = fired, j, true
			r.fired.add(ruleK04)
			break
		} else if k != apostrophe {
			size += n
		}
		letters += r.letters()
		r.runes = append(r.runes, r.out...)
		r.end = end
	}
	r.settleLetters()
}

// letters counts the letters and digits in r.out.
func (r *reader) letters() int {
	n := 0
	for _, c := range r.out {
		if k := letterOf(c).class; k == alpha || k == digit || k == script {
			n++
		}
	}
	return n
}

// takes reports whether the cluster in r.out, of class k, goes on with the
// word; alone tells that the word is one letter so far.
func (r *reader) takes(k class, end int, alone bool) bool {
	switch k {
	case alpha, digit, mark:
		return true
	case script:
		return takesScript(r.runes, r.out[0])
	case apostrophe:
		if !alone {
			return false
		}
		_, next := r.unseen(end)
		fired, mark := r.fired, r.out[0]
		k, _ := r.cluster(next)
		r.fired = fired
		r.out = append(r.out[:0], mark)
		if k == alpha {
			r.fired.add(ruleK01)
		}
		return k == alpha
	}
	return false
}

// takesScript reports whether a superscript or subscript digit belongs to the
// word before it: m², km³ after units of length, CO₂ after a letter.
func takesScript(word []rune, r rune) bool {
	var tail [3]letter // the last letters of the word, last first
	n := 0
	for i := len(word) - 1; i >= 0 && n < len(tail); i-- {
		if l := letterOf(word[i]); l.class != mark {
			tail[n] = l
			n++
		}
	}
	last, before := tail[0], tail[1]
	if r >= 0x2080 {
		return 'a' <= last.base && last.base <= 'z' || last.class == script
	}
	if last.base != 'm' {
		return false
	}
	switch before.base {
	case 'c', 'd', 'h', 'k', 'm', 'n', 'μ':
		before = tail[2]
	}
	return before.class != alpha
}

// separates reports whether zero-width characters that end at i stand for a
// space: both sides are syllables, and together they are none (rule U08).
func (r *reader) separates(i int) bool {
	left := valid(r.runes)
	if !left {
		return false
	}
	r.seg = append(r.seg[:0], r.runes...)
	fired := r.fired
	for i < len(r.text) && len(r.seg)-len(r.runes) <= maxSyllable {
		k, end := r.cluster(i)
		if k != alpha && k != digit && k != mark && k != script {
			break
		}
		r.seg = append(r.seg, r.out...)
		i = end
	}
	r.fired = fired
	return valid(r.seg[len(r.runes):]) && !valid(r.seg)
}

// valid reports whether the cleaned letters are a syllable, loosely.
func valid(word []rune) bool {
	if len(word) > maxSyllable {
		return false
	}
	var lower [maxSyllable]rune
	for i, c := range word {
		lower[i] = letterOf(c).lower
	}
	t, p, ok := parse(lower[:len(word)])
	return ok && p.loose(t)
}

// size is what the cluster in r.out adds to the length of a term, in bytes. A
// letter that can turn into a Latin one counts as that (rule U13), so that
// Clean cuts nothing otherwise than before.
func (r *reader) size() int {
	n := 0
	for _, c := range r.out {
		switch {
		case c < utf8.RuneSelf:
			n++
		case c == 'İ':
			n += 3
		case latinFor(c) != "":
			n += len(latinFor(c))
		default:
			n += utf8.RuneLen(lowerOf(c))
		}
	}
	return n
}

// settleLetters applies the rules that look at a whole word: look-alikes of
// other scripts (U13), letters of broken fonts and caron for breve (U06, U07).
func (r *reader) settleLetters() {
	latin, other, odd := false, false, false
	for _, c := range r.runes {
		switch {
		case c < utf8.RuneSelf:
			latin = latin || 'a' <= c|0x20 && c|0x20 <= 'z'
		case oddLetter(c) != 0 || c == 0x030C:
			odd, latin = true, latin || c != 0x030C
		case letterOf(c).class != alpha:
		case isLatin(c):
			latin = true
		default:
			other = true
		}
	}
	if latin && other {
		r.toLatin()
	}
	if odd {
		r.fixOdd()
	}
}

// toLatin replaces every letter of another script by the Latin one that it
// looks like, if each of them looks like one: a Russian word with one Latin
// letter stays.
func (r *reader) toLatin() {
	s := ""
	for _, c := range r.runes {
		if letterOf(c).class != alpha || isLatin(c) {
			s += string(c)
			continue
		}
		l := latinFor(c)
		if l == "" {
			return
		}
		s += l
	}
	r.runes = appendRunes(r.runes[:0], Compose(s))
	r.fired.add(ruleU13)
}

// oddLetter returns the letter that c stands for in texts from broken fonts
// (rules U06, U07), if the word is a syllable with it; else 0.
func oddLetter(c rune) rune {
	switch c {
	case 'ǎ':
		return 'ă'
	case 'Ǎ':
		return 'Ă'
	case 0x01BF:
		return 'ĩ'
	case 0x01F7:
		return 'Ĩ'
	case 0x01F6: // has no capital: kǶ is kỳ
		return 'ỳ'
	case 'ǜ':
		return 'ũ'
	case 'Ǜ':
		return 'Ũ'
	}
	return 0
}

// fixOdd replaces odd letters when that makes the word a syllable.
func (r *reader) fixOdd() {
	s, by := "", ruleU06
	for i, c := range r.runes {
		x := oddLetter(c)
		if c == 0x030C && i > 0 && letterOf(r.runes[i-1]).plain == 'a' { // a caron parted from its letter by the tone
			x = 0x0306
		}
		if x == 'ă' || x == 'Ă' || x == 0x0306 {
			by = ruleU07
		}
		if x != 0 {
			c = x
		}
		s += string(c)
	}
	if fixed := []rune(Compose(s)); valid(fixed) {
		r.runes = append(r.runes[:0], fixed...)
		r.fired.add(by)
	}
}

func isLatin(c rune) bool { return c < firstAlike || unicode.Is(unicode.Latin, c) }

// latinFor returns c with its base replaced by the Latin letter that it looks
// like, composed, or "" when it looks like none.
func latinFor(c rune) string {
	if c < firstAlike || c >= lastAlike && (c < 0x1F00 || c >= 0x2000) {
		return ""
	}
	if c < lastAlike && properties(c).Decomposition() == nil {
		return alike[c-firstAlike]
	}
	parts := []rune(norm.NFD.String(string(c)))
	if parts[0] < firstAlike || parts[0] >= lastAlike || alike[parts[0]-firstAlike] == "" {
		return ""
	}
	return Compose(alike[parts[0]-firstAlike] + string(parts[1:]))
}

// Greek and Cyrillic; accented Greek lies beyond 0x1F00.
const firstAlike, lastAlike = 0x370, 0x530

// alike holds the Latin letters that Greek and Cyrillic ones cannot be told
// from (rule U13). Of the small Greek letters only ο is one: α, ν, ρ stand in
// formulas and units.
var alike = func() (t [lastAlike - firstAlike]string) {
	const latin = "aeopcyxisjABEKMHOPCTYXISJoABEZHIKMNOPTYX"
	n := 0
	for _, c := range "аеорсухіѕјАВЕКМНОРСТУХІЅЈοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" {
		t[c-firstAlike] = latin[n : n+1]
		n++
	}
	return t
}()
