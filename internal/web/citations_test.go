package web

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/find"
)

// citing is a made-up circle of documents: two have one number, and one is cited that
// the collection does not have.
var citing = []index.Document{
	{ID: "nq", Kind: "resolution", Title: "Nghị quyết về bến sông", Number: "18 - NQ/TƯ", Date: "2020-01-02", Body: "Theo Nghị quyết số 18-NQ/TW này và 33/2025/TT-BTC."},
	{ID: "tt1", Kind: "circular", Title: "Thông tư bến sông", Number: "33/2025/TT-BTC", Date: "2025-03-01", Body: "Căn cứ 18-NQ/\nTW; căn cứ 101/2024/ND-CP và 101/2024/NĐ-CP."},
	{ID: "tt2", Kind: "circular", Title: "Thông tư khác hẳn", Number: "33/2025/TT/BTC", Date: "2025-04-01", Body: "Không viện dẫn gì."},
	{ID: "bc", Kind: "report", Title: "Báo cáo 18/NQ-TW", Date: "2025-05-01", Abstract: "Thi hành 18-NQ/TW", Body: "Bến sông theo 18 - NQ/TW đã xong.\n\nNghị quyết số 18 của Trung ương."},
}

func citingServer(t testing.TB, opt Options) *Server {
	t.Helper()
	opt.Index = indextest.Open(t, local.OpenMemory, citing...)
	return New(opt)
}

// TestNumbersLead follows numbers to their documents, in any way of writing them.
func TestNumbersLead(t *testing.T) {
	t.Parallel()
	s := citingServer(t, Options{})
	for path, want := range map[string]string{
		"/so/18-NQ/TW": "/d/nq", "/so/18-NQ%2FTW": "/d/nq", "/so/18%20NQ-TW": "/d/nq", "/so/18nqtw": "/d/nq", "/so/18-NQ/TW/": "/d/nq",
		"/so/18-NQ/TW?lang=en": "/d/nq?lang=en", "/so/b%E1%BA%BFn": "/search?q=b%E1%BA%BFn", "/so/18": "/search?q=18",
	} {
		if w := get(s, path); w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("%s: %d %q, want %q", path, w.Code, w.Header().Get("Location"), want)
		}
	}
	several := parsePage(t, get(s, "/so/33/2025/TT-BTC"), 200)
	if got := textsOf(several.one(t, "ol", ".found").all("a")); !slices.Equal(got, []string{"Thông tư khác hẳn", "Thông tư bến sông"}) {
		t.Errorf("of several there are %q", got)
	}
	if several.one(t, "h2", "id=citing").text() != "Được viện dẫn bởi (1)" || several.link(t, "Nghị quyết về bến sông") != "/d/nq?q=%2233%2F2025%2FTT-BTC%22" {
		t.Errorf("of several: %s", several.text())
	}
	none := parsePage(t, get(s, "/so/101/2024/ND-CP?lang=en"), 200)
	if !strings.Contains(none.text(), "does not have document number 101/2024/NĐ-CP. Below are the documents that cite it.") || none.link(t, "Thông tư bến sông") == "" {
		t.Errorf("of none: %s", none.text())
	}
	if got := none.one(t, "p", ".snippet").all("mark"); len(got) == 0 {
		t.Error("the place that cites it is not marked")
	}
	nothing := parsePage(t, get(s, "/so/7-NQ/TW"), 404)
	if !strings.Contains(nothing.text(), "Kho không có văn bản số 07-NQ/TW và cũng không có tài liệu nào viện dẫn văn bản ấy.") {
		t.Errorf("of nothing: %s", nothing.text())
	}
}

