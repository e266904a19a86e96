package find

import (
	"cmp"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/snippet"
	"vankien/internal/cite"
	"vankien/internal/export"
	"vankien/internal/viet"
)

// column is a value of each row, under the name that documents have for it.
type column struct {
	name string
	want index.Want
}

// documentColumns are all that a row of a document can have; the first usual ones it
// has unless fields= says otherwise.
var documentColumns = []column{
	{"id", 0}, {"kind", 0}, {"number", 0}, {"title", 0}, {"date", 0}, {"speaker", 0}, {"role", 0}, {"organisation", 0}, {"place", 0},
	{"event", 0}, {"signer", 0}, {"signer_role", 0}, {"topics", 0}, {"source", 0}, {"url", 0}, {"citation", 0},
	{"abstract", 0}, {"body", index.WantBody}, {"language", 0}, {"recipients", 0}, {"guessed", 0}, {"corrected", 0}, {"also_at", 0},
	{"mentions", index.WantMarks}, {"passages", index.WantMarks},
}

const usualColumns = 16

// lineColumns are what a line of a concordance has.
var lineColumns = []column{
	{"date", 0}, {"speaker", 0}, {"left", 0}, {"match", 0}, {"right", 0}, {"title", 0}, {"page", 0}, {"url", 0}, {"id", 0},
}

func ofLines(f export.Format) bool { return f == export.KWIC || f == export.TSV }

// namedColumn returns the column of a name, which there must be.
func namedColumn(name string) column {
	return documentColumns[slices.IndexFunc(documentColumns, func(c column) bool { return c.name == name })]
}

// columns reads fields=, the columns in their order; they are those of documents, and
// of lines for a concordance.
func (v *Params) columns(f export.Format) (list []column) {
	all, usual := documentColumns, documentColumns[:usualColumns]
	if ofLines(f) {
		all, usual = lineColumns, lineColumns
	}
	for name := range strings.SplitSeq(v.Get("fields"), ",") {
		name = strings.TrimSpace(name)
		at := slices.IndexFunc(all, func(c column) bool { return c.name == name })
		switch {
		case name == "" || at >= 0 && slices.Contains(list, all[at]):
		case at < 0:
			v.Refuse("invalid_parameter", "fields", Say("err.choice", "fields", name, columnNames(all)))
		default:
			list = append(list, all[at])
		}
	}
	if list == nil {
		return slices.Clone(usual)
	}
	return list
}

func columnNames(all []column) string {
	var names []string
	for _, c := range all {
		names = append(names, c.name)
	}
	return strings.Join(names, ", ")
}

// want is how much of each document the rows need.
func (e *Export) want() (want index.Want) {
	for _, c := range e.columns {
		want |= c.want
	}
	switch {
	case ofLines(e.Format):
		want = index.WantMarks
	case e.Format == export.DOCX && e.Request.Snippets > 0:
		want = index.WantMarks
	case e.references():
		want = 0
	}
	if want&index.WantMarks != 0 {
		want |= index.WantBody
	}
	return want
}

// references reports whether the format has citations instead of columns.
func (e *Export) references() bool {
	return e.Format == export.BibTeX || e.Format == export.RIS || e.Format == export.CSL || e.Format == export.DOCX
}

// rows gives write the rows of a document.
func (e *Export) rows(x *index.Walked, write func(*export.Row) error) error {
	if ofLines(e.Format) {
		return e.lines(x, write)
	}
	r := &export.Row{Source: e.source(&x.Document)}
	if e.Format == export.DOCX {
		r.Passages = e.passages(x)
	}
	if !e.references() {
		for _, c := range e.columns {
			r.Values = append(r.Values, e.value(c.name, x, &r.Source))
		}
	}
	return write(r)
}

// source is the document as it is cited.
func (e *Export) source(d *index.Document) cite.Source {
	return cite.Source{Document: d, Kind: EnglishKind(d.Kind), Topics: e.topicLabels(d), URL: e.Site + DocumentPath(d.ID), Accessed: e.Accessed}
}

// EnglishKind is what a citation in English calls a kind of document; "" for one that
// says nothing.
func EnglishKind(kind string) string {
	if kind == "" || kind == index.KindOther {
		return ""
	}
	return English.Kind(kind)
}

func (e *Export) topicLabels(d *index.Document) (labels []string) {
	for _, t := range d.Topics {
		labels = append(labels, e.Label(index.FieldTopic, t))
	}
	return labels
}

