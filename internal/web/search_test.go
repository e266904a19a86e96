package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/internal/find"
)

func TestSearchAnswer(t *testing.T) {
	s := newServer(t, Options{})
	w := get(s, "/api/v1/search?q=%22ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B%22&facets=topic,year,kind,speaker&snippets=1&snippet_chars=60&topic=%C4%90%C3%B4+th%E1%BB%8B")
	got := decode[map[string]any](t, w.Body)
	hit := got["hits"].([]any)[0].(map[string]any)
	if score := hit["score"].(float64); score <= 0 {
		t.Errorf("score %v", score)
	}
	if took := got["took_ms"].(float64); took < 0 {
		t.Errorf("took %v", took)
	}
	delete(hit, "score")
	delete(got, "took_ms")
	delete(got, "match")
	delete(got, "suggestions")
	want := `{
	 "query": {"q": "\"chính quyền đô thị\"", "accents": "auto"},
	 "total": 1, "page": 1, "per_page": 20, "pages": 1, "warnings": [], "also": [],
	 "hits": [{
	  "id": "a", "url": "/d/a?q=%22ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B%22",
	  "document": {"kind": "speech", "title": "Phát biểu về chính quyền đô thị", "date": "2025-01-13", "speaker": "Lê Thị Hòa",
	   "role": "Chủ tịch thành phố", "organisation": "Thành phố An Hải", "place": "An Hải", "event": "Hội nghị đô thị",
	   "number": "18-BC/AH", "topics": ["do-thi", "dat-dai"], "source": "Sổ tay mẫu https://example.org/a"},
	  "snippets": [{"field": "abstract", "text": "Mô hình chính quyền đô thị cho thành phố An Hải.", "ranges": [[8, 26]],
	   "html": "Mô hình <mark>chính quyền đô thị</mark> cho thành phố An Hải."}]
	 }],
	 "facets": {
	  "topic": {"values": [{"value": "dat-dai", "label": "Đất đai", "count": 1, "selected": false},
	    {"value": "do-thi", "label": "Đô thị", "count": 1, "selected": true}], "total_values": 2, "other": 0, "missing": 0},
	  "year": {"values": [{"value": "2025", "label": "2025", "count": 1, "selected": false}], "total_values": 1, "other": 0, "missing": 0},
	  "kind": {"values": [{"value": "speech", "label": "Phát biểu", "count": 1, "selected": false}], "total_values": 1, "other": 0, "missing": 0},
	  "speaker": {"values": [{"value": "Lê Thị Hòa", "label": "Lê Thị Hòa", "count": 1, "selected": false}], "total_values": 1, "other": 0, "missing": 0}
	 }}`
	if diff := cmp.Diff(decode[map[string]any](t, strings.NewReader(want)), got); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyAnswerHasEveryList(t *testing.T) {
	s := newServer(t, Options{})
	got := get(s, "/api/v1/search?q=kh%C3%B4ngcógì").Body.String()
	for _, part := range []string{`"total":0`, `"pages":0`, `"warnings":[]`, `"hits":[]`, `"also":[]`, `"suggestions":[]`, `"facets":{}`} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in %s", part, got)
		}
	}
}

// ids searches and returns the ids of the hits.
func ids(t *testing.T, s *Server, query string) []string {
	t.Helper()
	w := get(s, "/api/v1/search?"+query)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", query, w.Code, w.Body)
	}
	list := []string{}
	for _, h := range decode[find.SearchView](t, w.Body).Hits {
		list = append(list, h.ID)
	}
	return list
}

