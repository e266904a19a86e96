package web

import (
	"testing"

	"vankien/internal/find"
)

func TestRepairsAreSaidInTheLanguage(t *testing.T) {
	for _, c := range []struct{ note, want string }{
		{"decoded from UTF-16LE", "chuyển mã từ UTF-16LE"},
		{"decoded from TCVN3 read as Windows-1252 (share of valid syllables 1.00, as Unicode 0.25)",
			"chuyển mã từ TCVN3 bị đọc nhầm thành Windows-1252 (tỷ lệ âm tiết hợp lệ 1.00, nếu để là Unicode 0.25)"},
		{"decoded from VIQR in 12 lines (share of valid syllables 0.98, as Unicode 0.10)",
			"chuyển mã từ VIQR trong 12 dòng (tỷ lệ âm tiết hợp lệ 0.98, nếu để là Unicode 0.10)"},
		{"decoded from TCVN3 read as Windows-1252, by hand", "decoded from TCVN3 read as Windows-1252, by hand"},
		{"read as it stands", "read as it stands"},
	} {
		if got := repair(find.Vietnamese, c.note); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.note, got, c.want)
		}
		if got := repair(find.English, c.note); got != c.note {
			t.Errorf("%q in English is %q", c.note, got)
		}
	}
}
