package web

import (
	"net/http"
	"strings"
	"testing"

	"vankien/internal/find"
	"vankien/internal/house"
)

// failingRoutes are routes that fail with each code there is, at /fail/CODE.
func failingRoutes(s *Server) (all []route) {
	for _, o := range outcomes {
		fails := func(*http.Request) (any, error) {
			if o.status >= 500 {
				return nil, fail(o.code, say("err.internal"))
			}
			return nil, fail(o.code, say("err.address"))
		}
		all = append(all, route{path: "/fail/" + o.code, face: page("error"), get: fails, params: homeParams})
	}
	return all
}

// TestErrorPagesSayWhatToDo shows the page of every code in both languages.
func TestErrorPagesSayWhatToDo(t *testing.T) {
	s := newServer(t, Options{Site: house.Site{Contact: "a@example.org"}})
	s.handler = s.around(append(s.routes(), failingRoutes(s)...))
	for lang := range tables {
		for _, o := range outcomes {
			w := get(s, "/fail/"+o.code+"?lang="+string(lang))
			p := parsePage(t, w, o.status)
			want := todo(lang, o.code, o.status)
			if got := p.one(t, "p", ".todo").text(); want == "" || got != want {
				t.Errorf("%s: %q", o.code, got)
			}
			if got := p.one(t, "h1").text(); got != tables[lang].say(say("title."+o.code)) {
				t.Errorf("%s: heading %q", o.code, got)
			}
			if id := p.one(t, "p", ".hint").one(t, "code").text(); id != w.Header().Get("X-Request-Id") {
				t.Errorf("%s: id %q", o.code, id)
			}
			if p.link(t, tables[lang].say(say("error.contact"))) != "mailto:a@example.org" {
				t.Errorf("%s: nobody to tell", o.code)
			}
		}
	}
	p := parsePage(t, send(s, "POST", "/search", ""), 405)
	if got := p.one(t, "main").text(); !strings.Contains(got, "chỉ nhận GET, HEAD") {
		t.Errorf("page of another method: %s", got)
	}
}

// TestMissingPageOffersDocuments takes an address that leads nowhere for a query.
func TestMissingPageOffersDocuments(t *testing.T) {
	s := newServer(t, Options{})
	for path, want := range map[string]struct {
		q    string
		near bool
	}{
		"/d/truong-hoc.html":                     {"truong hoc", true},
		"/van-ban/b%C3%A1o_c%C3%A1o-thu%CC%89y/": {"van ban báo cáo thủy", true},
		"/xyzzy-qqq":                             {"xyzzy qqq", false},
		"/%22(":                                  {"", false},
	} {
		p := parsePage(t, get(s, path), 404)
		if got := p.one(t, "input", "id=q").attr("value"); got != want.q {
			t.Errorf("%s: the box holds %q, want %q", path, got, want.q)
		}
		if near := p.all("section", ".near"); (len(near) > 0) != want.near {
			t.Errorf("%s: %d lists of documents", path, len(near))
		}
	}
	if got := parsePage(t, get(s, "/d/truong-hoc"), 404).one(t, "section", ".near").text(); !strings.Contains(got, "trường học") {
		t.Errorf("offered: %s", got)
	}
	for s.gate.slots.TryAcquire(1) {
	}
	if near := parsePage(t, get(s, "/truong-hoc"), 404).all("section", ".near"); len(near) > 0 {
		t.Error("a busy server searches for what nobody asked for")
	}
	if todo(find.English, "none", 599) != "" {
		t.Error("something to do about a status that there is not")
	}
}
