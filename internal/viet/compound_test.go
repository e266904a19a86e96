package viet

import "testing"

func TestCompounds(t *testing.T) {
	rows(t, func(s string) []string { return values(s, Compound, "") },
		"KT-XH", "kt-xh", "CNH-HĐH", "cnh-hđh", "TT/TU", "tt/tu", "LĐ-TB&XH", "lđ-tbxh",
		"KH&CN", "khcn", "R&D", "rd", "T.Ư", "tw", "T.W", "tw", "U.B.N.D", "ubnd", "TP.HCM", "tphcm", "Tp.HCM", "tphcm",
		"H.Đ.N.D.", "hđnd", "KT\u2011XH", "kt-xh", "SARS-CoV", "sars-cov",
	)
	rows(t, func(s string) []string { return values(s, Compound, "") },
		"kinh tế-xã hội", "-", "KINH TẾ-XÃ HỘI", "-", "HÀ NỘI-HUẾ", "-", "V.I.Lênin", "-", "hết.Tôi", "-",
		"KT - XH", "-", "Đảng. Nhà", "-", "57-NQ/TW", "-", "A/B/C/D/E/F/G/H", "-", "vớiSARS-CoV", "-",
	)
}
