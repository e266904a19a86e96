package web

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"strings"

	"vankien/index"
	"vankien/internal/find"
)

// Bounds of what is told of documents beside one.
const (
	maxSimilar      = 20 // in the JSON
	maxSimilarShown = 5  // on a page
)

// besideView is a document that is told of beside another one.
type besideView struct {
	ID    string   `json:"id"`
	URL   string   `json:"url"` // of its page
	Kind  string   `json:"kind"`
	Title string   `json:"title"`
	Date  string   `json:"date,omitempty"`
	By    []string `json:"by,omitempty"`    // of a version: what it has in common
	Diff  string   `json:"diff,omitempty"`  // of a version: the page that compares them
	Score float64  `json:"score,omitempty"` // of a similar one: comparable within the answer
}

func newBesideView(d *index.Document) besideView {
	return besideView{ID: d.ID, URL: find.DocumentPath(d.ID), Kind: d.Kind, Title: d.Title, Date: d.Date}
}

// versionsView lists other documents that may be the same one at another time.
type versionsView struct {
	Versions []besideView `json:"versions"`
}

// similarView lists documents that have most of what is rare in one.
type similarView struct {
	Similar []besideView `json:"similar"`
}

func (s *Server) getVersions(r *http.Request) (any, error) {
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	list, err := s.find.Versions(r.Context(), &d)
	if err != nil {
		return nil, err
	}
	v := &versionsView{[]besideView{}}
	for i := range list {
		b := newBesideView(&list[i].Document)
		b.By, b.Diff = list[i].By, diffPath(&d, &list[i].Document)
		v.Versions = append(v.Versions, b)
	}
	return v, nil
}

func (s *Server) getSimilar(r *http.Request) (any, error) {
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	hits, err := s.find.Similar(r.Context(), &d, maxSimilar)
	if err != nil {
		return nil, err
	}
	v := &similarView{[]besideView{}}
	for i := range hits {
		b := newBesideView(&hits[i].Document)
		b.Score = math.Round(hits[i].Score*1000) / 1000
		v.Similar = append(v.Similar, b)
	}
	return v, nil
}

// diffPath is the page that compares two documents, the earlier one first.
func diffPath(a, b *index.Document) string {
	if a.Date > b.Date && b.Date != "" || a.Date == "" && b.Date != "" {
		a, b = b, a
	}
	return find.DocumentPath(a.ID) + "/diff/" + url.PathEscape(b.ID)
}

// addVersions lists the versions of the document of a page.
func (s *Server) addVersions(ctx context.Context, p *documentPage, d *index.Document) error {
	list, err := s.find.Versions(ctx, d)
	if err != nil {
		return err
	}
	for i := range list {
		var by []string
		for _, b := range list[i].By {
			by = append(by, tables[p.Lang].say(say("versions."+b)))
		}
		o := &list[i].Document
		p.Versions = append(p.Versions, p.compared(d, twinView{ID: o.ID, Title: o.Title, Date: o.Date}, strings.Join(by, ", ")))
	}
	return nil
}

// addSimilar lists documents that have most of what is rare in that of a page.
func (s *Server) addSimilar(ctx context.Context, p *documentPage, d *index.Document) error {
	told := map[string]bool{}
	for _, l := range p.Alike {
		told[l.Href] = true
	}
	for _, l := range p.Versions {
		told[l.Href] = true
	}
	hits, err := s.find.Similar(ctx, d, maxSimilarShown+len(told))
	if err != nil {
		return err
	}
	for i := range hits {
		o := &hits[i].Document
		l := p.twinLine(twinView{ID: o.ID, Title: o.Title, Date: o.Date}, "")
		if !told[l.Href] && len(p.Similar) < maxSimilarShown {
			p.Similar = append(p.Similar, l)
		}
	}
	return nil
}
