package viet

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A Vietnamese syllable is an onset, a rhyme and a tone. Which letter of the
// rhyme carries the tone mark follows from the three, except that two styles
// are in use for open oa, oe and uy: the traditional one marks the first
// letter (hòa, khỏe, thúy), the new one the second (hoà, khoẻ, thuý). Marks
// also stray in typing (hòang, cuả). Terms bring all of these to the
// traditional place, so that they meet in the index.
//
// A tone is moved only in a word that parses as a syllable, so that café, Đắk
// and résumé stay as they are. The rules of onsets and rhymes are spelled out
// below and expanded once, at the first use, into a table of the 3,962
// syllables without tone that they allow.

// onsets are tried in this order, so that the longest comes first (rule S01).
var onsets = []string{
	"ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
}

// rhymes are the rhymes of rule S01, without tone.
const rhymes = `
a e ê i o ô ơ u ư y ia ua ưa uê uơ uy oa oe uya ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu
oai oay oao oeo iêu yêu uôi ươi ươu uây uyu uêu
am ăm âm em êm im om ôm ơm um iêm yêm uôm ươm oam oăm oem uym
ap ăp âp ep êp ip op ôp ơp up iêp ươp oap uyp oep ưp
an ăn ân en ên in on ôn ơn un ưn iên yên uôn ươn oan oăn oen uân uyên uyn
at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uyêt uyt uêt
ang ăng âng eng êng ong ông ơng ung ưng iêng yêng uông ương oang oăng oong ôông uâng
ac ăc âc ec oc ôc uc ưc iêc uôc ươc oac oăc ooc
anh ênh inh oanh uênh uynh ach êch ich oach uêch uych`

// rhymesAfterQu are those of qu that are no rhymes elsewhere.
const rhymesAfterQu = " yt ynh ych yn"

const (
	giRhymes    = " i in ia im ip inh "          // after g, where i is the vowel
	quRhymes    = " y yt ynh ych yn yên yêt ôc " // after qu, besides those with a front or open vowel
	yOnsets     = " b h k l m n s t th v x qu "  // that take the rhyme y
	quOpen      = "aăâeêiơ"                      // that begin a rhyme after qu
	maxSyllable = 7                              // letters of the longest syllable (nghiêng)
)

// Syllable is a written syllable in its parts.
type Syllable struct {
	Onset, Rhyme string // lower case, without tone; Onset may be empty
	Tone         Tone
	Strict       bool // a rhyme in p, t, c or ch has the tone sắc or nặng (rule S02)
}

// ParseSyllable cuts a word into onset, rhyme and tone by rule S01, wherever
// its tone mark stands. It returns false for a word that cannot be a
// Vietnamese syllable. A rhyme in p, t, c or ch is accepted without a tone
// mark, as in text without marks, but then the syllable is not strict.
func ParseSyllable(s string) (Syllable, bool) {
	var buf [maxSyllable]rune
	word, ok := lowerWord(buf[:0], s)
	if !ok {
		if word, ok = lowerWord(buf[:0], Clean(s)); !ok {
			return Syllable{}, false
		}
	}
	t, p, ok := parse(word)
	if !ok || !p.loose(t) {
		return Syllable{}, false
	}
	return Syllable{p.onset, p.rhyme, t, !p.stop || t != Level}, true
}

// lowerWord appends the lower-case letters of s to word. It returns false when
// s holds anything but composed letters, or too many for a syllable.
func lowerWord(word []rune, s string) ([]rune, bool) {
	for _, r := range s {
		l := letterOf(r)
		if l.class != alpha || !l.easy || len(word) == maxSyllable {
			return word, false
		}
		word = append(word, l.lower)
	}
	return word, len(word) > 0
}

// pattern is a syllable without its tone.
type pattern struct {
	onset, rhyme string
	carrier      int // the letter that carries the tone in its traditional place
	stop         bool
	rule         rule // the rule that places the tone
}

