package client_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"vankien/index"
	"vankien/index/client"
)

const key = "khóa-của-bài-thử"

// site is a collection of n documents of which each but the first cites it, and a
// client of it.
func site(t *testing.T, n int) *client.Client {
	t.Helper()
	docs := make([]index.Document, n)
	for i := range docs {
		docs[i] = index.Document{ID: fmt.Sprintf("d/%03d", i), Title: fmt.Sprintf("Văn bản số %d", i), Date: fmt.Sprintf("%d", 2000+i%25), Number: fmt.Sprintf("%d-NQ/TW", i+1),
			Body: "Quản lý đất đai phải chặt chẽ.\nThực hiện Nghị quyết 1-NQ/TW về đất đai."}
	}
	s := serve(t.Context(), docs...)
	t.Cleanup(s.Close)
	return &client.Client{Base: s.URL + "/", Key: key}
}

// TestTypesAreAsDescribed compares each type with what the interface says of it.
func TestTypesAreAsDescribed(t *testing.T) {
	s := serve(t.Context())
	defer s.Close()
	r, err := http.Get(s.URL + "/api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(body)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{"SearchResult": client.Result{}, "Document": client.Document{}, "Changes": client.Changes{}, "Histogram": client.Histogram{},
		"Concordance": client.Concordance{}, "Resolved": client.Resolved{}, "Cites": client.Cites{}, "CitedBy": client.CitedBy{},
		"QuoteCheck": client.QuoteCheck{}, "Problem": client.Problem{}} {
		asDescribed(t, name, doc.Components.Schemas[name], reflect.TypeOf(v))
	}
}

// asDescribed reports where a type has not what a schema has, in names and in kinds.
func asDescribed(t *testing.T, at string, schema *openapi3.SchemaRef, v reflect.Type) {
	t.Helper()
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	s := schema.Value
	kinds := map[reflect.Kind]string{reflect.String: "string", reflect.Int: "integer", reflect.Int64: "integer", reflect.Float64: "number", reflect.Bool: "boolean",
		reflect.Slice: "array", reflect.Array: "array", reflect.Struct: "object", reflect.Map: "object"}
	if s.AnyOf == nil && !s.Type.Is(kinds[v.Kind()]) {
		t.Errorf("%s is a %v, described as %v", at, v, s.Type)
		return
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		asDescribed(t, at+"[]", s.Items, v.Elem())
	case reflect.Map:
		asDescribed(t, at+"{}", s.AdditionalProperties.Schema, v.Elem())
	case reflect.Struct:
		described := members(s)
		for _, f := range reflect.VisibleFields(v) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name == "-" || f.Anonymous {
				continue
			}
			if described[name] == nil {
				t.Errorf("%s.%s is not described", at, name)
				continue
			}
			asDescribed(t, at+"."+name, described[name], f.Type)
			delete(described, name)
		}
		for name := range described {
			t.Errorf("%s has no %s", at, name)
		}
	}
}

// members are the properties of a schema, or of those of which it is any.
func members(s *openapi3.Schema) openapi3.Schemas {
	all := maps.Clone(s.Properties)
	for _, one := range s.AnyOf {
		if all == nil {
			all = openapi3.Schemas{}
		}
		maps.Copy(all, one.Value.Properties)
	}
	return all
}

func TestWalkHasEveryPage(t *testing.T) {
	c := site(t, 230)
	for _, q := range []client.Query{{}, {Q: "đất đai", PerPage: 7}, {Q: "đất đai", Sort: "title", Page: 1}} {
		seen := map[string]bool{}
		for h, err := range c.Walk(t.Context(), q) {
			if err != nil {
				t.Fatal(err)
			}
			if seen[h.ID] {
				t.Fatalf("%+v: %s twice", q, h.ID)
			}
			seen[h.ID] = true
		}
		if len(seen) != 230 {
			t.Errorf("%+v: %d hits", q, len(seen))
		}
	}
	for h, err := range c.Walk(t.Context(), client.Query{Sort: "x"}) {
		if p := problem(t, err); h != nil || p.Code != "invalid_parameter" {
			t.Errorf("%v, %v", h, p)
		}
	}
}

func TestSearchSendsTheQuery(t *testing.T) {
	c := site(t, 60)
	res, err := c.Search(t.Context(), client.Query{Q: "đất đai", Any: map[string][]string{"year": {"2001", "2002", "2003"}}, None: map[string][]string{"year": {"2003"}},
		From: "2001", To: "2002", Facets: []string{"year", "kind"}, Page: 2, PerPage: 4, Fields: []string{"body"}, More: map[string][]string{"snippets": {"1"}}})
	if err != nil {
		t.Fatal(err)
	}
	if res.Total != 6 || len(res.Hits) != 2 || res.Page != 2 || len(res.Facets) != 2 || len(res.Hits[0].Snippets) != 1 || res.Hits[0].Document.Body == "" || res.Hits[0].Document.Title != "" {
		t.Errorf("%+v", res)
	}
}

