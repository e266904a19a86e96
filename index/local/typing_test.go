package local

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// spellings are ways in which people type one query. What they leave to chance
// depends on the text alone. They are written without the product's own notion
// of letters and marks.
var spellings = []struct {
	name string
	of   func(string) string
}{
	{"typed", func(s string) string { return s }},
	{"bare", bare},
	{"mixed", mixed},
	{"slip", slip},
	{"telex", telex},
}

// chance returns random numbers that depend on s alone.
func chance(s string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(s))
	return rand.New(rand.NewPCG(10, h.Sum64()))
}

// bare returns s without any marks.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		case r == 'Đ':
			return 'D'
		}
		return r
	}, norm.NFD.String(s))
}

// mixed leaves out the marks of three in ten words.
func mixed(s string) string {
	w := chance(s)
	words := strings.Fields(s)
	for i := range words {
		if w.Float64() < 0.3 {
			words[i] = bare(words[i])
		}
	}
	return strings.Join(words, " ")
}

// slip returns s with one slip in one of its words of three letters or more: a
// letter left out, added, replaced or exchanged with the one before it, or a wrong
// mark.
func slip(s string) string {
	w := chance(s)
	words := strings.Fields(norm.NFC.String(s))
	var at []int
	for i, word := range words {
		if len([]rune(word)) >= 3 && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
			at = append(at, i)
		}
	}
	if at == nil {
		return s
	}
	i := at[w.IntN(len(at))]
	for was := words[i]; words[i] == was; {
		words[i] = slipIn(w, was)
	}
	return strings.Join(words, " ")
}

// slipLetters are those that Vietnamese words are written with.
const slipLetters = "abcdeghiklmnopqrstuvxy"

func slipIn(w *rand.Rand, word string) string {
	r := []rune(word)
	i := w.IntN(len(r))
	letter := rune(slipLetters[w.IntN(len(slipLetters))])
	switch w.IntN(5) {
	case 0:
		return string(r[:i]) + string(r[i+1:])
	case 1:
		return string(r[:i]) + string(letter) + string(r[i:])
	case 2:
		r[i] = letter
	case 3:
		r[max(i-1, 0)], r[i] = r[i], r[max(i-1, 0)]
	case 4:
		return wrongMark(w, r, i)
	}
	return string(r)
}

// toneMarks are combining characters; a letter can have one beside its shape.
const toneMarks = "\u0300\u0301\u0303\u0309\u0323"

// shapes are the letters that differ by a mark other than a tone.
var shapes = []string{"aăâ", "eê", "oôơ", "uư", "dđ"}

// wrongMark changes the tone of a word, if it has one, or the shape of a letter.
func wrongMark(w *rand.Rand, word []rune, i int) string {
	if d := []rune(norm.NFD.String(string(word))); w.IntN(2) == 0 {
		for j, r := range d {
			if strings.ContainsRune(toneMarks, r) {
				d[j] = []rune(toneMarks)[w.IntN(5)]
				return norm.NFC.String(string(d))
			}
		}
	}
	letter, tone := []rune(norm.NFD.String(string(word[i]))), ""
	if n := len(letter) - 1; n > 0 && strings.ContainsRune(toneMarks, letter[n]) {
		letter, tone = letter[:n], string(letter[n])
	}
	for _, s := range shapes {
		if of := []rune(s); strings.Contains(s, norm.NFC.String(string(letter))) {
			return norm.NFC.String(string(word[:i]) + string(of[w.IntN(len(of))]) + tone + string(word[i+1:]))
		}
	}
	return string(word)
}

var telexTones = map[rune]string{0x0300: "f", 0x0301: "s", 0x0303: "x", 0x0309: "r", 0x0323: "j"}

// telex returns the keys with which s is typed in Telex: shapes behind their
// letters, tones at the ends of words.
func telex(s string) string {
	var b strings.Builder
	tone, letter := "", ""
	for _, r := range norm.NFD.String(s) {
		key := string(r)
		switch {
		case telexTones[r] != "":
			tone = telexTones[r]
			continue
		case r == 0x0302: // circumflex
			key = letter
		case r == 0x0306 || r == 0x031b: // breve, horn
			key = "w"
		case r == 'đ':
			key = "dd"
		case r == 'Đ':
			key = "Dd"
		case unicode.IsLetter(r):
			letter = strings.ToLower(key)
		default:
			key, tone = tone+key, ""
		}
		b.WriteString(key)
	}
	return b.String() + tone
}
