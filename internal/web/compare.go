package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"vankien/index"
	"vankien/internal/compare"
	"vankien/internal/find"
)

var (
	compareParams     = []string{"a", "b"}
	comparePageParams = []string{"a", "b", "lang"}
)

// comparisonView is what /api/v1/compare answers: how one document became another.
type comparisonView struct {
	A       comparedView  `json:"a"`
	B       comparedView  `json:"b"`
	Kept    int           `json:"kept"`
	Changed int           `json:"changed"`
	New     int           `json:"new"`
	Dropped int           `json:"dropped"`
	Changes []changedView `json:"changes"` // of paragraphs, in order
}

// comparedView is one of the documents.
type comparedView struct {
	ID       string           `json:"id"`
	URL      string           `json:"url"`
	Document find.SummaryView `json:"document"`
}

// changedView is a paragraph with what became of it: A and B are its numbers in links.
type changedView struct {
	Kind   string      `json:"kind"` // kept, changed, new or dropped
	A      int         `json:"a,omitempty"`
	B      int         `json:"b,omitempty"`
	Text   string      `json:"text,omitempty"` // as it is in b, a dropped one as it was in a; "" when it was changed
	Pieces []pieceView `json:"pieces,omitempty"`
}

// pieceView is words of a changed paragraph.
type pieceView struct {
	Kind string `json:"kind"` // kept, new or dropped
	Text string `json:"text"`
}

// compareJSON answers how the documents of an address differ.
func (s *Server) compareJSON(r *http.Request) (any, error) {
	v := r.URL.Query()
	var docs [2]index.Document
	for i, name := range compareParams {
		if v.Get(name) == "" {
			m := say("err.compare.missing", name)
			return nil, fail("invalid_parameter", m, parameterFault(name, m))
		}
		var err error
		if docs[i], err = s.named(r.Context(), v.Get(name)); err != nil {
			return nil, err
		}
	}
	return newComparison(find.English, state{}, &docs[0], &docs[1]).view(), nil
}

// named returns the document with an id.
func (s *Server) named(ctx context.Context, id string) (index.Document, error) {
	d, err := s.opt.Index.Get(ctx, id)
	if errors.Is(err, index.ErrNotFound) {
		err = fail("document_not_found", say("err.document", id))
	}
	return d, err
}

func (c *comparison) view() *comparisonView {
	side := func(d *index.Document) comparedView {
		return comparedView{d.ID, find.DocumentPath(d.ID), find.Summary(d)}
	}
	v := &comparisonView{A: side(c.a), B: side(c.b), Kept: c.counts[compare.Kept], Changed: c.counts[compare.Changed],
		New: c.counts[compare.New], Dropped: c.counts[compare.Dropped], Changes: make([]changedView, len(c.changes))}
	for i, ch := range c.changes {
		v.Changes[i] = c.changed(ch)
	}
	return v
}

func (c *comparison) changed(ch compare.Change) changedView {
	v := changedView{Kind: kindNames[ch.Kind]}
	if ch.A >= 0 {
		v.A, v.Text = c.a.Anchor(c.x.at[ch.A]), c.x.text[ch.A]
	}
	if ch.B >= 0 {
		v.B, v.Text = c.b.Anchor(c.y.at[ch.B]), c.y.text[ch.B]
	}
	if ch.Kind == compare.Changed {
		v.Text = ""
		for _, p := range changedWords(c.x.text[ch.A], c.y.text[ch.B]) {
			kind := compare.Kept
			if p.Ins {
				kind = compare.New
			} else if p.Del {
				kind = compare.Dropped
			}
			v.Pieces = append(v.Pieces, pieceView{kindNames[kind], p.Text})
		}
	}
	return v
}

// comparePage asks which two documents to compare.
type comparePage struct {
	frame
	A, B    string // as the form holds them
	Problem *trouble
}

// comparePage leads to the comparison of two documents that are named by id or address.
func (s *Server) comparePage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	v := url.Values(st)
	p := &comparePage{frame: newFrame("compare", lang, "/compare", st), A: resent(v.Get("a")), B: resent(v.Get("b"))}
	p.Private = v.Has("a") || v.Has("b")
	var ids [2]string
	for i, name := range compareParams {
		if !v.Has(name) {
			return p, nil
		}
		if ids[i], err = s.meant(r.Context(), v.Get(name)); err != nil {
			return p.refused(err)
		}
	}
	return redirect(http.StatusSeeOther, p.own.at(find.DocumentPath(ids[0])+"/diff/"+url.PathEscape(ids[1]))), nil
}

func (p *comparePage) refused(err error) (any, error) {
	bad := problemOf(err)
	if bad.Status != http.StatusNotFound {
		return nil, err
	}
	p.Problem = newTrouble(p.Lang, bad, "")
	return reply{status: bad.Status, view: p}, nil
}

// meant is the id of the document that somebody named, by its id or as the address of
// its page has it.
func (s *Server) meant(ctx context.Context, given string) (string, error) {
	given = strings.TrimSpace(given)
	d, err := s.named(ctx, given)
	if err == nil {
		return d.ID, nil
	}
	if problemOf(err).Code != "document_not_found" {
		return "", err
	}
	u, bad := url.Parse(given)
	if bad != nil {
		return "", err
	}
	_, rest, isPage := strings.Cut(u.EscapedPath(), "/d/")
	segment, _, _ := strings.Cut(rest, "/")
	id, bad := url.PathUnescape(segment)
	if !isPage || bad != nil {
		return "", err
	}
	d, err = s.named(ctx, id)
	return d.ID, err
}
