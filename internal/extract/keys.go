package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// textKeys are the keys of a record that hold one string; listKeys hold a list.
var textKeys = []struct {
	key string
	of  func(*Record) *string
}{
	{"id", func(r *Record) *string { return &r.ID }},
	{"kind", func(r *Record) *string { return &r.Kind }},
	{"title", func(r *Record) *string { return &r.Title }},
	{"abstract", func(r *Record) *string { return &r.Abstract }},
	{"body", func(r *Record) *string { return &r.Body }},
	{"date", func(r *Record) *string { return &r.Date }},
	{"speaker", func(r *Record) *string { return &r.Speaker }},
	{"role", func(r *Record) *string { return &r.Role }},
	{"organisation", func(r *Record) *string { return &r.Organisation }},
	{"place", func(r *Record) *string { return &r.Place }},
	{"event", func(r *Record) *string { return &r.Event }},
	{"number", func(r *Record) *string { return &r.Number }},
	{"language", func(r *Record) *string { return &r.Language }},
	{"source", func(r *Record) *string { return &r.Source }},
}

var listKeys = []struct {
	key string
	of  func(*Record) *[]string
}{
	{"topics", func(r *Record) *[]string { return &r.Topics }},
	{"repairs", func(r *Record) *[]string { return &r.Repairs }},
}

// list returns where the record keeps the list of a key, nil for any other key.
func (r *Record) list(key string) *[]string {
	for _, k := range listKeys {
		if k.key == key {
			return k.of(r)
		}
	}
	return nil
}

// field returns where the record keeps the string of a key, nil for any other key.
func (r *Record) field(key string) *string {
	for _, k := range textKeys {
		if k.key == key {
			return k.of(r)
		}
	}
	return nil
}

// recordKeys lists every key of a record, followed by more.
func recordKeys(more ...string) []string {
	var keys []string
	for _, k := range textKeys {
		keys = append(keys, k.key)
	}
	for _, k := range listKeys {
		keys = append(keys, k.key)
	}
	return append(keys, more...)
}

// maxNamedKeys keeps an object of thousands of unknown keys from becoming a
// message of their size.
const maxNamedKeys = 10

// unknownKeys returns an error that names the keys and, for each, the known key
// it was probably meant to be; nil if there are none.
func unknownKeys(keys, known []string) error {
	if len(keys) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("unknown key")
	if len(keys) > 1 {
		b.WriteString("s")
	}
	list := false
	for i, key := range keys[:min(len(keys), maxNamedKeys)] {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %.100q", key)
		if near := nearest(key, known); near != "" {
			fmt.Fprintf(&b, " (did you mean %q?)", near)
		} else {
			list = true
		}
	}
	if hidden := len(keys) - maxNamedKeys; hidden > 0 {
		fmt.Fprintf(&b, " and %d more", hidden)
	}
	if list {
		b.WriteString("; known keys are " + strings.Join(known, ", "))
	}
	return &KeyError{slices.Min(keys), errors.New(b.String())}
}

// nearest returns the known key that differs least from key, or "" if none
// differs by at most two edits, one in a key of up to four letters: a further
// one is a guess.
func nearest(key string, known []string) string {
	key = strings.ToLower(key)
	best, least := "", 3
	if utf8.RuneCountInString(key) <= 4 {
		least = 2
	}
	for _, k := range known {
		if len(key) <= 2*len(k) && distance(key, k) < least {
			best, least = k, distance(key, k)
		}
	}
	return best
}

// distance is the number of bytes to insert, remove or replace, or of
// neighbours to swap, that turns a into b.
func distance(a, b string) int {
	prev, row := make([]int, len(b)+1), make([]int, len(b)+1)
	var older []int
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		older, prev, row = prev, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
