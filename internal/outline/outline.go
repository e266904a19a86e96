// Package outline is the structure of a plain text by its lines: which are
// headings, items of lists, cells of tables, and where the pages of the original
// begin. The text itself is never touched by it, so offsets in the text mean the
// same with structure and without.
package outline

// Kind says what a line is. A line without a Block is a paragraph.
type Kind string

// The kinds of lines.
const (
	Heading Kind = "heading" // Level 1 to 6
	Item    Kind = "item"    // of a list; Level is its depth, from 1
	Row     Kind = "row"     // the first cell of a row of a table
	Cell    Kind = "cell"    // the next cell of the row
	More    Kind = "more"    // goes on with the cell, item or quotation of the line before
	Quote   Kind = "quote"   // of a quotation
	Page    Kind = "page"    // the first line of page Level of the original, from 1; the line may have another Block too
)

// Block says what a line of a text is.
type Block struct {
	Line  int  `json:"line"` // from 0, of lines that end with "\n"
	Kind  Kind `json:"kind"`
	Level int  `json:"level,omitempty"`
}
