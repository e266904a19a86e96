package head

import (
	"strings"

	"vankien/index"
)

// maxSentence bounds a first sentence that stands for a title, in characters.
const maxSentence = 160

// readReport reads the type of a report without a letter head, from its title
// or a heading that the text begins with.
func (h *Head) readReport(title, body string) {
	if startsReport(title) {
		h.Kind = Field{index.KindReport, likely, inTitle}
		return
	}
	first := firstLine(body)
	if len(first) <= 250 && !strings.HasSuffix(first, ".") && startsReport(first) {
		h.Kind = Field{index.KindReport, likely, inHead}
	}
}

func startsReport(s string) bool {
	s = start(strings.TrimLeft(s, edge))
	n := len("báo cáo")
	return len(s) >= n && strings.EqualFold(s[:n], "báo cáo") && !isWord(firstRune(s[n:]))
}

// firstLine returns the first line that is not blank, of a bounded beginning.
func firstLine(s string) string {
	s = strings.TrimLeft(s, edge+"\n")
	if len(s) > maxLine {
		s = s[:maxLine]
	}
	s, _, _ = strings.Cut(s, "\n")
	return strings.TrimRight(s, edge)
}

// firstSentence returns the first sentence of a text, cut at a word where it is
// long.
func firstSentence(body string) Field {
	s := clean(window(firstLine(body), maxLine))
	if i := sentenceEnd(s); i > 0 {
		s = s[:i]
	}
	if s = shorten(s, maxSentence); s == "" {
		return Field{}
	}
	return Field{s, makeshift, FirstSentence}
}

// sentenceEnd returns where the first sentence ends, -1 if it does not: not after
// an abbreviation or a number.
func sentenceEnd(s string) int {
	for i := 0; i+1 < len(s); i++ {
		switch s[i] {
		case '.', '!', '?':
			if s[i+1] == ' ' && startsUpper(s[i+2:]) && i-strings.LastIndexByte(s[:i], ' ') > 3 && i > 20 {
				return i + 1
			}
		}
	}
	return -1
}

// shorten cuts a text at a word, with "…" in place of the rest.
func shorten(s string, max int) string {
	n := 0
	for i := range s {
		if n == max {
			if j := strings.LastIndexByte(s[:i], ' '); j > 0 {
				i = j
			}
			return strings.TrimRight(s[:i], " ,;:-–") + "…"
		}
		n++
	}
	return s
}
