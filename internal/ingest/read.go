package ingest

import (
	"cmp"
	"slices"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/head"
)

// readable is a field that a text may say, and where a document keeps it.
type readable struct {
	name string // JSON name
	of   func(*index.Document) *string
	read func(*head.Head) head.Field
}

var readables = []readable{
	{"kind", func(d *index.Document) *string { return &d.Kind }, func(h *head.Head) head.Field { return h.Kind }},
	{"title", func(d *index.Document) *string { return &d.Title }, func(h *head.Head) head.Field { return h.Title }},
	{"date", func(d *index.Document) *string { return &d.Date }, func(h *head.Head) head.Field { return h.Date }},
	{"number", func(d *index.Document) *string { return &d.Number }, func(h *head.Head) head.Field { return h.Number }},
	{"place", func(d *index.Document) *string { return &d.Place }, func(h *head.Head) head.Field { return h.Place }},
	{"organisation", func(d *index.Document) *string { return &d.Organisation }, func(h *head.Head) head.Field { return h.Organisation }},
	{"signer", func(d *index.Document) *string { return &d.Signer }, func(h *head.Head) head.Field { return h.Signer }},
	{"signer_role", func(d *index.Document) *string { return &d.SignerRole }, func(h *head.Head) head.Field { return h.SignerRole }},
	{"speaker", func(d *index.Document) *string { return &d.Speaker }, func(h *head.Head) head.Field { return h.Speaker }},
	{"role", func(d *index.Document) *string { return &d.Role }, func(h *head.Head) head.Field { return h.Role }},
	{"event", func(d *index.Document) *string { return &d.Event }, func(h *head.Head) head.Field { return h.Event }},
}

// readHead sets the fields of a document that its record does not state to what
// its text says, and notes the evidence of each. Fields that the record names
// without a value stay empty. A document that names no title gets its first
// sentence, which is a guess, so that lists and pages can show it; one of which
// no type is known is index.KindOther, without evidence.
func readHead(doc *index.Document, rec *extract.Record) {
	for _, f := range readables {
		if slices.Contains(rec.Evident, f.name) {
			*f.of(doc) = ""
		}
	}
	if slices.Contains(rec.Evident, "recipients") {
		doc.Recipients = nil
	}
	h := head.Read(doc.Title, doc.Body)
	limit := legible(rec)
	for _, f := range readables {
		field, read := f.of(doc), f.read(&h)
		exact := f.name == "number" || f.name == "date" // one wrong digit makes another of it
		if *field != "" || read.Value == "" || slices.Contains(rec.Blank, f.name) || exact && limit < minLegible {
			continue
		}
		*field = read.Value
		doc.Evidence = append(doc.Evidence, index.Evidence{Field: f.name, Confidence: min(read.Confidence, limit), Where: read.Where})
	}
	if doc.Kind == "" {
		doc.Kind = index.KindOther
	}
	if len(doc.Recipients) == 0 && len(h.Recipients) > 0 && !slices.Contains(rec.Blank, "recipients") {
		readRecipients(doc, h.Recipients, limit)
	}
}

// Of a text whose first page is an image that was recognised nothing is surer
// than its words; one that is less sure than minLegible gives no number and no
// date. Where it is not known how sure they are, all that is read is a guess.
const (
	minLegible     = 0.8
	unknownLegible = 0.85
)

// legible returns how sure the letters of a record are.
func legible(rec *extract.Record) float64 {
	for _, r := range rec.Mended {
		if r.Kind == extract.RepairRecognized && slices.Contains(r.Pages, 1) {
			return cmp.Or(r.Confidence, unknownLegible)
		}
	}
	return 1
}

// readRecipients sets the recipients; they are as sure as the least sure of them.
func readRecipients(doc *index.Document, read []head.Field, limit float64) {
	e := index.Evidence{Field: "recipients", Confidence: limit, Where: read[len(read)-1].Where}
	for _, r := range read {
		doc.Recipients = append(doc.Recipients, r.Value)
		e.Confidence = min(e.Confidence, r.Confidence)
	}
	doc.Evidence = append(doc.Evidence, e)
}

// Denied returns the fields that a document does not have although its text
// seems to say them, by JSON name: who writes it down for adding it again must
// name them without a value.
func Denied(doc *index.Document) (names []string) {
	h := head.Read(doc.Title, doc.Body)
	for _, f := range readables {
		if *f.of(doc) == "" && f.read(&h).Value != "" {
			names = append(names, f.name)
		}
	}
	if len(doc.Recipients) == 0 && len(h.Recipients) > 0 {
		names = append(names, "recipients")
	}
	return names
}

// isMakeshift reports whether the title of a document is its first sentence.
func isMakeshift(doc *index.Document) bool {
	return slices.ContainsFunc(doc.Evidence, func(e index.Evidence) bool {
		return e.Field == "title" && e.Where == head.FirstSentence
	})
}
