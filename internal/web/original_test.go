package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/originals"
	"vankien/internal/outline"
)

// withOriginal puts a document with an original of a type into the collection of
// a server, which keeps it unless kept is false.
func withOriginal(t *testing.T, mediaType, name, bytes string, kept bool) *Server {
	t.Helper()
	sum := sha256.Sum256([]byte(bytes))
	o := &index.Original{SHA256: hex.EncodeToString(sum[:]), Name: name, Type: mediaType, Size: int64(len(bytes))}
	store := originals.Open(t.TempDir())
	if kept {
		if err := store.Put(o.SHA256, strings.NewReader(bytes)); err != nil {
			t.Fatal(err)
		}
	}
	s := newServer(t, Options{Originals: store})
	err := s.opt.Index.(index.Engine).Put(t.Context(), index.Document{ID: "o", Title: "Văn bản có bản gốc", Body: "Nội dung.", Original: o})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOriginal(t *testing.T) {
	s := withOriginal(t, "application/pdf", "hồ sơ/Quyết định \"72\".pdf", "%PDF-1.7 0123456789", true)
	for _, path := range []string{"/d/o/original", "/api/v1/documents/o/original"} {
		w := get(s, path)
		if w.Code != http.StatusOK || w.Body.String() != "%PDF-1.7 0123456789" {
			t.Fatalf("%s: %d %q", path, w.Code, w.Body)
		}
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "Content-Length": "19", "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff",
			"Content-Disposition":     `inline; filename="Quy_t __nh \"72\".pdf"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20%2272%22.pdf`,
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		part := send(s, "GET", path, "", "Range", "bytes=9-12", "Accept-Encoding", "gzip")
		if part.Code != http.StatusPartialContent || part.Body.String() != "0123" || part.Header().Get("Content-Encoding") != "" {
			t.Errorf("a range of %s: %d %q %v", path, part.Code, part.Body, part.Header())
		}
		if again := send(s, "GET", path, "", "If-None-Match", w.Header().Get("Etag")); again.Code != http.StatusNotModified {
			t.Errorf("%s unchanged: %d", path, again.Code)
		}
		if head := send(s, "HEAD", path, ""); head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("Content-Length") != "19" {
			t.Errorf("HEAD %s: %d %v", path, head.Code, head.Header())
		}
	}
	if href := parsePage(t, get(s, "/d/o"), 200).link(t, `Quyết định "72".pdf (1 KiB)`); href != "/d/o/original" {
		t.Errorf("the page leads to %q", href)
	}
}

// TestOriginalIsNoPage sends files that a browser would run as a part of this site.
func TestOriginalIsNoPage(t *testing.T) {
	for _, c := range []struct{ mediaType, want string }{
		{"text/html", textPlain}, {"image/svg+xml", "image/svg+xml"}, {"application/msword", "application/msword"}, {"", textPlain},
	} {
		h := get(withOriginal(t, c.mediaType, "a", "<script>alert(1)</script>", true), "/d/o/original").Header()
		if h.Get("Content-Type") != c.want || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") ||
			h.Get("Content-Security-Policy") != sandboxed {
			t.Errorf("%s: %v", c.mediaType, h)
		}
	}
}

func TestNoOriginal(t *testing.T) {
	s := withOriginal(t, "application/pdf", "a.pdf", "%PDF-", false)
	problem(t, get(s, "/api/v1/documents/o/original"), http.StatusNotFound, "not_found")
	problem(t, get(s, "/api/v1/documents/a/original"), http.StatusNotFound, "not_found")
	problem(t, get(s, "/api/v1/documents/nope/original"), http.StatusNotFound, "document_not_found")
	parsePage(t, get(s, "/d/o/original"), http.StatusNotFound)
	if n := len(parsePage(t, get(s, "/d/o"), 200).all("a", "href=/d/o/original")); n != 0 {
		t.Error("the page leads to an original that is not kept")
	}
}

// TestPagesOfHits: a passage leads to its page of a PDF that is kept, and else to
// where that page begins in the text.
func TestPagesOfHits(t *testing.T) {
	body, blocks := "mở đầu\nbiên giới trên bộ", []outline.Block{{Line: 0, Kind: outline.Page, Level: 6}, {Line: 1, Kind: outline.Page, Level: 7}}
	for _, c := range []struct {
		mediaType string
		kept      bool
		want      string
	}{
		{"application/pdf", true, "/d/o/original#page=7"}, {"application/pdf", false, "/d/o?q=bi%C3%AAn+gi%E1%BB%9Bi#page-7"}, {"image/tiff", true, "/d/o?q=bi%C3%AAn+gi%E1%BB%9Bi#page-7"},
	} {
		s := withOriginal(t, c.mediaType, "a", "%PDF-", c.kept)
		d, err := s.opt.Index.Get(t.Context(), "o")
		if err != nil {
			t.Fatal(err)
		}
		d.Body, d.Blocks = body, blocks
		if err := s.opt.Index.(index.Engine).Put(t.Context(), d, index.Document{ID: "p", Body: body, Title: "Không có trang"}); err != nil {
			t.Fatal(err)
		}
		p := parsePage(t, get(s, "/search?q="+url.QueryEscape("biên giới")), 200)
		if href := p.link(t, "tr. 7"); href != c.want || len(p.all("a", "class=sheet")) != 1 {
			t.Errorf("%s, kept %v: leads to %q, want %q", c.mediaType, c.kept, href, c.want)
		}
		if n := len(parsePage(t, get(s, "/search?sort=title"), 200).all("a", "class=sheet")); n != 0 {
			t.Errorf("%d beginnings lead to a page", n)
		}
		v := decode[find.SearchView](t, get(s, "/api/v1/search?q="+url.QueryEscape("title:gốc giới")).Body)
		if len(v.Hits) != 1 || v.Hits[0].Snippets[0].Page != 7 {
			t.Errorf("the API says %+v", v.Hits)
		}
		if !strings.HasPrefix(c.want, "/d/o/") {
			if len(parsePage(t, get(s, c.want), 200).all("p", "id=page-7")) != 1 {
				t.Error("the text has no such place")
			}
		}
	}
}
