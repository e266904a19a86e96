package find

import "testing"

func TestRepairsAreSaidInTheLanguage(t *testing.T) {
	for _, c := range []struct{ note, vietnamese, english string }{
		{"decoded from=UTF-16LE", "chuyển mã từ UTF-16LE", "decoded from UTF-16LE"},
		{"decoded from=TCVN3 misread=Windows-1252 share=1.00 as=Unicode before=0.25",
			"chuyển mã từ TCVN3 bị đọc nhầm thành Windows-1252 (tỷ lệ âm tiết hợp lệ 1.00, nếu để là Unicode 0.25)",
			"decoded from TCVN3 read as Windows-1252 (share of valid syllables 1.00, as Unicode 0.25)"},
		{"decoded from=VIQR lines=12 share=0.98 as=Unicode before=0.10",
			"chuyển mã từ VIQR trong 12 dòng (tỷ lệ âm tiết hợp lệ 0.98, nếu để là Unicode 0.10)",
			"decoded from VIQR in 12 lines (share of valid syllables 0.98, as Unicode 0.10)"},
		{"decoded from UTF-8 read as Windows-1252", "chuyển mã từ UTF-8 bị đọc nhầm thành Windows-1252", "decoded from UTF-8 read as Windows-1252"},
		{"decoded from TCVN3, by hand", "decoded from TCVN3, by hand", "decoded from TCVN3, by hand"},
		{"recognized pages=3-7,9 confidence=0.93", "đọc chữ từ ảnh quét: các trang 3–7, 9 (độ tin cậy trung bình 0.93)",
			"text recognised in scans: pages 3–7, 9 (mean confidence 0.93)"},
		{"recognized pages=2", "đọc chữ từ ảnh quét: trang 2", "text recognised in scans: page 2"},
		{"waiting pages=1-2", "ảnh quét đang chờ nhận dạng chữ: các trang 1–2", "scans that wait for text recognition: pages 1–2"},
		{"lost letters=ư", "tệp gốc đã mất chữ ư, nên nhiều từ thiếu chữ này", "the original has lost the letter ư, which many words lack here"},
		{"read as it stands", "read as it stands", "read as it stands"},
	} {
		for lang, want := range map[Language]string{Vietnamese: c.vietnamese, English: c.english} {
			if got := lang.Repair(c.note); got != want {
				t.Errorf("%q\n got %q\nwant %q", c.note, got, want)
			}
		}
	}
}
