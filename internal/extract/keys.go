package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"vankien/internal/near"
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
	{"signer", func(r *Record) *string { return &r.Signer }},
	{"signer_role", func(r *Record) *string { return &r.SignerRole }},
}

var listKeys = []struct {
	key string
	of  func(*Record) *[]string
}{
	{"topics", func(r *Record) *[]string { return &r.Topics }},
	{"repairs", func(r *Record) *[]string { return &r.Repairs }},
	{"recipients", func(r *Record) *[]string { return &r.Recipients }},
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
		if meant := near.Name(key, known); meant != "" {
			fmt.Fprintf(&b, " (did you mean %q?)", meant)
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
