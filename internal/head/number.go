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

// numberAlone reports whether a line is a number and at most place and date
// beside it. Without a motto over it a line that goes on is a sentence:
// "Nghị quyết số … nêu rõ".
func numberAlone(s string) bool {
	text, ok := afterNumberWord(s)
	if !ok {
		return false
	}
	_, rest, ok := cutNumber(text)
	if rest = strings.Trim(rest, " .,;"); !ok || rest == "" {
		return ok
	}
	_, ok = wholeDateline(rest)
	return ok
}

// readNumber reads the number that a text begins with.
func readNumber(s string) (number string, ok bool) {
	number, _, ok = cutNumber(s)
	return number, ok
}

// cutNumber reads the number that a text begins with and returns the rest.
func cutNumber(s string) (number, rest string, ok bool) {
	i := digitsEnd(s, 0)
	if i == 0 || i > 6 {
		return "", s, false
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
	return b.String(), s[i:], codes
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

// codeAt returns the letters and digits that s begins with, with "&" and "."
// among them; "" for a word in small letters.
func codeAt(s string) string {
	n := strings.IndexFunc(s, func(r rune) bool { return !isWord(r) && r != '&' && r != '.' })
	if n < 0 {
		n = len(s)
	}
	code := strings.TrimRight(s[:n], ".&")
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

// findNumber returns the number of a head, which stands before the type; in old
// laws right under it. A line that breaks off goes on with the next.
func findNumber(lines []line, kindAt int) Field {
	end := len(lines)
	if kindAt >= 0 {
		end = min(end, kindAt+2)
	}
	for i, l := range lines[:end] {
		rest, ok := afterNumberWord(l.text)
		if !ok {
			continue
		}
		if n, ok := readNumber(rest); ok && !breaksOff(rest) {
			return Field{n, sure(l), inHead}
		}
		for _, next := range lines[min(i+1, end):min(i+3, end)] { // place and date may stand between
			if n, ok := readNumber(rest + next.text); ok && breaksOff(rest) {
				return Field{n, joined, inHead}
			}
		}
	}
	if kindAt >= 0 {
		end = kindAt
	}
	return numberWithin(strings.Join(texts(lines[:end]), " "))
}

// breaksOff reports whether a number goes on in the next line.
func breaksOff(s string) bool {
	return s == "" || strings.HasSuffix(s, "-") || strings.HasSuffix(s, "/") || digitsEnd(s, 0) == len(s)
}

// numberWithin returns the first number within lines that were joined.
func numberWithin(all string) Field {
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
