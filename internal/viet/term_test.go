package viet

import "testing"

func TestTerm(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"T01", "hoà", "hòa"}, {"T01", "hòa", "hòa"}, {"T01", "HOÀ", "hòa"}, {"T01", "thuý", "thúy"},
		{"T01", "khoẻ", "khỏe"}, {"T01", "uỷ", "ủy"}, {"T01", "Uỷ ban", "ủy ban"}, {"T01", "tuỵ", "tụy"},
		{"T03", "toán", "toán"}, {"T03", "tóan", "toán"}, {"T03", "hòang", "hoàng"}, {"T03", "khỏang", "khoảng"},
		{"T03", "huỳnh", "huỳnh"}, {"T03", "goòng", "goòng"},
		{"T04", "ngòai", "ngoài"}, {"T04", "xóay", "xoáy"}, {"T04", "ngoẻo", "ngoẻo"}, {"T04", "khuya", "khuya"},
		{"T05", "lựơng", "lượng"}, {"T05", "mùôn", "muồn"}, {"T05", "tâỷ", "tẩy"}, {"T05", "ngươì", "người"}, {"T05", "đựơc", "được"}, {"T05", "hôị", "hội"},
		{"T06", "cuả", "của"}, {"T06", "nghiã", "nghĩa"}, {"T06", "baỏ", "bảo"}, {"T06", "moị", "mọi"}, {"T06", "đaị", "đại"},
		{"T07", "qúy", "quý"}, {"T07", "quý", "quý"}, {"T07", "qủa", "quả"}, {"T07", "qùa", "quà"}, {"T07", "quốc", "quốc"}, {"T07", "quỳnh", "quỳnh"}, {"T07", "quờ", "quờ"},
		{"T08", "giá", "giá"}, {"T08", "gỉai", "giải"}, {"T08", "gì", "gì"}, {"T08", "gìn", "gìn"}, {"T08", "giếng", "giếng"},
		{"T08", "giữa", "giữa"}, {"T08", "gía", "giá"}, {"T08", "gịa", "gịa"}, {"T08", "giừơng", "giường"},
		{"T09", "café", "café"}, {"T09", "résumé", "résumé"}, {"T09", "Đắk", "đắk"}, {"T09", "Müller", "müller"}, {"T09", "niña ńam cṹ", "niña ńam cṹ"},
		{"T10", "thuơng", "thương"}, {"T10", "đưòng", "đường"}, {"T10", "nguời", "người"}, {"T10", "đuợc", "được"}, {"T10", "ngưoi", "ngươi"},
		{"T10", "iêu", "yêu"}, {"T10", "thuở", "thuở"}, {"T10", "IELTS", "ielts"}, {"T10", "iêcut", "iêcut"},
		{"U05", "Ðảng", "đảng"}, {"U06", "ng\u01a3ời", "người"}, {"U13", "H\u0421\u041c", "hcm"},
		{"U14", "\u212aỸ THUẬT", "kỹ thuật"}, {"U14", "İ I\u0307 ẞ", "i\u0307 i\u0307 ß"},
		{"K01", "M’Nông", "mnông"}, {"K01", "\u1100’\u1161", "가"}, {"K01", "it's O'Neill's", "it's oneill's"},
		{"V02", "thúi", "thúi"}, {"V02", "thúy", "thúy"},
		{"digits", "QH15", "qh15"},
	} {
		if got := Term(c.in); got != c.want {
			t.Errorf("%s: Term(%q) = %q, want %q", c.rule, c.in, got, c.want)
		}
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		rule     string
		f        func(string) string
		in, want string
	}{
		{"F01", Fold, "Đường lối đổi mới", "duong loi doi moi"}, {"F01", Fold, "Ủy", "uy"}, {"F01", Fold, "Vie\u0323\u0302t", "viet"},
		{"F01", Fold, "Müller", "muller"}, {"F01", Fold, "\u00d0ảng", "dang"}, {"F01", Fold, "M’Nông", "mnong"},
		{"F01", Fold, "m² CO₂ 10² phủ²", "m2 co2 10² phu²"},
		{"F03", Toneless, "Bắc Ninh", "băc ninh"}, {"F03", Toneless, "đường", "đương"}, {"F03", Toneless, "Café à\u0301", "cafe a"},
		{"T02", NewStyle, "hòa", "hoà"}, {"T02", NewStyle, "KHỎE", "khoẻ"}, {"T02", NewStyle, "hoàn ngoài", "hoàn ngoài"}, {"T07", NewStyle, "qúy", "quý"}, {"T02", NewStyle, "thủy của", "thuỷ của"},
		{"V01", Key, "Mỹ kĩ tỷ sỹ hy Vy", "mĩ kĩ tỉ sĩ hi vi"}, {"V01", Key, "quy Quỳnh quýt quých", "qui quình quít quích"},
		{"V02", Key, "thúy thúi tay tai ý quyết tui yêu quyên", "thúy thúi tay tai ý quyết tui yêu quyên"},
	} {
		if got := c.f(c.in); got != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.rule, c.in, got, c.want)
		}
	}
	for in, want := range map[string]bool{"bac": false, "bắc": true, "đa": true, "hòa": true, "57": false, "é": true, "m²": true} {
		if got := Marked(in); got != want {
			t.Errorf("Marked(%q) = %v, want %v", in, got, want)
		}
	}
	if got := Slug("  Khoa học, chuyển đổi số! "); got != "khoa-hoc-chuyen-doi-so" {
		t.Errorf("Slug = %q", got)
	}
}

func TestRelate(t *testing.T) {
	for _, c := range []struct {
		q, d string
		want Relation
	}{
		{"hòa", "hoà", Equal}, {"Đường", "đường", Equal}, {"thuơng", "thương", Equal},
		{"kĩ", "kỹ", Variant}, {"quí", "quý", Variant}, {"Mỹ", "mĩ", Variant},
		{"bac", "bắc", Unmarked}, {"duong", "đường", Unmarked}, {"dương", "đường", Unmarked}, {"da", "đa", Unmarked}, {"ma", "mà", Unmarked},
		{"duòng", "đường", Unmarked}, {"tuyét", "tuyết", Unmarked}, {"ki", "kỹ", Unmarked}, {"ky", "kĩ", Unmarked}, {"resume", "résumé", Unmarked}, {"m2", "m²", Unmarked},
		{"bắc", "bác", Overmarked}, {"bắc", "bac", Overmarked}, {"nính", "ninh", Overmarked}, {"đa", "da", Overmarked},
		{"đuong", "dương", Conflict}, {"chó", "chò", Conflict}, {"mà", "má", Conflict}, {"bân", "băn", Conflict}, {"resumé", "résume", Conflict},
		{"thúy", "thúi", Different}, {"ngày", "ngài", Different}, {"ba", "ban", Different}, {"ý", "í", Different}, {"", "a", Different},
	} {
		if got := Relate(c.q, c.d); got != c.want {
			t.Errorf("Relate(%q, %q) = %c, want %c", c.q, c.d, got, c.want)
		}
	}
}

// NewStyle returns the words of s as Term does, but with the tone of open oa,
// oe and uy on the second letter (hoà, khoẻ, thuý), as rule T02 has it.
func NewStyle(s string) string {
	return eachWord(s, func(word []rune, _ *rules) []rune {
		if t, p, ok := parse(word); ok {
			at := p.carrier
			if p.rhyme == "oa" || p.rhyme == "oe" || p.rhyme == "uy" {
				at++
			}
			p.putTone(word, t, at)
		}
		return word
	})
}
