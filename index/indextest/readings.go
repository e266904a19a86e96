package indextest

import (
	"math"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/plan"
)

// readings searches for things by another way of writing them.
func readings(t *testing.T, open opener) {
	x := open(
		index.Document{ID: "nq57", Body: "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị."},
		index.Document{ID: "nq57cp", Body: "Căn cứ Nghị quyết số 57/NQ-CP của Chính phủ."},
		index.Document{ID: "mention", Body: "Nghị quyết 57 được quán triệt."},
		index.Document{ID: "date", Body: "Họp ngày 13 tháng 01 năm 2025 tại tỉnh."},
		index.Document{ID: "date2", Body: "Họp ngày 13-1-2025; 1/3/2025 báo cáo."},
		index.Document{ID: "money", Body: "Thu ngân sách 33.000 tỷ đồng, tăng 6,03%."},
		index.Document{ID: "other", Body: "Chi 33 tỷ đồng, tăng 603% so với năm trước."},
		index.Document{ID: "hdnd", Body: "HĐND tỉnh họp kỳ thứ tám."},
		index.Document{ID: "long", Body: "Hội đồng nhân dân tỉnh họp."},
		index.Document{ID: "place", Body: "Cao nguyên Đắc Lắc có cà phê."},
		index.Document{ID: "kt", Body: "Phát triển KT-XH và khoa học công nghệ của quý IV/2024."},
		index.Document{ID: "kyluong", Body: "Rà soát kỹ lưỡng nghìn tỷ đồng, khóa XII."},
	)
	for _, c := range []struct{ q, want, marked string }{
		{"57-NQ/TW", "mention nq57", "57-NQ/TW"},
		{"57 - NQ/TƯ", "mention nq57", "57-NQ/TW"},
		{"nghị quyết 57", "mention nq57 nq57cp", "57-NQ/TW"},
		{"57/NQ-CP", "mention nq57cp", "57/NQ-CP"},
		{"13/1/2025", "date date2", "ngày 13 tháng 01 năm 2025"},
		{"ngày 13 tháng 1 năm 2025", "date date2", "13-1-2025"},
		{"33 nghìn tỷ", "money", "33.000 tỷ"},
		{"33 nghìn tỉ", "money", "33.000 tỷ"},
		{"6,03%", "money", "6,03"},
		{"6.03%", "money", "6,03"},
		{"HĐND tỉnh", "hdnd long", "Hội đồng nhân dân"},
		{"hội đồng nhân dân", "hdnd long", "HĐND"},
		{"hoi dong nhan dan", "hdnd long", "HĐND"},
		{"Daklak", "place", "Đắc Lắc"},
		{"kinh tế xã hội", "kt", "KT-XH"},
		{"quý 4/2024", "kt", "quý IV/2024"},
		{"kĩ lưỡng", "kyluong", "kỹ"},
		{"nghìn tỉ đồng", "kyluong", "tỷ"},
		{"ky luong", "kyluong", "kỹ"},
		{"ki luong", "kyluong", "kỹ"},
		{"khóa 12", "kyluong", "XII"},
		{"=kĩ", "", ""},
		{"\"kĩ lưỡng\"", "kyluong", "kỹ lưỡng"},
		{"bawcs", "", ""},
		{"quasn trieetj", "mention", "quán"},
	} {
		res := Search(t, x, index.Request{Query: Parse(t, c.q), Snippets: 5})
		if got := Sorted(res); got != c.want {
			t.Errorf("%s: found %q, want %q", c.q, got, c.want)
			continue
		}
		var marks []string
		for _, h := range res.Hits {
			for _, f := range h.Fragments {
				for _, m := range f.Marks {
					marks = append(marks, f.Text[m.Start:m.End])
				}
			}
		}
		if all := strings.Join(marks, "|"); !strings.Contains(all, c.marked) {
			t.Errorf("%s: marked %q, want %q among them", c.q, all, c.marked)
		}
	}
}

