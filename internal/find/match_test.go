package find

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vankien/index"
	"vankien/index/query"
)

// viewOf shows a result as the answer to parameters.
func viewOf(t *testing.T, v url.Values, res *index.Result) *SearchView {
	t.Helper()
	a, err := service(t).asked(v)
	if err != nil {
		t.Fatal(err)
	}
	return a.view(res, nil)
}

func parsed(t *testing.T, q string) query.Node {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// words are units of one word each, of a query that begins with them.
func words(texts ...string) (all []index.Unit) {
	for i, text := range texts {
		all = append(all, index.Unit{Kind: index.UnitWord, Text: text, From: i, To: i + 1})
	}
	return all
}

func phrase(text string, from int) index.Unit {
	return index.Unit{Kind: index.UnitCompound, Text: text, From: from, To: from + len(strings.Fields(text))}
}

// what is said of the level of an answer, and where it leads.
func TestLevelsAreSaid(t *testing.T) {
	name, two := []index.Unit{phrase("nguyen phu trong", 0)}, []index.Unit{phrase("giáo dục", 0), phrase("chuyển đổi số", 2)}
	type totals = map[index.Level]int
	for _, c := range []struct {
		query           url.Values
		total           int
		reading         index.Reading
		vi, eng, leadTo string
	}{
		{url.Values{"q": {"nguyen phu trong"}}, 15, index.Reading{Level: index.LevelMeant, Units: name, Totals: totals{index.LevelMeant: 15, index.LevelAll: 1842}},
			"15 tài liệu có cụm “nguyen phu trong” | 1.827 tài liệu khác chỉ có các từ rời", "15 documents have “nguyen phu trong” | 1,827 others have only the words apart", "match=all"},
		{url.Values{"q": {"nguyen phu trong"}}, 1, index.Reading{Level: index.LevelMeant, Units: name, Totals: totals{index.LevelMeant: 1, index.LevelAll: 1}},
			"1 tài liệu có cụm “nguyen phu trong”", "1 document has “nguyen phu trong”", ""},
		{url.Values{"q": {"giáo dục chuyển đổi số"}, "match": {"meant"}}, 4, index.Reading{Level: index.LevelMeant, Units: two, Totals: totals{index.LevelMeant: 4, index.LevelAll: 5}},
			"4 tài liệu có đủ các cụm từ | 1 tài liệu khác chỉ có các từ rời", "4 documents have all the phrases | 1 other has only the words apart", "match=all"},
		{url.Values{"q": {"giáo dục OR chuyển đổi số"}}, 9, index.Reading{Level: index.LevelMeant, Units: two, Totals: totals{index.LevelMeant: 9, index.LevelAll: 12}},
			"9 kết quả | 3 tài liệu khác chỉ có các từ rời", "9 results | 3 others have only the words apart", "match=all"},
		{url.Values{"q": {"giáo dục của ta"}}, 9, index.Reading{Level: index.LevelMeant, Units: two[:1], Totals: totals{index.LevelMeant: 9, index.LevelAll: 3}}, // "của" is not demanded
			"9 tài liệu có cụm “giáo dục”", "9 documents have “giáo dục”", ""},
		{url.Values{"q": {"quý 3/2025"}}, 6, index.Reading{Level: index.LevelMeant, Units: []index.Unit{{Kind: index.UnitDate, Text: "quý 3/2025", Replaced: true, From: 0, To: 2}}},
			"6 tài liệu có cụm “quý 3/2025”", "6 documents have “quý 3/2025”", ""},
		{url.Values{"q": {"đất nước"}}, 9, index.Reading{Level: index.LevelMeant, Units: words("đất", "nước")}, "", "", ""},
		{url.Values{"q": {"giáo dục chuyển đổi số"}}, 1234, index.Reading{Level: index.LevelAny, Units: two, Totals: totals{index.LevelMeant: 0, index.LevelAll: 12}},
			"Không tài liệu nào có đủ các cụm từ; 1.234 tài liệu có ít nhất một từ | 12 tài liệu có mọi từ rời",
			"No document has all the phrases; 1,234 documents have at least one of the words | 12 documents have all the words apart", "match=all"},
		{url.Values{"q": {"giáo dục chuyển đổi số"}}, 1234, index.Reading{Level: index.LevelAny, Units: two, Totals: totals{index.LevelMeant: 0, index.LevelAll: 0}},
			"Không tài liệu nào có đủ các cụm từ; 1.234 tài liệu có ít nhất một từ", "No document has all the phrases; 1,234 documents have at least one of the words", ""},
		{url.Values{"q": {"đất nước"}}, 7, index.Reading{Level: index.LevelAny, Units: words("đất", "nước")},
			"Không tài liệu nào có đủ các từ; 7 tài liệu có ít nhất một từ", "No document has all the words; 7 documents have at least one of the words", ""},
		{url.Values{"q": {"nguyen phu trong"}}, 7, index.Reading{Level: index.LevelAny, Units: name, Totals: totals{index.LevelMeant: 0, index.LevelAll: 2}},
			"Không tài liệu nào có cụm “nguyen phu trong”; 7 tài liệu có ít nhất một từ | 2 tài liệu có mọi từ rời",
			"No document has “nguyen phu trong”; 7 documents have at least one of the words | 2 documents have all the words apart", "match=all"},
		{url.Values{"q": {"một câu dài giáo dục"}}, 1234, index.Reading{Level: index.LevelAny, Units: two, Totals: totals{index.LevelMeant: 3}},
			"1.234 tài liệu có ít nhất một từ | 3 tài liệu có đủ các cụm từ", "1,234 documents have at least one of the words | 3 documents have all the phrases", "match=meant"},
		{url.Values{"q": {"giáo dục chuyển đổi số"}, "sort": {"date"}}, 12, index.Reading{Level: index.LevelAll, Units: two, Totals: totals{index.LevelMeant: 0}},
			"Không tài liệu nào có đủ các cụm từ; 12 tài liệu có mọi từ rời", "No document has all the phrases; 12 documents have all the words apart", ""},
		{url.Values{"q": {"nguyen phu trong"}, "match": {"all"}}, 1842, index.Reading{Level: index.LevelAll, Units: name, Totals: totals{index.LevelMeant: 15}},
			"1.842 tài liệu có mọi từ, ở bất kỳ chỗ nào | 15 tài liệu có các từ đi liền nhau", "1,842 documents have all the words, anywhere | 15 documents have the words side by side", "match="},
		{url.Values{"q": {"đất"}, "match": {"all"}}, 2, index.Reading{Level: index.LevelAll}, "2 tài liệu có mọi từ, ở bất kỳ chỗ nào | Về cách tìm thường",
			"2 documents have all the words, anywhere | Search as usual", "match="},
		{url.Values{"q": {"đất đai"}, "match": {"any"}}, 2, index.Reading{Level: index.LevelAny}, "2 tài liệu có ít nhất một từ | Về cách tìm thường",
			"2 documents have at least one of the words | Search as usual", "match="},
		{url.Values{"q": {"đất đai"}, "match": {"any"}}, 0, index.Reading{Level: index.LevelAny}, "", "", ""},
		{url.Values{"match": {"any"}}, 3, index.Reading{}, "", "", ""},
	} {
		v := viewOf(t, c.query, &index.Result{Total: c.total, Reading: c.reading})
		said := map[Language]string{}
		for _, lang := range []Language{Vietnamese, English} {
			r := v.Level(lang)
			if r == nil {
				continue
			}
			if said[lang] = r.Text; r.Link != "" {
				said[lang] += " | " + r.Link
			}
			if _, to, _ := strings.Cut(c.leadTo, "="); (c.leadTo != "") != (r.Set != nil) || r.Set["match"] != to {
				t.Errorf("%v: leads to %v, want %s", c.query, r.Set, c.leadTo)
			}
		}
		if said[Vietnamese] != c.vi || said[English] != c.eng {
			t.Errorf("%v: %q\n%q", c.query, said[Vietnamese], said[English])
		}
	}
}

// TestReadingIsReadBack lists units with what was done and the query that undoes it.
func TestReadingIsReadBack(t *testing.T) {
	units := []index.Unit{phrase("nghị quyết 57", 0), {Kind: index.UnitAbbreviation, Text: "UBND", Readings: []string{"ủy ban nhân dân"}, From: 3, To: 4}, phrase("chuyển đổi số", 4),
		{Kind: index.UnitWord, Text: "tinhr", Readings: []string{"tỉnh"}, Replaced: true, From: 7, To: 8}, {Kind: index.UnitQuestion, Text: "bao nhiêu", Optional: true, From: 8, To: 10},
		{Kind: index.UnitQuoted, Text: "an ninh", From: 10, To: 10}, {Kind: index.UnitWord, Text: "và", Optional: true, From: 10, To: 11}, {Kind: index.UnitWord, Text: "của", Optional: true, From: 11, To: 12}}
	const q = `nghị quyết 57 UBND chuyển đổi số tinhr bao nhiêu "an ninh" và của`
	res := &index.Result{Total: 3, Reading: index.Reading{Level: index.LevelMeant, Units: units, Totals: map[index.Level]int{index.LevelAll: 9}}}
	v := viewOf(t, url.Values{"q": {q}}, res)
	var got []string
	for _, r := range v.Match.ReadBack(Vietnamese) {
		for _, u := range r.Units {
			got = append(got, r.What+": "+u.Shown()+" ("+r.Undo+") "+u.Apart+" "+strconv.FormatBool(r.Adds))
		}
	}
	want := []string{
		`Cụm từ: nghị quyết 57 (tách thành từng từ) +nghị +quyết "57" UBND chuyển đổi số tinhr bao nhiêu "an ninh" và của false`,
		`Cụm từ: chuyển đổi số (tách thành từng từ) nghị quyết 57 UBND +chuyển +đổi +số tinhr bao nhiêu "an ninh" và của false`,
		`Không bắt buộc: bao nhiêu (bắt buộc phải có) nghị quyết 57 UBND chuyển đổi số tinhr +bao +nhiêu "an ninh" và của true`,
		`Không bắt buộc: và, của (bắt buộc phải có) nghị quyết 57 UBND chuyển đổi số tinhr bao nhiêu "an ninh" +và +của true`,
		`Tìm cả: UBND = ủy ban nhân dân (chỉ tìm chữ đã gõ) nghị quyết 57 +UBND chuyển đổi số tinhr bao nhiêu "an ninh" và của false`,
		`Đọc là: tinhr = tỉnh (tìm đúng chữ đã gõ) nghị quyết 57 UBND chuyển đổi số +tinhr bao nhiêu "an ninh" và của false`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{"meant": 3, "all": 9}, v.Match.Totals); diff != "" || strings.Join(v.Match.Optional, "|") != "bao nhiêu|và|của" {
		t.Errorf("totals %s, optional %q", diff, v.Match.Optional)
	}
	// Words that were asked for apart were not taken together.
	if all := viewOf(t, url.Values{"q": {q}, "match": {"any"}}, res).Match.ReadBack(English); len(all) != 2 || all[0].What != "Also searched" || all[1].What != "Read as" {
		t.Errorf("at level any: %+v", all)
	}
	// The count says what the only phrase is.
	res = &index.Result{Total: 3, Reading: index.Reading{Level: index.LevelMeant, Units: []index.Unit{phrase("đất đai", 0)}}}
	if all := viewOf(t, url.Values{"q": {"đất đai"}}, res).Match.ReadBack(English); len(all) != 0 {
		t.Errorf("one phrase: %+v", all)
	}
}

// TestSuggestionsAreSaid: where another query was answered, the units are of it,
// and the way back asks for the words as typed.
func TestSuggestionsAreSaid(t *testing.T) {
	res := &index.Result{Total: 2, Suggestions: []index.Suggestion{{Kind: index.SuggestSpelling, Query: parsed(t, "đất đai"), Total: 2, Used: true},
		{Kind: index.SuggestName, Query: parsed(t, "đắt đai"), Total: 1}}, Also: []index.Hit{{ID: "b"}},
		Reading: index.Reading{Level: index.LevelMeant, Units: []index.Unit{{Kind: index.UnitCompound, Text: "đất đai", Readings: []string{"địa ốc"}, From: 0, To: 2}}}}
	v := viewOf(t, url.Values{"q": {"đât đai"}, "match": {"meant"}}, res)
	want := &Remark{"Không có kết quả cho “đât đai”; đang hiển thị kết quả cho “đất đai”.", "Tìm đúng “đât đai”", map[string]string{"q": "+đât +đai"}}
	if diff := cmp.Diff(want, v.Instead(Vietnamese)); diff != "" {
		t.Error(diff)
	}
	if got := v.Match.Units[0].Apart; got != "+đất +đai" {
		t.Errorf("the words apart are %q", got)
	}
	suggestions := []SuggestionView{{Kind: "spelling", Q: "đất đai", Total: 2, Used: true}, {Kind: "name", Q: "đắt đai", Total: 1}}
	if diff := cmp.Diff(suggestions, v.Suggestions, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if len(v.Also) != 1 || v.Also[0].Match != "any" || v.Also[0].Hits[0].URL != "/d/b?q=%C4%91%E1%BA%A5t+%C4%91ai&match=meant" {
		t.Errorf("also %+v", v.Also)
	}
	if r := viewOf(t, url.Values{"q": {"đất"}}, &index.Result{Suggestions: res.Suggestions[1:]}).Instead(English); r != nil {
		t.Errorf("answered another query: %+v", r)
	}
}
