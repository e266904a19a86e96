package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"vankien/internal/find"
)

// A feed of a search is its documents in the order in which they were added or changed,
// in pages that follow each other by cursor (RFC 5005, section 3): a reader that missed
// more than a page comes to the rest. It is the same as long as the collection is, so a
// reader that asks again mostly gets 304 and costs no search.

var feedParams = append(find.FeedParams(), "lang")

// feed is a page of a feed with the addresses that it names.
type feed struct {
	*find.Feed
	Lang              find.Language
	Site              string // its name
	Title             string
	Base              string
	ID                string // of the feed, whatever the page and form
	Self, First, Next string
	Page              string // of the search
	Updated           string
	entries           []feedEntry
}

// feedEntry is a document in a feed.
type feedEntry struct {
	find.HitView
	ID, Link, Title    string
	Updated, Published string // RFC 3339; Published is "" without a date of a day
	Summary            string
}

// unknownTime stands where a time must, and none is known.
const unknownTime = "1970-01-01T00:00:00Z"

// feedOf answers a page of a feed, made bytes by a form of feeds.
func (s *Server) feedOf(contentType string, form func(*feed) ([]byte, error)) handler {
	return func(r *http.Request) (any, error) {
		tag, err := s.stateTag(r)
		if err != nil {
			return nil, err
		}
		h := http.Header{}
		if tag != "" {
			h.Set("Etag", tag)
			if has(r, tag) {
				return reply{status: http.StatusNotModified, header: h}, nil
			}
		}
		f, err := s.feed(r)
		if err != nil {
			return nil, err
		}
		body, err := form(f)
		return reply{status: http.StatusOK, header: h, view: raw{contentType, body}}, err
	}
}

// feed reads and answers the request for a feed.
func (s *Server) feed(r *http.Request) (*feed, error) {
	v := r.URL.Query()
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	found, err := s.find.Feed(r.Context(), v, lang)
	if err != nil {
		return nil, err
	}
	return s.newFeed(s.base(r), r.URL.Path, lang, st, found), nil
}

func (s *Server) newFeed(base, path string, lang find.Language, st state, found *find.Feed) *feed {
	of := st.without("cursor")
	f := &feed{Feed: found, Lang: lang, Site: s.site.name(lang), Base: base, Updated: unknownTime,
		ID: tagURI(base, of.at("/search")), Self: base + st.at(path), First: base + of.at(path), Page: base + of.at("/search")}
	f.Title = heading(lang, strings.TrimSpace(url.Values(st).Get("q"))) + " · " + f.Site
	if found.Next != "" {
		f.Next = base + of.set("cursor", found.Next).at(path)
	}
	for _, h := range found.Hits {
		f.entries = append(f.entries, f.entry(h, st))
	}
	if len(f.entries) > 0 {
		f.Updated = f.entries[0].Updated
	}
	return f
}

func (f *feed) entry(h find.HitView, st state) feedEntry {
	e := feedEntry{HitView: h, ID: tagURI(f.Base, find.DocumentPath(h.ID)), Link: f.Base + h.URL, Title: titled(f.Lang, h.Document.Title), Updated: unknownTime}
	if own := st.own().at(""); own != "" {
		e.Link += cond(strings.Contains(h.URL, "?"), "&", "?") + own[1:]
	}
	if len(h.Document.Date) == len("2006-01-02") {
		e.Published = h.Document.Date + "T00:00:00+07:00"
		e.Updated = e.Published
	}
	if h.Document.Indexed != "" {
		e.Updated = h.Document.Indexed
	}
	for _, sn := range h.Snippets {
		if e.Summary == "" && sn.Field != "title" {
			e.Summary = sn.Text
		}
	}
	return e
}

func cond[T any](is bool, a, b T) T {
	if is {
		return a
	}
	return b
}

// author is who speaks or sends it; "" when that is not known.
func (e *feedEntry) author() string {
	if e.Document.Speaker != "" {
		return e.Document.Speaker
	}
	return e.Document.Organisation
}

// Stateful names what the documents of a collection are.
type Stateful interface {
	State(ctx context.Context) (string, error)
}
