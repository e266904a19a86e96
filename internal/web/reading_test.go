package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/index/query"
	"vankien/index/snippet"
	"vankien/internal/find"
)

// readings is a collection that is told how to read some queries, by their text:
// as a larger one would. Its hits are its own.
type readings struct {
	Engine
	of map[string]index.Result
}

func (x readings) Search(ctx context.Context, req index.Request) (*index.Result, error) {
	res, err := x.Engine.Search(ctx, req)
	if as, ok := x.of[queryText(req.Query)]; err == nil && ok {
		res.Reading, res.Suggestions, res.Also = as.Reading, as.Suggestions, nil
		for _, h := range as.Also {
			d, err := x.Get(ctx, h.ID)
			if err != nil {
				return nil, err
			}
			h.Document = d
			res.Also = append(res.Also, h)
		}
	}
	return res, err
}

func queryText(n query.Node) string {
	if n == nil {
		return ""
	}
	return n.String()
}

func parsed(t testing.TB, q string) query.Node {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// readingServer is a server over a collection that knows phrases, slips and marks.
func readingServer(t testing.TB, opt Options) *Server {
	t.Helper()
	s := newServer(t, opt)
	compound := func(text string, from int) index.Unit {
		return index.Unit{Kind: index.UnitCompound, Text: text, From: from, To: from + len(strings.Fields(text))}
	}
	const text = "Giao thông đô thị thuận lợi hơn."
	loose := index.Fragment{Field: index.FieldBody, Fragment: snippet.Fragment{Text: text,
		Marks: []snippet.Mark{{Span: snippet.Span{Start: strings.Index(text, "đô"), End: strings.Index(text, " thuận")}, Loose: true}}}}
	s.opt.Index = readings{s.opt.Index, map[string]index.Result{
		"chính quyền đô thị": {Also: []index.Hit{{ID: "g", Fragments: []index.Fragment{loose}}, {ID: "b"}}, Reading: index.Reading{Level: index.LevelMeant,
			Units: []index.Unit{compound("chính quyền đô thị", 0)}, Totals: map[index.Level]int{index.LevelMeant: 1, index.LevelAll: 1828}}},
		"UBND quản lý đất đai bao nhiêu": {Reading: index.Reading{Level: index.LevelMeant, Units: []index.Unit{
			{Kind: index.UnitAbbreviation, Text: "UBND", Readings: []string{"ủy ban nhân dân"}, From: 0, To: 1}, compound("quản lý", 1), compound("đất đai", 3),
			{Kind: index.UnitQuestion, Text: "bao nhiêu", Optional: true, From: 5, To: 7}}, Totals: map[index.Level]int{index.LevelMeant: 2, index.LevelAll: 5}}},
		"truong hoc": {Reading: index.Reading{Level: index.LevelMeant, Units: []index.Unit{compound("truong hoc", 0)}}, Suggestions: []index.Suggestion{
			{Kind: index.SuggestMarks, Query: parsed(t, "trường học"), Total: 231}, {Kind: index.SuggestMarks, Query: parsed(t, "trưởng học"), Total: 4},
			{Kind: index.SuggestName, Query: parsed(t, "Trường Học"), Total: 1}}},
		"trường hoc": {Reading: index.Reading{Level: index.LevelMeant, Units: []index.Unit{compound("trường học", 0)}, Totals: map[index.Level]int{index.LevelMeant: 3, index.LevelAll: 9}},
			Suggestions: []index.Suggestion{{Kind: index.SuggestSpelling, Query: parsed(t, "trường học"), Total: 3, Used: true}}},
	}}
	s.find = find.New(s.opt.Index, s.opt.Taxonomy)
	return s
}

// TestReadingOnThePage shows what a page says of levels, readings and suggestions,
// with the links that go with it.
func TestReadingOnThePage(t *testing.T) {
	s := readingServer(t, Options{})
	said := func(n node) (all []string) {
		for _, e := range n.all("") {
			if class := e.attr("class"); e.Data == "p" && (class == "count" || class == "level" || class == "meant" || class == "notice") || e.Data == "ul" && class == "read" {
				line := class + ": " + e.text()
				for _, a := range e.all("a") {
					to, err := url.QueryUnescape(a.attr("href"))
					if err != nil {
						t.Fatal(err)
					}
					line += " → " + to
				}
				all = append(all, line)
			}
		}
		return all
	}
	for _, c := range []struct {
		address string
		want    []string
	}{
		{"q=chính+quyền+đô+thị", []string{"count: 1 tài liệu có cụm “chính quyền đô thị”", "level: 1.827 tài liệu khác chỉ có các từ rời → /search?q=chính quyền đô thị&match=all"}},
		{"q=chính+quyền+đô+thị&lang=en&page=1", []string{"count: 1 document has “chính quyền đô thị”", "level: 1,827 others have only the words apart → /search?q=chính quyền đô thị&match=all&lang=en"}},
		{"q=UBND+quản+lý+đất+đai+bao+nhiêu", []string{"count: 7 tài liệu có đủ các cụm từ",
			"read: Cụm từ quản lý ×tách thành từng từ đất đai ×tách thành từng từ Không bắt buộc bao nhiêu +bắt buộc phải có Tìm cả UBND = ủy ban nhân dân ×chỉ tìm chữ đã gõ" +
				" → /search?q=UBND +quản +lý đất đai bao nhiêu → /search?q=UBND quản lý +đất +đai bao nhiêu → /search?q=UBND quản lý đất đai +bao +nhiêu → /search?q=+UBND quản lý đất đai bao nhiêu"}},
		{"q=truong+hoc", []string{"meant: Bạn gõ không dấu; có phải trường học (231) · trưởng học (4)? → /search?q=trường học → /search?q=trưởng học",
			"meant: Có phải bạn muốn tìm Trường Học (1)? → /search?q=Trường Học", "count: 3 tài liệu có cụm “truong hoc”"}},
		{"q=trường+hoc", []string{"notice: Không có kết quả cho “trường hoc”; đang hiển thị kết quả cho “trường học”. Tìm đúng “trường hoc” → /search?q=+trường +hoc",
			"count: 3 tài liệu có cụm “trường học”", "level: 6 tài liệu khác chỉ có các từ rời → /search?q=trường học&match=all"}},
	} {
		if diff := cmp.Diff(c.want, said(parsePage(t, get(s, "/search?"+c.address), http.StatusOK))); diff != "" {
			t.Errorf("%s: %s", c.address, diff)
		}
	}
}

// TestAlsoGoesOn: looser hits have a heading of their own and go on counting.
func TestAlsoGoesOn(t *testing.T) {
	p := parsePage(t, get(readingServer(t, Options{}), "/search?q=chính+quyền+đô+thị"), http.StatusOK)
	also := p.one(t, "section", ".also")
	if got := also.all("h2")[0].text(); got != "Tài liệu khác: các từ đứng rời, hoặc chỉ có một số từ" {
		t.Errorf("heading %q", got)
	}
	list := also.one(t, "ol")
	if list.attr("start") != "2" || len(list.all("article")) != 2 || len(p.all("article")) != 3 {
		t.Errorf("list from %s of %d, %d hits in all", list.attr("start"), len(list.all("article")), len(p.all("article")))
	}
	if got := textsOf(also.all("mark", ".loose")); len(got) != 1 || got[0] != "đô thị" {
		t.Errorf("loose marks %q", got)
	}
	if got := also.link(t, "Báo cáo quản lý đất đai"); got != "/d/b?q=ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B" {
		t.Errorf("the hit leads to %s", got)
	}
}

// TestDocumentsOfAnotherQuery: where another query was answered, the pages of its
// hits mark what that one matches.
func TestDocumentsOfAnotherQuery(t *testing.T) {
	s := readingServer(t, Options{})
	to := parsePage(t, get(s, "/search?q=trường+hoc&per_page=5"), http.StatusOK).link(t, "Báo cáo trường học năm 2023")
	if to != "/d/c?q=tr%C6%B0%E1%BB%9Dng+h%E1%BB%8Dc&per_page=5" {
		t.Errorf("the hit leads to %s", to)
	}
	if marks := textsOf(parsePage(t, get(s, to), http.StatusOK).one(t, "article").all("mark")); len(marks) == 0 {
		t.Error("nothing is marked")
	}
}

// TestReadingKeepsTheContract: what is said is as the description of the interface
// has it.
func TestReadingKeepsTheContract(t *testing.T) {
	s := readingServer(t, Options{})
	c := newContract(t, s)
	for q := range s.opt.Index.(readings).of {
		c.call(t, s, 200, "GET", "/api/v1/search?q="+url.QueryEscape(q), "")
	}
	for _, q := range []string{"đất -đai", "S -300", "đất or đai", "bawcs", "BCT", "đô thị trường học kênh mương ngân sách thủy lợi"} {
		c.call(t, s, 200, "GET", "/api/v1/search?q="+url.QueryEscape(q), "")
	}
}

// TestFewHitsNameTheFilter: where little of what was meant is found, the search
// without the filter that excludes most stands before the hits.
func TestFewHitsNameTheFilter(t *testing.T) {
	s := newServer(t, Options{})
	for address, want := range map[string]string{
		"q=trường+học&kind=speech":          "3 kết quả nếu bỏ lọc “Phát biểu” → /search?q=trường học",
		"q=trường+học&from=2025&lang=en":    "3 results without the filter “Since 2025” → /search?q=trường học&lang=en",
		"q=chính+quyền+đô+thị&kind=report":  "1 kết quả nếu bỏ lọc “Báo cáo” → /search?q=chính quyền đô thị",
		"q=trường+học&from=2030&kind=other": "3 kết quả nếu bỏ tất cả bộ lọc → /search?q=trường học",
	} {
		tips := parsePage(t, get(s, "/search?"+address), http.StatusOK).one(t, "ul", ".tips")
		a := tips.all("a")[0]
		to, err := url.QueryUnescape(a.attr("href"))
		if got := a.text() + " → " + to; err != nil || got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
