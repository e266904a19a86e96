package exec

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// FaultError says that a segment could not be read. What was read of it before
// may be wrong, too: whoever meets one does not answer with the rest.
type FaultError struct {
	Segment string // name of its file; "" when it is not known, or in memory
	Value   any    // the error, or what the reading code panicked with
}

func (e *FaultError) Error() string {
	if e.Segment == "" {
		return fmt.Sprintf("a segment cannot be read: %v", e.Value)
	}
	return fmt.Sprintf("segment %s cannot be read: %v", e.Segment, e.Value)
}

// Unwrap returns the error met, if it was one.
func (e *FaultError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Guard runs f, which reads mapped segments, so that no damage in them ends the
// process: a panic of f and a fault at mapped memory, as after a file was cut
// short or its disk went away, are returned as a *FaultError.
//
// With the name of a segment, f reads that segment only, and an error of f is
// one, too, unless a context ended. An error that names a segment already is
// returned as it is.
//
// Guard protects its own goroutine: each one that f starts needs another.
func Guard(name string, f func() error) (err error) {
	was := debug.SetPanicOnFault(true)
	defer func() {
		debug.SetPanicOnFault(was)
		if p := recover(); p != nil {
			err = &FaultError{name, p}
		}
	}()
	err = f()
	if err == nil || name == "" || ended(err) {
		return err
	}
	if _, named := errors.AsType[*FaultError](err); named {
		return err
	}
	return &FaultError{name, err}
}

// ended reports whether an error says that a context ended.
func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// SegmentName returns the name of a segment's file, or "" of one in memory.
func SegmentName(s segment.Segment) string {
	if p, ok := s.(segment.PersistedSegment); ok {
		return filepath.Base(p.Path())
	}
	return ""
}
