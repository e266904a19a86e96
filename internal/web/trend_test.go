package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"testing"

	"vankien/internal/find"
)

// trendAnswers asks for counts over time in every way.
func trendAnswers(t *testing.T, c *contract, s, late, limited, closed *Server) {
	t.Helper()
	const path = "/api/v1/histogram"
	for _, query := range []string{"", "?q=%C4%91%E1%BA%A5t+%C4%91ai&q=b%C3%A1o+c%C3%A1o&interval=quarter&measure=matches", "?q=b%C3%A1o&interval=month&measure=per_million&kind=report",
		"?interval=period", "?interval=quoc-hoi&measure=", "?q=x&from=2024&to=2024&sort=-date&accents=fold&match=all"} {
		c.call(t, s, 200, "GET", path+query, "")
	}
	for _, query := range []string{"interval=week", "measure=hits", "interval=nope", "q=a&q=b&q=c&q=d&q=e&q=f", "page=2", "q=ngay:x", "from=x"} {
		c.call(t, s, 400, "GET", path+"?"+query, "")
	}
	for _, query := range []string{"a=2024", "a=2016..2020&b=2023..&min=1&q=b%C3%A1o+c%C3%A1o&kind=report", "a=dang-13&b="} {
		c.call(t, s, 200, "GET", "/api/v1/keyness?"+query, "")
	}
	for _, query := range []string{"a=x", "a=2024&b=2024", "a=2020..2019", "a=2016..2020&b=dang-12", "a=2024&min=0"} {
		c.call(t, s, 400, "GET", "/api/v1/keyness?"+query, "")
	}
	c.call(t, late, 504, "GET", "/api/v1/keyness?a=2024", "")
	c.call(t, limited, 429, "GET", "/api/v1/keyness?a=2024", "")
	c.call(t, closed, 503, "GET", "/api/v1/keyness?a=2024", "")
	c.call(t, late, 504, "GET", path, "")
	c.call(t, limited, 429, "GET", path, "")
	c.call(t, closed, 503, "GET", path, "")
}

// overTime says a histogram: "q: total missing(undated coarse outside) key=count …".
func overTime(t *testing.T, s *Server, query string) string {
	t.Helper()
	w := get(s, "/api/v1/histogram?"+query)
	var v find.HistogramView
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != 200 {
		t.Fatalf("%s: %d %s", query, w.Code, w.Body)
	}
	var out []string
	for _, x := range v.Series {
		line, sum := fmt.Sprintf("%s: %d %d(%d %d %d)", x.Q, x.Total, x.Missing, x.Undated, x.Coarse, x.Outside), x.Missing
		for _, b := range x.Buckets {
			line += fmt.Sprintf(" %s=%d", b.Key, b.Count)
			sum += b.Count
		}
		if sum != x.Total {
			t.Errorf("%s: buckets and missing of %q are %d, not %d", query, x.Q, sum, x.Total)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestHistogram(t *testing.T) {
	s := newServer(t, Options{})
	for _, c := range []struct{ query, want string }{
		{"q=" + url.QueryEscape("đất đai"), "đất đai: 2 0(0 0 0) 2024=1 2025=1"},
		{"q=" + url.QueryEscape("báo cáo") + "&q=" + url.QueryEscape("đô thị"), "báo cáo: 5 0(0 0 0) 2020=1 2021=0 2022=0 2023=1 2024=1 2025=2\nđô thị: 2 0(0 0 0) 2020=0 2021=0 2022=0 2023=1 2024=0 2025=1"},
		{"kind=report&interval=quarter&from=2024", ": 3 0(0 0 0) 2024-Q2=1 2024-Q3=0 2024-Q4=0 2025-Q1=0 2025-Q2=1 2025-Q3=1"},
		{"kind=other&interval=month", ": 2 1(0 1 0) 2021-05=1"},
		{"kind=report", ": 6 1(1 0 0) 2020=1 2021=0 2022=0 2023=1 2024=1 2025=2"},
		{"interval=period", ": 12 1(1 0 0) dang-12=2 dang-13=9"},
		{"q=" + url.QueryEscape("đất đai") + "&measure=matches", "đất đai: 3 0(0 0 0) 2024=2 2025=1"},
		{"q=zzz", "zzz: 0 0(0 0 0)"},
	} {
		if got := overTime(t, s, c.query); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.query, got, c.want)
		}
	}
}

// TestHistogramPerMillion: what is measured by are the words of all documents that pass
// the filters, whether or not they are found.
func TestHistogramPerMillion(t *testing.T) {
	s := newServer(t, Options{})
	w := get(s, "/api/v1/histogram?q="+url.QueryEscape(`"vượt kế hoạch"`)+"&measure=per_million&kind=report&from=2025")
	var v find.HistogramView
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	b := v.Series[0].Buckets // 6 + 6 words of titles, 11 + 6 of texts
	if len(b) != 1 || b[0].Count != 1 || *b[0].Words != 29 || *b[0].PerMillion != 1.0/29*1e6 {
		t.Errorf("%s", w.Body)
	}
}

func TestTrendPage(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/trends"), 200)
	if n := len(p.one(t, "form", ".trendform").all("input", "name=q")); n != 5 {
		t.Errorf("%d boxes", n)
	}
	p = parsePage(t, get(s, "/trends?q="+url.QueryEscape("báo cáo")+"&q=&q="+url.QueryEscape("đô thị")+"&topic=do-thi&topic=dat-dai&from=2023&lang=en"), 200)
	if got := textsOf(p.one(t, "ul", ".chart-legend").all("li")); fmt.Sprint(got) != "[báo cáo đô thị]" {
		t.Errorf("legend %q", got)
	}
	var cells []string
	for _, a := range p.one(t, "details", ".chart-table").all("a") {
		cells = append(cells, a.text()+" "+a.attr("href"))
	}
	if want := "1 /search?q=%C4%91%C3%B4+th%E1%BB%8B&topic=do-thi&topic=dat-dai&from=2023&to=2023&lang=en"; len(cells) != 3 || cells[0] != want {
		t.Errorf("links %q", cells)
	}
	var chips []string
	for _, a := range p.one(t, "ul", ".chips").all("a") {
		chips = append(chips, a.attr("href"))
	}
	if want := "/trends?q=b%C3%A1o+c%C3%A1o&q=%C4%91%C3%B4+th%E1%BB%8B&topic=dat-dai&from=2023&lang=en"; len(chips) != 3 || chips[0] != want {
		t.Errorf("chips lead to %q", chips)
	}
	var uses []string
	for _, r := range p.one(t, "table", ".uses").all("tr")[1:] {
		uses = append(uses, r.text())
	}
	if want := "đô thị 2 1 March 2023 Lễ khánh thành cầu Sông Mai 13 January 2025 Phát biểu về chính quyền đô thị"; len(uses) != 2 || uses[1] != want {
		t.Errorf("uses %q", uses)
	}
	for _, f := range p.all("input", "type=hidden") {
		if n := f.attr("name"); n == "q" || n == "interval" || n == "measure" {
			t.Errorf("the form has %s twice", n)
		}
	}
}

// TestTrendPageRefuses shows the form again.
func TestTrendPageRefuses(t *testing.T) {
	s := newServer(t, Options{})
	for _, query := range []string{"interval=week", "from=31/02/2021", "q=ngay:x", "measure=x"} {
		p := parsePage(t, get(s, "/trends?"+query), 400)
		if len(p.all("div", "role=alert")) != 1 || len(p.one(t, "form", ".trendform").all("input", "name=q")) != 5 {
			t.Errorf("%s: no form or no reason", query)
		}
	}
}

func TestTrendTable(t *testing.T) {
	s := newServer(t, Options{})
	w := get(s, "/trends?q="+url.QueryEscape(`"đất đai"`)+"&q="+url.QueryEscape("-khôngcó")+"&format=csv&interval=dang")
	want := "\ufeffKỳ,Từ ngày,Đến ngày,\"\"\"đất đai\"\"\",'-khôngcó\r\nĐại hội XII,2016-01-20,2021-01-24,0,2\r\nĐại hội XIII,2021-01-25,2026-01-18,2,9\r\nKhông có trên hình,,,0,1\r\n"
	if got := w.Body.String(); w.Code != 200 || got != want || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
		t.Errorf("%d %q %s", w.Code, w.Header(), got)
	}
}