func TestParametersSelect(t *testing.T) {
	s := newServer(t, Options{})
	for _, c := range []struct{ query, want string }{
		{"", "j i a d b c g e thư mục/tệp 1?.txt k l h"},
		{"sort=date", "l k thư mục/tệp 1?.txt e g c b d a i j h"},
		{"per_page=3&page=2", "d b c"},
		{"offset=1&limit=2", "i a"},
		{"limit=0", ""},
		{"topic=dat-dai", "a b"},
		{"topic=%C4%90%E1%BA%A5t+%C4%91ai", "a b"},
		{"topic=dat+dai", "a b"},
		{"topic=Lich+su", "g"},
		{"topic=kh%C3%B4ng+c%C3%B3", ""},
		{"topic=dat-dai&topic=giao-duc", "a d b c"},
		{"topic=dat-dai&kind=report", "b"},
		{"-topic=dat-dai&topic=do-thi", "g"},
		{"topic=", "j i a d b c g e thư mục/tệp 1?.txt k l h"},
		{"speaker=L%C3%AA+Th%E1%BB%8B+H%C3%B2a", "a g"},
		{"speaker=Le%CC%82+Thi%CC%A3+Ho%CC%80a", "a g"}, // decomposed
		{"organisation=S%E1%BB%9F+T%C3%A0i+ch%C3%ADnh+An+H%E1%BA%A3i", "j i"},
		{"place=V%C4%A9nh+S%C6%A1n&-kind=speech", "c k"},
		{"event=H%E1%BB%99i+ngh%E1%BB%8B+%C4%91%C3%B4+th%E1%BB%8B", "a"},
		{"from=2025", "j i a"},
		{"from=01/04/2025", "j i"},
		{"from=1/4/2025&to=30/6/2025", "i"},
		{"to=2019", "l"},
		{"from=2024&to=2024", "d b"},
		{"from=2024-06&to=2024-06-30", "b"},
		{"from=&to=", "j i a d b c g e thư mục/tệp 1?.txt k l h"},
		{"q=topic:%22%C4%91%E1%BA%A5t+%C4%91ai%22&sort=date", "b a"},
		{"q=topic:dat-dai&sort=-date", "a b"},
		{"q=-topic:giao-duc+tr%C6%B0%E1%BB%9Dng", "i"},
		{"q=hoa+giai", "l"},
		{"q=ho%C3%A0+gi%E1%BA%A3i", "l"},
		{"q=hoa+giai&accents=exact", ""},
		{"q=h%C3%B3a+gi%C3%A1i&accents=fold", "l"},
		{"q=ng%C3%A2n+s%C3%A1ch&sort=title", "j i"},
		{"q=hòa+thủy&match=all", ""},
		{"q=hòa+thủy&match=any", "k l g a"},
		{"q=giải+hòa+thủy&match=any", "l k g a"},
		{"q=hòa+thủy+-topic:giao-duc+date:2019&match=any", "l"},
		{"q=hòa+thủy+-kênh&match=any", "l g a"},
	} {
		if got := strings.Join(ids(t, s, c.query), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.query, got, c.want)
		}
	}
}

func TestPaging(t *testing.T) {
	s := newServer(t, Options{})
	for _, c := range []struct{ query, want string }{
		{"per_page=5", `"total":12,"page":1,"per_page":5,"pages":3,`},
		{"per_page=5&page=9", `"total":12,"page":9,"per_page":5,"pages":3,`},
		{"offset=4", `"total":12,"offset":4,"limit":20,`},
		{"offset=9980", `"total":12,"offset":9980,"limit":20,`},
		{"limit=0", `"total":12,"offset":0,"limit":0,`},
	} {
		if got := get(s, "/api/v1/search?"+c.query).Body.String(); !strings.Contains(got, c.want) {
			t.Errorf("%s: no %s in %s", c.query, c.want, got)
		}
	}
}