// loose reports whether the tone t can stand on the syllable or be left out (rule S02).
func (p *pattern) loose(t Tone) bool {
	return !p.stop || t == Level || t == Sac || t == Nang
}

// patterns maps every syllable without tone to its parts.
var patterns = sync.OnceValue(func() map[string]*pattern {
	m := map[string]*pattern{}
	for _, rhyme := range strings.Fields(rhymes + rhymesAfterQu) {
		for _, onset := range onsets {
			if !joins(onset, rhyme) {
				continue
			}
			if old := m[onset+rhyme]; old == nil || len(old.onset) < len(onset) {
				m[onset+rhyme] = newPattern(onset, rhyme)
			}
		}
	}
	return m
})

func newPattern(onset, rhyme string) *pattern {
	carrier, by := marked([]rune(rhyme))
	n := utf8.RuneCountInString(onset)
	p := &pattern{onset: onset, rhyme: rhyme, carrier: n + carrier, rule: by}
	p.stop = strings.HasSuffix(rhyme, "p") || strings.HasSuffix(rhyme, "t") || strings.HasSuffix(rhyme, "c") || strings.HasSuffix(rhyme, "ch")
	switch {
	case onset == "qu":
		p.rule = ruleT07
	case onset == "gi" || onset == "g" && rhyme[0] == 'i':
		p.rule = ruleT08
	}
	return p
}

// joins reports whether the rhyme can follow the onset (rule S01).
func joins(onset, rhyme string) bool {
	first, _ := utf8.DecodeRuneInString(rhyme)
	front := strings.ContainsRune("eêiy", first)
	if strings.Contains(rhymesAfterQu+" ", " "+rhyme+" ") && onset != "qu" {
		return false
	}
	switch onset {
	case "":
		return !strings.HasPrefix(rhyme, "iê")
	case "k", "gh", "ngh":
		return front && !strings.HasPrefix(rhyme, "yê") && (rhyme != "y" || onset == "k")
	case "c":
		return !front
	case "g":
		return !front || strings.Contains(giRhymes, " "+rhyme+" ")
	case "ng":
		return !front
	case "gi":
		return first != 'i' && first != 'y'
	case "qu":
		return strings.Contains(quRhymes, " "+rhyme+" ") || strings.ContainsRune(quOpen, first)
	}
	return !strings.HasPrefix(rhyme, "yê") && (rhyme != "y" || strings.Contains(yOnsets, " "+onset+" "))
}

// marked returns which letter of the rhyme carries the tone mark: steps 1 to 6
// of rule T.
func marked(rhyme []rune) (carrier int, by rule) {
	v, last := 0, -1
	for ; v < len(rhyme) && isVowel(rhyme[v]); v++ {
		if strings.ContainsRune("ăâêôơư", rhyme[v]) {
			last = v
		}
	}
	switch {
	case last >= 0:
		return last, ruleT05
	case v == 1:
		return 0, ruleT06
	case v < len(rhyme):
		return v - 1, ruleT03
	case v >= 3:
		return 1, ruleT04
	}
	switch string(rhyme) {
	case "oa", "oe", "uy":
		return 0, ruleT01
	}
	return 0, ruleT06
}

// parse finds the tone and the pattern of a lower-case word by rule S01. A
// word with two tones, or with a tone on a consonant, is none.
func parse(word []rune) (Tone, *pattern, bool) {
	if len(word) > maxSyllable {
		return Level, nil, false
	}
	var key [maxSyllable * 2]byte // letters of syllables without tone have one or two bytes
	n, tone := 0, Level
	for _, r := range word {
		l := letterOf(r)
		if l.tone != Level {
			if tone != Level || !isVowel(l.plain) {
				return Level, nil, false
			}
			tone = l.tone
		}
		if l.plain >= 0x800 || l.class != alpha {
			return Level, nil, false
		}
		n += utf8.EncodeRune(key[n:], l.plain)
	}
	p, ok := patterns()[string(key[:n])]
	return tone, p, ok
}
