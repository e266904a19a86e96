package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Statistics of words side by side are taken within parts of sentences: what
// stands on both sides of a comma or hyphen is seldom one expression, although a
// phrase may cross it (rule K02).

// partEnds are the characters that end a part of a sentence.
const partEnds = ".!?;:…,()\"“”„«»/–—-\n\r\u0085\u2028\u2029"

// EndsPart reports whether a part of a sentence ends in what stands between two
// neighbouring words.
func EndsPart(between string) bool {
	return between != " " && strings.ContainsAny(between, partEnds)
}

// IsCapitalized reports whether a word has one capital, its first letter: words
// in capitals only are headings as often as names.
func IsCapitalized(word string) bool {
	if word == "" || 'a' <= word[0] && word[0] <= 'z' {
		return false
	}
	r, n := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && !strings.ContainsFunc(word[n:], unicode.IsUpper)
}
