package web

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"vankien/index"
)

// maxDescription is what lists of other sites show of a description, in letters.
const maxDescription = 160

// describe says what a document is about, for lists of other sites: its abstract, else
// how it begins, cut between words.
func describe(d *index.Document) string {
	var b strings.Builder
	n := 0
	for word := range strings.FieldsSeq(cmp.Or(d.Abstract, d.Body)) {
		if n += 1 + utf8.RuneCountInString(word); n > maxDescription {
			return b.String() + " …"
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}
