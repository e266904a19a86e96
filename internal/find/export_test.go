package find

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/outline"
)

// taken exports by parameters.
func taken(t *testing.T, s *Service, query string) string {
	t.Helper()
	v, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.ReadExport(v)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	e.Site, e.Accessed = "https://x", time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	if err := e.Count(t.Context()); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := e.Write(t.Context(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// takenIDs are the ids of what is exported, in order.
func takenIDs(t *testing.T, s *Service, query string) (ids []string) {
	t.Helper()
	for line := range strings.Lines(taken(t, s, query+"&format=jsonl&fields=id")) {
		var d struct{ ID string }
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, d.ID)
	}
	return ids
}

// shownIDs are the ids of all pages of a search.
func shownIDs(t *testing.T, s *Service, query string) (ids []string, total int) {
	t.Helper()
	for page, pages := 1, 1; page <= pages; page++ {
		v, _ := url.ParseQuery(query + fmt.Sprintf("&per_page=7&page=%d", page))
		view, err := s.Search(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		if page == 1 && view.Answered() != v.Get("q") { // further pages are of the query that was answered
			return shownIDs(t, s, strings.Replace(query, "q="+url.QueryEscape(v.Get("q")), "q="+url.QueryEscape(view.Answered()), 1))
		}
		for _, h := range view.Hits {
			ids = append(ids, h.ID)
		}
		total, pages = view.Total, view.Pages.Pages
	}
	return ids, total
}

func TestExportIsTheSearch(t *testing.T) {
	s, _ := foldable(t, 5, 60, 20)
	for _, query := range []string{"", "q=" + url.QueryEscape("đất đai"), "q=" + url.QueryEscape("đất đai nữa") + "&sort=date", "q=nua&match=any", "from=2005&to=2010&sort=title",
		"q=" + url.QueryEscape("số 3"), "q=" + url.QueryEscape("đaasst ddai"), "q=" + url.QueryEscape("không có")} {
		ids, total := shownIDs(t, s, query)
		if got := takenIDs(t, s, query); !slices.Equal(got, ids) || len(got) != total {
			t.Errorf("%s: exported %d of %d: %v, shown %v", query, len(got), total, got, ids)
		}
		ids, _ = shownIDs(t, s, query+"&duplicates=fold")
		if got := takenIDs(t, s, query+"&duplicates=fold"); !slices.Equal(got, ids) {
			t.Errorf("%s folded: exported %v, shown %v", query, got, ids)
		}
	}
}

// exportable is a service over documents with all that an export tells of.
func exportable(t *testing.T) *Service {
	t.Helper()
	x := indextest.Open(t, local.OpenMemory,
		index.Document{ID: "a/1", Kind: "speech", Title: "Quy hoạch đất đai", Abstract: "Nói về đất đai.", Body: "Kính thưa.\nMột hai ba bốn năm sáu bảy tám chín, đất đai, một hai ba bốn năm sáu bảy tám chín.\nHết.",
			Date: "2025-02-03", Speaker: "Lê Thị Hòa", Topics: []string{"do-thi"}, Recipients: []string{"Bộ A", "Bộ B"},
			Blocks: []outline.Block{{Line: 0, Kind: outline.Page, Level: 1}, {Line: 1, Kind: outline.Page, Level: 2}}},
		index.Document{ID: "b", Kind: "report", Title: "=Báo cáo", Body: "Không còn tranh chấp.", Date: "2024-06"})
	if err := x.PutLabels(t.Context(), map[string]string{"do-thi": "Đô thị"}); err != nil {
		t.Fatal(err)
	}
	return New(x, nil)
}

func TestExportedTables(t *testing.T) {
	s := exportable(t)
	for query, want := range map[string]string{
		"": "Mã,Loại tài liệu,Số hiệu,Tiêu đề,Ngày,Người phát biểu,Chức vụ,Cơ quan,Nơi,Sự kiện,Người ký,Chức vụ người ký,Chủ đề,Nguồn,Địa chỉ,Trích dẫn\r\n" +
			"a/1,Phát biểu,,Quy hoạch đất đai,2025-02-03,Lê Thị Hòa,,,,,,,Đô thị,,https://x/d/a%2F1,Lê Thị Hòa. Quy hoạch đất đai. Phát biểu. Ngày 03/02/2025. Truy cập ngày 29/11/2026 tại: https://x/d/a%2F1\r\n" +
			"b,Báo cáo,,'=Báo cáo,2024-06,,,,,,,,,,https://x/d/b,'=Báo cáo. Báo cáo. Tháng 06/2024. Truy cập ngày 29/11/2026 tại: https://x/d/b\r\n",
		"fields=id,kind,topics,recipients,body&lang=en&sort=date": "Id,Type,Topics,Recipients,Text\r\nb,Report,,,Không còn tranh chấp.\r\n" +
			"a/1,Speech,Đô thị,Bộ A; Bộ B,\"Kính thưa.\r\nMột hai ba bốn năm sáu bảy tám chín, đất đai, một hai ba bốn năm sáu bảy tám chín.\r\nHết.\"\r\n",
		"q=" + url.QueryEscape(`"đất đai"`) + "&fields=id,mentions,passages&snippet_chars=40": "Mã,Số lần khớp,Đoạn trích\r\na/1,3,\"Nói về đất đai.; … bảy tám chín, đất đai, một hai ba bốn …\"\r\n",
		"q=" + url.QueryEscape(`"đất đai"`) + "&format=kwic": "Ngày,Người phát biểu,Bên trái,Chỗ khớp,Bên phải,Tiêu đề,Trang,Địa chỉ,Mã\r\n" +
			"2025-02-03,Lê Thị Hòa,Quy hoạch,đất đai,,Quy hoạch đất đai,,https://x/d/a%2F1,a/1\r\n" +
			"2025-02-03,Lê Thị Hòa,Nói về,đất đai,.,Quy hoạch đất đai,,https://x/d/a%2F1,a/1\r\n" +
			"2025-02-03,Lê Thị Hòa,\"hai ba bốn năm sáu bảy tám chín,\",đất đai,\", một hai ba bốn năm sáu bảy\",Quy hoạch đất đai,2,https://x/d/a%2F1?p=2#p2,a/1\r\n",
	} {
		if got := strings.TrimPrefix(taken(t, s, query), "\ufeff"); got != want {
			t.Errorf("%s:\n%s, want\n%s", query, got, want)
		}
	}
}

func TestMentionsAreLines(t *testing.T) {
	var docs []index.Document
	for i := range 40 {
		docs = append(docs, index.Document{ID: fmt.Sprint("n", i), Body: fmt.Sprintf("Việc chuyển đổi số %d là chuyển đổi số.", i)})
	}
	docs = append(docs, index.Document{ID: "x", Title: "Mới", Body: "Hôm nay chuyển đổi số chuyển đổi số rồi đổi."})
	s := New(indextest.Open(t, local.OpenMemory, docs...), nil)
	got := taken(t, s, "format=kwic&fields=left,match,right&q="+url.QueryEscape("chuyển đổi số hôm nay"))
	want := "Bên trái,Chỗ khớp,Bên phải\r\n,Hôm,nay chuyển đổi số chuyển đổi số rồi\r\nHôm,nay,chuyển đổi số chuyển đổi số rồi đổi.\r\n" +
		"Hôm nay,chuyển đổi số,chuyển đổi số rồi đổi.\r\nHôm nay chuyển đổi số,chuyển đổi số,rồi đổi.\r\n"
	if got := strings.TrimPrefix(got, "\ufeff"); got != want {
		t.Errorf("%q, want\n%q", got, want)
	}
}

func TestExportedRecordsAreStored(t *testing.T) {
	got := taken(t, exportable(t), "format=jsonl&fields=id,kind,topics,recipients&from=2025")
	if want := `{"id":"a/1","kind":"speech","topics":["do-thi"],"recipients":["Bộ A","Bộ B"]}` + "\n"; got != want {
		t.Errorf("%s", got)
	}
}

func TestExportedListSaysWhatItIs(t *testing.T) {
	got := taken(t, exportable(t), "format=bibtex&kind=speech&from=2025&q="+url.QueryEscape(`"đất đai"`))
	for _, want := range []string{"% 1 tài liệu khớp với tìm kiếm.\n", "% Chỉ lấy Loại tài liệu: Phát biểu\n", "% Thời gian: 2025 đến …\n", "% Ngày lấy: 29/11/2026\n", "@misc{lethihoa2025quy,\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	s, _ := foldable(t, 5, 20, 3)
	if got := taken(t, s, "format=bibtex&duplicates=fold"); !strings.Contains(got, "chỉ một tài liệu") || strings.Count(got, "@misc") != 3 {
		t.Errorf("folded:\n%s", got)
	}
	if got := taken(t, s, "duplicates=fold"); !strings.Contains(got, ",Cùng nội dung\r\n") {
		t.Errorf("folded:\n%s", got)
	}
}

func TestExportRefuses(t *testing.T) {
	s := exportable(t)
	for _, query := range []string{"page=2", "limit=5", "facets=topic", "format=pdf", "fields=nope", "format=kwic&fields=body", "lang=fr", "from=x", "q=date:x"} {
		v, _ := url.ParseQuery(query)
		var refused *Refused
		if _, err := s.ReadExport(v); !errors.As(err, &refused) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestExportName(t *testing.T) {
	s := exportable(t)
	for query, want := range map[string]string{
		"format=docx": "vankien-tat-ca.docx", "q=" + url.QueryEscape("Đất đai, 2024?") + "&speaker=A&from=2025": "vankien-dat-dai-2024-a-2025.csv",
		"q=" + strings.Repeat("chuyen+", 40): "vankien-" + strings.Repeat("chuyen-", 8)[:55] + ".csv",
	} {
		v, _ := url.ParseQuery(query)
		e, err := s.ReadExport(v)
		if err != nil || e.Name() != want {
			t.Errorf("%s: %s, want %s (%v)", query, e.Name(), want, err)
		}
	}
}

func TestExportTellsHowFarItIs(t *testing.T) {
	s := exportable(t)
	e, err := s.ReadExport(url.Values{})
	if err == nil {
		err = e.Count(t.Context())
	}
	var told []int
	if err == nil {
		err = e.Write(t.Context(), &bytes.Buffer{}, func(n int) { told = append(told, n) })
	}
	if err != nil || !slices.Equal(told, []int{1, 2}) || e.Total != 2 {
		t.Errorf("%v of %d, %v", told, e.Total, err)
	}
}

func TestParagraph(t *testing.T) {
	d := index.Document{Body: "một\nhai\n\nbốn", Anchors: []int{1, 7, 0, 9, 9}}
	for anchor, want := range map[int]string{1: "một 0", 7: "hai 6", 9: "bốn 11"} {
		text, at, ok := Paragraph(&d, anchor)
		if got := fmt.Sprint(text, " ", at); !ok || got != want {
			t.Errorf("%d: %q, want %q", anchor, got, want)
		}
		if _, got := NewPlaces(&d).At(at); got != anchor {
			t.Errorf("byte %d: anchor %d, want %d", at, got, anchor)
		}
	}
	if _, _, ok := Paragraph(&d, 2); ok {
		t.Error("there is no paragraph 2")
	}
}

// TestExportAgainstRawText counts by other means than the product's: documents that
// have two words side by side, and how often.
func TestExportAgainstRawText(t *testing.T) {
	var docs []index.Document
	var texts [][]rawWord
	for i, line := range indextest.Lines(t, "corpora/policy.jsonl.gz") {
		if i == 600 {
			break
		}
		var d index.Document
		if err := json.Unmarshal(line, &struct{ ID, Title, Body *string }{&d.ID, &d.Title, &d.Body}); err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
		texts = append(texts, rawWords(d.Title+"\n|\n"+d.Body))
	}
	s, r := New(indextest.Open(t, local.OpenMemory, docs...), nil), rand.New(rand.NewPCG(4, 2))
	for n := 0; n < 20; {
		of := texts[r.IntN(len(texts))]
		i := r.IntN(max(1, len(of)-1))
		if i+1 >= len(of) || !certain(of[i].word) || !certain(of[i+1].word) {
			continue
		}
		a, b := of[i].word, of[i+1].word
		wantDocs, wantLines, doubtful := 0, 0, false
		for _, words := range texts {
			before := wantLines
			for k := range len(words) - 1 {
				if words[k].word == a && words[k+1].word == b {
					doubtful = doubtful || !words[k].blank
					wantLines++
				}
			}
			if wantLines > before {
				wantDocs++
			}
		}
		if doubtful { // a sign between them may part them or not
			continue
		}
		n++
		query := "accents=exact&q=" + url.QueryEscape(`"`+a+" "+b+`"`)
		v, _ := url.ParseQuery(query)
		view, err := s.Search(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(taken(t, s, query+"&format=kwic"), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if ids := takenIDs(t, s, query); len(ids) != view.Total || len(ids) != wantDocs || len(lines)-1 != wantLines {
			t.Errorf("%s %s: %d exported, %d found, %d have it; %d lines, %d times", a, b, len(ids), view.Total, wantDocs, len(lines)-1, wantLines)
		}
	}
}

// rawWord is a run of letters and digits; blank: nothing but blanks in its line are
// between it and the next.
type rawWord struct {
	word  string
	blank bool
}

func rawWords(text string) (list []rawWord) {
	for _, m := range wordAndGap.FindAllStringSubmatch(strings.ToLower(norm.NFC.String(text)), -1) {
		list = append(list, rawWord{m[1], strings.Trim(m[2], " \u00a0") == ""})
	}
	return list
}

var wordAndGap = regexp.MustCompile(`([\pL\pM\pN]+)([^\pL\pM\pN]*)`)

// certain takes words that are written one way only, and of no abbreviation.
func certain(w string) bool {
	plain := !strings.ContainsAny(w, "iyíìỉĩịýỳỷỹỵ0123456789") && strings.Trim(w, "abcdeghklmnopqrstuvxàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữự") == ""
	return plain && len(w) > len([]rune(w)) && !strings.ContainsAny(w, "oòóỏõọuùúủũụ")
}