func TestDocumentsAreWrittenAsTheyWereRead(t *testing.T) {
	c, ctx := site(t, 2), t.Context()
	const id = "mới/văn bản 1?"
	made, err := c.Put(ctx, client.Document{ID: id, Kind: "report", Title: "Mới", Body: "Một.\nHai.", Topics: []string{"x"}})
	if err != nil || made.Tag == "" {
		t.Fatal(made, err)
	}
	read, err := c.Document(ctx, id)
	if err != nil || read.Tag != made.Tag || read.Body != "Một.\nHai." {
		t.Fatal(read, err)
	}
	read.Title = "Mới hơn"
	again, err := c.Put(ctx, *read)
	if err != nil || again.Title != "Mới hơn" || again.Tag == made.Tag {
		t.Fatal(again, err)
	}
	if _, err = c.Put(ctx, *made); problem(t, err).Code != "precondition_failed" {
		t.Error(err)
	}
	if err = c.Delete(ctx, id, made.Tag); problem(t, err).Code != "precondition_failed" {
		t.Error(err)
	}
	if err := c.Delete(ctx, id, again.Tag); err != nil {
		t.Error(err)
	}
	if _, err = c.Document(ctx, id); problem(t, err).Code != "document_not_found" {
		t.Error(err)
	}
	reader := client.Client{Base: c.Base}
	if err = reader.Delete(ctx, "d/000", ""); problem(t, err).Code != "missing_key" {
		t.Error(err)
	}
}

func TestChangesGoOn(t *testing.T) {
	c, ctx := site(t, 150), t.Context()
	var ids []string
	next := ""
	for list, err := range c.Changes(ctx, "") {
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list.Changes {
			ids = append(ids, x.ID)
		}
		next = list.Next
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 150 {
		t.Errorf("%d documents", len(ids))
	}
	if _, err := c.Put(ctx, client.Document{ID: "d/000", Title: "Khác"}); err != nil {
		t.Fatal(err)
	}
	for list, err := range c.Changes(ctx, next) {
		if err != nil || len(list.Changes) != 1 || list.Changes[0].ID != "d/000" || list.Changes[0].Document.Title != "Khác" {
			t.Errorf("%+v, %v", list, err)
		}
	}
}

func TestLooks(t *testing.T) {
	c, ctx := site(t, 30), t.Context()
	if h, err := c.Histogram(ctx, client.Query{Q: "đất đai"}, "year", "matches", "nghị quyết"); err != nil || len(h.Series) != 2 || h.Series[0].Total != 60 {
		t.Errorf("%+v, %v", h, err)
	}
	if k, err := c.KWIC(ctx, client.Query{Q: "đất đai", PerPage: 5}, 2, 3); err != nil || k.Total != 60 || len(k.Lines) != 5 || k.Lines[0].Match != "đất đai" {
		t.Errorf("%+v, %v", k, err)
	}
	if r, err := c.Resolve(ctx, "1-NQ/TW"); err != nil || r.Total != 1 || r.Documents[0].ID != "d/000" {
		t.Errorf("%+v, %v", r, err)
	}
	if x, err := c.Cites(ctx, "d/003"); err != nil || x.Total != 1 || x.Cites[0].Documents[0] != "d/000" {
		t.Errorf("%+v, %v", x, err)
	}
	if x, err := c.CitedBy(ctx, "d/000", client.Query{PerPage: 3}); err != nil || x.Total == 0 || len(x.Hits) != 3 {
		t.Errorf("%+v, %v", x, err)
	}
	if q, err := c.CheckQuote(ctx, "Quản lý đất đai phải chặt chẽ"); err != nil || q.Verdict != "exact" || q.Documents != 30 {
		t.Errorf("%+v, %v", q, err)
	}
	file, err := c.Export(ctx, client.Query{Q: "đất đai"}, "jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n := 0
	for d := json.NewDecoder(file); d.More(); n++ {
		if err := d.Decode(new(map[string]any)); err != nil {
			t.Fatal(err)
		}
	}
	if n != 30 {
		t.Errorf("%d lines", n)
	}
}

// TestAnswersOfOthers are problems, too: a proxy knows nothing of the interface.
func TestAnswersOfOthers(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusBadGateway)
		io.WriteString(w, "<html>bad</html>")
	}))
	defer s.Close()
	c := client.Client{Base: s.URL, HTTP: s.Client()}
	_, err := c.Search(t.Context(), client.Query{})
	if p := problem(t, err); p.Status != 502 || p.RetryAfter.Seconds() != 3 || p.Code != "" {
		t.Errorf("%+v", p)
	}
}

func problem(t *testing.T, err error) *client.Problem {
	t.Helper()
	var p *client.Problem
	if !errors.As(err, &p) {
		t.Fatalf("%v is no problem", err)
	}
	return p
}
