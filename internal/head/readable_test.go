package head

import "testing"

func TestReadable(t *testing.T) {
	for _, c := range []struct{ name, title, body, want string }{
		{"as the text has it", "QUYẾT ĐỊNH PHÂN CẤP CHO SỞ Y TẾ TỈNH ĐẮK LẮK THEO SỐ 06/QĐ-TTG",
			"Căn cứ Quyết định số 06/QĐ-TTg; theo đề nghị của Sở Y tế tỉnh Đắk Lắk về phân cấp.", "Quyết định phân cấp cho Sở Y tế tỉnh Đắk Lắk theo số 06/QĐ-TTg"},
		{"neighbours tell names from words", "KẾ HOẠCH TUYÊN TRUYỀN NỘI DUNG TẠI HÀ NỘI",
			"Sáng nay, nội dung, nội dung và nội dung được nêu ở Hà Nội.", "Kế hoạch tuyên truyền nội dung tại Hà Nội"},
		{"names that the text has nowhere", "BÁO CÁO CỦA CHÍNH PHỦ VỀ THÀNH PHỐ CẦN THƠ", "", "Báo cáo của Chính phủ về thành phố Cần Thơ"},
		{"abbreviations and numbers stay", "THÔNG BÁO CỦA UBND XÃ SỐ 12/TB-UBND (EVN)", "", "Thông báo của UBND xã số 12/TB-UBND (EVN)"},
		{"a heading and the begin of a sentence tell nothing", "NGHỊ QUYẾT VỀ GIỐNG LÚA MỚI",
			"GIỐNG LÚA MỚI\nLúa mới tốt. Giống tốt.\n“Lúa mới” là tên.", "Nghị quyết về giống lúa mới"},
		{"a law", "LUẬT SỬA ĐỔI, BỔ SUNG LUẬT CẤP I", "", "Luật sửa đổi, bổ sung luật cấp I"},
		{"no capitals", "Quyết định về UBND", "", "Quyết định về UBND"},
		{"a type alone", "TỜ TRÌNH", "", "Tờ trình"},
		{"signs", "BÁO CÁO “AN TOÀN”: , -", "", "Báo cáo “an toàn”: , -"},
	} {
		if got := readable(c.title, c.body); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