func TestParametersRefused(t *testing.T) {
	s := newServer(t, Options{})
	for _, c := range []struct{ query, code, detail, fault string }{
		{"topics=dat-dai", "unknown_parameter", `unknown parameter "topics"; did you mean "topic"?`, "topics"},
		{"zzzzzzzzzz=1", "unknown_parameter", `unknown parameter "zzzzzzzzzz"`, "zzzzzzzzzz"},
		{"lang=en", "unknown_parameter", `unknown parameter "lang"`, "lang"},
		{"year=24", "invalid_parameter", "year=24 is neither a year of four digits nor none", "year"},
		{"-year=2024-01", "invalid_parameter", "-year=2024-01 is neither a year of four digits nor none", "-year"},
		{"cursor=a", "invalid_parameter", "cursor is not one that an answer to this search gave: begin anew without it", "cursor"},
		{"cursor=.YQ", "invalid_parameter", "cursor is not one that an answer to this search gave: begin anew without it", "cursor"},
		{"cursor=a&page=2", "invalid_parameter", "cursor and page or offset exclude each other", "cursor"},
		{"cursor=a&duplicates=fold", "invalid_parameter", "cursor and duplicates=fold exclude each other", "cursor"},
		{"form=2024", "unknown_parameter", `unknown parameter "form"; did you mean "from"?`, "form"},
		{"q=a&q=b", "invalid_parameter", `parameter "q" is given 2 times; it takes one value`, "q"},
		{"from=2024&from=2024", "invalid_parameter", `parameter "from" is given 2 times; it takes one value`, "from"},
		{"from=abc", "invalid_date", "from=abc is not a calendar date", "from: not written as 2025-01-13, 2025-01, 2025, 13/01/2025 or 01/2025"},
		{"from=31/02/2021", "invalid_date", "from=31/02/2021 is not a calendar date", "from: day out of range"},
		{"to=2021-13", "invalid_date", "to=2021-13 is not a calendar date", "to: month out of range"},
		{"to=0000", "invalid_date", "to=0000 is not a calendar date", "to: year out of range"},
		{"from=2021-1-1", "invalid_date", "from=2021-1-1 is not a calendar date", "from"},
		{"from=13/2021/1", "invalid_date", "from=13/2021/1 is not a calendar date", "from"},
		{"from=2025&to=2024", "invalid_date", "from=2025 is after to=2024", "from"},
		{"from=02/01/2024&to=01/01/2024", "invalid_date", "from=02/01/2024 is after to=01/01/2024", "from"},
		{"sort=newest", "invalid_parameter", "sort=newest is not one of -date, date, title, relevance, -indexed, indexed", "sort"},
		{"accents=none", "invalid_parameter", "accents=none is not one of auto, exact, fold", "accents"},
		{"match=some", "invalid_parameter", "match=some is not one of auto, meant, all, any", "match"},
		{"page=0", "invalid_parameter", "page=0 is not between 1 and 16777216", "page"},
		{"page=x", "invalid_parameter", "page=x is not a whole number", "page"},
		{"page=1.5", "invalid_parameter", "page=1.5 is not a whole number", "page"},
		{"per_page=101", "invalid_parameter", "per_page=101 is not between 1 and 100", "per_page"},
		{"per_page=-1", "invalid_parameter", "per_page=-1 is not between 1 and 100", "per_page"},
		{"offset=-1", "invalid_parameter", "offset=-1 is not between 0 and 16777216", "offset"},
		{"page=1&limit=5", "invalid_parameter", "page and per_page cannot be mixed with offset and limit", "offset"},
		{"offset=9981", "offset_too_large", "9981 + 20 is beyond the first 10000 hits; narrow the search", "offset"},
		{"page=501", "offset_too_large", "10000 + 20 is beyond the first 10000 hits; narrow the search", "page"},
		{"page=16777216&per_page=100", "offset_too_large", "1677721500 + 100 is beyond the first 10000 hits; narrow the search", "page"},
		{"facets=topic,yaer", "invalid_parameter", "facets=yaer is not one of topic, year, kind, speaker, organisation, place, event, signer, cites, number, guessed, corrected", "facets"},
		{"snippets=6", "invalid_parameter", "snippets=6 is not between 0 and 5", "snippets"},
		{"snippet_chars=5", "invalid_parameter", "snippet_chars=5 is not between 40 and 1000", "snippet_chars"},
		{"q=%ff", "invalid_parameter", `the value of "q" is not UTF-8 text`, "q"},
		{"topic=a&topic=%c3%28", "invalid_parameter", `the value of "topic" is not UTF-8 text`, "topic"},
		{"%ff=1", "invalid_parameter", "the name of a parameter is not UTF-8 text", ""},
		{"q=%zz", "invalid_parameter", "the query part of the address is malformed", ""},
		{"q=a;b", "invalid_parameter", "the query part of the address is malformed", ""},
	} {
		t.Run(c.query, func(t *testing.T) {
			p := problem(t, get(s, "/api/v1/search?"+c.query), http.StatusBadRequest, c.code)
			if p.Detail != c.detail {
				t.Errorf("detail %q, want %q", p.Detail, c.detail)
			}
			if c.fault == "" {
				return
			}
			f := p.Errors[0]
			if name, why, _ := strings.Cut(c.fault, ": "); f.Parameter != name || why != "" && f.Detail != why {
				t.Errorf("fault %+v, want %s", f, c.fault)
			}
		})
	}
}

