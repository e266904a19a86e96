package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
)

func TestPatchDocument(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	patch := func(query, body string) index.Document {
		t.Helper()
		w := send(s, "PATCH", "/api/v1/documents/a"+query, body, authorized(appPatch)...)
		if w.Code != http.StatusOK || w.Body.String() != get(s, "/api/v1/documents/a").Body.String() {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return decode[index.Document](t, w.Body)
	}
	d := patch("?why=Sai+ng%C3%A0y", `{"date":"14/01/2025","topics":["Giáo dục"],"speaker":"","title":"Phát biểu về chính quyền đô thị"}`)
	for i := range d.Corrections {
		if len(d.Corrections[i].At) != len("2026-01-02T03:04:05Z") {
			t.Errorf("at %q", d.Corrections[i].At)
		}
		d.Corrections[i].At = ""
	}
	want := []index.Correction{
		{Field: "date", Value: []string{"2025-01-14"}, Was: []string{"2025-01-13"}, By: "thư-ký", Why: "Sai ngày"},
		{Field: "speaker", Value: []string{}, Was: []string{"Lê Thị Hòa"}, By: "thư-ký", Why: "Sai ngày"},
		{Field: "topics", Value: []string{"giao-duc"}, Was: []string{"do-thi", "dat-dai"}, By: "thư-ký", Why: "Sai ngày"},
	}
	if diff := cmp.Diff(want, d.Corrections); diff != "" {
		t.Error(diff)
	}
	send(s, "PUT", "/api/v1/documents/a", `{"title":"Từ nguồn","date":"2020","speaker":"An"}`, authorized(appJSON)...)
	if d = patch("", `{"date":null}`); d.Title != "Từ nguồn" || d.Date != "2020" || d.Speaker != "" || len(d.Corrections) != 2 {
		t.Errorf("after another source: %+v", d)
	}
	if got := ids(t, s, "corrected=speaker"); strings.Join(got, " ") != "a" {
		t.Errorf("corrected: %q", got)
	}
}

func TestPatchRefused(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	for _, c := range []struct{ path, body, code, pointer string }{
		{"a", `{"body":"x"}`, "invalid_document", "/body"}, {"a", `{"body":null}`, "invalid_document", "/body"}, {"a", `{"title":["x"]}`, "invalid_document", "/title"},
		{"a", `{"topics":"x"}`, "invalid_document", "/topics"}, {"a", `{"a/b":1}`, "invalid_document", "/a~1b"}, {"a", `{"kind":"thơ"}`, "invalid_document", "/kind"},
		{"a", `null`, "malformed_json", ""}, {"a", `{`, "malformed_json", ""}, {"nope", `{}`, "document_not_found", ""}, {"a?x=1", `{}`, "unknown_parameter", ""},
	} {
		w := send(s, "PATCH", "/api/v1/documents/"+c.path, c.body, authorized(appPatch)...)
		p := problem(t, w, w.Code, c.code)
		if c.pointer != "" && *p.Errors[0].Pointer != c.pointer {
			t.Errorf("%s: %+v", c.body, p)
		}
	}
	problem(t, get(s, "/api/v1/documents/a?why=x"), http.StatusBadRequest, "unknown_parameter")
	if d := decode[index.Document](t, get(s, "/api/v1/documents/a").Body); len(d.Corrections) != 0 {
		t.Errorf("corrections %+v", d.Corrections)
	}
}

// TestConditionalWrites: who read a document changes only what he read.
func TestConditionalWrites(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	tag := func() string { return get(s, "/api/v1/documents/a").Header().Get("ETag") }
	was := tag()
	if w := send(s, "GET", "/api/v1/documents/a", "", "If-None-Match", was); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	do := func(method, id, body, header, value string) int {
		w := send(s, method, "/api/v1/documents/"+id, body, append(authorized(appJSON), header, value)...)
		if w.Code == http.StatusPreconditionFailed {
			problem(t, w, w.Code, "precondition_failed")
		} else if w.Code == http.StatusOK && w.Header().Get("ETag") != tag() {
			t.Errorf("ETag %s, of the document %s", w.Header().Get("ETag"), tag())
		}
		return w.Code
	}
	for i, c := range []struct{ got, want int }{
		{do("PATCH", "a", `{"title":"Một"}`, "If-Match", `"x", `+was), 200}, {do("PATCH", "a", `{"title":"Hai"}`, "If-Match", was), 412},
		{do("PATCH", "a", `{"title":"Hai"}`, "If-Match", "W/"+tag()), 412}, {do("PUT", "a", `{"title":"Ba"}`, "If-Match", was), 412},
		{do("PUT", "a", `{"title":"Ba"}`, "If-None-Match", "*"), 412}, {do("PUT", "mới", `{"title":"Ba"}`, "If-None-Match", "*"), 201},
		{do("PUT", "mới-nữa", `{"title":"Ba"}`, "If-Match", "*"), 412}, {do("PUT", "a", `{"title":"Ba"}`, "If-Match", tag()), 200},
		{do("DELETE", "a", "", "If-Match", was), 412}, {do("DELETE", "a", "", "If-Match", tag()), 204}, {do("DELETE", "a", "", "If-Match", "*"), 404},
	} {
		if c.got != c.want {
			t.Errorf("%d: %d, want %d", i, c.got, c.want)
		}
	}
}
