// Package query reads the search language into a tree and writes a tree back as text. It knows no search engine.
//
// The language, in EBNF; operators are written in capitals, field names in any case:
//
//	query    = [ or ] .
//	or       = and { ( "OR" | "|" ) and } .
//	and      = not { [ "AND" | near ] not } .
//	near     = "NEAR" [ "/" digits ] .
//	not      = { "NOT" | "-" } [ "+" ] ( field ":" [ "-" ] [ "+" ] value | date ":" dates | value ) .
//	value    = word | phrase | "(" or ")" .
//	word     = [ "=" ] text [ "*" ] .
//	phrase   = [ "=" ] quote text { space text } quote [ "~" digits ] .
//	dates    = day | day ".." [ day ] | ".." day | quote dates quote | "(" or ")" .
//	day      = YYYY | YYYY-MM | YYYY-MM-DD | DD/MM/YYYY | MM/YYYY .
//	field    = "title" | "speaker" | "topic" | "kind" | "organisation" | "place" | "number" | "signer" | "cites"
//	         | "tieude" | "nguoi" | "chude" | "loai" | "coquan" | "noi" | "so" | "nguoiky" | "viendan" .
//	date     = "date" | "ngay" .
//	quote    = any of " “ ” „ « » .
//	text     = a run of anything but white space, control characters, quotes, "(", ")" and "|" .
//
// What the grammar does not say:
//
//   - NOT binds before NEAR, NEAR and AND before OR.
//   - "=" asks for the marks exactly as typed, "*" for words that start so, "~5" for words near each other, "+" for a
//     word by itself (Word.Plain). Before a phrase or brackets "+" means nothing.
//   - NEAR stands between two words or phrases of one field, alike in "=" and without "*", and makes them a Phrase of the
//     words of both: NEAR/5, which NEAR alone means, is "~5". With a distance it may be in small letters.
//   - Nothing stands between the parts of a word, a phrase or a field and its value.
//   - "-", "+" and "=" are signs only where an item starts: at the start of the query, after white space, "(", "|" or a
//     colon, and "+" and "=" after "-". Elsewhere, as in 18-NQ/TW and C++, they are part of the text, and so is "+"
//     before a digit, as in +84912345678.
//   - Between two items of a query that is no running text, "or", "and" and "hoặc" in any letters are operators. One that
//     is not between two items is text. "và", "hay" and "not" never are operators: và stands in many names, hay and not
//     (nốt without marks) are common words. "near" without a distance is a word.
//   - A query of RunningText words or more, those in quotation marks and beside NEAR left aside, is running text. In it a "-" directly
//     before a word is a hyphen. It is one in any query between a word that ends with a letter and digits, as in S -300.
//   - What is read otherwise than it may have been meant has a warning: an operator that is not in capitals, a hyphen that
//     is no sign, and a word that a hyphen leaves out.
//   - A word is read without what stands before its first and after its last letter, digit or mark. A text without a
//     letter or digit, such as a free-standing hyphen, is white space. Both are seen in Word.Cut if they hold punctuation
//     other than # % & * @ _ and the full stop of an abbreviation, a word of one letter or without a vowel. A percent
//     sign alone behind a number belongs to it: "8 %" is "8%".
//   - A field before brackets holds for each value inside that has no field of its own.
//   - AND, OR, NOT and NEAR in quotation marks, or otherwise not on their own, are text; the tree holds them as a Phrase,
//     or after "+" as a Word.
//   - Fewer than two letters or digits before "*", slop above MaxSlop, brackets deeper than MaxDepth, words longer than
//     MaxWord and queries longer than MaxTerms are cut back to these bounds.
package query

// Bounds of what Parse returns, whatever its input.
const (
	MaxTerms = 128 // runs of letters, digits and marks in the words and phrases of the whole query, and its spans of dates
	MaxWord  = 256 // bytes in a Word and in each blank-separated part of a Phrase
	MaxSlop  = 100 // Phrase.Slop
	MaxDepth = 16  // brackets inside each other
)

// Field names the part of a document that a node looks at. The empty Field means any of them.
type Field string

// The fields that can be written before a colon.
const (
	Title        Field = "title"
	Speaker      Field = "speaker"
	Topic        Field = "topic"
	Kind         Field = "kind"
	Organisation Field = "organisation"
	Place        Field = "place"
	Number       Field = "number"
	Signer       Field = "signer"
	Cites        Field = "cites" // numbers of documents that the text names
	Date         Field = "date"  // only written: in the tree it is a Dates
)

// Node is a part of a query: All, Word, Phrase, Dates, And, Or or Not, always as a value, never as a pointer.
// Nodes are plain data and can be compared with reflect.DeepEqual.
type Node interface {
	// String writes the node in the query language. Parse reads what Parse returned back as the same tree.
	String() string
	node()
}

// All is every document: the query with nothing in it. It is only ever the whole query.
type All struct{}

// Word is one word as typed, without the punctuation around it. It may hold several terms, as 18-NQ/TW does.
type Word struct {
	Field  Field
	Text   string // starts and ends with a letter, digit or mark; holds no white space and at least one letter or digit
	Exact  bool   // the marks are meant exactly as typed
	Prefix bool   // any word that starts with Text; may be set together with Exact
	Plain  bool   // it is a word by itself and demanded: read with no other word and as nothing else

	// Cut: something separates it from the Word before it in its And, such as punctuation, a free-standing hyphen or
	// dash, a bracket or an operator, but not a field. False where no Word stands directly before. It is written as a
	// comma.
	Cut bool
}

// Phrase is a text in quotation marks: its words in this order, or near each other when Slop is above 0.
type Phrase struct {
	Field Field
	Text  string // as typed but with single blanks as white space; holds at least one letter or digit
	Exact bool   // the marks are meant exactly as typed
	Slop  int    // 0: adjacent and in order; at most MaxSlop
}

// Dates is a span of document dates, both ends inclusive: To "2024" reaches to the last day of 2024.
type Dates struct {
	From, To string // ISO YYYY, YYYY-MM or YYYY-MM-DD; "" is open; not both are open
}

// And matches what all its nodes match. It has at least two nodes and none is an And.
type And struct{ Nodes []Node }

// Or matches what any of its nodes matches. It has at least two nodes and none is an Or.
type Or struct{ Nodes []Node }

// Not matches what its node does not match. The node is not a Not.
type Not struct{ Node Node }

func (All) node()    {}
func (Word) node()   {}
func (Phrase) node() {}
func (Dates) node()  {}
func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
