package index

import "vankien/index/snippet"

// Want says how much of each document a walk loads.
type Want uint8

// What is wanted of a document beside the fields that a hit has.
const (
	WantBody  Want = 1 << iota // Body, Blocks and Anchors, too
	WantMarks                  // where the query matches title, abstract and body; implies WantBody
)

// Walked is a document that a walk came to.
type Walked struct {
	Document Document                  // without Body and Blocks unless those are wanted
	Score    float64                   // as that of a hit
	Marks    map[Field][]snippet.Match // as Engine.Marks has them at the level of the answer; nil unless wanted
}
