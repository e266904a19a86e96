package pdf

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/internal/viet/legacy"
)

// line draws text of size 10 from a place on; every character is half an em wide.
func line(x, y float64, text string) []glyph {
	var list []glyph
	for _, r := range text {
		list = append(list, glyph{r: r, left: x, right: x + 5, base: y, em: 10})
		x += 5
	}
	return list
}

// lines draws lines one below the other.
func lines(x, y float64, texts ...string) (list []glyph) {
	for i, s := range texts {
		list = append(list, line(x, y-12*float64(i), s)...)
	}
	return list
}

func texts(list []Paragraph) (all []string) {
	for _, p := range list {
		all = append(all, p.Text)
	}
	return all
}

func layout(list ...[]glyph) []Paragraph {
	var all []glyph
	for _, l := range list {
		all = append(all, l...)
	}
	return paragraphs(fragments(all), &legacy.Fonts{})
}

func TestFragments(t *testing.T) {
	bold := line(100, 700, "HÒA")
	bold = append(bold, line(100.3, 700, "HÒA")...)
	for _, c := range []struct {
		name string
		in   []glyph
		want []string
	}{
		{"letters of a second font after the line", append(line(100, 700, "C NG HÒA XÃ H I"), append(line(105, 700, "Ộ"), line(165, 700, "Ộ")...)...), []string{"CỘNG HÒA XÃ HỘI"}},
		{"and before it", append(append(line(105, 700, "Ộ"), line(165, 700, "Ộ")...), line(100, 700, "C NG HÒA XÃ H I")...), []string{"CỘNG HÒA XÃ HỘI"}},
		{"at its ends", append(append(line(100, 700, "Ủ"), line(145, 700, "ỉ")...), line(105, 700, "y ban nh")...), []string{"Ủy ban nhỉ"}},
		{"false bold", bold, []string{"HÒA"}},
		{"a ligature", []glyph{{r: 'f', left: 100, right: 106, base: 700, em: 10, order: 7}, {r: 'f', left: 100, right: 106, base: 700, em: 10, order: 8}}, []string{"ff"}},
		{"a gap is a space", append(line(100, 700, "Hà"), line(113, 700, "Nội")...), []string{"Hà Nội"}},
		{"cells stay apart", append(line(100, 700, "STT"), line(150, 700, "Tên")...), []string{"STT", "Tên"}},
		{"columns stay apart", append(lines(100, 700, "một", "hai"), lines(300, 700, "ba", "bốn")...), []string{"một", "hai", "ba", "bốn"}},
		{"a raised number", append(line(100, 700, "m"), glyph{r: '2', left: 105, right: 108, base: 703, em: 6}), []string{"m2"}},
	} {
		var got []string
		for _, f := range fragments(c.in) {
			got = append(got, f.line(&legacy.Fonts{}))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, d)
		}
	}
}

func TestMarksGoToTheirLetter(t *testing.T) {
	list := line(100, 700, "viêt")
	list = append(list, glyph{r: 0x323, left: 111, right: 114, base: 700, em: 10})
	if got := fragments(list)[0].line(&legacy.Fonts{}); got != "việt" {
		t.Errorf("%q", got)
	}
}

