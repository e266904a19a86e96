package index

import "vankien/index/query"

// Warning tells what a search did other than it was asked. It is a fact that
// whoever answers puts into words.
type Warning = query.Warning

// Code names a kind of warning.
type Code = query.Code

// What a search warns of beyond what query.Parse does, each with the arguments
// of its sentence.
const (
	WarnNoPrefix     Code = "no_prefix"              // field, text; only whole values of it are compared
	WarnUnknownKind  Code = "unknown_kind"           // text; nothing matches it
	WarnNoNumber     Code = "unknown_number"         // text; it is no whole number of a document, so nothing matches it
	WarnUnknownTopic Code = "unknown_topic"          // text; neither the id nor the label of a topic
	WarnLongPart     Code = "too_many_terms.part"    // text, its words, words that are used
	WarnNoWordInPart Code = "no_word.part"           // text; nothing matches it
	WarnAmbiguous    Code = "ambiguous_abbreviation" // abbreviation, then each of its long forms; all are searched
	WarnFormerPlace  Code = "former_place"           // place, the one it is part of now, the day since when
	WarnTyping       Code = "typing_decoded"         // text, what it is read as
)
