// Package cite words how a document is cited: for people in the Vietnamese style
// and in that of Chicago, for programs as BibTeX, RIS, CSL-JSON, schema.org and the
// tags that scholarly search engines read.
//
// The Vietnamese style follows TCVN 10256, which is ISO 690: who, title, what it
// is, where and when, from where. Of an official document its kind and number stand
// after the title, as Decree 30/2020/NĐ-CP orders them. Names are never turned
// round or taken apart: which part of a Vietnamese name is the family's depends on
// nothing that a text shows, so a name is one literal in every form.
//
// What is not known is said where a style has words for it (no title, no date), and
// else left out. Whether a field is a guess is not: a style has no sign for that
// which a reader would not take for another; who shows a citation says it beside.
package cite

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vankien/index"
)

// Source is a document as it is cited, and the place in it.
type Source struct {
	Document  *index.Document // its text is not looked at
	Kind      string          // what it is, in English; "" leaves it to the styles in Vietnamese
	Topics    []string        // labels
	URL       string          // where it can be read, at the place that is cited
	Accessed  time.Time       // when it was read there; zero leaves that out
	Passage   string          // the words that are cited
	Page      int             // of the original, 0 for none
	Paragraph int             // 0 for none
}

// maxSource bounds, in code points, what a citation says of where the text is from.
const maxSource = 300

// facts are what citations say of a document, each in one line.
type facts struct {
	creator  string
	person   bool // the creator is one
	title    string
	issuer   string // "" when it is the creator
	number   string
	event    string
	place    string
	date     string
	language string
	from     string // source as the document states it
	url      string
	passage  string
}

// facts reads a document. The creator of a speech is who spoke, of other documents
// who issued them; where that is missing, whoever is known.
func (s *Source) facts() facts {
	d := s.Document
	f := facts{title: strings.TrimRight(line(d.Title), " .,;:"), number: line(d.Number), event: line(d.Event), place: line(d.Place), date: d.Date,
		language: line(d.Language), from: clip(line(d.Source), maxSource), url: address(s.URL), passage: line(s.Passage)}
	speaker, issuer, signer := line(d.Speaker), line(d.Organisation), line(d.Signer)
	switch spoken := d.Kind == index.KindSpeech || d.Kind == index.KindOther || d.Kind == ""; {
	case speaker != "" && (spoken || issuer == ""):
		f.creator, f.person, f.issuer = speaker, true, issuer
	case issuer != "":
		f.creator = issuer
	case signer != "":
		f.creator, f.person = signer, true
	}
	return f
}

// line is a text in one line, without what cannot be seen.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsSpace(r) && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

func clip(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// address is a URL with what would end it in a text, or in a field of BibTeX,
// escaped.
func address(url string) string {
	var b strings.Builder
	for _, r := range line(url) {
		if r <= ' ' || strings.ContainsRune(`{}\"<>^|`+"`", r) {
			b.WriteString("%" + strings.ToUpper(hex(byte(r))))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hex(c byte) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[c>>4], digits[c&15]})
}

// dateParts are the numbers of a date as it is stored: year, month and day as far
// as they are known.
func dateParts(iso string) (parts []int) {
	for p := range strings.SplitSeq(iso, "-") {
		n := 0
		for _, r := range p {
			if r < '0' || r > '9' {
				return parts
			}
			n = 10*n + int(r-'0')
		}
		if n == 0 || len(parts) == 3 {
			return parts
		}
		parts = append(parts, n)
	}
	return parts
}

// kindName is what a kind of document is called in Vietnamese; "" for one that says
// nothing.
func kindName(kind string) string {
	if kind == index.KindOther || kind == "" {
		return ""
	}
	for _, k := range index.Kinds() {
		if k.ID == kind {
			return k.Name
		}
	}
	return ""
}

// stops reports whether a text ends a sentence by itself.
func stops(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…", r)
}
