package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// dates makes the leaf of a word or phrase that is the value of a date field.
func (p *parser) dates(t token) Node {
	if p.terms == MaxTerms {
		p.warn(WarnTooManyTerms, t.pos, fmt.Sprintf("The query has more than %d terms and is cut before a date.", MaxTerms))
		p.stop()
		return nil
	}
	p.terms++
	d, problem := readDates(t.text)
	if t.exact || t.tilde > 0 {
		problem = noDate(t.text)
	}
	if problem != "" {
		p.fail(t.pos, problem)
		return nil
	}
	return d
}

func noDate(text string) string {
	return fmt.Sprintf(`"%s" is not a date; write date:2024, date:2024-05-31, date:31/5/2024 or date:2024..2025.`, head(text, 40))
}

// readDates reads a day or a span of days, with or without punctuation behind. The second result is "" or a sentence
// that says what is wrong.
func readDates(text string) (Dates, string) {
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
	var d Dates
	var problem string
	if d.From, problem = readDay(from); problem != "" {
		return Dates{}, problem
	}
	if d.To, problem = readDay(to); problem != "" {
		return Dates{}, problem
	}
	if d.To != "" && d.From > lastDay(d.To) {
		return Dates{}, fmt.Sprintf("The dates %s are in the wrong order: %s is after %s.", s, d.From, d.To)
	}
	return d, ""
}

// lastDay returns an ISO string that no day of the ISO date's year or month is after.
func lastDay(iso string) string { return iso + "-12-31"[len(iso)-len("2024"):] }

// readDay returns text as YYYY, YYYY-MM or YYYY-MM-DD, and "" for "".
func readDay(text string) (iso, problem string) {
	if text == "" {
		return "", ""
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
		return "", fmt.Sprintf(`"%s" is not a day in the calendar.`, text)
	}
	return t.Format("2006-01-02")[:[...]int{4, 7, 10}[len(parts)-1]], ""
}
