package find

import (
	"slices"
	"unicode/utf8"

	"vankien/index/query"
)

// Refused is the error for parameters that cannot be read. It names all that is
// wrong with them; the first fault stands for the whole.
type Refused struct {
	Faults   []Fault // at least one; of more than maxFaults the last says how many are left out
	Position *int    // of a query that cannot be read: code points into q
	cause    error
	left     int // faults that are only counted
}

// maxFaults keeps an address of many faults from an answer many times its size.
const maxFaults = 16

// Fault is one thing wrong with a parameter.
type Fault struct {
	Code      string // invalid_query, invalid_date, invalid_parameter, unknown_parameter or offset_too_large
	Parameter string // "" for a name that is no text, and for what is left out
	Detail    Message
	Reason    Message // Detail as it is said next to the parameter
}

// Error says the first fault in English.
func (e *Refused) Error() string { return english.Say(e.Faults[0].Detail) }

// Unwrap returns the error that is reported, if it came from another room.
func (e *Refused) Unwrap() error { return e.cause }

func (e *Refused) add(code, name string, detail Message) { e.why(code, name, detail, detail) }

// why is add for a fault whose reason is said apart from its detail.
func (e *Refused) why(code, name string, detail, reason Message) {
	if len(e.Faults) == maxFaults {
		e.left++
		return
	}
	e.Faults = append(e.Faults, Fault{code, name, detail, reason})
}

func (e *Refused) orNil() error {
	if len(e.Faults) == 0 {
		return nil
	}
	if e.left == 0 {
		return e
	}
	told, more := *e, Say("err.more", e.left)
	told.Faults, told.left = append(slices.Clip(e.Faults), Fault{e.Faults[0].Code, "", more, more}), 0
	return &told
}

// unreadable tells where in q a query cannot be read.
func unreadable(q string, e *query.SyntaxError) *Refused {
	at := codePoints(q, e.Offset)
	r := &Refused{Position: &at, cause: e}
	reason := Say("syntax."+string(e.Code), english.parts(e.Code, e.Args)...)
	r.why("invalid_query", "q", Say("err.syntax", at+1, reason), Say("", reason))
	return r
}

// codePoints returns how many code points of s come before the byte offset.
func codePoints(s string, offset int) int {
	return utf8.RuneCountInString(s[:max(0, min(offset, len(s)))])
}
