package web

import (
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/find"
	"vankien/internal/house"
)

func TestHomePage(t *testing.T) {
	s := newServer(t, Options{Site: house.Site{Examples: []string{"đất đai", "khôngcógì", `"trường học"`}}})
	p := parsePage(t, get(s, "/"), http.StatusOK)
	if got := p.one(t, "html").attr("lang"); got != "vi" {
		t.Errorf("lang %q", got)
	}
	if got := p.one(t, "p", ".size").text(); got != "Kho có 12 tài liệu." {
		t.Errorf("size %q", got)
	}
	if got := textsOf(p.one(t, "p", ".examples").all("a")); !slices.Equal(got, []string{"đất đai", `"trường học"`}) {
		t.Errorf("examples %q", got)
	}
	if got := textsOf(p.one(t, "ol", ".shelf").all("h3")); len(got) != newestShown || got[0] != "Báo cáo ngân sách quý hai" {
		t.Errorf("newest %q", got)
	}
	if got := textsOf(p.one(t, "ul", ".index").all("a")); !slices.Equal(got, []string{"Đất đai 2", "Đô thị 2", "Giáo dục 2", "Lịch sử 1"}) {
		t.Errorf("topics %q", got)
	}
	if got := p.one(t, "ul", ".years").all("a")[0]; got.text() != "2025 3" || got.attr("href") != "/search?from=2025&to=2025" {
		t.Errorf("first year %q to %q", got.text(), got.attr("href"))
	}
	box := p.one(t, "form", "role=search")
	if box.attr("action") != "/search" || box.one(t, "input", "name=q").attr("id") != p.one(t, "label", "for=q").attr("for") {
		t.Error("the search box has no label")
	}
}

func TestEmptyCollection(t *testing.T) {
	s := New(Options{Index: indextest.Open(t, local.OpenMemory)})
	p := parsePage(t, get(s, "/"), http.StatusOK)
	if got := p.one(t, "p", ".size").text(); got != "Kho có 0 tài liệu." {
		t.Errorf("size %q", got)
	}
	p = parsePage(t, get(s, "/search"), http.StatusOK)
	if got := p.one(t, "ul", ".advice").text(); got != "Kho này còn trống." {
		t.Errorf("advice %q", got)
	}
}

func TestSearchPage(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?q=%C4%91%E1%BA%A5t+%C4%91ai&kind=report"), http.StatusOK)
	if got := p.one(t, "h1").text(); got != "Kết quả cho: đất đai" {
		t.Errorf("heading %q", got)
	}
	if got := p.one(t, "p", ".count").text(); got != "1 tài liệu có cụm “đất đai”" {
		t.Errorf("count %q", got)
	}
	hit := p.one(t, "article")
	if got := hit.one(t, "h2").one(t, "a"); got.text() != "Báo cáo quản lý đất đai" || got.attr("href") != "/d/b?q=%C4%91%E1%BA%A5t+%C4%91ai&kind=report" {
		t.Errorf("link %q to %s", got.text(), got.attr("href"))
	}
	if got := textsOf(hit.one(t, "h2").all("mark")); !slices.Equal(got, []string{"đất đai"}) {
		t.Errorf("marks in the title %q", got)
	}
	if got := textsOf(hit.one(t, "p", ".snippet").all("mark")); !slices.Equal(got, []string{"Đất đai"}) {
		t.Errorf("marks in the snippet %q", got)
	}
	if got := hit.one(t, "time"); got.text() != "tháng 06/2024" || got.attr("datetime") != "2024-06" {
		t.Errorf("date %q %s", got.text(), got.attr("datetime"))
	}
	if got := p.one(t, "input", "id=q").attr("value"); got != "đất đai" {
		t.Errorf("box has %q", got)
	}
	if got := p.all("div", ".sorts")[0].one(t, "span", "aria-current=true").text(); got != "Độ phù hợp" {
		t.Errorf("sorted by %q", got)
	}
	if got := p.link(t, "Mới nhất"); got != "/search?q=%C4%91%E1%BA%A5t+%C4%91ai&kind=report&sort=-date" {
		t.Errorf("newest is at %s", got)
	}
}

