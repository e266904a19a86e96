// Package export writes lists of documents as files that other programs open:
// tables (CSV, TSV, XLSX), a list to read (DOCX), records (JSON Lines) and references
// (BibTeX, RIS, CSL-JSON).
//
// Every writer streams: a row is on its way when Write returns, and what is
// remembered does not grow with the rows, but for a few bytes of each in BibTeX, whose
// keys must differ. So a list may be as long as a collection. Nothing is known of
// what comes, and the formats differ in what they can say of that:
//
//   - XLSX has at most 1,048,576 rows in a sheet and 32,767 characters in a cell. A
//     list goes on in the next sheet; a longer text is cut, which the cell says, and a
//     sheet of notes how many were.
//   - CSV, TSV, JSON Lines, RIS and CSL-JSON have no place for notes that programs
//     would not take for data, so they have none.
//
// A spreadsheet runs what begins like a formula. In CSV and TSV, which have no types,
// a quotation mark goes before such a text; in XLSX it is text by its type.
package export

import (
	"io"

	"vankien/internal/cite"
)

// Format is a kind of file.
type Format string

// The formats. KWIC is a table of lines instead of documents.
const (
	CSV    Format = "csv"
	JSONL  Format = "jsonl"
	XLSX   Format = "xlsx"
	DOCX   Format = "docx"
	BibTeX Format = "bibtex"
	RIS    Format = "ris"
	CSL    Format = "csl"
	KWIC   Format = "kwic"
	TSV    Format = "kwic-tsv"
)

// Formats returns all formats, in the order in which a menu has them.
func Formats() []Format {
	return []Format{CSV, XLSX, DOCX, BibTeX, RIS, CSL, JSONL, KWIC, TSV}
}

// form is what is known of a format.
type form struct {
	contentType, extension string
	open                   func(io.Writer, *Options) Writer
}

func (f Format) form() form {
	switch f {
	case JSONL:
		return form{"application/x-ndjson", "jsonl", newJSONL}
	case XLSX:
		return form{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", newXLSX}
	case DOCX:
		return form{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", newDOCX}
	case BibTeX:
		return form{"application/x-bibtex", "bib", newBibTeX}
	case RIS:
		return form{"application/x-research-info-systems", "ris", newRIS}
	case CSL:
		return form{"application/vnd.citationstyles.csl+json", "json", newCSL}
	case TSV:
		return form{"text/tab-separated-values; charset=utf-8", "tsv", newTSV}
	}
	return form{"text/csv; charset=utf-8", "csv", newCSV}
}

// ContentType is the media type of files of the format.
func (f Format) ContentType() string { return f.form().contentType }

// Extension is what names of such files end with, without the dot.
func (f Format) Extension() string { return f.form().extension }

// Column is what rows have at one place.
type Column struct {
	Name  string // for programs
	Label string // for people
}

// Options say what a list is. A format uses what it has a place for.
type Options struct {
	Columns []Column
	Title   string   // of the list
	Notes   []string // about it, a line each
	Texts   Texts
}

// Texts are what a file says in the language of its reader.
type Texts struct {
	Sheet    string               // name of the sheet of results
	Notes    string               // name of the sheet of notes
	Untitled string               // stands for a title
	Page     string               // of the original, with %d
	Cut      string               // ends a text that a cell has no room for
	CutCount func(n int64) string // how many there were
}

// Row is a document of a list, or a line of one.
type Row struct {
	Source   cite.Source
	Values   []any // of the columns, in their order: string, []string or int; nothing for those that are missing at the end
	Passages []Passage
}

// Passage is a piece of a document with its matches.
type Passage struct {
	Page  int // of the original; 0 for none
	Parts []Part
}

// Part is a piece of text that is wholly inside or outside of a match.
type Part struct {
	Text  string
	Mark  bool
	Loose bool // of the mark: a word by itself, of words that are read together
}

// Writer writes a file. It is complete when Close has returned nil; after another
// error it is not, and nothing more can be written.
type Writer interface {
	Write(*Row) error
	Close() error // does not close the writer below
}

// New returns what writes a file to w.
func New(f Format, w io.Writer, opt *Options) Writer { return f.form().open(w, opt) }
