package viet

import "strings"

// A Vietnamese syllable is an onset, a rhyme and a tone. Which letter of the
// rhyme carries the tone mark follows from the three, except that two styles
// are in use for open oa, oe and uy: the traditional one marks the first
// letter (hòa, khỏe, thúy), the new one the second (hoà, khoẻ, thuý). Marks
// also stray in typing (hòang, cuả). Terms bring all of these to the
// traditional place, so that they meet in the index.
//
// A tone is moved only in a word that parses as a syllable, so that café, Đắk
// and résumé stay as they are.

// onsets are tried in this order, so that the longest comes first (rule S01).
var onsets = []string{
	"ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
}

// rhymes are the rhymes of rule S01, without tone.
var rhymes = wordSet(`
a e ê i o ô ơ u ư y ia ua ưa uê uơ uy oa oe uya ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu
oai oay oao oeo iêu yêu uôi ươi ươu uây uyu uêu
am ăm âm em êm im om ôm ơm um iêm yêm uôm ươm oam oăm oem uym
ap ăp âp ep êp ip op ôp ơp up iêp ươp oap uyp oep ưp
an ăn ân en ên in on ôn ơn un ưn iên yên uôn ươn oan oăn oen uân uyên uyn
at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uyêt uyt uêt
ang ăng âng eng êng ong ông ơng ung ưng iêng yêng uông ương oang oăng oong ôông uâng
ac ăc âc ec oc ôc uc ưc iêc uôc ươc oac oăc ooc
anh ênh inh oanh uênh uynh ach êch ich oach uêch uych`)

var (
	giRhymes = wordSet("i in ia im ip inh")         // after g, where i is the vowel
	quRhymes = wordSet("y yt ynh ych yn yên yêt")   // after qu, besides those with a front or open vowel
	yOnsets  = wordSet("b h k l m n s t th v x qu") // that take the rhyme y
)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// split cuts a lower-case word without tone into onset and rhyme by rule S01.
func split(word string) (onset, rhyme string, ok bool) {
	for _, o := range onsets {
		if r, found := strings.CutPrefix(word, o); found && joins(o, r) {
			return o, r, true
		}
	}
	return "", "", false
}

// joins reports whether the rhyme can follow the onset.
func joins(onset, rhyme string) bool {
	if rhyme == "" || onset != "qu" && !rhymes[rhyme] {
		return false
	}
	front := startsWithAny(rhyme, "e", "ê", "i", "y")
	switch onset {
	case "":
		return !strings.HasPrefix(rhyme, "iê")
	case "k", "gh", "ngh":
		return front && !strings.HasPrefix(rhyme, "yê") && (rhyme != "y" || onset == "k")
	case "c":
		return !front
	case "g":
		return !front || giRhymes[rhyme]
	case "ng":
		return !front
	case "gi":
		return !startsWithAny(rhyme, "i", "y")
	case "qu":
		return quRhymes[rhyme] || rhyme == "ôc" || rhymes[rhyme] && startsWithAny(rhyme, "a", "ă", "â", "e", "ê", "i", "ơ")
	}
	return !strings.HasPrefix(rhyme, "yê") && (rhyme != "y" || yOnsets[onset])
}

func startsWithAny(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// marked returns which letter of the rhyme carries the tone mark in the
// traditional style: steps 1 to 6 of rule T.
func marked(rhyme []rune) int {
	v, last := 0, -1
	for ; v < len(rhyme) && isVowel(rhyme[v]); v++ {
		if strings.ContainsRune("ăâêôơư", rhyme[v]) {
			last = v
		}
	}
	switch {
	case last >= 0:
		return last
	case v == 1:
		return 0
	case v < len(rhyme):
		return v - 1
	case v >= 3:
		return 1
	}
	return 0
}

func isVowel(r rune) bool { return strings.ContainsRune("aăâeêioôơuưy", r) }

// placeTone moves the tone of a lower-case word to its traditional place
// (rules T01 to T09). It returns the word unchanged when it is no syllable or
// has not exactly one tone.
func placeTone(word []rune) []rune {
	var plain [maxSyllable]rune
	var t tone
	if len(word) > maxSyllable {
		return word
	}
	for i, r := range word {
		l := letterOf(r)
		if l.tone != level {
			if t != level {
				return word
			}
			t = l.tone
		}
		plain[i] = l.plain
	}
	if t == level || string(word) == "gịa" { // giặt gịa is the one word that keeps it
		return word
	}
	onset, rhyme, ok := split(string(plain[:len(word)]))
	if !ok {
		return word
	}
	out := append([]rune(nil), plain[:len(word)]...)
	at := len([]rune(onset)) + marked([]rune(rhyme))
	out[at] = toned[out[at]][t]
	return out
}

// maxSyllable is the length of the longest syllable in letters (nghiêng).
const maxSyllable = 7
