package find

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

func TestAnalyze(t *testing.T) {
	got := Analyze("😀 Hoà, 6,03%")
	want := AnalysisView{Text: "😀 Hoà, 6,03%", Tokens: []TokenView{
		{"Hoà", "hòa", "hoa", "word", 0, [2]int{5, 9}, [2]int{2, 5}, [2]int{3, 6}, []string{"U14", "T01"}},
		{"6,03", "p:6.03", "p:6.03", "percent", 1, [2]int{11, 15}, [2]int{7, 11}, [2]int{8, 12}, []string{"N01"}},
		{"6,03", "6,03", "6,03", "word", 1, [2]int{11, 15}, [2]int{7, 11}, [2]int{8, 12}, []string{"N02"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := Analyze("Vie\u0323\u0302t").Text; got != "Việt" {
		t.Errorf("the text is not composed: %q", got)
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"Hoà bình, 18-NQ/TW", "😀 ngày 13/01/2025, quý IV/2024 😀 33 nghìn tỷ", "\xff a\xf0b", "khóa XII của KT-XH"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := Analyze(text)
		for _, x := range v.Tokens {
			if x.Kind == "" {
				t.Fatalf("%q has no kind", x.Term)
			}
			chars := []rune(v.Text)
			units := utf16.Encode(chars)
			for name, got := range map[string]string{
				"bytes": v.Text[x.Bytes[0]:x.Bytes[1]],
				"chars": string(chars[x.Chars[0]:x.Chars[1]]),
				"utf16": string(utf16.Decode(units[x.UTF16[0]:x.UTF16[1]])),
			} {
				if strings.ToValidUTF8(got, "\uFFFD") != strings.ToValidUTF8(x.Surface, "\uFFFD") && got != string([]rune(x.Surface)) {
					t.Fatalf("%s of %q are %q", name, x.Surface, got)
				}
			}
		}
	})
}
