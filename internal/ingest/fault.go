package ingest

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/originals"
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

// reason leaves out the path, which a Problem names already.
func reason(err error) string {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// Codes of what is seen, beside those of code.
const (
	codeHidden       = "hidden"
	codeTemporary    = "temporary"
	codeLinkedFolder = "linked_folder"
	codeUnsupported  = "unsupported"
	codeOutside      = "outside_link"
	codeEmpty        = "empty"
	codeNotRegular   = "not_regular"
	codeLoop         = "link_loop"
	codeAgain        = "read_already"
	codeCrashed      = "crashed"
	codeAsBefore     = "as_before"
	codeWaiting      = "waiting"
)

// code tells what kind of problem an error is, of a record at a line or, with
// line 0, of a whole file. The first case that matches counts.
func code(err error, line int) string {
	passed := (*passedError)(nil)
	switch {
	case errors.As(err, &passed):
		return passed.code
	case errors.As(err, new(*index.FieldError)):
		return "invalid_document"
	case errors.As(err, new(*extract.KeyError)):
		return "invalid_key"
	case errors.As(err, new(*extract.SyntaxError)):
		return "malformed_json"
	case errors.As(err, new(*extract.SizeError)):
		return "too_large"
	case errors.As(err, new(*extract.CrashError)):
		return codeCrashed
	case errors.Is(err, extract.ErrEmpty):
		return codeEmpty
	case errors.Is(err, extract.ErrUnsupported):
		return codeUnsupported
	case errors.Is(err, originals.ErrSum):
		return "changed_meanwhile"
	}
	return pathCode(err, line)
}

// pathCode tells what is wrong with a path, or that it is something else.
func pathCode(err error, line int) string {
	switch {
	case errors.Is(err, errNotRegular), errors.Is(err, errFolder):
		return codeNotRegular
	case errors.As(err, new(*outsideError)):
		return codeOutside
	case errors.Is(err, errLoop), errors.Is(err, syscall.ELOOP):
		return codeLoop
	case errors.Is(err, errAgain):
		return codeAgain
	case errors.Is(err, errNothing):
		return "empty_folder"
	case errors.Is(err, errOutsideRoot):
		return "outside_root"
	case errors.Is(err, fs.ErrNotExist):
		return "not_found"
	case errors.Is(err, fs.ErrPermission):
		return "no_permission"
	case line > 0:
		return "invalid_record"
	}
	return "unreadable"
}

// transient reports whether an error may be gone when the file is read again as
// it is.
func transient(err error) bool {
	return errors.As(err, new(*fs.PathError)) || errors.Is(err, originals.ErrSum)
}
