package head

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
)

// values returns the fields of a head by name, with confidence and place where
// they are not those of a line of its own in the head.
func values(h Head) map[string]string {
	m := map[string]string{}
	for name, f := range map[string]Field{
		"number": h.Number, "date": h.Date, "place": h.Place, "kind": h.Kind, "organisation": h.Organisation, "title": h.Title,
		"signer": h.Signer, "role of signer": h.SignerRole, "speaker": h.Speaker, "role": h.Role, "event": h.Event,
	} {
		if f.Value != "" {
			m[name] = f.Value
		}
	}
	var list []string
	for _, r := range h.Recipients {
		list = append(list, r.Value)
	}
	if len(list) > 0 {
		m["recipients"] = strings.Join(list, "; ")
	}
	return m
}

const letterOfState = `ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 9001/QĐ-UBND
Lai Châu, ngày 09 tháng 3 năm 2024
`

var decision = map[string]string{"number": "9001/QĐ-UBND", "date": "2024-03-09", "place": "Lai Châu", "kind": "decision",
	"organisation": "Ủy ban nhân dân tỉnh Lai Châu", "title": "Quyết định về việc trồng cây bóng mát ven đường liên bản"}

// with returns the fields with more of them; one of the value "" is left out.
func with(fields map[string]string, more ...string) map[string]string {
	m := maps.Clone(fields)
	for i := 0; i < len(more); i += 2 {
		if m[more[i]] = more[i+1]; more[i+1] == "" {
			delete(m, more[i])
		}
	}
	return m
}

const title = "QUYẾT ĐỊNH\nVỀ VIỆC TRỒNG CÂY BÓNG MÁT VEN ĐƯỜNG LIÊN BẢN\n"

