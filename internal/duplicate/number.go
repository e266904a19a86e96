package duplicate

import (
	"strings"
	"unicode"

	"vankien/internal/viet"
)

// A number that the source does not state is looked for where documents have
// theirs: at the beginning of the title, or after "Số" or "No." at the head.
const (
	titleWords = 8
	headBytes  = 1500
	labelBytes = 200 // from the label on; files break "Số:" and "87/2025/QĐ-UBND" in two lines
)

// number returns the number of a text in the form in which numbers are compared.
func (s *Signer) number(t Text) string {
	if t.Number != "" {
		if n := s.firstNumber(t.Number, len(t.Number)); n != "" {
			return n
		}
		return strings.Map(letterOrDigit, viet.Fold(viet.Compose(t.Number)))
	}
	if strings.ContainsAny(t.Title, "0123456789") {
		if n := s.firstNumber(t.Title, titleWords); n != "" {
			return n
		}
	}
	return s.labelled(t.Body[:min(len(t.Body), headBytes)])
}

// firstNumber returns the first document number of a text that begins within some
// words.
func (s *Signer) firstNumber(text string, words int) string {
	s.tokens = viet.Tokenize(s.tokens[:0], text)
	n := 0
	for i := range s.tokens {
		switch t := &s.tokens[i]; {
		case t.Kind == viet.DocNumber:
			return t.Term
		case t.Kind == viet.Word && n == words:
			return ""
		case t.Kind == viet.Word:
			n++
		}
	}
	return ""
}

// labelled returns the number in a line that begins with "Số" or "No.".
func (s *Signer) labelled(head string) string {
	for at := 0; at < len(head); {
		line := strings.TrimLeftFunc(head[at:], func(r rune) bool { return r != '\n' && letterOrDigit(r) < 0 })
		if line != "" && strings.IndexByte("SsNn", line[0]) >= 0 {
			if n := s.firstNumber(line[:min(len(line), labelBytes)], 1); n != "" && s.label() {
				return n
			}
		}
		end := strings.IndexByte(head[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
	}
	return ""
}

// label reports whether the text that was read last begins with a label.
func (s *Signer) label() bool {
	for i := range s.tokens {
		if t := &s.tokens[i]; t.Kind == viet.Word {
			return t.Fold == "so" || t.Fold == "no"
		}
	}
	return false
}

func letterOrDigit(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return -1
}
