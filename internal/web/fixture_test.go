package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/topics"
)

const key = "mật-khẩu"

var keys = []Key{{"thư-ký", key}}

const taxonomyYAML = `
version: 1
topics:
  - id: do-thi
    labels: {vi: Đô thị, en: Urban affairs}
    cues:
      đô thị: 3
  - id: dat-dai
    labels: {vi: Đất đai, en: Land}
    broader: do-thi
    cues:
      đất đai: 3
  - id: giao-duc
    labels: {vi: Giáo dục, en: Education}
    cues:
      trường học: 3
`

// collection is made up: places, offices and texts.
var collection = []index.Document{
	{ID: "a", Kind: "speech", Title: "Phát biểu về chính quyền đô thị", Abstract: "Mô hình chính quyền đô thị cho thành phố An Hải.",
		Body: "Kính thưa các đại biểu.\nThành phố An Hải xin thí điểm mô hình chính quyền đô thị từ năm sau. Bộ máy hành chính sẽ gọn hơn.\n\nĐất đai phải được quản lý chặt; chính quyền các phường chịu trách nhiệm.\nXin cảm ơn.",
		Date: "2025-01-13", Speaker: "Lê Thị Hòa", Role: "Chủ tịch thành phố", Organisation: "Thành phố An Hải", Place: "An Hải", Event: "Hội nghị đô thị",
		Number: "18-BC/AH", Topics: []string{"do-thi", "dat-dai"}, Language: "vi", Source: "Sổ tay mẫu https://example.org/a"},
	{ID: "b", Kind: "report", Title: "Báo cáo quản lý đất đai", Body: "Đất đai ở vùng ven được rà soát.\nKhông còn tranh chấp.", Date: "2024-06",
		Organisation: "Sở Đất đai An Hải", Topics: []string{"dat-dai"}},
	{ID: "c", Kind: "report", Title: "Báo cáo trường học năm 2023", Body: "Toàn tỉnh có thêm ba trường học. Học sinh vùng cao được ở nội trú.",
		Date: "2023-11-20", Speaker: "Trần Văn Bình", Place: "Vĩnh Sơn", Topics: []string{"giao-duc"}},
	{ID: "d", Kind: "speech", Title: "Phát biểu khai giảng", Body: "Trường học là nơi bắt đầu. Thầy trò cùng gắng sức.", Date: "2024-09-05",
		Speaker: "Trần Văn Bình", Place: "Vĩnh Sơn", Topics: []string{"giao-duc"}},
	{ID: "e", Kind: "other", Title: "Thông báo <script>alert('x')</script> & \"nháy\"", Body: "Nội dung có <b>thẻ</b> & ký tự lạ.\n<img src=x onerror=alert(1)>",
		Date: "2022", Source: "javascript:alert(1)"},
	{ID: "thư mục/tệp 1?.txt", Kind: "other", Title: "Tên có dấu gạch chéo", Body: "Tài liệu có mã nhiều ký tự lạ.", Date: "2021-05-01"},
	{ID: "g", Kind: "speech", Title: "Lễ khánh thành cầu Sông Mai", Body: "Cầu nối hai bờ Sông Mai. Giao thông đô thị thuận lợi hơn.", Date: "2023-03-01",
		Speaker: "Lê Thị Hòa", Place: "An Hải", Topics: []string{"do-thi", "lich-su"}},
	{ID: "h", Kind: "report", Body: "Một văn bản không có tiêu đề và không có ngày tháng."},
	{ID: "i", Kind: "report", Title: "Báo cáo ngân sách quý một", Body: "Thu ngân sách đạt kế hoạch. Chi cho trường học tăng.", Date: "2025-04-02", Organisation: "Sở Tài chính An Hải"},
	{ID: "j", Kind: "report", Title: "Báo cáo ngân sách quý hai", Body: "Thu ngân sách vượt kế hoạch.", Date: "2025-07-02", Organisation: "Sở Tài chính An Hải"},
	{ID: "k", Kind: "report", Title: "Báo cáo thủy lợi", Body: "Hồ chứa đầy nước. Kênh mương được nạo vét.", Date: "2020-02-10", Place: "Vĩnh Sơn"},
	{ID: "l", Kind: "speech", Title: "Phát biểu tổng kết", Body: "Chúng ta đã hòa giải được nhiều việc.", Date: "2019-12-31", Speaker: "Nguyễn An"},
}

