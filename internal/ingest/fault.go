package ingest

import (
	"errors"
	"strings"

	"vankien/index"
	"vankien/internal/extract"
)

// Pointer returns the JSON Pointer (RFC 6901) of the part of a record that an
// error is about; "" is the whole record.
func Pointer(err error) string {
	if field := (*index.FieldError)(nil); errors.As(err, &field) {
		return field.Pointer
	}
	if key := (*extract.KeyError)(nil); errors.As(err, &key) {
		return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key.Key)
	}
	return ""
}

// Malformed reports whether an error says that there is no record to speak of:
// what should hold one is not JSON.
func Malformed(err error) bool {
	return errors.As(err, new(*extract.SyntaxError))
}

// ReadRepair reads a note of a document's repairs; ok is false for a note that
// somebody else has worded.
func ReadRepair(note string) (r extract.Repair, ok bool) { return extract.ParseRepair(note) }
