package find

import (
	"strings"
	"time"

	"vankien/index"
)

// paramSince restricts a search to what was added or changed from a time on.
const paramSince = "indexed_since"

// since returns the time of paramSince as documents have it.
func (v *Params) since() string {
	s := strings.TrimSpace(v.Get(paramSince))
	if s == "" {
		return ""
	}
	at, ok := instant(s)
	if !ok {
		v.Refuse("invalid_date", paramSince, Say("err.instant", parameter(paramSince), s))
	}
	return at
}

// instant reads a time with its zone, or a day, which begins at midnight in Vietnam.
// What is less than a microsecond is left out.
func instant(s string) (string, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t, err = time.ParseInLocation(time.DateOnly, s, time.FixedZone("", 7*60*60))
	}
	if err != nil || t.UTC().Year() < 0 || t.UTC().Year() > 9999 {
		return "", false
	}
	return index.Instant(t), true
}

// Instant reads a time as indexed_since does, and returns it as documents have it.
func Instant(s string) (string, bool) { return instant(strings.TrimSpace(s)) }
