package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"vankien/index"
	"vankien/internal/export"
	"vankien/internal/find"
)

func init() {
	for _, kind := range []string{appNDJSON, "text/html", "application/pdf", "text/csv", "text/tab-separated-values", "application/x-bibtex",
		"application/x-research-info-systems", export.XLSX.ContentType(), export.DOCX.ContentType()} {
		openapi3filter.RegisterBodyDecoder(kind, asText)
	}
}

func asText(r io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
	b, err := io.ReadAll(r)
	return string(b), err
}

// contract checks requests and answers against the published description.
type contract struct {
	doc    *openapi3.T
	router routers.Router
	seen   map[string]bool // "METHOD path status"
}

func newContract(t *testing.T, s *Server) *contract {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(get(s, "/api/openapi.json").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatalf("the description is not OpenAPI: %v", err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &contract{doc, router, map[string]bool{}}
}

// call sends a request and checks the answer. A request that is meant to be
// refused (status 400 or more) need not be one that the description allows.
func (c *contract) call(t *testing.T, s *Server, status int, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	route, vars, err := c.router.FindRoute(r)
	if err != nil {
		t.Errorf("%s %s: %v", method, target, err)
		return nil
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: vars, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}}
	err = openapi3filter.ValidateRequest(context.Background(), in)
	if status < 400 && err != nil {
		t.Errorf("%s %s: %v", method, target, err)
	}
	if status == http.StatusBadRequest && err == nil && route.Path == "/api/v1/search" && !strings.Contains(target, "free=") {
		t.Errorf("%s %s: refused, but the description allows it", method, target)
	}
	w := send(s, method, strings.Replace(target, "&free=", "", 1), body, headers...)
	if w.Code != status {
		t.Errorf("%s %s: %d, want %d: %s", method, target, w.Code, status, w.Body)
	}
	c.check(t, in, w.Code, w.Header(), bytes.NewReader(w.Body.Bytes()))
	return w
}

// check checks an answer.
func (c *contract) check(t *testing.T, in *openapi3filter.RequestValidationInput, status int, header http.Header, body io.Reader) {
	t.Helper()
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: status, Header: header,
		Body: io.NopCloser(body), Options: &openapi3filter.Options{IncludeResponseStatus: true}}
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		t.Errorf("%s %s: %v", in.Request.Method, in.Request.URL, err)
	}
	c.seen[in.Request.Method+" "+in.Route.Path+" "+http.StatusText(status)] = true
}

// stall sends the head of a request and no body, over a connection of its own.
func (c *contract) stall(t *testing.T, addr, method, path string, headers ...string) {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	route, vars, err := c.router.FindRoute(r)
	if err != nil {
		t.Fatal(err)
	}
	head := method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
	for i := 0; i < len(headers); i += 2 {
		head += headers[i] + ": " + headers[i+1] + "\r\n"
	}
	w := exchange(t, addr, head+"\r\n")
	if w.StatusCode != http.StatusRequestTimeout {
		t.Errorf("%s %s: %s", method, path, w.Status)
	}
	c.check(t, &openapi3filter.RequestValidationInput{Request: r, PathParams: vars, Route: route}, w.StatusCode, w.Header, w.Body)
}

