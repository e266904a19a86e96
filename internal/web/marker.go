package web

import (
	"context"
	"strings"

	"vankien/index"
	"vankien/index/snippet"
)

// A reader steps from match to match. A query of syllables matches too much to
// step through: "chính quyền đô thị" matches every "chính" of "hành chính". So
// neighbouring matches make one mark, and a term that stands together with
// another one somewhere in the document is worth a step only there; loose words of
// a unit are, where the document has no more. All matches stay marked.

// run is a piece of text inside or outside of a mark. A mark that is worth a
// step has an id.
type run struct {
	Text    string
	Mark    bool
	Loose   bool // of the mark: it is no whole unit
	ID      string
	Current bool

	Href   string // of a link around the runs Inside; those have the text then
	Inside []run

	step bool // begins a step
}

// marker holds the marks of one document.
type marker struct {
	marks    map[index.Field][]mark
	together map[int]bool // terms that share a mark with another one
	whole    bool         // some mark is not loose
}

// mark is one or several neighbouring matches.
type mark struct {
	snippet.Span
	term  int  // number of the query term that matches first
	mixed bool // other terms match too
	loose bool // words of what is read together, without the others
}

// newMarker makes marks of the matches in a document.
func newMarker(ctx context.Context, d *index.Document, found map[index.Field][]snippet.Match) (*marker, error) {
	m := &marker{marks: map[index.Field][]mark{}, together: map[int]bool{}}
	for field, text := range map[index.Field]string{index.FieldTitle: d.Title, index.FieldAbstract: d.Abstract, index.FieldBody: d.Body} {
		marks, err := m.join(ctx, text, found[field])
		if err != nil {
			return nil, err
		}
		m.marks[field] = marks
	}
	return m, nil
}

// join makes one mark of matches that overlap or have only blanks between them.
func (m *marker) join(ctx context.Context, text string, found []snippet.Match) (marks []mark, err error) {
	for i, f := range found {
		if err := overdue(ctx, i); err != nil {
			return nil, err
		}
		m.whole = m.whole || !f.Loose
		n := len(marks)
		if n == 0 || f.Start >= marks[n-1].End && (marks[n-1].loose != f.Loose || !blank(text[marks[n-1].End:f.Start])) {
			marks = append(marks, mark{Span: f.Span, term: f.Term, loose: f.Loose})
			continue
		}
		last := &marks[n-1]
		last.End, last.loose = max(last.End, f.End), last.loose && f.Loose
		if f.Term != last.term {
			last.mixed, m.together[f.Term], m.together[last.term] = true, true, true
		}
	}
	return marks, nil
}

// isStep reports whether a mark is worth a step.
func (m *marker) isStep(k *mark) bool {
	return (k.mixed || !m.together[k.term]) && !(k.loose && m.whole)
}

// blank reports whether s is white space within a line.
func blank(s string) bool { return strings.Trim(s, " \t\u00a0") == "" }

// overdueEvery is how many rounds of a loop pass between two looks at the clock.
const overdueEvery = 1024

// overdue returns the error of ctx, in round i of a loop that must not outlast
// its deadline.
func overdue(ctx context.Context, i int) error {
	if i%overdueEvery != 0 {
		return nil
	}
	return ctx.Err()
}
