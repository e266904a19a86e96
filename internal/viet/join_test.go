package viet_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"vankien/internal/viet"
)

// lexicon is what an index knows that holds some names and, more often, the
// texts given.
type lexicon struct {
	words map[string]int
	pairs map[[2]string]int
}

func newLexicon(texts ...string) lexicon {
	l := lexicon{map[string]int{}, map[[2]string]int{}}
	for _, name := range []string{"Hà Nội", "Hòa Bình", "Hà Giang", "Nam Định", "Ninh Bình", "Quảng Nam", "Kon Tum", "An Giang", "Thành phố Hồ Chí Minh"} {
		l.add(name, 1)
	}
	for _, s := range texts {
		l.add(s, 50)
	}
	return l
}

func (l lexicon) add(text string, n int) {
	last := ""
	for _, w := range viet.Words(nil, text) {
		for _, form := range []string{w.Term, w.Fold} {
			l.words[form] += n
		}
		if last != "" {
			l.pairs[[2]string{viet.Fold(last), w.Fold}] += n
		}
		last = w.Term
	}
}

func (l lexicon) Frequency(w string) int { return l.words[w] }

func (l lexicon) Pair(a, b string) int { return l.pairs[[2]string{viet.Fold(a), viet.Fold(b)}] }

func TestSplit(t *testing.T) {
	lex := newLexicon("ha noi", "Hổ đòi xem trí khôn người", "internet", "kinh tế xã hội", "hòa bình", "thầy giáo", "a n h")
	for _, c := range []struct{ name, in, want string }{
		{"S03", "hanoi", "ha noi"}, {"S03", "ViệtNam", "Việt Nam"}, {"S03", "internet", "internet"},
		{"S03", "Hổđòixemtríkhônngười", "Hổ đòi xem trí khôn người"},
		{"S03", "kinhtexahoi", "kinh te xa hoi"}, {"S03", "KINHTẾXÃHỘI", "KINH TẾ XÃ HỘI"},
		{"tone placement", "hoàbình", "hoà bình"},
		{"NFD", "Vie\u0323\u0302tNam", "Việt Nam"},
		{"a syllable", "thuyền", "thuyền"}, {"pair unknown", "noixa", "noixa"},
		{"case without syllables", "YouTube", "YouTube"}, {"capitals", "UBND", "UBND"},
		{"not letters", "ha-noi", "ha-noi"}, {"digits", "hanoi2", "hanoi2"}, {"empty", "", ""},
		{"unknown", "qwertz", "qwertz"}, {"too long", strings.Repeat("hanoi", 40), strings.Repeat("hanoi", 40)},
		{"single letters are no syllables", "nh", "nh"},
	} {
		got, ok := viet.Split(c.in, lex)
		if s := strings.Join(got, " "); s != c.want || ok != (len(got) > 1) {
			t.Errorf("%s: Split(%q) = %q, %v, want %q", c.name, c.in, s, ok, c.want)
		}
	}
}

func TestJoin(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"S04", "N G H Ị  Q U Y Ế T", "NGHỊ QUYẾT"},
		{"S04", "T ổng B í thư", "Tổng Bí thư"},
		{"one space between words", "N G H Ị Q U Y Ế T", "NGHỊ QUYẾT"},
		{"in a text", "QUỐC HỘI\nL U Ậ T\nĐiều 1", "QUỐC HỘI\nLUẬT\nĐiều 1"},
		{"three pieces", "ng h ị quyết", "nghị quyết"},
		{"end of a syllable", "phát triể n", "phát triển"},
		{"valid pieces", "thành lập an ninh", "thành lập an ninh"},
		{"across lines", "T\nổng", "T\nổng"}, {"two spaces", "T  ổng", "T  ổng"},
		{"label", "nhóm B ở đây, bị cáo H ăn", "nhóm B ở đây, bị cáo H ăn"},
		{"label before a word", "loại C hoặc D, vitamin K hỗ trợ", "loại C hoặc D, vitamin K hỗ trợ"},
		{"label after a word", "các điểm l, m và n khoản 3; trong đó n là số", "các điểm l, m và n khoản 3; trong đó n là số"},
		{"large first letter", "N gười dân", "Người dân"},
		{"unit", "rộng 3 m ỏi", "rộng 3 m ỏi"},
		{"letters of a list", "a b c, x y z, A B C", "a b c, x y z, A B C"},
		{"ambiguous", "B A N A N", "B A N A N"},
		{"capital inside", "t Ổng", "t Ổng"},
		{"foreign", "the University of T okyo", "the University of T okyo"},
		{"untouched", "Ban Bí thư  họp.", "Ban Bí thư  họp."}, {"empty", "", ""},
	} {
		if got := viet.Join(c.in); got != c.want {
			t.Errorf("%s: Join(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func FuzzJoin(f *testing.F) {
	for _, s := range []string{"N G H Ị  Q U Y Ế T", "T ổng B í thư\nx", "a\xff b", "\u0301 ị", "ng h\u00a0ị"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		j := viet.Join(s)
		if utf8.ValidString(s) != utf8.ValidString(j) {
			t.Fatalf("Join(%q) = %q", s, j)
		}
		if strip(s) != strip(j) {
			t.Fatalf("Join(%q) = %q changes more than spaces", s, j)
		}
		if strings.Count(s, "\n") != strings.Count(j, "\n") {
			t.Fatalf("Join(%q) = %q joins lines", s, j)
		}
	})
}

func strip(s string) string {
	return strings.NewReplacer(" ", "", "\t", "", "\r", "", "\u00a0", "").Replace(s)
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"hanoi", "ViệtNam", "Hổđòixemtríkhônngười", "a\xff", "e\u0301\u0302"} {
		f.Add(s)
	}
	lex := newLexicon("ha noi", "a b", "hổ đòi xem trí")
	f.Fuzz(func(t *testing.T, s string) {
		parts, ok := viet.Split(s, lex)
		if !ok && (len(parts) != 1 || parts[0] != s) {
			t.Fatalf("Split(%q) = %q, false", s, parts)
		}
		if got := strings.Join(parts, ""); ok && got != viet.Compose(s) {
			t.Fatalf("Split(%q) = %q", s, parts)
		}
	})
}
