package viet

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns text as it can be shown on a terminal or a page without doing
// anything there: control characters become their pictures (ESC is ␛), those
// without one and the characters that turn the direction of writing become their
// numbers (⟨U+202E⟩), and what is not UTF-8 becomes �. Tabs and line ends stay.
// It returns s if there is nothing to replace, and Visible(Visible(s)) is
// Visible(s). Lengths change, so marks are placed before.
func Visible(s string) string { return visible(s, true) }

// VisibleLine returns Visible(s) with tabs and line ends as pictures too: for
// names and values, which must not look like two lines.
func VisibleLine(s string) string { return visible(s, false) }

func visible(s string, text bool) string {
	i := firstUnshown(s, text)
	if i < 0 {
		return s
	}
	var b strings.Builder
	for i >= 0 {
		b.WriteString(s[:i])
		r, n := utf8.DecodeRuneInString(s[i:])
		b.WriteString(picture(r))
		s = s[i+n:]
		i = firstUnshown(s, text)
	}
	b.WriteString(s)
	return b.String()
}

// firstUnshown returns where the first character is that must be replaced, or -1.
func firstUnshown(s string, text bool) int {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 || unshown(r) {
				return i
			}
			i += n
			continue
		}
		if (c < ' ' || c == 0x7f) && !(text && isLayout(s[i:])) {
			return i
		}
		i++
	}
	return -1
}

// isLayout reports whether s begins with a tab or a line end. A lone carriage
// return is none: on a terminal it hides what its line says.
func isLayout(s string) bool {
	return s[0] == '\t' || s[0] == '\n' || strings.HasPrefix(s, "\r\n")
}

// unshown reports whether a character above ASCII is a control, parts lines or
// turns the direction of writing.
func unshown(r rune) bool {
	return r <= 0x9f || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Bidi_Control, r)
}

// picture is what stands for a character that must be replaced.
func picture(r rune) string {
	switch {
	case r < ' ':
		return string(0x2400 + r)
	case r == 0x7f:
		return "␡"
	case r == utf8.RuneError:
		return string(r)
	}
	return fmt.Sprintf("⟨U+%04X⟩", r)
}
