package name

import (
	"fmt"
	"strings"
	"testing"
)

func TestReadings(t *testing.T) {
	a := DefaultAbbreviations()
	for _, c := range []struct{ name, in, want string }{
		{"A01", "UBND", "ủy ban nhân dân"},
		{"A01", "BCT", "bộ chính trị | bộ công thương"},
		{"A01", "BCH", "ban chấp hành | bộ chỉ huy"},
		{"A01", "BTC", "bộ tài chính | ban tổ chức"},
		{"A01", "KT-XH", "kinh tế - xã hội"},
		{"A01", "CNTT", "công nghệ thông tin"}, {"A01", "GRDP", "tổng sản phẩm trên địa bàn"},
		{"any form", "KTXH", "kinh tế - xã hội"},
		{"any form", "T.Ư", "trung ương"}, {"any form", "TƯ", "trung ương"}, {"any form", "TW", "trung ương"}, {"any form", "T.W", "trung ương"},
		{"any form", "TP.HCM", "thành phố hồ chí minh"}, {"any form", "TP HCM", "thành phố hồ chí minh"},
		{"any form", "Tp. HCM", "thành phố hồ chí minh"}, {"any form", "TPHCM", "thành phố hồ chí minh"},
		{"any form", "KH&CN", "khoa học và công nghệ | khoa học công nghệ"}, {"any form", "KHCN", "khoa học và công nghệ | khoa học công nghệ"},
		{"any form", "U.B.N.D", "ủy ban nhân dân"},
		{"A03", "Đ/c", "đồng chí"}, {"A03", "đc.", "đồng chí"},
		{"eth for Đ", "\u00d0BQH", "đại biểu quốc hội"},
		{"NFD", "TU\u031b", "trung ương"},
		{"small letters", "ubnd", "ủy ban nhân dân"}, {"small letters", "cp", "chính phủ | cổ phần"},
		{"small letters of a word", "tu", ""}, {"small letters of a word", "tư", ""}, {"small letters of a word", "Tư", ""}, {"small letters of a word", "ai", ""},
		{"capitals of a word", "TU", "tỉnh ủy | thành ủy"}, {"capitals of a word", "AI", "trí tuệ nhân tạo"},
		{"without marks", "hdnd", "hội đồng nhân dân"}, {"without marks", "BCD", "ban chỉ đạo"},
		{"two letters without marks", "DH", ""},
		{"Đ is not D", "BCĐ", "ban chỉ đạo"},
		{"unknown", "XYZ", ""}, {"empty", "", ""}, {"a word", "ủy ban", ""},
	} {
		if got := strings.Join(readings(a, c.in), " | "); got != c.want {
			t.Errorf("%s: readings of %q = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestShort(t *testing.T) {
	a := DefaultAbbreviations()
	for _, c := range []struct{ in, want string }{
		{"ủy ban nhân dân", "UBND"}, {"Uỷ ban Nhân dân", "UBND"}, {"uy ban nhan dan", "UBND"},
		{"ủy ban nhan dan", ""}, // half marked: plain means level tone
		{"kinh tế, xã hội", "KT-XH KTXH"}, {"trung ương", "TW T.Ư TƯ"},
		{"khoa học công nghệ", "KH&CN KHCN"}, {"bộ công thương", "BCT"},
		{"nghệ sỹ nhân dân", "NSND"}, // i/y
		{"ủy ban nhân dân tỉnh", ""}, {"ủy ban", ""}, {"", ""},
	} {
		if got := strings.Join(shorts(a, c.in), " "); got != c.want {
			t.Errorf("abbreviations of %q = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFindAbbreviations(t *testing.T) {
	a := DefaultAbbreviations()
	for _, c := range []struct{ in, want string }{
		{"UBND tỉnh", "0-1 ủy ban nhân dân"},
		{"Ủy ban nhân dân tỉnh", "0-4 long UBND"},
		{"nghị quyết BCT", "0-2 long NQ; 2-3 ambiguous bộ chính trị|bộ công thương"},
		{"bộ chính trị", "0-3 long ambiguous BCT"},
		{"TP HCM", "0-2 thành phố hồ chí minh"},
		{"TP. HCM", "0-2 thành phố hồ chí minh"},
		{"TP. Hồ Chí Minh", "0-1 thành phố; 1-4 long HCM"},
		{"phát triển KT-XH bền vững", "2-3 kinh tế - xã hội"},
		{"phát triển kinh tế - xã hội", "2-7 long KT-XH|KTXH"},
		{"kh&cn", "0-1 khoa học và công nghệ|khoa học công nghệ"},
		{"đ/c Tô Lâm", "0-1 đồng chí"},
		{"57-NQ/TW", ""},
		{"ai là ai", ""},
		{"tu sửa nhà", ""},
		{"ứng dụng AI", "2-3 trí tuệ nhân tạo"},
		{"TƯ TƯỞNG", ""},
		{"BAN BÍ THƯ TƯ", "0-3 long ambiguous BBT"},
		{"UBND TP.HCM", "0-1 ủy ban nhân dân; 1-2 thành phố hồ chí minh"},
		{"TU", "0-1 ambiguous tỉnh ủy|thành ủy"},
		{"hdnd tinh", "0-1 hội đồng nhân dân"},
		{"uy ban nhan dan tinh", "0-4 long UBND"},
		{"nhân dân", ""}, {"", ""},
	} {
		var got []string
		for _, e := range a.Find(strings.Fields(c.in)) {
			s := fmt.Sprintf("%d-%d ", e.From, e.To)
			if e.Long {
				s += "long "
			}
			if e.Ambiguous {
				s += "ambiguous "
			}
			got = append(got, s+strings.Join(e.Readings, "|"))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("Find(%q)\n got %s\nwant %s", c.in, s, c.want)
		}
	}
}

func TestExtendAbbreviations(t *testing.T) {
	base, err := LoadAbbreviations(strings.NewReader("\uFEFFBCT\tbộ chính trị | bộ công thương\nTW\ttrung ương\nKT-XH\tkinh tế - xã hội\n"))
	if err != nil {
		t.Fatal(err)
	}
	own, err := base.Extend(strings.NewReader("# ours\nBCT\t+ ban công tác\nT.W\ttương lai\nKTXH\t-\nVK\tVăn Kiện; văn bản quan trọng\n"))
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"BCT": "bộ chính trị | bộ công thương | ban công tác", "TW": "tương lai", "KT-XH": "", "VK": "văn kiện | văn bản quan trọng",
	} {
		if got := strings.Join(readings(own, in), " | "); got != want {
			t.Errorf("readings of %q = %q, want %q", in, got, want)
		}
	}
	if got := strings.Join(readings(base, "BCT"), " | "); got != "bộ chính trị | bộ công thương" {
		t.Errorf("Extend changed its receiver: BCT = %q", got)
	}
	if got := own.Find([]string{"VK"}); len(got) != 1 || got[0].Ambiguous {
		t.Errorf("two wordings of one meaning are not ambiguous: %+v", got)
	}
	if len(own.rows) != 3 {
		t.Errorf("%d rows, want 3", len(own.rows))
	}
}

// TestDefaultAbbreviations holds the base list of rule A01 and that every row
// is found from both ends.
func TestDefaultAbbreviations(t *testing.T) {
	a := DefaultAbbreviations()
	base := `UBND HĐND UBMTTQ MTTQ BCH BCT BBT BCĐ BTV BTVTU TU TW ĐCSVN XHCN CNXH CHXHCN QH ĐBQH CP TTg VPCP TP TPHCM HN
		KT-XH QP-AN CNTT CĐS KHCN KH&CN ĐMST CNH HĐH NSNN NSTW GPMB KCN KKT DN DNNN HTX NTM TTHC CCHC PCTN VBQPPL CAND QĐND LLVT
		ANTT GRDP GDP ODA FDI PPP PCI BTC TT CT HĐ TƯ`
	for _, s := range strings.Fields(base) {
		if len(readings(a, s)) == 0 {
			t.Errorf("%s of rule A01 has no reading", s)
		}
	}
	for _, row := range a.rows {
		s := row.short
		for _, r := range readings(a, s) {
			found := false
			for _, short := range shorts(a, r) {
				found = found || short == s
			}
			if !found {
				t.Errorf("abbreviations of %q = %v, without %s", r, shorts(a, r), s)
			}
		}
	}
	for _, s := range strings.Fields("BCT BTC BCH CP QH TT CT HĐ") {
		if e := a.Find([]string{s}); len(e) != 1 || !e[0].Ambiguous {
			t.Errorf("%s is ambiguous by rule A01, Find = %+v", s, e)
		}
	}
}

func FuzzFindAbbreviations(f *testing.F) {
	for _, s := range []string{"UBND tỉnh", "kinh tế - xã hội", "T.Ư & đ/c", "a\xff\u0301 TP  HCM", "TƯ TƯỞNG"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := DefaultAbbreviations()
		words := strings.Split(s, " ")
		end := 0
		for _, e := range a.Find(words) {
			if e.From < end || e.To <= e.From || e.To > len(words) || len(e.Readings) == 0 {
				t.Fatalf("%+v after %d in %q", e, end, words)
			}
			end = e.To
		}
		readings(a, s)
		shorts(a, s)
	})
}