func TestParagraphs(t *testing.T) {
	const long = "Ủy ban nhân dân tỉnh ban hành quy định này để thực hiện trên"
	for _, c := range []struct {
		name string
		in   []glyph
		want []string
	}{
		{"a line that was broken goes on", lines(100, 700, long, "địa bàn tỉnh.", "Quyết định có hiệu lực."),
			[]string{long + " địa bàn tỉnh.", "Quyết định có hiệu lực."}},
		{"an article begins anew", lines(100, 700, long, long+".", "Điều 2. Hiệu lực"), []string{long + " " + long + ".", "Điều 2. Hiệu lực"}},
		{"an article that is named does not", lines(100, 700, long+" khoản 1", "Điều 2 Luật này."), []string{long + " khoản 1 Điều 2 Luật này."}},
		{"nor a range", lines(100, 700, long+" 2021", "- 2025 và sau đó."), []string{long + " 2021 - 2025 và sau đó."}},
		{"a number is joined", lines(100, 700, long+" 87/2025/QĐ-", "UBND của tỉnh."), []string{long + " 87/2025/QĐ-UBND của tỉnh."}},
		{"a dash is not", lines(100, 700, long+" -", "Hạnh phúc"), []string{long + " - Hạnh phúc"}},
		{"grounds", lines(100, 700, long+" 64/2025/QH15;", "Căn cứ Luật Thủ đô;"), []string{long + " 64/2025/QH15;", "Căn cứ Luật Thủ đô;"}},
		{"a centred title", append(append(line(105, 700, "Nghị quyết bổ sung kế hoạch phát triển kinh tế và xã hội tỉnh"), line(200, 688, "trưởng đạt tám phần trăm")...), lines(90, 600, long+" cả nước")...),
			[]string{"Nghị quyết bổ sung kế hoạch phát triển kinh tế và xã hội tỉnh trưởng đạt tám phần trăm", long + " cả nước"}},
		{"who signs for whom", append(line(300, 700, "TM. ỦY BAN NHÂN DÂN"), append(line(310, 688, "KT. CHỦ TỊCH"), line(309, 676, "PHÓ CHỦ TỊCH")...)...),
			[]string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}},
		{"a table of contents", lines(100, 700, "Chương thứ nhất về các cơ quan . . . . . . . . . . . . . 12", "Chương thứ hai về các đơn vị . . . . . . . . . . . . . . . 13"),
			[]string{"Chương thứ nhất về các cơ quan . . . . . . . . . . . . . 12", "Chương thứ hai về các đơn vị . . . . . . . . . . . . . . . 13"}},
		{"a bullet of another size", append([]glyph{{r: '•', left: 90, right: 94, base: 700, em: 8}}, lines(100, 700, long, "Cơ quan")...), []string{"• " + long + " Cơ quan"}},
		{"a rule", lines(100, 700, long, "----------", long), []string{long, "----------", long}},
		{"capitals end with their line", lines(100, 700, strings.ToUpper(long), "Căn cứ Luật Thủ đô"), []string{strings.ToUpper(long), "Căn cứ Luật Thủ đô"}},
		{"an indent begins", append(lines(100, 700, long, long), line(120, 676, "Người đứng đầu có trách nhiệm.")...),
			[]string{long + " " + long, "Người đứng đầu có trách nhiệm."}},
		{"a distance begins", append(lines(100, 700, long), line(100, 670, "địa bàn tỉnh.")...), []string{long, "địa bàn tỉnh."}},
		{"cells are wrapped by what stands beside them", append(append(lines(100, 700, "Xây dựng củng", "cố tổ chức"), line(180, 700, "Sở Tư pháp")...), lines(100, 600, long, long)...),
			[]string{"Xây dựng củng cố tổ chức", "Sở Tư pháp", long + " " + long}},
		{"columns go on", append(lines(100, 700, append(repeated(long, 10), "bàn cả tỉnh của các cơ quan và đơn vị có liên quan trên địa")...), lines(420, 700, "phương.")...),
			[]string{strings.Join(append(repeated(long, 10), "bàn cả tỉnh của các cơ quan và đơn vị có liên quan trên địa phương."), " ")}},
	} {
		if d := cmp.Diff(c.want, texts(layout(c.in))); d != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, d)
		}
	}
}

func repeated(s string, n int) (list []string) {
	for range n {
		list = append(list, s)
	}
	return list
}