// TestManyValuesMakeNoLargePage: the address of every link holds all values.
func TestManyValuesMakeNoLargePage(t *testing.T) {
	s := newServer(t, Options{})
	address := "/search?q=a"
	for i := range 4000 {
		address += "&place=" + strconv.Itoa(i)
	}
	w := get(s, address)
	if w.Code != http.StatusBadRequest || w.Body.Len() > 8*len(address) {
		t.Errorf("%d, %d bytes for an address of %d", w.Code, w.Body.Len(), len(address))
	}
}

func TestEveryFaultIsListed(t *testing.T) {
	s := newServer(t, Options{})
	p := problem(t, get(s, "/api/v1/search?from=x&sort=y&per_page=z"), http.StatusBadRequest, "invalid_parameter")
	var names []string
	for _, f := range p.Errors {
		names = append(names, f.Parameter)
	}
	if want := []string{"sort", "from", "per_page"}; !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(want))) {
		t.Errorf("faults of %v, want %v", names, want)
	}
}

func TestUnreadableQuery(t *testing.T) {
	s := newServer(t, Options{})
	q := "đất ngay:31/02/2021"
	p := problem(t, get(s, "/api/v1/search?q="+url.QueryEscape(q)), http.StatusBadRequest, "invalid_query")
	if p.Position == nil || *p.Position < 4 || *p.Position > utf8.RuneCountInString(q) || len(p.Errors) != 1 || p.Errors[0].Parameter != "q" {
		t.Errorf("problem %+v", p)
	}
}

func TestKindIsOneOfKinds(t *testing.T) {
	s := newServer(t, Options{})
	for _, query := range []string{"kind=spech", "-kind=foo", "kind=report&kind=poem"} {
		p := problem(t, get(s, "/api/v1/search?"+query), http.StatusBadRequest, "invalid_parameter")
		name, _, _ := strings.Cut(query, "=")
		if !strings.Contains(p.Detail, "speech, constitution, code, law") || !strings.HasSuffix(p.Detail, "letter, other") || p.Errors[0].Parameter != name {
			t.Errorf("%s: %+v", query, p)
		}
	}
}

