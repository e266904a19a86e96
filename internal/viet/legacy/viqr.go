package legacy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"

	"golang.org/x/text/unicode/norm"
)

// VIQR writes the marks of a letter behind it, in ASCII: first the shape, ^ ( or
// + (also *), then the tone, ' ` ? ~ or . ; dd is đ, and \ quotes the next
// character. As the marks are also punctuation, nothing is read as VIQR until a
// text has shown that it is.

var viqrShapes = map[string]rune{
	"a^": 0x0302, "e^": 0x0302, "o^": 0x0302, "a(": 0x0306, "o+": 0x031B, "u+": 0x031B, "o*": 0x031B, "u*": 0x031B,
}

var viqrTones = map[byte]rune{'\'': 0x0301, '`': 0x0300, '?': 0x0309, '~': 0x0303, '.': 0x0323}

// showsVIQR reports whether s holds what only VIQR writes inside a word.
func showsVIQR(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		c := s[i] | 0x20
		switch {
		case !strings.ContainsRune("aeiouyd", rune(c)):
		case c == 'd':
			if s[i+1]|0x20 == 'd' && (i == 0 || !isASCIILetter(s[i-1])) && i+2 < len(s) && strings.ContainsRune("aeiouy", rune(s[i+2]|0x20)) {
				return true
			}
		case viqrShapes[string([]byte{c, s[i+1]})] != 0 && s[i+1] != '*':
			if s[i+1] == '^' || i+2 < len(s) && (isASCIILetter(s[i+2]) || viqrTones[s[i+2]] != 0) {
				return true
			}
		case viqrTones[s[i+1]] != 0:
			if i > 0 && isASCIILetter(s[i-1]) && i+2 < len(s) && isASCIILetter(s[i+2]) {
				return true
			}
		}
	}
	return false
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// decodeVIQR reads a text that is VIQR. Addresses (http://…, a@b) stay, and of
// a row of dots none is a tone. The result is composed.
func decodeVIQR(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		end := runEnd(s, isInk)
		switch word := s[:end]; {
		case end == 0:
			_, end = utf8.DecodeRuneInString(s)
			b.WriteString(s[:end])
		case strings.Contains(word, "://") || strings.Contains(word, "@") || strings.HasPrefix(word, "www."):
			b.WriteString(word)
		default:
			writeVIQR(&b, word)
		}
		s = s[end:]
	}
	return viet.Compose(b.String())
}

func isInk(r rune) bool { return !unicode.IsSpace(r) }

// writeVIQR reads a run without white space.
func writeVIQR(b *strings.Builder, s string) {
	for i := 0; i < len(s); {
		c := s[i] | 0x20
		switch {
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte("^(+*'`?~.\\dD", s[i+1]) >= 0:
			b.WriteByte(s[i+1])
			i += 2
		case c == 'd' && i+1 < len(s) && s[i+1]|0x20 == 'd':
			b.WriteString(map[byte]string{'d': "đ", 'D': "Đ"}[s[i]])
			i += 2
		case isASCIILetter(c) && strings.IndexByte("aeiouy", c) >= 0:
			i += writeViqrVowel(b, s[i:])
		default:
			b.WriteByte(s[i])
			i++
		}
	}
}

// writeViqrVowel reads the vowel at the start of s with its marks and returns
// their length.
func writeViqrVowel(b *strings.Builder, s string) int {
	n, letter := 1, []rune{rune(s[0])}
	if n < len(s) {
		if m := viqrShapes[string([]byte{s[0] | 0x20, s[n]})]; m != 0 && !strings.HasPrefix(s[n:], "**") {
			letter = append(letter, m)
			n++
		}
	}
	if n < len(s) {
		if m := viqrTones[s[n]]; m != 0 && !strings.HasPrefix(s[n:], "..") {
			letter = append(letter, m)
			n++
		}
	}
	b.WriteString(norm.NFC.String(string(letter)))
	return n
}