func TestChips(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?q=x&topic=do-thi&topic=la&-kind=report&from=01/02/2024&accents=fold&page=1"), http.StatusOK)
	var got []string
	for _, a := range p.one(t, "ul", ".chips").all("a") {
		got = append(got, a.text()+" → "+a.attr("href"))
	}
	want := []string{
		"Chủ đề Đô thị ×bỏ bộ lọc này → /search?q=x&topic=la&-kind=report&from=01%2F02%2F2024&accents=fold",
		"Chủ đề la ×bỏ bộ lọc này → /search?q=x&topic=do-thi&-kind=report&from=01%2F02%2F2024&accents=fold",
		"Loại tài liệu Trừ Báo cáo ×bỏ bộ lọc này → /search?q=x&topic=do-thi&topic=la&from=01%2F02%2F2024&accents=fold",
		"Ngày Từ 01/02/2024 ×bỏ bộ lọc này → /search?q=x&topic=do-thi&topic=la&-kind=report&accents=fold",
		"Dấu Không phân biệt dấu ×bỏ bộ lọc này → /search?q=x&topic=do-thi&topic=la&-kind=report&from=01%2F02%2F2024",
		"Bỏ tất cả bộ lọc → /search?q=x&accents=fold",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFormsCarryTheSearch(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?q=x&topic=do-thi&from=2024&sort=date&page=1&lang=en"), http.StatusOK)
	hidden := func(form node) (all []string) {
		for _, in := range form.all("input", "type=hidden") {
			all = append(all, in.attr("name")+"="+in.attr("value"))
		}
		return all
	}
	if got := hidden(p.one(t, "form", ".find")); !slices.Equal(got, []string{"topic=do-thi", "from=2024", "lang=en"}) {
		t.Errorf("search box: %q", got)
	}
	dates := p.one(t, "aside", ".filters").one(t, "form")
	if got := hidden(dates); !slices.Equal(got, []string{"q=x", "sort=date", "lang=en"}) {
		t.Errorf("filters: %q", got)
	}
	if got := dates.one(t, "input", "name=from").attr("value"); got != "2024" {
		t.Errorf("from holds %q", got)
	}
}

func TestRefusedSearchKeepsTheForm(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?q=a&from=31/02/2021&to=2022"), http.StatusBadRequest)
	if got := p.one(t, "div", "role=alert").text(); got != "Ngày không hợp lệ Từ ngày: “31/02/2021” không phải là một ngày có trong lịch. Tháng này không có ngày ấy." {
		t.Errorf("alert %q", got)
	}
	in := p.one(t, "input", "name=from")
	if in.attr("value") != "31/02/2021" || in.attr("aria-invalid") != "true" || !strings.Contains(in.attr("aria-describedby"), p.one(t, "p", "id=from-bad").attr("id")) {
		t.Errorf("input %v", in.Attr)
	}
	if n := len(p.all("article")); n != 0 {
		t.Errorf("%d hits with an error", n)
	}
	p = parsePage(t, get(s, "/search?q="+url.QueryEscape("đất ngay:31/02/2021")), http.StatusBadRequest)
	if got := p.one(t, "p", ".excerpt").text(); got != "đất ngay:31/02/2021" || len(p.all("span", ".here")) != 1 {
		t.Errorf("excerpt %q", got)
	}
	p = parsePage(t, get(s, "/search?qq=a"), http.StatusBadRequest)
	if got := p.one(t, "h1").text(); got != "Tham số không có trong địa chỉ này" {
		t.Errorf("unknown parameter: %q", got)
	}
}

func TestWarningsOnThePage(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?q="+url.QueryEscape(`đất "đai`)), http.StatusOK)
	if got := p.one(t, "div", ".notice").text(); got != "Thiếu dấu ngoặc kép đóng; cụm từ được hiểu là kéo dài đến hết truy vấn. (ký tự thứ 5)" {
		t.Errorf("notice %q", got)
	}
}

func TestWarningsOfTheIndexName(t *testing.T) {
	s := newServer(t, Options{})
	for q, want := range map[string][2]string{
		"BCT":         {"“BCT” có thể là bộ chính trị hoặc bộ công thương; tất cả đều được tìm.", "“BCT” can mean bộ chính trị or bộ công thương; all are searched."},
		"+Bắc +Giang": {"Bắc Giang đã nhập vào Bắc Ninh từ 01/07/2025; tài liệu từ đó về sau có thể chỉ ghi Bắc Ninh.", "Bắc Giang is part of Bắc Ninh since 1 July 2025; documents from then on may name only Bắc Ninh."},
		"truwowngf":   {"Không tài liệu nào có “truwowngf” nên từ này được đọc là “trường”. Tìm đúng chữ đã gõ", "No document holds “truwowngf”, so it is read as “trường”. Search what was typed"},
		"kind:văn":    {"Không có loại tài liệu “văn” nên không khớp với gì cả; các loại là phát biểu, báo cáo, nghị quyết và các loại văn bản khác; tên có nhiều từ phải đặt trong ngoặc kép.", "There is no kind of document “văn”, so nothing matches it; the kinds are speech, report, resolution and the other types of documents; a name of several words stands in quotation marks."},
		"topic:do*":   {"Trường này chỉ so cả giá trị nên dấu * được bỏ qua.", "This field is compared by whole values, so the * is ignored."},
		"!!!":         {"Truy vấn không có từ nào nên mọi tài liệu đều được tìm.", "The query holds no word, so every document is found."},
	} {
		for i, suffix := range []string{"", "&lang=en"} {
			p := parsePage(t, get(s, "/search?q="+url.QueryEscape(q)+suffix), http.StatusOK)
			if got := textsOf(p.one(t, "main").all("li")); len(p.all("div", ".notice")) != 1 || !slices.Contains(got, want[i]) {
				t.Errorf("%s: notice %q, want %q", q, got, want[i])
			}
		}
	}
}

func TestNothingFoundHelps(t *testing.T) {
	s := newServer(t, Options{})
	for _, c := range []struct{ query, want string }{
		{"q=hòa+giải&topic=dat-dai", "1 kết quả nếu bỏ lọc “Đất đai” → /search?q=h%C3%B2a+gi%E1%BA%A3i"},
		{"q=%2Bgiái", "1 kết quả nếu không phân biệt dấu → /search?q=%2Bgi%C3%A1i&accents=fold"},
		{"q=%2Bgiái&kind=report", "1 kết quả nếu không phân biệt dấu và bỏ lọc “Báo cáo” → /search?q=%2Bgi%C3%A1i&accents=fold"},
		{"q=%22giải+hòa%22", "1 kết quả nếu không buộc các từ đứng liền nhau → /search?q=gi%E1%BA%A3i+h%C3%B2a"},
		{"q=giải+khôngcógì&match=all", "1 kết quả nếu chỉ cần một trong các từ → /search?q=gi%E1%BA%A3i+kh%C3%B4ngc%C3%B3g%C3%AC&match=any"},
	} {
		p := parsePage(t, get(s, "/search?"+c.query), http.StatusOK)
		var got []string
		for _, li := range p.one(t, "ul", ".tips").all("li") {
			got = append(got, li.text()+" → "+li.one(t, "a").attr("href"))
		}
		if !slices.Contains(got, c.want) {
			t.Errorf("%s: %q", c.query, got)
		}
		to, err := url.Parse(c.want[strings.LastIndex(c.want, "/"):])
		if err != nil {
			t.Fatal(err)
		}
		if v, err := s.find.Search(context.Background(), to.Query()); err != nil || v.Total != 1 {
			t.Errorf("%s leads to %+v, %v", to, v, err)
		}
	}
}

func TestAnyWord(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?q=thu%E1%BB%B7+l%E1%BB%A3i+kh%C3%A1nh&kind=report&match=any"), http.StatusOK)
	if got := p.one(t, "p", ".count").text(); got != "1 tài liệu có ít nhất một từ" {
		t.Errorf("the count is %q", got)
	}
	if got, want := p.link(t, "Về cách tìm thường"), "/search?q=thu%E1%BB%B7+l%E1%BB%A3i+kh%C3%A1nh&kind=report"; got != want {
		t.Errorf("back to %s, want %s", got, want)
	}
	if got := p.link(t, "Báo cáo thủy lợi"); !strings.HasSuffix(got, "&match=any") {
		t.Errorf("the document is reached by %s", got)
	}
	for _, in := range p.one(t, "form", ".find").all("input", "name=match") {
		t.Errorf("the next query is for %s word, too", in.attr("value"))
	}
	p = parsePage(t, get(s, "/search?q=th%E1%BB%A7y+l%E1%BB%A3i&lang=en"), http.StatusOK)
	if n := len(p.all("p", ".level")); n != 0 {
		t.Error("a search as usual leads to itself")
	}
	for _, q := range []string{"khôngcógì", "khôngcógì+-hòa", "khôngcógì+topic:do-thi", "khôngcógì+OR+gìcả", "giải+khôngcógì+-giải&match=any", "khôngcógì&match=all"} {
		p = parsePage(t, get(s, "/search?q="+q), http.StatusOK)
		for _, li := range p.one(t, "div", ".none").all("a") {
			if strings.Contains(li.text(), "một trong") {
				t.Errorf("%s: offers %s", q, li.text())
			}
		}
	}
}

func TestPager(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?per_page=1&page=6"), http.StatusOK)
	nav := p.one(t, "nav", ".pager")
	if got := strings.Join(textsOf(nav.one(t, "ul").all("li")), " "); got != "1 … 5 6 7 … 12" {
		t.Errorf("pages %q", got)
	}
	if nav.one(t, "a", "rel=prev").attr("href") != "/search?page=5&per_page=1" || nav.one(t, "a", "rel=next").attr("href") != "/search?page=7&per_page=1" ||
		nav.one(t, "span", "aria-current=page").text() != "6" || p.one(t, "ol", ".hits").attr("start") != "6" {
		t.Errorf("pager: %s", nav.text())
	}
	p = parsePage(t, get(s, "/search?per_page=5&page=4"), http.StatusOK)
	if got := p.one(t, "ul", ".advice").text(); got != "Danh sách đã hết trước trang này." {
		t.Errorf("past the end: %q", got)
	}
	if none := p.one(t, "div", ".none"); len(none.all("h2")) > 0 || none.one(t, "a").attr("href") != "/search?per_page=5" {
		t.Errorf("past the end: %s", none.text())
	}
}

func TestDocumentPage(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/d/a?q=%C4%91%C3%B4+th%E1%BB%8B&topic=do-thi"), http.StatusOK)
	article := p.one(t, "article")
	if got := article.one(t, "h1").text(); got != "Phát biểu về chính quyền đô thị" {
		t.Errorf("title %q", got)
	}
	var paragraphs []string
	for _, e := range article.all("p") {
		if e.Parent == article.Node {
			paragraphs = append(paragraphs, e.text())
		}
	}
	if want := strings.Split(strings.ReplaceAll(collection[0].Body, "\n\n", "\n"), "\n"); !slices.Equal(paragraphs, want) {
		t.Errorf("paragraphs %q, want %q", paragraphs, want)
	}
	var marked []string
	for _, m := range article.all("mark") {
		marked = append(marked, m.attr("id")+" "+m.text())
	}
	if want := []string{"m1 đô thị", "m2 đô thị", "m3 đô thị"}; !slices.Equal(marked, want) {
		t.Errorf("marks %q, want %q", marked, want)
	}
	bar := p.one(t, "nav", ".matches")
	if bar.one(t, "p", "role=status").text() != "3 chỗ khớp" || bar.one(t, "a", ".back").attr("href") != "/search?q=%C4%91%C3%B4+th%E1%BB%8B&topic=do-thi" {
		t.Errorf("bar %q back to %s", bar.text(), bar.one(t, "a", ".back").attr("href"))
	}
	facts := p.one(t, "aside", ".about")
	if got := facts.link(t, "example.org"); got != "https://example.org/a" {
		t.Errorf("source leads to %s", got)
	}
	if got := facts.link(t, "Lê Thị Hòa"); got != "/search?speaker=L%C3%AA+Th%E1%BB%8B+H%C3%B2a" {
		t.Errorf("speaker leads to %s", got)
	}
	if got := facts.link(t, "Đất đai"); got != "/search?topic=dat-dai" {
		t.Errorf("topic leads to %s", got)
	}
	if got := facts.link(t, "Bản JSON"); got != "/api/v1/documents/a" {
		t.Errorf("JSON at %s", got)
	}
}

func TestStepsThroughMatches(t *testing.T) {
	s := newServer(t, Options{})
	at := "/d/a?q=%C4%91%C3%B4+th%E1%BB%8B"
	var seen []string
	for range 5 {
		path, fragment, _ := strings.Cut(at, "#")
		p := parsePage(t, get(s, path), http.StatusOK)
		now := p.all("mark", ".now")
		if len(now) > 1 {
			t.Fatalf("%s: %d current marks", at, len(now))
		}
		for _, m := range now {
			seen = append(seen, m.attr("id"))
			if fragment != m.attr("id") {
				t.Errorf("%s does not lead to mark %s", at, m.attr("id"))
			}
			if got, want := p.one(t, "p", "role=status").text(), "Kết quả khớp "+m.attr("id")[1:]+"/3"; got != want {
				t.Errorf("status %q, want %q", got, want)
			}
		}
		next := p.one(t, "a", "data-rel=next").attr("href")
		if next == "" {
			break
		}
		at = next
	}
	if !slices.Equal(seen, []string{"m1", "m2", "m3"}) {
		t.Errorf("steps %q", seen)
	}
	p := parsePage(t, get(s, strings.TrimSuffix(at, "#m3")), http.StatusOK)
	if got := p.one(t, "a", "data-rel=prev").attr("href"); got != "/d/a?q=%C4%91%C3%B4+th%E1%BB%8B&m=2#m2" {
		t.Errorf("back to %s", got)
	}
	for _, m := range []string{"0", "4", "x", "-1"} {
		parsePage(t, get(s, "/d/a?q=%C4%91%C3%B4+th%E1%BB%8B&m="+m), http.StatusBadRequest)
	}
}

func TestOddDocuments(t *testing.T) {
	s := newServer(t, Options{})
	p := parsePage(t, get(s, "/search?q=g%E1%BA%A1ch+ch%C3%A9o"), http.StatusOK)
	href := p.one(t, "article").one(t, "h2").one(t, "a").attr("href")
	p = parsePage(t, get(s, href), http.StatusOK)
	if got := p.one(t, "h1").text(); got != "Tên có dấu gạch chéo" {
		t.Errorf("%s leads to %q", href, got)
	}
	p = parsePage(t, get(s, "/d/h"), http.StatusOK)
	if got := p.one(t, "h1").text(); got != "(Không có tiêu đề)" || len(p.all("nav", ".matches")) != 0 {
		t.Errorf("title %q", got)
	}
	for _, path := range []string{"/d/..%2f..", "/d/..%2f..%2fetc%2fpasswd", "/d/%2e%2e%2fstatic", "/d/nope", "/d/%ff"} {
		p := parsePage(t, get(s, path), http.StatusNotFound)
		if got := p.one(t, "h1").text(); got != "Không có tài liệu này" {
			t.Errorf("%s: %q", path, got)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	s := newServer(t, Options{})
	hostile := `"><script>alert(1)</script><img src=x onerror=alert(1)> {{.}} ' javascript:alert(1)`
	for _, at := range []string{
		"/search?q=" + url.QueryEscape(hostile), "/search?topic=" + url.QueryEscape(hostile), "/search?from=" + url.QueryEscape(hostile),
		"/search?sort=" + url.QueryEscape(hostile), "/search?" + url.QueryEscape(hostile) + "=1", "/d/" + url.PathEscape(hostile), "/" + url.PathEscape(hostile),
		"/d/e", "/d/e?q=n%E1%BB%99i+dung+script", "/d/e?q=" + url.QueryEscape(hostile), "/search?q=script", "/", "/search?lang=" + url.QueryEscape(hostile),
	} {
		w := get(s, at)
		p := parsePage(t, w, w.Code)
		for _, tag := range []string{"script", "img", "b", "style", "iframe", "base"} {
			for _, e := range p.all(tag) {
				if tag == "script" && e.attr("type") == "application/ld+json" && len(e.Attr) == 1 && json.Valid([]byte(e.text())) {
					continue // data, which no browser runs
				}
				if src := e.attr("src"); !(tag == "img" && strings.HasPrefix(src, "/static/seal.") || tag == "script" && strings.HasPrefix(src, "/static/") && e.text() == "") {
					t.Errorf("%s: a <%s> came through: %v", at, tag, e.Attr)
				}
			}
		}
		for _, e := range p.all("") {
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || (a.Key == "href" || a.Key == "src") && !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "?p=") {
					t.Errorf("%s: <%s %s=%q>", at, e.Data, a.Key, a.Val)
				}
			}
		}
	}
	v := decode[find.SearchView](t, get(s, "/api/v1/search?q=th%E1%BA%BB").Body)
	if got := v.Hits[0].Snippets[0].HTML; !strings.HasPrefix(got, "Nội dung có &lt;b&gt;<mark>thẻ</mark>&lt;/b&gt; &amp; ký tự lạ.") {
		t.Errorf("html %q", got)
	}
}