func TestLegacyFonts(t *testing.T) {
	list := line(100, 700, "QuyÕt ®Þnh c\u00f1a ñy ban nh©n d©n")
	for i := range list {
		list[i].font = fontName("ABCDEF+VnTime")
	}
	capitals := line(100, 680, "quyÕt ®Þnh")
	for i := range capitals {
		capitals[i].font = fontName("VnTimeH")
	}
	if !looksLegacy(list) || looksLegacy(line(100, 700, "Quyết định của Ủy ban nhân dân tỉnh, là cơ quan của tỉnh")) {
		t.Error("legacy text is not told from Unicode")
	}
	want := []string{"Quyết định của ủy ban nhân dân", "QUYẾT ĐỊNH"}
	if d := cmp.Diff(want, texts(layout(list, capitals))); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestHeads(t *testing.T) {
	pages := make([]Page, 4)
	bodies := [][]string{
		{"Điều 1. Phạm vi điều chỉnh", "Điều 2. Đối tượng"},
		{"12", "Điều 3. Nguyên tắc"},
		{"1. Nguyên tắc thứ nhất", "2. Nguyên tắc thứ hai"},
		{"Điều 4. Hiệu lực", "Điều 5. Thi hành"},
	}
	for i, body := range bodies {
		list := lines(100, 700, body...)
		list = append(list, line(100, 800, "CÔNG BÁO/Số "+string(rune('1'+i))+"/Ngày 27-11-2025")...) // drawn last
		list = append(list, line(300, 40, "- "+string(rune('1'+i))+" -")...)
		pages[i] = Page{Paragraphs: layout(list)}
	}
	dropHeads(pages)
	for i, p := range pages {
		if d := cmp.Diff(bodies[i], texts(p.Paragraphs)); d != "" {
			t.Errorf("page %d (-want +got)\n%s", i+1, d)
		}
	}
}

func TestJoinPages(t *testing.T) {
	const long = "Ủy ban nhân dân tỉnh ban hành quy định này để thực hiện trên"
	for _, c := range []struct {
		name          string
		first, second []glyph
		want          [][]string
	}{
		{"a sentence goes over", lines(100, 700, long, long), lines(100, 800, "địa bàn tỉnh.", "Điều 2. Hiệu lực"),
			[][]string{{long + " " + long + " địa bàn tỉnh."}, {"Điều 2. Hiệu lực"}}},
		{"an article does not", lines(100, 700, long, long), lines(100, 800, "Điều 2. Hiệu lực"), [][]string{{long + " " + long}, {"Điều 2. Hiệu lực"}}},
		{"after a short line none does", lines(100, 700, long, "của tỉnh"), lines(100, 800, "địa bàn tỉnh."), [][]string{{long + " của tỉnh"}, {"địa bàn tỉnh."}}},
		{"nor after a full stop", lines(100, 700, long, long[:len(long)-1]+"."), lines(100, 800, "địa bàn tỉnh."), [][]string{{long + " " + long[:len(long)-1] + "."}, {"địa bàn tỉnh."}}},
		{"what is before a short line in its column does not", lines(100, 700, long, long, "- Sở Tư pháp"), lines(100, 800, "địa bàn tỉnh."),
			[][]string{{long + " " + long, "- Sở Tư pháp"}, {"địa bàn tỉnh."}}},
		{"a cell goes on in its column", append(append(lines(100, 700, "Xây dựng và củng"), line(200, 700, "Sở Tư pháp")...), lines(100, 640, "Xây dựng và củng cố", "tổ chức bộ máy hành")...),
			lines(100, 800, "chính."), [][]string{{"Xây dựng và củng", "Sở Tư pháp", "Xây dựng và củng cố tổ chức bộ máy hành chính."}, nil}},
	} {
		pages := []Page{{Paragraphs: layout(c.first)}, {Paragraphs: layout(c.second)}}
		joinPages(pages)
		if d := cmp.Diff(c.want, [][]string{texts(pages[0].Paragraphs), texts(pages[1].Paragraphs)}); d != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, d)
		}
	}
}

