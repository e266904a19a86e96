package index

import "vankien/index/query"

// Level says how much of a query a document must have.
type Level int

// The levels. LevelAny finds all that LevelAll does. LevelMeant finds what neither
// does where words are excluded: only side by side, if they are read together.
// LevelAuto is the one of them that serves best: of a query whose units some
// document has, LevelMeant while they are few.
const (
	LevelAll   Level = iota // every word, anywhere
	LevelMeant              // every unit, the words of each side by side; words that only ask or join are not demanded
	LevelAny                // one of the words; more, rarer and side by side count for more
	LevelAuto
)

// Answers reports whether an answer can be of a level.
func (l Level) Answers() bool { return l >= LevelAll && l < LevelAuto }

// Reading tells how a query was read and what its levels find.
type Reading struct {
	Level  Level // of Total, Facets and Hits; never LevelAuto
	Units  []Unit
	Totals map[Level]int // of those levels that were counted; filters hold
}

// UnitKind says what makes words a unit.
type UnitKind string

// The kinds of units.
const (
	UnitWord         UnitKind = "word"         // one word
	UnitCompound     UnitKind = "compound"     // words that the collection has side by side far more often than chance
	UnitName         UnitKind = "name"         // of a person, body or place, as the collection writes it
	UnitAbbreviation UnitKind = "abbreviation" // one that is known
	UnitPlace        UnitKind = "place"        // one that is known
	UnitNumber       UnitKind = "number"       // an amount, a percentage
	UnitDate         UnitKind = "date"
	UnitDocument     UnitKind = "document" // the number of a document
	UnitQuoted       UnitKind = "quoted"   // separated by who asked
	UnitQuestion     UnitKind = "question" // words that ask
	UnitTitle        UnitKind = "title"    // an honorific or office before a name
)

// Unit is words of a query that are read together, or one word.
type Unit struct {
	Kind     UnitKind
	Text     string   // as typed
	Readings []string // what is searched beside it or, with Replaced, in its place
	Replaced bool
	Optional bool // not demanded
	From, To int  // its words among query.Words of the query that was read; equal for what cannot be taken apart
}

// SuggestionKind says what a suggestion changes.
type SuggestionKind string

// The kinds of suggestions.
const (
	SuggestMarks    SuggestionKind = "marks"    // the likeliest marks of words typed without
	SuggestSpelling SuggestionKind = "spelling" // a slip mended
	SuggestName     SuggestionKind = "name"     // a name in its usual order, or as a whole
)

// Suggestion is a query that may have been meant.
type Suggestion struct {
	Kind  SuggestionKind
	Query query.Node
	Total int  // documents that it finds under the same filters: at the level asked for, of LevelAuto with all its units
	Used  bool // the answer is that of this query, since the one asked finds nothing
}