// TestNumbersInTheBoxLead: the list of a number offers the document and who cites it.
func TestNumbersInTheBoxLead(t *testing.T) {
	t.Parallel()
	s := citingServer(t, Options{})
	for q, want := range map[string]string{
		"18nqtw":         "Mở văn bản mang số hiệu này /so/18-NQ/TW, 2 tài liệu viện dẫn /search?q=viendan%3A18-NQ%2FTW",
		"101/2024/ND-CP": "1 tài liệu viện dẫn /search?q=viendan%3A101%2F2024%2FN%C4%90-CP",
		"33/2025/TT-BTC": "2 văn bản mang số hiệu này /so/33/2025/TT-BTC, 1 tài liệu viện dẫn /search?q=viendan%3A33%2F2025%2FTT-BTC",
		"7-NQ/TW":        "",
		"bến sông":       "",
	} {
		var got []string
		for _, line := range parsePage(t, get(s, "/search?q="+url.QueryEscape(q)), 200).all("p", ".numbered") {
			for _, a := range line.all("a") {
				got = append(got, a.text()+" "+a.attr("href"))
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s leads to %q, want %q", q, got, want)
		}
	}
}

// TestDocumentsTellWhoCitesThem: the page of a document has both directions, and its
// text leads on.
func TestDocumentsTellWhoCitesThem(t *testing.T) {
	t.Parallel()
	s := citingServer(t, Options{})
	nq := parsePage(t, get(s, "/d/nq?q=%22ngh%E1%BB%8B+quy%E1%BA%BFt+s%E1%BB%91+18%22"), 200)
	if nq.one(t, "h2", "id=citing").text() != "Được viện dẫn bởi (2)" || nq.link(t, "Tìm trong các tài liệu viện dẫn") != "/search?q=viendan%3A18-NQ%2FTW" {
		t.Errorf("cited by: %s", nq.text())
	}
	if got := textsOf(nq.one(t, "section", "id=cites").all("li")); !slices.Equal(got, []string{"33/2025/TT-BTC"}) {
		t.Errorf("cites %q", got)
	}
	if got := nq.one(t, "article").all("a", ".to"); len(got) != 1 || got[0].attr("href") != "/so/33/2025/TT-BTC" {
		t.Errorf("its text has %d links, its own number among them", len(got))
	}
	tt := parsePage(t, get(s, "/d/tt1?lang=en&q=%22c%C4%83n+c%E1%BB%A9+18%22"), 200)
	var links []string
	for _, a := range tt.one(t, "article").all("a", ".to") {
		links = append(links, a.text()+" "+a.attr("href"))
	}
	want := []string{"18-NQ/ /so/18-NQ/TW?lang=en", "TW /so/18-NQ/TW?lang=en", "101/2024/ND-CP /so/101/2024/N%C4%90-CP?lang=en", "101/2024/NĐ-CP /so/101/2024/N%C4%90-CP?lang=en"}
	if !slices.Equal(links, want) {
		t.Errorf("links are %q, want %q", links, want)
	}
	marks := tt.one(t, "article").all("mark")
	if got := textsOf(marks); !slices.Equal(got, []string{"Căn cứ", "18"}) || marks[0].attr("id") != "m1" || marks[1].attr("id") != "" || marks[1].Parent.Data != "a" {
		t.Errorf("marks are %q, of which one is inside a link", got)
	}
	if got := tt.one(t, "section", "id=cites").text(); got != "Cites 101/2024/NĐ-CP 2 times not in the collection 18-NQ/TW" {
		t.Errorf("it %s", got)
	}
}

func TestCitationsInJSON(t *testing.T) {
	t.Parallel()
	s := citingServer(t, Options{})
	r := decode[find.ResolveView](t, get(s, "/api/v1/resolve?number=18+NQ-TW").Body)
	if r.Number != "18-NQ/TW" || r.Total != 1 || len(r.Documents) != 1 || r.Documents[0].URL != "/d/nq" || r.CitedBy != 2 {
		t.Errorf("resolved %+v", r)
	}
	c := decode[find.CitesView](t, get(s, "/api/v1/documents/tt1/cites").Body)
	if c.Total != 2 || c.Cites[0].Number != "101/2024/NĐ-CP" || c.Cites[0].Count != 2 || len(c.Cites[0].Documents) != 0 || !slices.Equal(c.Cites[1].Documents, []string{"nq"}) {
		t.Errorf("tt1 cites %+v", c)
	}
	by := decode[find.CitedByView](t, get(s, "/api/v1/documents/nq/cited-by?per_page=1&page=2").Body)
	if by.Number != "18-NQ/TW" || by.Total != 2 || by.Pages.Pages != 2 || len(by.Hits) != 1 || by.Hits[0].ID != "tt1" || len(by.Hits[0].Snippets) == 0 {
		t.Errorf("nq is cited by %+v", by)
	}
	if by := decode[find.CitedByView](t, get(s, "/api/v1/documents/bc/cited-by").Body); by.Total != 0 || by.Number != "" || by.Hits == nil {
		t.Errorf("what has no number is cited by %+v", by)
	}
	for query, want := range map[string]int{"cites=18+-+NQ/T%C6%AF": 2, "-cites=18-NQ/TW": 2, "ref=33/2025/TT/BTC": 2, "q=viendan:18-NQ/TW": 2, "q=so:18nqtw": 1, "cites=18": 0} {
		if v := decode[find.SearchView](t, get(s, "/api/v1/search?"+query).Body); v.Total != want {
			t.Errorf("%s finds %d, want %d", query, v.Total, want)
		}
	}
	v := decode[find.SearchView](t, get(s, "/api/v1/search?facets=cites&cites=18-nq/tw").Body)
	if f := v.Facets[index.FieldCites]; f.TotalValues != 3 || f.Values[0].Value != "18-NQ/TW" || !f.Values[0].Selected || f.Values[0].Count != 2 {
		t.Errorf("most cited: %+v", f)
	}
}

// citationAnswers are those of who cites whom that the description promises.
func citationAnswers(t *testing.T, c *contract) {
	t.Helper()
	s := citingServer(t, Options{})
	for _, path := range []string{"resolve?number=18-NQ/TW", "resolve?number=33/2025/TT-BTC", "resolve?number=7-NQ/TW", "documents/tt1/cites", "documents/tt2/cites",
		"documents/nq/cited-by", "documents/nq/cited-by?limit=1&sort=date&snippets=0", "documents/bc/cited-by?page=1", "search?facets=cites&cites=18-NQ/TW&-cites=x&ref=1-NQ/TW&-ref=y"} {
		c.call(t, s, 200, "GET", "/api/v1/"+path, "")
	}
	limited := citingServer(t, Options{Rate: 1e-9, Burst: 1})
	busy := busyServer(t, Options{Timeout: time.Nanosecond})
	get(limited, "/api/v1/topics")
	closed := citingServer(t, Options{})
	closed.opt.Index.(io.Closer).Close()
	for _, path := range []string{"/api/v1/documents/a/cites", "/api/v1/documents/a/cited-by", "/api/v1/resolve?number=" + url.QueryEscape("18-NQ/TW")} {
		with := "?x=1"
		if strings.Contains(path, "?") {
			with = "&x=1"
		}
		c.call(t, s, 400, "GET", path+with, "")
		c.call(t, busy, 504, "GET", path, "")
		c.call(t, limited, 429, "GET", path, "")
		c.call(t, closed, 503, "GET", path, "")
	}
	c.call(t, s, 400, "GET", "/api/v1/resolve?number=18&free=", "")
	c.call(t, s, 404, "GET", "/api/v1/documents/nope/cites", "")
	c.call(t, s, 404, "GET", "/api/v1/documents/nope/cited-by", "")
}
