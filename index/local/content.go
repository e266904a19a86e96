package local

import "vankien/index"

// A word without a field is looked for in everything that people expect to
// find a document by. Five fields would cost five look-ups for each form of the
// word and have five statistics, none of them right for the document; so these
// texts are indexed together as one field, in which a word of the title counts
// several times (BM25F with its fields combined, Robertson and Zaragoza 2009,
// section 3.6.1; CombinedFieldQuery of Lucene does the same).
const (
	fieldText   = "text"        // the terms of all parts
	fieldPairs  = "text.pairs"  // codes of two words that stand side by side
	fieldLength = "text.length" // column: words of all parts, each as often as it counts
)

// Times that a word counts in a text by the part that it stands in.
const (
	titleWeight    = 3
	abstractWeight = 1
)

// contentParts are the parts of a document that fieldText holds, with their weights.
var contentParts = []struct {
	field  string
	weight int
}{
	{string(index.FieldTitle), titleWeight},
	{string(index.FieldAbstract), abstractWeight},
	{string(index.FieldBody), 1},
	{fieldNumber, 1},
	{fieldSpeaker, 1},
}
