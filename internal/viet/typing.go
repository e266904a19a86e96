package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words come into a query as the keys that were pressed when no input method
// was on: Telex (dduwowngf) or VNI (d9u7o7ng2). A key sequence
// is taken for a word only if it gives a strictly valid syllable, and only if
// it is none itself, but for the rare ones with oo (xoong): coong is công far
// more often. And gas, virus and Paris are Telex for gá, víu and pái. A caller
// that knows the words of its collection should ask for those first.

// Telex reads the Telex keys of every word in s: aa ee oo aw ow uw w dd and the
// tones s f r x j, marks at any later place of the word (rules I01, I02). The
// result is in lower case with tones in the traditional place; words that are
// no Telex stay. It reports whether any word was read.
func Telex(s string) (string, bool) { return typed(s, telex) }

// VNI reads the VNI keys of every word in s: 1 sắc, 2 huyền, 3 hỏi, 4 ngã,
// 5 nặng, 6 circumflex, 7 horn, 8 breve, 9 đ, at any later place of the word
// (rule I03). A word that is all capitals stays (U23, QH15), and so does one
// with a digit that marks nothing (rule I04). Otherwise it is as Telex.
func VNI(s string) (string, bool) { return typed(s, vni) }

// maxTyped is the longest word read as keys: a syllable of seven letters with a
// key for each of its marks and some to spare.
const maxTyped = 16

// typed replaces every word that read accepts.
func typed(s string, read func(word string) (string, bool)) (string, bool) {
	var b strings.Builder
	any := false
	for i := 0; i < len(s); {
		end := runEnd(s[i:], isTypedRune) + i
		if end == i {
			_, w := utf8.DecodeRuneInString(s[i:])
			b.WriteString(s[i : i+w])
			i += w
			continue
		}
		word := s[i:end]
		if end-i <= maxTyped {
			if syllable, ok := read(word); ok {
				word, any = syllable, true
			}
		}
		b.WriteString(strings.ToLower(word))
		i = end
	}
	return b.String(), any
}

func isTypedRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// runEnd returns where the run of such characters at the start of s ends.
func runEnd(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}

// isSyllable reports whether a word is a syllable, perhaps without its tone.
func isSyllable(word string) bool {
	_, ok := ParseSyllable(strings.ToLower(word))
	return ok
}

// keys is a word as far as its keys have been read.
type keys struct {
	letters []rune // lower case, with shapes, without tone
	tone    rune   // combining character, or 0
	hook    hook
	used    bool // whether any key was a mark
}

// hook says which letters a horn key marks, where it may mean several.
type hook uint8

const (
	hookBoth  hook = iota // u and o beside each other, else the last letter
	hookLast              // the last letter that can take it
	hookFirst             // the first one
	hooks
)

// readKeys applies press to the characters of word for each sense of the horn
// key and returns the first strictly valid syllable.
func readKeys(word string, press func(k *keys, r rune) bool) (string, bool) {
	for h := range hooks {
		k := keys{letters: make([]rune, 0, maxTyped), hook: h}
		ok := true
		for _, r := range strings.ToLower(norm.NFC.String(word)) {
			if ok = press(&k, r); !ok {
				break
			}
		}
		if !ok || !k.used {
			continue
		}
		s := Term(k.word())
		if syl, ok := ParseSyllable(s); ok && syl.Strict {
			return s, true
		}
	}
	return "", false
}

// word returns the letters with the tone on the first vowel.
func (k *keys) word() string {
	i := k.find(0, isVowelLetter)
	if i < 0 || k.tone == 0 {
		return string(k.letters)
	}
	return Compose(string(k.letters[:i+1]) + string(k.tone) + string(k.letters[i+1:]))
}

// find returns the first letter at or after from that is such, or -1.
func (k *keys) find(from int, is func(rune) bool) int {
	for i := from; i < len(k.letters); i++ {
		if is(k.letters[i]) {
			return i
		}
	}
	return -1
}

func isVowelLetter(r rune) bool { return strings.ContainsRune("aăâeêioôơuưy", r) }

