package find

import (
	"errors"

	"vankien/internal/extract"
)

// isoDate returns a date as extract.Date does, or the text key of what is wrong
// with it; no date is wrong too.
func isoDate(s string) (iso, why string) {
	iso, err := extract.Date(s)
	var bad *extract.DateError
	switch {
	case errors.As(err, &bad) && bad.Part != "":
		return "", "why." + bad.Part
	case iso == "":
		return "", "why.notdate"
	}
	return iso, ""
}

// firstDay and lastDay complete an ISO date to the days it spans. The 31st ends
// every month well enough to compare with.
func firstDay(iso string) string { return iso + "-01-01"[len(iso)-4:] }
func lastDay(iso string) string  { return iso + "-12-31"[len(iso)-4:] }
