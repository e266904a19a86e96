package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/internal/cite"
	"vankien/internal/export"
	"vankien/internal/find"
)

func (s *Server) citeRoutes() []route {
	return []route{
		{path: "/d/{id}/cite", face: page("cite"), get: s.gated(s.citePage), params: []string{"p", "lang"}},
		{path: "/api/v1/documents/{id}/cite", face: inJSON, get: s.gated(s.citeJSON), params: []string{"p", "format", "style"}},
	}
}

// citation is a document, or a paragraph of it, cited in every way: the JSON of the
// interface and what pages show.
type citation struct {
	ID        string                `json:"id"`
	URL       string                `json:"url"` // of the document, or of its paragraph
	Passage   string                `json:"passage,omitempty"`
	Paragraph int                   `json:"paragraph,omitempty"`
	Page      int                   `json:"page,omitempty"`
	Quote     string                `json:"quote,omitempty"` // the passage with its source in brackets
	Styles    map[cite.Style]string `json:"styles"`
	BibTeX    string                `json:"bibtex"`
	RIS       string                `json:"ris"`
	CSL       cite.CSLItem          `json:"csl"`
	Guessed   []string              `json:"guessed,omitempty"` // fields that are guesses

	source cite.Source
}

// cited cites a document at the paragraph with an anchor, 0 for none.
func (s *Server) cited(r *http.Request, a *find.Search, d *index.Document, anchor int) *citation {
	c := &citation{ID: d.ID, Paragraph: anchor, Styles: map[cite.Style]string{}, source: cite.Source{Document: d, Kind: find.EnglishKind(d.Kind), Accessed: s.now()}}
	for _, t := range d.Topics {
		c.source.Topics = append(c.source.Topics, a.Label(index.FieldTopic, t))
	}
	c.URL = s.base(r) + find.DocumentPath(d.ID)
	if text, at, ok := find.Paragraph(d, anchor); ok {
		c.URL = s.base(r) + find.ParagraphPath(d.ID, anchor)
		c.Passage = strings.TrimSpace(text)
		c.Page, _ = find.NewPlaces(d).At(at)
	}
	c.source.URL, c.source.Passage, c.source.Page, c.source.Paragraph = c.URL, c.Passage, c.Page, anchor
	for _, style := range cite.Styles() {
		c.Styles[style] = cite.Text(c.source.In(style))
	}
	if c.Passage != "" {
		style := cite.Vietnamese
		if a.Lang == find.English {
			style = cite.Chicago
		}
		c.Quote = cite.Text(c.source.Quote(style))
	}
	c.BibTeX, c.RIS, c.CSL = c.source.BibTeX(c.source.Key()), c.source.RIS(), c.source.CSL()
	for _, g := range d.Guesses() {
		c.Guessed = append(c.Guessed, g.Field)
	}
	return c
}

// paragraphCited reads the document and paragraph that an address names. To cite one
// that is gone is an error.
func (s *Server) paragraphCited(r *http.Request, st state) (d index.Document, anchor int, err error) {
	if d, err = s.stored(r); err != nil {
		return d, 0, err
	}
	c, err := readCited(st, &d)
	if err == nil && c.anchor > 0 && c.line < 0 {
		err = noPosition(st, "p", "err.paragraph")
	}
	return d, c.anchor, err
}

// citeJSON answers a citation in every way, or as a text in one.
func (s *Server) citeJSON(r *http.Request) (any, error) {
	v := &find.Params{Values: r.URL.Query()}
	format := v.Choice("format", "json", "text", string(export.BibTeX), string(export.RIS), string(export.CSL))
	var styles []string
	for _, style := range cite.Styles() {
		styles = append(styles, string(style))
	}
	style := v.Choice("style", styles...)
	if err := v.Err(); err != nil {
		return nil, err
	}
	d, anchor, err := s.paragraphCited(r, state(v.Values))
	if err != nil {
		return nil, err
	}
	a, err := s.find.Read(url.Values{}, find.Vietnamese)
	if err != nil {
		return nil, err
	}
	c := s.cited(r, a, &d, anchor)
	named := func(f export.Format, body string) reply {
		return reply{status: http.StatusOK, header: http.Header{"Content-Disposition": {dispositionOf("attachment", c.source.Key()+"."+f.Extension())}},
			view: raw{f.ContentType(), []byte(body)}}
	}
	switch format {
	case "text":
		return raw{textPlain, []byte(c.Styles[cite.Style(style)] + "\n")}, nil
	case string(export.BibTeX):
		return named(export.BibTeX, c.BibTeX), nil
	case string(export.RIS):
		return named(export.RIS, c.RIS), nil
	case string(export.CSL):
		return named(export.CSL, "["+string(marshal(c.CSL))+"]\n"), nil
	}
	return c, nil
}

// citePage shows a citation in every way, to be copied.
type citePage struct {
	frame
	DocTitle string
	Document link
	Citation *citation
	Styles   []styleLine
	Records  []recordBox
	Guessed  string // which fields are guesses; "" for none
}

// styleLine is a citation in one style.
type styleLine struct {
	Name string
	Runs []cite.Run
}

// recordBox is a citation for a program, and where it is as a file.
type recordBox struct{ ID, Name, Body, Href string }

func (s *Server) citePage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	d, anchor, err := s.paragraphCited(r, st)
	if err != nil {
		return nil, err
	}
	a, err := s.find.Read(url.Values{}, lang)
	if err != nil {
		return nil, err
	}
	c, t := s.cited(r, a, &d, anchor), tables[lang]
	p := &citePage{frame: newFrame("cite", lang, r.URL.EscapedPath(), st), DocTitle: titled(lang, d.Title), Citation: c,
		Styles: styleLines(lang, &c.source, cite.Styles()...), Records: recordBoxes(c, anchor), Guessed: guessedFields(lang, c.Guessed)}
	p.Private = true
	p.Document = link{Label: t.say(say("cite.document")), Href: st.own().at(find.DocumentPath(d.ID))}
	if anchor > 0 {
		p.Document.Href = find.DocumentPath(d.ID) + paragraphLink(st.own(), anchor)
	}
	return p, nil
}

func styleLines(lang find.Language, src *cite.Source, styles ...cite.Style) (lines []styleLine) {
	for _, style := range styles {
		lines = append(lines, styleLine{tables[lang].say(say("cite." + string(style))), src.In(style)})
	}
	return lines
}

func recordBoxes(c *citation, anchor int) []recordBox {
	boxes := []recordBox{{"bibtex", "BibTeX", c.BibTeX, ""}, {"ris", "RIS", c.RIS, ""}, {"csl", "CSL-JSON", string(marshal(c.CSL)), ""}}
	for i := range boxes {
		boxes[i].Href = citeAddress(c.ID, anchor, boxes[i].ID)
	}
	return boxes
}

// citeAddress is a citation as a file.
func citeAddress(id string, anchor int, format string) string {
	v := url.Values{"format": {format}}
	if anchor > 0 {
		v.Set("p", strconv.Itoa(anchor))
	}
	return find.Address("/api/v1/documents/"+url.PathEscape(id)+"/cite", v, []string{"p", "format"})
}

// guessedFields names the fields that are guesses, for a reader to check.
func guessedFields(lang find.Language, fields []string) string {
	var names []string
	for _, f := range fields {
		names = append(names, lang.Field(f))
	}
	return strings.Join(names, ", ")
}
