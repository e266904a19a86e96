package web

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"vankien/internal/cite"
)

func TestCitations(t *testing.T) {
	s := newServer(t, Options{})
	s.now = func() time.Time { return time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC) }
	const path = "/api/v1/documents/a/cite"
	c := decode[citation](t, get(s, path+"?p=4").Body)
	if want := "“Đất đai phải được quản lý chặt; chính quyền các phường chịu trách nhiệm.” (Lê Thị Hòa, Phát biểu về chính quyền đô thị, số 18-BC/AH, Hội nghị đô thị, Thành phố An Hải, An Hải, Sổ tay mẫu, ngày 13/01/2025, đoạn 4, http://example.com/d/a?p=4#p4)"; c.Quote != want {
		t.Errorf("%s, want\n%s", c.Quote, want)
	}
	if c.URL != "http://example.com/d/a?p=4#p4" || c.Paragraph != 4 || len(c.Styles) != len(cite.Styles()) {
		t.Errorf("%+v", c)
	}
	for query, want := range map[string]string{
		"format=text": "Lê Thị Hòa. Phát biểu về chính quyền đô thị. Số 18-BC/AH. Hội nghị đô thị", "format=text&style=chicago-note": "Lê Thị Hòa, “Phát biểu",
		"format=bibtex": "@misc{lethihoa2025chinh,", "format=ris": "TY  - GEN\r\n", "format=csl": `[{"id":"a","type":"speech"`,
	} {
		if got := get(s, path+"?"+query).Body.String(); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", query, got)
		}
	}
	problem(t, get(s, path+"?p=99"), 400, "invalid_parameter")
	problem(t, get(s, path+"?format=doc"), 400, "invalid_parameter")
}

func TestCitePage(t *testing.T) {
	s := newServer(t, Options{})
	page := parsePage(t, get(s, "/d/a/cite?p=2"), 200)
	quote := page.one(t, "blockquote").text()
	if !strings.HasPrefix(quote, "“Thành phố An Hải xin thí điểm") || !strings.HasSuffix(quote, "đoạn 2, http://example.com/d/a?p=2#p2)") {
		t.Errorf("the passage: %s", quote)
	}
	if got := len(page.all("", ".way")); got != 8 {
		t.Errorf("%d citations", got)
	}
	if got := page.link(t, "Xem tài liệu"); got != "/d/a?p=2#p2" {
		t.Errorf("leads to %s", got)
	}
	ris := page.link(t, "Tải tệp RIS")
	if w := get(s, ris); w.Code != 200 || w.Header().Get("Content-Disposition") != "attachment; filename=lethihoa2025chinh.ris" {
		t.Errorf("%s: %d %v", ris, w.Code, w.Header())
	}
	if got := parsePage(t, get(s, "/d/a/cite?p=9"), http.StatusBadRequest).one(t, "h1").text(); got != "Tham số không hợp lệ" {
		t.Errorf("a paragraph that there is not: %s", got)
	}
	parsePage(t, get(s, "/d/nope/cite"), http.StatusNotFound)
}

func TestPageOfADocumentCitesIt(t *testing.T) {
	s := newServer(t, Options{})
	page := parsePage(t, get(s, "/d/a"), 200)
	box := page.one(t, "section", "id=cite")
	if got := box.text(); !strings.Contains(got, "Lê Thị Hòa. Phát biểu về chính quyền đô thị") {
		t.Errorf("the box says %s", got)
	}
	if got := box.attr("data-note"); strings.Contains(got, "://") || !strings.HasPrefix(got, "Lê Thị Hòa, ") {
		t.Errorf("the note is %s", got)
	}
	if got := page.one(t, "meta", "name=citation_author").attr("content"); got != "Lê Thị Hòa" {
		t.Errorf("author %s", got)
	}
	var thing cite.Thing
	if err := json.Unmarshal([]byte(page.one(t, "script", "type=application/ld+json").FirstChild.Data), &thing); err != nil || thing.Name != "Phát biểu về chính quyền đô thị" || thing.URL != "http://example.com/d/a" {
		t.Errorf("%+v, %v", thing, err)
	}
	if got := parsePage(t, get(s, "/d/a?p=2"), 200).one(t, "section", "id=cite").link(t, "Trích dẫn đoạn 2"); got != "/d/a/cite?p=2" {
		t.Errorf("leads to %s", got)
	}
}

// citeAnswers cites in every way.
func citeAnswers(t *testing.T, c *contract) {
	t.Helper()
	const path = "/api/v1/documents/a/cite"
	s := newServer(t, Options{})
	for _, query := range []string{"", "?p=2", "?format=text&style=chicago", "?format=bibtex", "?format=ris&p=", "?format=csl&p=1"} {
		c.call(t, s, 200, "GET", path+query, "")
	}
	c.call(t, s, 400, "GET", path+"?p=99", "")
	c.call(t, s, 404, "GET", "/api/v1/documents/nope/cite", "")
	limited := newServer(t, Options{Rate: 1e-9, Burst: 1})
	get(limited, "/api/v1/topics")
	c.call(t, limited, 429, "GET", path, "")
	c.call(t, busyServer(t, Options{Timeout: time.Nanosecond}), 504, "GET", path, "")
	closed := newServer(t, Options{})
	closed.opt.Index.(io.Closer).Close()
	c.call(t, closed, 503, "GET", path, "")
}

// quotesWithSource copies citations. Where they go is caught: a browser without a
// window has no clipboard.
func (b *browser) quotesWithSource(t *testing.T) {
	const caught = `navigator.clipboard.writeText = async (text) => { window.copied = text }`
	b.view(1280, 900, "light")
	b.open("/d/a")
	eval[chromedp.Void](b, caught)
	if got := eval[string](b, `(() => { const found = []; new ReportingObserver((list) => found.push(...list), {buffered: true, types: ['csp-violation']}).observe();
		return new Promise((done) => setTimeout(() => done(found.map((r) => r.body.blockedURL + ' ' + r.body.sample).join()), 50)) })()`); got != "" {
		t.Errorf("the policy was violated: %s", got)
	}
	eval[chromedp.Void](b, `getSelection().setBaseAndExtent(document.querySelector('#p4').firstChild, 0, document.querySelector('#p4').firstChild, 30)`)
	eval[bool](b, `new Promise((done) => { const look = () => document.querySelector('.quoting').hidden ? setTimeout(look, 10) : done(true); look() })`)
	b.shot("quoting")
	b.accessible("a passage that is selected")
	b.do(chromedp.Click(chromedp.CSS(".quoting")))
	want := "“Đất đai phải được quản lý chặt” (Lê Thị Hòa, Phát biểu về chính quyền đô thị, số 18-BC/AH, Hội nghị đô thị, Thành phố An Hải, An Hải, Sổ tay mẫu, ngày 13/01/2025, đoạn 4, " + b.site + "/d/a?p=4#p4)"
	if got := eval[string](b, `window.copied`); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	b.open("/d/a/cite?p=4")
	eval[chromedp.Void](b, caught)
	b.do(chromedp.Click(chromedp.CSS(".copy")))
	if got := eval[string](b, `window.copied`); !strings.HasPrefix(got, "“Đất đai phải được quản lý chặt; chính quyền") || !strings.HasSuffix(got, "?p=4#p4)") {
		t.Errorf("of the page: %s", got)
	}
	if got := eval[string](b, `[...document.querySelectorAll('.copy')].map((c) => c.getAttribute('aria-label')).join('|')`); !strings.Contains(got, "Sao chép: BibTeX") || strings.Contains(got, "null") {
		t.Errorf("the buttons are %s", got)
	}
}
