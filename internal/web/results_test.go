package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/internal/find"
)

// facetBoxes lists the values of a facet as "[x] label count"; "-" stands for what
// is excluded.
func facetBoxes(p node, field string) (all []string) {
	for _, set := range p.all("fieldset", "data-field="+field) {
		for _, li := range set.all("li") {
			sign := " "
			for _, box := range li.all("input", "type=checkbox") {
				if _, on := box.given("checked"); on {
					sign = map[string]string{field: "x", "-" + field: "-"}[box.attr("name")]
				}
			}
			all = append(all, "["+sign+"] "+li.one0("label").text())
		}
	}
	return all
}

// given returns an attribute and whether the element has it.
func (n node) given(name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// one0 returns the first such element.
func (n node) one0(tag string, conditions ...string) node { return n.all(tag, conditions...)[0] }

// send is where a form leads, with boxes "name=value" ticked or, if they are, not.
func (n node) send(toggled ...string) string {
	v := url.Values{}
	for _, in := range n.all("input") {
		name, value := in.attr("name"), in.attr("value")
		_, on := in.given("checked")
		on = on != slices.Contains(toggled, name+"="+value)
		if name != "" && (in.attr("type") != "checkbox" || on) {
			v.Add(name, value)
		}
	}
	return n.attr("action") + "?" + v.Encode()
}

func filtersOf(t *testing.T, p node) node {
	t.Helper()
	return p.one(t, "aside", ".filters").one(t, "form")
}

func TestFacets(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?topic=giao-duc&page=1"), http.StatusOK)
	want := []string{"[x] Giáo dục 2", "[ ] Đất đai 2", "[ ] Đô thị 2", "[ ] Lịch sử 1", "[ ] không có 7"}
	if diff := cmp.Diff(want, facetBoxes(p, "topic")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"[ ] 2024 1", "[ ] 2023 1"}, facetBoxes(p, "year")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"[ ] Báo cáo 1", "[ ] Phát biểu 1"}, facetBoxes(p, "kind")); diff != "" {
		t.Error(diff)
	}
	p = parsePage(t, get(s, "/search?topic=Gi%C3%A1o+d%E1%BB%A5c&-kind=report&from=2024&to=2024&speaker=Ai+%C4%91%C3%B3"), http.StatusOK)
	for field, want := range map[string]string{"topic": "[x] Giáo dục 0", "kind": "[-] Báo cáo 0", "speaker": "[x] Ai đó 0"} {
		if got := facetBoxes(p, field); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %q, want %q in the first place", field, got, want)
		}
	}
}

// TestFiltersAreOneForm sends the form as a browser without scripts does.
func TestFiltersAreOneForm(t *testing.T) {
	s := newServer(t, Options{})
	const at = "/search?q=b%C3%A1o&topic=Gi%C3%A1o+d%E1%BB%A5c&sort=date&view=compact&number=x&duplicates=show&lang=en&per_page=3&page=2"
	form := filtersOf(t, parsePage(t, get(s, at), http.StatusOK))
	for _, c := range []struct {
		toggled []string
		changed url.Values
	}{
		{nil, url.Values{}},
		{[]string{"topic=giao-duc"}, url.Values{"topic": nil}},
		{[]string{"-topic=giao-duc"}, url.Values{"-topic": {"giao-duc"}}},
	} {
		to, err := url.Parse(form.send(c.toggled...))
		if err != nil {
			t.Fatal(err)
		}
		want := url.Values{"q": {"báo"}, "topic": {"giao-duc"}, "sort": {"date"}, "view": {"compact"}, "number": {"x"}, "duplicates": {"show"},
			"lang": {"en"}, "per_page": {"3"}, "from": {""}, "to": {""}}
		for name, values := range c.changed {
			if want[name] = values; values == nil {
				delete(want, name)
			}
		}
		if diff := cmp.Diff(want, to.Query()); diff != "" {
			t.Errorf("%q: %s", c.toggled, diff)
		}
		parsePage(t, get(s, to.String()), http.StatusOK)
	}
	form = filtersOf(t, parsePage(t, get(s, "/search"), http.StatusOK))
	p := parsePage(t, get(s, form.send("topic=dat-dai", "topic=giao-duc", "-kind=report")), http.StatusOK)
	if got := p.one(t, "p", ".count").text(); got != "2 kết quả" {
		t.Errorf("two topics without reports: %q", got)
	}
}

