package find

import (
	"net/url"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
)

func TestNumbers(t *testing.T) {
	for n, want := range map[int][2]string{0: {"0", "0"}, 999: {"999", "999"}, 1000: {"1.000", "1,000"}, 1234567: {"1.234.567", "1,234,567"}} {
		if vi, en := Vietnamese.Number(n), English.Number(n); vi != want[0] || en != want[1] {
			t.Errorf("%d: %s and %s", n, vi, en)
		}
	}
}

func TestShowDate(t *testing.T) {
	for iso, want := range map[string][2]string{"2025-01-13": {"13/01/2025", "13 January 2025"}, "2025-01": {"tháng 01/2025", "January 2025"}, "2025": {"2025", "2025"}, "": {"", ""}} {
		if vi, en := Vietnamese.Date(iso), English.Date(iso); vi != want[0] || en != want[1] {
			t.Errorf("%s: %q and %q", iso, vi, en)
		}
	}
}

// codes reads the constants of type Code in a file.
func codes(t *testing.T, path string) (all []string) {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^\t(\w+) +Code += "(.*?)"`).FindAllStringSubmatch(string(source), -1) {
		all = append(all, m[2])
	}
	if len(all) == 0 {
		t.Fatalf("no code in %s", path)
	}
	return all
}

func TestEveryFactHasItsText(t *testing.T) {
	for _, c := range append(codes(t, "../../index/warning.go"), codes(t, "../../index/query/warning.go")...) {
		for lang, table := range facts {
			if _, syntax := table["syntax."+c]; !syntax && table[table.warning(index.Code(c))] == "" {
				t.Errorf("%s has no text for %s", lang, c)
			}
		}
	}
}

// what each query and filter is warned of, to programs and on pages.
func TestWarningsAreSaid(t *testing.T) {
	s := service(t)
	for _, c := range []struct {
		query                 url.Values
		code, detail, vi, eng string
	}{
		{url.Values{"q": {"đất)"}}, "unbalanced_bracket", `")" closes nothing and is ignored.`,
			"Dấu ngoặc đơn không khớp nhau; đã tự đóng hoặc bỏ qua. (ký tự thứ 4)",
			"The brackets do not pair up; one was closed or ignored. (character 4)"},
		{url.Values{"q": {"-"}}, "no_word", "The query holds no word, so every document is found.",
			"Truy vấn không có từ nào nên mọi tài liệu đều được tìm.", "The query holds no word, so every document is found."},
		{url.Values{"q": {"kind:hoa"}}, "unknown_kind", `there is no kind "hoa", so nothing matches it; the kinds are speech, report, resolution and the other types of documents; a name of several words stands in quotation marks`,
			"Không có loại tài liệu “hoa” nên không khớp với gì cả; các loại là phát biểu, báo cáo, nghị quyết và các loại văn bản khác; tên có nhiều từ phải đặt trong ngoặc kép.",
			"There is no kind of document “hoa”, so nothing matches it; the kinds are speech, report, resolution and the other types of documents; a name of several words stands in quotation marks."},
		{url.Values{"q": {`kind:", so nothing"`}}, "unknown_kind", `there is no kind ", so nothing", so nothing matches it; the kinds are speech, report, resolution and the other types of documents; a name of several words stands in quotation marks`,
			"Không có loại tài liệu “, so nothing” nên không khớp với gì cả; các loại là phát biểu, báo cáo, nghị quyết và các loại văn bản khác; tên có nhiều từ phải đặt trong ngoặc kép.",
			"There is no kind of document “, so nothing”, so nothing matches it; the kinds are speech, report, resolution and the other types of documents; a name of several words stands in quotation marks."},
		{url.Values{"q": {"cites:57"}}, "unknown_number", `"57" is not the whole number of a document with its issuer, such as 18-NQ/TW, so nothing matches it; a number with blanks stands in quotation marks`,
			"“57” không phải là số hiệu đầy đủ của một văn bản (có cơ quan ban hành, như 18-NQ/TW) nên không khớp với gì cả; số hiệu có dấu cách phải đặt trong ngoặc kép.",
			"“57” is not the whole number of a document with its issuer, such as 18-NQ/TW, so nothing matches it; a number with blanks stands in quotation marks."},
		{url.Values{"q": {"topic:do*"}}, "no_prefix", "topic:do* is read as topic:do, since only whole values are compared",
			"Trường này chỉ so cả giá trị nên dấu * được bỏ qua.", "This field is compared by whole values, so the * is ignored."},
		{url.Values{"q": {"nuwowcs"}}, "typing_decoded", `"nuwowcs" is in no document; it is read as "nước"`,
			"Không tài liệu nào có “nuwowcs” nên từ này được đọc là “nước”.", "No document holds “nuwowcs”, so it is read as “nước”."},
		{url.Values{"q": {"BCT"}}, "ambiguous_abbreviation", `"BCT" can mean bộ chính trị or bộ công thương; all are searched`,
			"“BCT” có thể là bộ chính trị hoặc bộ công thương; tất cả đều được tìm.", "“BCT” can mean bộ chính trị or bộ công thương; all are searched."},
		{url.Values{"q": {"Bắc Giang"}}, "former_place", "Bắc Giang is part of Bắc Ninh since 2025-07-01; documents from then on may name only Bắc Ninh",
			"Bắc Giang đã nhập vào Bắc Ninh từ 01/07/2025; tài liệu từ đó về sau có thể chỉ ghi Bắc Ninh.",
			"Bắc Giang is part of Bắc Ninh since 1 July 2025; documents from then on may name only Bắc Ninh."},
		{url.Values{"topic": {"nope"}}, "unknown_topic", "There is no topic “nope”, neither as an id nor as a label.",
			"Không có chủ đề “nope”.", "There is no topic “nope”, neither as an id nor as a label."},
	} {
		v, err := s.Search(t.Context(), c.query)
		if err != nil || len(v.Warnings) != 1 {
			t.Errorf("%v: %+v, %v", c.query, v, err)
			continue
		}
		w := v.Warnings[0]
		got, want := []string{w.Code, w.Detail, w.Text(Vietnamese), w.Text(English)}, []string{c.code, c.detail, c.vi, c.eng}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: %s", c.query, diff)
		}
	}
}

// TestWarningsLeadToTheOtherReading: what was read one way can be read the other
// way by one click, and is not warned of again.
func TestWarningsLeadToTheOtherReading(t *testing.T) {
	s := service(t)
	for q, want := range map[string][3]string{
		"đất or nước":  {"read_as_operator", "đất +or nước", "Search it as a word"},
		"đất and nước": {"read_as_operator", "đất +and nước", "Search it as a word"},
		"S -300":       {"read_as_hyphen", "S NOT 300", "Leave the word out"},
		"đất -nước":    {"left_out", "đất nước", "Search the word"},
		"đất nuwowcs":  {"typing_decoded", "đất +nuwowcs", "Search what was typed"},
	} {
		v, err := s.Search(t.Context(), url.Values{"q": {q}})
		if err != nil || len(v.Warnings) != 1 {
			t.Errorf("%s: %+v, %v", q, v, err)
			continue
		}
		w := v.Warnings[0]
		if got := [3]string{w.Code, w.Q, w.Link(English)}; got != want {
			t.Errorf("%s: %q, want %q", q, got, want)
		}
		if v, err = s.Search(t.Context(), url.Values{"q": {w.Q}}); err != nil || len(v.Warnings) != 0 {
			t.Errorf("%s: %+v, %v", w.Q, v.Warnings, err)
		}
	}
}
