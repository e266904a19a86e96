package find

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/index"
	"vankien/index/snippet"
	"vankien/internal/export"
)

// contextWords are the words on each side of a match in a line of a concordance,
// unless a request says otherwise.
const contextWords = 8

// lines gives write a row for each place that the query matches.
func (e *Export) lines(x *index.Walked, write func(*export.Row) error) error {
	d := &x.Document
	return eachLine(x, contextWords, contextWords, func(l *textLine) error {
		page, url := "", DocumentPath(d.ID)
		if l.anchor > 0 {
			url = ParagraphPath(d.ID, l.anchor)
		}
		if l.page > 0 {
			page = strconv.Itoa(l.page)
		}
		return write(&export.Row{Source: e.source(d), Values: e.lineValues(d, l, page, e.Site+url)})
	})
}

// eachLine calls f with a line for each place that is marked in a document, in text
// order: title, abstract, body. f must not keep it.
func eachLine(x *index.Walked, left, right int, f func(*textLine) error) error {
	d, places := &x.Document, NewPlaces(&x.Document)
	for _, field := range []index.Field{index.FieldTitle, index.FieldAbstract, index.FieldBody} {
		text := *d.Scalar(string(field))
		for _, m := range x.Marks[field] {
			from, to, l := 0, len(text), textLine{field: field}
			if field == index.FieldBody {
				l.page, l.anchor = places.At(m.Start)
				from, to = places.span(m.Start)
			}
			l.cut(text[:max(to, m.End)], min(from, m.Start), m.Span, left, right)
			if err := f(&l); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *Export) lineValues(d *index.Document, l *textLine, page, url string) (values []any) {
	all := map[string]string{"date": d.Date, "speaker": d.Speaker, "left": l.left, "match": l.match, "right": l.right, "title": d.Title,
		"page": page, "url": url, "id": d.ID}
	for _, c := range e.columns {
		values = append(values, all[c.name])
	}
	return values
}

// textLine is a match with the words around it in its paragraph.
type textLine struct {
	field              index.Field
	page, anchor       int // of the body, as Places has them
	left, match, right string
}

// cut cuts the line out of a text whose paragraph begins at from and ends with it.
func (l *textLine) cut(text string, from int, m snippet.Span, left, right int) {
	l.left = oneLine(text[lastWords(text, from, m.Start, left):m.Start])
	l.match = oneLine(text[m.Start:m.End])
	l.right = oneLine(text[m.End:firstWords(text, m.End, right)])
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// lastWords returns where the last words, so many at most, between two places begin.
func lastWords(text string, from, to, most int) int {
	at, words, inWord := to, 0, false
	for at > from {
		r, n := utf8.DecodeLastRuneInString(text[from:at])
		if space := unicode.IsSpace(r); !space && !inWord {
			if words++; words > most {
				return at
			}
			inWord = true
		} else if space {
			inWord = false
		}
		at -= n
	}
	return from
}

// firstWords returns where the first words, so many at most, behind a place end.
func firstWords(text string, from, most int) int {
	words, inWord := 0, false
	for i, r := range text[from:] {
		if space := unicode.IsSpace(r); !space && !inWord {
			if words++; words > most {
				return from + i
			}
			inWord = true
		} else if space {
			inWord = false
		}
	}
	return len(text)
}