// value is what a document has in a column: for programs as it is stored, for people
// by its labels.
func (e *Export) value(name string, x *index.Walked, src *cite.Source) any {
	d, stored := &x.Document, e.Format == export.JSONL
	switch name {
	case "id":
		return d.ID
	case "url":
		return src.URL
	case "citation":
		return cite.Text(src.In(cite.Vietnamese))
	case "recipients":
		return d.Recipients
	case "also_at":
		return e.copies(d.ID)
	case "mentions":
		return mentions(x)
	case "passages":
		return e.passageTexts(x)
	}
	var list []string
	switch name {
	case "topics":
		if stored {
			return d.Topics
		}
		return src.Topics
	case "guessed":
		for _, g := range d.Guesses() {
			list = append(list, g.Field)
		}
		return list
	case "corrected":
		for _, c := range d.Corrections {
			list = append(list, c.Field)
		}
		return list
	case "kind":
		if !stored {
			return e.Label(index.FieldKind, d.Kind)
		}
	}
	return *d.Scalar(name)
}

// copies are the ids of the documents that say the same.
func (e *Export) copies(id string) (ids []string) {
	for _, other := range e.relations.Group(id) {
		if other != id {
			ids = append(ids, other)
		}
	}
	return ids
}

// mentions are the places that the query matches, as many as there are lines of them.
func mentions(x *index.Walked) (n int) {
	for _, found := range x.Marks {
		n += len(found)
	}
	return n
}

// passages are those that a hit of the search shows.
func (e *Export) passages(x *index.Walked) (list []export.Passage) {
	for _, f := range e.fragments(x) {
		list = append(list, export.Passage{Page: f.Page, Parts: shownParts(f)})
	}
	return list
}

// passageTexts are the passages without their marks.
func (e *Export) passageTexts(x *index.Walked) (list []string) {
	for _, f := range e.fragments(x) {
		list = append(list, snippetView(f).Text)
	}
	return list
}

func shownParts(f index.Fragment) (parts []export.Part) {
	for _, p := range snippetView(f).Parts() {
		parts = append(parts, export.Part{Text: p.Text, Mark: p.Mark, Loose: p.Loose})
	}
	return parts
}

// fragments chooses passages as an answer does: those of abstract and body that have
// matches, best first; without any how the text begins.
func (e *Export) fragments(x *index.Walked) (list []index.Fragment) {
	opt := snippet.Options{Count: e.Request.Snippets, Chars: e.Request.SnippetChars}
	places := NewPlaces(&x.Document)
	var begins []index.Fragment
	for _, f := range []index.Field{index.FieldAbstract, index.FieldBody} {
		for _, frag := range snippet.Best(*x.Document.Scalar(string(f)), x.Marks[f], opt) {
			shown := index.Fragment{Field: f, Fragment: frag}
			if f == index.FieldBody {
				shown.Page, _ = places.At(markedAt(frag))
			}
			if len(frag.Marks) > 0 {
				list = append(list, shown)
			} else {
				begins = append(begins, shown)
			}
		}
	}
	if len(list) == 0 && len(x.Marks[index.FieldTitle]) == 0 {
		return begins[:min(len(begins), 1, opt.Count)]
	}
	slices.SortStableFunc(list, func(a, b index.Fragment) int { return cmp.Compare(b.Terms, a.Terms) })
	return list[:min(len(list), opt.Count)]
}

// markedAt is the byte of the text of the first mark of a fragment, or where it begins.
func markedAt(f snippet.Fragment) int {
	if len(f.Marks) > 0 {
		return f.Start + f.Marks[0].Start
	}
	return f.Start
}

// slug tells of the search in a to z, digits and hyphens.
func (e *Export) slug() string {
	said := []string{e.Q}
	for _, f := range index.FilterFields() {
		said = append(said, e.Request.Filter.Any[f]...)
	}
	said = append(said, e.Request.Filter.From, e.Request.Filter.To)
	if s := viet.Slug(strings.Join(said, " ")); s != "" {
		return s
	}
	return "tat-ca"
}

// shortened ends a slug between words.
func shortened(s string, most int) string {
	if len(s) <= most {
		return s
	}
	if at := strings.LastIndexByte(s[:most+1], '-'); at > 0 {
		return s[:at]
	}
	return s[:most]
}
