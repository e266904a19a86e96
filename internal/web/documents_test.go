package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/index/local"
	"vankien/internal/find"
	"vankien/internal/ingest"
)

func TestGetDocument(t *testing.T) {
	s := newServer(t, Options{})
	w := get(s, "/api/v1/documents/a")
	if w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	if diff := cmp.Diff(collection[0], decode[index.Document](t, w.Body)); diff != "" {
		t.Error(diff)
	}
	w = get(s, "/api/v1/documents/"+url.PathEscape(collection[5].ID))
	if got := decode[index.Document](t, w.Body).ID; got != collection[5].ID {
		t.Errorf("id %q, want %q", got, collection[5].ID)
	}
}

func TestAbsentDocument(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	for _, id := range []string{"nope", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%ff", "a%00", "%zz", "A", "a%20"} {
		if id == "%zz" {
			continue // no client can send it: not an address
		}
		p := problem(t, get(s, "/api/v1/documents/"+id), http.StatusNotFound, "document_not_found")
		if strings.Contains(p.Detail, "\x00") {
			t.Errorf("raw control character in %q", p.Detail)
		}
		problem(t, send(s, "DELETE", "/api/v1/documents/"+id, "", "Authorization", "Bearer "+key), http.StatusNotFound, "document_not_found")
	}
}

// Bytes that are no text would be stored as U+FFFD, under another address.
func TestPutNeedsAnAddressOfText(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	p := problem(t, send(s, "PUT", "/api/v1/documents/%FF", `{"title":"x"}`, authorized(appJSON)...), http.StatusBadRequest, "invalid_parameter")
	if !strings.Contains(p.Detail, "not UTF-8") || len(p.Errors) != 1 || p.Errors[0].Parameter != "id" {
		t.Errorf("problem %+v", p)
	}
	problem(t, get(s, "/api/v1/documents/%EF%BF%BD"), http.StatusNotFound, "document_not_found")
}

// A record may be a line or an element; what is wrong with it is said of either.
func TestElementThatIsNoObject(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	p := problem(t, send(s, "POST", "/api/v1/documents", `[{"title":"ok"},null]`, authorized(appJSON)...), http.StatusUnprocessableEntity, "invalid_document")
	if p.Detail != "the record is not a JSON object" || *p.Errors[0].Pointer != "/1" {
		t.Errorf("problem %+v", p)
	}
}

func TestWritesNeedTheKey(t *testing.T) {
	with, without := newServer(t, Options{Keys: keys}), newServer(t, Options{})
	for _, c := range []struct{ method, path string }{
		{"PUT", "/api/v1/documents/a"}, {"DELETE", "/api/v1/documents/a"}, {"POST", "/api/v1/documents"},
	} {
		for _, s := range []*Server{with, without} {
			w := send(s, c.method, c.path, `{"title":"x"}`, "Content-Type", appJSON)
			problem(t, w, http.StatusUnauthorized, "missing_key")
			if got := w.Header().Get("WWW-Authenticate"); got != `Bearer realm="documents"` {
				t.Errorf("WWW-Authenticate %q", got)
			}
			problem(t, send(s, c.method, c.path, "", "Authorization", "Basic "+key), http.StatusUnauthorized, "missing_key")
		}
		for _, wrong := range []string{"", "x", key + "x", strings.ToUpper(key)} {
			problem(t, send(with, c.method, c.path, "", "Authorization", "Bearer "+wrong), http.StatusForbidden, "invalid_key")
		}
		p := problem(t, send(without, c.method, c.path, "", "Authorization", "Bearer "), http.StatusForbidden, "invalid_key")
		if !strings.Contains(p.Detail, "no key is configured") {
			t.Errorf("detail %q", p.Detail)
		}
	}
	if w := get(with, "/api/v1/documents/a"); w.Code != http.StatusOK {
		t.Errorf("the document is gone: %d", w.Code)
	}
}