// add appends a letter; a tone that it carries becomes that of the word.
func (k *keys) add(r rune) bool {
	if l := letterOf(r); l.tone != Level && isVowel(l.plain) {
		if !k.setTone(toneMarks[l.tone]) {
			return false
		}
		r = l.plain
	}
	k.letters = append(k.letters, r)
	return true
}

// setTone fails when the word has a tone or no vowel yet.
func (k *keys) setTone(mark rune) bool {
	if k.tone != 0 {
		return false
	}
	k.tone = mark
	return true
}

// press marks the word with a tone key.
func (k *keys) press(mark rune) bool {
	k.used = true
	return k.find(0, isVowelLetter) >= 0 && k.setTone(mark)
}

// shape replaces the last letter that is plain, and reports whether there is one.
func (k *keys) shape(plain, shaped rune) bool {
	for i := len(k.letters) - 1; i >= 0; i-- {
		if k.letters[i] == plain {
			k.letters[i], k.used = shaped, true
			return true
		}
	}
	return false
}

// stroke makes đ of a d that begins the word.
func (k *keys) stroke() bool {
	if len(k.letters) == 0 || k.letters[0] != 'd' {
		return false
	}
	k.letters[0], k.used = 'đ', true
	return true
}

// horn marks u and o, and with breve also a, in the sense of k.hook.
func (k *keys) horn(breve bool) bool {
	done := false
	for i := range k.letters {
		if k.hook == hookBoth && k.isPair(i) {
			k.letters[i], k.letters[i+1], done = 'ư', 'ơ', true
		}
	}
	for j := range k.letters {
		i := len(k.letters) - 1 - j
		if k.hook == hookFirst {
			i = j
		}
		if done {
			break
		}
		done = k.hornAt(i, breve)
	}
	k.used = k.used || done
	return done
}

// isPair reports whether u and o stand at i, one of them without its horn.
func (k *keys) isPair(i int) bool {
	if i+1 >= len(k.letters) || i > 0 && k.letters[i-1] == 'q' {
		return false
	}
	u, o := k.letters[i], k.letters[i+1]
	return (u == 'u' || u == 'ư') && o == 'o' || u == 'u' && o == 'ơ'
}

func (k *keys) hornAt(i int, breve bool) bool {
	switch r := k.letters[i]; {
	case r == 'o':
		k.letters[i] = 'ơ'
	case r == 'u' && (i == 0 || k.letters[i-1] != 'q'):
		k.letters[i] = 'ư'
	case r == 'a' && breve:
		k.letters[i] = 'ă'
	default:
		return false
	}
	return true
}

var telexTones = map[rune]rune{'s': 0x0301, 'f': 0x0300, 'r': 0x0309, 'x': 0x0303, 'j': 0x0323}

func telex(word string) (string, bool) {
	if isSyllable(word) && !strings.Contains(strings.ToLower(word), "oo") {
		return "", false
	}
	return readKeys(word, func(k *keys, r rune) bool {
		switch mark := telexTones[r]; {
		case mark != 0 && k.find(0, isVowelLetter) >= 0:
			return k.press(mark)
		case r == 'w':
			if !k.horn(true) {
				k.letters, k.used = append(k.letters, 'ư'), true
			}
			return true
		case r == 'a' && k.shape('a', 'â'), r == 'e' && k.shape('e', 'ê'), r == 'o' && k.shape('o', 'ô'), r == 'd' && k.stroke():
			return true
		}
		return k.add(r)
	})
}

var vniTones = map[rune]rune{'1': 0x0301, '2': 0x0300, '3': 0x0309, '4': 0x0303, '5': 0x0323}

func vni(word string) (string, bool) {
	if word == strings.ToUpper(word) {
		return "", false
	}
	return readKeys(word, func(k *keys, r rune) bool {
		switch {
		case vniTones[r] != 0:
			return k.press(vniTones[r])
		case r == '6':
			return k.shape('a', 'â') || k.shape('e', 'ê') || k.shape('o', 'ô')
		case r == '7':
			return k.horn(false)
		case r == '8':
			return k.shape('a', 'ă')
		case r == '9':
			return k.stroke()
		}
		return !unicode.IsDigit(r) && k.add(r)
	})
}
