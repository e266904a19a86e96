package extract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DateError says why a text is no date.
type DateError struct {
	Text string
	Part string // "year", "month" or "day", whichever the calendar does not have; "" for a text that is not written as a date
}

func (e *DateError) Error() string {
	if e.Part == "" {
		return fmt.Sprintf("date %q is not written as 2025-01-13, 2025-01, 2025, 13/01/2025 or 01/2025", e.Text)
	}
	return fmt.Sprintf("date %q does not exist in the calendar", e.Text)
}

// Date returns a date field as YYYY, YYYY-MM or YYYY-MM-DD. It reads these,
// dd/mm/yyyy and mm/yyyy; "" stays "". The error is a *DateError.
func Date(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	parts, ok := dateParts(s)
	switch {
	case !ok:
		return "", &DateError{Text: s}
	case parts[0] == 0:
		return "", &DateError{s, "year"}
	case len(parts) > 1 && (parts[1] < 1 || parts[1] > 12):
		return "", &DateError{s, "month"}
	case len(parts) > 2 && !isCalendarDate(parts[0], parts[1], parts[2]):
		return "", &DateError{s, "day"}
	}
	iso := fmt.Sprintf("%04d", parts[0])
	for _, n := range parts[1:] {
		iso += fmt.Sprintf("-%02d", n)
	}
	return iso, nil
}

// dateParts returns year, month and day of a date, as many as there are. With
// hyphens the year comes first and the others have two digits; with slashes it
// comes last and they may have one.
func dateParts(s string) (parts []int, ok bool) {
	texts := strings.SplitN(s, "-", 4)
	slashes := strings.Contains(s, "/")
	if slashes {
		texts = strings.SplitN(s, "/", 4)
		slices.Reverse(texts)
	}
	if len(texts) > 3 || len(texts[0]) != 4 {
		return nil, false
	}
	for i, t := range texts {
		n, err := strconv.ParseUint(t, 10, 16)
		if err != nil || i > 0 && (len(t) > 2 || len(t) < 2 && !slashes) {
			return nil, false
		}
		parts = append(parts, int(n))
	}
	return parts, true
}

func isCalendarDate(y, m, d int) bool {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t.Year() == y && t.Month() == time.Month(m) && t.Day() == d
}
