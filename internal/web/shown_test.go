package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/house"
)

// hostile does things on a terminal, ends a string in C, turns the line around
// and begins an Arabic one.
const hostile = "kinh\x1b[31m \x00tế\u009b \u202egnoud\u2066 مرحبا"

// A page neither does what a document or an address says nor lets it reach out
// of its place.
func TestPagesShowWhatIsUnseen(t *testing.T) {
	s := newServer(t, Options{Site: house.Site{Examples: []string{hostile}}})
	if err := s.opt.Index.PutLabels(t.Context(), map[string]string{"la": hostile}); err != nil {
		t.Fatal(err)
	}
	const odd = "\u202egnoud/مرحبا"
	d := index.Document{ID: "x", Title: hostile, Abstract: hostile, Body: hostile, Date: "2026", Speaker: hostile, Role: hostile,
		Place: hostile, Event: hostile, Number: hostile, Topics: []string{"la"}, Source: hostile, Repairs: []string{hostile}}
	o := index.Document{ID: odd, Title: "Đường đi", Body: "kinh", Organisation: hostile, Date: "2026"}
	if err := s.opt.Index.(index.Engine).Put(t.Context(), d, o); err != nil {
		t.Fatal(err)
	}
	q := url.QueryEscape(hostile)
	for path, isolated := range map[string]int{
		"/": 4, "/search?q=kinh": 8, "/search?q=" + q: 3, "/search?speaker=" + q: 4, "/search?topic=" + q: 1, "/search?-topic=la": 1,
		"/search?q=a&from=" + q: 1, "/search?q=date:2024-99-99+" + q: 1, "/d/x?q=kinh": 10, "/d/x?q=kinh&m=1": 10, "/d/" + url.PathEscape(odd): 1,
		"/d/nope" + url.PathEscape(hostile): 1, "/nope" + url.PathEscape(hostile): 1, "/search?" + q + "=1": 1, "/analyze?text=" + q: 2,
	} {
		for _, lang := range []string{"", "lang=en"} {
			at := path + "&" + lang
			if !strings.Contains(path, "?") {
				at = path + "?" + lang
			}
			w := get(s, at)
			if i := strings.IndexFunc(w.Body.String(), unseen); i >= 0 {
				t.Errorf("%s has %.80q", at, w.Body.String()[max(0, i-40):])
			}
			p := parsePage(t, w, w.Code)
			p.isolates(t, at, isolated)
		}
	}
	p := parsePage(t, get(s, "/search?q=kinh&speaker="+q), http.StatusOK)
	if got := p.one(t, "ol", ".hits").all("h2")[0].text(); got != "kinh␛[31m �tế⟨U+009B⟩ ⟨U+202E⟩gnoud⟨U+2066⟩ مرحبا" {
		t.Errorf("title %q", got)
	}
	if got := textsOf(p.one(t, "ol", ".hits").all("mark")); !slices.Equal(got, []string{"kinh", "kinh", "kinh"}) {
		t.Errorf("marks %q", got)
	}
}

// unseen reports whether a character does something where it is shown.
func unseen(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
}

// isolates checks that what is written from right to left stands alone: in an
// element that isolates it, or is a block that finds its own direction.
func (n node) isolates(t *testing.T, where string, least int) {
	t.Helper()
	found := 0
	for d := range n.Descendants() {
		if d.Type != html.TextNode || !strings.Contains(d.Data, "مرحبا") || d.Parent.Data == "title" || d.Parent.Data == "script" {
			continue
		}
		alone := false
		for e := d.Parent; e != nil; e = e.Parent {
			alone = alone || e.Data == "bdi" || node{e}.attr("dir") == "auto"
		}
		if found++; !alone {
			t.Errorf("%s: %q is not isolated", where, d.Data)
		}
	}
	if found < least {
		t.Errorf("%s: %d texts, want at least %d", where, found, least)
	}
}

func TestPlainTextShowsWhatIsUnseen(t *testing.T) {
	w := get(newServer(t, Options{}), "/static/%1b%5b31m%E2%80%AE%0a")
	if got, want := w.Body.String(), "there is nothing at /static/␛[31m⟨U+202E⟩␊\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFormsKeepWhatWasMeant(t *testing.T) {
	s := newServer(t, Options{})
	for given, want := range map[string]string{
		"đất\x1bđai": "đất đai", "\u200eđất\u202e đai": "đất đai", "đất\u2028đai": "đất đai", `đất\t"đai"`: `đất\t"đai"`,
	} {
		p := parsePage(t, get(s, "/search?q="+url.QueryEscape(given)), http.StatusOK)
		if got := p.one(t, "input", "id=q").attr("value"); got != want {
			t.Errorf("%q: the box holds %q, want %q", given, got, want)
		}
		if a, b := ids(t, s, "q="+url.QueryEscape(given)), ids(t, s, "q="+url.QueryEscape(want)); !slices.Equal(a, b) {
			t.Errorf("%q finds %q, what the box holds %q", given, a, b)
		}
	}
	if got := resent("a\r\nb\rc"); got != "a\nb c" {
		t.Errorf("lines %q", got)
	}
}

func TestSymbolsAreCountedInPortions(t *testing.T) {
	body := strings.Repeat("\u202e\u2066", 200_000) + " " + strings.Repeat("\x1b", 500_000)
	d := index.Document{Body: body}
	for number, last := 1, 1; number <= last; number++ {
		l := layOut(t, &d, nil, number, 0)
		last = l.portions()
		if n := pageSize(t, l); n > portionBytes+16<<10 {
			t.Errorf("portion %d is a page of %d bytes", number, n)
		}
	}
}

// The query ends the heading in both languages, so that it can stand there in
// an element of its own.
func TestHeadingEndsWithTheQuery(t *testing.T) {
	for _, lang := range []find.Language{find.Vietnamese, find.English} {
		if !strings.HasSuffix(tables[lang]["search.for"], "%s") {
			t.Errorf("%s: %q", lang, tables[lang]["search.for"])
		}
	}
}
