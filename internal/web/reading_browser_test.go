package web

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"vankien/index"
)

// putDecisions adds two versions of a decision to the collection of the browser.
func (b *browser) putDecisions(t *testing.T) {
	t.Helper()
	for _, d := range decisions() {
		change := index.Change{ID: d.ID, Now: &d, If: func(*index.Document) bool { return true }}
		if _, err := b.serves.opt.Index.Replace(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
}

const mangrove = "r%E1%BB%ABng+ng%E1%BA%ADp+m%E1%BA%B7n" // rừng ngập mặn

// readsLong goes from match to match and from document to document by keys.
func (b *browser) readsLong(t *testing.T) {
	b.putDecisions(t)
	b.view(1280, 900, "light")
	b.open("/search?q=" + mangrove + "&sort=date")
	b.follow(".hits h2 a")
	first := b.path()
	if !strings.HasPrefix(first, "/d/v1?") {
		t.Fatalf("the first is at %s", first)
	}
	said := func() string { return eval[string](b, `document.querySelector('.matches [role=status]').innerText`) }
	press := func(key string) { b.do(chromedp.KeyEvent(key)) }
	eval[int](b, `window.same = 1`)
	press("n")
	if got := said(); got != "Kết quả khớp 1/2" {
		t.Errorf("after n it says %q", got)
	}
	press("n")
	if got := eval[string](b, `document.activeElement.id + ' ' + document.activeElement.className + ' ' + window.same`); got != "m2 now 1" {
		t.Errorf("after the second n the focus is on %q", got)
	}
	if got := b.path(); !strings.HasSuffix(got, "m=2#m2") {
		t.Errorf("the address is %s", got)
	}
	press("p")
	if got := said(); got != "Kết quả khớp 1/2" {
		t.Errorf("after p it says %q", got)
	}
	b.leave(chromedp.KeyEvent("j"))
	if got := b.path(); !strings.HasPrefix(got, "/d/v2?") {
		t.Errorf("j leads to %s", got)
	}
	b.leave(chromedp.KeyEvent("k"))
	if got := b.path(); !strings.HasPrefix(got, "/d/v1?") {
		t.Errorf("k leads to %s", got)
	}
	press("?")
	if !eval[bool](b, `document.getElementById('keys').open`) {
		t.Error("? shows no keys")
	}
	b.accessible("keys")
	b.shot("keys")
	press("\x1b")
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), "njk?c"))
	if got := eval[string](b, `document.querySelector('#q').value`); !strings.Contains(got, "njk?c") || !strings.HasPrefix(b.path(), "/d/v1?") || eval[bool](b, `document.getElementById('keys').open`) {
		t.Errorf("what is typed is %q", got)
	}
	b.view(1280, 300, "light")
	b.open("/d/v1?p=7#p7")
	if got := eval[string](b, `[...document.querySelectorAll('.pl')].every(e => e.tabIndex === -1 && e.getAttribute('aria-hidden') === 'true') + ' ' + document.querySelectorAll('.reader button:not([hidden])').length`); got != "true 2" {
		t.Errorf("links of paragraphs are quiet: %s", got)
	}
	if got := eval[string](b, `document.querySelector('.outline [aria-current]')?.innerText ?? ''`); got == "" {
		t.Error("the outline does not show where the reader is")
	}
	b.shot("law")
	for _, path := range []string{"/d/v1?p=7#p7", "/d/v1/diff/v2"} {
		for _, scheme := range []string{"light", "dark"} {
			b.view(360, 740, scheme)
			b.open(path)
			if w := eval[int](b, `document.documentElement.scrollWidth`); w > 360 {
				t.Errorf("%s is %d wide", path, w)
			}
			b.accessible(path + " " + scheme)
			b.shot("phone-" + scheme + strings.NewReplacer("/", "-", "?", "-", "#", "-").Replace(path))
		}
	}
}

// readsWithoutScripts follows the links that keys stand for, and those of paragraphs.
func (b *browser) readsWithoutScripts(t *testing.T) {
	scripts := func(off bool) {
		if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
			t.Fatal(err)
		}
	}
	b.putDecisions(t)
	scripts(true)
	defer scripts(false)
	b.view(1280, 900, "light")
	b.open("/d/v1?q=" + mangrove + "&sort=date")
	b.follow(`.steps a[rel="next"]`)
	if got := b.path(); !strings.HasSuffix(got, "m=1#m1") {
		t.Errorf("the next match is at %s", got)
	}
	b.follow(`.beside a[rel="next"]`)
	if got := b.path(); !strings.HasPrefix(got, "/d/v2?") {
		t.Errorf("the next document is at %s", got)
	}
	b.open("/d/v1")
	b.leave(chromedp.Click(chromedp.CSS("#p7 .pl")))
	if got := b.path(); got != "/d/v1?p=7#p7" {
		t.Errorf("the paragraph is at %s", got)
	}
	if got := eval[int](b, `document.querySelectorAll('#p7.cited, .reader[hidden]').length`); got != 2 {
		t.Errorf("of the cited paragraph and the hidden buttons there are %d", got)
	}
	if !eval[bool](b, `document.querySelector('.outline li a').checkVisibility()`) {
		t.Error("the outline is folded on a wide page")
	}
}

// prints looks at the page as paper has it.
func (b *browser) prints(t *testing.T) {
	b.putDecisions(t)
	b.view(1280, 900, "light")
	b.open("/d/v1?q=" + mangrove)
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	if got := eval[[]string](b, `['.top', '.foot', '.matches', '.outline', '.about', '.reader', '.pl'].filter(s => document.querySelector(s)?.checkVisibility())`); len(got) > 0 {
		t.Errorf("printed are %q", got)
	}
	if got := eval[string](b, `document.querySelector('.printed').innerText`); !strings.HasSuffix(got, "/d/v1") || !strings.Contains(got, "7/QĐ-UBND") {
		t.Errorf("the source is %q", got)
	}
	b.shot("printed")
}
