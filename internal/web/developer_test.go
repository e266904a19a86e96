package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// developerAnswers sends searches as bodies in every way.
func developerAnswers(t *testing.T, c *contract) {
	const path = "/api/v1/search"
	s := newServer(t, Options{Keys: keys})
	for _, beside := range []string{"/api?lang=fr", "/api/openapi.json?x=1", "/opensearch.xml?lang=fr", "/sitemap.xml?x=1", "/alerts/x.atom?x=1"} {
		c.call(t, s, 400, "GET", beside, "")
	}
	json := []string{"Content-Type", appJSON}
	c.call(t, s, 200, "POST", path, `{}`, json...)
	c.call(t, s, 200, "POST", path, `{"q":"đất đai","topic":["do-thi","dat-dai"],"limit":3,"from":null}`, json...)
	for _, bad := range []string{`{"topics":"x"}`, `{"q":true}`, `[]`, `{`, `null`} {
		c.call(t, s, 400, "POST", path, bad, json...)
	}
	c.call(t, s, 413, "POST", path, `{"q":"`+strings.Repeat("a", maxSearchBody)+`"}`, json...)
	c.call(t, s, 415, "POST", path, `q=a`, "Content-Type", "text/plain")
	c.call(t, newServer(t, Options{Timeout: time.Nanosecond}), 504, "POST", path, `{}`, json...)
	limited := newServer(t, Options{Rate: 1e-9, Burst: 1})
	get(limited, "/search")
	c.call(t, limited, 429, "POST", path, `{}`, json...)
	closed := newServer(t, Options{})
	closed.opt.Index.(interface{ Close() error }).Close()
	c.call(t, closed, 503, "POST", path, `{}`, json...)
	waits := listen(t, newServer(t, Options{Timeout: time.Hour, WriteTimeout: 50 * time.Millisecond}))
	c.stall(t, waits, "POST", path, json...)
}

// TestOperationsAreInGroups that the description names.
func TestOperationsAreInGroups(t *testing.T) {
	c := newContract(t, newServer(t, Options{}))
	for path, item := range c.doc.Paths.Map() {
		for method, op := range item.Operations() {
			if len(op.Tags) != 1 || c.doc.Tags.Get(op.Tags[0]) == nil {
				t.Errorf("%s %s is in %q", method, path, op.Tags)
			}
		}
	}
	if got := c.doc.Paths.Find("/api/v1/documents/{id}/similar").Get.Tags[0]; got != "documents" {
		t.Errorf("similar documents are in %s", got)
	}
}

// TestPostedSearchAnswersAsAnAddress compares both ways to send one search.
func TestPostedSearchAnswersAsAnAddress(t *testing.T) {
	s := newServer(t, Options{})
	type answer struct {
		Total int
		Hits  []struct{ ID string }
	}
	post := func(target, body string) (answer, int) {
		w := send(s, "POST", target, body, "Content-Type", appJSON)
		return decode[answer](t, w.Body), w.Code
	}
	a := decode[answer](t, get(s, "/api/v1/search?q=%C4%91%E1%BA%A5t+%C4%91ai&topic=dat-dai&topic=do-thi&per_page=1").Body)
	b, _ := post("/api/v1/search", `{"q":"đất đai","topic":["dat-dai","do-thi"],"per_page":1}`)
	if a.Total == 0 || a.Total != b.Total || len(b.Hits) != 1 || a.Hits[0] != b.Hits[0] {
		t.Errorf("%+v, %+v", a, b)
	}
	for _, bad := range []string{`{"q":["a","b"]}`, `{"limit":1.5}`, `{"q":"a"} {}`, `{"q":{}}`, `{"topic":[null]}`} {
		if _, status := post("/api/v1/search", bad); status != 400 {
			t.Errorf("%s: %d", bad, status)
		}
	}
	if _, status := post("/api/v1/search?q=a", `{}`); status != 400 {
		t.Errorf("a search in the address and in the body: %d", status)
	}
	p := problem(t, send(s, "POST", "/api/v1/search", `{"topics":"x"}`, "Content-Type", appJSON), 400, "unknown_parameter")
	if !strings.Contains(p.Detail, `did you mean "topic"`) {
		t.Error(p.Detail)
	}
}

// TestFieldsAreChosen compares answers of some fields with the documents.
func TestFieldsAreChosen(t *testing.T) {
	s := newServer(t, Options{})
	type answer struct {
		Hits []struct {
			ID       string
			Document map[string]any
		}
	}
	for fields, names := range map[string][]string{"body": {"body", "id"}, "title,%20date,title": {"date", "id", "title"}, "id": {"id"}, "topics,abstract": {"abstract", "id", "topics"}} {
		for _, h := range decode[answer](t, get(s, "/api/v1/search?q=%C4%91%C3%B4+th%E1%BB%8B&fields="+fields).Body).Hits {
			d, err := s.opt.Index.Get(t.Context(), h.ID)
			if err != nil {
				t.Fatal(err)
			}
			var whole map[string]any
			if err := json.Unmarshal(marshal(d), &whole); err != nil {
				t.Fatal(err)
			}
			for name := range whole {
				if !slices.Contains(names, name) {
					delete(whole, name)
				}
			}
			if diff := cmp.Diff(whole, h.Document); diff != "" {
				t.Error(fields, h.ID, diff)
			}
			one := get(s, "/api/v1/documents/"+h.ID+"?fields="+fields)
			if diff := cmp.Diff(whole, decode[map[string]any](t, one.Body)); diff != "" || one.Header().Get("ETag") != etag(&d).Get("ETag") {
				t.Error(fields, h.ID, diff, one.Header())
			}
		}
	}
	for _, path := range []string{"/api/v1/search?", "/api/v1/documents/a?"} {
		p := problem(t, get(s, path+"fields=title,bodi"), 400, "invalid_parameter")
		if !strings.Contains(p.Detail, `did you mean "body"`) {
			t.Error(p.Detail)
		}
		problem(t, get(s, path+"fields=nope"), 400, "invalid_parameter")
	}
	problem(t, send(s, "PUT", "/api/v1/documents/a?fields=title", "{}"), 400, "unknown_parameter")
}

