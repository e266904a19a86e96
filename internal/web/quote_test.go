package web

import (
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"vankien/internal/find"
)

const checkPath = "/api/v1/quotes/check"

// quoteAnswers checks quotations in every way.
func quoteAnswers(t *testing.T, c *contract) {
	t.Helper()
	s := newServer(t, Options{MaxBody: 300})
	json := []string{"Content-Type", appJSON}
	for _, text := range []string{"chính quyền các phường chịu trách nhiệm", "thí điểm mô hình chính quyền nông thôn từ năm sau", "không có ở đâu cả"} {
		c.call(t, s, 200, "POST", checkPath, `{"text":"`+text+`"}`, json...)
	}
	c.call(t, s, 400, "POST", checkPath, `{"text":"một"}`, json...)
	c.call(t, s, 400, "POST", checkPath, `{"text":null}`, json...)
	c.call(t, s, 400, "POST", checkPath, `{"text":"a b","x":1}`, json...)
	c.call(t, s, 400, "POST", checkPath, `[]`, json...)
	c.call(t, s, 413, "POST", checkPath, `{"text":"`+strings.Repeat("a b ", 100)+`"}`, json...)
	c.call(t, s, 415, "POST", checkPath, `text=a`, "Content-Type", "text/plain")
	limited := newServer(t, Options{Rate: 1e-9, Burst: 1})
	get(limited, "/api/v1/topics")
	c.call(t, limited, 429, "POST", checkPath, `{"text":"a b"}`, json...)
	late := newServer(t, Options{WriteTimeout: time.Nanosecond})
	c.call(t, late, 504, "POST", checkPath, `{"text":"chính quyền"}`, json...)
	closed := newServer(t, Options{})
	closed.opt.Index.(interface{ Close() error }).Close()
	c.call(t, closed, 503, "POST", checkPath, `{"text":"chính quyền"}`, json...)
}

func TestQuotePage(t *testing.T) {
	s := newServer(t, Options{})
	for _, c := range []struct{ text, verdict, inside string }{
		{"Thành phố An Hải xin thí điểm", "exact", `href="/d/a?p=2#p2"`},
		{"thanh pho an hai xin thi diem", "exact", `<mark>Thành phố An Hải xin thí điểm</mark>`},
		{"Thành phố An Hải xin thí điểm mô hình chính quyền nông thôn từ năm sau", "near", "nông thôn</del>"},
		{"Hoàn toàn là câu chuyện khác hẳn", "none", "Không có trong kho"},
	} {
		w := get(s, "/quote?"+url.Values{"text": {c.text}}.Encode())
		if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, `class="verdict `+c.verdict+`"`) || !strings.Contains(body, c.inside) {
			t.Errorf("%q: %d, want %s with %s:\n%s", c.text, w.Code, c.verdict, c.inside, body)
		}
	}
	if w := get(s, "/quote?text=x&lang=en"); w.Code != 400 || !strings.Contains(w.Body.String(), "at least 2 words") {
		t.Errorf("one word: %d %s", w.Code, w.Body)
	}
	if w := get(s, "/quote"); w.Code != 200 || strings.Contains(w.Body.String(), "verdict") {
		t.Errorf("nothing asked: %d", w.Code)
	}
}

func TestQuoteLinkLeadsToItsParagraph(t *testing.T) {
	s := newServer(t, Options{})
	v, err := s.find.CheckQuote(t.Context(), "Đất đai phải được quản lý chặt")
	if err != nil || v.Verdict != find.QuoteExact || v.Passages[0].Paragraph != 4 {
		t.Fatalf("%+v %v", v, err)
	}
}

// TestSlowQuotationsHoldNoSearchUp sends a quotation in two parts, and searches between
// them, where one search runs at a time.
func TestSlowQuotationsHoldNoSearchUp(t *testing.T) {
	s := newServer(t, Options{Concurrency: 1})
	x := sendSlowly(s, "POST", checkPath)
	io.WriteString(x, `{"text":`)
	if w := get(s, "/api/v1/search?q=phường"); w.Code != 200 {
		t.Errorf("a search meanwhile: %d %s", w.Code, w.Body)
	}
	io.WriteString(x, `"chính quyền"}`)
	x.Close()
	if w := <-x.answer; w.Code != 200 {
		t.Errorf("the quotation: %d %s", w.Code, w.Body)
	}
	long := send(s, "POST", checkPath, `{"text":"`+strings.Repeat("a ", maxSearchBody/2)+`"}`, "Content-Type", appJSON)
	if long.Code != 413 {
		t.Errorf("one of a quarter of a million bytes: %d", long.Code)
	}
}
