package viet

import (
	"slices"
	"testing"
)

func TestSyllablesNear(t *testing.T) {
	for _, c := range []struct {
		fold string
		want []string // some of them
		not  []string
	}{
		{"chueyn", []string{"chuyen"}, []string{"chueyn", "chxeyn"}},
		{"ddoi", []string{"doi"}, nil},
		{"doi", []string{"gioi", "roi", "di"}, []string{"doi", "dxi"}},
		{"tranh", []string{"chanh", "tran", "thanh"}, []string{"tranhh"}},
		{"ngien", []string{"nghien"}, nil},
		{Fold("iện"), []string{"hien", "dien"}, nil},
		{"xng", nil, nil},
	} {
		got := SyllablesNear(c.fold)
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %v lacks %s", c.fold, got, w)
			}
		}
		for _, w := range c.not {
			if slices.Contains(got, w) {
				t.Errorf("%s: %v has %s", c.fold, got, w)
			}
		}
	}
	for _, s := range []string{"", "covid19", "đường", "nghiengnghieng"} {
		if got := SyllablesNear(s); s != "" && got != nil {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestWordsNear(t *testing.T) {
	if got := WordsNear("donal"); !slices.Contains(got, "donald") || !slices.Contains(got, "ronal") || slices.Contains(got, "donal") {
		t.Error(got)
	}
	if got := WordsNear("tv"); got != nil {
		t.Error(got)
	}
}

// What is more easily confused is nearer.
func TestSlipCost(t *testing.T) {
	for _, c := range []struct {
		typed, nearer, farther string
	}{
		{"đồi", "đổi", "đi"},
		{"nổ", "nỗ", "nộ"},
		{"sử", "xử", "cử"},
		{"lổ", "nổ", "bổ"},
		{"trung", "chung", "thung"},
		{"dành", "giành", "thành"},
		{"nghành", "ngành", "thành"},
		{"tin", "tinh", "tim"},
		{"kỉ", "kỷ", "kể"},
		{"chuểyn", "chuyển", "chuyên"},
		{"hoà", "hoàn", "hon"},
		{"thuong", "thương", "thường"},
		{"iện", "hiện", "đến"},
		{"donal", "donald", "ronald"},
	} {
		a, b := SlipCost(Term(c.typed), c.nearer), SlipCost(Term(c.typed), c.farther)
		if a <= 0 || a >= b {
			t.Errorf("%s: %s costs %.2f, %s %.2f", c.typed, c.nearer, a, c.farther, b)
		}
	}
	if c := SlipCost("đường", "đường"); c != 0 {
		t.Error(c)
	}
	if c := SlipCost("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "b"); c < 20 {
		t.Error(c)
	}
}

func TestIsSyllable(t *testing.T) {
	for s, want := range map[string]bool{"viết": true, "viet": true, "đường": true, "duong": true, "donald": false, "covid19": false, "": false} {
		if IsSyllable(s) != want {
			t.Errorf("IsSyllable(%q) = %v", s, !want)
		}
	}
}

func TestFunctionWords(t *testing.T) {
	if !IsFunctionWord("và") || IsFunctionWord("va") || !MayBeFunctionWord("va") || MayBeFunctionWord("dat") {
		t.Error("và is a function word, va may be one")
	}
}

func BenchmarkSyllablesNear(b *testing.B) {
	for b.Loop() {
		SyllablesNear("chueyn")
	}
}

func BenchmarkSlipCost(b *testing.B) {
	for b.Loop() {
		SlipCost("chuểyn", "chuyển")
	}
}