func TestTagsKeepTheSearch(t *testing.T) {
	p := parsePage(t, get(newServer(t, Options{}), "/search?q=ch%C3%ADnh+quy%E1%BB%81n&kind=speech&page=1"), http.StatusOK)
	if got := p.link(t, "Đô thị"); got != "/search?q=ch%C3%ADnh+quy%E1%BB%81n&topic=do-thi&kind=speech" {
		t.Errorf("the tag leads to %s", got)
	}
}

func TestCompactView(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?q=%C4%91%E1%BA%A5t+%C4%91ai&view=compact"), http.StatusOK)
	if got := textsOf(p.one(t, "ol", ".compact").all("article"))[0]; got != "Báo cáo quản lý đất đai tháng 06/2024 Sở Đất đai An Hải Đất đai ở vùng ven được rà soát. Không còn tranh chấp." {
		t.Errorf("line %q", got)
	}
	if got := p.link(t, "Đầy đủ"); got != "/search?q=%C4%91%E1%BA%A5t+%C4%91ai" {
		t.Errorf("the whole view is at %s", got)
	}
	if p = parsePage(t, get(s, "/search?view=x"), http.StatusBadRequest); len(p.all("div", "role=alert")) != 1 {
		t.Error("a view that there is not is not refused")
	}
}

// bars lists the lines of the chart's table as "label count", those of the range with "*".
func bars(t *testing.T, p node) (all []string) {
	t.Helper()
	for _, row := range p.one(t, "figure", ".chart").one(t, "tbody").all("tr") {
		line := row.text()
		if row.attr("class") == "on" {
			line += "*"
		}
		all = append(all, line)
	}
	return all
}

func TestChartCountsAllYears(t *testing.T) {
	s := newServer(t, Options{})
	for q, want := range map[string][]string{
		"":                                     {"2019 1", "2020 1", "2021 1", "2022 1", "2023 2", "2024 2", "2025 3"},
		"?from=2022":                           {"2019 1", "2020 1", "2021 1", "2022 1*", "2023 2*", "2024 2*", "2025 3*"},
		"?from=2022-05&to=1/2/2024&chart=year": {"2019 1", "2020 1", "2021 1", "2022 1*", "2023 2*", "2024 2*", "2025 3"},
		"?year=2020&year=none&-year=2019":      {"2019 1", "2020 1*", "2021 1", "2022 1", "2023 2", "2024 2", "2025 3"},
		"?kind=report":                         {"2020 1", "2021 0", "2022 0", "2023 1", "2024 1", "2025 2"},
		"?from=1900&to=1901&chart=year":        {"2019 1", "2020 1", "2021 1", "2022 1", "2023 2", "2024 2", "2025 3"},
	} {
		p := parsePage(t, get(s, "/search"+q), http.StatusOK)
		if diff := cmp.Diff(append(want, map[bool]string{false: "Không ghi ngày 1", true: "Không ghi ngày 1*"}[strings.Contains(q, "none")]), bars(t, p)); diff != "" {
			t.Errorf("%s: %s", q, diff)
		}
	}
	p := parsePage(t, get(s, "/search?from=2022&lang=en"), http.StatusOK)
	if got := p.one(t, "figcaption").text(); got != "Without the date filter: 11 documents with a date + 1 without = 12. From 2022…; choose the end." {
		t.Errorf("it says %q", got)
	}
}

// TestChartByMonthsAndPeriods counts a short range by months, and all by congresses.
func TestChartByMonthsAndPeriods(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?from=2024-06&to=2025&lang=en"), http.StatusOK)
	got := bars(t, p)
	if len(got) != 24 || got[0] != "01/2024 0" || got[5] != "06/2024 1*" || got[8] != "09/2024 1*" || got[12] != "01/2025 1*" {
		t.Errorf("months %q", got)
	}
	if got := p.one(t, "figcaption").text(); !strings.HasPrefix(got, "These years: 5 documents with a month + 0 with a year only = 5.") {
		t.Errorf("it says %q", got)
	}
	if got := p.link(t, "09/2024"); got != "/search?from=2024-09&lang=en" {
		t.Errorf("a month begins %s", got)
	}
	p = parsePage(t, get(s, "/search?from=2024-06&to=2025&chart=period"), http.StatusOK)
	if got := bars(t, p); !slices.Equal(got, []string{"Đại hội XII 2", "Đại hội XIII 9*", "Không ghi ngày 1"}) {
		t.Errorf("periods %q", got)
	}
	if got := p.one(t, "figcaption").text(); got != "11 tài liệu trong các nhiệm kỳ + 0 ngoài hoặc giữa hai nhiệm kỳ + 1 không ghi ngày = 12. Chọn một nhiệm kỳ." {
		t.Errorf("it says %q", got)
	}
	if got := p.link(t, "Đại hội XII"); got != "/search?from=2016-01-20&to=2021-01-24&chart=period" {
		t.Errorf("the period is at %s", got)
	}
	if p = parsePage(t, get(s, "/search?chart=week"), http.StatusBadRequest); len(p.all("div", "role=alert")) != 1 {
		t.Error("a chart that there is not is not refused")
	}
}

