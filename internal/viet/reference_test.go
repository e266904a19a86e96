package viet

import (
	"strings"
	"testing"
)

func TestReference(t *testing.T) {
	t.Parallel()
	for want, forms := range map[string][]string{
		"18-NQ/TW":               {"18-NQ/TW", "18 NQ-TW", "18/NQ-TW", "18 - NQ/TƯ", "18-nq/tw", "18nqtw", "số 18-NQ/T.Ư", "Nghị quyết số 18-NQ/TW", "nghị quyết 18-NQ/TW", "18-NQ/\nTW"},
		"101/2024/NĐ-CP":         {"101/2024/NĐ-CP", "101/2024/ND-CP", "101/2024/nđ-cp", "101 2024 nđ cp", "101/2024/NĐCP", "101/2024/NĐ - CP"},
		"33/2025/TT-BTC":         {"33/2025/TT-BTC", "33/2025/tt-btc", "Thông tư 33/2025/TT-BTC"},
		"01/2014/TT-BGDĐT":       {"1/2014/TT-BGDĐT", "01/2014/TT-BGD&ĐT", "001/2014/TT/BGDDT"},
		"31/2024/QH15":           {"31/2024/QH15", "31/2024/QH 15"},
		"66.7/2025/NQ-CP":        {"66.7/2025/NQ-CP"},
		"270/QĐ-TTg":             {"270/QĐ-TTg", "270/QĐ-TTG"},
		"05-KL/BCĐ":              {"05-KL/BCĐ", "5-KL/BCĐ"},
		"12-NQ/TU":               {"12-NQ/TU"},
		"01-HD/BTCTW":            {"01-HD/BTCTW", "1 - HD/BTCTW"},
		"45-KH/TWĐTN-BTNNT":      {"45-KH/TWĐTN-BTNNT"},
		"02/HD-MTTW":             {"02/HD-MTTW"},
		"1314/NQ-UBTVQH15":       {"1314/NQ-UBTVQH15"},
		"74/CP":                  {"74/CP", "74-CP"},
		"12/2013/TTLT-BTC-BKHĐT": {"12/2013/TTLT-BTC-BKHĐT", "12/2013/TTLT/BTC-BKHĐT"},
		"30a/2008/NQ-CP":         {"30a/2008/NQ-CP"},
		"":                       {"", "18", "Nghị quyết số 18 của Trung ương", "nghị quyết 18", "18-NQ", "18-NQ/TW và 19-NQ/TW", "đất đai", "13/01/2025", "xem 18-NQ/TW"},
	} {
		for _, f := range forms {
			if got := Reference(f); got != want {
				t.Errorf("Reference(%q) = %q, want %q", f, got, want)
			}
		}
	}
	for text, want := range map[string]string{
		"Số: 18-NQ/TW ngày 25/10/2017": "18-NQ/TW", "18nqtw": "18-NQ/TW", "57-NQ/TW, 59-NQ/TW": "57-NQ/TW", "không số": "", "": "",
	} {
		if got := FirstReference(text); got != want {
			t.Errorf("FirstReference(%q) = %q, want %q", text, got, want)
		}
	}
	for term, want := range map[string]string{"doc:18/nq/tw": "18-NQ/TW", "nq:18": "", "doc:18": "", "": ""} {
		if got := ReferenceOf(term); got != want {
			t.Errorf("ReferenceOf(%q) = %q, want %q", term, got, want)
		}
	}
}

// FuzzReference checks that the canonical form of a number is a number of the same
// document, whatever was written.
func FuzzReference(f *testing.F) {
	for _, s := range []string{"18-NQ/TW", "1a/2020/TT-XYZ", "0/2020/QH15", "66.7/2025/NQ-CP", "01/TB-BSTT-NNT", "12/2013/TTLT/BTC-BKHĐT", "9-L/CTN", "7 tt btc", "12-TT/LB", "5/2020/T.Ư"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range Tokenize(nil, s) {
			if k.Kind != DocNumber {
				continue
			}
			ref := ReferenceOf(k.Term)
			if ref == "" && strings.Count(k.Term, "/") < 3 {
				continue // it names no issuer
			}
			var again []string
			for _, o := range Tokenize(nil, ref) {
				if o.Kind == DocNumber {
					again = append(again, o.Term)
				}
			}
			if len(again) != 1 || again[0] != k.Term {
				t.Errorf("%q has %s, whose canonical form %q has %q", s, k.Term, ref, again)
			}
			if got := Reference(ref); got != ref {
				t.Errorf("the canonical form of %q is %q", ref, got)
			}
		}
		if r := Reference(s); r != "" && Reference(r) != r {
			t.Errorf("%q is %q, which is %q", s, r, Reference(r))
		}
	})
}
