package viet

import (
	"fmt"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"words", "Việt Nam", "việt@0-6:0 nam@7-10:1"},
		{"O01 NFD is read whole", "Vie\u0323\u0302t Nam", "việt@0-8:0 nam@9-12:1"},
		{"O01 apostrophe in the span", "M’Nông", "mnông@0-9:0"},
		{"O01 BOM outside", "\ufeffĐảng", "đảng@3-10:0"},
		{"O01 characters deleted inside", "ch\u00adương\u00ad k\u200e\u200dý", "chương@0-10:0 ký@13-22:1"},
		{"O01 letters replaced", "ng\u01a3ời \u00d0ảng \ufb01", "người@0-8:0 đảng@9-16:1 fi@17-20:2"},
		{"U08 between syllables", "kinh\u00adtế – xã hội", "kinh@0-4:0 tế@6-10:1 xã@15-18:2 hội@19-24:3"},
		{"U08 beside others", "Covid\u200b19 \u200b\u200bthứ\u200b, t\u200bhi", "covid19@0-10:0 thứ@17-22:1 thi@27-33:2"},
		{"U13", "H\u0421\u041c \u0441)", "hcm@0-5:0 с@6-8:1"},
		{"units", "25m² CO₂, H₂O 10² phủ² 37ºC", "25m²@0-5:0 co₂@6-11:1 h₂o@13-18:2 10@19-21:3 phủ@24-29:4 37@32-34:5 c@36-37:6"},
		{"marks of other scripts", "ไทย के", "ไทย@0-9:0 के@10-16:1"},
		{"K02 hyphen leaves no gap", "kinh tế – xã hội", "kinh@0-4:0 tế@5-9:1 xã@14-17:2 hội@18-23:3"},
		{"K02 document number", "18-NQ/TW", "18@0-2:0 nq@3-5:1 tw@6-8:2"},
		{"K02 comma leaves no gap", "a, b", "a@0-1:0 b@3-4:1"},
		{"K02 sentence", "xã. Hội", "xã@0-3:0 hội@5-10:11"},
		{"K02 stop inside initials", "1.000 T.Ư", "1.000@0-5:0 t@6-7:1 ư@8-10:2"},
		{"N02 decimals and groups", "94,57% 33.000 1.234,5 1,234,567", "94,57@0-5:0 33.000@7-13:1 1.234,5@14-21:2 1,234,567@22-31:3"},
		{"N02 with a unit", "2.5Km² 1.500đ", "2.5km²@0-7:0 1.500đ@8-15:1"},
		{"N02 dates", "06/3/2025 13-1-2025 1.1.2025 3/2025 2/9", "06/3/2025@0-9:0 13-1-2025@10-19:1 1.1.2025@20-28:2 3/2025@29-35:3 2/9@36-39:4"},
		{"N02 times", "8:30-10:00", "8:30@0-4:0 10:00@5-10:1"},
		{"N02 telephone", "0913.123.456 0913-123-456", "0913.123.456@0-12:0 0913-123-456@13-25:1"},
		{"N02 document", "57/2014/QH13 06/2025/NQ-CP 33/2025", "57@0-2:0 2014@3-7:1 qh13@8-12:2 06@13-15:3 2025@16-20:4 nq@21-23:5 cp@24-26:6 33@27-29:7 2025@30-34:8"},
		{"N02 part of a document", "66.7/2025/NQ-CP", "66.7@0-4:0 2025@5-9:1 nq@10-12:2 cp@13-15:3"},
		{"N02 lists and ranges", "57,59,66 2-3 2020-2025 1:500", "57@0-2:0 59@3-5:1 66@6-8:2 2@9-10:3 3@11-12:4 2020@13-17:5 2025@18-22:6 1@23-24:7 500@25-28:8"},
		{"N02 end of a sentence", "năm 2.025. Hai", "năm@0-4:0 2.025@5-10:1 hai@12-15:12"},
		{"K02 stop before a quote", "xong.” Rồi", "xong@0-4:0 rồi@9-14:11"},
		{"K02 wide stop", "a\uff0e\u3000b", "a@0-1:0 b@7-8:11"},
		{"K02 line break", "ủy ban nhân\ndân", "ủy@0-4:0 ban@5-8:1 nhân@9-14:2 dân@15-19:3"},
		{"K02 blank line", "một\n \nhai", "một@0-5:0 hai@8-11:11"},
		{"K02 signs between lines", "một\n×\n±\nhai", "một@0-5:0 hai@12-15:11"},
		{"K02 heading then stop", "xong.\nHai", "xong@0-4:0 hai@6-9:11"},
		{"K01 apostrophe in a name", "M’Nông, R'lấp", "mnông@0-9:0 rlấp@11-18:1"},
		{"K01 apostrophe that quotes", "'hai' l’est", "hai@1-4:0 lest@6-13:1"},
		{"K01 apostrophe after more letters", "it's", "it@0-2:0 s@3-4:1"},
		{"K01 minutes", "5'30 8’a đ'", "5@0-1:0 30@2-4:1 8@5-6:2 a@9-10:3 đ@11-13:4"},
		{"stray mark", "\u0301 a", "a@3-4:0"},
		{"U16", "a\xff\xfeb", "a@0-1:0 b@3-4:1"},
		{"U17", "a😀b\x00c", "a@0-1:0 b@5-6:1 c@7-8:2"},
		{"K04", strings.Repeat("a", 65), strings.Repeat("a", 64) + "@0-64:0 a@64-65:1"},
		{"K04 at a cluster", strings.Repeat("a", 63) + "e\u0302\u0301", strings.Repeat("a", 63) + "@0-63:0 ế@63-68:1"},
		{"other scripts", "Москва 東京", "москва@0-12:0 東京@13-19:1"},
	} {
		var got []string
		for _, k := range Words(nil, c.in) {
			got = append(got, fmt.Sprintf("%s@%d-%d:%d", k.Term, k.Start, k.End, k.Pos))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: Words(%+q)\n got %s\nwant %s", c.name, c.in, s, c.want)
		}
	}
}