func TestOfficialHead(t *testing.T) {
	const reasons = "Căn cứ Luật Cây xanh số 11/2011/QH13 ngày 01 tháng 02 năm 2011;\nĐiều 1. Trồng cây từ ngày 15 tháng 4 năm 2024.\n"
	body := letterOfState + title + "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LAI CHÂU\n" + reasons
	for _, c := range []struct {
		name, body string
		want       map[string]string
	}{
		{"each field on its line", body, decision},
		{"decomposed", norm.NFD.String(body), decision},
		{"new tone placement", strings.ReplaceAll(body, "HÒA", "HOÀ"), decision},
		{"blank lines and marks of Markdown", strings.ReplaceAll(strings.ReplaceAll(body, "QUYẾT ĐỊNH\n", "# **QUYẾT ĐỊNH**\n"), "\n", "\n\n"), decision},
		{"cells of a table", "|ỦY BAN NHÂN DÂN<br>|\n| **ỦY BAN NHÂN DÂN**\n**TỈNH LAI CHÂU** |" + body[strings.Index(body, "-------"):], decision},
		{"broken lines", strings.NewReplacer("NHÂN DÂN\nTỈNH", "NHÂN\nDÂN\nTỈNH", "CỘNG HÒA XÃ ", "CỘNG HÒA XÃ\n", "Số: ", "Số:\n", "ngày 09", "ngày\n09", "LIÊN BẢN", "\nLIÊN BẢN").Replace(body), decision},
		{"both cells in one line each", strings.NewReplacer("DÂN\nTỈNH LAI CHÂU\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc", "DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LAI CHÂU Độc",
			"UBND\nLai", "UBND Lai").Replace(body), decision},
		{"all of the head in one paragraph", strings.ReplaceAll(letterOfState, "\n", " ") + "\n" + title + reasons, decision},
		{"signs in place of rules", strings.NewReplacer("-------\n", "*****\n", "---------------\n", "_________\n").Replace(body), decision},
		{"spaces in the number", strings.Replace(body, "9001/QĐ-UBND", "9001 /QĐ - UBND", 1), decision},
		{"a place that no gazetteer has", strings.Replace(body, "Lai Châu, ngày", "Bản Thử, ngày", 1), with(decision, "place", "")},
		{"half a place in the line before", strings.Replace(body, "Lai Châu, ngày", "Thành phố Hồ Chí\nMinh, ngày", 1), with(decision, "place", "Thành phố Hồ Chí Minh")},
		{"not numbered and not signed yet", strings.NewReplacer("9001/QĐ-UBND", "     /QĐ-UBND", "ngày 09 tháng 3", "ngày … tháng …").Replace(body), with(decision, "number", "", "date", "", "place", "")},
		{"a number of another document in the title", strings.Replace(body, "VỀ VIỆC TRỒNG CÂY", "BÃI BỎ QUYẾT ĐỊNH\nSỐ 7/QĐ-UBND VỀ TRỒNG CÂY", 1),
			with(decision, "title", "Quyết định bãi bỏ quyết định số 7/QĐ-UBND về trồng cây bóng mát ven đường liên bản")},
		{"a subject in small letters", strings.Replace(body, title, "QUYẾT ĐỊNH\nVề việc trồng cây\n", 1), with(decision, "title", "QUYẾT ĐỊNH Về việc trồng cây")},
		{"a document of a department", strings.Replace(body, "TỈNH LAI CHÂU\n-------", "TỈNH LAI CHÂU\nSỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH\n-------", 1), with(decision, "organisation", "Sở Văn hóa, Thể thao và Du lịch")},
		{"a letter", strings.Replace(letterOfState, "Lai Châu, ngày", "V/v trồng cây\nLai Châu, ngày", 1) + "Kính gửi: Hội Cây xanh.\nThực hiện kế hoạch ngày 01/01/2023, …",
			with(decision, "kind", "official-letter", "title", "Trồng cây", "recipients", "Hội Cây xanh")},
		{"a law", "QUỐC HỘI\n--------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLuật số: 999/2019/QH 14\nHà Nội, ngày 02 tháng 9 năm 2019\nLUẬT\nCÂY XANH CỦA QUỐC HỘI NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM SỐ 999/2019/QH14 NGÀY 02 THÁNG 9 NĂM 2019\nCăn cứ Hiến pháp;",
			map[string]string{"number": "999/2019/QH14", "date": "2019-09-02", "place": "Hà Nội", "kind": "law", "organisation": "Quốc hội", "title": "Luật Cây xanh"}},
		{"the head of another document follows", strings.Replace(letterOfState, "XÃ HỘI", "XÃ\nHỘI", 1) + title + strings.Repeat(reasons, 9) +
			"ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 1/KH-UBND\nNghệ An, ngày 26 tháng 11 năm 2025\nKẾ HOẠCH\n", decision},
		{"of the Party", "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 999-NQ/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 03 tháng 02 năm 2016\nNGHỊ QUYẾT\nHỘI NGHỊ VỀ TRỒNG CÂY\nI- TÌNH HÌNH",
			map[string]string{"number": "999-NQ/TW", "date": "2016-02-03", "place": "Hà Nội", "kind": "resolution", "organisation": "Ban Chấp hành Trung ương", "title": "Nghị quyết hội nghị về trồng cây I- tình hình"}},
		{"no motto", "Số: 999/2020/NĐ-CP\nNGHỊ ĐỊNH\nVề cây xanh\nCăn cứ …", map[string]string{"number": "999/2020/NĐ-CP", "kind": "decree", "organisation": "Chính phủ", "title": "NGHỊ ĐỊNH Về cây xanh"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := values(Read("", c.body)); !maps.Equal(got, c.want) {
				t.Errorf("got  %v\nwant %v\nin %s", got, c.want, c.body)
			}
		})
	}
}

