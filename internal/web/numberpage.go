package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/mux"

	"vankien/internal/find"
	"vankien/internal/viet"
)

// numberPage is what a number leads to when that is not one document: several, or
// those that cite it.
type numberPage struct {
	frame
	Number  string
	Lead    string
	Found   []twinLine // documents that have the number
	CitedBy string
	Citing  []hitLine
	All     *link // the search for all that cite it
}

// numberPage leads to the document that has a number, in any way of writing that. What
// is no whole number is searched.
func (s *Server) numberPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	given, err := url.PathUnescape(strings.Trim(mux.Vars(r)["number"], "/"))
	if err != nil {
		return nil, fail("not_found", say("err.path", r.URL.Path))
	}
	if viet.Reference(given) == "" {
		return redirect(http.StatusFound, st.own().set("q", given).at("/search")), nil
	}
	v, err := s.find.Resolve(r.Context(), given)
	if err != nil {
		return nil, err
	}
	if len(v.Documents) == 1 && v.Total <= maxTwins {
		return redirect(http.StatusFound, st.own().at(v.Documents[0].URL)), nil
	}
	p := &numberPage{frame: newFrame("number", lang, find.NumberPath(v.Number), st), Number: v.Number}
	p.Private = true
	p.show(v)
	if v.CitedBy > 0 {
		if err := s.addCitingHits(r, p, v); err != nil {
			return nil, err
		}
	}
	if v.Total+v.CitedBy == 0 {
		return reply{status: http.StatusNotFound, view: p}, nil
	}
	return p, nil
}

// show says what has the number.
func (p *numberPage) show(v *find.ResolveView) {
	t := tables[p.Lang]
	p.Lead = count(p.Lang, "number.several", len(v.Documents))
	switch {
	case v.Total == 0 && v.CitedBy == 0:
		p.Lead = t.say(say("number.unknown", v.Number))
	case v.Total == 0:
		p.Lead = t.say(say("number.cited", v.Number))
	}
	for _, d := range v.Documents {
		p.Found = append(p.Found, twinLine{Title: titled(p.Lang, d.Document.Title), Href: p.own.at(d.URL), Date: p.Lang.Date(d.Document.Date),
			How: cmp.Or(d.Document.Organisation, p.Lang.Kind(d.Document.Kind))})
	}
}

// addCitingHits lists the first documents that cite the number, each at the place where
// it does.
func (s *Server) addCitingHits(r *http.Request, p *numberPage, v *find.ResolveView) error {
	by, err := s.find.Citing(r.Context(), v.Number, url.Values{"limit": {maxCitingNumber}, "snippets": {"1"}})
	if err != nil {
		return err
	}
	p.CitedBy = tables[p.Lang].say(say("cited.by", p.Lang.Number(by.Total)))
	for _, h := range by.Hits {
		l := hitLine{HitView: h, Title: h.TitleParts(), Href: h.URL}
		if len(p.own) > 0 {
			l.Href += "&" + url.Values(p.own).Encode()
		}
		for _, sn := range h.Snippets {
			l.Snippets = append(l.Snippets, snippetLine{SnippetView: sn})
		}
		p.Citing = append(p.Citing, l)
	}
	if by.Total > len(by.Hits) {
		p.All = &link{Label: count(p.Lang, "number.all", by.Total), Href: citingSearch(p.own, v.Number)}
	}
	return nil
}
