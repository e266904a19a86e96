package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/internal/find"
)

// documentPage is the full text of a document with the matches of a query
// marked and numbered.
type documentPage struct {
	frame
	DocTitle string
	DocLang  string
	Document find.SummaryView
	Heading  []run
	Abstract [][]run // by paragraph
	Body     [][]run
	Facts    []fact
	Matches  *matches // nil without a query
	Back     string
	JSON     string
}

// matches leads from one match to the next.
type matches struct {
	Status         string
	Previous, Next string
}

// fact is one line of what is known about a document.
type fact struct {
	Name   string
	Values []factValue
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
	a, err := s.find.Read(url.Values(st.without("lang", "m")), lang)
	if err != nil {
		return nil, err
	}
	path := find.DocumentPath(d.ID)
	p := &documentPage{frame: newFrame("document", lang, path, st), DocTitle: d.Title, DocLang: d.Language, Document: find.Summary(&d)}
	p.Private = a.Q != ""
	p.Back = st.without("m").at("/search")
	p.JSON = "/api/v1/documents/" + url.PathEscape(d.ID)
	p.Facts = facts(a, &d)
	if p.DocTitle == "" {
		p.DocTitle = tables[lang].say(say("untitled"))
	}
	if p.DocLang == "" {
		p.DocLang = string(find.Vietnamese)
	}
	found, err := s.opt.Index.Marks(r.Context(), a.Request, d)
	if err != nil {
		return nil, err
	}
	m := newMarker(&d, found, url.Values(st).Get("m"))
	if p.Heading = m.line(index.FieldTitle, d.Title); p.Heading == nil {
		p.Heading = []run{{Text: p.DocTitle}}
	}
	p.Abstract, p.Body = m.paragraphs(index.FieldAbstract, d.Abstract), m.paragraphs(index.FieldBody, d.Body)
	if strings.TrimSpace(a.Q) == "" {
		return p, nil
	}
	if p.Matches, err = newMatches(lang, path, st, m.n); err != nil {
		return nil, err
	}
	return p, nil
}

// newMatches makes the links to the matches around the current one.
func newMatches(lang find.Language, path string, st state, n int) (*matches, error) {
	t := tables[lang]
	to := func(m int) string { return st.set("m", strconv.Itoa(m)).at(path) + "#m" + strconv.Itoa(m) }
	given := url.Values(st).Get("m")
	if given == "" {
		if n == 0 {
			return &matches{Status: t.say(say("match.none"))}, nil
		}
		return &matches{Status: count(lang, "match.all", n), Next: to(1)}, nil
	}
	m, err := strconv.Atoi(given)
	if err != nil || m < 1 || m > n {
		return nil, fail("invalid_parameter", say("err.match", given), parameterFault("m", say("err.match", given)))
	}
	at := &matches{Status: t.say(say("match.at", lang.Number(m), lang.Number(n)))}
	if m > 1 {
		at.Previous = to(m - 1)
	}
	if m < n {
		at.Next = to(m + 1)
	}
	return at, nil
}

// facts lists what is known about a document; what can be filtered by leads to
// the documents that share it.
func facts(a *find.Search, d *index.Document) (all []fact) {
	lang, own, t := a.Lang, ownState(a.Lang), tables[a.Lang]
	add := func(key string, values ...factValue) {
		if len(values) > 0 && values[0].Label != "" {
			all = append(all, fact{t.say(say(key)), values})
		}
	}
	by := func(field index.Field, value string) factValue {
		return factValue{Label: a.Label(field, value), Href: own.set(string(field), value).at("/search")}
	}
	add("doc.kind", by(index.FieldKind, d.Kind))
	add("doc.date", factValue{Label: lang.Date(d.Date), Href: own.set("from", d.Date).set("to", d.Date).at("/search")})
	add("facet.speaker", by(index.FieldSpeaker, d.Speaker))
	add("doc.role", factValue{Label: d.Role})
	add("facet.organisation", by(index.FieldOrganisation, d.Organisation))
	add("facet.place", by(index.FieldPlace, d.Place))
	add("facet.event", by(index.FieldEvent, d.Event))
	add("doc.number", factValue{Label: d.Number})
	var about []factValue
	for _, id := range d.Topics {
		about = append(about, by(index.FieldTopic, id))
	}
	add("facet.topic", about...)
	add("doc.source", sources(d.Source)...)
	var mended []factValue
	for _, note := range d.Repairs {
		mended = append(mended, factValue{Label: repair(lang, note)})
	}
	add("doc.repairs", mended...)
	return all
}

// repair says a note of viet.Encoding in a language; another note stays as it
// is.
func repair(lang find.Language, note string) string {
	if !strings.HasPrefix(note, english["repair.decoded"]) {
		return note
	}
	var pairs []string
	for _, key := range []string{"repair.decoded", "repair.misread", "repair.in", "repair.lines", "repair.line", "repair.share", "repair.before"} {
		pairs = append(pairs, english[key], tables[lang][key])
	}
	return strings.NewReplacer(pairs...).Replace(note)
}

// sources parts a citation from the addresses in it.
func sources(source string) (values []factValue) {
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