// newServer returns a server over the collection. The index is the server's
// own and closed after the test.
func newServer(t testing.TB, opt Options) *Server {
	t.Helper()
	x := indextest.Open(t, local.OpenMemory, collection...)
	err := x.PutLabels(t.Context(), map[string]string{"lich-su": "Lịch sử"})
	if err != nil {
		t.Fatal(err)
	}
	if opt.Taxonomy, err = topics.Load(strings.NewReader(taxonomyYAML)); err != nil {
		t.Fatal(err)
	}
	opt.Index = x
	return New(opt)
}

// send asks the server; headers come in pairs.
func send(s *Server, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func get(s *Server, target string) *httptest.ResponseRecorder {
	return send(s, http.MethodGet, target, "")
}

// authorized are the headers of a write.
func authorized(contentType string) []string {
	return []string{"Authorization", "Bearer " + key, "Content-Type", contentType}
}

func decode[T any](t testing.TB, body io.Reader) T {
	t.Helper()
	var v T
	d := json.NewDecoder(body)
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// problem checks that an answer is a problem with the given status and code.
func problem(t testing.TB, w *httptest.ResponseRecorder, status int, code string) Problem {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if ct := w.Header().Get("Content-Type"); ct != problemCT {
		t.Errorf("content type %q, want %q", ct, problemCT)
	}
	p := decode[Problem](t, w.Body)
	if p.Code != code || p.Status != status || p.Type != "/api#"+code || p.Title == "" || p.Detail == "" {
		t.Errorf("problem %+v, want code %s", p, code)
	}
	if p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("request id %q, header %q", p.RequestID, w.Header().Get("X-Request-Id"))
	}
	return p
}

// node is a page in parsed form.
type node struct{ *html.Node }

// parsePage parses an HTML answer with the given status.
func parsePage(t testing.TB, w *httptest.ResponseRecorder, status int) node {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if ct := w.Header().Get("Content-Type"); ct != textHTML {
		t.Fatalf("content type %q", ct)
	}
	n, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return node{n}
}

func (n node) attr(name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// all returns the elements with a tag ("" any), in order, for which every
// condition holds: "name=value" of an attribute, or ".class".
func (n node) all(tag string, conditions ...string) (found []node) {
	for d := range n.Descendants() {
		e := node{d}
		if d.Type != html.ElementNode || tag != "" && d.Data != tag {
			continue
		}
		ok := true
		for _, c := range conditions {
			if class, is := strings.CutPrefix(c, "."); is {
				ok = ok && strings.Contains(" "+e.attr("class")+" ", " "+class+" ")
			} else {
				name, value, _ := strings.Cut(c, "=")
				ok = ok && e.attr(name) == value
			}
		}
		if ok {
			found = append(found, e)
		}
	}
	return found
}

// one returns the only such element.
func (n node) one(t testing.TB, tag string, conditions ...string) node {
	t.Helper()
	found := n.all(tag, conditions...)
	if len(found) != 1 {
		t.Fatalf("%d elements %s %q, want 1", len(found), tag, conditions)
	}
	return found[0]
}

// text returns the text with runs of white space as one blank.
func (n node) text() string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch d.Data {
		case "p", "li", "h1", "h2", "h3", "div":
			b.WriteString(" ")
		}
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// link returns the address of the link with this text.
func (n node) link(t testing.TB, text string) string {
	t.Helper()
	var seen []string
	for _, a := range n.all("a") {
		if a.text() == text {
			return a.attr("href")
		}
		seen = append(seen, a.text())
	}
	t.Fatalf("no link %q among %q", text, seen)
	return ""
}

func textsOf(nodes []node) (all []string) {
	for _, n := range nodes {
		all = append(all, n.text())
	}
	return all
}
