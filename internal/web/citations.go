package web

import (
	"context"
	"net/http"
	"net/url"

	"vankien/index"
	"vankien/internal/viet"
)

// resolveJSON answers which documents have a number.
func (s *Server) resolveJSON(r *http.Request) (any, error) {
	return s.find.ResolveNumber(r.Context(), r.URL.Query())
}

// citesJSON answers which numbers the document of the path names.
func (s *Server) citesJSON(r *http.Request) (any, error) {
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	return s.find.Cites(r.Context(), &d)
}

// citedByJSON answers which documents cite that of the path.
func (s *Server) citedByJSON(r *http.Request) (any, error) {
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	return s.find.CitedBy(r.Context(), &d, r.URL.Query())
}

// Bounds of what the page of a document shows of its citations: numbers at once and
// behind a fold, and documents that cite it.
const (
	maxCitesShown   = 10
	maxCitesFolded  = 200
	maxCitingShown  = "5"
	maxCitingNumber = "20" // on the page of a number
)

// citations is what the page of a document shows of who cites whom.
type citations struct {
	Cites []citedLine
	More  []citedLine // behind a fold
	Rest  *link       // to all, where a page cannot show them

	CitedBy string // how many documents cite it; "" for none
	Citing  []twinLine
	All     string // the search for those
}

// citedLine is a number that the text names.
type citedLine struct {
	link
	Here  bool   // the collection has it
	Times string // how often it stands there; "" for once
}

// addCitations adds who cites whom to the page of a document.
func (s *Server) addCitations(ctx context.Context, p *documentPage, d *index.Document) error {
	cites, err := s.find.Cites(ctx, d)
	if err != nil {
		return err
	}
	for i, c := range cites.Cites {
		l := citedLine{link: link{Label: c.Number, Href: p.own.at(c.URL), Count: c.Count}, Here: len(c.Documents) > 0}
		if c.Count > 1 {
			l.Times = count(p.Lang, "cites.times", c.Count)
		}
		switch {
		case i < maxCitesShown:
			p.Citations.Cites = append(p.Citations.Cites, l)
		case i < maxCitesFolded:
			p.Citations.More = append(p.Citations.More, l)
		}
	}
	if cites.Total > maxCitesFolded {
		p.Citations.Rest = &link{Label: count(p.Lang, "cites.all", cites.Total), Href: p.JSON + "/cites"}
	}
	return s.addCiting(ctx, p, d)
}

// addCiting adds the documents that cite that of a page.
func (s *Server) addCiting(ctx context.Context, p *documentPage, d *index.Document) error {
	number := viet.FirstReference(d.Number)
	if number == "" {
		return nil
	}
	by, err := s.find.Citing(ctx, number, url.Values{"limit": {maxCitingShown}, "snippets": {"0"}})
	if err != nil || by.Total == 0 {
		return err
	}
	c := &p.Citations
	c.CitedBy = tables[p.Lang].say(say("cited.by", p.Lang.Number(by.Total)))
	c.All = citingSearch(p.own, number)
	for _, h := range by.Hits {
		c.Citing = append(c.Citing, p.twinLine(twinView{ID: h.ID, Title: h.Document.Title, Date: h.Document.Date}, ""))
	}
	return nil
}

// citingSearch is the address of the search for what cites a number.
func citingSearch(own state, number string) string {
	return own.set("q", "viendan:"+number).at("/search")
}
