package web

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"vankien/index/indextest"
	"vankien/index/local"
)

// readFeed is what a reader takes from a page of a feed.
type readFeed struct {
	ID    string `xml:"id"`
	Lang  string `xml:"lang,attr"`
	Links []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID        string `xml:"id"`
		Title     string `xml:"title"`
		Updated   string `xml:"updated"`
		Published string `xml:"published"`
		Summary   string `xml:"summary"`
		Link      struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

func (f *readFeed) link(rel string) string {
	for _, l := range f.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

func feedAt(t *testing.T, s *Server, target string) (f readFeed) {
	t.Helper()
	w := get(s, strings.TrimPrefix(target, "http://example.com"))
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != appAtom {
		t.Fatalf("%s: %d %s: %s", target, w.Code, w.Header(), w.Body)
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// manyServer serves documents of a random world, added in batches.
func manyServer(t *testing.T, n int) *Server {
	t.Helper()
	x := indextest.Open(t, local.OpenMemory)
	words := []string{"đất", "đai", "đô", "thị", "giáo", "dục", "nước", "sông", "trường", "học"}
	r := rand.New(rand.NewPCG(3, 4))
	s := New(Options{Index: x, Keys: keys})
	for from := 0; from < n; from += 50 {
		var lines []string
		for i := from; i < min(n, from+50); i++ {
			var text []string
			for range 3 + r.IntN(12) {
				text = append(text, words[r.IntN(len(words))])
			}
			lines = append(lines, fmt.Sprintf(`{"id":"d%d","title":"Số %d","body":%q,"kind":%q}`, i, i, strings.Join(text, " "), []string{"speech", "report"}[i%2]))
		}
		if w := send(s, "POST", "/api/v1/documents", strings.Join(lines, "\n"), authorized(appNDJSON)...); w.Code != http.StatusOK {
			t.Fatal(w.Body)
		}
	}
	return s
}

// TestFeedsAreTheirSearches follows the pages of feeds and compares them with the
// searches.
func TestFeedsAreTheirSearches(t *testing.T) {
	t.Parallel()
	s := manyServer(t, 230)
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"đất", "đai", "dat", "đô thị", "do thi", "giáo dục", "nước", "sông OR trường", "học -sông", `"đô thị"`, "=học", "đất giáo nước", "kind:report", "trườ*"}
	for range 20 {
		v := url.Values{"q": {words[r.IntN(len(words))] + " " + words[r.IntN(len(words))]}, "match": {[]string{"auto", "all", "any", "meant"}[r.IntN(4)]}}
		if r.IntN(3) == 0 {
			v.Set("kind", "speech")
		}
		var want, got []string
		for page := 1; ; page++ {
			v.Set("page", fmt.Sprint(page))
			list := decode[struct{ Hits []struct{ ID string } }](t, get(s, "/api/v1/search?"+v.Encode()).Body)
			if len(list.Hits) == 0 {
				break
			}
			for _, h := range list.Hits {
				want = append(want, h.ID)
			}
		}
		v.Del("page")
		last := "~"
		for at := "/search.atom?" + v.Encode(); at != ""; {
			f := feedAt(t, s, at)
			for _, e := range f.Entries {
				got = append(got, strings.TrimPrefix(e.ID, "tag:example.com,2025:/d/"))
				if e.Updated >= last {
					t.Errorf("%s: %s after %s", at, e.Updated, last)
				}
				last = e.Updated
			}
			at = f.link("next")
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the feed has %d documents, the search %d", v.Encode(), len(got), len(want))
		}
	}
}

func TestFeed(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Keys: keys})
	if w := send(s, "PUT", "/api/v1/documents/m%C6%B0%E1%BB%9Bi", `{"title":"Mới <& \"","body":"Đô thị mới.","date":"2025-03-04"}`, authorized(appJSON)...); w.Code != http.StatusCreated {
		t.Fatal(w.Body)
	}
	f := feedAt(t, s, "/search.atom?q=%C4%91%C3%B4+th%E1%BB%8B&lang=en")
	first := f.Entries[0]
	if f.Lang != "en" || f.link("self") != "http://example.com/search.atom?q=%C4%91%C3%B4+th%E1%BB%8B&lang=en" || f.link("alternate") != "http://example.com/search?q=%C4%91%C3%B4+th%E1%BB%8B&lang=en" {
		t.Errorf("%s %v", f.Lang, f.Links)
	}
	if first.ID != "tag:example.com,2025:/d/m%C6%B0%E1%BB%9Bi" || first.Title != `Mới <& "` || first.Published != "2025-03-04T00:00:00+07:00" ||
		first.Summary != "Đô thị mới." || first.Link.Href != "http://example.com/d/m%C6%B0%E1%BB%9Bi?q=%C4%91%C3%B4+th%E1%BB%8B&lang=en" {
		t.Errorf("%+v", first)
	}
	for _, path := range []string{"/search.atom?q=a", "/search.json?q=a"} {
		tag := get(s, path).Header().Get("Etag")
		if w := send(s, "GET", path, "", "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s again: %d %s", path, w.Code, w.Body)
		}
		send(s, "PUT", "/api/v1/documents/z", `{"title":"`+path+`"}`, authorized(appJSON)...)
		if w := send(s, "GET", path, "", "If-None-Match", tag); w.Code != http.StatusOK {
			t.Errorf("%s after a change: %d", path, w.Code)
		}
	}
	j := decode[jsonFeed](t, get(s, "/search.json?kind=speech").Body)
	if len(j.Items) != 4 || j.Version != "https://jsonfeed.org/version/1.1" || j.Items[0].Text == "" {
		t.Errorf("%+v", j)
	}
	problem(t, get(s, "/search.atom?sort=date"), http.StatusBadRequest, "unknown_parameter")
	problem(t, get(s, "/search.atom?cursor=x"), http.StatusBadRequest, "invalid_parameter")
	if dir := os.Getenv("VANKIEN_FEEDS"); dir != "" { // for a validator
		for name, path := range map[string]string{"a.atom": "/search.atom?q=%C4%91%C3%B4+th%E1%BB%8B", "all.atom": "/search.atom", "none.atom": "/search.atom?q=xyz", "a.json": "/search.json"} {
			if err := os.WriteFile(dir+"/"+name, get(s, path).Body.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestBaseAddress(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	proto := func(s *Server) string {
		return decode[jsonFeed](t, send(s, "GET", "/search.json", "", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "kho.example").Body).Home
	}
	if got := proto(s); got != "http://example.com/search" {
		t.Errorf("from anybody: %s", got)
	}
	p := []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}
	if got := proto(newServer(t, Options{Proxies: p})); got != "https://kho.example/search" {
		t.Errorf("from a proxy: %s", got)
	}
	var opt Options
	opt.Site.BaseURL = "https://vk.example/kho/"
	if got := proto(newServer(t, opt)); got != "https://vk.example/kho/search" {
		t.Errorf("by its setting: %s", got)
	}
}

func TestSitemapAndItsKin(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	var m struct {
		Parts []struct {
			Loc string `xml:"loc"`
		} `xml:"sitemap"`
	}
	if err := xml.Unmarshal(get(s, "/sitemap.xml").Body.Bytes(), &m); err != nil || len(m.Parts) != 1 {
		t.Fatal(m, err)
	}
	var part struct {
		URLs []struct {
			Loc     string `xml:"loc"`
			Changed string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(get(s, strings.TrimPrefix(m.Parts[0].Loc, "http://example.com")).Body.Bytes(), &part); err != nil || len(part.URLs) != len(collection) {
		t.Fatal(len(part.URLs), err)
	}
	for _, u := range part.URLs {
		if w := get(s, strings.TrimPrefix(u.Loc, "http://example.com")); w.Code != http.StatusOK {
			t.Errorf("%s: %d", u.Loc, w.Code)
		}
	}
	for _, path := range []string{"/sitemap/2.xml", "/sitemap/1", "/sitemap/x.xml"} {
		if w := get(s, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if body := get(s, "/robots.txt").Body.String(); !strings.Contains(body, "Disallow: /search\n") || !strings.HasSuffix(body, "Sitemap: http://example.com/sitemap.xml\n") {
		t.Error(body)
	}
	closed := newServer(t, Options{NoCrawlers: true})
	if body := get(closed, "/robots.txt").Body.String(); body != "User-agent: *\nDisallow: /\n" || get(closed, "/sitemap.xml").Code != http.StatusNotFound {
		t.Error(body)
	}
	if body := get(s, "/opensearch.xml").Body.String(); !strings.Contains(body, `template="http://example.com/search?q={searchTerms}"`) || !strings.Contains(body, "<ShortName>Văn Kiện</ShortName>") {
		t.Error(body)
	}
	list := decode[[]any](t, get(s, "/suggest.json?q=%C4%91%C3%B4+th").Body)
	if len(list) != 3 || list[0] != "đô th" || len(list[1].([]any)) == 0 || len(list[1].([]any)) != len(list[2].([]any)) {
		t.Error(list)
	}
	if body := get(s, "/llms.txt").Body.String(); !strings.HasPrefix(body, "# Văn Kiện\n") || !strings.Contains(body, "http://example.com/api/openapi.json") {
		t.Error(body)
	}
}