// TestDescriptionHasTheFields of documents.
func TestDescriptionHasTheFields(t *testing.T) {
	c := newContract(t, newServer(t, Options{}))
	pattern := regexp.MustCompile(c.doc.Components.Parameters["fields"].Value.Schema.Value.Pattern)
	for name := range c.doc.Components.Schemas["Document"].Value.Properties {
		if !pattern.MatchString("id, "+name) || pattern.MatchString(name+"x") {
			t.Errorf("%s is no field, or another is", name)
		}
	}
}

// TestFieldsAreNotKept for who asks without them: the answer to one search may be kept.
func TestFieldsAreNotKept(t *testing.T) {
	s := newServer(t, Options{})
	const path = "/api/v1/search?q=h%E1%BB%8Dc+sinh"
	plain := func() string { return tookTime.ReplaceAllString(get(s, path).Body.String(), "") }
	before := plain()
	chosen := get(s, path+"&fields=body").Body.String()
	if !strings.Contains(chosen, "vùng cao được ở nội trú.\"}") || strings.Contains(before, `"body":`) {
		t.Fatal(chosen, before)
	}
	if after := plain(); after != before || get(s, path+"&fields=id").Body.String() == chosen {
		t.Errorf("before %s, after %s", before, after)
	}
}

var tookTime = regexp.MustCompile(`"took_ms":[0-9.]+`)

// TestOtherSitesRead what the operator lets them, and write nothing.
func TestOtherSitesRead(t *testing.T) {
	const friend = "https://friend.example"
	some := newServer(t, Options{CORS: []string{friend}, Keys: keys})
	all := newServer(t, Options{CORS: []string{anyOrigin}, Keys: keys})
	none := newServer(t, Options{Keys: keys})
	for _, c := range []struct {
		s            *Server
		path, origin string
		want         string
	}{
		{some, "/api/v1/search", friend, friend}, {some, "/api/v1/search", "https://other.example", ""}, {some, "/api/v1/search", friend + ".evil", ""},
		{some, "/api/v1/search", "", ""}, {some, "/search", friend, ""}, {some, "/api/v1/admin/state", friend, ""}, {all, "/api/v1/topics", "null", "*"},
		{none, "/api/v1/search", friend, ""}, {some, "/api/v1/documents/nope", friend, friend},
	} {
		h := send(c.s, "GET", c.path, "", "Origin", c.origin).Header()
		if got := h.Get("Access-Control-Allow-Origin"); got != c.want {
			t.Errorf("%s of %s: %q", c.path, c.origin, got)
		}
		if h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: credentials are allowed", c.path)
		}
		asked := send(c.s, "OPTIONS", c.path, "", "Origin", c.origin, "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization")
		if (asked.Code == http.StatusNoContent) != (c.want != "") {
			t.Errorf("preflight of %s of %s: %d", c.path, c.origin, asked.Code)
		}
		methods, names := asked.Header().Get("Access-Control-Allow-Methods"), asked.Header().Get("Access-Control-Allow-Headers")
		if strings.Contains(methods, "PUT") || strings.Contains(methods, "DELETE") || strings.Contains(strings.ToLower(names), "authorization") {
			t.Errorf("preflight of %s allows %s with %s", c.path, methods, names)
		}
	}
	if got := send(some, "GET", "/api/v1/search", "").Header().Values("Vary"); !strings.Contains(strings.Join(got, ","), "Origin") {
		t.Errorf("an answer that depends on the origin varies by %q", got)
	}
}

// TestEmbeddedBox can be framed by those who may, and nothing else can.
func TestEmbeddedBox(t *testing.T) {
	s := newServer(t, Options{Embed: []string{"https://a.example", "https://b.example"}})
	w := get(s, "/embed?lang=en")
	p := parsePage(t, w, 200)
	if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors https://a.example https://b.example;") || !strings.Contains(got, "default-src 'self'") {
		t.Errorf("policy %s", got)
	}
	form := p.one(t, "form")
	if form.attr("action") != "/search" || form.attr("target") != "_blank" || form.one(t, "input", "name=lang").attr("value") != "en" || len(p.all("footer")) > 0 {
		t.Errorf("box %s", w.Body)
	}
	if got := get(s, "/").Header().Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'none'") {
		t.Errorf("the site can be framed: %s", got)
	}
	parsePage(t, get(newServer(t, Options{}), "/embed"), 404)
}
