package ocr

import (
	"slices"
	"strings"
	"testing"
)

// lineOf makes a line of texts, each with its left edge: letters of 10 pixels in
// lines of 20, spaces of 10.
func lineOf(top int, texts ...placed) (l line) {
	for _, t := range texts {
		x := t.left
		for w := range strings.FieldsSeq(t.text) {
			right := x + 10*len([]rune(w))
			l.words = append(l.words, word{box{x, top, right, top + 20}, 90, w})
			x = right + 10
		}
	}
	return l.part(0, len(l.words))
}

type placed struct {
	left int
	text string
}

// around places a text around a middle.
func around(middle int, text string) placed { return placed{middle - 5*len([]rune(text)), text} }

// wholeLine goes over the page.
const wholeLine = "- Hội nghị bàn về đường sá và các trường học ở vùng cao, nơi người dân đang chờ"

func TestColumns(t *testing.T) {
	tests := []struct {
		name  string
		lines []line
		want  []string
	}{
		{"a letter head", []line{
			lineOf(0, around(150, "ỦY BAN NHÂN DÂN"), around(600, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
			lineOf(30, around(150, "TỈNH MƯỜNG THANH"), around(600, "Độc lập - Tự do - Hạnh phúc")),
			lineOf(100, around(150, "Số: 12/QĐ-UBND"), around(600, "Mường Thanh, ngày 3 tháng 5 năm 2024")),
			lineOf(150, around(400, "QUYẾT ĐỊNH")),
		}, []string{"ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỈNH MƯỜNG THANH", "Độc lập - Tự do - Hạnh phúc",
			"Số: 12/QĐ-UBND", "Mường Thanh, ngày 3 tháng 5 năm 2024", "QUYẾT ĐỊNH"}},
		{"a head of narrow columns, whose title begins at the edge", []line{
			lineOf(0, around(110, "SỞ Y TẾ"), around(600, "CỘNG HÒA XÃ")),
			lineOf(45, around(110, "TỈNH MƯỜNG THANH"), around(600, "HỘI CHỦ NGHĨA VIỆT NAM")),
			lineOf(90, around(110, "Số: 7/TB-SYT"), around(600, "Mường Thanh, ngày")),
			lineOf(135, around(600, "3 tháng 5 năm 2024")),
			lineOf(180, placed{0, "THÔNG BÁO"}),
		}, []string{"SỞ Y TẾ", "CỘNG HÒA XÃ", "TỈNH MƯỜNG THANH", "HỘI CHỦ NGHĨA VIỆT NAM", "Số: 7/TB-SYT", "Mường Thanh, ngày", "3 tháng 5 năm 2024", "THÔNG BÁO"}},
		{"recipients and a signature", []line{
			lineOf(0, placed{0, "Quyết định này có hiệu lực kể từ ngày ký và thay thế mọi quyết định trước đây của tỉnh./."}),
			lineOf(40, placed{0, "Nơi nhận:"}, around(700, "TM. ỦY BAN NHÂN DÂN")),
			lineOf(65, placed{0, "- Như Điều 3;"}, around(700, "KT. CHỦ TỊCH")),
			lineOf(90, placed{0, "- Bộ Y tế;"}, placed{640, "4"}, placed{740, ":"}),
			lineOf(115, around(700, "Lò Thị Mận")),
			lineOf(120, placed{0, "- Các sở của tỉnh;"}),
			lineOf(145, placed{0, "- Lưu: VT."}),
		}, []string{"Quyết định này có hiệu lực kể từ ngày ký và thay thế mọi quyết định trước đây của tỉnh./.",
			"Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "- Như Điều 3;", "KT. CHỦ TỊCH", "- Bộ Y tế;", "Lò Thị Mận", "- Các sở của tỉnh;", "- Lưu: VT."}},
		{"two who sign", []line{
			lineOf(0, around(150, "ĐẠI DIỆN BÊN GIAO"), around(600, "ĐẠI DIỆN BÊN NHẬN")),
			lineOf(30, around(150, "Lò Văn Páo"), around(600, "Vàng Thị Mỷ")),
		}, []string{"ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN", "Lò Văn Páo", "Vàng Thị Mỷ"}},
		{"a table of two columns", []line{
			lineOf(0, placed{0, "Lò Văn Páo"}, placed{500, "trưởng bản"}),
			lineOf(30, placed{0, "Vàng Thị Mỷ"}, placed{500, "y tá của bản"}),
			lineOf(60, placed{0, "Sùng A Chống"}, placed{500, "giáo viên"}),
			lineOf(90, placed{0, wholeLine}),
		}, []string{"Lò Văn Páo trưởng bản", "Vàng Thị Mỷ y tá của bản", "Sùng A Chống giáo viên", wholeLine}},
		{"a table of three", []line{
			lineOf(0, around(50, "Bản"), around(300, "Số hộ"), around(600, "Đường")),
			lineOf(30, around(50, "Nậm Pồ"), around(300, "một trăm hộ"), around(600, "đã có")),
			lineOf(60, placed{0, wholeLine}),
		}, []string{"Bản Số hộ Đường", "Nậm Pồ một trăm hộ đã có", wholeLine}},
		{"a row of a table", []line{lineOf(0, placed{0, "Tổng cộng"}, placed{500, "1.250"})}, []string{"Tổng cộng 1.250"}},
		{"a line of two texts", []line{lineOf(0, placed{0, "Số: 12/QĐ-UBND"}, placed{400, "Mường Thanh, ngày 3 tháng 5 năm 2024"})},
			[]string{"Số: 12/QĐ-UBND", "Mường Thanh, ngày 3 tháng 5 năm 2024"}},
		{"justified text", []line{
			lineOf(0, placed{0, "Hội nghị bàn"}, placed{145, "về đường sá"}, placed{280, "và các trường"}),
			lineOf(25, placed{0, "học ở vùng"}, placed{135, "cao, nơi mà"}, placed{275, "người dân chờ"}),
			lineOf(50, placed{0, "đã lâu lắm."}),
		}, []string{"Hội nghị bàn về đường sá và các trường học ở vùng cao, nơi mà người dân chờ đã lâu lắm."}},
		{"one column below a line of two texts", []line{
			lineOf(0, placed{0, "Báo Mường Thanh"}, placed{600, "Trang nhất"}),
			lineOf(25, placed{0, wholeLine}),
		}, []string{"Báo Mường Thanh", "Trang nhất", wholeLine}},
		{"nothing", nil, nil},
	}
	for _, test := range tests {
		if got := paragraphs(columns(test.lines)); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n%s", test.name, strings.Join(got, "\n"))
		}
	}
}
