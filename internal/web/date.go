package web

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"vankien/index"
)

// dayFirst is a date as Vietnamese readers write it: 13/01/2025 or 13/1/2025.
var dayFirst = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`)

// isoShape is YYYY, YYYY-MM or YYYY-MM-DD.
var isoShape = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$`)

// isoDate returns a date given as YYYY, YYYY-MM, YYYY-MM-DD or dd/mm/yyyy in
// one of the first three forms, or the text key of what is wrong with it.
func isoDate(s string) (iso, why string) {
	iso = s
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		iso = fmt.Sprintf("%s-%02s-%02s", m[3], m[2], m[1])
	}
	m := isoShape.FindStringSubmatch(iso)
	if m == nil {
		return "", "why.notdate"
	}
	if index.CheckDate(iso) == nil {
		return iso, ""
	}
	month, err := strconv.Atoi(m[2])
	switch {
	case m[1] == "0000":
		return "", "why.year"
	case err == nil && (month < 1 || month > 12):
		return "", "why.month"
	}
	return "", "why.day"
}

// firstDay and lastDay complete an ISO date to the days it spans. The 31st ends
// every month well enough to compare with.
func firstDay(iso string) string { return iso + "-01-01"[len(iso)-4:] }
func lastDay(iso string) string  { return iso + "-12-31"[len(iso)-4:] }

// showDate writes an ISO date of any precision the way a language does.
func showDate(lang Language, iso string) string {
	for _, l := range []struct{ stored, vi, en string }{
		{"2006-01-02", "02/01/2006", "2 January 2006"},
		{"2006-01", "tháng 01/2006", "January 2006"},
	} {
		if t, err := time.Parse(l.stored, iso); err == nil && lang == English {
			return t.Format(l.en)
		} else if err == nil {
			return t.Format(l.vi)
		}
	}
	return iso
}
