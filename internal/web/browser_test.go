package web

import (
	"context"
	_ "embed"
	"errors"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"vankien/index"
	"vankien/internal/house"
	"vankien/internal/ingest"
	"vankien/internal/originals"
)

//go:embed testdata/axe.min.js
var axe string

// browser is one tab that looks at a server, with the addresses it fetched.
type browser struct {
	t      *testing.T
	ctx    context.Context
	site   string
	serves *Server

	mu      sync.Mutex
	fetched []string
}

// openBrowser starts Chromium on a server over the collection. Without Chromium
// the test is skipped, but fails where CI promises one.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil && path == "" {
			path = p
		}
	}
	if path == "" && os.Getenv("CI") == "true" {
		t.Fatal("no Chromium is installed")
	} else if path == "" {
		t.Skip("no Chromium is installed")
	}
	journal, err := ingest.OpenJournal(filepath.Join(t.TempDir(), "journal.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { journal.Close() })
	store := originals.Open(t.TempDir())
	serves := readingServer(t, Options{Site: house.Site{Examples: []string{"đất đai", `"trường học"`}}, Keys: keys, Files: journal, Embed: []string{"https://example.org"},
		Originals: store, Reading: ingest.Options{Journal: journal, Keep: store}})
	serves.handler = serves.around(append(serves.routes(), failingRoutes(serves)...))
	site := httptest.NewServer(serves)
	t.Cleanup(site.Close)
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.WSURLReadTimeout(time.Minute))...)
	t.Cleanup(cancel)
	b := &browser{t: t, site: site.URL, serves: serves}
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(b.listen))
	t.Cleanup(cancel)
	b.ctx = ctx
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *browser) listen(ev any) {
	if e, ok := ev.(*network.EventRequestWillBeSent); ok {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.fetched = append(b.fetched, e.Request.URL)
	}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site + path))
}

// view sets the size of the window and the colours that the reader likes.
func (b *browser) view(width, height int64, scheme string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height))
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	}); err != nil {
		b.t.Fatal(err)
	}
}

// eval returns the value of a JavaScript expression.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

// path returns where the browser is.
func (b *browser) path() string {
	b.t.Helper()
	at, err := b.where()
	if err != nil {
		b.t.Fatal(err)
	}
	return at
}

func (b *browser) where() (string, error) {
	at, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		return "", err
	}
	at, err = url.PathUnescape(strings.TrimPrefix(at, b.site))
	return strings.ReplaceAll(at, "+", " "), err
}

// follow clicks the link or button that a selector finds and waits for the page
// it leads to.
func (b *browser) follow(selector string) {
	b.t.Helper()
	b.leave(chromedp.Click(chromedp.CSS(selector)))
}

// leave does what leads to another address and waits for the page there. The
// page may be gone before the browser has answered for the last step on it, or
// while it is asked where it is.
func (b *browser) leave(step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	before := b.path()
	if err := chromedp.Do(b.ctx, step); err != nil && !leaving(err) {
		b.t.Fatal(err)
	}
	for {
		at, err := b.where()
		if err != nil && !leaving(err) || b.ctx.Err() != nil {
			b.t.Fatal(err, b.ctx.Err())
		}
		if err == nil && at != before && chromedp.Do(b.ctx, chromedp.WaitReady(chromedp.CSS("footer"))) == nil {
			return
		}
	}
}

// leaving reports whether an error says that the page went away meanwhile.
func leaving(err error) bool {
	return strings.Contains(err.Error(), "navigated or closed") || strings.Contains(err.Error(), "context") && !errors.Is(err, context.DeadlineExceeded)
}

