package web

import (
	"html"
	"slices"
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

	title []part
}

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
	Topics       []string `json:"topics"`
	Source       string   `json:"source,omitempty"`
}

// SnippetView is a passage with its matches, for programs as code point ranges
// of plain text and ready to show as escaped HTML.
type SnippetView struct {
	Field  string   `json:"field"`
	Text   string   `json:"text"`
	Ranges [][2]int `json:"ranges"`
	HTML   string   `json:"html"`

	parts []part
}

// part is a piece of text that is wholly inside or outside of a mark.
type part struct {
	Text string
	Mark bool
}

// Title returns the title in parts for a template.
func (h HitView) Title() []part { return h.title }

// Parts returns the text in parts for a template.
func (s SnippetView) Parts() []part { return s.parts }

func hitView(a *ask, h *index.Hit) HitView {
	v := HitView{
		ID: h.ID, Score: h.Score, URL: documentPath(h.ID, a.q, a.accents), Document: summary(&h.Document),
		Snippets: make([]SnippetView, 0, len(h.Fragments)), title: parts(h.Document.Title, h.TitleMarks),
	}
	for _, f := range h.Fragments {
		v.Snippets = append(v.Snippets, snippetView(f))
	}
	return v
}

func summary(d *index.Document) SummaryView {
	return SummaryView{Kind: d.Kind, Title: d.Title, Date: d.Date, Speaker: d.Speaker, Role: d.Role,
		Organisation: d.Organisation, Place: d.Place, Event: d.Event, Number: d.Number,
		Topics: append([]string{}, d.Topics...), Source: d.Source}
}

// What stands for text left out, two code points each.
const (
	cutLeft  = "… "
	cutRight = " …"
)

func snippetView(f index.Fragment) SnippetView {
	ps := parts(f.Text, f.Marks)
	if f.CutLeft {
		ps = slices.Insert(ps, 0, part{Text: cutLeft})
	}
	if f.CutRight {
		ps = append(ps, part{Text: cutRight})
	}
	v := SnippetView{Field: string(f.Field), Ranges: [][2]int{}, parts: ps}
	var text, markup strings.Builder
	at := 0
	for _, p := range ps {
		end := at + utf8.RuneCountInString(p.Text)
		text.WriteString(p.Text)
		if p.Mark {
			v.Ranges = append(v.Ranges, [2]int{at, end})
			markup.WriteString("<mark>" + html.EscapeString(p.Text) + "</mark>")
		} else {
			markup.WriteString(html.EscapeString(p.Text))
		}
		at = end
	}
	v.Text, v.HTML = text.String(), markup.String()
	return v
}

// parts cuts a text at its marks, which are in order and do not overlap. Marks
// with only blanks between them become one: the words are read together.
func parts(text string, marks []snippet.Span) (ps []part) {
	at := 0
	for _, m := range together(text, marks) {
		if m.Start > at {
			ps = append(ps, part{Text: text[at:m.Start]})
		}
		ps = append(ps, part{Text: text[m.Start:m.End], Mark: true})
		at = m.End
	}
	if at < len(text) {
		ps = append(ps, part{Text: text[at:]})
	}
	return ps
}

// together joins marks that have only blanks between them.
func together(text string, marks []snippet.Span) (joined []snippet.Span) {
	for _, m := range marks {
		if n := len(joined); n > 0 && blank(text[joined[n-1].End:m.Start]) {
			joined[n-1].End = m.End
			continue
		}
		joined = append(joined, m)
	}
	return joined
}