// foreign are words that only the other language's texts have.
var foreign = map[find.Language]*regexp.Regexp{
	find.Vietnamese: regexp.MustCompile(`\b(the|Search|Filter|results?|Documents?|Sort|Topics?|Newest|Skip|All|About)\b`),
	find.English:    regexp.MustCompile(`(?i)(kết quả|tài liệu|lọc|sắp xếp|chủ đề|mới nhất|ngày|trang|nguồn)`),
}

// said returns the text of a page without what the collection, the reader and
// the examples say.
func said(p node) string {
	var parts []string
	var walk func(n node)
	walk = func(n node) {
		if class := n.attr("class"); n.Data == "code" || n.Data == "article" || class == "examples" || n.attr("lang") != "" && n.Data == "a" {
			return
		}
		for _, name := range []string{"placeholder", "aria-label", "title"} {
			parts = append(parts, n.attr(name))
		}
		if n.FirstChild == nil {
			parts = append(parts, n.Node.Data)
		}
		for c := range n.ChildNodes() {
			walk(node{c})
		}
	}
	walk(node{p.all("body")[0].Node})
	return strings.Join(parts, "\n")
}

func TestPagesSpeakOneLanguage(t *testing.T) {
	s := newServer(t, Options{})
	for lang, other := range foreign {
		suffix := ""
		if lang == find.English {
			suffix = "&lang=en"
		}
		for _, at := range []string{"/search?kind=other" + suffix, "/search?q=zzzz" + suffix, "/search?page=9" + suffix, "/search?q=%22a" + suffix,
			"/search?from=x&to=31/02/2021" + suffix, "/nope?a=1" + suffix, "/d/nope?q=a" + suffix, "/d/e?q=n%E1%BB%99i" + suffix, "/search?zzz=1" + suffix, "/analyze?text=18-NQ/TW" + suffix, "/search?q=kind:x" + suffix, "/search?q=vieejt" + suffix} {
			w := get(s, at)
			p := parsePage(t, w, w.Code)
			if got := p.one(t, "html").attr("lang"); got != string(lang) {
				t.Errorf("%s: lang %q", at, got)
			}
			if word := other.FindString(said(p)); word != "" {
				t.Errorf("%s says %q: %s", at, word, said(p))
			}
		}
	}
}

