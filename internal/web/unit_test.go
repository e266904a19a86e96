package web

import (
	"net/url"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/snippet"
)

func TestAddressKeepsOneOrder(t *testing.T) {
	st := state{"to": {"2024"}, "q": {"a b&c"}, "topic": {"y", "x"}, "-kind": {"report"}, "sort": {""}, "unknown": {"1"}}
	if got, want := st.at("/search"), "/search?q=a+b%26c&topic=y&topic=x&-kind=report&to=2024"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	st.set("q", "x").set("topic", "z").drop("-kind", func(string) bool { return true }).without("to")
	if len(st["topic"]) != 2 || st["q"][0] != "a b&c" || len(st["-kind"]) != 1 || len(st["to"]) != 1 {
		t.Errorf("a copy changed the original: %v", st)
	}
}

func FuzzSearchParameters(f *testing.F) {
	for _, s := range []string{"q=a&topic=x", "from=2024&to=13/01/2025", "page=2&per_page=3", "offset=5&limit=1", "q=%22&q=%ff", "-topic=a&facets=topic,,year", "snippets=5&snippet_chars=40", "q=đất+OR+(x*&accents=fold&sort=title&match=any"} {
		f.Add(s)
	}
	s := newServer(f, Options{})
	f.Fuzz(func(t *testing.T, raw string) {
		if strings.ContainsAny(raw, "# \x7f") || strings.ContainsFunc(raw, func(r rune) bool { return r < 0x20 }) {
			return
		}
		if _, err := url.Parse("/search?" + raw); err != nil {
			return
		}
		for _, path := range []string{"/api/v1/search?", "/search?", "/d/a?"} {
			if w := get(s, path+raw); w.Code != 200 && w.Code != 400 {
				t.Fatalf("%s%s: %d %s", path, raw, w.Code, w.Body)
			}
		}
	})
}

// spans makes valid spans of a text from bytes.
func spans(text string, at []byte) (all []snippet.Span) {
	end := 0
	for i := 0; i+1 < len(at); i += 2 {
		from := end + int(at[i])
		to := from + 1 + int(at[i+1])%8
		if to > len(text) {
			break
		}
		all, end = append(all, snippet.Span{Start: from, End: to}), to
	}
	return all
}

// layOut lays out a document with matches.
func layOut(t testing.TB, d *index.Document, found map[index.Field][]snippet.Match, number, step int) *layout {
	t.Helper()
	m, err := newMarker(t.Context(), d, found)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lay(t.Context(), m, d, d.Title, asked{portion: number, step: step})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func FuzzMarks(f *testing.F) {
	f.Add("chính quyền đô thị\nở đây", []byte{0, 3, 2, 5})
	f.Add("a b\r\n\r\nc", []byte{0, 0, 1, 0, 2, 3})
	f.Fuzz(func(t *testing.T, text string, at []byte) {
		marks := spans(text, at)
		var found []snippet.Match
		for i, m := range marks {
			found = append(found, snippet.Match{Span: m, Term: i % 3})
		}
		d := index.Document{Body: text}
		l := layOut(t, &d, map[index.Field][]snippet.Match{index.FieldBody: found}, 0, 0)
		var lines []string
		steps := 0
		for _, paragraph := range l.shown.text[index.FieldBody] {
			line := ""
			for _, r := range paragraph.runs {
				line += r.Text
				if r.ID != "" {
					steps++
				}
			}
			lines = append(lines, line)
		}
		if steps != l.steps {
			t.Fatalf("%d steps are numbered, %d are there", l.steps, steps)
		}
		var want []string
		for line := range strings.Lines(text) {
			if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
				want = append(want, line)
			}
		}
		if strings.Join(lines, "\n") != strings.Join(want, "\n") {
			t.Fatalf("paragraphs %q, want %q", lines, want)
		}
	})
}

func TestStepsPreferTermsThatStandTogether(t *testing.T) {
	text := "hành chính, chính quyền đô thị, thuế, chính"
	at := func(word string, nth, term int) snippet.Match {
		i := 0
		for ; nth > 0; nth-- {
			i += strings.Index(text[i:], word) + len(word)
		}
		i += strings.Index(text[i:], word)
		return snippet.Match{Span: snippet.Span{Start: i, End: i + len(word)}, Term: term}
	}
	found := []snippet.Match{at("chính", 0, 0), at("chính", 1, 0), at("quyền", 0, 1), at("đô", 0, 2), at("thị", 0, 3), at("thuế", 0, 4), at("chính", 2, 0)}
	d := index.Document{Body: text}
	l := layOut(t, &d, map[index.Field][]snippet.Match{index.FieldBody: found}, 0, 2)
	var got []string
	for _, r := range l.shown.text[index.FieldBody][0].runs {
		if r.Mark {
			got = append(got, r.ID+" "+r.Text)
		}
	}
	if want := " chính|m1 chính quyền đô thị|m2 thuế| chính"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", strings.Join(got, "|"), want)
	}
}

// TestLooseWordsAreNoSteps: where a unit stands, its words by themselves are loose
// marks without a step; where it stands nowhere they are all there is to step to.
func TestLooseWordsAreNoSteps(t *testing.T) {
	match := func(text, word string, from, term int, loose bool) snippet.Match {
		at := from + strings.Index(text[from:], word)
		return snippet.Match{Span: snippet.Span{Start: at, End: at + len(word)}, Term: term, Loose: loose}
	}
	text := "số liệu, chuyển đổi số, đổi"
	loose := []snippet.Match{match(text, "số", 0, 3, true)}
	whole := []snippet.Match{match(text, "chuyển", 0, 1, false), match(text, "đổi", 0, 2, false), match(text, "số", 12, 3, false)}
	last := match(text, "đổi", len(text)-len("đổi"), 2, true)
	for want, found := range map[string][]snippet.Match{
		"(số) [chuyển đổi số] (đổi)": append(append(loose, whole...), last),
		"[(số)] [(đổi)]":             append(loose, last),
	} {
		d := index.Document{Body: text}
		var got []string
		for _, p := range layOut(t, &d, map[index.Field][]snippet.Match{index.FieldBody: found}, 0, 0).shown.text[index.FieldBody] {
			for _, r := range p.runs {
				word := r.Text
				if r.Loose {
					word = "(" + word + ")"
				}
				if r.ID != "" {
					word = "[" + word + "]"
				}
				if r.Mark {
					got = append(got, word)
				}
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s, want %s", s, want)
		}
	}
}
