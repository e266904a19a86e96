package web

import (
	"net/http"
	"net/url"
	"strings"
)

// followMenu is how a search is followed: by its feeds, and by saving it in the browser,
// which keeps the saved searches of a visitor; the server knows nothing of them.
type followMenu struct {
	Atom, JSON string // addresses of its feeds
	Saved      string // address of the saved searches
	Search     string // parameters, to be saved
	Name       string // as it is shown among saved searches
	Now        string // time up to which its documents are on the page
}

// notSaved is what a saved search is without: how the list is shown, and where one was
// in it.
var notSaved = []string{"lang", "page", "per_page", "offset", "limit", "cursor", "facets", "snippets", "snippet_chars", "view", "group", "sort", "indexed_since"}

// follow is the menu for the search that a page shows.
func (s *Server) follow(f *frame, st state, name string) *followMenu {
	feed := st.without(notSaved...).without(notFeed...)
	if f.own != nil {
		feed = feed.with(first(f.own))
	}
	return &followMenu{Atom: feed.at("/search.atom"), JSON: feed.at("/search.json"), Saved: f.own.at("/saved"),
		Search: strings.TrimPrefix(st.without(notSaved...).at(""), "?"), Name: name, Now: s.opt.Changes.Now()}
}

// notFeed is what the page of a search may say and a feed does not.
var notFeed = []string{"duplicates"}

// first are the first values of parameters.
func first(st state) map[string]string {
	all := map[string]string{}
	for name := range st {
		all[name] = url.Values(st).Get(name)
	}
	return all
}

// savedPage lists the saved searches of a visitor, which the script of the page knows.
type savedPage struct {
	frame
	Now string // time to which the numbers of new documents go
	Own string // parameters that every link carries
}

func (s *Server) savedPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	p := &savedPage{frame: newFrame("saved", lang, "/saved", st), Now: s.opt.Changes.Now()}
	p.Private, p.Own = true, strings.TrimPrefix(p.own.at(""), "?")
	return p, nil
}
