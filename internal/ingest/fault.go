package ingest

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

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

// reason leaves out the path, which a Problem names already.
func reason(err error) string {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// kinds is every kind of problem; an error is of the first that it matches.
var kinds = []struct {
	code  string
	match func(error) bool
}{
	{"invalid_document", as[*index.FieldError]},
	{"invalid_key", as[*extract.KeyError]},
	{"malformed_json", as[*extract.SyntaxError]},
	{"too_large", as[*extract.SizeError]},
	{"empty", is(extract.ErrEmpty)},
	{"unsupported", is(extract.ErrUnsupported)},
	{"not_regular", is(errNotRegular)},
	{"outside_link", as[*outsideError]},
	{"link_loop", func(err error) bool { return errors.Is(err, errLoop) || errors.Is(err, syscall.ELOOP) }},
	{"read_already", is(errAgain)},
	{"empty_folder", is(errNothing)},
	{"not_found", is(fs.ErrNotExist)},
	{"no_permission", is(fs.ErrPermission)},
}

// What an error is of that no kind matches.
const (
	codeRecord = "invalid_record" // of one line
	codeFile   = "unreadable"     // of a whole file
)

// Codes lists what Problem.Code can be.
func Codes() []string {
	var list []string
	for _, k := range kinds {
		list = append(list, k.code)
	}
	return append(list, codeRecord, codeFile)
}

func code(err error, line int) string {
	for _, k := range kinds {
		if k.match(err) {
			return k.code
		}
	}
	if line > 0 {
		return codeRecord
	}
	return codeFile
}

func as[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}
