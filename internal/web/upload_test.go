package web

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"vankien/internal/ingest"
	"vankien/internal/originals"
)

// bodyOf is a body of files, given as names and contents in turn.
func bodyOf(t *testing.T, files ...string) (body *bytes.Buffer, contentType string) {
	t.Helper()
	body = new(bytes.Buffer)
	w := multipart.NewWriter(body)
	if err := w.WriteField("note", "passed over"); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		part, err := w.CreateFormFile("file", files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return body, w.FormDataContentType()
}

// newReceiver is a server that keeps what it is sent.
func newReceiver(t *testing.T, opt Options) *Server {
	t.Helper()
	store := originals.Open(t.TempDir())
	opt.Keys, opt.Originals = keys, store
	opt.Reading = ingest.Options{Keep: store}
	return newServer(t, opt)
}

func post(s *Server, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/documents", body)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func results(v FilesView) (all []string) {
	for _, f := range v.Files {
		all = append(all, fmt.Sprint(f.Name, " ", f.Result, " ", len(f.IDs)))
	}
	return all
}

func TestPostFiles(t *testing.T) {
	s := newReceiver(t, Options{MaxFile: 1000})
	body, contentType := bodyOf(t, "Tờ trình.txt", "Tờ trình về cấp nước\n\nĐề nghị cho đặt đường ống mới.", "b.jsonl", `{"id":"b1","title":"Một"}`+"\n{}\n",
		"to.txt", strings.Repeat("to ", 400), "ảnh.bin", "\x7fELF\x00\x01\x02")
	w := post(s, body, authorized(contentType)...)
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	v := decode[FilesView](t, w.Body)
	want := "[Tờ trình.txt added 1 b.jsonl failed 0 b.jsonl added 1 to.txt failed 0 ảnh.bin failed 0]"
	if got := fmt.Sprint(results(v)); got != want {
		t.Fatalf("%s, want %s", got, want)
	}
	if f := v.Files[1]; f.Line != 2 || f.Reason == "" || v.Files[3].Code != "too_large" {
		t.Errorf("%+v, %+v", f, v.Files[3])
	}
	path := v.Files[0].URLs[0]
	if got := get(s, path+"/original"); got.Code != 200 || !strings.HasPrefix(got.Body.String(), "Tờ trình về cấp nước") {
		t.Errorf("the original: %d %s", got.Code, got.Body)
	}
	body, contentType = bodyOf(t, "Tờ trình.txt", "Tờ trình về cấp nước\n\nĐề nghị cho đặt đường ống mới.")
	again := decode[FilesView](t, post(s, body, authorized(contentType)...).Body)
	if got := fmt.Sprint(results(again)); got != "[Tờ trình.txt unchanged 1]" || again.Files[0].IDs[0] != v.Files[0].IDs[0] {
		t.Errorf("again: %s %v", got, again.Files)
	}
}

func TestPostFilesNeedsAKey(t *testing.T) {
	s := newReceiver(t, Options{})
	body, contentType := bodyOf(t, "a.txt", "Một hai")
	problem(t, post(s, body, "Content-Type", contentType), http.StatusUnauthorized, "missing_key")
	body, contentType = bodyOf(t)
	problem(t, post(s, body, authorized(contentType)...), http.StatusBadRequest, "malformed_body")
	problem(t, post(s, strings.NewReader("--x\r\n"), authorized("multipart/form-data; boundary=x")...), http.StatusBadRequest, "malformed_body")
}

// TestFilesBeforeABreakAreTold breaks a body off within its second file.
func TestFilesBeforeABreakAreTold(t *testing.T) {
	s := newReceiver(t, Options{})
	body, contentType := bodyOf(t, "a.txt", "Một hai ba bốn năm", "b.txt", "Sáu bảy tám chín mười")
	half := body.Bytes()[:bytes.Index(body.Bytes(), []byte("chín"))]
	v := decode[FilesView](t, post(s, bytes.NewReader(half), authorized(contentType)...).Body)
	if got := fmt.Sprint(results(v)); got != "[a.txt added 1  failed 0]" || v.Files[1].Code != "malformed_body" {
		t.Errorf("%s, %+v", got, v.Files)
	}
}
