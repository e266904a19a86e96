package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// becomes waits until a text of the page, as a script makes it, is as wanted.
func (b *browser) becomes(script, want string) {
	b.t.Helper()
	got := ""
	for range 1000 {
		if got = eval[string](b, script); got == want {
			return
		}
		eval[chromedp.Void](b, `new Promise(requestAnimationFrame)`)
	}
	b.t.Fatalf("%s is %q, want %q", script, got, want)
}

// savedList is what the page of saved searches says of each.
const savedList = `[...document.querySelectorAll('#saved li')].map(l => l.innerText.replace(/\s+/g, ' ')).join(' | ')`

// saves keeps a search in the browser, is told of a new document, looks at it, and
// removes the search.
func (b *browser) saves(t *testing.T) {
	b.view(1280, 900, "light")
	b.open("/search?q=tr%C6%B0%E1%BB%9Dng+h%E1%BB%8Dc&lang=en")
	b.do(chromedp.Click(chromedp.CSS(".follow summary")), chromedp.Click(chromedp.CSS("button.save")))
	b.becomes(`document.querySelector('.follow [role=status]').textContent`, "Saved.")
	b.accessible("the menu of following")
	b.shot("follow-menu")
	b.open("/saved")
	b.becomes(savedList, "Results for: trường học không có gì mới Xóa")
	if w := send(b.serves, "PUT", "/api/v1/documents/saved", `{"title":"Trường học mới","body":"Trường học."}`, authorized(appJSON)...); w.Code != http.StatusCreated {
		t.Fatal(w.Body)
	}
	defer send(b.serves, "DELETE", "/api/v1/documents/saved", "", authorized(appJSON)...)
	b.open("/saved")
	b.becomes(savedList, "Results for: trường học 1 tài liệu mới Xóa")
	b.accessible("saved searches")
	b.shot("saved")
	b.follow("#saved span a")
	if got := b.path(); !strings.HasPrefix(got, "/search?q=trường học&sort=-indexed&indexed_since=20") {
		t.Errorf("new documents are at %s", got)
	}
	if n := eval[int](b, `document.querySelectorAll('.hits > li').length`); n != 1 {
		t.Errorf("%d documents are new", n)
	}
	b.open("/saved")
	b.becomes(savedList, "Results for: trường học không có gì mới Xóa")
	b.do(chromedp.Click(chromedp.CSS("#saved button")))
	b.becomes(`document.querySelector('#saved').innerText.slice(0, 30)`, "Chưa có tìm kiếm nào được lưu.")
}

// TestFollowing looks at the menu of following and what is said of feeds in the head.
func TestFollowing(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	body := get(s, "/search?q=%C4%91%C3%B4+th%E1%BB%8B&sort=date&page=1&kind=speech").Body.String()
	for _, want := range []string{
		`<link rel="alternate" type="application/atom+xml" title="Atom" href="/search.atom?q=%C4%91%C3%B4&#43;th%E1%BB%8B&amp;kind=speech">`,
		`<link rel="search" type="application/opensearchdescription+xml" title="Văn Kiện" href="/opensearch.xml">`,
		`<a href="/search.json?q=%C4%91%C3%B4&#43;th%E1%BB%8B&amp;kind=speech" type="application/feed+json">`,
		`data-search="q=%C4%91%C3%B4&#43;th%E1%BB%8B&amp;kind=speech"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if w := get(s, "/saved"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<noscript>") {
		t.Error(w.Body)
	}
}
