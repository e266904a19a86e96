package viet

import (
	"strings"
	"testing"
)

// rows checks f on pairs of text and values separated by spaces, "-" for none.
func rows(t *testing.T, f func(string) []string, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		got := strings.Join(f(pairs[i]), " ")
		if got == "" {
			got = "-"
		}
		if got != pairs[i+1] {
			t.Errorf("%q = %s, want %s", pairs[i], got, pairs[i+1])
		}
	}
}

func TestDocNumbers(t *testing.T) {
	rows(t, DocNumbers,
		"09-KL/BCĐ", "9/kl/bcd",
		"57 - NQ/TƯ", "57/nq/tw",
		"57-NQ/T.Ư", "57/nq/tw",
		"57/NQ-TW", "57/nq/tw",
		"57-nq/tw", "57/nq/tw",
		"5\uff17\uff0fNQ\u2013TW", "57/nq/tw",
		"30/2020/NĐ-CP", "30/2020/nd/cp",
		"30\u00a0/2020/NĐ\u2011CP", "30/2020/nd/cp",
		"số 187/QĐ-TTg", "187/qd/ttg",
		"Số:\n2820/QĐ-\nUBND", "2820/qd/ubnd",
		"1365/NQ-UBTVQH15", "1365/nq/ubtvqh15",
		"12/2022/TTLT-BTC-BNV", "12/2022/ttlt/btc/bnv",
		"202/2025/QH15 ngày 12/6/2025", "202/2025/qh15",
		"số 79/2006/QH 11", "79/2006/qh11",
		"2215/BNN&PTNT-KL", "2215/bnnptnt/kl",
		"66.7/2025/NQ-CP", "66.7/2025/nq/cp",
		"79-2014-TT-BNNPTNT", "79/2014/tt/bnnptnt",
		"163/2016/NĐ-CPngày 21", "163/2016/nd/cp",
		"18-NQ/TW1 và 35-CT/TW.", "18/nq/tw 35/ct/tw",
		"Nghị định số 63-CP", "63/cp",
		"01a/NQ-CP", "1a/nq/cp",
	)
	rows(t, DocNumbers, // D02: none of these
		"13/01/2025", "-", "năm học 2024/2025", "-", "kinh tế-xã hội", "-",
		"Windows 2000/XP/Vista", "-", "đơn vị 11/D9/E66/F304", "-",
		"QCVN 41:2019/BGTVT", "-", "mẫu số 10/TT", "-", "Mẫu 01-ĐK-TCT", "-", "Kh-22/Kh-32", "-", "15 mg/l, 5-l", "-",
		"57 - Nghị quyết", "-", "1- Công ty", "-", "COVID-19/BTC", "-",
	)
}

func TestDocAliases(t *testing.T) {
	rows(t, DocAliases,
		"Nghị quyết 57", "nq:57",
		"NGHỊ QUYẾT SỐ 57", "nq:57",
		"nghi quyet 57", "nq:57",
		"Nghị quyết số 57-NQ/TW", "nq:57",
		"Nghị định 30/2020", "nd:30/2020 nd:30",
		"30/2020/NĐ-CP", "nd:30/2020 nd:30",
		"Kết luận số 09", "kl:9",
		"Quy định 19-QĐ/TW", "qd:19",
		"Quyết định 490 về", "qd:490",
		"Luật Đất đai số 31/2024/QH15", "l:31/2024 l:31",
		"Pháp lệnh số 04/2007/PL-UBTVQH11", "pl:4/2007 pl:4",
		"Thông tư liên tịch số 12/2022", "ttlt:12/2022 ttlt:12",
		"Nghị quyết 57, 59, 66 và 68 của Bộ Chính trị", "nq:57 nq:59 nq:66 nq:68",
		"Nghị định 64/CP", "nd:64",
		"Nghị quyết 66.22/2026", "nq:66.22/2026 nq:66.22",
		"Đề án 06, Chương trình 30a", "da:6 ctr:30a",
		"Quyết định 490 ngày 12/5", "qd:490",
		"Hướng dẫn 05, Thông báo số 12", "hd:5 tb:12",
	)
	rows(t, DocAliases,
		"kế hoạch 5 năm", "-", "kế hoạch 60 ngày cao điểm", "-", "quyết định 2 nội dung", "-",
		"báo cáo 6 tháng đầu năm", "-", "chương trình 2 ngày 1 đêm", "-", "chương trình 60 Minutes", "-", "hướng dẫn 16 đội", "-", "hướng dẫn 01 học viên", "-", "chương trình 9+", "-",
		"báo cáo 06 (sáu) tháng", "-", "bổ sung Quy chế\n1. Trường hợp", "-", "Chương trình 3D Mapping", "-", "Luật 2013", "-",
		"chương trình 1,5 tỷ", "-", "thông báo 10%", "-", "nghị quyết của Đảng", "-", "Nghị quyết Trung ương 4", "-",
	)
}