func TestLanguageIsCarriedAlong(t *testing.T) {
	s := newServer(t, Options{})
	for _, at := range []string{"/?lang=en", "/search?lang=en&q=b%C3%A1o+c%C3%A1o&per_page=2", "/search?lang=en&q=zzzz&topic=do-thi", "/d/a?lang=en&q=%C4%91%C3%B4", "/analyze?lang=en&text=a", "/nope?lang=en"} {
		w := get(s, at)
		p := parsePage(t, w, w.Code)
		for _, a := range p.all("a") {
			href := a.attr("href")
			if href == "" && a.attr("data-rel") != "" { // there is no match before or after
				continue
			}
			if strings.HasPrefix(href, "#") || strings.HasPrefix(href, "/api") || strings.HasPrefix(href, "https:") || a.attr("hreflang") == "vi" {
				continue
			}
			if !strings.Contains(href, "lang=en") {
				t.Errorf("%s: %q leads to %s", at, a.text(), href)
			}
		}
		for _, f := range p.all("form") {
			if f.attr("method") != "dialog" && len(f.all("input", "name=lang")) != 1 {
				t.Errorf("%s: a form forgets the language", at)
			}
		}
	}
	p := parsePage(t, get(s, "/search?q=a&lang=en"), http.StatusOK)
	if got := p.link(t, "Tiếng Việt"); got != "/search?q=a" {
		t.Errorf("the other language is at %s", got)
	}
	if w := get(s, "/?lang=fr"); w.Code != http.StatusBadRequest {
		t.Errorf("lang=fr: %d", w.Code)
	}
}

