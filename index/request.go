package index

import (
	"time"

	"vankien/index/query"
	"vankien/index/snippet"
)

// Field names a field of a document that a request can refer to.
type Field string

// The fields that filter and can be counted.
const (
	FieldTopic        Field = "topic"
	FieldKind         Field = "kind"
	FieldSpeaker      Field = "speaker"
	FieldOrganisation Field = "organisation"
	FieldPlace        Field = "place"
	FieldEvent        Field = "event"
	FieldNumber       Field = "number" // as written; words are looked for in it, too
	FieldSigner       Field = "signer"
	FieldGuessed      Field = "guessed"   // the names of the fields that are guesses
	FieldCorrected    Field = "corrected" // the names of the fields that somebody corrected
	FieldYear         Field = "year"      // derived from the date; four digits
	FieldDate         Field = "date"      // as it is stored: 2025-01-13, 2025-01 or 2025
	FieldRef          Field = "ref"       // the document's own number in the one form that viet.Reference makes: 18-NQ/TW
	FieldCites        Field = "cites"     // the numbers of other documents that title, abstract and body name, in that form
)

// NoValue, as a value of a Filter, stands for the documents that have no value in
// the field.
const NoValue = ""

// The fields that hold text, in the order in which a reader meets them.
const (
	FieldTitle    Field = "title"
	FieldAbstract Field = "abstract"
	FieldBody     Field = "body"
)

// Limits and defaults of a request.
const (
	DefaultLimit = 20
	MaxLimit     = 100    // hits of one answer
	MaxWindow    = 10_000 // Offset + Limit
	MaxSnippets  = 5
	NoHits       = -1 // as Limit: count only

	// MaxFilterValues bounds the values of one field, those of Any and None
	// together: an answer tells of each, with all the others in its address.
	MaxFilterValues = 64
)

// Sort is the order of hits; equals follow by ascending id, so that pages
// neither repeat nor lose a document.
type Sort int

// The orders. A document without a date comes last in both orders by date;
// one with a year or month only counts from its first day.
const (
	Relevance Sort = iota
	Newest
	Oldest
	ByTitle      // dictionary order of the title; of titles that begin alike for some 250 bytes, that of ids
	LastIndexed  // by Document.Indexed, latest first, then by descending id; those without come last
	FirstIndexed // by Document.Indexed, earliest first; those without come last
)

// Accents says how the marks of query words bind.
type Accents int

// AccentsAuto lets typed marks bind and leaves words without marks open;
// AccentsExact takes every word as written; AccentsFold ignores all marks.
const (
	AccentsAuto Accents = iota
	AccentsExact
	AccentsFold
)

// Filter restricts the documents that can match. The zero value restricts
// nothing.
type Filter struct {
	Any      map[Field][]string // one of the values in each named field
	None     map[Field][]string // none of the values
	From, To string             // YYYY, YYYY-MM or YYYY-MM-DD, inclusive; a document matches if its own range overlaps

	// IndexedFrom and IndexedTo are bounds of Document.Indexed, written as that is and
	// inclusive. A document without it is within none.
	IndexedFrom, IndexedTo string
}

// ByTime reports whether a filter restricts Document.Indexed.
func (f *Filter) ByTime() bool { return f.IndexedFrom != "" || f.IndexedTo != "" }

// Request asks for documents.
type Request struct {
	Query         query.Node // nil means every document
	Accents       Accents
	Level         Level // how much of the query a document must have
	Suggest       bool  // the result tells what else may have been meant
	Filter        Filter
	Sort          Sort
	Offset, Limit int     // Limit 0 means DefaultLimit; NoHits means none
	Facets        []Field // fields to count
	FacetValues   int     // values that a facet lists; 0 means MaxFacetValues, AllFacetValues means all
	Snippets      int     // fragments per hit, 0 to MaxSnippets
	IDsOnly       bool    // hits carry ID and Score only; Limit may be up to MaxWindow
	SnippetChars  int     // code points of a fragment; 0 means snippet.DefaultChars

	// After is Result.Next of an answer to an equal request, whose hits come after the
	// last one of that; Offset is 0 then, Limit below MaxWindow, and no depth is too deep. Of what was written
	// in between it may have some; no document that stayed as it was comes twice or is left
	// out, unless by relevance, where every change moves all scores.
	After string
}

// Result answers a Request.
type Result struct {
	Total    int // documents that match at Reading.Level, in the whole index; exact
	Took     time.Duration
	Hits     []Hit
	Facets   map[Field]Facet
	Warnings []Warning
	Reading  Reading

	// Also is what LevelAny finds beside, best first: with LevelAuto and by
	// relevance, as much as the first page has room for after the last document of
	// LevelMeant.
	Also        []Hit
	Suggestions []Suggestion // likeliest first; nil unless asked for

	// Next is Request.After of the hits that follow; "" when there are none, and for a
	// request without hits.
	Next string

	Forms *Forms // kept beside it; nil where the engine does not keep it
}

// Hit is one document found.
type Hit struct {
	ID         string
	Score      float64        // comparable within one result only; 0 unless sorted by relevance
	Document   Document       // without Body, Blocks and Anchors
	Fragments  []Fragment     // passages of abstract and body, or of the title when it alone matches
	TitleMarks []snippet.Mark // matches in Document.Title
}

// Fragment is a passage of one field of a hit.
type Fragment struct {
	Field Field
	snippet.Fragment

	// Page is that of the original, from 1, on which the first mark of a passage of
	// the body stands, or without one its beginning; 0 when there are no pages.
	Page int
}

// Facet counts the values of one field over the documents that match the
// query and every filter except the field's own, so that several values of
// one field can be chosen together. Counts are exact.
type Facet struct {
	Values  []FacetValue // by count, then value; years and dates newest first
	Total   int          // distinct values
	Other   int          // sum of the counts of the values left out
	Missing int          // documents without a value
}

// FacetValue is one value of a field and the number of documents that have it.
type FacetValue struct {
	Value string
	Count int
}

// MaxFacetValues bounds the values that a facet lists unless a request says
// otherwise; AllFacetValues, as FacetValues, lists every one.
const (
	MaxFacetValues = 200
	AllFacetValues = -1
)