func TestAnswersKeepTheContract(t *testing.T) {
	s := newServer(t, Options{Keys: keys, Version: "1.0"})
	c := newContract(t, s)
	for _, query := range []string{
		"", "q=%C4%91%E1%BA%A5t+%C4%91ai", "q=%22a", "q=a&page=2&per_page=5", "offset=3&limit=0", "facets=topic,year,kind,speaker,organisation,place,event,signer,number,guessed,corrected",
		"number=18-BC%2FAH&-signer=A&guessed=date&guessed=signer&-corrected=topics&kind=decree&-kind=official-letter",
		"topic=a&topic=b&-kind=report", "from=2024&to=13/01/2025", "sort=-date&snippets=5&snippet_chars=1000&accents=fold", "speaker=&from=", "kind=&to=2/2025", "topic=nope", "q=a+b&match=any", "q=%C4%91%E1%BA%A5t+%C4%91ai&match=meant", "q=h%C3%B3a+gi%C3%A1i&kind=report&match=auto", "q=a+b&match=all", "q=a&duplicates=fold", "q=a&fields=title,body", "fields=id,,topics,blocks", "year=2024&year=none&-year=1957", "topic=none&-kind=none&-speaker=none&guessed=none", "year=",
	} {
		c.call(t, s, 200, "GET", "/api/v1/search?"+query, "")
	}
	for _, query := range []string{"per_page=101", "sort=x", "page=0", "facets=title", "snippets=9", "accents=x", "match=x", "duplicates=x", "offset=-1", "limit=x", "snippet_chars=1", "page=10001&per_page=1", "offset=10001", "kind=spech", "-kind=foo", "guessed=body", "-corrected=x", "year=24", "-year=x",
		"topic=a" + strings.Repeat("&topic=b", 64),
		"topic=a" + strings.Repeat("&-topic=b", 64) + "&free=", "from=x&free=", "q=ngay:x&free=", "topics=x&free=", "offset=9999&free=", "page=1&limit=1&free=", "cursor=x&free=", "fields=titel"} {
		c.call(t, s, 400, "GET", "/api/v1/search?"+query, "")
	}
	c.call(t, s, 200, "GET", "/api/v1/search?limit=5&cursor="+nextCursor(t, s, "limit=5"), "")
	auth, json := authorized(appNDJSON), authorized(appJSON)
	for _, query := range []string{"", "?q=", "?q=tr", "?q=%C4%91%C3%B4+th&types=topic,compound", "?q=18-b&types=number,", "?q=%22ch%C3%ADnh+q"} {
		c.call(t, s, 200, "GET", "/api/v1/suggest"+query, "")
	}
	c.call(t, s, 400, "GET", "/api/v1/suggest?q=a&types=nope&free=", "")
	c.call(t, s, 200, "GET", "/api/v1/topics", "")
	c.call(t, s, 400, "GET", "/api/v1/topics?x=1", "")
	c.call(t, s, 200, "GET", "/api/v1/analyze?text=Ngh%E1%BB%8B+quy%E1%BA%BFt+57-NQ%2FTW,+kh%C3%B3a+XII,+33+ngh%C3%ACn+t%E1%BB%B7,+6,03%25,+KT-XH,+13/1/2025", "")
	c.call(t, s, 400, "GET", "/api/v1/analyze", "")
	for _, d := range collection {
		if !strings.Contains(d.ID, "/") {
			c.call(t, s, 200, "GET", "/api/v1/documents/"+d.ID, "")
		}
	}
	c.call(t, s, 200, "GET", "/api/v1/documents/a?fields=title,body", "")
	c.call(t, s, 404, "GET", "/api/v1/documents/nope", "")
	c.call(t, s, 200, "GET", "/api/v1/documents/a/duplicates", "")
	c.call(t, s, 404, "GET", "/api/v1/documents/nope/duplicates", "")
	c.call(t, s, 400, "GET", "/api/v1/documents/a/duplicates?x=1", "")
	copies := newCopies(t, copied...)
	c.call(t, copies, 200, "GET", "/api/v1/search?q=ph%C3%A0&duplicates=fold", "")
	c.call(t, copies, 200, "GET", "/api/v1/documents/first/duplicates", "")
	c.call(t, s, 400, "GET", "/api/v1/documents/a?x=1", "")
	c.call(t, s, 201, "PUT", "/api/v1/documents/new", `{"title":"Mới","repairs":["decoded from TCVN3"],"date":"1/2/2025","topic":"Đất đai","url":"https://example.org/"}`, json...)
	c.call(t, s, 200, "PUT", "/api/v1/documents/new", `{"title":"Mới hơn"}`, json...)
	c.call(t, s, 200, "PUT", "/api/v1/documents/new", strings.ReplaceAll(`{"body":"Mới","title":_,"kind":_,"abstract":_,"date":_,"speaker":_,"role":_,"organisation":_,"place":_,"event":_,"number":_,"topics":_,"language":_,"source":_,"repairs":_,"topic":_,"url":_}`, "_", "null"), json...)
	c.call(t, s, 200, "POST", "/api/v1/documents", `[{"id":null,"title":"x"}]`, json...)
	c.call(t, s, 422, "PUT", "/api/v1/documents/new", `{"title":"x","date":"x"}`, json...)
	c.call(t, s, 400, "PUT", "/api/v1/documents/new", `{`, json...)
	c.call(t, s, 415, "PUT", "/api/v1/documents/new", `x`, authorized("text/csv")...)
	c.call(t, s, 401, "PUT", "/api/v1/documents/new", `{"title":"x"}`, "Content-Type", appJSON)
	c.call(t, s, 403, "PUT", "/api/v1/documents/new", `{"title":"x"}`, "Content-Type", appJSON, "Authorization", "Bearer x")
	patchAnswers(t, c, s)
	c.call(t, s, 412, "PUT", "/api/v1/documents/new", `{"title":"x"}`, append(json, "If-None-Match", "*")...)
	c.call(t, s, 412, "DELETE", "/api/v1/documents/new", "", append(json, "If-Match", `"x"`)...)
	c.call(t, s, 204, "DELETE", "/api/v1/documents/new", "", json...)
	c.call(t, s, 404, "DELETE", "/api/v1/documents/new", "", json...)
	c.call(t, s, 401, "DELETE", "/api/v1/documents/new", "")
	c.call(t, s, 403, "DELETE", "/api/v1/documents/new", "", "Authorization", "Bearer x")
	c.call(t, s, 400, "DELETE", "/api/v1/documents/new?x=1", "", json...)
	c.call(t, s, 200, "POST", "/api/v1/documents", `[{"id":"m","title":"x"}]`, json...)
	c.call(t, s, 200, "POST", "/api/v1/documents", "{\"id\":\"m\",\"title\":\"x\"}\n{", auth...)
	c.call(t, s, 422, "POST", "/api/v1/documents", `[{"id":"m","title":"x","kind":"x"}]`, json...)
	c.call(t, s, 400, "POST", "/api/v1/documents", `{}`, json...)
	c.call(t, s, 415, "POST", "/api/v1/documents", `x`, authorized("text/csv")...)
	c.call(t, s, 401, "POST", "/api/v1/documents", `[]`, "Content-Type", appJSON)
	c.call(t, s, 403, "POST", "/api/v1/documents", `[]`, "Content-Type", appJSON, "Authorization", "Bearer x")
	for _, path := range []string{"/livez", "/readyz", "/metrics", "/api", "/api/openapi.json"} {
		c.call(t, s, 200, "GET", path, "")
	}
	small := newServer(t, Options{Keys: keys, MaxBody: 3})
	c.call(t, small, 413, "POST", "/api/v1/documents", `[{"title":"x"}]`, json...)
	c.call(t, small, 413, "PUT", "/api/v1/documents/a", `{"title":"x"}`, json...)
	c.call(t, small, 413, "PATCH", "/api/v1/documents/a", `{"title":"x"}`, json...)
	late := newServer(t, Options{Timeout: time.Nanosecond})
	c.call(t, late, 504, "GET", "/api/v1/search", "")
	c.call(t, late, 504, "GET", "/api/v1/topics", "")
	c.call(t, late, 504, "GET", "/api/v1/suggest?q=a", "")
	c.call(t, busyServer(t, Options{Timeout: time.Nanosecond}), 504, "GET", "/api/v1/documents/a", "")
	c.call(t, busyServer(t, Options{Timeout: time.Nanosecond}), 504, "GET", "/api/v1/documents/a/duplicates", "")
	limited := newServer(t, Options{Rate: 1e-9, Burst: 1})
	get(limited, "/api/v1/topics")
	slow := func(status int, method, path string) { c.call(t, limited, status, method, path, `{}`, json...) }
	slow(429, "GET", "/api/v1/search")
	slow(429, "GET", "/api/v1/topics")
	slow(429, "GET", "/api/v1/suggest?q=a")
	slow(429, "GET", "/api/v1/analyze?text=a")
	slow(429, "GET", "/api/v1/documents/a")
	slow(429, "GET", "/api/v1/documents/a/duplicates")
	slow(429, "GET", "/api/v1/documents/a/original")
	slow(429, "DELETE", "/api/v1/documents/a")
	slow(429, "PUT", "/api/v1/documents/a")
	slow(429, "PATCH", "/api/v1/documents/a")
	c.call(t, limited, 429, "POST", "/api/v1/documents", `[]`, json...)
	expired := newServer(t, Options{Keys: keys, WriteTimeout: time.Nanosecond})
	c.call(t, expired, 504, "POST", "/api/v1/documents", `[{"id":"m","title":"x"}]`, json...)
	c.call(t, expired, 504, "PUT", "/api/v1/documents/a", `{"title":"x"}`, json...)
	c.call(t, expired, 504, "DELETE", "/api/v1/documents/a", "", json...)
	c.call(t, expired, 504, "PATCH", "/api/v1/documents/a", `{"title":"x"}`, json...)
	waits := listen(t, newServer(t, Options{Keys: keys, WriteTimeout: 50 * time.Millisecond}))
	c.stall(t, waits, "POST", "/api/v1/documents", auth...)
	c.stall(t, waits, "PUT", "/api/v1/documents/a", json...)
	c.stall(t, waits, "PATCH", "/api/v1/documents/a", json...)
	c.stall(t, waits, "POST", backupPath, json...)
	closed := newServer(t, Options{Keys: keys})
	closed.opt.Index.(io.Closer).Close()
	c.call(t, closed, 503, "GET", "/api/v1/search", "")
	c.call(t, closed, 503, "GET", "/api/v1/topics", "")
	c.call(t, closed, 503, "GET", "/api/v1/suggest?q=a", "")
	c.call(t, closed, 503, "GET", "/readyz", "")
	c.call(t, closed, 503, "GET", "/api/v1/documents/a", "")
	c.call(t, closed, 503, "GET", "/api/v1/documents/a/duplicates", "")
	c.call(t, closed, 503, "GET", "/api/v1/documents/a/original", "")
	c.call(t, closed, 503, "DELETE", "/api/v1/documents/a", "", json...)
	c.call(t, closed, 503, "PUT", "/api/v1/documents/a", `{"title":"x"}`, json...)
	c.call(t, closed, 503, "PATCH", "/api/v1/documents/a", `{"title":"x"}`, json...)
	c.call(t, closed, 503, "POST", "/api/v1/documents", `[{"title":"x"}]`, json...)
	gone := newServer(t, Options{})
	gone.opt.Index = ailing{gone.opt.Index, time.Unix(0, 0)}
	c.call(t, gone, 503, "GET", "/livez", "")
	backupAnswers(t, c)
	filesAnswers(t, c)
	originalAnswers(t, c)
	houseAnswers(t, c)
	developerAnswers(t, c)
	trendAnswers(t, c, s, late, limited, closed)
	quoteAnswers(t, c)
	citationAnswers(t, c)
	kwicAnswers(t, c)
	exportAnswers(t, c)
	citeAnswers(t, c)
	resultAnswers(t, c, s)
	followAnswers(t, c)
	readingAnswers(t, c)
	alertAnswers(t, c)
	c.everyAnswerWasSeen(t)
}