func TestConfidence(t *testing.T) {
	whole := Read("", letterOfState+title+"Căn cứ …")
	joinedHead := Read("", strings.NewReplacer("Số: ", "Số:\n", "ngày 09", "ngày\n09").Replace(letterOfState)+title+"Căn cứ …")
	bare := Read("", "Số: 999/2020/NĐ-CP\nCăn cứ …")
	for _, c := range []struct {
		name string
		got  Field
		want Field
	}{
		{"own line", whole.Number, Field{"9001/QĐ-UBND", 1, "head"}},
		{"own line", whole.Date, Field{"2024-03-09", 1, "head"}},
		{"put together", joinedHead.Number, Field{"9001/QĐ-UBND", 0.9, "head"}},
		{"put together", joinedHead.Date, Field{"2024-03-09", 0.9, "head"}},
		{"from the number", bare.Kind, Field{"decree", 0.7, "number"}},
		{"from the number", bare.Organisation, Field{"Chính phủ", 0.7, "number"}},
		{"first sentence", Read("", "Cây xanh rất cần cho phố. Phố có ít.").Title, Field{"Cây xanh rất cần cho phố.", 0.5, FirstSentence}},
		{"a title that is given is not read", Read("Tên", letterOfState+title).Title, Field{}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestEnd(t *testing.T) {
	const recipients = "Nơi nhận:\n- Như Điều 2;\n- Hội Cây xanh\ntỉnh;\n- Các bản;\n- Lưu: VT.\n"
	for _, c := range []struct{ name, end, signer, role, recipients string }{
		{"authority, office, name", recipients + "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLò Văn Thử", "Lò Văn Thử", "Phó Chủ tịch", "Hội Cây xanh tỉnh; Các bản"},
		{"signed before the recipients", "CHỦ TỊCH\nLò Văn Thử\n" + recipients, "Lò Văn Thử", "Chủ tịch", "Hội Cây xanh tỉnh; Các bản"},
		{"rank and degree", recipients + "GIÁM ĐỐC\n(Đã ký)\nThiếu tướng, TS. Lò Văn Thử", "Lò Văn Thử", "Giám đốc", "Hội Cây xanh tỉnh; Các bản"},
		{"name in capitals", recipients + "BỘ TRƯỞNG\nLÒ VĂN THỬ", "Lò Văn Thử", "Bộ trưởng", "Hội Cây xanh tỉnh; Các bản"},
		{"broken name", recipients + "CHỦ TỊCH\nLò Văn\nThử", "Lò Văn Thử", "Chủ tịch", "Hội Cây xanh tỉnh; Các bản"},
		{"an annex follows", recipients + "CHỦ TỊCH\nLò Văn Thử\nPHỤ LỤC\nGIÁM ĐỐC\nVàng Thị Khác", "Lò Văn Thử", "Chủ tịch", "Hội Cây xanh tỉnh; Các bản"},
		{"without recipients", "Luật này đã được thông qua.\nCHỦ TỊCH QUỐC HỘI\nLò Văn Thử", "Lò Văn Thử", "Chủ tịch Quốc hội", ""},
		{"without an office", "Luật này đã được thông qua.\nLò Văn Thử\n(Đã ký)", "Lò Văn Thử", "", ""},
		{"nobody", "Điều 2. Các bản thi hành.", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := values(Read("", letterOfState+title+"Căn cứ Luật;\nĐiều 1. Trồng cây.\n"+c.end))
			want := with(decision, "signer", c.signer, "role of signer", c.role, "recipients", c.recipients)
			if !maps.Equal(got, want) {
				t.Errorf("got  %v\nwant %v", got, want)
			}
		})
	}
}

// What looks like a head and is none.
func TestNoHead(t *testing.T) {
	for _, c := range []struct{ title, body string }{
		{"Thăm bản", "Ngày 13/1, tại Hà Nội, đoàn đã gặp mặt.\nNgày 14/01/2025, đoàn về."},
		{"Thăm bản", "Hà Nội, ngày 13 tháng 01 năm 2025, trời mưa."},
		{"Thăm bản", "Hà Nội, ngày 13 tháng 01 năm 2025"},
		{"Quy định mới", "Nghị quyết số 99/2025/NQ-CP của Chính phủ nêu rõ:\nNghị định số 7/2025/NĐ-CP ngày 13/01/2025 quy định về cây."},
		{"Triển lãm", "80 năm hành trình Độc lập - Tự do - Hạnh phúc tại Hà Nội, ngày 28-8-2025."},
		{"Xúc động nghe bài phát biểu của học trò", "Kính thưa là lời quen thuộc."},
		{"Bài phát biểu của ông Tèo gây tranh cãi", "Nhiều người nói vậy."},
		{"Thư viện bản có sách mới", "Sách về cây."},
		{"Tuyên bố của ông Tèo khiến giá cây giảm", "Giá cây giảm."},
		{"", ""},
		{"\xff", "\xff\xfe\n\xcc\x80"},
	} {
		if got := values(Read(c.title, c.body)); len(got) > 0 && !(len(got) == 1 && got["title"] != "") {
			t.Errorf("%q: %v", c.title, got)
		}
	}
}

func TestSpeech(t *testing.T) {
	const greeting = "Kính thưa các đồng chí,\nHôm nay trời đẹp."
	for _, c := range []struct {
		title, body string
		want        map[string]string
	}{
		{"Phát biểu của Chủ tịch Hội Cây xanh Lò Văn Thử tại Hội nghị tổng kết năm 2023", "Trời đẹp.",
			map[string]string{"speaker": "Lò Văn Thử", "role": "Chủ tịch Hội Cây xanh", "event": "Hội nghị tổng kết năm 2023"}},
		{"Bài phát biểu của đồng chí Lò Văn Thử, Bí thư Tỉnh ủy tại lễ phát động trồng cây tại Hà Nội, ngày 13/01/2025", greeting,
			map[string]string{"speaker": "Lò Văn Thử", "role": "Bí thư Tỉnh ủy", "event": "Lễ phát động trồng cây", "place": "Hà Nội", "date": "2025-01-13"}},
		{"Toàn văn Diễn văn khai mạc Hội nghị Cây xanh của Chủ tịch tỉnh Hà Giang Vàng Thị Thử", "Trời đẹp.",
			map[string]string{"speaker": "Vàng Thị Thử", "role": "Chủ tịch tỉnh Hà Giang", "event": "Hội nghị Cây xanh"}},
		{"[VIDEO] Phát biểu của Bí thư Tỉnh ủy tại buổi trồng cây", "Trời đẹp.", map[string]string{"role": "Bí thư Tỉnh ủy", "event": "Buổi trồng cây"}},
		{"Thư của Chủ tịch Hội Cây xanh Lò Văn Thử gửi các cháu", "Các cháu thân mến!", map[string]string{"speaker": "Lò Văn Thử", "role": "Chủ tịch Hội Cây xanh"}},
		{"DIỄN VĂN BẾ MẠC", "CỦA ĐỒNG CHÍ LÒ VĂN THỬ, PHÓ BÍ THƯ TỈNH ỦY\nTẠI ĐẠI HỘI CÂY XANH\n(Hà Nội, ngày 13 tháng 01 năm 2025)\n" + greeting,
			map[string]string{"speaker": "Lò Văn Thử", "role": "Phó Bí thư Tỉnh ủy", "event": "Đại hội cây xanh", "date": "2025-01-13", "place": "Hà Nội"}},
		{"", "# Phát biểu của Bí thư Lò Văn Thử tại lễ trồng cây\n\n" + greeting,
			map[string]string{"title": "Phát biểu của Bí thư Lò Văn Thử tại lễ trồng cây", "speaker": "Lò Văn Thử", "role": "Bí thư", "event": "Lễ trồng cây"}},
		{"Gặp mặt", "Kính thưa đồng chí Lò Văn Thử,\nTrời đẹp.", map[string]string{}}, // who is greeted does not speak
		{"Phát biểu trồng cây", greeting, map[string]string{}},
	} {
		want := with(c.want, "kind", index.KindSpeech)
		if got := values(Read(c.title, c.body)); !maps.Equal(got, want) {
			t.Errorf("%q:\ngot  %v\nwant %v", c.title, got, want)
		}
	}
	if h := Read("Phát biểu tại lễ trồng cây, ngày 13/01/2025", greeting); h.Date.Confidence >= index.Sure {
		t.Errorf("the date of a title is %v, want a guess", h.Date)
	}
}

func TestProper(t *testing.T) {
	for caps, want := range map[string]string{
		"BỘ GIÁO DỤC VÀ ĐÀO TẠO":                "Bộ Giáo dục và Đào tạo",
		"BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI":   "Bộ Lao động - Thương binh và Xã hội",
		"VĂN PHÒNG CHÍNH PHỦ":                   "Văn phòng Chính phủ",
		"HỘI ĐỒNG NHÂN DÂN TỈNH BẮC NINH":       "Hội đồng nhân dân tỉnh Bắc Ninh",
		"ỦY BAN NHÂN DÂN XÃ BẢN BO":             "Ủy ban nhân dân xã Bản Bo",
		"ỦY BAN THƯỜNG VỤ QUỐC HỘI":             "Ủy ban Thường vụ Quốc hội",
		"TỈNH ỦY LAI CHÂU":                      "Tỉnh ủy Lai Châu",
		"NGÂN HÀNG NHÀ NƯỚC VIỆT NAM":           "Ngân hàng Nhà nước Việt Nam",
		"CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH GIA LAI": "Chủ tịch Ủy ban nhân dân tỉnh Gia Lai",
		"ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK":          "Ủy ban nhân dân tỉnh Đắk Lắk",
		"BAN CHỈ HUY UBND":                      "Ban Chỉ huy UBND",
		"PHÓ THỦ TƯỚNG":                         "Phó Thủ tướng",
		"CỤC TRƯỞNG":                            "Cục trưởng",
		"":                                      "",
	} {
		if got := proper(caps); got != want {
			t.Errorf("proper(%q) = %q, want %q", caps, got, want)
		}
	}
}

// Every field of every text is one that a document may have.
func FuzzRead(f *testing.F) {
	f.Add("", letterOfState+title+"Căn cứ;\nNơi nhận:\n- Hội;\nCHỦ TỊCH\nLò Văn Thử")
	f.Add("Phát biểu của Bí thư Lò Văn Thử tại lễ, ngày 1/1/2020", "Kính thưa các đồng chí,")
	f.Add("Số:", "Số: 1/\n-QĐ Hà Nội, ngày\xcc\x80 1 tháng 1 năm 2020 CỘNG HÒA XÃ HỘI ĐẢNG CỘNG SẢN VIỆT NAM Hạnh phúc")
	f.Fuzz(func(t *testing.T, title, body string) {
		title, body = strings.ToValidUTF8(title, ""), strings.ToValidUTF8(body, "")
		h := Read(title, body)
		d := index.Document{ID: "a", Kind: h.Kind.Value, Title: h.Title.Value, Date: h.Date.Value, Speaker: h.Speaker.Value, Role: h.Role.Value,
			Organisation: h.Organisation.Value, Place: h.Place.Value, Event: h.Event.Value, Number: h.Number.Value, Signer: h.Signer.Value, SignerRole: h.SignerRole.Value}
		for _, r := range h.Recipients {
			d.Recipients = append(d.Recipients, r.Value)
		}
		if err := d.Check(); err != nil {
			t.Error(err)
		}
		for _, f := range slices.Concat(h.Recipients, []Field{h.Kind, h.Title, h.Date, h.Number, h.Place, h.Organisation, h.Signer, h.SignerRole, h.Speaker, h.Role, h.Event}) {
			if (f.Value == "") != (f.Confidence == 0) || f.Confidence > 1 || (f.Value == "") != (f.Where == "") {
				t.Errorf("%+v", f)
			}
		}
	})
}
