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

// contextWords are the words on each side of a match in a line of a concordance.
const contextWords = 8

// lines gives write a row for each place that the query matches, in text order:
// title, abstract, body.
func (e *Export) lines(x *index.Walked, write func(*export.Row) error) error {
	d, places := &x.Document, NewPlaces(&x.Document)
	for _, f := range []index.Field{index.FieldTitle, index.FieldAbstract, index.FieldBody} {
		text := *d.Scalar(string(f))
		for _, m := range mentioned(text, x.Marks[f]) {
			from, to, page, url := 0, len(text), "", DocumentPath(d.ID)
			if f == index.FieldBody {
				n, anchor := places.At(m.Start)
				from, to = places.span(m.Start)
				if url = ParagraphPath(d.ID, anchor); n > 0 {
					page = strconv.Itoa(n)
				}
			}
			l := lineOf(text[:max(to, m.End)], from, m)
			if err := write(&export.Row{Source: e.source(d), Values: e.lineValues(d, &l, page, e.Site+url)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// mentioned makes one place of matches that overlap, and of neighbours of which each
// is of another term: the words of a unit stand side by side, and once more when it is
// said again.
func mentioned(text string, found []snippet.Match) (places []snippet.Span) {
	terms := map[int]bool{}
	for _, m := range found {
		last := len(places) - 1
		if last >= 0 && (m.Start < places[last].End || !terms[m.Term] && snippet.Blank(text[places[last].End:m.Start])) {
			places[last].End = max(places[last].End, m.End)
		} else {
			places = append(places, m.Span)
			clear(terms)
		}
		terms[m.Term] = true
	}
	return places
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
type textLine struct{ left, match, right string }

// lineOf cuts a line out of a text whose paragraph begins at from and ends with it.
func lineOf(text string, from int, m snippet.Span) textLine {
	from = min(from, m.Start)
	return textLine{
		left:  oneLine(text[lastWords(text, from, m.Start):m.Start]),
		match: oneLine(text[m.Start:m.End]),
		right: oneLine(text[m.End:firstWords(text, m.End)]),
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// lastWords returns where the last words between two places begin.
func lastWords(text string, from, to int) int {
	at, words, inWord := to, 0, false
	for at > from {
		r, n := utf8.DecodeLastRuneInString(text[from:at])
		if space := unicode.IsSpace(r); !space && !inWord {
			if words++; words > contextWords {
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

// firstWords returns where the first words behind a place end.
func firstWords(text string, from int) int {
	words, inWord := 0, false
	for i, r := range text[from:] {
		if space := unicode.IsSpace(r); !space && !inWord {
			if words++; words > contextWords {
				return from + i
			}
			inWord = true
		} else if space {
			inWord = false
		}
	}
	return len(text)
}
