package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/snippet"
	"vankien/internal/find"
)

// matchesOf are the matches of one word in a text.
func matchesOf(text, word string) map[index.Field][]snippet.Match {
	var found []snippet.Match
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return map[index.Field][]snippet.Match{index.FieldBody: found}
		}
		found = append(found, snippet.Match{Span: snippet.Span{Start: at + i, End: at + i + len(word)}})
		at += i + len(word)
	}
}

// Whatever a text is made of, its portions have all of it, in order, and each
// fits its page.
func TestPortions(t *testing.T) {
	for name, text := range map[string]string{ // each a little over two portions
		"paragraphs":           strings.Repeat(strings.Repeat("kinh tế biển, ", 300)+"\n", 80),
		"one paragraph":        strings.Repeat("kinh tế ", 25_000),
		"one mark":             strings.Repeat("kinh ", 450_000),
		"one word":             strings.Repeat("à", 1_200_000),
		"lines of a letter":    strings.Repeat("k\n", 45_000),
		"escaped":              strings.Repeat("<&\"kinh'+> ", 20_000),
		"short, then too long": "kinh\n" + strings.Repeat("tế kinh ", 25_000),
	} {
		d := index.Document{Body: text}
		found := matchesOf(text, "kinh")
		var whole strings.Builder
		steps := 0
		for number, last := 1, 1; number <= last; number++ {
			l := layOut(t, &d, found, number, 0)
			if last = l.portions(); last < 2 {
				t.Errorf("%s: %d portions", name, last)
			}
			if l.shown.number != number || l.shown.before != steps {
				t.Fatalf("%s: portion %d begins after step %d, want portion %d after step %d", name, l.shown.number, l.shown.before, number, steps)
			}
			for _, paragraph := range l.shown.text[index.FieldBody] {
				for _, r := range paragraph.runs {
					whole.WriteString(r.Text)
					if r.ID != "" {
						steps++
						if r.ID != fmt.Sprint("m", steps) {
							t.Fatalf("%s: step %d has the id %s", name, steps, r.ID)
						}
					}
				}
			}
			if number == last && steps != l.steps {
				t.Errorf("%s: %d of %d steps", name, steps, l.steps)
			}
			if n := pageSize(t, l); n > portionBytes+16<<10 {
				t.Errorf("%s: portion %d is a page of %d bytes", name, number, n)
			}
		}
		if whole.String() != strings.ReplaceAll(text, "\n", "") {
			t.Errorf("%s: the portions are not the text", name)
		}
	}
}

// pageSize returns the size of the page of a layout.
func pageSize(t *testing.T, l *layout) int {
	t.Helper()
	p := &documentPage{frame: newFrame("document", find.Vietnamese, "/d/a", state{}), Body: elements(l.shown.text[index.FieldBody], nil, 0)}
	var b bytes.Buffer
	if err := New(Options{}).faces.render(&b, "document", p); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestLayoutShowsThePortionOfTheStep(t *testing.T) {
	text := strings.Repeat(strings.Repeat("biển ", 200)+"kinh\n", 3000)
	d := index.Document{Body: text}
	for _, step := range []int{1, 1500, 2999, 3000} {
		l := layOut(t, &d, matchesOf(text, "kinh"), 0, step)
		now := 0
		for _, paragraph := range l.shown.text[index.FieldBody] {
			for _, r := range paragraph.runs {
				if r.Current {
					now++
				}
			}
		}
		if now != 1 || l.shown.before >= step {
			t.Errorf("step %d: %d current marks in portion %d, which begins after step %d", step, now, l.shown.number, l.shown.before)
		}
	}
}

// Without a step or a portion that is asked for, a text opens where its first
// match is.
func TestLayoutOpensAtTheFirstStep(t *testing.T) {
	far := strings.Repeat(strings.Repeat("biển ", 200)+"\n", 3000)
	for name, c := range map[string]struct {
		title, body string
		number      int
		last        bool // of the portions that far fills
	}{
		"none":             {"", far, 0, false},
		"in the first":     {"", "kinh " + far + "kinh", 0, false},
		"in the last":      {"", far + "kinh", 0, true},
		"also in the last": {"", far + "kinh\n" + far + "kinh", 0, true},
		"another asked":    {"", far + "kinh", 1, false},
		"in the title":     {"kinh", far + "kinh", 0, false},
	} {
		found := matchesOf(c.body, "kinh")
		found[index.FieldTitle] = matchesOf(c.title, "kinh")[index.FieldBody]
		l := layOut(t, &index.Document{Title: c.title, Body: c.body}, found, c.number, 0)
		want := 1
		if c.last {
			want = layOut(t, &index.Document{Body: far}, nil, 0, 0).portions()
		}
		if l.shown.number != want {
			t.Errorf("%s: it opens at portion %d of %d, want %d", name, l.shown.number, l.portions(), want)
		}
	}
}

func TestLayoutEndsWithTheRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	text := strings.Repeat("kinh tế\n", 5000)
	d := index.Document{Body: text}
	m, err := newMarker(ctx, &d, matchesOf(text, "kinh"))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := newMarker(ctx, &d, matchesOf(text, "kinh")); !errors.Is(err, context.Canceled) {
		t.Errorf("marks: %v", err)
	}
	if _, err := lay(ctx, m, &d, "", asked{}); !errors.Is(err, context.Canceled) {
		t.Errorf("layout: %v", err)
	}
	s := New(Options{})
	p := &documentPage{frame: newFrame("document", find.Vietnamese, "/d/a", state{})}
	if _, _, err := s.render(ctx, new(bytes.Buffer), page("document"), p); !errors.Is(err, context.Canceled) {
		t.Errorf("rendering: %v", err)
	}
}

