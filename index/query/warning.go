package query

import (
	"fmt"
	"slices"
	"strings"
)

// Code names what a warning or a SyntaxError says, each with the arguments that its sentence has. What follows a dot
// tells sentences of one kind apart.
type Code string

// Kind returns the code up to its dot: what clients tell warnings apart by.
func (c Code) Kind() string {
	kind, _, _ := strings.Cut(string(c), ".")
	return kind
}

// What Parse warns of.
const (
	WarnUnbalancedQuote Code = "unbalanced_quote"         // the phrase runs to the end of the query
	WarnNeverClosed     Code = "unbalanced_bracket.open"  // closed at the end of the query
	WarnNeverOpened     Code = "unbalanced_bracket.close" // ignored
	WarnDangling        Code = "dangling_operator"        // operator; ignored for want of something to combine
	WarnEmptyGroup      Code = "empty_group"              // brackets without a word; ignored
	WarnEmptyQuote      Code = "empty_quote"              // quotation marks without a word; ignored
	WarnNoWord          Code = "no_word"                  // signs without a word; every document is found
	WarnEmptyField      Code = "empty_field"              // name; a field without a value directly after its colon; read as a word
	WarnUnknownField    Code = "unknown_field"            // name; read as a word
	WarnNearField       Code = "unknown_field.near"       // name, nearest field; read as a word
	WarnShortPrefix     Code = "short_prefix"             // text; the star is ignored
	WarnSlopCapped      Code = "slop_capped"              // what it was cut to
	WarnLongWord        Code = "long_word"                // its beginning, bytes that stay
	WarnTooDeep         Code = "too_deep"                 // the inner brackets are ignored, and with them a sign or field before them
	WarnReadAsOr        Code = "read_as_operator.or"      // operator as written; between two items of a short query
	WarnReadAsAnd       Code = "read_as_operator.and"     // likewise
	WarnReadAsHyphen    Code = "read_as_hyphen"           // word behind the hyphen, which is searched
	WarnLeftOut         Code = "left_out"                 // word behind the hyphen, which is excluded
	WarnTooManyTerms    Code = "too_many_terms"           // terms that stay, beginning of what follows them
	WarnTooManyDates    Code = "too_many_terms.date"      // terms that stay; a date follows
)

// What Parse does not repair.
const (
	NotText    Code = "not_utf8"
	NotDate    Code = "not_a_date"     // text
	NotDay     Code = "not_a_day"      // text; well written, but not in the calendar
	NotInOrder Code = "dates_reversed" // both as written, from, to
)

// Warning tells what was done otherwise than it was asked: how Parse repaired a query that is not quite in the
// language, or how a search read it.
type Warning struct {
	Code   Code
	Offset int      // bytes into the query, never inside a code point; -1 for a warning that has no place
	Args   []string // names and numbers, as the code says
}

// Equal reports whether two warnings say the same.
func (w Warning) Equal(o Warning) bool {
	return w.Code == o.Code && w.Offset == o.Offset && slices.Equal(w.Args, o.Args)
}

// Otherwise returns q, the query that the warning is about, as it is written when what was read as a sign or operator
// is meant as text, or the other way round; "" where there is no other way.
func (w Warning) Otherwise(q string) string {
	if w.Offset < 0 || w.Offset >= len(q) {
		return ""
	}
	before, at := q[:w.Offset], q[w.Offset:]
	switch w.Code {
	case WarnReadAsOr, WarnReadAsAnd:
		return before + "+" + at
	case WarnReadAsHyphen:
		return before + "NOT " + at[len("-"):]
	case WarnLeftOut:
		if isOperator(w.Args[0], true) {
			before += "+"
		}
		return before + at[len("-"):]
	}
	return ""
}

// SyntaxError is a query that Parse does not repair, because a guess could silently widen the search.
type SyntaxError struct {
	Code   Code
	Offset int      // bytes into the query
	Args   []string // as in Warning
}

// Error returns the code and its arguments with their place.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("query, byte %d: %s %q", e.Offset, e.Code, e.Args)
}
