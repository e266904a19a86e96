package legacy

import (
	"slices"
	"testing"
)

func TestFontsLine(t *testing.T) {
	tcvn := func(font, s string) Run { return Run{shown([]byte(legacy(t, TCVN3, s))), font} }
	vni := shown([]byte(legacy(t, VNIWindows, "Về việc quản lý đất đai")))
	cut := len(shown([]byte(legacy(t, VNIWindows, "Về vi")))) + 1 // between the e of việc and its marks
	for _, c := range []struct {
		name string
		runs []Run
		want string
	}{
		{"no font", []Run{{"Việt Nam", ""}, {" h\u00adm", "Times New Roman"}}, "Việt Nam h\u00adm"},
		{"TCVN3", []Run{tcvn(".VnTime", "Hội đồng nhân dân nước")}, "Hội đồng nhân dân nước"},
		{"soft hyphen", []Run{{"n\u00adíc", ".VnTime"}}, "nước"},
		{"capital font", []Run{tcvn(".VnTimeH", "quyết định"), {" 12", ".VnTimeH"}}, "QUYẾT ĐỊNH 12"},
		{"subset of a PDF", []Run{tcvn("ABCDEF+.VnArialH,Bold", "quyết định")}, "QUYẾT ĐỊNH"},
		{"first letter in the capital font", []Run{tcvn(".VnTimeH", "ủ"), tcvn(".VnTime", "y ban")}, "Ủy ban"},
		{"capitals of the keyboard", []Run{tcvn(".VnTime", "QUYếT ĐịNH Về VIệC")}, "QUYẾT ĐỊNH VỀ VIỆC"},
		{"VNI cut in a letter", []Run{{vni[:cut], "VNI-Times"}, {vni[cut:], "VNI-Helve"}}, "Về việc quản lý đất đai"},
		{"Unicode in an old font", []Run{{"Trung tâm phát triển Việt Nam", ".VnTime"}}, "Trung tâm phát triển Việt Nam"},
		{"converted word by word", []Run{{"cách", ".VnTime"}, {" mạng", ".VnTime"}, {" tâm", ".VnTime"}}, "cách mạng tâm"},
		{"converted, no letter beyond bytes", []Run{{"Tình hình", ".VnTime"}}, "Tình hình"},
		{"beside converted", []Run{tcvn(".VnTime", "nước"), {" Việt Nam", ".VnTime"}}, "nước Việt Nam"},
		{"two encodings", []Run{tcvn(".VnTime", "nước "), {vni, "VNI-Times"}}, "nước Về việc quản lý đất đai"},
	} {
		var f Fonts
		if got := f.Line(c.runs); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFontsFound(t *testing.T) {
	var f Fonts
	tcvn := shown([]byte(legacy(t, TCVN3, "Hội đồng nhân dân nước")))
	f.Line([]Run{{tcvn, ".VnTime"}, {" – ", "Arial"}, {tcvn, ".VnTime"}})
	f.Line([]Run{{tcvn, ".VnTime"}})
	f.Line([]Run{{"2025", ".VnTime"}})
	f.Line([]Run{{shown([]byte(legacy(t, VNIWindows, "Đất đai"))), "VNI-Times"}})
	f.Line([]Run{{"Việt Nam", "Arial"}})
	var names []EncodingName
	var lines []int
	for _, one := range f.Found() {
		names, lines = append(names, one.Name), append(lines, one.Lines)
		if one.Share <= one.Before {
			t.Errorf("%s: share %.2f is not above %.2f", one.Name, one.Share, one.Before)
		}
	}
	if !slices.Equal(names, []EncodingName{TCVN3, VNIWindows}) || !slices.Equal(lines, []int{2, 1}) {
		t.Errorf("found %v in %v lines", names, lines)
	}
}

func TestRaiseToned(t *testing.T) {
	for in, want := range map[string]string{
		"QUYếT ĐịNH":                "QUYẾT ĐỊNH",
		"Về VIệC CÔNG Bố":           "VỀ VIỆC CÔNG BỐ",
		"Điều 5. NGHị QUYếT":        "Điều 5. NGHỊ QUYẾT",
		"Số 12/QĐ-UBND":             "Số 12/QĐ-UBND",
		"Bộ trưởng Bộ GD":           "Bộ trưởng Bộ GD",
		"UBNDtỉnh, HĐNDxã":          "UBNDtỉnh, HĐNDxã",
		"Cộng hòa xã hội chủ nghĩa": "Cộng hòa xã hội chủ nghĩa",
	} {
		if got := raiseToned(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
