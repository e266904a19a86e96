package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/find"
)

// documentPage is the text of a document, or a portion of it, with the matches
// of a query marked and numbered.
type documentPage struct {
	frame
	DocTitle string
	DocLang  string

	Description string // for lists of other sites

	Document find.SummaryView
	Heading  []run
	Abstract []element
	Body     []element
	Outline  []outlineEntry
	Pages    string // address of the original that has pages; "" when none is kept
	Facts    []fact
	Matches  *matches  // nil without a query
	Portion  *portions // nil when the text is whole
	Cited    *citedNote
	Cite     *citeBox
	Beside   *besideLine // nil unless it was found in a list
	Host     string      // by which the reader came, of the address that a printed page has
	Path     string      // of the page, for that
	Back     string
	JSON     string
	Edit     string // address of the form to correct it; "" where corrections are not taken

	Corrections []correction
	Citations   citations

	Twins     []twinLine // documents that say the same
	MoreTwins *link
	Alike     []twinLine // documents that are like it
	Versions  []twinLine // others that may be it at another time
	Similar   []twinLine // documents about the same
}

// matches leads from one match to the next.
type matches struct {
	Status         string
	At             string // as Status, with {n} for the number of the match
	All            int
	Previous, Next string
}

// portions says which portion of a text is shown, and leads to the others.
type portions struct {
	Status string
	*pager
}

// fact is one line of what is known about a document.
type fact struct {
	Name   string
	Values []factValue
	Guess  *index.Evidence // nil: it is none
}

type factValue struct {
	Label, Href string
	Away        bool // leads to another site
}

func (s *Server) documentPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	a, err := s.find.Read(url.Values(st.without(places...)), lang)
	if err != nil {
		return nil, err
	}
	c, err := readCited(st, &d)
	if err != nil {
		return nil, err
	}
	p := newDocumentPage(a, st, &d)
	p.Host, p.Path = r.Host, find.DocumentPath(d.ID)
	p.Cite = s.newCiteBox(r, a, st, &d, c)
	if len(s.opt.Keys) > 0 {
		p.Edit = st.own().at(find.DocumentPath(d.ID) + "/edit")
	}
	if err := s.addOriginal(p, a.Lang, &d); err != nil {
		return nil, err
	}
	for _, add := range []func(context.Context, *documentPage, *index.Document) error{s.addRelated, s.addVersions, s.addSimilar, s.addCitations} {
		if err := add(r.Context(), p, &d); err != nil {
			return nil, err
		}
	}
	if err := s.addBeside(r.Context(), p, st, d.ID); err != nil {
		return nil, err
	}
	found, err := s.opt.Index.Marks(r.Context(), a.Request, d)
	if err != nil {
		return nil, err
	}
	m, err := newMarker(r.Context(), &d, found)
	if err != nil {
		return nil, err
	}
	return p, p.lay(r.Context(), a, st, m, &d, c)
}

// places are the parameters that say where in a document to go, and how it is told.
var places = []string{"lang", "m", "portion", "p"}

// newDocumentPage returns the page without its text.
func newDocumentPage(a *find.Search, st state, d *index.Document) *documentPage {
	p := &documentPage{frame: newFrame("document", a.Lang, find.DocumentPath(d.ID), st), DocTitle: titled(a.Lang, d.Title), DocLang: d.Language, Description: describe(d), Document: find.Summary(d)}
	p.Private = a.Q != ""
	p.Back = st.without("m", "portion", "p").at("/search")
	p.JSON = "/api/v1/documents/" + url.PathEscape(d.ID)
	p.Facts, p.Corrections = facts(a, st.own(), d), correctionsOf(a, d)
	if p.DocLang == "" || len(p.DocLang) > maxLanguage {
		p.DocLang = string(find.Vietnamese)
	}
	p.Document.Role, p.Document.Number = clip(p.Document.Role), clip(p.Document.Number)
	return p
}

// Bounds of what a page shows besides the text: the longest value in code
// points, the most values of one kind, and the longest tag of a language.
const (
	maxShown    = 2000
	maxValues   = 100
	maxLanguage = 35
)

// clip returns the beginning of a value that a page can show.
func clip(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxShown {
			return s[:i] + "…"
		}
	}
	return s
}

// titled is a title as pages show it, which say where there is none.
func titled(lang find.Language, title string) string {
	return cmp.Or(clip(title), tables[lang].say(say("untitled")))
}

// lay puts the portion of the text that the parameters ask for on the page.
func (p *documentPage) lay(ctx context.Context, a *find.Search, st state, m *marker, d *index.Document, c cited) error {
	st = st.without("p") // where other links lead it is not asked for
	step, err := position(st, "m", "err.match")
	if err != nil {
		return err
	}
	number, err := position(st, "portion", "err.portion")
	if err != nil {
		return err
	}
	l, err := lay(ctx, m, d, p.DocTitle, asked{number, c.line + 1, step})
	if err != nil {
		return err
	}
	if step > l.steps {
		return noPosition(st, "m", "err.match")
	}
	if number > l.portions() {
		return noPosition(st, "portion", "err.portion")
	}
	path := find.DocumentPath(d.ID)
	p.linkCited(l, d)
	p.Heading, p.Abstract = l.heading, elements(l.shown.text[index.FieldAbstract], nil, 0)
	p.Body = elements(l.shown.text[index.FieldBody], l.headed(d), c.anchor)
	p.Cited = c.note(a.Lang, st.own(), d)
	p.Outline = l.outline(d, func(n int) string { return st.without("m").set("portion", strconv.Itoa(n)).at(path) })
	if l.portions() > 1 {
		p.Portion = newPortions(a.Lang, path, st, l, d)
	}
	if strings.TrimSpace(a.Q) != "" {
		p.Matches = newMatches(a.Lang, path, st, l)
	}
	return nil
}

