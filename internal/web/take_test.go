package web

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"vankien/index"
	"vankien/internal/export"
)

func TestExport(t *testing.T) {
	s := newServer(t, Options{})
	for _, f := range export.Formats() {
		w := get(s, "/api/v1/export?q=b%C3%A1o+c%C3%A1o&format="+string(f))
		h := w.Header()
		if w.Code != 200 || h.Get("Content-Type") != f.ContentType() || h.Get("Cache-Control") != "no-store" || w.Body.Len() == 0 {
			t.Errorf("%s: %d %v", f, w.Code, h)
		}
		if got, want := h.Get("Content-Disposition"), "attachment; filename=vankien-bao-cao."+f.Extension(); got != want {
			t.Errorf("%s: %s", f, got)
		}
	}
	w := get(s, "/export?sort=title&fields=id,url&lang=en")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != len(collection)+1 || rows[0][1] != "Address" || !strings.HasPrefix(rows[1][1], "http://example.com/d/") {
		t.Errorf("%v: %q", err, rows)
	}
}

func TestExportHasNoWindow(t *testing.T) {
	s := newServer(t, Options{})
	problem(t, get(s, "/api/v1/export?page=2"), 400, "unknown_parameter")
	problem(t, get(s, "/api/v1/export?format=pdf"), 400, "invalid_parameter")
	page := parsePage(t, get(s, "/export?fields=nope&lang=en"), 400)
	if got := page.one(t, "h1").text(); !strings.Contains(got, "parameter") {
		t.Errorf("a page says %q", got)
	}
}

func TestHeadOfAnExport(t *testing.T) {
	s := newServer(t, Options{Exports: 1})
	for range 3 {
		w := send(s, http.MethodHead, "/api/v1/export", "")
		if w.Code != 200 || w.Body.Len() > 0 || w.Header().Get("Content-Type") != export.CSV.ContentType() {
			t.Errorf("%d %v %q", w.Code, w.Header(), w.Body)
		}
	}
}

func TestExportKnowsItsSite(t *testing.T) {
	s := newServer(t, Options{})
	r := httptest.NewRequest(http.MethodGet, "/api/v1/export?format=jsonl&fields=url", nil)
	r.Host = "vankien.example:8443"
	r.Header.Set("X-Forwarded-Proto", "https")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if got := w.Body.String(); !strings.HasPrefix(got, `{"url":"http://vankien.example:8443/d/`) {
		t.Errorf("a peer that is not trusted: %.60s", got)
	}
	s.opt.Site.BaseURL = "https://kho.example"
	if got := get(s, "/api/v1/export?format=jsonl&fields=url").Body.String(); !strings.HasPrefix(got, `{"url":"https://kho.example/d/`) {
		t.Errorf("of the house: %.60s", got)
	}
}

// walking is an engine whose walks do as they are told after some documents.
type walking struct {
	Engine
	documents int
	then      func(context.Context) error
}

func (x walking) Walk(ctx context.Context, _ index.Request, _ index.Want, f func(*index.Walked) error) error {
	for i := range x.documents {
		if err := f(&index.Walked{Document: index.Document{ID: fmt.Sprint(i), Title: strings.Repeat("Dài ", 200)}}); err != nil {
			return err
		}
	}
	return x.then(ctx)
}

// walkServer serves an engine that walks so; its address.
func walkServer(t *testing.T, opt Options, documents int, then func(context.Context) error) (*Server, string) {
	t.Helper()
	s := newServer(t, opt)
	opt = s.opt
	opt.Index = walking{s.opt.Index, documents, then}
	s = New(opt)
	return s, listen(t, s)
}

