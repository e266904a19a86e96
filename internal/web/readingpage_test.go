package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"vankien/index"
)

// decisions are two versions of one decision, and a third document about the same.
func decisions() []index.Document {
	const first = "QUYẾT ĐỊNH\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nViệc trồng rừng ngập mặn ở xã An Hải được giao cho hợp tác xã.\nĐiều 2. Kinh phí\nKinh phí lấy từ quỹ xã là mười triệu đồng mỗi năm.\nMột đoạn sẽ bỏ đi.\nChương II\nĐiều 3. Thi hành\nQuyết định có hiệu lực từ ngày ký."
	second := strings.Replace(strings.Replace(first, "mười triệu", "hai mươi triệu", 1), "Một đoạn sẽ bỏ đi.\n", "", 1) + "\nThêm một đoạn mới <b>."
	return []index.Document{
		{ID: "v1", Title: "Quyết định về việc trồng rừng ngập mặn", Organisation: "Xã An Hải", Number: "7/QĐ-UBND", Date: "2020-01-02", Body: first},
		{ID: "v2", Title: "Quyết định về việc trồng rừng ngập mặn", Organisation: "Xã An Hải", Number: "7/QĐ-UBND", Date: "2023-04-05", Body: second},
		{ID: "r", Title: "Báo cáo rừng ngập mặn", Date: "2024", Body: "Ở xã An Hải, rừng ngập mặn được giao cho hợp tác xã."},
	}
}

func decisionServer(t *testing.T) *Server {
	t.Helper()
	s := newServer(t, Options{Keys: keys})
	if err := s.opt.Index.(index.Engine).Put(t.Context(), decisions()...); err != nil {
		t.Fatal(err)
	}
	return s
}

// readingAnswers asks for what stands beside a document.
func readingAnswers(t *testing.T, c *contract) {
	t.Helper()
	s := decisionServer(t)
	closed, limited := newServer(t, Options{}), newServer(t, Options{Rate: 1e-9, Burst: 1})
	closed.opt.Index.(index.Engine).Close()
	get(limited, "/api/v1/topics")
	for _, what := range []string{"versions", "similar"} {
		path := "/api/v1/documents/v1/" + what
		c.call(t, s, 200, "GET", path, "")
		c.call(t, s, 400, "GET", path+"?x=1", "")
		c.call(t, s, 404, "GET", "/api/v1/documents/nope/"+what, "")
		c.call(t, closed, 503, "GET", path, "")
		c.call(t, limited, 429, "GET", path, "")
		c.call(t, busyServer(t, Options{Timeout: time.Nanosecond}), 504, "GET", "/api/v1/documents/a/"+what, "")
	}
	compareAnswers(t, c, s, closed, limited)
}

func TestOutlineOfALaw(t *testing.T) {
	p := parsePage(t, get(decisionServer(t), "/d/v1"), http.StatusOK)
	outline := p.one(t, "nav", ".outline")
	if got := outline.link(t, "Chương I – QUY ĐỊNH CHUNG"); got != "#p2" {
		t.Errorf("the chapter is at %s", got)
	}
	inner := outline.all("details")[1]
	if got := inner.link(t, "Điều 2. Kinh phí"); got != "#p6" {
		t.Errorf("the article is at %s", got)
	}
	if got := p.one(t, "h3", "id=p6").text(); got != "Điều 2. Kinh phí" {
		t.Errorf("the heading is %q", got)
	}
}

// TestParagraphLinks follows links to a paragraph before and after it was changed.
func TestParagraphLinks(t *testing.T) {
	s := decisionServer(t)
	p := parsePage(t, get(s, "/d/v1?p=7"), http.StatusOK)
	if got := p.one(t, "p", ".cited"); got.attr("id") != "p7" || !strings.Contains(got.text(), "mười triệu") || got.one(t, "a", ".pl").attr("href") != "?p=7#p7" {
		t.Errorf("cited is %q", got.text())
	}
	p = parsePage(t, get(s, "/d/v1?lang=en"), http.StatusOK)
	if got := p.one(t, "p", "id=p7").one(t, "a", ".pl").attr("href"); got != "?p=7&lang=en#p7" {
		t.Errorf("in English it is at %s", got)
	}
	body, err := json.Marshal(map[string]string{"title": "Quyết định", "body": decisions()[1].Body})
	if err != nil {
		t.Fatal(err)
	}
	w := send(s, http.MethodPut, "/api/v1/documents/v1", string(body), authorized(appJSON)...)
	if w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
	p = parsePage(t, get(s, "/d/v1?p=7"), http.StatusOK)
	notice := p.one(t, "div", ".notice")
	if got := notice.text(); !strings.Contains(got, "Đoạn 7 mà liên kết này dẫn đến đã được sửa hoặc bỏ") || !strings.Contains(got, "Điều 2. Kinh phí") {
		t.Errorf("it says %q", got)
	}
	for text, want := range map[string]string{"Đoạn liền trước (6)": "?p=6#p6", "Đoạn liền sau (9)": "?p=9#p9"} {
		if got := notice.link(t, text); got != want {
			t.Errorf("%s is at %s", text, got)
		}
	}
	if got := p.one(t, "p", "id=p11").text(); got != "Quyết định có hiệu lực từ ngày ký." {
		t.Errorf("paragraph 11 is %q", got)
	}
	for _, bad := range []string{"0", "99", "x"} {
		parsePage(t, get(s, "/d/v1?p="+bad), http.StatusBadRequest)
	}
}