// anyWord asks for one of the words; what excludes or restricts still does.
func anyWord(t *testing.T, open opener) {
	x := open(
		index.Document{ID: "a", Kind: index.KindSpeech, Topics: []string{"t"}, Body: "Cảng biển mở ra."},
		index.Document{ID: "b", Kind: index.KindReport, Topics: []string{"t"}, Body: "Biển có nhiều cảng."},
		index.Document{ID: "c", Kind: index.KindReport, Body: "Rừng bên biển.", Date: "2024"},
		index.Document{ID: "d", Kind: index.KindReport, Body: "Tỉnh Bắc Ninh."},
	)
	for _, c := range []struct{ q, want string }{
		{"cảng biển", "a b c"},
		{"cảng biển rừng", "a b c"},
		{"rừng nhiều", "b c"},
		{"rừng \"cảng biển\"", "a c"},
		{"cảng rừng -nhiều", "a c"},
		{"biển date:2024", "c"},
		{"topic:t cảng rừng", "a b"},
		{"topic:t topic:t cảng rừng", "a b"},
		{"topic:t kind:report", "b"},
		{"-cảng -rừng", "d"},
		{"rừng (cảng -nhiều)", "a c"},
		{"Bắc Ninh", "d"},
		{"bắc rừng", "c d"},
	} {
		if got := Sorted(Search(t, x, index.Request{Query: Parse(t, c.q), Level: index.LevelAny})); got != c.want {
			t.Errorf("%s: found %q, want %q", c.q, got, c.want)
		}
	}
	if got := IDs(Search(t, x, index.Request{Query: Parse(t, "cảng biển"), Level: index.LevelAny})); got != "a b c" {
		t.Errorf("side by side, both, one: %q", got)
	}
}

// plainAmongMarked checks rule F06: a plain word of a query with marks is
// meant as it stands where it stands so in the collection.
func plainAmongMarked(t *testing.T, open opener) {
	x := open(
		index.Document{ID: "sonla", Body: "tỉnh Sơn La phát triển"},
		index.Document{ID: "son", Body: "bức tường sơn là đẹp"},
		index.Document{ID: "daihoi", Body: "đại hội đảng bộ"})
	for q, want := range map[string]string{"Sơn La": "sonla", "đại hoi": "daihoi", "son la": "son sonla"} {
		if got := Sorted(Search(t, x, index.Request{Query: Parse(t, q)})); got != want {
			t.Errorf("%s: found %q, want %q", q, got, want)
		}
	}
}

func readingsAreSaid(t *testing.T, open opener) {
	x := open(index.Document{ID: "a", Body: "Bộ Chính trị"}, index.Document{ID: "b", Body: "Bộ Công Thương"}, index.Document{ID: "c", Body: "bắc"})
	for q, want := range map[string]string{"BCT": "ambiguous_abbreviation BCT", "Bắc Giang": "former_place Bắc Giang", "tỉnh Thái Bình": "former_place Thái Bình", "bawcs": "typing_decoded bawcs"} {
		res := Search(t, x, index.Request{Query: Parse(t, q)})
		found := false
		for _, w := range res.Warnings {
			found = found || strings.HasPrefix(string(w.Code)+" "+strings.Join(w.Args, " "), want)
		}
		if !found {
			t.Errorf("%s: warnings %v, want %s", q, res.Warnings, want)
		}
	}
	for _, w := range Search(t, x, index.Request{Query: Parse(t, "bộ chính trị")}).Warnings {
		t.Errorf("a long form is not ambiguous: %v", w)
	}
	if got := Sorted(Search(t, x, index.Request{Query: Parse(t, "BCT")})); got != "a b" {
		t.Errorf("BCT found %q", got)
	}
}

