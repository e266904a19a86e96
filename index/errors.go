package index

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Errors that callers can test for with errors.Is. What an engine returns says more:
// what is wrong with its disk or its cluster, and the way out.
var (
	ErrNotFound     = errors.New("no such document")
	ErrIncompatible = errors.New("the index was built by another version of the analysis: reindex it (vankien reindex)")
	ErrClosed       = errors.New("the index is closed")
	ErrUnavailable  = errors.New("the collection cannot be used now")
	ErrChecking     = errors.New("the index is being read to see whether it is as it was written, which a large one takes some time for: try again later")
	ErrNoSpace      = errors.New("the disk of the index has too little room: free some, or move the collection to a larger disk")
)

// RequestError says which part of a Request cannot be served.
type RequestError struct{ Detail string }

func (e *RequestError) Error() string { return e.Detail }

// Damage is a file of an index that is not as it was written.
type Damage struct {
	File   string // path below the index: index_meta.json, store/root.bolt, store/….zap
	Detail string // what is wrong with it
	Rest   bool   // it is one of several that hold documents, so those of the others can be saved
}

// DamageError names the damaged files of an index, and the way out. An index in
// which damage was found answers nothing and takes nothing.
type DamageError struct {
	Dir   string // the index
	Files []Damage
}

func (e *DamageError) Error() string {
	var b strings.Builder
	for i, d := range e.Files {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s is damaged (%s)", d.File, d.Detail)
	}
	return fmt.Sprintf("%s: %s", &b, e.WayOut())
}

// WayOut says what can be done. Documents are stored in segments only, so a
// damaged segment leaves the documents of the others, while without the list of
// segments nothing is certain.
func (e *DamageError) WayOut() string {
	const anew = "move the data directory away, then put a backup back with 'vankien restore' or add the documents again"
	if e.OnlySegments() {
		return anew + "; 'vankien reindex' saves what can still be read and tells how much cannot"
	}
	return anew
}

// OnlySegments reports whether what is not damaged can be saved.
func (e *DamageError) OnlySegments() bool {
	return !slices.ContainsFunc(e.Files, func(d Damage) bool { return !d.Rest })
}
