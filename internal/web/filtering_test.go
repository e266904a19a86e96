package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"vankien/index"
)

// focused is where the keyboard is: name and value of a box, or the text of a link.
const focused = `(e => e.name ? e.name + '=' + e.value : e.innerText)(document.activeElement)`

// filtersAtOnce chooses with mouse and keys; the reader stays where the choice was made.
func (b *browser) filtersAtOnce(t *testing.T) {
	b.view(1280, 420, "light")
	b.open("/search")
	eval[int](b, `(scrollTo({top: 300, behavior: 'instant'}), 0)`)
	b.follow(`.facet [name="topic"][value="do-thi"]`)
	if got := b.path(); got != "/search?topic=do-thi" {
		t.Fatalf("the box leads to %s", got)
	}
	if got := eval[string](b, focused); got != "topic=do-thi" {
		t.Errorf("the keyboard is at %q", got)
	}
	if y := eval[float64](b, `scrollY`); y == 0 {
		t.Error("the page begins at its top again")
	}
	b.leave(chromedp.KeyEvent("\t\t "))
	if got := b.path(); !strings.HasPrefix(got, "/search?topic=do-thi&topic=") {
		t.Errorf("the space bar leads to %s", got)
	}
	b.follow(`.facet [name="-topic"][value="do-thi"]`)
	if got := b.path(); strings.Contains(got, "?topic=do-thi") || strings.Contains(got, "&topic=do-thi") || !strings.Contains(got, "-topic=do-thi") {
		t.Errorf("excluded, it leads to %s", got)
	}
	if got := eval[string](b, `new Promise(r => setTimeout(() => r(document.querySelector('#count').innerText), 300))`); got != "1 kết quả" {
		t.Errorf("the count that is read out is %q", got)
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#from"), "2024"))
	b.leave(chromedp.KeyEvent("\r"))
	if got := b.path(); !strings.Contains(got, "from=2024") || strings.Contains(got, "to=&") {
		t.Errorf("the date leads to %s", got)
	}
	b.view(360, 600, "light")
	b.open("/search?kind=speech")
	b.do(chromedp.Click(chromedp.CSS(".open-filters")), chromedp.WaitVisible(chromedp.CSS("#filters")))
	if !eval[bool](b, `(r => r.bottom <= innerHeight && r.height > 0)(document.querySelector('.apply button').getBoundingClientRect())`) {
		t.Error("the button is out of sight in the sheet")
	}
	b.follow(`.facet [name="kind"][value="report"]`)
	if !eval[bool](b, `document.querySelector('#filters').checkVisibility()`) {
		t.Error("a choice closes the sheet")
	}
	b.do(chromedp.KeyEvent("\x1b"))
	if eval[bool](b, `document.querySelector('#filters').checkVisibility()`) {
		t.Error("Escape does not close the sheet")
	}
}

// filtersWithoutScripts sets several filters, then sends the form; and makes a range
// of two bars.
func (b *browser) filtersWithoutScripts(t *testing.T) {
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	defer chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
	b.view(360, 740, "light")
	b.open("/search?q=b%C3%A1o&sort=date")
	b.do(chromedp.Click(chromedp.CSS(".open-filters")), chromedp.WaitVisible(chromedp.CSS("#filters")),
		chromedp.Click(chromedp.CSS(`.facet [name="organisation"][value="Sở Tài chính An Hải"]`)), chromedp.Click(chromedp.CSS(`.facet [name="-kind"][value="other"]`)))
	b.follow(".apply button")
	if got := b.path(); got != "/search?q=báo&sort=date&from=&to=&-kind=other&organisation=Sở Tài chính An Hải" {
		t.Errorf("the form leads to %s", got)
	}
	b.view(1280, 900, "light")
	b.open("/search")
	b.do(chromedp.Click(chromedp.CSS(".chart-table summary")))
	b.follow(".chart-table tr:nth-child(5) a")
	b.do(chromedp.Click(chromedp.CSS(".chart-table summary")))
	b.follow(".chart-table tr:nth-child(4) a")
	if got := b.path(); got != "/search?from=2022&to=2023" {
		t.Errorf("two years make %s", got)
	}
}

// TestPagesAreLight sums what a browser fetches for a list of twenty long hits with
// full facets: the page, its sheets, scripts and drawings, as they are sent (gzip).
func TestPagesAreLight(t *testing.T) {
	const most = 60_000
	s := newServer(t, Options{})
	var docs []index.Document
	for i := range 400 {
		d := collection[0]
		d.ID, d.Date = fmt.Sprintf("d-%03d", i), fmt.Sprintf("%d-01-02", 1960+i%60)
		d.Speaker, d.Organisation = fmt.Sprintf("Người phát biểu thứ %d", i%90), fmt.Sprintf("Cơ quan dân cử của tỉnh thứ %d", i%70)
		d.Place, d.Event, d.Signer = fmt.Sprintf("Địa phương %d", i%63), fmt.Sprintf("Hội nghị lần thứ %d", i%50), fmt.Sprintf("Người ký %d", i%80)
		d.Body = strings.Repeat(fmt.Sprintf("Hội nghị %d bàn nhiều việc khác nhau. ", i), 20) + d.Body
		docs = append(docs, d)
	}
	if err := s.opt.Index.(index.Engine).Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/search?q=ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B&from=1970&to=2019", "/search?group=speaker", "/search/facet?field=speaker"} {
		w := get(s, path)
		p, sum := parsePage(t, w, http.StatusOK), packed(t, w.Body.Bytes())
		said := []string{fmt.Sprintf("page %d of %d", sum, w.Body.Len())}
		for _, name := range fetched(p) {
			n := packed(t, get(s, name).Body.Bytes())
			sum += n
			said = append(said, fmt.Sprintf("%s %d", name, n))
		}
		if t.Log(path, sum, said); sum > most || len(said) < 5 {
			t.Errorf("%s weighs %d bytes, more than %d: %q", path, sum, most, said)
		}
	}
}

// fetched are the files that a page has a browser fetch.
func fetched(p node) (names []string) {
	seen := map[string]bool{}
	for _, tag := range [][2]string{{"link", "href"}, {"script", "src"}, {"img", "src"}} {
		for _, e := range p.all(tag[0]) {
			if name := e.attr(tag[1]); strings.HasPrefix(name, "/static/") && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// packed is how long a body is as gzip.
func packed(t *testing.T, body []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(body)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