// TestNoneIsAValue takes the documents without a year and those without a speaker.
func TestNoneIsAValue(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?from=2020&year=2024&lang=en"), http.StatusOK)
	if got := p.link(t, "Undated"); got != "/search?year=none&lang=en" {
		t.Errorf("the undated are at %s", got)
	}
	p = parsePage(t, get(s, "/search?year=none&year=2022"), http.StatusOK)
	if got := facetBoxes(p, "year"); !slices.Equal(got[:3], []string{"[x] 2022 1", "[x] không có 1", "[ ] 2025 3"}) {
		t.Errorf("years %q", got)
	}
	if got := p.link(t, "Không ghi ngày"); got != "/search?year=2022" {
		t.Errorf("the chosen bar leads to %s", got)
	}
	p = parsePage(t, get(s, filtersOf(t, p).send("year=2022", "-kind=report")), http.StatusOK)
	if got := p.one(t, "ul", ".chips").text(); got != "Loại tài liệu Trừ Báo cáo ×bỏ bộ lọc này Năm không có ×bỏ bộ lọc này Bỏ tất cả bộ lọc" {
		t.Errorf("chips %q", got)
	}
	if got := p.one(t, "p", ".count").text(); got != "Không có kết quả nào" {
		t.Errorf("undated reports, excluded: %q", got)
	}
	p = parsePage(t, get(s, "/search?group=speaker&q=b%C3%A1o+c%C3%A1o&match=any"), http.StatusOK)
	if got := p.link(t, "Tất cả 5 tài liệu: Không ghi người phát biểu"); got != "/search?q=b%C3%A1o+c%C3%A1o&speaker=none&match=any" {
		t.Errorf("the documents without a speaker are at %s", got)
	}
}

// TestTwoBarsMakeARange follows the links as two clicks do.
func TestTwoBarsMakeARange(t *testing.T) {
	s := newServer(t, Options{})
	click := func(at, year string) string {
		for _, a := range parsePage(t, get(s, at), http.StatusOK).one(t, "figure", ".chart").one(t, "tbody").all("a") {
			if strings.HasPrefix(a.text(), year) {
				return a.attr("href")
			}
		}
		t.Fatalf("no bar %s at %s", year, at)
		return ""
	}
	for _, c := range [][3]string{
		{"2022", "2024", "/search?q=b%C3%A1o+c%C3%A1o&from=2022&to=2024"},
		{"2024", "2022", "/search?q=b%C3%A1o+c%C3%A1o&from=2022&to=2024"},
		{"2023", "2023", "/search?q=b%C3%A1o+c%C3%A1o&from=2023&to=2023"},
	} {
		to := click(click("/search?q=b%C3%A1o+c%C3%A1o&match=all&page=1&chart=year", c[0]), c[1])
		if got := strings.Replace(to, "&match=all&chart=year", "", 1); got != c[2] {
			t.Errorf("%s, then %s: %s", c[0], c[1], got)
		}
		if got := click(to, "2020"); !strings.Contains(got, "&from=2020&match=all") {
			t.Errorf("a third click leads to %s", got)
		}
	}
}

