package viet

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layout returns the terms of text, separated by spaces.
func layout(text string) string {
	var list []string
	for _, t := range Tokenize(nil, text) {
		list = append(list, t.Term)
	}
	return strings.Join(list, " ")
}

func TestTokenLayout(t *testing.T) {
	for text, want := range map[string]string{
		"KT-XH":                          "kt-xh kt xh",
		"57-NQ/TW":                       "doc:57/nq/tw nq:57 57 nq tw",
		"kinh tế - xã hội":               "kinh tế xã hội",
		"Nghị quyết số 57-NQ/TW":         "nghị quyết số doc:57/nq/tw nq:57 57 nq tw",
		"Nghị quyết số 57":               "nq:57 nghị quyết số 57",
		"Nghị quyết số 202/2025/QH15":    "nq:202/2025 nq:202 nghị quyết số doc:202/2025/qh15 202 2025 qh15",
		"sáng ngày 13 tháng 01 năm 2025": "sáng d:2025-01-13 d:2025-01 d:2025 ngày 13 tháng 01 năm 2025",
		"sáng 13/1/2025":                 "sáng d:2025-01-13 d:2025-01 d:2025 13/1/2025",
		"quý IV/2024":                    "o:quy/4 d:2024-Q4 d:2024 quý r:4 iv 2024",
		"khóa XII":                       "o:khoa/12 khóa r:12 xii",
		"33 nghìn tỷ đồng":               "n:33000000000000 33 nghìn tỷ đồng",
		"tăng 6,03% so":                  "tăng p:6.03 6,03 so",
		"quý 3/2025":                     "o:quy/3 d:2025-Q3 d:2025 quý r:3 3/2025",
		"Đại hội Đảng lần thứ XIV":       "o:dai-hoi/14 đại hội đảng lần thứ r:14 xiv",
		"8:30 8h30":                      "t:8:30 8:30 t:8:30 8h30",
		"08 giờ 30 phút":                 "t:8:30 08 giờ 30 phút",
		"15tr/tháng":                     "n:15000000 15tr tháng",
		"UBND TP.HCM":                    "ubnd tphcm tp hcm",
		"điểm a, khoản 2 Điều 5":         "điểm a khoản 2 điều 5",
	} {
		if got := layout(text); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestAliasSpan(t *testing.T) {
	text := "Theo Nghị quyết số 57, ngày 2/9 và 6,03%."
	want := map[string]string{"nq:57": "Nghị quyết số 57", "d:--09-02": "ngày 2/9", "p:6.03": "6,03"}
	for _, tok := range Tokenize(nil, text) {
		if tok.Kind == Word {
			continue
		}
		if got := text[tok.Start:tok.End]; got != want[tok.Term] {
			t.Errorf("%s spans %q, want %q", tok.Term, got, want[tok.Term])
		}
		delete(want, tok.Term)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

// TestNoAllocation: running text without anything to alias costs no memory.
func TestNoAllocation(t *testing.T) {
	text := strings.Repeat("Phát triển kinh tế - xã hội; bảo vệ môi trường, điểm a khoản 2 Điều 5 của Luật này. ", 20)
	c := &cache{long: map[string]forms{}}
	words := c.scanPieces(nil, text)
	dst := make([]Token, 0, 2*len(words))
	if n := testing.AllocsPerRun(100, func() { dst = c.scan(dst[:0], text, words) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if len(dst) != len(words) {
		t.Errorf("%d aliases in a text that has none", len(dst)-len(words))
	}
}

// checkAliases reports what breaks the contract of Tokenize: the words are
// those of Words, and each alias stands directly before the first word of its
// source with its position, and ends with a word.
func checkAliases(t *testing.T, text string) (aliases int) {
	words, all := Words(nil, text), Tokenize(nil, text)
	plain := slices.DeleteFunc(slices.Clone(all), func(t Token) bool { return t.Kind != Word })
	if !slices.Equal(words, plain) {
		t.Fatalf("%q: the words of Tokenize are not those of Words", text)
	}
	ends := map[int]bool{}
	for _, w := range words {
		ends[w.End] = true
	}
	for i, a := range all {
		if a.Kind == Word {
			continue
		}
		aliases++
		next := i + 1
		for all[next].Kind != Word {
			next++
		}
		switch w := all[next]; {
		case a.Start != w.Start || a.Pos != w.Pos:
			t.Fatalf("%q: %s does not stand before the first word of its source", text, a.Term)
		case !ends[a.End] || a.End < w.End:
			t.Fatalf("%q: %s does not end with a word", text, a.Term)
		case a.Fold != a.Term || a.Term == "" || len(a.Term) > 2*MaxTerm:
			t.Fatalf("%q: odd term %q", text, a.Term)
		case a.Kind != Compound && !strings.Contains(a.Term, ":"):
			t.Fatalf("%q: %s could be a word", text, a.Term)
		}
	}
	return aliases
}

func FuzzAliases(f *testing.F) {
	for _, s := range []string{
		"Nghị quyết số 57 - NQ/TƯ, 30/2020/NĐ-CP và 66.7/2025/NQ-CP; Luật số: 79/2006/QH 11",
		"ngày 12, 13 và 14/1/2025 - 2-3 tháng; 24/7; tháng 9 và 10/2024; quý I, II năm 2024; Q4/2024",
		"165,000.5% 1.234.567,89 tỷ; 1\u00a0234\u00a0567 2-3 triệu; 6,03 phần trăm; 978-0-5200-3419-8",
		"Đại hội Đảng bộ tỉnh XVII, khóa XII, chương I, II và III; T.Ư U.B.N.D TP.HCM KH&CN R&D",
		"\uff15\uff17\uff0d\uff2e\uff31\uff0f\uff34\uff37 57\u2011NQ/T.Ư\u200b \u2163 10² a\xff1/2\xff/2025",
		"năm 2020-2025/2026-2027 nhiệm kỳ 2020 đến 2025 đến 2030", "1", "", "/", "1/", "-1", "1-", "I", "số 1/",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkAliases(t, text) })
}

// TestCorporaAliases walks real text (VANKIEN_DATA) and reports how many aliases of
// each kind it holds.
func TestCorporaAliases(t *testing.T) {
	files := dataFiles(t)
	if files == nil {
		t.Skip("VANKIEN_DATA names no folder of real text")
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			total := 0
			for text := range texts(t, name) {
				total += checkAliases(t, text)
			}
			t.Logf("%d aliases", total)
		})
	}
}

// texts yields title and body of every document of a corpus.
func texts(t *testing.T, name string) func(func(string) bool) {
	return func(yield func(string) bool) {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			var d struct{ Title, Body string }
			if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
				t.Fatal(err)
			}
			if !yield(d.Title + "\n\n" + d.Body) {
				return
			}
		}
	}
}
