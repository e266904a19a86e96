package index

import "time"

// InstantLayout is how Document.Indexed is written, in UTC: texts of it sort by time.
const InstantLayout = "2006-01-02T15:04:05.000000Z"

// Instant writes a time as Document.Indexed has it, without what is less than a
// microsecond.
func Instant(t time.Time) string { return t.UTC().Format(InstantLayout) }

// ParseInstant reads what Instant wrote.
func ParseInstant(s string) (time.Time, error) { return time.Parse(InstantLayout, s) }

func isInstant(s string) bool {
	t, err := ParseInstant(s)
	return err == nil && Instant(t) == s
}
