// Package snippet turns a text and the places where a query matched it into
// short fragments with marked spans. It is pure: it knows no engine and no
// markup, so a caller decides how a mark looks.
//
// A passage is a stretch of at most Options.Chars code points around one or
// more matches. Passages that hold more distinct query terms come first; among
// equals the earlier in the text. A passage begins and ends at a sentence
// where one begins or ends near, and otherwise between words, never inside a
// syllable. Every fragment is a substring of the text.
package snippet

import "strings"

// Span is a half-open range of bytes.
type Span struct{ Start, End int }

// Match is one place where a query matched a text.
type Match struct {
	Span
	Term  int  // number of the query term or phrase that matched there
	Loose bool // a word by itself, of words that are read together
}

// Mark is a place to be marked.
type Mark struct {
	Span
	Loose bool // nothing but loose matches
}

// Fragment is one passage of a text.
type Fragment struct {
	Text              string // a substring of the text
	Marks             []Mark // matches inside Text, in its bytes, in order, not overlapping
	Start             int    // byte of the text where Text begins
	Terms             int    // distinct query terms among the marks
	CutLeft, CutRight bool   // whether text was left out on that side
}

// Options bound what Best returns.
type Options struct {
	Count int // fragments at most; 0 means none
	Chars int // code points of a fragment at most; 0 means DefaultChars
}

// DefaultChars is the length of a fragment that states no other.
const DefaultChars = 240

// Blank reports whether s is white space within a line: matches with only that
// between them are read together.
func Blank(s string) bool { return strings.Trim(s, " \t\u00a0") == "" }