func TestQuality(t *testing.T) {
	for _, c := range []struct {
		text          string
		usable, layer bool
	}{
		{"Ủy ban nhân dân tỉnh ban hành Quyết định quy định thực hiện nếp sống văn minh trong việc cưới", true, true},
		{"UY BAN NHAN DAN Can ctt Luat T6 chitc chinh quyén dia phuong s6 72 ngay thang nam ciia Chinh phi vé", true, false},
		{"\x01\x02Ủ \x03\x04\x05 \x06\x07 ỉ \x0e\x0f\x10\x11 nh\x12\x13\x14 ban hành quyết định của tỉnh", false, false},
		{"The report of the committee was adopted by the members at the end of this session", true, true},
		{"Qxw zrtk plmn vbcx hjkl qwrt zxcv bnmk rtyp fghj klqw zxrt vbnm plkj hgfd mnbv", false, false},
		{"STT 12", true, true},
	} {
		q := qualityOf([]Paragraph{{Text: c.text}})
		if q.usable(false) != c.usable || q.usable(true) != c.layer {
			t.Errorf("%q: %+v, typed %v, over a scan %v", c.text, q, q.usable(false), q.usable(true))
		}
	}
}

// A page with few words is judged with the others of its document.
func TestTitlePage(t *testing.T) {
	english := Paragraph{Text: strings.Repeat("The report of the committee was adopted by the members at the end of this session. ", 20)}
	title := Paragraph{Text: "GNU Libtasn Kernel Graphics Toolkit Simon Josefsson Nikos Mavrogiannopoulos Werner Koch Wlodek Baran Schmidt Grzegorz"}
	text := Text{Pages: []Page{{Paragraphs: []Paragraph{title}}, {Paragraphs: []Paragraph{english}}}}
	if text.judge(); text.Pages[0].Image || len(text.Pages[0].Paragraphs) == 0 {
		t.Error("a title page is taken for an image")
	}
	text = Text{Pages: []Page{{Paragraphs: []Paragraph{title}, covered: true}, {Paragraphs: []Paragraph{english}}}}
	if text.judge(); !text.Pages[0].Image || text.Pages[1].Image {
		t.Error("what lies over a scan is kept")
	}
}

func TestMemory(t *testing.T) {
	m := newMemory(8, 100)
	b := m.Reallocate(8)
	b[7] = 1
	if b = m.Reallocate(60); len(b) != 60 || b[7] != 1 || b[59] != 0 {
		t.Errorf("%v", b)
	}
	if m.Reallocate(101) != nil {
		t.Error("more than the most was given")
	}
}

// A page of very many characters is laid out all the same.
func TestCrowdedPage(t *testing.T) {
	list := make([]glyph, 0, maxGlyphs)
	for i := range maxGlyphs {
		g := glyph{r: 'a', left: float64(i%100) * 50, base: float64(i / 100), em: 1}
		if g.right = g.left + 0.5; i%7 == 0 {
			g.r = 0x301
		}
		list = append(list, g)
	}
	pages := []Page{{Paragraphs: layout(list)}}
	if dropHeads(pages); len(pages[0].Paragraphs) < maxGlyphs/10 {
		t.Errorf("%d paragraphs", len(pages[0].Paragraphs))
	}
}

// Whatever stands wherever makes paragraphs of all its letters.
func FuzzLayout(f *testing.F) {
	f.Add([]byte("abc def \x80\x81 xyz"), uint8(3))
	f.Fuzz(func(t *testing.T, b []byte, spread uint8) {
		var list []glyph
		for i := 0; i+3 < len(b); i += 4 {
			x, y := float64(b[i+1])*float64(spread), float64(b[i+2])*float64(spread)
			g := glyph{r: rune(b[i]), left: x, right: x + float64(b[i+3]%32), base: y, em: 1 + float64(b[i+3]>>4), turn: int(b[i+3]) & 3}
			if b[i] > 0xF0 {
				g.r = 0x300 + rune(b[i]-0xF0)
			}
			list = append(list, g)
		}
		pages := []Page{{Paragraphs: layout(list)}, {Paragraphs: layout(list)}}
		for _, p := range pages[0].Paragraphs {
			if strings.TrimSpace(p.Text) == "" {
				t.Errorf("a blank paragraph of %q", b)
			}
		}
		dropHeads(pages)
		joinPages(pages)
	})
}