func TestACutExportIsNoAnswer(t *testing.T) {
	_, addr := walkServer(t, Options{}, 2000, func(context.Context) error { return errors.New("disk on fire") })
	for _, gzip := range []bool{false, true} {
		for _, form := range []export.Format{export.CSV, export.XLSX} {
			c := http.Client{Transport: &http.Transport{DisableCompression: !gzip}}
			w, err := c.Get("http://" + addr + "/api/v1/export?format=" + string(form))
			if err != nil {
				t.Fatal(err)
			}
			n, err := io.Copy(io.Discard, w.Body)
			w.Body.Close()
			if w.StatusCode != 200 || err == nil {
				t.Errorf("%s, compressed %v: %d, %d bytes, error %v", form, gzip, w.StatusCode, n, err)
			}
		}
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET /api/v1/export HTTP/1.0\r\nHost: x\r\n\r\n")
	if got, err := io.ReadAll(conn); err == nil {
		t.Errorf("by HTTP/1.0 a part of %d bytes looks whole", len(got))
	}
}

func TestAnExportThatCannotBeginIsAProblem(t *testing.T) {
	_, addr := walkServer(t, Options{}, 3, func(context.Context) error { return index.ErrUnavailable })
	w, err := http.Get("http://" + addr + "/api/v1/export")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if w.StatusCode != 503 || w.Header.Get("Content-Type") != problemCT || w.Header.Get("Content-Disposition") != "" {
		t.Errorf("%d %v", w.StatusCode, w.Header)
	}
}

// TestExportsKeepNobodyFromSearching: an export that is under way takes the place of
// another export and of no search, and ends when its client leaves.
func TestExportsKeepNobodyFromSearching(t *testing.T) {
	began, ended := make(chan struct{}), make(chan error, 1)
	var once sync.Once
	s, addr := walkServer(t, Options{Exports: 1, Concurrency: 1}, 2000, func(ctx context.Context) error {
		once.Do(func() { close(began) })
		<-ctx.Done()
		ended <- ctx.Err()
		return ctx.Err()
	})
	ctx, leave := context.WithCancel(t.Context())
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/api/v1/export", nil)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	go io.Copy(io.Discard, w.Body)
	<-began
	if w := get(s, "/api/v1/search"); w.Code != 200 {
		t.Errorf("a search beside an export: %d", w.Code)
	}
	soon, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	second := httptest.NewRecorder()
	s.ServeHTTP(second, httptest.NewRequest(http.MethodGet, "/api/v1/export", nil).WithContext(soon))
	problem(t, second, 504, "query_timeout")
	leave()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	if err := s.exports.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.exports.leave()
}

func TestExportMenu(t *testing.T) {
	s := newServer(t, Options{})
	st := state{"q": {"báo cáo"}, "page": {"2"}, "topic": {"a", "b"}, "lang": {"en"}, "facets": {"topic"}}
	links := newExportMenu("en", st, true).Links
	if len(links) != len(export.Formats()) || links[1].Href != "/export?q=b%C3%A1o+c%C3%A1o&topic=a&topic=b&duplicates=fold&format=xlsx&lang=en" {
		t.Errorf("%d: %v", len(links), links[1])
	}
	if w := get(s, links[1].Href); w.Code != 200 {
		t.Errorf("%d", w.Code)
	}
	if links := newExportMenu("vi", state{}, false).Links; len(links) != len(export.Formats())-2 {
		t.Errorf("without a query: %v", links)
	}
}

// exportAnswers exports in every way.
func exportAnswers(t *testing.T, c *contract) {
	t.Helper()
	const path = "/api/v1/export"
	s := newServer(t, Options{})
	for _, f := range export.Formats() {
		c.call(t, s, 200, "GET", path+"?format="+string(f)+"&q="+url.QueryEscape("đất đai")+"&topic=dat-dai&sort=date&snippets=1&lang=en&duplicates=fold", "")
	}
	c.call(t, s, 200, "GET", path+"?fields=id,body", "")
	c.call(t, s, 400, "GET", path+"?format=pdf", "")
	limited := newServer(t, Options{Rate: 1e-9, Burst: 1})
	get(limited, "/api/v1/topics")
	c.call(t, limited, 429, "GET", path, "")
	c.call(t, newServer(t, Options{Timeout: time.Nanosecond}), 504, "GET", path, "")
	closed := newServer(t, Options{})
	closed.opt.Index.(io.Closer).Close()
	c.call(t, closed, 503, "GET", path, "")
}