func TestPutDocument(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	put := func(id, body string) *httptest.ResponseRecorder {
		return send(s, "PUT", "/api/v1/documents/"+id, body, authorized("application/json; charset=utf-8")...)
	}
	w := put("m%2F1", `{"title":"Phát biểu về trường học","date":"13/01/2025","topics":["Giáo dục","Ngư nghiệp"],"repairs":["decoded from TCVN3"]}`)
	if w.Code != http.StatusCreated || w.Header().Get("Location") != "/api/v1/documents/m%2F1" {
		t.Fatalf("%d, Location %q: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	want := index.Document{ID: "m/1", Kind: "speech", Title: "Phát biểu về trường học", Date: "2025-01-13",
		Topics: []string{"giao-duc", "ngu-nghiep"}, Language: "vi", Repairs: []string{"decoded from TCVN3"},
		Evidence: []index.Evidence{{Field: "kind", Confidence: 0.8, Where: "title"}}}
	got := decode[index.Document](t, w.Body)
	if want.Indexed = got.Indexed; want.Indexed == "" {
		t.Error("the answer does not say when it was stored")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := parsePage(t, get(s, "/d/m%2F1"), http.StatusOK).one(t, "aside", ".about").text(); !strings.Contains(got, "Đã sửa khi nhậpchuyển mã từ TCVN3") {
		t.Errorf("the page says %q", got)
	}
	if got := s.opt.Index.Labels()["ngu-nghiep"]; got != "Ngư nghiệp" {
		t.Errorf("label of the new topic: %q", got)
	}
	if w = put("m%2F1", `{"id":"m/1","title":"Khác"}`); w.Code != http.StatusOK {
		t.Errorf("replace: %d %s", w.Code, w.Body)
	}
	if got := strings.Join(ids(t, s, "q=title:kh%C3%A1c"), " "); got != "m/1" {
		t.Errorf("found %q", got)
	}
	if w = send(s, "DELETE", "/api/v1/documents/m%2F1", "", authorized("")...); w.Code != http.StatusNoContent || w.Body.Len() != 0 {
		t.Errorf("delete: %d %q", w.Code, w.Body)
	}
	problem(t, get(s, "/api/v1/documents/m%2F1"), http.StatusNotFound, "document_not_found")
}

// fleeting is an engine in which another client removes what is put at once.
type fleeting struct{ Engine }

func (f fleeting) Replace(ctx context.Context, changes ...index.Change) ([]string, error) {
	for _, c := range changes {
		if _, err := f.Engine.Replace(ctx, c); err != nil {
			return nil, err
		}
		if _, err := f.Delete(ctx, c.ID); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// TestPutAnswersWhatItPut: a write beside it makes no failure of one that was
// done.
func TestPutAnswersWhatItPut(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	s = New(Options{Index: fleeting{s.opt.Index}, Keys: keys})
	w := send(s, "PUT", "/api/v1/documents/n", `{"title":"Mới"}`, authorized(appJSON)...)
	if got := decode[index.Document](t, w.Body); w.Code != http.StatusCreated || got.Title != "Mới" {
		t.Errorf("%d %+v", w.Code, got)
	}
}

// TestPutAnswersWhatGetDoes: byte for byte, whatever was to be repaired, and
// whether it was new or not.
func TestPutAnswersWhatGetDoes(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	for _, body := range []string{
		`{"title":"Hoa\u0300 bi\u0300nh","body":"Đất đai đô thị, trường học. Vie\u0323\u0302t"}`,
		`{"title":"x","topics":["do-thi","Đô thị","Mới","mới"],"repairs":["","a\u0300"],"place":"Hoà","kind":"report","url":"https://example.org/?a&b<c>"}`,
		`{"title":"x","date":"1/2/2025","topics":[]}`,
	} {
		for range 2 {
			put := send(s, "PUT", "/api/v1/documents/n", body, authorized(appJSON)...)
			if got := get(s, "/api/v1/documents/n").Body.String(); put.Code >= 400 || put.Body.String() != got {
				t.Errorf("%d %sstored: %s", put.Code, put.Body, got)
			}
		}
	}
}

func TestBodiesRefused(t *testing.T) {
	s := newServer(t, Options{Keys: keys, MaxBody: 2000})
	for _, c := range []struct {
		name, method, path, contentType, body string
		status                                int
		code, pointer                         string
	}{
		{"form", "PUT", "/n", "application/x-www-form-urlencoded", "title=x", 415, "unsupported_media_type", ""},
		{"no type", "PUT", "/n", "", `{"title":"x"}`, 415, "unsupported_media_type", ""},
		{"charset", "PUT", "/n", "application/json; charset=latin1", `{"title":"x"}`, 415, "unsupported_media_type", ""},
		{"lines to put", "PUT", "/n", appNDJSON, `{"title":"x"}`, 415, "unsupported_media_type", ""},
		{"large", "PUT", "/n", appJSON, `{"title":"` + strings.Repeat("x", 2000) + `"}`, 413, "body_too_large", ""},
		{"syntax", "PUT", "/n", appJSON, `{"title":`, 400, "malformed_json", ""},
		{"empty", "PUT", "/n", appJSON, ``, 400, "malformed_json", ""},
		{"nothing to post", "POST", "", appNDJSON, "\n \n", 400, "malformed_json", ""},
		{"array to put", "PUT", "/n", appJSON, `[{"title":"x"}]`, 400, "malformed_json", ""},
		{"object to post", "POST", "", appJSON, `{"title":"x"}`, 400, "malformed_json", ""},
		{"null to put", "PUT", "/n", appJSON, `null`, 400, "malformed_json", ""},
		{"null to post", "POST", "", appJSON, ` null `, 400, "malformed_json", ""},
		{"trailing", "POST", "", appJSON, `[{"title":"x"}] x`, 400, "malformed_json", ""},
		{"other id", "PUT", "/n", appJSON, `{"id":"m","title":"x"}`, 422, "invalid_document", "/id"},
		{"date", "PUT", "/n", appJSON, `{"title":"x","date":"31/02/2021"}`, 422, "invalid_document", "/date"},
		{"kind", "PUT", "/n", appJSON, `{"title":"x","kind":"poem"}`, 422, "invalid_document", "/kind"},
		{"key", "PUT", "/n", appJSON, `{"title":"x","titel":"y"}`, 422, "invalid_document", "/titel"},
		{"keys", "PUT", "/n", appJSON, `{"title":"x","zz":"y","yy":1}`, 422, "invalid_document", "/yy"},
		{"odd key", "PUT", "/n", appJSON, `{"title":"x","a/b~c":"y"}`, 422, "invalid_document", "/a~1b~0c"},
		{"type", "PUT", "/n", appJSON, `{"title":7}`, 422, "invalid_document", "/title"},
		{"null in array", "POST", "", appJSON, `[{"title":"x"},null]`, 422, "invalid_document", "/1"},
		{"number in array", "POST", "", appJSON, `[5]`, 422, "invalid_document", "/0"},
		{"null", "PUT", "/n", appJSON, `null`, 400, "malformed_json", ""},
		{"numbers in array", "POST", "", appJSON, "[" + strings.Repeat("1,", 900) + "1]", 422, "invalid_document", "/0"},
		{"nothing in it", "PUT", "/n", appJSON, `{}`, 422, "invalid_document", ""},
		{"second of array", "POST", "", appJSON, `[{"id":"p","title":"x"},{"id":"q","title":"y","date":"2021-02-31"}]`, 422, "invalid_document", "/1/date"},
		{"long id", "PUT", "/" + strings.Repeat("n", 300), appJSON, `{"title":"x"}`, 422, "invalid_document", "/id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := problem(t, send(s, c.method, "/api/v1/documents"+c.path, c.body, authorized(c.contentType)...), c.status, c.code)
			if strings.Contains(p.Detail, "file") {
				t.Errorf("a body is no file: %s", p.Detail)
			}
			if c.status == 422 && (len(p.Errors) == 0 || p.Errors[0].Pointer == nil || *p.Errors[0].Pointer != c.pointer) {
				t.Errorf("errors %+v, want pointer %q", p.Errors, c.pointer)
			}
		})
	}
	if got := ids(t, s, "limit=100"); len(got) != len(collection) {
		t.Errorf("something was stored: %q", got)
	}
}

// endless never ends; reading it all would hang the test.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	e.read += len(b)
	return len(b), nil
}

func TestLargeBodyIsNotReadToItsEnd(t *testing.T) {
	s := newServer(t, Options{Keys: keys, MaxBody: 1 << 16})
	for _, length := range []int64{-1, 1 << 40} {
		body := &endless{}
		r := httptest.NewRequest("POST", "/api/v1/documents", body)
		r.ContentLength = length
		r.Header.Set("Authorization", "Bearer "+key)
		r.Header.Set("Content-Type", appNDJSON)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		problem(t, w, http.StatusRequestEntityTooLarge, "body_too_large")
		if limit := (drained + 2) << 16; body.read > limit || length > 0 && body.read > 0 {
			t.Errorf("length %d: %d bytes were read", length, body.read)
		}
	}
	allGiven(t, s)
}

func TestPostArray(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	body := `[{"id":"m","title":"Một bài về đất đai"},
	 {"id":"b","title":"Báo cáo khác"}, {"id":"k","kind":"report","title":"Báo cáo thủy lợi","body":"Hồ chứa đầy nước. Kênh mương được nạo vét.",
	 "date":"2020-02-10","place":"Vĩnh Sơn","language":"vi"}]`
	w := send(s, "POST", "/api/v1/documents", body, authorized(appJSON)...)
	got := decode[StoredView](t, w.Body)
	want := StoredView{1, 2, 0, []Outcome{{ID: "m", Status: "created"}, {ID: "b", Status: "updated"}, {ID: "k", Status: "updated"}}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Problem{})); diff != "" {
		t.Error(diff)
	}
	got = decode[StoredView](t, send(s, "POST", "/api/v1/documents", body, authorized(appJSON)...).Body)
	if got.Unchanged != 3 {
		t.Errorf("again: %+v", got)
	}
	if got := strings.Join(ids(t, s, "topic=dat-dai"), " "); got != "a m" {
		t.Errorf("the taxonomy tagged %q", got)
	}
	w = send(s, "POST", "/api/v1/documents", `[]`, authorized(appJSON)...)
	if want := `{"created":0,"updated":0,"unchanged":0,"documents":[]}` + "\n"; w.Body.String() != want {
		t.Errorf("nothing: %s", w.Body)
	}
}

func TestPostLines(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	body := strings.Join([]string{
		`{"id":"m","title":"Một"}`,
		`{"id":"n","title":`,
		``,
		`{"id":"o","title":"Ba","date":"hôm qua"}`,
		`{"id":"m","title":"Một, bản hai"}`,
		`{"id":"m","title":"Một, bản hai"}`,
		`{"title":"Không có mã"}`,
		`{"id":"p","title":"Sáu","kind":"thơ"}`,
	}, "\n")
	w := send(s, "POST", "/api/v1/documents", body, authorized(appNDJSON)...)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != appNDJSON {
		t.Fatal(w.Code, w.Header(), w.Body)
	}
	var got []string
	for line := range strings.Lines(w.Body.String()) {
		o := decode[Outcome](t, strings.NewReader(line))
		code := ""
		if o.Error != nil {
			code = o.Error.Code
			for _, f := range o.Error.Errors {
				code += *f.Pointer
			}
		}
		got = append(got, fmt.Sprintf("%d %s %s %s", o.Line, o.ID, o.Status, code))
	}
	want := []string{"1 m created ", "2  failed malformed_json", "4  failed invalid_document/date", "5 m updated ", "6 m unchanged ",
		"7 " + idOf(t, s, "Không có mã") + " created ", "8 p failed invalid_document/kind"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// failing is a real index that is closed after some writes of documents.
type failing struct {
	*local.Index
	puts int
}

func (f *failing) Replace(ctx context.Context, changes ...index.Change) ([]string, error) {
	if f.puts--; f.puts < 0 {
		f.Index.Close()
	}
	return f.Index.Replace(ctx, changes...)
}

// A client learns what was stored before the index failed, and where it did.
func TestPostLinesStopped(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	var body strings.Builder
	const batch = ingest.DefaultBatchDocs
	for i := range 5 * batch / 2 {
		fmt.Fprintf(&body, `{"id":"m%d","title":"x"}`+"\n\n", i)
	}
	fails := &failing{s.opt.Index.(*local.Index), 1}
	s = New(Options{Keys: keys, Index: fails})
	w := send(s, "POST", "/api/v1/documents", body.String(), authorized(appNDJSON)...)
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
	if w.Code != http.StatusOK || len(lines) != batch+1 {
		t.Fatalf("%d, %d lines, the last %s", w.Code, len(lines), lines[len(lines)-1])
	}
	if o := decode[Outcome](t, strings.NewReader(lines[batch-1])); o.Line != 2*batch-1 || o.ID != fmt.Sprint("m", batch-1) || o.Status != statusCreated {
		t.Errorf("the last stored: %+v", o)
	}
	o := decode[Outcome](t, strings.NewReader(lines[batch]))
	if o.Line != 2*batch+1 || o.Status != statusFailed || o.Error == nil || o.Error.Code != "index_unavailable" || o.Error.RequestID == "" {
		t.Errorf("the end: %s", lines[batch])
	}
	problem(t, send(s, "POST", "/api/v1/documents", body.String(), authorized(appNDJSON)...), http.StatusServiceUnavailable, "index_unavailable")
}

// Of an array with too many documents none is stored.
func TestPostTooManyInArray(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	body := "[" + strings.Repeat(`{"title":"x"},`, maxRecords) + `{"title":"x"}]`
	problem(t, send(s, "POST", "/api/v1/documents", body, authorized(appJSON)...), http.StatusRequestEntityTooLarge, "body_too_large")
	if got := ids(t, s, "limit=100"); len(got) != len(collection) {
		t.Errorf("%d documents are stored", len(got))
	}
}

// idOf returns the id of the only document with this title.
func idOf(t *testing.T, s *Server, title string) string {
	t.Helper()
	found := ids(t, s, "q="+url.QueryEscape(`title:"`+title+`"`))
	if len(found) != 1 {
		t.Fatalf("%d documents %q", len(found), title)
	}
	return found[0]
}

func TestPostTooManyLines(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	w := send(s, "POST", "/api/v1/documents", strings.Repeat("{}\n", maxRecords+5), authorized(appNDJSON)...)
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
	if len(lines) != maxRecords+1 || !strings.Contains(lines[maxRecords], "at most 10000 documents") || strings.Contains(lines[maxRecords], `"line"`) {
		t.Errorf("%d lines, the last %s", len(lines), lines[len(lines)-1])
	}
}

// However documents arrive, a label has the same id.
func TestLabelsOfOneSlug(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	names := []string{"Đất đai lạ", "Dắt dài la", "Dạt dải lã"}
	send(s, "PUT", "/api/v1/documents/p0", `{"title":"x","topics":["`+names[0]+`"]}`, authorized(appJSON)...)
	send(s, "POST", "/api/v1/documents", `{"id":"p1","title":"x","topic":"`+names[1]+`"}`, authorized(appNDJSON)...)
	send(s, "POST", "/api/v1/documents", `[{"id":"no","title":"x","topic":"Đạt dài lá"},{"id":"no2","date":"x","title":"x"}]`, authorized(appJSON)...)
	send(s, "POST", "/api/v1/documents", `[{"id":"p2","title":"x","topics":["`+names[2]+`","`+names[0]+`"]}]`, authorized(appJSON)...)
	want := map[string]string{"lich-su": "Lịch sử", "dat-dai-la": names[0], "dat-dai-la-2": names[1], "dat-dai-la-3": names[2]}
	if diff := cmp.Diff(want, s.opt.Index.Labels()); diff != "" {
		t.Error(diff)
	}
	for id, topics := range map[string][]string{"p0": {"dat-dai-la"}, "p1": {"dat-dai-la-2"}, "p2": {"dat-dai-la-3", "dat-dai-la"}} {
		if diff := cmp.Diff(topics, decode[index.Document](t, get(s, "/api/v1/documents/"+id).Body).Topics); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	again := decode[StoredView](t, send(s, "POST", "/api/v1/documents", `[{"id":"p1","title":"x","topic":"`+names[1]+`"}]`, authorized(appJSON)...).Body)
	if again.Unchanged != 1 {
		t.Errorf("again: %+v", again)
	}
}

// However many topics a collection has of its own, each is counted.
func TestManyTopics(t *testing.T) {
	s := newServer(t, Options{})
	labels, docs := map[string]string{}, []index.Document{}
	for i := range index.MaxFacetValues + 50 {
		id := fmt.Sprintf("rieng-%d", i)
		labels[id] = fmt.Sprintf("Riêng %d", i)
		docs = append(docs, index.Document{ID: id, Title: "x", Topics: []string{id}})
	}
	if err := s.opt.Index.PutLabels(t.Context(), labels); err != nil {
		t.Fatal(err)
	}
	if err := s.opt.Index.(index.Engine).Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, topic := range decode[find.TopicsView](t, get(s, "/api/v1/topics").Body).Topics {
		if labels[topic.ID] != "" && topic.Count == 1 {
			n++
		}
	}
	if n != len(labels) {
		t.Errorf("%d of %d topics are counted", n, len(labels))
	}
}

func TestTopics(t *testing.T) {
	s := newServer(t, Options{})
	want := find.TopicsView{Topics: []find.TopicView{
		{ID: "do-thi", Label: "Đô thị", Labels: map[string]string{"vi": "Đô thị", "en": "Urban affairs"}, Count: 2},
		{ID: "dat-dai", Label: "Đất đai", Labels: map[string]string{"vi": "Đất đai", "en": "Land"}, Broader: "do-thi", Count: 2},
		{ID: "giao-duc", Label: "Giáo dục", Labels: map[string]string{"vi": "Giáo dục", "en": "Education"}, Count: 2},
		{ID: "lich-su", Label: "Lịch sử", Labels: map[string]string{"vi": "Lịch sử"}, Count: 1},
	}}
	if diff := cmp.Diff(want, decode[find.TopicsView](t, get(s, "/api/v1/topics").Body)); diff != "" {
		t.Error(diff)
	}
}

// TestWithoutTitle: a document that names no title shows its first sentence as a
// guess, in lists, on its page and to programs; it is no title to be typed.
func TestWithoutTitle(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	const sentence = "Hợp tác xã nạo vét kênh mương hằng năm."
	w := send(s, "PUT", "/api/v1/documents/m", `{"body":"`+sentence+` Bà con tham gia đông đủ."}`, authorized("application/json")...)
	if w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	v := decode[find.SearchView](t, get(s, "/api/v1/search?q="+url.QueryEscape("đông đủ")).Body)
	if len(v.Hits) != 1 || v.Hits[0].Document.Title != sentence || v.Hits[0].Document.Guess("title") == nil {
		t.Errorf("the API finds %+v", v.Hits)
	}
	if href := parsePage(t, get(s, "/search?q="+url.QueryEscape("đông đủ")), 200).link(t, sentence); !strings.HasPrefix(href, "/d/m?") {
		t.Errorf("the list leads to %q", href)
	}
	if h := textsOf(parsePage(t, get(s, "/d/m"), 200).all("h1")); len(h) != 1 || h[0] != sentence+" đoán" {
		t.Errorf("the page is headed %q", h)
	}
	c := decode[find.CompletionsView](t, get(s, "/api/v1/suggest?types=title&q="+url.QueryEscape("hợp tác")).Body)
	if len(c.Completions) > 0 {
		t.Errorf("offered are %+v", c.Completions)
	}
}