// readingsCountForTheirWords checks that a passage with a name in its other
// form has the query's word for it, so it goes before one that lacks that word.
func readingsCountForTheirWords(t *testing.T, open opener) {
	filler := strings.Repeat("Nội dung khác không liên quan. ", 40)
	for _, c := range []struct{ query, poor, rich string }{
		{"kinh UBND", "kinh kinh kinh.", "Xin kinh gửi Ủy ban nhân dân xã."},
		{"thông cáo 13/1/2025", "thông cáo, thông cáo.", "thông cáo của ngày 13 tháng 01 năm 2025."},
		{"gửi dduwowngf", "gửi, gửi, gửi.", "gửi từ một con đường."},
	} {
		x := open(index.Document{ID: "a", Body: c.poor + "\n" + filler + "\n" + c.rich})
		res, err := x.Search(t.Context(), index.Request{Query: Parse(t, c.query), Snippets: 1, SnippetChars: 80})
		if err != nil || len(res.Hits) != 1 {
			t.Fatalf("%s: %+v, %v", c.query, res, err)
		}
		if f := res.Hits[0].Fragments; len(f) != 1 || !strings.Contains(f[0].Text, c.rich) {
			t.Errorf("%s shows %+v, not %q", c.query, f, c.rich)
		}
	}
}

// readingScores holds scores of words that can be read in several ways
// against numbers worked out by hand. As in idf·tf/(tf+K) everywhere, K is
// 1.2·(0.25 + 0.75·length/average), and the idf of one document of three is
// ln(1+2.5/1.5) = 0.980829, of two ln(1+1.5/2.5) = 0.470004, of all three
// ln(1+0.5/3.5) = 0.133531.
func readingScores(t *testing.T, open opener) {
	for _, c := range []struct {
		q      string
		bodies map[string]string
		want   map[string]float64
	}{
		// Lengths 2, 5 and 3, K 0.84 and 1.65: another name weighs as the one written.
		{"UBND", map[string]string{"a": "UBND họp", "b": "Ủy ban nhân dân họp", "c": "xã khác hẳn"},
			map[string]float64{"a": 0.980829 / 1.84, "b": plan.AbbreviationWeight * 0.980829 / 2.65}},
		// A phrase weighs as its four words.
		{`"ủy ban nhân dân" OR xã`, map[string]string{"a": "UBND họp", "b": "Ủy ban nhân dân họp", "c": "xã khác hẳn"},
			map[string]float64{"b": 4 * 0.980829 / 2.65, "c": 0.980829 / (1 + 1.2*(0.25+0.75*0.9))}},
		// Lengths 2, 6 and 2, K 0.84 and 1.92: the date weighs as the one word that it is
		// where it is written alike.
		{"13/1/2025", map[string]string{"a": "họp 13/1/2025", "b": "ngày 13 tháng 01 năm 2025", "c": "khác hẳn"},
			map[string]float64{"a": 0.980829 / 1.84, "b": 0.980829 / 2.92}},
		// Lengths 3, 5 and 4, K 0.975, 1.425 and 1.2: the best of both names counts, not their sum.
		{"Daklak", map[string]string{"a": "ở Daklak đó", "b": "ở Đắk Lắk là Daklak", "c": "Đắk Lắk Đắk Lắk"},
			map[string]float64{"a": 0.470004 / 1.975, "b": 0.470004 / 2.425, "c": plan.PlaceWeight * 0.470004 * 2 / 3.2}},
	} {
		x := open()
		for id, body := range c.bodies {
			if err := x.Put(t.Context(), index.Document{ID: id, Body: body}); err != nil {
				t.Fatal(err)
			}
		}
		res := Search(t, x, index.Request{Query: Parse(t, c.q)})
		if len(res.Hits) != len(c.want) {
			t.Errorf("%s: found %q", c.q, IDs(res))
		}
		for _, h := range res.Hits {
			if want := c.want[h.ID]; !(math.Abs(h.Score-want) <= 2e-6*want) {
				t.Errorf("%s: %s scores %.7f, want %.7f", c.q, h.ID, h.Score, want)
			}
		}
	}
}