func TestAllValuesOfAFacet(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search/facet?field=speaker&q=ph%C3%A1t&-speaker=Nguy%E1%BB%85n+An&fq=tran&sort=date"), http.StatusOK)
	if got := facetBoxes(p, "speaker"); !slices.Equal(got, []string{"[ ] Trần Văn Bình 1"}) {
		t.Errorf("values %q", got)
	}
	forms := p.all("form", "action=/search")
	to, err := url.Parse(forms[len(forms)-1].send("speaker=Trần Văn Bình"))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"q": {"phát"}, "speaker": {"Trần Văn Bình"}, "-speaker": {"Nguyễn An"}, "sort": {"date"}}
	if diff := cmp.Diff(want, to.Query()); diff != "" {
		t.Error(diff)
	}
	v := decode[find.FacetListView](t, get(s, "/api/v1/search/facet?field=organisation&per_page=2&page=2").Body)
	if len(v.Values) != 1 || v.TotalValues != 3 || v.Pages != 2 || v.Total != 12 || v.Missing != 8 {
		t.Errorf("%+v", v)
	}
	problem(t, get(s, "/api/v1/search/facet?field=title"), 400, "invalid_parameter")
	problem(t, get(s, "/api/v1/search/facet?fild=topic"), 400, "unknown_parameter")
}

// resultAnswers asks for what is around a list in every way.
func resultAnswers(t *testing.T, c *contract, s *Server) {
	t.Helper()
	const facet = "/api/v1/search/facet"
	for _, query := range []string{"", "?field=year&q=a&kind=report&-topic=x&from=2020", "?field=speaker&fq=an&page=2&per_page=1"} {
		c.call(t, s, 200, "GET", facet+query, "")
	}
	c.call(t, s, 400, "GET", facet+"?field=x", "")
	const groups = "/api/v1/search/groups"
	for _, query := range []string{"", "?group=year&q=b%C3%A1o&page=2&per_page=3&sort=title&duplicates=fold", "?group=event&kind=speech&from=2020&snippets=0"} {
		c.call(t, s, 200, "GET", groups+query, "")
	}
	c.call(t, s, 400, "GET", groups+"?group=topic", "")
	late, limited, closed := newServer(t, Options{Timeout: 1}), newServer(t, Options{Rate: 1e-9, Burst: 1}), newServer(t, Options{})
	get(limited, facet)
	closed.opt.Index.(interface{ Close() error }).Close()
	for _, path := range []string{facet, groups} {
		c.call(t, late, 504, "GET", path, "")
		c.call(t, limited, 429, "GET", path, "")
		c.call(t, closed, 503, "GET", path, "")
	}
}

func TestGroups(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?group=speaker&sort=date&-speaker=Nguy%E1%BB%85n+An&page=1"), http.StatusOK)
	sections := p.all("section", ".group")
	var got []string
	for _, x := range sections {
		got = append(got, x.one0("h2").text()+": "+strings.Join(textsOf(x.one(t, "ol", ".hits").all("h2")), " | "))
	}
	want := []string{"Lê Thị Hòa 2: Lễ khánh thành cầu Sông Mai | Phát biểu về chính quyền đô thị", "Trần Văn Bình 2: Báo cáo trường học năm 2023 | Phát biểu khai giảng"}
	if len(got) != 3 || !slices.Equal(got[:2], want) || !strings.HasPrefix(got[2], "Không ghi người phát biểu 7: ") {
		t.Errorf("groups %q", got)
	}
	if got := p.one(t, "p", ".count").text(); got != "11 kết quả, 3 nhóm" {
		t.Errorf("count %q", got)
	}
	p = parsePage(t, get(s, "/search?group=year&from=2023&to=2025&page=2&per_page=2"), http.StatusOK)
	if got := textsOf(p.all("section", ".group")); len(got) != 1 || !strings.HasPrefix(got[0], "2023 2 ") {
		t.Errorf("the second page of years %q", got)
	}
	v := decode[find.GroupsView](t, get(s, "/api/v1/search/groups?group=organisation&q=b%C3%A1o+c%C3%A1o&per_page=1").Body)
	if len(v.Groups) != 1 || v.Groups[0].Value != "Sở Tài chính An Hải" || v.Groups[0].Count != 2 || len(v.Groups[0].Hits) != 2 || v.TotalGroups != 3 || v.Pages != 3 {
		t.Errorf("%+v", v)
	}
	problem(t, get(s, "/api/v1/search/groups?group=topic"), 400, "invalid_parameter")
	problem(t, get(s, "/api/v1/search/groups?offset=1"), 400, "unknown_parameter")
	if p = parsePage(t, get(s, "/search?group=x"), http.StatusBadRequest); len(p.all("div", "role=alert")) != 1 {
		t.Error("groups that there are not are not refused")
	}
}
