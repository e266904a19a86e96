package head

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A number is digits, perhaps a year, and the codes of type and issuer:
// 87/2025/QĐ-UBND, 18-NQ/TW, 38/2019/QH14. Files put spaces beside the strokes.
// Without digits ("Số:      /QĐ-UBND") the document has not been numbered yet.

// maxNumber bounds a number in bytes.
const maxNumber = 60

// startsNumber reports whether a line begins as one with a number does, such as
// "Số: 12" or "Luật số: 12".
func startsNumber(s string) bool {
	_, ok := afterNumberWord(s)
	return ok
}

// afterNumberWord returns what follows "Số" at the start of a line.
func afterNumberWord(s string) (rest string, ok bool) {
	i := 0
	for _, word := range [...]string{"Bộ luật ", "Luật ", "Nghị quyết ", "Pháp lệnh ", "Lệnh "} {
		if strings.HasPrefix(s, word) {
			i = len(word)
			break
		}
	}
	for _, word := range [...]string{"Số", "SỐ", "số"} {
		if strings.HasPrefix(s[i:], word) && (i > 0 || word != "số") {
			rest = strings.TrimLeft(s[i+len(word):], " :.")
			return rest, rest == "" || isDigit(rest[0]) || rest[0] == '/'
		}
	}
	return "", false
}

// readNumber reads the number that a text begins with.
func readNumber(s string) (number string, ok bool) {
	if len(s) > 2*maxNumber {
		s = s[:2*maxNumber]
	}
	i := digitsEnd(s, 0)
	if i == 0 || i > 6 {
		return "", false
	}
	var b strings.Builder
	b.WriteString(s[:i])
	codes := false
	for i < len(s) && b.Len() < maxNumber {
		sep, next := separator(s, i)
		if sep == 0 {
			break
		}
		code := codeAt(s[next:])
		if code == "" {
			break
		}
		codes = codes || strings.ContainsFunc(code, unicode.IsUpper)
		b.WriteByte(sep)
		b.WriteString(code)
		i = next + len(code)
		i = termOfHouse(s, i, &b)
	}
	return b.String(), codes
}

// separator returns the stroke or hyphen at i, with spaces around it, and where
// the text goes on; 0 if none is there.
func separator(s string, i int) (sep byte, next int) {
	rest := strings.TrimLeft(s[i:], " ")
	for _, mark := range [...]string{"/", "-", "–"} {
		if after, ok := strings.CutPrefix(rest, mark); ok {
			after = strings.TrimLeft(after, " ")
			if mark == "–" {
				mark = "-"
			}
			return mark[0], len(s) - len(after)
		}
	}
	return 0, 0
}

// codeAt returns the letters and digits that s begins with, with "&" among
// them; "" for a word in small letters.
func codeAt(s string) string {
	n := strings.IndexFunc(s, func(r rune) bool { return !isWord(r) && r != '&' })
	if n < 0 {
		n = len(s)
	}
	code := s[:n]
	if r, _ := utf8.DecodeRuneInString(code); unicode.IsLower(r) {
		return ""
	}
	return code
}

// termOfHouse joins the term that stands apart in "QH 11".
func termOfHouse(s string, i int, b *strings.Builder) int {
	if !strings.HasSuffix(s[:i], "QH") || i >= len(s) || s[i] != ' ' {
		return i
	}
	end := digitsEnd(s, i+1)
	if n := end - i - 1; n == 1 || n == 2 {
		b.WriteString(s[i+1 : end])
		return end
	}
	return i
}

// findNumber returns the number of a head: on a line of its own, else in all
// lines together.
func findNumber(lines []line) Field {
	for _, l := range lines {
		if rest, ok := afterNumberWord(l.text); ok {
			if n, ok := readNumber(rest); ok {
				return Field{n, sure(l), inHead}
			}
		}
	}
	all := strings.Join(texts(lines), " ")
	for i := range len(all) {
		if all[i] != 'S' || !startsWord(all, i) {
			continue
		}
		if rest, ok := afterNumberWord(all[i:]); ok {
			if n, ok := readNumber(rest); ok {
				return Field{n, joined, inHead}
			}
		}
	}
	return Field{}
}

// startsWord reports whether no letter stands before i.
func startsWord(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !isWord(r)
}

func sure(l line) float64 {
	if l.shared {
		return joined
	}
	return ownLine
}