// patchAnswers corrects the document "new" in every way.
func patchAnswers(t *testing.T, c *contract, s *Server) {
	t.Helper()
	const path = "/api/v1/documents/new"
	json, patch := authorized(appJSON), authorized(appPatch)
	tag := c.call(t, s, 200, "GET", path, "").Header().Get("ETag")
	c.call(t, s, 304, "GET", path, "", "If-None-Match", tag)
	c.call(t, s, 200, "PATCH", path+"?why=sai", `{"title":"Đúng","date":"13/01/2025","kind":"Nghị quyết","topics":["Đất đai"],"recipients":["Bộ A"],"signer":"An","place":""}`, append(patch, "If-Match", tag)...)
	c.call(t, s, 200, "GET", path, "")
	c.call(t, s, 412, "PATCH", path, `{"title":"x"}`, append(patch, "If-Match", tag)...)
	c.call(t, s, 200, "PATCH", path, `{"title":null,"topics":null,"event":null}`, json...)
	c.call(t, s, 400, "PATCH", path, `[]`, json...)
	c.call(t, s, 401, "PATCH", path, `{}`, "Content-Type", appJSON)
	c.call(t, s, 403, "PATCH", path, `{}`, "Content-Type", appJSON, "Authorization", "Bearer x")
	c.call(t, s, 404, "PATCH", "/api/v1/documents/nope", `{}`, json...)
	c.call(t, s, 415, "PATCH", path, `x`, authorized("text/csv")...)
	c.call(t, s, 422, "PATCH", path, `{"date":"31/02/2025"}`, json...)
}

