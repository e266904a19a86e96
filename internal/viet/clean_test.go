package viet

import (
	"strings"
	"testing"
	"unsafe"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"U01", "Vie\u0323\u0302t", "Việt"},
		{"U02", "kie\u0301\u0302n", "kiến"},
		{"U03", "u\u0323\u031b", "ự"},
		{"U04", "ế\u0301 a\u0340", "ế à"},
		{"U04", "à\u0301", "à\u0301"},
		{"U05", "\u00d0ảng \u0189ông \u00f0ường \u0256i d\u0335ường D\u0336ảng", "Đảng Đông đường đi đường Đảng"},
		{"U06", "ng\u01a3ời \u01a2u ng\u01a3\u0300ng", "người Ưu ngừng"},
		{"U06 only in syllables", "định k\u01f6, ổ đ\u01bfa, L\u01f7NH, đội ng\u01dc, c\u01dcng; l\u01dcxuan", "định kỳ, ổ đĩa, LĨNH, đội ngũ, cũng; l\u01dcxuan"},
		{"U07", "n\u01cem tr\u01ceng B\u01cec Đ\u01cek", "năm trăng Băc Đ\u01cek"},
		{"U07 with a tone", "b\u01ce\u0301c", "bắc"},
		{"U08 between syllables", "kinh\u200btế kinh\u00adtế Hà\u200c\u200bNội", "kinh tế kinh tế Hà Nội"},
		{"U08 inside a syllable", "Vi\u200bệt ch\u00adương t\u200bhi tr\u01b0\u00adởng", "Việt chương thi trưởng"},
		{"U08 beside no syllable", "log\u00adistics số\u200b Q\u200b1", "logistics số Q1"},
		{"U08 at the edges", "\u200btế\u00ad, \u200b", "tế, "},
		{"U08 always", "\ufeffĐảng Đ\u2060ảng k\u200eý a\u034fb \u202ac\u202c", "Đảng Đảng ký ab c"},
		{"U08 between letter and mark", "e\u200d\u0302\u200b\u0301", "ế"},
		{"U09", "kinh\u00a0tế\u202fxã\u3000hội\ta\nb\u0085c\u2028d\u2029e", "kinh tế xã hội a b c d e"},
		{"U10", "“a” „b‟ «c» ‘d’ M\u02bcNông 5\u2032 `e´ tô\u02ee", `"a" "b" "c" 'd' M'Nông 5' 'e' tô"`},
		{"U11", "\u22125 09\u2011KL a\u2013b\u2014c … 1\u20442 3\u22154", "-5 09-KL a-b-c ... 1/2 3/4"},
		{"U12", "\uff21\uff22\uff11\uff12\uff0e hành chí\ufb01 \ufb03 khóa \u2169\u2162 \u2173 \u212a\u212b", "AB12. hành chífi ffi khóa XIII iv KÅ"},
		{"U12 stays", "2½ 10² 25 m² CO₂ ¨ ¸ 30º", "2½ 10² 25 m² CO₂ ¨ ¸ 30º"},
		{"U12 with a mark", "\uff45\u0301\u0302", "ế"},
		{"micro sign", "5 µg", "5 μg"},
		{"U13", "Việt N\u0430m \u0421ông T\u0420.H\u0421\u041c M'\u041e", "Việt Nam Công TP.HCM M'O"},
		{"U13 with a mark", "m\u043e\u0302\u0323t", "một"},
		{"U13 whole words of another script", "\u041c\u043e\u0441\u043a\u0432\u0430 \u0441) \u0410", "\u041c\u043e\u0441\u043a\u0432\u0430 \u0441) \u0410"},
		{"U13 one Latin letter in a Russian word", "теплотеxники cредно", "теплотеxники cредно"},
		{"U13 formulas", "μg CCβ ΔX δH ΣĐT", "μg CCβ ΔX δH ΣĐT"},
		{"U16", "a\xffb\xe1\xba", "a\ufffdb\ufffd\ufffd"},
		{"U17", "a😀b\x01c\ue000", "a😀b\x01c\ue000"},
		{"SP05", "a" + strings.Repeat("\u0316\u0317\u0318\u0319\u031c\u031d\u031e\u031f\u0320\u0301", 9), "á"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%+q)\n got %+q\nwant %+q", c.rule, c.in, got, c.want)
		}
	}
}

func TestCleanReturnsPlainTextItself(t *testing.T) {
	s := strings.Clone("Ủy ban nhân dân tỉnh, M'Nông (khóa 13): 18-NQ/TW - \"hết\".")
	if got := Clean(s); unsafe.StringData(got) != unsafe.StringData(s) {
		t.Error("Clean copies plain text")
	}
}
