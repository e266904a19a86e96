package web

import (
	"slices"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/index/snippet"
)

// A reader steps from match to match. A query of syllables matches too much to
// step through: "chính quyền đô thị" matches every "chính" of "hành chính". So
// neighbouring matches make one mark, and a term that stands together with
// another one somewhere in the document is worth a step only there. All matches
// stay marked.

// run is a piece of text inside or outside of a mark. A mark that is worth a
// step has an id.
type run struct {
	Text    string
	Mark    bool
	ID      string
	Current bool
}

// marker cuts the text of a document at the matches of a query and numbers the
// steps in the order in which it is called for the fields.
type marker struct {
	n       int // steps so far
	current string
	marks   map[index.Field][]mark
}

// mark is one or several neighbouring matches.
type mark struct {
	snippet.Span
	terms []int // numbers of the query terms in it, each once
	step  bool
}

// newMarker prepares marks of a document; current is the number of the step
// that the reader is at.
func newMarker(d *index.Document, found map[index.Field][]snippet.Match, current string) *marker {
	m := &marker{current: current, marks: map[index.Field][]mark{
		index.FieldTitle:    joined(d.Title, found[index.FieldTitle]),
		index.FieldAbstract: joined(d.Abstract, found[index.FieldAbstract]),
		index.FieldBody:     joined(d.Body, found[index.FieldBody]),
	}}
	social := map[int]bool{}
	for _, marks := range m.marks {
		for _, k := range marks {
			for _, t := range k.terms {
				social[t] = social[t] || len(k.terms) > 1
			}
		}
	}
	for _, marks := range m.marks {
		for i := range marks {
			marks[i].step = len(marks[i].terms) > 1 || !social[marks[i].terms[0]]
		}
	}
	return m
}

// joined makes one mark of matches that overlap or have only blanks between
// them.
func joined(text string, found []snippet.Match) (marks []mark) {
	for _, f := range found {
		if n := len(marks); n > 0 && (f.Start <= marks[n-1].End || snippet.Blank(text[marks[n-1].End:f.Start])) {
			last := &marks[n-1]
			last.End = max(last.End, f.End)
			if !slices.Contains(last.terms, f.Term) {
				last.terms = append(last.terms, f.Term)
			}
			continue
		}
		marks = append(marks, mark{Span: f.Span, terms: []int{f.Term}})
	}
	return marks
}

// line cuts a field that is one line.
func (m *marker) line(field index.Field, text string) []run {
	return m.runs(text, 0, m.marks[field])
}

// paragraphs cuts a field at its line ends, then at its marks. A mark stays
// inside its paragraph.
func (m *marker) paragraphs(field index.Field, text string) (all [][]run) {
	marks, at := m.marks[field], 0
	for line := range strings.Lines(text) {
		start := at
		at += len(line)
		n := 0
		for n < len(marks) && marks[n].Start < at {
			n++
		}
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
			all = append(all, m.runs(line, start, marks[:n]))
		}
		marks = marks[n:]
	}
	return all
}

// runs cuts a text that begins at the byte start of its field.
func (m *marker) runs(text string, start int, marks []mark) (rs []run) {
	at := 0
	for _, k := range marks {
		from, to := max(at, k.Start-start), min(k.End-start, len(text))
		if from >= to {
			continue
		}
		if from > at {
			rs = append(rs, run{Text: text[at:from]})
		}
		r := run{Text: text[from:to], Mark: true}
		if k.step {
			m.n++
			number := strconv.Itoa(m.n)
			r.ID, r.Current = "m"+number, number == m.current
		}
		rs, at = append(rs, r), to
	}
	if at < len(text) {
		rs = append(rs, run{Text: text[at:]})
	}
	return rs
}