// A topic that is nowhere is said; one that only documents have is a topic.
func TestUnknownTopicIsSaid(t *testing.T) {
	s := newServer(t, Options{})
	if err := s.opt.Index.(index.Engine).Put(t.Context(), index.Document{ID: "old", Title: "Cũ", Topics: []string{"bo-roi"}}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"topic=do-thi&topic=nope": "nope", "-topic=xx&topic=yy": "yy xx", "topic=%C4%90%E1%BA%A5t+%C4%91ai&topic=lich-su": "", "topic=bo-roi": "",
	} {
		var got []string
		v := decode[find.SearchView](t, get(s, "/api/v1/search?"+query).Body)
		for _, w := range v.Warnings {
			_, rest, _ := strings.Cut(w.Detail, "“")
			topic, _, _ := strings.Cut(rest, "”")
			if got = append(got, topic); w.Code != "unknown_topic" || w.Position != nil {
				t.Errorf("%+v", w)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: warned of %q, want %q", query, got, want)
		}
	}
	page := parsePage(t, get(s, "/search?topic=nope"), http.StatusOK).text()
	if !strings.Contains(page, "Không có chủ đề “nope”.") {
		t.Errorf("the page does not say it: %s", page)
	}
}

func TestMonthAndYear(t *testing.T) {
	s := newServer(t, Options{})
	if got := strings.Join(ids(t, s, "from=6/2024&to=06/2024"), " "); got != "b" {
		t.Errorf("found %q", got)
	}
}

func TestWarningsHaveCodePointPositions(t *testing.T) {
	s := newServer(t, Options{})
	v := decode[find.SearchView](t, get(s, "/api/v1/search?q="+url.QueryEscape(`đất "đai ở`)).Body)
	if len(v.Warnings) != 1 || v.Warnings[0].Code != "unbalanced_quote" || v.Warnings[0].Position == nil || *v.Warnings[0].Position != 4 {
		t.Errorf("warnings %+v", v.Warnings)
	}
}

func TestSnippetRangesCountCodePoints(t *testing.T) {
	s := newServer(t, Options{})
	v := decode[find.SearchView](t, get(s, "/api/v1/search?q="+url.QueryEscape("trách nhiệm")+"&snippets=3&snippet_chars=40").Body)
	if len(v.Hits) != 1 || len(v.Hits[0].Snippets) == 0 {
		t.Fatalf("hits %+v", v.Hits)
	}
	for _, sn := range v.Hits[0].Snippets {
		rs := []rune(sn.Text)
		for _, r := range sn.Ranges {
			if got := string(rs[r[0]:r[1]]); got != "trách nhiệm" {
				t.Errorf("range %v of %q is %q", r, sn.Text, got)
			}
		}
		inner := strings.Trim(sn.Text, "… ")
		if !strings.Contains(collection[0].Body, inner) {
			t.Errorf("%q is not a passage of the body", inner)
		}
	}
}

func TestFacetCountsIgnoreTheirOwnFilter(t *testing.T) {
	s := newServer(t, Options{})
	v := decode[find.SearchView](t, get(s, "/api/v1/search?topic=giao-duc&facets=topic,kind").Body)
	counts := map[string]int{}
	for _, x := range v.Facets["topic"].Values {
		counts[x.Value] = x.Count
		if x.Selected != (x.Value == "giao-duc") {
			t.Errorf("%s selected: %v", x.Value, x.Selected)
		}
	}
	want := map[string]int{"dat-dai": 2, "do-thi": 2, "giao-duc": 2, "lich-su": 1}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
	if v.Total != 2 || v.Facets["topic"].Missing != 7 {
		t.Errorf("total %d, missing %d", v.Total, v.Facets["topic"].Missing)
	}
}

func TestSearchWithoutHTTP(t *testing.T) {
	s := newServer(t, Options{})
	v, err := s.find.Search(context.Background(), url.Values{"q": {"đất đai"}, "kind": {"report"}, "facets": {"topic"}})
	if err != nil {
		t.Fatal(err)
	}
	v.TookMS = 0
	direct, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	over := decode[map[string]any](t, get(s, "/api/v1/search?q=%C4%91%E1%BA%A5t+%C4%91ai&kind=report&facets=topic").Body)
	over["took_ms"] = 0.0
	var want map[string]any
	if err := json.Unmarshal(direct, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, over); diff != "" {
		t.Errorf("the command line and the interface differ: %s", diff)
	}
	_, err = s.find.Search(context.Background(), url.Values{"topics": {"x"}})
	if p := problemOf(err); p.Code != "unknown_parameter" || err.Error() != p.Detail {
		t.Errorf("error %#v", err)
	}
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	if _, err = s.find.Search(ctx, url.Values{"q": {"đất"}}); problemOf(err).Code != "query_timeout" {
		t.Errorf("error %v", err)
	}
}
