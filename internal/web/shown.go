package web

import (
	"io"
	"strings"
	"unicode"

	"vankien/internal/viet"
)

// shown writes a page with what would do something unseen there replaced by
// symbols: the one way to a page, so that no text of a document, a query or an
// address can be forgotten. Templates write each value in one piece.
type shown struct{ io.Writer }

func (s shown) Write(b []byte) (int, error) {
	if _, err := io.WriteString(s.Writer, viet.Visible(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// resent is a text as a form holds it to be sent again. Symbols would change what
// is looked for, so characters that a search takes for blanks are blanks and
// those that it does not see are not there.
func resent(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}
