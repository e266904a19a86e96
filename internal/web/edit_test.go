package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vankien/index"
	"vankien/internal/find"
)

// filled returns what a browser would send of the form on a page.
func filled(t *testing.T, p node) url.Values {
	t.Helper()
	v, form := url.Values{}, p.one(t, "form", ".edit")
	for _, in := range form.all("input") {
		if in.attr("type") != "checkbox" {
			v.Set(in.attr("name"), in.attr("value"))
		}
	}
	for _, box := range form.all("textarea") {
		text := ""
		for d := range box.Descendants() {
			text += d.Data
		}
		v.Set(box.attr("name"), strings.ReplaceAll(strings.TrimPrefix(text, "\n"), "\n", "\r\n"))
	}
	for _, o := range form.all("option") {
		if slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
			v.Set("f.kind", o.attr("value"))
		}
	}
	return v
}

func TestEditForm(t *testing.T) {
	s := serverWithDecrees(t, Options{Keys: keys})
	post := func(path string, v url.Values, set ...string) (int, node) {
		t.Helper()
		for i := 0; i < len(set); i += 2 {
			v.Set(set[i], set[i+1])
		}
		w := send(s, "POST", path, v.Encode(), "Content-Type", appForm)
		if w.Code == http.StatusSeeOther {
			return w.Code, node{}
		}
		return w.Code, parsePage(t, w, w.Code)
	}
	doc := func(id string) index.Document {
		return decode[index.Document](t, get(s, "/api/v1/documents/"+id).Body)
	}
	tag := func(id string) string {
		d := doc(id)
		return d.Tag()
	}
	before := doc("a")
	form := filled(t, parsePage(t, get(s, "/d/a/edit"), http.StatusOK))
	if code, _ := post("/d/a/edit", form, "key", key); code != http.StatusSeeOther || tag("a") != before.Tag() {
		t.Errorf("the form as it is: %d, %+v", code, doc("a"))
	}
	code, p := post("/d/a/edit", form, "key", "sai", "f.title", "Mới")
	if code != http.StatusForbidden || filled(t, p).Get("f.title") != "Mới" || filled(t, p).Get("key") != "" || tag("a") != before.Tag() {
		t.Errorf("a wrong key: %d, %q", code, filled(t, p))
	}
	code, p = post("/d/a/edit", form, "key", key, "f.date", "31/02/2025")
	if code != http.StatusUnprocessableEntity || !strings.Contains(p.one(t, "div", ".notice").text(), "“Ngày” không dùng được") {
		t.Errorf("a wrong date: %d", code)
	}
	code, _ = post("/d/a/edit", form, "key", key, "f.title", " Mới ", "f.date", "14/01/2025", "f.topics", "Giáo dục\r\nĐất đai", "f.place", "", "why", "kiểm lại")
	d := doc("a")
	if code != http.StatusSeeOther || d.Title != "Mới" || d.Date != "2025-01-14" || d.Place != "" || strings.Join(d.Topics, " ") != "giao-duc dat-dai" || len(d.Corrections) != 4 {
		t.Errorf("%d %+v", code, d)
	}
	if c := d.Corrections[0]; c.By != "thư-ký" || c.Why != "kiểm lại" || c.Was[0] != before.Title {
		t.Errorf("%+v", c)
	}
	if code, p = post("/d/a/edit", form, "key", key, "f.event", "khác"); code != http.StatusPreconditionFailed || filled(t, p).Get("f.event") != d.Event {
		t.Errorf("a form of before: %d", code)
	}
	form = filled(t, parsePage(t, get(s, "/d/a/edit?lang=en"), http.StatusOK))
	post("/d/a/edit?lang=en", form, "key", key, "undo.title", "1", "undo.date", "1", "undo.topics", "1", "undo.place", "1")
	if got := doc("a"); got.Tag() != before.Tag() {
		t.Errorf("taken back: %+v", got)
	}
	form = filled(t, parsePage(t, get(s, "/d/nd-1/edit"), http.StatusOK))
	post("/d/nd-1/edit", form, "key", key, "sure.date", "1")
	if got := doc("nd-1"); len(got.Corrections) != 1 || got.Date != "2020-03-05" || len(got.Guesses()) != 1 {
		t.Errorf("a guess that is right: %+v", got)
	}
}

// TestEditIsForKeyHolders: a server without keys has no form.
func TestEditIsForKeyHolders(t *testing.T) {
	without, with := newServer(t, Options{}), newServer(t, Options{Keys: keys})
	parsePage(t, get(without, "/d/a/edit"), http.StatusNotFound)
	parsePage(t, send(without, "POST", "/d/a/edit", "key=", "Content-Type", appForm), http.StatusNotFound)
	for s, links := range map[*Server]int{without: 0, with: 1} {
		if got := parsePage(t, get(s, "/d/a"), http.StatusOK).all("a", "href=/d/a/edit"); len(got) != links {
			t.Errorf("%d links to the form", len(got))
		}
	}
	parsePage(t, get(with, "/d/nope/edit"), http.StatusNotFound)
	parsePage(t, send(with, "POST", "/d/a/edit", "key="+strings.Repeat("x", maxForm), "Content-Type", appForm), http.StatusRequestEntityTooLarge)
	parsePage(t, send(with, "POST", "/d/a/edit", "key=%zz", "Content-Type", appForm), http.StatusBadRequest)
}

func TestCorrectionsAreShown(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	send(s, "PATCH", "/api/v1/documents/a?why=<b>", `{"date":"2024-05","topics":[]}`, authorized(appJSON)...)
	today := decode[index.Document](t, get(s, "/api/v1/documents/a").Body).Corrections[0].At
	for lang, want := range map[string][]string{
		"":         {"Ngày: tháng 05/2024 (nguồn ghi: 13/01/2025; thư-ký, DAY: <b>)", "Chủ đề: – (nguồn ghi: Đô thị; Đất đai; thư-ký, DAY: <b>)"},
		"?lang=en": {"Date: May 2024 (the source says: 13 January 2025; thư-ký, DAY: <b>)", "Topics: – (the source says: Urban affairs; Land; thư-ký, DAY: <b>)"},
	} {
		got := textsOf(parsePage(t, get(s, "/d/a"+lang), http.StatusOK).one(t, "section", ".corrections").all("li"))
		day := "vi"
		if lang != "" {
			day = "en"
		}
		for i := range want {
			want[i] = strings.ReplaceAll(want[i], "DAY", find.Language(day).Date(today[:10]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestReviewPage(t *testing.T) {
	s := serverWithDecrees(t, Options{})
	for lang, want := range map[string][]string{
		"":         {"Ngày 1 /search?guessed=date", "Người ký 1 /search?guessed=signer", "Nơi nhận 1 /search?guessed=recipients", "Ngày 1 /search?corrected=date"},
		"?lang=en": {"Date 1 /search?guessed=date&lang=en", "Signer 1 /search?guessed=signer&lang=en", "Recipients 1 /search?guessed=recipients&lang=en", "Date 1 /search?corrected=date&lang=en"},
	} {
		var got []string
		for _, a := range parsePage(t, get(s, "/review"+lang), http.StatusOK).one(t, "main").all("a") {
			got = append(got, a.text()+" "+a.attr("href"))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := parsePage(t, get(newServer(t, Options{}), "/review"), http.StatusOK).one(t, "main").text(); !strings.Contains(got, "Không có thông tin nào là đoán") {
		t.Errorf("nothing to review: %q", got)
	}
	if got := parsePage(t, get(s, "/"), http.StatusOK).link(t, "Chỗ cần xem lại"); got != "/review" {
		t.Errorf("the footer leads to %s", got)
	}
}