// position reads the number, from 1, of a step or a portion; 0 when none is given.
func position(st state, name, text string) (int, error) {
	given := url.Values(st).Get(name)
	if given == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		return 0, noPosition(st, name, text)
	}
	return n, nil
}

func noPosition(st state, name, text string) error {
	m := say(text, url.Values(st).Get(name))
	return fail("invalid_parameter", m, parameterFault(name, m))
}

// newMatches makes the links to the matches around the current one, or around
// the beginning of what is shown.
func newMatches(lang find.Language, path string, st state, l *layout) *matches {
	t := tables[lang]
	bar := &matches{Status: count(lang, "match.all", l.steps), At: t.say(say("match.at", "{n}", lang.Number(l.steps))), All: l.steps}
	before, after := l.shown.before, l.shown.before+1
	if l.steps == 0 {
		bar.Status = t.say(say("match.none"))
	}
	if l.step > 0 {
		bar.Status = t.say(say("match.at", lang.Number(l.step), lang.Number(l.steps)))
		before, after = l.step-1, l.step+1
	}
	to := func(m int) string {
		return st.without("portion").set("m", strconv.Itoa(m)).at(path) + "#m" + strconv.Itoa(m)
	}
	if before > 0 {
		bar.Previous = to(before)
	}
	if after <= l.steps {
		bar.Next = to(after)
	}
	return bar
}

// newPortions makes the links to the other portions. Each names its portion,
// also the first: without a name, a page with matches begins where they do.
func newPortions(lang find.Language, path string, st state, l *layout, d *index.Document) *portions {
	n, all := l.shown.number, utf8.RuneCountInString(d.Abstract)+utf8.RuneCountInString(d.Body)
	status := tables[lang].say(say("portion.at", lang.Number(all), lang.Number(l.portions()), lang.Number(n)))
	to := func(n int) string { return st.without("m").set("portion", strconv.Itoa(n)).at(path) }
	return &portions{status, leaf(n, l.portions(), to)}
}

// facts lists what is known about a document; what can be filtered by leads to
// the documents that share it.
func facts(a *find.Search, own state, d *index.Document) (all []fact) {
	lang, t := a.Lang, tables[a.Lang]
	known := find.Summary(d)
	add := func(key, field string, values ...factValue) {
		if len(values) > 0 && values[0].Label != "" {
			all = append(all, fact{t.say(say(key)), values, known.Guess(field)})
		}
	}
	by := func(field index.Field, value string) factValue {
		if value == "" {
			return factValue{}
		}
		return factValue{Label: a.Label(field, value), Href: own.set(string(field), value).at("/search")}
	}
	add("doc.kind", "kind", by(index.FieldKind, d.Kind))
	add("doc.date", "date", factValue{Label: lang.Date(d.Date), Href: own.set("from", d.Date).set("to", d.Date).at("/search")})
	add("facet.speaker", "speaker", by(index.FieldSpeaker, d.Speaker))
	add("doc.role", "role", factValue{Label: clip(d.Role)})
	add("facet.organisation", "organisation", by(index.FieldOrganisation, d.Organisation))
	add("facet.place", "place", by(index.FieldPlace, d.Place))
	add("facet.event", "event", by(index.FieldEvent, d.Event))
	add("doc.number", "number", factValue{Label: clip(d.Number)})
	add("facet.signer", "signer", by(index.FieldSigner, d.Signer))
	add("doc.signer_role", "signer_role", factValue{Label: clip(d.SignerRole)})
	add("doc.recipients", "recipients", plainValues(d.Recipients)...)
	var about []factValue
	for _, id := range d.Topics[:min(len(d.Topics), maxValues)] {
		about = append(about, by(index.FieldTopic, id))
	}
	add("facet.topic", "topics", about...)
	add("doc.source", "", sources(d.Source)...)
	var mended []factValue
	for _, note := range d.Repairs[:min(len(d.Repairs), maxValues)] {
		mended = append(mended, factValue{Label: lang.Repair(clip(note))})
	}
	add("doc.repairs", "", mended...)
	return all
}

// addOriginal adds the file that the document was read from, if it is kept.
func (s *Server) addOriginal(p *documentPage, lang find.Language, d *index.Document) error {
	f, err := s.openOriginal(d.Original)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("original of %q: %w", d.ID, err)
	}
	f.Close()
	href := find.DocumentPath(d.ID) + "/original"
	if d.Original.Type == pdfType {
		p.Pages = href
	}
	label := tables[lang].say(say("doc.original_file", clip(path.Base(d.Original.Name)), lang.Number(int((d.Original.Size+1023)/1024))))
	p.Facts = append(p.Facts, fact{Name: tables[lang].say(say("doc.original")), Values: []factValue{{Label: label, Href: href}}})
	return nil
}

func plainValues(list []string) (values []factValue) {
	for _, s := range list[:min(len(list), maxValues)] {
		values = append(values, factValue{Label: clip(s)})
	}
	return values
}

// sources parts a citation from the addresses in it.
func sources(source string) (values []factValue) {
	if short := clip(source); short != source {
		return []factValue{{Label: short}}
	}
	var words []string
	for _, word := range strings.Fields(source) {
		if u, err := url.Parse(word); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
			values = append(values, factValue{Label: u.Host, Href: word, Away: true})
		} else {
			words = append(words, word)
		}
	}
	if len(words) > 0 {
		values = append([]factValue{{Label: strings.Join(words, " ")}}, values...)
	}
	return values
}
