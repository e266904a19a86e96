package query

import (
	"strconv"
	"strings"
	"time"
)

// dates makes the leaf of a word or phrase that is the value of a date field.
func (p *parser) dates(t token) Node {
	if p.terms == MaxTerms {
		p.warn(WarnTooManyDates, t.pos, strconv.Itoa(MaxTerms))
		p.stop()
		return nil
	}
	p.terms++
	d, wrong := readDates(t.text)
	if t.exact || t.tilde > 0 {
		wrong = noDate(t.text)
	}
	if wrong != nil {
		p.fail(t.pos, wrong.Code, wrong.Args...)
		return nil
	}
	return d
}

func noDate(text string) *SyntaxError {
	return &SyntaxError{Code: NotDate, Args: []string{head(text, 40)}}
}

// readDates reads a day or a span of days, with or without punctuation behind. What is wrong has no offset yet.
func readDates(text string) (d Dates, wrong *SyntaxError) {
	s := strings.TrimRight(strings.TrimSpace(text), ",;:!?…")
	if strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "..") {
		s = s[:len(s)-1]
	}
	from, to, span := strings.Cut(s, "..")
	if !span {
		to = from
	}
	if from == "" && to == "" {
		return Dates{}, noDate(text)
	}
	if d.From, wrong = readDay(from); wrong != nil {
		return Dates{}, wrong
	}
	if d.To, wrong = readDay(to); wrong != nil {
		return Dates{}, wrong
	}
	if d.To != "" && d.From > lastDay(d.To) {
		return Dates{}, &SyntaxError{Code: NotInOrder, Args: []string{s, d.From, d.To}}
	}
	return d, nil
}

// lastDay returns an ISO string that no day of the ISO date's year or month is after.
func lastDay(iso string) string { return iso + "-12-31"[len(iso)-len("2024"):] }

// readDay returns text as YYYY, YYYY-MM or YYYY-MM-DD, and "" for "".
func readDay(text string) (iso string, wrong *SyntaxError) {
	if text == "" {
		return "", nil
	}
	parts := strings.SplitN(text, "-", 4)
	if strings.Contains(text, "/") {
		parts = strings.SplitN(text, "/", 4)
		for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
			parts[i], parts[j] = parts[j], parts[i]
		}
	}
	if len(parts) > 3 || len(parts[0]) != 4 {
		return "", noDate(text)
	}
	date := [3]int{0, 1, 1}
	for i, s := range parts {
		n, err := strconv.ParseUint(s, 10, 16)
		if err != nil || i > 0 && len(s) > 2 {
			return "", noDate(text)
		}
		date[i] = int(n)
	}
	t := time.Date(date[0], time.Month(date[1]), date[2], 0, 0, 0, 0, time.UTC)
	if date[0] == 0 || t.Month() != time.Month(date[1]) || t.Day() != date[2] {
		return "", &SyntaxError{Code: NotDay, Args: []string{text}}
	}
	return t.Format("2006-01-02")[:[...]int{4, 7, 10}[len(parts)-1]], nil
}
