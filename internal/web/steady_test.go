package web

import (
	"context"
	"net/http"
	"testing"
	"time"

	"vankien/index"
	"vankien/internal/duplicate"
)

// steadyPaths are an address of each kind that has a tag.
var steadyPaths = []string{"/search?q=%C4%91%C3%B4+th%E1%BB%8B", "/d/a?q=h%E1%BB%99i", "/api/v1/search?facets=topic", "/api/v1/suggest?q=%C4%91%C3%B4", "/api/v1/topics",
	"/api/v1/documents/a/duplicates", "/api/v1/resolve?number=18-BC%2FAH", "/api/v1/documents/a/cites", "/api/v1/documents/a/cited-by", "/kwic?q=%C4%91%C3%B4",
	"/api/v1/kwic?q=%C4%91%C3%B4", "/d/a/diff/b", "/api/v1/compare?a=a&b=b", "/api/v1/documents/a/versions", "/api/v1/documents/a/similar", facetPath + "?field=topic", "/api/v1/search/facet?field=topic",
	"/api/v1/search/groups?group=speaker", trendPath + "?q=%C4%91%C3%B4", "/api/v1/histogram", "/api/v1/keyness?a=2023"}

// groups are documents that say the same, as a test says.
type groups struct{ of *duplicate.Relations }

func (g *groups) Relations() *duplicate.Relations { return g.of }

// idle is a collection that is not to be asked for anything but its state.
type idle struct{ Engine }

func (idle) Search(context.Context, index.Request) (*index.Result, error) { panic("a search") }
func (idle) Get(context.Context, string) (index.Document, error)          { panic("a document is read") }

func TestWhoHasTheAnswerIsToldSo(t *testing.T) {
	s := newServer(t, Options{})
	tags := map[string]string{}
	for _, path := range steadyPaths {
		w := get(s, path)
		if tags[path] = w.Header().Get("ETag"); w.Code != 200 || tags[path] == "" {
			t.Errorf("%s: %d with the tag %q", path, w.Code, tags[path])
		}
	}
	s.opt.Index = idle{s.opt.Index}
	for path, tag := range tags {
		for _, method := range []string{"GET", "HEAD"} {
			w := send(s, method, path, "", "If-None-Match", `"x", `+tag)
			if w.Code != 304 || w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
				t.Errorf("%s %s: %d, %q", method, path, w.Code, w.Body)
			}
		}
	}
}

// TestTagsChange with all that answers depend on.
func TestTagsChange(t *testing.T) {
	same := &groups{of: &duplicate.Relations{}}
	s := newServer(t, Options{Relations: same, Keys: keys})
	const path = "/api/v1/search"
	seen := map[string]string{}
	look := func(what string, w interface{ Header() http.Header }) {
		t.Helper()
		tag := w.Header().Get("ETag")
		if before, known := seen[tag]; known || tag == "" {
			t.Errorf("%s: the tag %q is as %s", what, tag, before)
		}
		seen[tag] = what
	}
	first := get(s, path)
	look("at first", first)
	if again := get(s, path).Header().Get("ETag"); again != first.Header().Get("ETag") {
		t.Errorf("nothing changed, and the tag became %s", again)
	}
	look("another address", get(s, path+"?limit=3"))
	look("a page", get(s, "/search"))
	look("in English", get(s, "/search?lang=en"))
	if w := send(s, "PUT", "/api/v1/documents/n", `{"title":"Mới"}`, authorized(appJSON)...); w.Code != 201 {
		t.Fatal(w.Body)
	}
	look("with a document", get(s, path))
	if err := s.opt.Index.PutLabels(t.Context(), map[string]string{"moi": "Chủ đề mới"}); err != nil {
		t.Fatal(err)
	}
	look("with a label", get(s, path))
	same.of = &duplicate.Relations{}
	look("with other duplicates", get(s, path))
	s.now = func() time.Time { return time.Now().Add(24 * time.Hour) }
	look("the next day", get(s, path))
	other := New(s.opt)
	look("another run", get(other, path))
}

// TestNoTag stands on what is no answer of the collection, or costs too much to name.
func TestNoTag(t *testing.T) {
	s := newServer(t, Options{})
	for _, path := range []string{"/search?q=ngay:x", "/d/nope", "/api/v1/search?q=ngay:x", "/so/18-BC/AH", "/api/v1/topics?x=1", "/", "/help"} {
		if tag := get(s, path).Header().Get("ETag"); tag != "" {
			t.Errorf("%s: %s", path, tag)
		}
	}
	s = newServer(t, Options{Cluster: func(context.Context) (Cluster, error) { return Cluster{}, nil }})
	if tag := get(s, "/api/v1/search").Header().Get("ETag"); tag != "" {
		t.Errorf("on a cluster: %s", tag)
	}
}