// originalAnswers asks for the file of a document in every way.
func originalAnswers(t *testing.T, c *contract) {
	t.Helper()
	const path = "/api/v1/documents/o/original"
	s := withOriginal(t, "application/pdf", "a.pdf", "%PDF-1.7 0123456789", true)
	tag := c.call(t, s, 200, "GET", path, "").Header().Get("ETag")
	c.call(t, s, 206, "GET", path, "", "Range", "bytes=2-5")
	c.call(t, s, 304, "GET", path, "", "If-None-Match", tag)
	c.call(t, s, 400, "GET", path+"?x=1", "")
	c.call(t, s, 404, "GET", "/api/v1/documents/nope/original", "")
	c.call(t, s, 416, "GET", path, "", "Range", "bytes=99-")
}

// everyAnswerWasSeen checks that nothing is promised that was not seen.
func (c *contract) everyAnswerWasSeen(t *testing.T) {
	t.Helper()
	for path, item := range c.doc.Paths.Map() {
		for method, op := range item.Operations() {
			for status := range op.Responses.Map() {
				var code int
				for _, r := range status {
					code = 10*code + int(r-'0')
				}
				if !c.seen[method+" "+path+" "+http.StatusText(code)] {
					t.Errorf("%s %s never answered %s", method, path, status)
				}
			}
		}
	}
}

