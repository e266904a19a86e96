package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/ingest"
	"vankien/internal/viet"
)

// editPage is the form in which holders of a key correct a document. It is sent
// with the key in its body, so no other site can send it and no address has it.
type editPage struct {
	frame
	DocTitle string
	Document string // address of the reading page
	Action   string
	Tag      string // of the document that the form was filled with
	Problem  *trouble
	Fields   []editField
	Why      string
}

// editField is a field as the form has it.
type editField struct {
	Name, Label string
	Value       string // of a list, a value a line
	Lines       int    // of the box; 1: it holds one line
	Options     []option
	Guess       *index.Evidence
	Correction  *correction
	Sure, Undo  bool // ticked: the guess is right; the correction is taken back
}

// option is a choice of a form.
type option struct {
	Value, Label string
	On           bool
}

// correction is a correction as pages show it.
type correction struct {
	Field, Value, Was, By, At, Why string
}

// appForm is the type of a form as browsers send it.
const appForm = "application/x-www-form-urlencoded"

// maxForm bounds a form, in bytes: it is read before anyone has shown a key.
const maxForm = 1 << 20

func (s *Server) editPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	d, err := s.editable(r)
	if err != nil {
		return nil, err
	}
	return s.newEditPage(lang, st, &d)
}

// editable returns the document to be corrected, if this server takes corrections.
func (s *Server) editable(r *http.Request) (index.Document, error) {
	if len(s.opt.Keys) == 0 {
		return index.Document{}, fail("not_found", say("err.path", r.URL.Path))
	}
	return s.stored(r)
}

// newEditPage returns the form filled with what the document has.
func (s *Server) newEditPage(lang find.Language, st state, d *index.Document) (*editPage, error) {
	a, err := s.find.Read(url.Values{}, lang)
	if err != nil {
		return nil, err
	}
	path := find.DocumentPath(d.ID)
	p := &editPage{frame: newFrame("edit", lang, path+"/edit", st), DocTitle: titled(lang, d.Title), Tag: d.Tag()}
	p.Private, p.Document, p.Action = true, p.own.at(path), p.own.at(path+"/edit")
	known, made := find.Summary(d), correctionsOf(a, d)
	for _, name := range index.Correctable() {
		f := editField{Name: name, Label: lang.Field(name), Value: strings.Join(formValues(a, d, name), "\n"), Lines: 1, Guess: known.Guess(name)}
		switch {
		case name == "abstract":
			f.Lines = 4
		case index.IsList(name):
			f.Lines = 3
		case name == "kind":
			f.Options = kindOptions(lang, d.Kind)
		}
		if i := slices.IndexFunc(d.Corrections, func(c index.Correction) bool { return c.Field == name }); i >= 0 {
			f.Correction = &made[i]
		}
		p.Fields = append(p.Fields, f)
	}
	return p, nil
}

// formValues are the values of a field as the form has them: topics by label.
func formValues(a *find.Search, d *index.Document, name string) []string {
	list := slices.Clone(d.Values(name))
	for i := range list {
		if name == "topics" {
			list[i] = a.Label(index.FieldTopic, list[i])
		}
		list[i] = resent(list[i])
	}
	return list
}

func kindOptions(lang find.Language, chosen string) (all []option) {
	for _, k := range index.Kinds() {
		all = append(all, option{k.ID, lang.Kind(k.ID), k.ID == chosen})
	}
	return all
}

// correctionsOf lists the corrections of a document for people.
func correctionsOf(a *find.Search, d *index.Document) (all []correction) {
	shown := func(name string, values []string) string {
		labels := make([]string, len(values))
		for i, v := range values {
			switch name {
			case "topics":
				v = a.Label(index.FieldTopic, v)
			case "kind":
				v = a.Lang.Kind(v)
			case "date":
				v = a.Lang.Date(v)
			}
			labels[i] = clip(v)
		}
		if len(labels) == 0 {
			return "–"
		}
		return strings.Join(labels, "; ")
	}
	for _, c := range d.Corrections {
		all = append(all, correction{a.Lang.Field(c.Field), shown(c.Field, c.Value), shown(c.Field, c.Was), c.By, a.Lang.Date(c.At[:len("2026-01-02")]), clip(c.Why)})
	}
	return all
}

