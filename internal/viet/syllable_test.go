package viet

import "testing"

func TestParseSyllable(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"S01", "nghiêng", "ngh|iêng|0|strict"}, {"S01", "giếng", "gi|êng|s|strict"}, {"S01", "yêu", "|yêu|0|strict"},
		{"S01", "uỷ", "|uy|r|strict"}, {"S01", "khuỷu", "kh|uyu|r|strict"}, {"S01", "OANH", "|oanh|0|strict"},
		{"S01", "đường", "đ|ương|f|strict"}, {"S01", "thuở", "th|uơ|r|strict"}, {"S01", "ngoằn", "ng|oăn|f|strict"},
		{"S01", "quốc", "qu|ôc|s|strict"}, {"S01", "Quỳnh", "qu|ynh|f|strict"}, {"S01", "gì", "g|i|f|strict"},
		{"S01", "gia", "gi|a|0|strict"}, {"S01", "gin", "g|in|0|strict"}, {"S01", "vie\u0323\u0302t", "v|iêt|j|strict"},
		{"S01", "hòang", "h|oang|f|strict"}, {"S01", "\u00d0ảng", "đ|ang|r|strict"},
		{"S02", "tet", "t|et|0|loose"}, {"S02", "sách", "s|ach|s|strict"}, {"S02", "sach", "s|ach|0|loose"}, {"S02", "tẽt", "-"}, {"S02", "sàch", "-"},
		{"S01", "cê", "-"}, {"S01", "gê", "-"}, {"S01", "nghà", "-"}, {"S01", "iêu", "-"}, {"S01", "kyêu", "-"}, {"S01", "khy", "-"}, {"S01", "quu", "-"},
		{"S01", "video", "-"}, {"S01", "text", "-"}, {"S01", "GRDP", "-"}, {"S01", "bắcc", "-"}, {"S01", "vắcxin", "-"}, {"S01", "", "-"},
		{"S01", "việt nam", "-"}, {"S01", "13", "-"}, {"S01", "há\u0308", "-"},
		{"T09", "hoàá", "-"}, {"T09", "ńa", "-"},
		{"T10", "thuơng", "-"},
	} {
		got := "-"
		if s, ok := ParseSyllable(c.in); ok {
			got = s.Onset + "|" + s.Rhyme + "|" + string("0fsrxj"[s.Tone]) + "|loose"
			if s.Strict {
				got = s.Onset + "|" + s.Rhyme + "|" + string("0fsrxj"[s.Tone]) + "|strict"
			}
		}
		if got != c.want {
			t.Errorf("%s: ParseSyllable(%+q) = %s, want %s", c.rule, c.in, got, c.want)
		}
	}
}

func TestPatternsCarryTheirTone(t *testing.T) {
	for word, p := range patterns() {
		r := []rune(word)
		if p.carrier >= len(r) || !isVowel(r[p.carrier]) {
			t.Errorf("%s: the tone would stand on letter %d", word, p.carrier)
		}
		if p.onset+p.rhyme != word || len(r) > maxSyllable {
			t.Errorf("%s has the parts %s and %s", word, p.onset, p.rhyme)
		}
	}
	if n := len(patterns()); n != 3962 {
		t.Errorf("%d syllables without tone", n)
	}
}

func TestParseSyllableDoesNotAllocate(t *testing.T) {
	ParseSyllable("đường")
	if n := testing.AllocsPerRun(100, func() { ParseSyllable("đường") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