func TestDescriptionHasTheBounds(t *testing.T) {
	c := newContract(t, newServer(t, Options{}))
	record, stored := c.doc.Components.Schemas["Record"].Value.Properties, c.doc.Components.Schemas["Document"].Value.Properties
	parameter := func(name string) *openapi3.Schema { return c.doc.Components.Parameters[name].Value.Schema.Value }
	for name, b := range map[string]struct {
		got  *uint64
		want uint64
	}{
		"id": {record["id"].Value.MaxLength, index.MaxID}, "title": {record["title"].Value.MaxLength, index.MaxTitle},
		"speaker": {record["speaker"].Value.MaxLength, index.MaxValue}, "place": {record["place"].Value.MaxLength, index.MaxValue},
		"organisation": {record["organisation"].Value.MaxLength, index.MaxValue}, "event": {record["event"].Value.MaxLength, index.MaxValue},
		"topics": {stored["topics"].Value.MaxItems, index.MaxTopics}, "filter": {parameter("topic").MaxItems, index.MaxFilterValues},
	} {
		if b.got == nil || *b.got != b.want {
			t.Errorf("%s: at most %v, want %d", name, b.got, b.want)
		}
	}
	for _, name := range []string{"page", "offset"} {
		if most := parameter(name).Max; most == nil || *most != index.MaxWindow {
			t.Errorf("%s: at most %v, want %d", name, most, index.MaxWindow)
		}
	}
}

func TestDescriptionHasEveryRouteAndParameter(t *testing.T) {
	s := newServer(t, Options{})
	c := newContract(t, s)
	for _, rt := range s.routes() {
		item := c.doc.Paths.Find(rt.path)
		if rt.face.kind == kindPage && rt.path != "/api" || rt.path == "/static/{name}" {
			continue
		}
		if item == nil {
			t.Errorf("%s is not described", rt.path)
			continue
		}
		for _, method := range []string{"GET", "PUT", "POST", "PATCH", "DELETE"} {
			if (rt.method(method) != nil) != (item.GetOperation(method) != nil) {
				t.Errorf("%s %s: described %v, there %v", method, rt.path, item.GetOperation(method) != nil, rt.method(method) != nil)
			}
		}
	}
	described := map[string]bool{}
	for _, p := range c.doc.Paths.Find("/api/v1/search").Get.Parameters {
		described[p.Value.Name] = true
	}
	for _, name := range find.SearchParams() {
		if !described[name] {
			t.Errorf("parameter %s is not described", name)
		}
	}
	if len(described) != len(find.SearchParams()) {
		t.Errorf("%d parameters are described, %d are known", len(described), len(find.SearchParams()))
	}
}
