package head

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/viet"
)

// Only full dates with a year of four digits are read, in the order day, month,
// year, which is the only order that Vietnamese prose has: 13/01/2025, 13-1-2025,
// 13.1.2025 and "13 tháng 1 năm 2025". Dates that do not exist, years outside
// 1800 to 2199 and parts of longer numbers are passed over.

// dateIn returns the first date in a text as YYYY-MM-DD, or "".
func dateIn(s string) string {
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i++
			continue
		}
		if iso, _ := dateAt(s, i); iso != "" {
			return iso
		}
		i = digitsEnd(s, i)
	}
	return ""
}

// dateAt reads the date that starts at i and returns where it ends; iso is ""
// if there is none.
func dateAt(s string, i int) (iso string, end int) {
	j := digitsEnd(s, i)
	y, m, end, sep := numericRest(s, j)
	if end < 0 {
		y, m, end = writtenRest(s, j)
	}
	d, ok := number(s[i:j])
	if !ok || end < 0 || !startsFree(s, i, sep) || !endsFree(s, end, sep) || y < 1800 || y >= 2200 {
		return "", 0
	}
	iso = fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	if index.CheckDate(iso) != nil {
		return "", 0
	}
	return iso, end
}

// numericRest reads "/01/2025" at i, with / - or . as separator; end is -1 when
// something else stands there.
func numericRest(s string, i int) (y, m, end int, sep byte) {
	if i >= len(s) || s[i] != '/' && s[i] != '-' && s[i] != '.' {
		return 0, 0, -1, 0
	}
	sep = s[i]
	j := digitsEnd(s, i+1)
	m, ok := number(s[i+1 : j])
	if !ok || j >= len(s) || s[j] != sep {
		return 0, 0, -1, 0
	}
	end = digitsEnd(s, j+1)
	if y, ok = number(s[j+1 : end]); !ok || end-j-1 != 4 {
		return 0, 0, -1, 0
	}
	return y, m, end, sep
}

// writtenRest reads " tháng 01, năm 2025" at i; end is -1 when something else
// stands there.
func writtenRest(s string, i int) (y, m, end int) {
	i = afterWord(s, i, "tháng")
	if i < 0 {
		return 0, 0, -1
	}
	j := digitsEnd(s, i)
	m, ok := number(s[i:j])
	if !ok {
		return 0, 0, -1
	}
	j = skipSpace(s, j)
	if j < len(s) && s[j] == ',' {
		j++
	}
	j = afterWord(s, j, "năm")
	if j < 0 {
		return 0, 0, -1
	}
	end = digitsEnd(s, j)
	if y, ok = number(s[j:end]); !ok || end-j != 4 {
		return 0, 0, -1
	}
	return y, m, end
}

// afterWord returns where the text goes on after white space, the word, in any
// case and with or without marks, and white space; -1 if the word is not there.
func afterWord(s string, i int, word string) int {
	i = skipSpace(s, i)
	j := i
	for j < len(s) && j-i <= viet.MaxTerm {
		r, n := utf8.DecodeRuneInString(s[j:])
		if !unicode.IsLetter(r) {
			break
		}
		j += n
	}
	if got := s[i:j]; viet.Term(got) != word && got != viet.Fold(word) {
		return -1
	}
	return skipSpace(s, j)
}

// startsFree reports whether a date with this separator can start at i, where
// nothing longer is going on: not in 113/01/2025, 5/13/01/2025 or NĐ13/01/2025,
// but in 12-13/01/2025, which is two days.
func startsFree(s string, i int, sep byte) bool {
	if i == 0 {
		return true
	}
	prev := s[i-1]
	if (prev == '/' || prev == '.' || prev == ',' || prev == '-' && sep == '-') && i >= 2 && isDigit(s[i-2]) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return !unicode.IsLetter(r)
}

// endsFree reports whether a date with this separator can end before i: not in
// 13/01/20255 or 18/12/2020/NĐ-CP, but in 13/01/2025-15/01/2025.
func endsFree(s string, i int, sep byte) bool {
	r, n := utf8.DecodeRuneInString(s[i:])
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	switch r {
	case '/':
		return !unicode.IsLetter(after) && !unicode.IsDigit(after)
	case '-':
		return !unicode.IsLetter(after) && !(sep == '-' && unicode.IsDigit(after))
	case '.', ',':
		return !unicode.IsDigit(after)
	}
	return true
}

// number reads one to four digits and nothing else.
func number(s string) (n int, ok bool) {
	v, err := strconv.ParseUint(s, 10, 64)
	return int(v), err == nil && len(s) <= 4
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func digitsEnd(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

func skipSpace(s string, i int) int {
	return len(s) - len(strings.TrimLeftFunc(s[i:], unicode.IsSpace))
}