func TestAPIPage(t *testing.T) {
	s := newServer(t, Options{Version: "9.8.7"})
	p := parsePage(t, get(s, "/api"), http.StatusOK)
	if got := p.one(t, "html").attr("lang"); got != "en" {
		t.Errorf("lang %q", got)
	}
	text := p.one(t, "main").text()
	for _, want := range append([]string{"9.8.7", "/api/v1/documents/{id}", "snippet_chars", "-organisation"}, pageProblemCodes()...) {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not mention %s", want)
		}
	}
	anchors := map[string]bool{}
	for _, e := range p.all("") {
		if id := e.attr("id"); id != "" && anchors[id] {
			t.Errorf("two elements have the id %s", id)
		} else if id != "" {
			anchors[id] = true
		}
	}
	for _, a := range p.all("a") {
		if id, ok := strings.CutPrefix(a.attr("href"), "#"); ok && !anchors[id] {
			t.Errorf("nothing has the id %s", id)
		}
	}
	for _, code := range pageProblemCodes() {
		if !anchors[code] {
			t.Errorf("type /api#%s leads nowhere", code)
		}
	}
}

func pageProblemCodes() (codes []string) {
	for _, o := range outcomes {
		if o.status != statusGone {
			codes = append(codes, o.code)
		}
	}
	return codes
}

// TestTemplatesAreNamedOnce: of two templates with one name a page has either, so what
// pages share has names that nothing else has.
func TestTemplatesAreNamedOnce(t *testing.T) {
	t.Parallel()
	paths, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	ofPage := []string{"title", "description", "main", "head", "layout"} // a page may have its own
	defined := map[string]string{}
	for _, path := range paths {
		raw, err := fs.ReadFile(files, path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\{\{-? *define "([^"]+)"`).FindAllSubmatch(raw, -1) {
			name := string(m[1])
			if first, ok := defined[name]; ok && !slices.Contains(ofPage, name) {
				t.Errorf("%s and %s both define %q", first, path, name)
			}
			defined[name] = path
		}
	}
}
