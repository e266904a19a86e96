package find

import (
	"html"
	"strings"
	"unicode/utf8"

	"vankien/index"
	"vankien/index/snippet"
)

// HitView is one document found.
type HitView struct {
	ID       string        `json:"id"`
	Score    float64       `json:"score"` // comparable within one answer only
	URL      string        `json:"url"`   // of its page, with the matches marked
	Document SummaryView   `json:"document"`
	Snippets []SnippetView `json:"snippets"`

	AlsoAt      []string `json:"also_at,omitempty"`       // ids of the first documents that say the same
	AlsoAtTotal int      `json:"also_at_total,omitempty"` // how many do, whether or not they match

	chosen     []byte // JSON that stands in the place of Document, of the fields that were chosen; nil: nobody chose
	titleMarks []snippet.Mark
	original   *index.Original
}

// Original returns the file that the document was read from, nil if that is not known.
func (h HitView) Original() *index.Original { return h.original }

// TitleParts returns the title in parts for a template.
func (h HitView) TitleParts() []Part { return parts(h.Document.Title, h.titleMarks) }

// SummaryView is a document without its text.
type SummaryView struct {
	Kind         string   `json:"kind"`
	Title        string   `json:"title"`
	Date         string   `json:"date,omitempty"`
	Speaker      string   `json:"speaker,omitempty"`
	Role         string   `json:"role,omitempty"`
	Organisation string   `json:"organisation,omitempty"`
	Place        string   `json:"place,omitempty"`
	Event        string   `json:"event,omitempty"`
	Number       string   `json:"number,omitempty"`
	Signer       string   `json:"signer,omitempty"`
	SignerRole   string   `json:"signer_role,omitempty"`
	Topics       []string `json:"topics"`
	Source       string   `json:"source,omitempty"`
	Indexed      string   `json:"indexed,omitempty"` // when it was added or last changed

	Guesses []index.Evidence `json:"guessed,omitempty"` // of the fields that are guesses
}

// Guess returns the evidence of a field that is a guess, or nil.
func (d SummaryView) Guess(field string) *index.Evidence {
	for i := range d.Guesses {
		if d.Guesses[i].Field == field {
			return &d.Guesses[i]
		}
	}
	return nil
}

// SnippetView is a passage with its matches, for programs as code point ranges
// of plain text and ready to show as escaped HTML. Loose are those of the ranges
// that hold nothing but single words of what was read together. Page is that of the
// original on which the first match stands.
type SnippetView struct {
	Field  string   `json:"field"`
	Text   string   `json:"text"`
	Ranges [][2]int `json:"ranges"`
	Loose  [][2]int `json:"loose,omitempty"`
	HTML   string   `json:"html"`
	Page   int      `json:"page,omitempty"`

	marks []snippet.Mark // in Text
}

// Part is a piece of text that is wholly inside or outside of a mark.
type Part struct {
	Text  string
	Mark  bool
	Loose bool // of the mark
}

// Parts returns the text in parts for a template.
func (s SnippetView) Parts() []Part { return parts(s.Text, s.marks) }

// hitView shows a hit; address is what the address of its page ends with.
func hitView(address string, h *index.Hit) HitView {
	v := HitView{
		ID: h.ID, Score: h.Score, URL: DocumentPath(h.ID) + address, Document: Summary(&h.Document),
		Snippets: make([]SnippetView, len(h.Fragments)), titleMarks: h.TitleMarks, original: h.Document.Original,
	}
	for i, f := range h.Fragments {
		v.Snippets[i] = snippetView(f)
	}
	return v
}

// Summary returns a document without its text.
func Summary(d *index.Document) SummaryView {
	topics := d.Topics
	if topics == nil {
		topics = []string{}
	}
	return SummaryView{Kind: d.Kind, Title: d.Title, Date: d.Date, Speaker: d.Speaker, Role: d.Role,
		Organisation: d.Organisation, Place: d.Place, Event: d.Event, Number: d.Number,
		Signer: d.Signer, SignerRole: d.SignerRole, Topics: topics, Source: d.Source, Indexed: d.Indexed, Guesses: d.Guesses()}
}

// What stands for text left out, two code points each.
const (
	cutLeft  = "… "
	cutRight = " …"
)

func snippetView(f index.Fragment) SnippetView {
	left, right := "", ""
	if f.CutLeft {
		left = cutLeft
	}
	if f.CutRight {
		right = cutRight
	}
	v := SnippetView{Field: string(f.Field), Text: left + f.Text + right, Page: f.Page, marks: together(f.Text, f.Marks)}
	for i := range v.marks {
		v.marks[i].Start += len(left)
		v.marks[i].End += len(left)
	}
	v.Ranges, v.Loose = ranges(v.Text, v.marks)
	v.HTML = markup(v.Text, v.marks)
	return v
}

// ranges counts the bytes of marks in code points, of all and of the loose ones.
func ranges(text string, marks []snippet.Mark) (all, loose [][2]int) {
	all = make([][2]int, len(marks))
	at, n := 0, 0
	for i, m := range marks {
		n += utf8.RuneCountInString(text[at:m.Start])
		all[i][0] = n
		n += utf8.RuneCountInString(text[m.Start:m.End])
		all[i][1], at = n, m.End
		if m.Loose {
			loose = append(loose, all[i])
		}
	}
	return all, loose
}

// markup is escaped text with elements around its marks.
func markup(text string, marks []snippet.Mark) string {
	const begin, beginLoose, end = "<mark>", `<mark class="loose">`, "</mark>"
	var b strings.Builder
	b.Grow(len(text) + len(text)/16 + len(marks)*len(begin+end))
	at := 0
	for _, m := range marks {
		b.WriteString(html.EscapeString(text[at:m.Start]))
		if m.Loose {
			b.WriteString(beginLoose)
		} else {
			b.WriteString(begin)
		}
		b.WriteString(html.EscapeString(text[m.Start:m.End]))
		b.WriteString(end)
		at = m.End
	}
	b.WriteString(html.EscapeString(text[at:]))
	return b.String()
}

// parts cuts a text at its marks, which are in order and do not overlap. Marks
// of one kind with only blanks between them become one: the words are read
// together.
func parts(text string, marks []snippet.Mark) (ps []Part) {
	at := 0
	for _, m := range together(text, marks) {
		if m.Start > at {
			ps = append(ps, Part{Text: text[at:m.Start]})
		}
		ps = append(ps, Part{Text: text[m.Start:m.End], Mark: true, Loose: m.Loose})
		at = m.End
	}
	if at < len(text) {
		ps = append(ps, Part{Text: text[at:]})
	}
	return ps
}

// together joins marks of one kind that have only blanks between them.
func together(text string, marks []snippet.Mark) []snippet.Mark {
	joined := make([]snippet.Mark, 0, len(marks))
	for _, m := range marks {
		if n := len(joined); n > 0 && joined[n-1].Loose == m.Loose && snippet.Blank(text[joined[n-1].End:m.Start]) {
			joined[n-1].End = m.End
			continue
		}
		joined = append(joined, m)
	}
	return joined
}
