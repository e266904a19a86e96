package extract

import (
	"bufio"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/head"
)

// A plain text has its title on the first line that is not blank. The next one
// is the lead if it looks like one: 40 to 700 characters that end like a
// sentence, with more text after them. All the rest is the body. Title, lead
// and body together are the whole file apart from blank lines and the white
// space around the three. A first line of more than 300 characters is no title,
// nor is one of the letter head of an official document; then the title is empty
// and the body begins with that line.
const (
	maxTitle = 300 // characters
	minLead  = 40
	maxLead  = 700
)

func readText(in *bufio.Reader, opt Options, yield func(Record, error) bool) {
	s, repairs, err := wholeText(in, opt.maxText())
	if err != nil {
		yield(Record{}, err)
		return
	}
	rec := splitText(s)
	rec.Mended = repairs
	yield(rec, nil)
}

func splitText(s string) Record {
	title, rest := nextLine(s)
	if utf8.RuneCountInString(title) > maxTitle || head.Official(s) {
		return Record{Body: trimBlank(s)}
	}
	rec := Record{Title: title}
	if lead, more := nextLine(rest); isLead(lead) && strings.TrimSpace(more) != "" {
		rec.Abstract, rest = lead, more
	}
	rec.Body = trimBlank(rest)
	return rec
}

func isLead(s string) bool {
	if n := utf8.RuneCountInString(s); n < minLead || n > maxLead {
		return false
	}
	s = strings.TrimRight(s, `"'”’»)]`)
	for _, end := range []string{".", "!", "?", "…"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// nextLine returns the first line of s that is not blank, without the white
// space around it, and what follows the line; "" and "" if there is none.
func nextLine(s string) (line, rest string) {
	for s != "" {
		line, s, _ = strings.Cut(s, "\n")
		if line = strings.TrimSpace(line); line != "" {
			return line, s
		}
	}
	return "", ""
}

// trimBlank returns s without blank lines at its start and without white space
// at its end. The indentation of the first line stays.
func trimBlank(s string) string {
	for {
		line, rest, more := strings.Cut(s, "\n")
		if !more || strings.TrimSpace(line) != "" {
			break
		}
		s = rest
	}
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return strings.TrimRightFunc(s, unicode.IsSpace)
}
