package web

import (
	"net/http"
	"strconv"

	"vankien/index"
	"vankien/internal/cite"
	"vankien/internal/find"
)

// citeBox cites a document on its page. What a program needs to put a selection in
// quotation marks with its source goes along.
type citeBox struct {
	Styles    []styleLine
	Files     []link
	All       string // every way, on a page of its own
	Paragraph *link  // cites the paragraph that is asked for
	Guessed   string
	Note      string // that of the document, without its address
	URL       string // of the document
	Tags      []cite.Tag
	Thing     cite.Thing // in the words of schema.org
}

// newCiteBox cites the document of a page, c its paragraph that is asked for.
func (s *Server) newCiteBox(r *http.Request, a *find.Search, st state, d *index.Document, c cited) *citeBox {
	whole, path := s.cited(r, a, d, 0), find.DocumentPath(d.ID)+"/cite"
	style, note := cite.Vietnamese, cite.VietnameseNote
	if a.Lang == find.English {
		style, note = cite.Chicago, cite.ChicagoNote
	}
	b := &citeBox{Styles: styleLines(a.Lang, &whole.source, style), All: st.own().at(path), URL: whole.URL, Thing: whole.source.Thing(), Guessed: guessedFields(a.Lang, whole.Guessed)}
	bare := whole.source
	bare.URL = ""
	b.Note = cite.Text(bare.In(note))
	for _, f := range recordBoxes(whole, 0) {
		b.Files = append(b.Files, link{Label: f.Name, Href: f.Href})
	}
	if c.anchor > 0 && c.line >= 0 {
		b.Paragraph = &link{Label: tables[a.Lang].say(say("cite.paragraph", a.Lang.Number(c.anchor))), Href: st.own().set("p", strconv.Itoa(c.anchor)).at(path)}
	}
	pdf := ""
	if d.Original != nil && d.Original.Type == pdfType {
		if f, err := s.openOriginal(d.Original); err == nil {
			f.Close()
			pdf = s.base(r) + find.DocumentPath(d.ID) + "/original"
		}
	}
	b.Tags = whole.source.Tags(pdf)
	return b
}
