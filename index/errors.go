package index

import "errors"

// Errors that callers can test for with errors.Is.
var (
	ErrNotFound     = errors.New("no such document")
	ErrLocked       = errors.New("the directory is in use by another process")
	ErrIncompatible = errors.New("the index was built by another version of the analysis: reindex it (vankien reindex --data DIR)")
	ErrClosed       = errors.New("the index is closed")
	ErrUnavailable  = errors.New("the index could not be opened again after a failed write: see that its disk is there and has room")
)

// RequestError says which part of a Request cannot be served.
type RequestError struct{ Detail string }

func (e *RequestError) Error() string { return e.Detail }
