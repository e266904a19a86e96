package ingest

import (
	"slices"

	"vankien/index"
	"vankien/internal/head"
)

// read sets the fields that a document does not have to what its text says, and
// notes the evidence of each. Fields named in blank stay empty: the source says
// that there is none. A document that names no title gets its first sentence,
// which is a guess, so that lists and pages can show it; one of which no type is
// known is index.KindOther, without evidence.
func read(doc *index.Document, blank []string) {
	h := head.Read(doc.Title, doc.Body)
	for _, f := range []struct {
		name  string
		field *string
		read  head.Field
	}{
		{"kind", &doc.Kind, h.Kind}, {"title", &doc.Title, h.Title}, {"date", &doc.Date, h.Date},
		{"number", &doc.Number, h.Number}, {"place", &doc.Place, h.Place}, {"organisation", &doc.Organisation, h.Organisation},
		{"signer", &doc.Signer, h.Signer}, {"signer_role", &doc.SignerRole, h.SignerRole},
		{"speaker", &doc.Speaker, h.Speaker}, {"role", &doc.Role, h.Role}, {"event", &doc.Event, h.Event},
	} {
		if *f.field != "" || f.read.Value == "" || slices.Contains(blank, f.name) {
			continue
		}
		*f.field = f.read.Value
		doc.Evidence = append(doc.Evidence, index.Evidence{Field: f.name, Confidence: f.read.Confidence, Where: f.read.Where})
	}
	if doc.Kind == "" {
		doc.Kind = index.KindOther
	}
	if len(doc.Recipients) == 0 && len(h.Recipients) > 0 && !slices.Contains(blank, "recipients") {
		readRecipients(doc, h.Recipients)
	}
}

// readRecipients sets the recipients; they are as sure as the least sure of them.
func readRecipients(doc *index.Document, read []head.Field) {
	e := index.Evidence{Field: "recipients", Confidence: 1, Where: read[len(read)-1].Where}
	for _, r := range read {
		doc.Recipients = append(doc.Recipients, r.Value)
		e.Confidence = min(e.Confidence, r.Confidence)
	}
	doc.Evidence = append(doc.Evidence, e)
}

// isMakeshift reports whether the title of a document is its first sentence.
func isMakeshift(doc *index.Document) bool {
	return slices.ContainsFunc(doc.Evidence, func(e index.Evidence) bool {
		return e.Field == "title" && e.Where == head.FirstSentence
	})
}
