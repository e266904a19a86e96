package web

import (
	"context"
	"errors"
	"math"
	"net/http"

	"vankien/index"
	"vankien/internal/duplicate"
	"vankien/internal/find"
)

// Bounds of what is told of the documents that are like one; each is read for its
// title.
const (
	maxTwins      = 100 // in the JSON
	maxAlike      = 50
	maxTwinsShown = 20 // on a page
	maxAlikeShown = 10
)

// relatedView tells which documents say the same as one, and which are like it.
type relatedView struct {
	Total      int         `json:"total"`      // how many say the same
	Duplicates []twinView  `json:"duplicates"` // the first maxTwins of them
	Similar    []alikeView `json:"similar"`    // the maxAlike that are most like it
}

// twinView is a document that says the same as another one.
type twinView struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Date  string `json:"date,omitempty"`
	file  string // name of its original, which tells those of one title apart
}

// alikeView is a document that is like another one.
type alikeView struct {
	twinView
	Score float64 `json:"score"`
	Kind  string  `json:"kind"`
}

// getDuplicates answers which documents are like that of the path.
func (s *Server) getDuplicates(r *http.Request) (any, error) {
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	v, err := s.related(r.Context(), d.ID, maxTwins, maxAlike)
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// related returns at most so many documents that say the same and that are alike.
// One that was removed since is left out.
func (s *Server) related(ctx context.Context, id string, twins, alike int) (relatedView, error) {
	v := relatedView{Duplicates: []twinView{}, Similar: []alikeView{}}
	known := s.find.Relations()
	for _, other := range known.Group(id) {
		if other == id {
			continue
		}
		if v.Total++; v.Total > twins {
			continue
		}
		t, ok, err := s.twin(ctx, other)
		if err != nil {
			return v, err
		}
		if ok {
			v.Duplicates = append(v.Duplicates, t)
		}
	}
	for _, a := range known.Alike(id) {
		if len(v.Similar) == alike {
			break
		}
		t, ok, err := s.twin(ctx, a.ID)
		if err != nil {
			return v, err
		}
		if ok {
			v.Similar = append(v.Similar, alikeView{t, math.Floor(a.Score*1000) / 1000, string(a.Kind)})
		}
	}
	return v, nil
}

// twin reads what is said of a document that is like another one.
func (s *Server) twin(ctx context.Context, id string) (t twinView, ok bool, err error) {
	d, err := s.opt.Index.Get(ctx, id)
	if errors.Is(err, index.ErrNotFound) {
		return t, false, nil
	}
	t = twinView{ID: d.ID, Title: d.Title, Date: d.Date}
	if d.Original != nil {
		t.file = d.Original.Name
	}
	return t, err == nil, err
}

// twinLine is a document that is like the one on a page.
type twinLine struct {
	Title, Href, Date, File, How string
	Diff                         string // compares both; "" where that says nothing
}

// addRelated lists the documents that are like that of the page.
func (s *Server) addRelated(ctx context.Context, p *documentPage, d *index.Document) error {
	v, err := s.related(ctx, d.ID, maxTwinsShown, maxAlikeShown)
	if err != nil {
		return err
	}
	for _, t := range v.Duplicates {
		p.Twins = append(p.Twins, p.compared(d, t, ""))
	}
	if n := v.Total - len(v.Duplicates); n > 0 && len(v.Duplicates) > 0 {
		p.MoreTwins = &link{Label: count(p.Lang, "twins.more", n), Href: p.JSON + "/duplicates"}
	}
	for _, a := range v.Similar {
		percent := p.Lang.Number(int(a.Score * 100))
		p.Alike = append(p.Alike, p.compared(d, a.twinView, tables[p.Lang].say(alikeness(duplicate.Kind(a.Kind), percent))))
	}
	return nil
}

func alikeness(kind duplicate.Kind, percent string) find.Message {
	switch kind {
	case duplicate.Template:
		return say("alike.template", percent)
	case duplicate.Contains:
		return say("alike.contains")
	case duplicate.Excerpt:
		return say("alike.excerpt")
	}
	return say("alike.similar", percent)
}

// compared is the line of a document that can be compared with that of the page.
func (p *documentPage) compared(d *index.Document, t twinView, how string) twinLine {
	l := p.twinLine(t, how)
	l.Diff = p.own.at(diffPath(d, &index.Document{ID: t.ID, Date: t.Date}))
	return l
}

func (p *documentPage) twinLine(t twinView, how string) twinLine {
	return twinLine{Title: titled(p.Lang, t.Title), Href: p.own.at(find.DocumentPath(t.ID)), Date: p.Lang.Date(t.Date), File: clip(t.file), How: how}
}

// showFolding says how many hits were folded, and leads to the list with them or,
// where copies stand in it, without.
func (p *searchPage) showFolding(v *find.SearchView, st state) {
	if v.Folded != nil {
		if *v.Folded > 0 {
			p.Folding = &remark{count(p.Lang, "fold.folded", *v.Folded), tables[p.Lang].say(say("fold.show")), st.first().set("duplicates", "show").at("/search")}
		}
		return
	}
	for _, h := range v.Hits {
		if h.AlsoAtTotal > 0 {
			p.Folding = &remark{"", tables[p.Lang].say(say("fold.fold")), st.first().set("duplicates", "").at("/search")}
			return
		}
	}
}
