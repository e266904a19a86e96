package cite

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"vankien/index"
)

// Style is a way to cite in words.
type Style string

// The styles: of an entry in a bibliography, and of a note or a bracket after a
// quotation.
const (
	Vietnamese     Style = "tcvn"
	VietnameseNote Style = "tcvn-note"
	Chicago        Style = "chicago"
	ChicagoNote    Style = "chicago-note"
)

// Styles returns all styles, in the order in which a list has them.
func Styles() []Style { return []Style{Vietnamese, VietnameseNote, Chicago, ChicagoNote} }

// Run is a piece of a citation.
type Run struct {
	Text   string
	Italic bool
}

// Text is a citation without type.
func Text(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// words are what a language says in a citation.
type words struct {
	untitled, undated, number, page, paragraph, from, accessed string
	date                                                       func(parts []int) string
}

var vietnamese = words{untitled: "[Không có nhan đề]", undated: "[không rõ ngày]", number: "số %s", page: "tr. %d", paragraph: "đoạn %d",
	from: "Nguồn: %s", accessed: "Truy cập ngày %s tại: %s", date: vietnameseDate}

var english = words{untitled: "[Untitled]", undated: "n.d.", number: "no. %s", page: "p. %d", paragraph: "para. %d",
	from: "Source: %s", accessed: "Accessed %s. %s", date: englishDate}

func vietnameseDate(p []int) string {
	switch len(p) {
	case 3:
		return fmt.Sprintf("ngày %02d/%02d/%d", p[2], p[1], p[0])
	case 2:
		return fmt.Sprintf("tháng %02d/%d", p[1], p[0])
	}
	return strconv.Itoa(p[0])
}

func englishDate(p []int) string {
	switch len(p) {
	case 3:
		return fmt.Sprintf("%s %d, %d", time.Month(p[1]), p[2], p[0])
	case 2:
		return fmt.Sprintf("%s %d", time.Month(p[1]), p[0])
	}
	return strconv.Itoa(p[0])
}

// In cites in a style; a style that there is not is Vietnamese.
func (s *Source) In(style Style) []Run {
	switch style {
	case Chicago:
		return s.entry(&english)
	case ChicagoNote:
		return s.note(&english)
	case VietnameseNote:
		return s.note(&vietnamese)
	}
	return s.entry(&vietnamese)
}

// Quote is the passage in quotation marks with a note in brackets; without a
// passage it is the note.
func (s *Source) Quote(style Style) []Run {
	if style == Vietnamese || style == Chicago {
		style += "-note"
	}
	note, passage := s.In(style), line(s.Passage)
	if passage == "" {
		return note
	}
	runs := append([]Run{{Text: "“" + passage + "” ("}}, note...)
	return append(runs, Run{Text: ")"})
}

// entry is a citation in sentences.
func (s *Source) entry(w *words) []Run {
	f, r := s.facts(), &runs{sep: " ", stop: "."}
	r.sentence(f.creator)
	r.title(s, &f, w)
	r.sentence(s.genre(&f, w))
	r.sentence(joined(f.event, f.issuer, f.place, s.when(&f, w), s.where(w)))
	if f.from != "" && f.from != f.url {
		r.sentence(fmt.Sprintf(w.from, f.from))
	}
	switch {
	case f.url == "":
	case s.Accessed.IsZero():
		r.sentence(f.url)
	default:
		r.sentence(fmt.Sprintf(w.accessed, strings.TrimPrefix(w.date(day(s.Accessed)), "ngày "), f.url))
	}
	return r.list
}

// note is a citation in one clause.
func (s *Source) note(w *words) []Run {
	f, r := s.facts(), &runs{sep: ", "}
	r.sentence(f.creator)
	r.title(s, &f, w)
	for _, part := range []string{lower(s.genre(&f, w)), f.event, f.issuer, f.place, publisher(f.from), s.when(&f, w), s.where(w), f.url} {
		r.sentence(part)
	}
	return r.list
}

// publisher is the name in a source that has an address, too. What has none may be
// but a file.
func publisher(from string) string {
	name, _, addressed := strings.Cut(from, "http")
	if !addressed {
		return ""
	}
	return strings.TrimRight(name, " ,;:(")
}

// genre is what the document is, with its number, as far as the title does not say it.
func (s *Source) genre(f *facts, w *words) string {
	kind := kindName(s.Document.Kind)
	if w == &english {
		kind = line(s.Kind)
	}
	if kind != "" && beginsWith(f.title, kind) {
		kind = ""
	}
	number := ""
	if f.number != "" && !strings.Contains(strings.ToUpper(f.title), strings.ToUpper(f.number)) {
		number = fmt.Sprintf(w.number, f.number)
	}
	if kind == "" && number != "" {
		return strings.ToUpper(number[:1]) + number[1:]
	}
	return strings.TrimSpace(kind + " " + number)
}

// beginsWith reports whether a title begins with a name, in any case.
func beginsWith(title, name string) bool {
	return len(title) >= len(name) && strings.EqualFold(title[:len(name)], name) && (len(title) == len(name) || title[len(name)] == ' ')
}

func (s *Source) when(f *facts, w *words) string {
	if p := dateParts(f.date); len(p) > 0 {
		return w.date(p)
	}
	return w.undated
}

// where is the place in the document.
func (s *Source) where(w *words) string {
	var parts []string
	if s.Page > 0 {
		parts = append(parts, fmt.Sprintf(w.page, s.Page))
	}
	if s.Paragraph > 0 {
		parts = append(parts, fmt.Sprintf(w.paragraph, s.Paragraph))
	}
	return strings.Join(parts, ", ")
}

func day(t time.Time) []int { return []int{t.Year(), int(t.Month()), t.Day()} }

func lower(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func joined(parts ...string) string {
	var have []string
	for _, p := range parts {
		if p != "" {
			have = append(have, p)
		}
	}
	return strings.Join(have, ", ")
}

// runs are a citation that grows by parts: sentences, which end with stop, or
// clauses, which do not.
type runs struct {
	list      []Run
	sep, stop string
}

func (r *runs) add(text string, italic bool) {
	if text != "" {
		r.list = append(r.list, Run{text, italic})
	}
}

func (r *runs) begin() {
	if len(r.list) > 0 {
		r.add(r.sep, false)
	}
}

// ended is the stop that a text still needs. After an address there is none, which
// would be taken for a part of it.
func (r *runs) ended(text string) string {
	last := text[strings.LastIndexByte(text, ' ')+1:]
	if stops(text) || strings.Contains(last, "://") {
		return ""
	}
	return r.stop
}

// sentence adds a part. A date that is a sentence by itself begins as one.
func (r *runs) sentence(text string) {
	if text == "" {
		return
	}
	r.begin()
	if r.stop != "" && startsDate(text) {
		text = strings.ToUpper(text[:1]) + text[1:]
	}
	r.add(text+r.ended(text), false)
}

func startsDate(s string) bool {
	return strings.HasPrefix(s, "ngày ") || strings.HasPrefix(s, "tháng ") || strings.HasPrefix(s, english.undated)
}

// title adds the title: of a speech in Chicago's quotation marks, else italic.
func (r *runs) title(s *Source, f *facts, w *words) {
	r.begin()
	switch title := f.title; {
	case title == "":
		r.add(w.untitled+r.stop, false)
	case w == &english && s.Document.Kind == index.KindSpeech:
		r.add("“"+title+r.ended(title)+"”", false)
	default:
		r.add(title, true)
		r.add(r.ended(title), false)
	}
}
