package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vankien/internal/find"
)

func TestSuggest(t *testing.T) {
	s := newServer(t, Options{})
	for q, want := range map[string]string{
		"bin":      `speaker Trần Văn Bình 2 speaker:"Trần Văn Bình"`,
		"vawn bi":  `speaker Trần Văn Bình 2 speaker:"Trần Văn Bình"`,
		"dat d":    `topic Đất đai 2 topic:"Đất đai"`,
		"urb":      `topic Urban affairs 2 topic:"Urban affairs"`,
		"18bc":     `number 18-BC/AH 1 number:"18-BC/AH"`,
		"phat bie": `title Phát biểu khai giảng 1 title:"Phát biểu khai giảng"`,
		"trường h": `compound trường học 3 trường học`,
	} {
		v := decode[find.CompletionsView](t, get(s, "/api/v1/suggest?q="+url.QueryEscape(q)).Body)
		var got []string
		for _, c := range v.Completions {
			got = append(got, fmt.Sprint(c.Kind, " ", c.Text, " ", c.Count, " ", c.Q))
			found := decode[find.SearchView](t, get(s, "/api/v1/search?limit=0&q="+url.QueryEscape(c.Q)).Body)
			if found.Total < c.Count {
				t.Errorf("%q: %s finds %d", q, got, found.Total)
			}
		}
		if v.Q != q || !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("%q: %q, want %q", v.Q, got, want)
		}
	}
	for _, query := range []string{"", "?q=", "?q=+", "?q=zzzz", "?q=-d"} {
		w := get(s, "/api/v1/suggest"+query)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"suggestions":[]`) {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
	problem(t, get(s, "/api/v1/suggest?q=a&types=words"), http.StatusBadRequest, "invalid_parameter")
	problem(t, get(s, "/api/v1/suggest?q=a&kind=speech"), http.StatusBadRequest, "unknown_parameter")
	problem(t, get(s, "/api/v1/suggest?q=a&q=b"), http.StatusBadRequest, "invalid_parameter")
}

// state tells what a screen reader is told of the search box.
const suggestState = `(() => { const q = document.querySelector('#q'), list = document.querySelector('#suggestions');
	const at = document.getElementById(q.getAttribute('aria-activedescendant'));
	return [q.value, q.getAttribute('aria-expanded'), String(list.hidden), at && at.getAttribute('aria-selected') === 'true' ? at.innerText.split('\n')[0] : '',
		document.querySelector('form.find [role=status]').textContent, String(document.activeElement === q)].join(' | ') })()`

// shows waits until the search box is in a state.
func (b *browser) shows(want string) {
	b.t.Helper()
	got := ""
	for range 1000 {
		if got = eval[string](b, suggestState); got == want {
			return
		}
		eval[chromedp.Void](b, `new Promise(requestAnimationFrame)`)
	}
	b.t.Fatalf("the search box is %q, want %q", got, want)
}

// asked counts how often completions were asked for.
func (b *browser) asked() (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, u := range b.fetched {
		n += strings.Count(u, "/api/v1/suggest?")
	}
	return n
}

// completes types into the search box and takes suggestions by key, by mouse and
// not at all.
func (b *browser) completes(t *testing.T) {
	for _, width := range []int64{1280, 360} {
		b.view(width, 740, "light")
		b.open("/")
		b.do(chromedp.SendKeys(chromedp.CSS("#q"), "binh"))
		b.shows("binh | true | false |  | 2 gợi ý | true")
		b.do(chromedp.KeyEvent(kb.ArrowDown))
		b.shows("binh | true | false | Trần Văn Bình | 2 gợi ý | true")
		b.accessible(fmt.Sprint("suggestions, ", width))
		b.shot(fmt.Sprint("suggestions-", width))
		if wide := eval[float64](b, `document.documentElement.scrollWidth`); wide > float64(width) {
			t.Errorf("with suggestions the page is %v wide", wide)
		}
	}
	b.do(chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowUp))
	last := eval[string](b, `document.querySelector('#suggestions li:last-child').innerText.split('\n')[0]`)
	b.shows("binh | true | false | " + last + " | 2 gợi ý | true")
	b.do(chromedp.KeyEvent("\x1b"))
	b.shows("binh | false | true |  |  | true")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.shows("binh | true | false |  | 2 gợi ý | true")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.shows("binh | true | false | Trần Văn Bình | 2 gợi ý | true")
	b.leave(chromedp.KeyEvent("\r"))
	if got := b.path(); got != `/search?q=speaker:"Trần Văn Bình"` {
		t.Errorf("Enter leads to %s", got)
	}
	b.open("/search?lang=en")
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), "dat d"))
	b.shows("dat d | true | false |  | " + eval[string](b, `new Promise(done => { const s = document.querySelector('form.find [role=status]');
		new MutationObserver(() => done(s.textContent)).observe(s, {childList: true}); if (s.textContent) done(s.textContent) })`) + " | true")
	b.accessible("suggestions in English")
	b.follow("#suggestions li:first-child")
	if got := b.path(); !strings.HasPrefix(got, `/search?q=topic:"Đất đai"&lang=en`) {
		t.Errorf("a click leads to %s", got)
	}
	b.composes(t)
	b.open("/")
	b.leave(chromedp.SendKeys(chromedp.CSS("#q"), "văn\r"))
	if got := b.path(); got != "/search?q=văn" {
		t.Errorf("without a choice, Enter leads to %s", got)
	}
}

// composes types a word with an input method: nothing is asked for before it is
// done, and its keys move nothing.
func (b *browser) composes(t *testing.T) {
	b.open("/")
	before := b.asked()
	eval[chromedp.Void](b, `(() => { const q = document.querySelector('#q'); q.focus();
		q.dispatchEvent(new CompositionEvent('compositionstart'));
		for (const s of ['v', 'va', 'văn']) { q.value = s; q.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true})) }
		q.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', isComposing: true})) })()`)
	b.shows("văn | false | true |  |  | true")
	eval[chromedp.Void](b, `document.querySelector('#q').dispatchEvent(new CompositionEvent('compositionend'))`)
	b.shows("văn | true | false |  | 1 gợi ý | true")
	if n := b.asked() - before; n != 1 {
		t.Errorf("%d requests for one word that was composed", n)
	}
}
