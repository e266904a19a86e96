package web

import (
	"encoding/csv"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const kwicPath = "/api/v1/kwic"

// kwicAnswers asks for lines in every way.
func kwicAnswers(t *testing.T, c *contract) {
	t.Helper()
	s := newServer(t, Options{})
	for _, query := range []string{"q=%C4%91%C3%B4+th%E1%BB%8B", "q=%C4%91%C3%B4+th%E1%BB%8B&sort=left&left=2&right=3", "q=tr%C6%B0%E1%BB%9Dng&match=any&sort=speaker&page=2&per_page=1",
		"q=kh%C3%B4ngc%C3%B3&sort=date", "q=b%C3%A1o+c%C3%A1o&neighbours=count&year=2025&year=none", "q=topic:do-thi"} {
		c.call(t, s, 200, "GET", kwicPath+"?"+query, "")
	}
	for _, query := range []string{"", "q=a&left=31", "q=a&sort=x", "q=%22a&q=b", "q=a&per_page=200&page=51", "q=a&neighbours=x", "q=a&limit=3"} {
		c.call(t, s, 400, "GET", kwicPath+"?"+query+"&free=", "")
	}
	late := newServer(t, Options{Timeout: time.Nanosecond})
	c.call(t, late, 504, "GET", kwicPath+"?q=a", "")
	limited := newServer(t, Options{Rate: 1e-9, Burst: 1})
	get(limited, "/api/v1/topics")
	c.call(t, limited, 429, "GET", kwicPath+"?q=a", "")
	closed := newServer(t, Options{})
	closed.opt.Index.(io.Closer).Close()
	c.call(t, closed, 503, "GET", kwicPath+"?q=a", "")
}

func TestConcordancePage(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/kwic?"+url.Values{"q": {"chính quyền"}, "left": {"3"}, "right": {"2"}, "sort": {"right"}}.Encode()), http.StatusOK)
	var rows []string
	for _, tr := range p.one(t, "table", ".kwic").all("tr")[1:] {
		td := tr.all("td")
		rows = append(rows, td[0].text()+" | "+td[1].text()+" | "+td[2].text()+" → "+td[1].all("a")[0].attr("href"))
	}
	want := []string{
		"quản lý chặt; | chính quyền | các phường → /d/a?q=ch%C3%ADnh+quy%E1%BB%81n&p=4#p4",
		"Phát biểu về | chính quyền | đô thị → /d/a?q=ch%C3%ADnh+quy%E1%BB%81n",
		"Mô hình | chính quyền | đô thị → /d/a?q=ch%C3%ADnh+quy%E1%BB%81n",
		"điểm mô hình | chính quyền | đô thị → /d/a?q=ch%C3%ADnh+quy%E1%BB%81n&p=2#p2",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if n := len(p.all("section", ".beside")); n != 1 {
		t.Errorf("%d sections of neighbours", n)
	}
	p = parsePage(t, get(s, "/kwic?q=th%E1%BB%A7y&per_page=1"), http.StatusOK)
	if n := len(p.all("section", ".beside")); n != 0 {
		t.Errorf("%d sections of neighbours that nobody asked for", n)
	}
	parsePage(t, get(s, "/kwic"), http.StatusOK)
	parsePage(t, get(s, "/kwic?q=a&left=99&lang=en"), http.StatusBadRequest)
}

// TestAConcordanceIsTakenAway follows the links to the files: they have as many lines as
// the page counts.
func TestAConcordanceIsTakenAway(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/kwic?q=%C4%91%C3%B4+th%E1%BB%8B&sort=right&left=3"), 200)
	href := p.link(t, "Từ trong ngữ cảnh (CSV)")
	shown := len(p.one(t, "table", ".kwic").one(t, "tbody").all("tr"))
	rows, err := csv.NewReader(get(s, href).Body).ReadAll()
	if err != nil || shown == 0 || len(rows) != 1+shown {
		t.Errorf("%s: %d rows for %d lines, %v", href, len(rows), shown, err)
	}
}
