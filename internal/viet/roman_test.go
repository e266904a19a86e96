package viet

import (
	"strconv"
	"testing"
)

func TestRomans(t *testing.T) {
	rows(t, Romans,
		"khóa XII", "12", "khoá 12", "12", "khoa xii", "12",
		"Đại hội XIII", "13", "Đại hội 13", "13", "dai hoi xiii", "13",
		"Đại hội đại biểu toàn quốc lần thứ XIV", "14",
		"Đại hội Đảng bộ tỉnh XVII", "17",
		"quý IV/2024", "4", "quý 4/2024", "4",
		"nhiệm kỳ XV", "15", "kỳ họp thứ 8", "8", "thế kỉ XX", "20", "Quân khu VII", "7",
		"Hội nghị Trung ương 5 khóa XI", "5 11",
		"chương I, II và III", "1 2 3",
		"Phụ lục \u2163", "4",
		"MỤC VI", "6", "quý 3 năm nay", "3",
	)
	rows(t, Romans, // R02
		"DI TÍCH", "-", "XI MĂNG", "-", "HÀNH VI", "-", "CHI CỤC", "-",
		"LOẠI XI MĂNG", "-", "khóa vi tính", "-", "xếp hạng V-League", "-", "PHẠM VI", "-",
		"nhiệm kỳ 5 năm", "-", "mục 2.1", "-", "danh mục 54 khu đất", "-", "được cấp 2 bản", "-",
		"cấp 10%", "-", "anh Quý 28 triệu", "-", "bão cấp 9, 8 tỉnh", "9", "hạng C", "-",
	)
}

func TestRomanValue(t *testing.T) {
	seen := map[int]bool{}
	for _, s := range []string{"i", "iv", "ix", "xiv", "xix", "xl", "xlix", "lxxxix"} {
		if v := romanValue(s); v == 0 || seen[v] {
			t.Errorf("romanValue(%q) = %s", s, strconv.Itoa(v))
		} else {
			seen[v] = true
		}
	}
	for _, s := range []string{"", "iiii", "vx", "ic", "xc", "mi", "di", "xxxxxxxxx", "ivi", "vi2"} {
		if v := romanValue(s); v != 0 {
			t.Errorf("romanValue(%q) = %d, want 0", s, v)
		}
	}
}