// shot keeps a picture of the page in the folder VANKIEN_SHOTS, if it names one.
func (b *browser) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("VANKIEN_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// pages are addresses that together show every template.
var pages = map[string]string{
	"home":     "/",
	"search":   "/search?q=%C4%91%E1%BA%A5t+%C4%91ai&topic=dat-dai&from=2020",
	"compact":  "/search?view=compact&from=2022&to=2024&-kind=other&speaker=Ai",
	"groups":   "/search?group=speaker&sort=date",
	"facet":    "/search/facet?field=topic&q=b%C3%A1o&-topic=do-thi",
	"nothing":  "/search?q=h%C3%B3a+gi%C3%A1i&topic=dat-dai",
	"refused":  "/search?q=a&from=31/02/2021",
	"document": "/d/a?q=%C4%91%C3%B4+th%E1%BB%8B&m=2#m2",
	"passage":  "/d/a?p=2#p2",
	"diff":     "/d/i/diff/j",
	"compare":  "/compare?a=i&b=nope",
	"error":    "/nope",
	"analyze":  "/analyze?text=Ngh%E1%BB%8B+quy%E1%BA%BFt+57-NQ%2FTW+ng%C3%A0y+13%2F01%2F2025",
	"api":      "/api",
	"keyness":  "/trends/words?a=2025&b=..2024&min=2",
	"trends":   "/trends?q=%C4%91%E1%BA%A5t+%C4%91ai&q=b%C3%A1o+c%C3%A1o&measure=per_million&from=2019",
	"upload":   "/upload",
	"files":    "/files",
	"admin":    "/admin",
	"reading":  "/search?lang=en&q=UBND+qu%E1%BA%A3n+l%C3%BD+%C4%91%E1%BA%A5t+%C4%91ai+bao+nhi%C3%AAu",
	"also":     "/search?q=ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B",
	"meant":    "/search?q=truong+hoc",
	"instead":  "/search?q=tr%C6%B0%E1%BB%9Dng+hoc",
	"warned":   "/search?q=tr%C6%B0%E1%BB%9Dng+-h%E1%BB%8Dc&kind=other",
	"english":  "/search?q=b%C3%A1o&per_page=1&page=2&lang=en",
	"review":   "/review",
	"saved":    "/saved",
	"help":     "/help",
	"kwic":     "/kwic?q=ch%C3%ADnh+quy%E1%BB%81n&sort=left",
	"missing":  "/d/truong-hoc",
	"fault":    "/fail/internal?lang=en",
	"busy":     "/fail/overloaded",
	"edit":     "/d/a/edit",
	"cite":     "/d/a/cite?p=2",
	"onepart":  "/d/a?p=2",
	"law":      "/d/v1",
	"numbers":  "/so/7/Q%C4%90-UBND",
	"unknown":  "/so/1/1999/QH9",
	"quote":    "/quote",
	"quoted":   "/quote?text=r%E1%BB%ABng+ng%E1%BA%ADp+m%E1%BA%B7n+%C4%91%C6%B0%E1%BB%A3c+giao+cho+c%C3%B4ng+ty+c%E1%BB%A7a+x%C3%A3",
	"embed":    "/embed",
	"anykwic":  "/kwic",
	"anytrend": "/trends?lang=en",
	"anywords": "/trends/words",
	"badpage":  "/d/a?p=9999",
}

// TestBrowser does in one tab what readers do.
func TestBrowser(t *testing.T) {
	b := openBrowser(t)
	for _, step := range []struct {
		name string
		test func(*testing.T)
	}{
		{"a reader finds, filters and reads", b.reads},
		{"a long text is read with keys", b.readsLong},
		{"a long text is read without scripts", b.readsWithoutScripts},
		{"a text is printed", b.prints},
		{"filters are asked for at once", b.filtersAtOnce},
		{"filters work without scripts", b.filtersWithoutScripts},
		{"everything can be reached with the keyboard", b.keyboard},
		{"a phone shows every page whole", b.phone},
		{"what is typed is completed", b.completes},
		{"a passage is copied with its source", b.quotesWithSource},
		{"holders of a key correct documents", b.corrects},
		{"a key holder sends files", b.sends},
		{"a key holder sends files without scripts", b.sendsWithoutScripts},
		{"a visitor saves a search", b.saves},
		{"axe-core finds nothing", b.everyPageIsAccessible},
		{"a text disturbs nothing around it", b.undisturbed},
		{"nothing comes from elsewhere", b.onlyOurs},
	} {
		t.Run(step.name, func(t *testing.T) {
			b.t = t
			step.test(t)
		})
	}
}

// corrects sends the form, and types the key once.
func (b *browser) corrects(t *testing.T) {
	b.view(1280, 900, "light")
	b.open("/d/k/edit")
	b.do(chromedp.SetValue(chromedp.CSS("#f-place"), "Huế"), chromedp.SendKeys(chromedp.CSS("#key"), key))
	b.follow("form.edit button")
	if got := b.path(); got != "/d/k" {
		t.Fatalf("the form leads to %s", got)
	}
	if got := eval[string](b, `document.querySelector('.corrections li').innerText`); !strings.HasPrefix(got, "Nơi: Huế (nguồn ghi: Vĩnh Sơn; thư-ký") {
		t.Errorf("the page says %q", got)
	}
	b.open("/d/k/edit")
	if got := eval[string](b, `document.querySelector('#key').value`); got != key {
		t.Errorf("the key is %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS("#u-place")))
	b.follow("form.edit button")
	if got := eval[int](b, `document.querySelectorAll('.corrections').length`); got != 0 {
		t.Errorf("taken back, %d lists of corrections are left", got)
	}
	eval[int](b, `sessionStorage.clear() || 0`) // the tab of the next one who types a key
}

func (b *browser) reads(t *testing.T) {
	b.view(1280, 900, "light")
	b.open("/")
	b.leave(chromedp.SendKeys(chromedp.CSS("#q"), "đất đai\r"))
	if got := b.path(); got != "/search?q=đất đai" {
		t.Fatalf("the search box leads to %s", got)
	}
	if got := eval[string](b, `document.querySelector('h1').innerText`); got != "Kết quả cho: đất đai" {
		t.Errorf("heading %q", got)
	}
	b.follow(`.facet [name="kind"][value="speech"]`)
	if got := b.path(); got != "/search?q=đất đai&kind=speech" {
		t.Fatalf("the facet leads to %s", got)
	}
	if got := eval[string](b, `document.querySelector('.chips').innerText`); !strings.Contains(got, "Phát biểu") {
		t.Errorf("chips %q", got)
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#from"), "2025"))
	b.follow(".apply button")
	if got := b.path(); got != "/search?q=đất đai&from=2025&kind=speech" {
		t.Fatalf("the date form leads to %s", got)
	}
	b.follow(".hits h2 a")
	if got := b.path(); got != "/d/a?q=đất đai&kind=speech&from=2025" {
		t.Fatalf("the hit leads to %s", got)
	}
	b.follow(`.steps a[rel="next"]`)
	if got := b.path(); got != "/d/a?q=đất đai&kind=speech&from=2025&m=1#m1" {
		t.Fatalf("the next match is at %s", got)
	}
	place := eval[[]float64](b, `(() => { const m = document.querySelector('mark.now').getBoundingClientRect(),
		bar = document.querySelector('.matches').getBoundingClientRect(); return [m.top - bar.bottom, innerHeight - m.bottom] })()`)
	if place[0] < 0 || place[1] < 0 {
		t.Errorf("the match is out of sight: %v", place)
	}
	b.follow(".matches .back")
	if got := b.path(); got != "/search?q=đất đai&kind=speech&from=2025" {
		t.Errorf("back leads to %s", got)
	}
}

// undisturbed reads a document that turns lines around: what follows a text from
// right to left stands to the right of it all the same.
func (b *browser) undisturbed(t *testing.T) {
	d := index.Document{ID: "rtl", Kind: "speech", Title: "مرحبا \u202e123\x1b[31m hiếu khách", Speaker: "مرحبا", Role: "שלום", Place: "سلام",
		Date: "2026-01-02", Number: "שלום-12", Topics: []string{"שלום", "سلام"}, Body: "\u202ehiếu khách\u2066 tế\nمرحبا 12\nhiếu khách"}
	change := index.Change{ID: d.ID, Now: &d, If: func(*index.Document) bool { return true }}
	if _, err := b.serves.opt.Index.Replace(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	b.view(1280, 900, "light")
	for name, path := range map[string]string{"search": "/search?q=hi%E1%BA%BFu+kh%C3%A1ch&topic=%D7%A9%D7%9C%D7%95%D7%9D", "document": "/d/rtl?q=hi%E1%BA%BFu+kh%C3%A1ch"} {
		b.open(path)
		wrong := eval[[]string](b, `[...document.querySelectorAll('.byline, .eyebrow, .tags, .chips a')].flatMap(line => { const left = [...line.children].
			filter(e => !e.classList.contains('unseen')).map(e => e.getBoundingClientRect().left); return left.some((x, i) => i > 0 && x <= left[i-1]) ? [line.innerText] : [] })`)
		if len(wrong) > 0 {
			t.Errorf("%s: out of order: %q", name, wrong)
		}
		if got := eval[string](b, `document.querySelector('.hits h2, article h1').innerText`); got != "مرحبا ⟨U+202E⟩123␛[31m hiếu khách" {
			t.Errorf("%s: title %q", name, got)
		}
		if got := eval[[]string](b, `[...document.querySelectorAll('mark')].map(e => e.innerText)`); len(got) < 2 || slices.ContainsFunc(got, func(s string) bool { return s != "hiếu khách" }) {
			t.Errorf("%s: marks %q", name, got)
		}
		b.accessible("right to left, " + name)
		b.shot("rtl-" + name)
	}
}

// onlyOurs looks at what all the steps before it fetched.
func (b *browser) onlyOurs(t *testing.T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	styles := 0
	for _, u := range b.fetched {
		if !strings.HasPrefix(u, b.site+"/") {
			t.Errorf("fetched from elsewhere: %s", u)
		}
		if strings.Contains(u, "/static/style.") {
			styles++
		}
	}
	if styles == 0 {
		t.Errorf("the log of requests is not complete: %q", b.fetched)
	}
}

func (b *browser) keyboard(t *testing.T) {
	b.view(1280, 900, "light")
	b.open(pages["search"])
	b.do(chromedp.KeyEvent("\t"))
	if got := eval[string](b, `document.activeElement.innerText + ' ' + (document.activeElement.getBoundingClientRect().left >= 0)`); got != "Đến nội dung chính true" {
		t.Fatalf("the first stop is %q", got)
	}
	b.do(chromedp.KeyEvent("\r"))
	if got := eval[string](b, `document.activeElement.id`); got != "main" {
		t.Errorf("the skip link leads to %q", got)
	}
	invisible := eval[[]string](b, `(() => { const bad = []; for (const e of document.querySelectorAll('a, button, input:not([type=hidden]), summary')) {
		e.focus({focusVisible: true}); if (document.activeElement !== e) continue;
		const s = getComputedStyle(e); if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) bad.push(e.outerHTML.slice(0, 80)) } return bad })()`)
	if len(invisible) > 0 {
		t.Errorf("focus is not seen on %q", invisible)
	}
}

func (b *browser) phone(t *testing.T) {
	b.putDecisions(t)
	b.view(360, 740, "light")
	for name, path := range pages {
		b.open(path)
		wide := eval[[]string](b, `(() => { document.querySelectorAll('.menu').forEach(e => e.open = true);
			const scrolls = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (getComputedStyle(p).overflowX === 'auto') return true };
			return [...document.querySelectorAll('body *')].filter(e => { const r = e.getBoundingClientRect();
			return r.width > 1 && r.height > 1 && (r.right > 360.5 || r.left < -0.5) && !e.classList.contains('skip') && e.checkVisibility() && !scrolls(e) }).map(e => e.outerHTML.slice(0, 80)) })()`)
		if w := eval[int](b, `document.documentElement.scrollWidth`); w > 360 || len(wide) > 0 {
			t.Errorf("%s is %d wide: %q", name, w, wide)
		}
		b.shot("phone-" + name)
	}
	b.open(pages["search"])
	if eval[bool](b, `document.querySelector('#filters').checkVisibility()`) {
		t.Error("the filters cover the results at first")
	}
	b.do(chromedp.Click(chromedp.CSS(".open-filters")), chromedp.WaitVisible(chromedp.CSS("#filters")))
	b.shot("phone-filters")
	b.accessible("filters on a phone")
	b.do(chromedp.KeyEvent("\x1b"))
	if eval[bool](b, `document.querySelector('#filters').checkVisibility()`) {
		t.Error("Escape does not close the filters")
	}
}

// violation is one finding of axe-core.
type violation struct {
	ID    string `json:"id"`
	Nodes []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

// accessible has axe-core look for what keeps people from using the page.
func (b *browser) accessible(where string) {
	b.t.Helper()
	eval[chromedp.Void](b, axe)
	found := eval[struct {
		Rules      int         `json:"rules"`
		Violations []violation `json:"violations"`
	}](b, `axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
		.then(r => ({rules: r.passes.length, violations: r.violations}))`)
	if found.Rules < 15 {
		b.t.Errorf("%s: only %d rules had something to look at", where, found.Rules)
	}
	for _, v := range found.Violations {
		for _, n := range v.Nodes {
			b.t.Errorf("%s: %s: %s\n%s", where, v.ID, n.HTML, n.FailureSummary)
		}
	}
}

func (b *browser) everyPageIsAccessible(t *testing.T) {
	b.putDecisions(t)
	for _, scheme := range []string{"light", "dark"} {
		b.view(1280, 900, scheme)
		for name, path := range pages {
			b.open(path)
			b.accessible(name + ", " + scheme)
			b.shot(scheme + "-" + name)
		}
	}
}