// editDocument carries out what the form says and leads to the document, or shows
// the form again with what is wrong.
func (s *Server) editDocument(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	form, err := s.form(r)
	if err != nil {
		return nil, err
	}
	d, err := s.editable(r)
	if err != nil {
		return nil, err
	}
	p, err := s.newEditPage(lang, st, &d)
	if err != nil {
		return nil, err
	}
	edit := p.read(form, &d)
	if err = s.authorize(r, form.Get("key")); err == nil {
		_, err = s.correct(r, edit)
	}
	if err == nil {
		return redirect(http.StatusSeeOther, p.Document), nil
	}
	bad := problemOf(err)
	if bad.Status >= http.StatusInternalServerError || bad.Status == http.StatusNotFound {
		return nil, err
	}
	if bad.Code == "precondition_failed" { // what others did is not undone by sending it again
		if p, err = s.newEditPage(lang, st, &d); err != nil {
			return nil, err
		}
	}
	p.Problem = newTrouble(lang, bad, "")
	if field := (*index.FieldError)(nil); errors.As(err, &field) {
		name, _, _ := strings.Cut(strings.TrimPrefix(field.Pointer, "/"), "/")
		p.Problem.Lines = []string{tables[lang].say(say("edit.bad", lang.Field(name)))}
		if lang == find.English { // the wording of another room
			p.Problem.Lines = append(p.Problem.Lines, field.Detail)
		}
	}
	return reply{status: bad.Status, view: p}, nil
}

// form reads the form that is the body of a request.
func (s *Server) form(r *http.Request) (url.Values, error) {
	if r.ContentLength > maxForm {
		return nil, s.unread(&http.MaxBytesError{Limit: maxForm})
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxForm)
	body, err := s.body(r, appForm)
	if err != nil {
		return nil, err
	}
	defer body.release()
	form, err := url.ParseQuery(string(body.data))
	if err != nil {
		return nil, fail("malformed_body", say("err.malformed_body"))
	}
	return form, nil
}

// read returns what a form changes, and fills the page with it.
func (p *editPage) read(form url.Values, d *index.Document) ingest.Edit {
	e := ingest.Edit{Fields: map[string][]string{}, Why: form.Get("why"), If: ingest.Condition{Match: []string{form.Get("tag")}}}
	p.Why = resent(e.Why)
	for i := range p.Fields {
		f := &p.Fields[i]
		was, given := f.Value, form["f."+f.Name]
		f.Sure, f.Undo = form.Has("sure."+f.Name), form.Has("undo."+f.Name)
		if len(given) > 0 {
			f.Value = resent(given[0])
			for k := range f.Options {
				f.Options[k].On = f.Options[k].Value == given[0]
			}
		}
		switch {
		case len(given) > 0 && !sameText(was, given[0]):
			e.Fields[f.Name] = f.split(given[0])
		case f.Undo:
			e.Undo = append(e.Undo, f.Name)
		case f.Sure:
			e.Fields[f.Name] = d.Values(f.Name)
		}
	}
	return e
}

// split returns the values that a box holds.
func (f *editField) split(text string) []string {
	if index.IsList(f.Name) {
		return strings.Split(text, "\n")
	}
	return []string{strings.ReplaceAll(text, "\r\n", "\n")}
}

// sameText reports whether a box came back as it was: browsers change line ends,
// and pages show symbols for what is unseen.
func sameText(was, given string) bool {
	return strings.Join(strings.Fields(viet.Visible(was)), " ") == strings.Join(strings.Fields(viet.Visible(given)), " ")
}