func TestKeyness(t *testing.T) {
	s := newServer(t, Options{})
	w := get(s, "/api/v1/keyness?a=2025&b=..2024&min=2")
	var v find.KeynessView
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	if v.A.Documents != 3 || v.B.Documents != 8 || v.Neither != 1 {
		t.Errorf("%+v %+v %d", v.A, v.B, v.Neither)
	}
	has := map[string]find.KeyWord{}
	for _, x := range v.More {
		has[x.Text] = x
	}
	if x := has["ngân sách"]; x.A != 4 || x.B != 0 || x.Kind != "pair" || x.LogRatio <= 0 || x.LogLikelihood <= 3.84 {
		t.Errorf("%+v", x)
	}
	if x := has["sách"]; x.A != 4 || x.B != 0 || x.Kind != "word" {
		t.Errorf("%+v", x)
	}
	for _, x := range v.Less {
		if x.LogRatio >= 0 || x.B < 2 {
			t.Errorf("marks the other: %+v", x)
		}
	}
	table := get(s, "/trends/words?a=2025&b=..2024&min=2&format=csv").Body.String()
	if lines := strings.Count(table, "\n"); lines != 1+len(v.More)+len(v.Less) || !strings.Contains(table, "\n2025,ngân sách,4,0,,") {
		t.Errorf("a table of %d lines: %s", lines, table)
	}
	p := parsePage(t, get(s, "/trends/words?a=2025&b=..2024&min=2&kind=report"), 200)
	if got := p.link(t, "ngân sách"); got != "/search?q=%22ng%C3%A2n+s%C3%A1ch%22&kind=report&from=2025&to=2025" {
		t.Errorf("leads to %s", got)
	}
	for query, status := range map[string]int{"": 200, "?a=2024&b=2024": 400, "?b=2024": 400, "?a=x": 400, "?a=2025": 200} {
		parsePage(t, get(s, "/trends/words"+query), status)
	}
}

// TestTrendParametersAreDescribed: all that the addresses take, and nothing else.
func TestTrendParametersAreDescribed(t *testing.T) {
	c := newContract(t, newServer(t, Options{}))
	for path, known := range map[string][]string{"/api/v1/histogram": find.HistogramParams(), "/api/v1/keyness": find.KeynessParams()} {
		want, got := map[string]bool{}, map[string]bool{}
		for _, name := range known {
			want[name] = true
		}
		for _, p := range c.doc.Paths.Find(path).Get.Parameters {
			got[p.Value.Name] = true
		}
		if !maps.Equal(want, got) {
			t.Errorf("%s takes %v, described are %v", path, want, got)
		}
	}
}