func TestWordsAppends(t *testing.T) {
	for name, f := range map[string]func([]Token, string) []Token{"Words": Words, "Tokenize": Tokenize} {
		dst := f(nil, "một")
		if got := f(dst, "hai ba"); len(got) != 3 || got[0].Term != "một" || got[2].Term != "ba" || got[1].Pos != 0 {
			t.Errorf("%s does not append: %+v", name, got)
		}
	}
}

// The second reading of a text finds every word in the cache, whatever its form.
func TestWordsDoesNotAllocate(t *testing.T) {
	text := strings.Repeat("Đẩy mạnh, Vie\u0323\u0302t ch\u00adương M’Nông “quyết” tâm Trách-nhiệm-xã-hội Constantinopolitanum. ", 20)
	dst := Words(nil, text)
	if n := testing.AllocsPerRun(20, func() { dst = Words(dst[:0], text) }); n > 0.5 {
		t.Errorf("%v allocations", n)
	}
}

// A cache holds a bounded number of surfaces and keeps giving the right forms
// when more are met.
func TestCacheOverflow(t *testing.T) {
	var b strings.Builder
	for i := range 40000 {
		fmt.Fprintf(&b, "Số%d ", i)
		if i%8 == 0 {
			fmt.Fprintf(&b, "Constantinopolitanum%d ", i)
		}
	}
	c := &cache{long: map[string]forms{}}
	for range 2 {
		i, text := 0, b.String()
		for _, k := range c.scanWords(nil, text) {
			if want := strings.ToLower(text[k.Start:k.End]); k.Term != want {
				t.Fatalf("term %q, want %q", k.Term, want)
			}
			i++
		}
		if i != 45000 || len(c.long) > maxLong {
			t.Fatalf("%d words, %d long surfaces kept", i, len(c.long))
		}
	}
}

// Texts without a separator, on which work that grows with the square of the
// text would take hours.
func TestLongRuns(t *testing.T) {
	for name, unit := range map[string]string{
		"marks":      "\u0301",
		"many marks": "\u0316\u0317\u0318\u0319\u031c\u031d\u031e\u031f\u0320",
		"zero width": "\u200b",
		"split":      "kinh\u200btế\u200b",
		"letters":    "ế",
		"decomposed": "e\u0301\u0302",
		"jamo":       "\u1161",
		"apostrophe": "a'",
		"look-alike": "а",
		"bad bytes":  "\xe1",
	} {
		text := "a" + strings.Repeat(unit, 400_000/len(unit))
		words := Words(nil, text)
		if len(words) == 0 {
			t.Errorf("%s: no words", name)
		}
		for _, k := range words {
			if len(k.Term) > 2*MaxTerm {
				t.Fatalf("%s: a term of %d bytes", name, len(k.Term))
			}
		}
		if c := Clean(text); Clean(c) != c {
			t.Errorf("%s: Clean is not idempotent", name)
		}
	}
}

func TestExplain(t *testing.T) {
	for in, want := range map[string]string{
		"hoà":                   "hòa T01",
		"Cuả":                   "của U14 T06",
		"Vie\u0323\u0302t":      "việt U01 U14",
		"kie\u0301\u0302n":      "kiến U01 U02",
		"d\u0335ưòng":           "đường U05 T10",
		"ch\u00adương":          "chương U08",
		"M’Nông":                "mnông U10 U14 K01",
		"H\u0421\u041c":         "hcm U13 U14",
		"k\u01f6 n\u01cem":      "kỳ U06|năm U07",
		"\uff21":                "a U12 U14",
		"bình thường":           "bình|thường",
		strings.Repeat("a", 65): strings.Repeat("a", 64) + " K04|a",
	} {
		var got []string
		for _, e := range Explain(in) {
			if e.Surface != in[e.Start:e.End] {
				t.Errorf("%q: surface %q", in, e.Surface)
			}
			got = append(got, strings.TrimSpace(e.Term+" "+strings.Join(e.Rules, " ")))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("Explain(%+q) = %s, want %s", in, s, want)
		}
	}
}