func TestLongDocumentIsShownInPortions(t *testing.T) {
	s := newServer(t, Options{})
	body := strings.Repeat("kinh tế biển đảo\n", 30_000)
	if err := s.opt.Index.(index.Engine).Put(t.Context(), index.Document{ID: "long", Title: "Sách dài", Body: body, Role: strings.Repeat("rất dài ", 100_000)}); err != nil {
		t.Fatal(err)
	}
	w := get(s, "/d/long?q=kinh")
	if w.Body.Len() > 2<<20 {
		t.Fatalf("a page of %d bytes", w.Body.Len())
	}
	p := parsePage(t, w, http.StatusOK)
	notice := p.one(t, "p", ".notice")
	if got := notice.text(); !strings.Contains(got, "510.000 ký tự") || !strings.Contains(got, "chỉ có phần 1;") {
		t.Errorf("it says %q", got)
	}
	if got := notice.link(t, "Toàn văn ở dạng JSON"); got != "/api/v1/documents/long" {
		t.Errorf("the whole is at %s", got)
	}
	next := "/d/long?q=kinh&portion=2"
	pagers := p.all("nav", ".pager")
	if len(pagers) != 2 {
		t.Fatalf("%d times led to the portions, want before and after the text", len(pagers))
	}
	for _, pager := range pagers {
		if got := pager.link(t, "Phần sau"); got != next {
			t.Errorf("next portion at %s, want %s", got, next)
		}
	}
	p = parsePage(t, get(s, next+"&lang=en"), http.StatusOK)
	if got := p.one(t, "p", ".notice").text(); !strings.Contains(got, "only portion 2;") {
		t.Errorf("it says %q", got)
	}
	for text, want := range map[string]string{"Previous portion": "1", "1": "1", "Next portion": "3"} {
		if got := p.all("nav", ".pager")[0].link(t, text); got != "/d/long?q=kinh&portion="+want+"&lang=en" {
			t.Errorf("%q leads to %s, want portion %s", text, got, want)
		}
	}
	first := p.one(t, "article").all("mark")[0].attr("id")
	if got := p.one(t, "a", "rel=next", "href=/d/long?q=kinh&m="+first[1:]+"&lang=en#"+first); got.text() == "" {
		t.Error("no way to the first match of the portion")
	}
	p = parsePage(t, get(s, "/d/long?q=kinh&m=30000"), http.StatusOK)
	if got := p.one(t, "mark", ".now").attr("id"); got != "m30000" {
		t.Errorf("at %s", got)
	}
	for _, bad := range []string{"portion=0", "portion=99", "portion=x", "m=30001"} {
		parsePage(t, get(s, "/d/long?q=kinh&"+bad), http.StatusBadRequest)
	}
	for _, path := range []string{"/d/long", "/search?q=" + url.QueryEscape("kinh")} {
		if n := get(s, path).Body.Len(); n > 2<<20 {
			t.Errorf("%s has %d bytes", path, n)
		}
	}
}
