package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/internal/find"
)

func FuzzPieces(f *testing.F) {
	for _, s := range []string{"Hoà bình, 18-NQ/TW", "😀 ngày 13/01/2025, quý IV/2024 😀 33 nghìn tỷ", "\xff a\xf0b", "khóa XII của KT-XH"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := find.Analyze(text)
		var all strings.Builder
		for _, p := range pieces(&v) {
			all.WriteString(p.Text)
		}
		if len(v.Tokens) > 0 && all.String() != v.Text {
			t.Fatalf("the pieces are %q of %q", all.String(), v.Text)
		}
	})
}

func TestAnalyzeJSON(t *testing.T) {
	s := newServer(t, Options{})
	w := get(s, "/api/v1/analyze?text="+url.QueryEscape("Nghị quyết 57-NQ/TW"))
	if w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	if diff := cmp.Diff(find.Analyze("Nghị quyết 57-NQ/TW"), decode[find.AnalysisView](t, w.Body)); diff != "" {
		t.Error(diff)
	}
	if got := decode[find.AnalysisView](t, get(s, "/api/v1/analyze?text=...").Body); got.Tokens == nil || len(got.Tokens) != 0 {
		t.Errorf("no word is %v", got.Tokens)
	}
	long := strings.Repeat("ệ", find.MaxAnalyzed)
	if w := get(s, "/api/v1/analyze?text="+url.QueryEscape(long)); w.Code != http.StatusOK {
		t.Errorf("the longest text: %d", w.Code)
	}
	for _, query := range []string{"", "?text=", "?text=" + url.QueryEscape(long+"ệ")} {
		p := problem(t, get(s, "/api/v1/analyze"+query), http.StatusBadRequest, "invalid_parameter")
		if len(p.Errors) != 1 || p.Errors[0].Parameter != "text" {
			t.Errorf("%.20s: %+v", query, p.Errors)
		}
	}
	problem(t, get(s, "/api/v1/analyze?text=a&lang=en"), http.StatusBadRequest, "unknown_parameter")
}

func TestAnalyzePage(t *testing.T) {
	s := newServer(t, Options{})
	home := parsePage(t, get(s, "/"), http.StatusOK)
	at := home.link(t, "Phân tích văn bản")
	p := parsePage(t, get(s, at), http.StatusOK)
	form := p.one(t, "form", "action=/analyze")
	if form.one(t, "textarea", "name=text").attr("id") != form.one(t, "label").attr("for") || len(p.all("table")) != 0 {
		t.Error("the empty page is not a form with a label")
	}
	text := "Hoà <b>\n18-NQ/TW."
	p = parsePage(t, get(s, at+"?text="+url.QueryEscape(text)), http.StatusOK)
	if got := p.one(t, "textarea", "name=text").FirstChild.Data; strings.TrimPrefix(got, "\n") != text {
		t.Errorf("the form keeps %q", got)
	}
	marked := p.one(t, "p", ".marked")
	if got := textsOf(marked.all("mark")); !slices.Equal(got, []string{"Hoà", "b", "18", "NQ", "TW"}) {
		t.Errorf("marked %q", got)
	}
	if got := textsOf(marked.all("mark", ".part")); !slices.Equal(got, []string{"18", "NQ", "TW"}) {
		t.Errorf("parts of an alias %q", got)
	}
	var rows []string
	for _, row := range p.one(t, "table").all("tr") {
		rows = append(rows, strings.Join(append(textsOf(row.all("th")), textsOf(row.all("td"))...), "|"))
	}
	if want := []string{"Trong văn bản|Mục từ|Không dấu|Loại|Quy tắc", "Hoà|hòa|hoa|từ|U14 T01"}; len(rows) != 8 || !slices.Equal(rows[:2], want) {
		t.Errorf("rows %q", rows)
	}
	if got := p.link(t, "English"); got != "/analyze?text="+url.QueryEscape(text)+"&lang=en" {
		t.Errorf("the other language is at %s", got)
	}
	p = parsePage(t, get(s, "/analyze?lang=en&text="+strings.Repeat("a", find.MaxAnalyzed+1)), http.StatusBadRequest)
	if got := p.one(t, "div", ".notice").text(); got != "Invalid parameter The text has 10001 code points; at most 10000 are accepted." {
		t.Errorf("too long: %q", got)
	}
	if len(p.one(t, "textarea").text()) != find.MaxAnalyzed+1 {
		t.Error("the form lost the text")
	}
}