// TestParagraphInAnotherPortion is shown where it is.
func TestParagraphInAnotherPortion(t *testing.T) {
	s := newServer(t, Options{})
	body := strings.Repeat("kinh tế biển đảo\n", 30_000)
	if err := s.opt.Index.(index.Engine).Put(t.Context(), index.Document{ID: "long", Title: "Sách dài", Body: body}); err != nil {
		t.Fatal(err)
	}
	p := parsePage(t, get(s, "/d/long?q=kinh&p=29999"), http.StatusOK)
	if got := p.one(t, "p", ".cited").attr("id"); got != "p29999" {
		t.Errorf("cited is %s", got)
	}
}

func TestVersionsAndSimilar(t *testing.T) {
	s := decisionServer(t)
	p := parsePage(t, get(s, "/d/v1"), http.StatusOK)
	versions := p.one(t, "section", "id=versions")
	if got := versions.text(); !strings.Contains(got, "05/04/2023") || !strings.Contains(got, "cùng số hiệu, cùng tên và nơi ban hành") {
		t.Errorf("versions are %q", got)
	}
	if got := versions.link(t, "so sánh"); got != "/d/v1/diff/v2" {
		t.Errorf("they are compared at %s", got)
	}
	if got := p.one(t, "section", "id=similar").link(t, "Báo cáo rừng ngập mặn"); got != "/d/r" {
		t.Errorf("similar is %s", got)
	}
	p = parsePage(t, get(s, "/d/v2?lang=en"), http.StatusOK)
	if got := p.one(t, "section", "id=versions").link(t, "compare"); got != "/d/v1/diff/v2?lang=en" {
		t.Errorf("from the later one they are compared at %s", got)
	}
}

func TestDiffPage(t *testing.T) {
	s := decisionServer(t)
	p := parsePage(t, get(s, "/d/v1/diff/v2"), http.StatusOK)
	if got := p.one(t, "dl", ".counts").text(); got != "Giữ nguyên9 Sửa1 Thêm1 Bỏ1" {
		t.Errorf("it counts %q", got)
	}
	changed := p.one(t, "li", ".changed")
	if del, ins := changed.one(t, "del").text(), changed.one(t, "ins").text(); del != "[bỏ:] mười" || ins != "[thêm:] hai mươi" {
		t.Errorf("changed are %q and %q", del, ins)
	}
	if got := p.one(t, "li", ".new").text(); !strings.Contains(got, "Thêm một đoạn mới <b>.") {
		t.Errorf("new is %q", got)
	}
	if got := p.one(t, "li", ".dropped").one(t, "a").attr("href"); got != "/d/v1?p=8#p8" {
		t.Errorf("dropped is at %s", got)
	}
	if got := p.all("summary"); len(got) == 0 || got[0].text() != "5 đoạn giữ nguyên" {
		t.Errorf("kept runs are %v", got)
	}
	p = parsePage(t, get(s, "/d/v1/diff/v1?lang=en"), http.StatusOK)
	if got := p.one(t, "p", ".notice").text(); got != "The two are the same, paragraph by paragraph." {
		t.Errorf("of itself it says %q", got)
	}
	parsePage(t, get(s, "/d/v1/diff/nope"), http.StatusNotFound)
	parsePage(t, get(s, "/d/nope/diff/v1"), http.StatusNotFound)
	parsePage(t, get(s, "/d/v1/diff/v2?portion=2"), http.StatusBadRequest)
}

// TestLongDiff comes in portions that together have all that changed.
func TestLongDiff(t *testing.T) {
	s := newServer(t, Options{})
	var a, b strings.Builder
	for i := range 3000 {
		line := strings.Repeat("khoản "+strings.Repeat("x", i%50)+" ", 20)
		a.WriteString(line + "cũ\n")
		b.WriteString(line + "mới\n")
	}
	if err := s.opt.Index.(index.Engine).Put(t.Context(), index.Document{ID: "a", Body: a.String()}, index.Document{ID: "b", Body: b.String()}); err != nil {
		t.Fatal(err)
	}
	rows, next := 0, "/d/a/diff/b"
	for next != "" {
		w := get(s, next)
		if w.Body.Len() > 1<<20 {
			t.Fatalf("a page of %d bytes", w.Body.Len())
		}
		p := parsePage(t, w, http.StatusOK)
		rows += len(p.one(t, "ol", ".changes").all("li", ".changed"))
		next = ""
		if more := p.all("a", "rel=next"); len(more) > 0 {
			next = more[0].attr("href")
		}
	}
	if rows != 3000 {
		t.Errorf("%d of 3000 changed paragraphs", rows)
	}
}

// TestNeighbours goes through a search from document to document, across its pages.
func TestNeighbours(t *testing.T) {
	s := newServer(t, Options{})
	var want []string
	p := parsePage(t, get(s, "/search?sort=title&per_page=2"), http.StatusOK)
	for {
		for _, h := range p.all("h2") {
			if links := h.all("a"); len(links) == 1 && strings.HasPrefix(links[0].attr("href"), "/d/") {
				want = append(want, strings.Split(links[0].attr("href"), "?")[0])
			}
		}
		more := p.all("a", "rel=next")
		if len(more) == 0 {
			break
		}
		p = parsePage(t, get(s, more[0].attr("href")), http.StatusOK)
	}
	var got []string
	for next := want[0] + "?sort=title&per_page=2"; next != ""; {
		got = append(got, strings.Split(next, "?")[0])
		p := parsePage(t, get(s, next), http.StatusOK)
		next = ""
		if more := p.one(t, "p", ".beside").all("a", "rel=next"); len(more) > 0 {
			next = more[0].attr("href")
		}
	}
	if len(want) < 3 || strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the documents lead through\n%q, the list has\n%q", got, want)
	}
	if p := parsePage(t, get(s, "/d/a"), http.StatusOK); len(p.all("p", ".beside")) > 0 {
		t.Error("a document that was not searched for has neighbours")
	}
}
