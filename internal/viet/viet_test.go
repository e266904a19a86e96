package viet

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestCompose(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"U01", "Việt Nam", "Việt Nam"},
		{"U01", "Vie\u0323\u0302t", "Việt"},
		{"U01", "Vie\u0302\u0323t", "Việt"},
		{"U01", "Viẹ\u0302t", "Việt"},
		{"U01", "Viê\u0323t", "Việt"},
		{"U02", "kie\u0301\u0302n", "kiến"},
		{"U02", "ba\u0301\u0306c", "bắc"},
		{"U02", "tiè\u0302n", "tiền"},
		{"U02", "TIE\u0300\u0302N", "TIỀN"},
		{"U03", "u\u0323\u031b", "ự"},
		{"U03", "ó\u031b", "ớ"},
		{"U04", "a\u0340", "à"},
		{"U04", "a\u0341", "á"},
		{"U04", "ế\u0301", "ế"},
		{"U04", "à\u0301", "à\u0301"},
		{"U16", "a\xffb e\u0301\u0302", "a\xffb ế"},
		{"marks that are not Vietnamese", "a\u0305\u0308", norm.NFC.String("a\u0305\u0308")},
		{"mark alone", "\u0301\u0302", norm.NFC.String("\u0301\u0302")},
	} {
		if got := Compose(c.in); got != c.want {
			t.Errorf("%s: Compose(%+q) = %+q, want %+q", c.rule, c.in, got, c.want)
		}
	}
}

func TestTerm(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"T01", "hoà", "hòa"}, {"T01", "hòa", "hòa"}, {"T01", "HOÀ", "hòa"}, {"T01", "thuý", "thúy"},
		{"T01", "khoẻ", "khỏe"}, {"T01", "uỷ", "ủy"}, {"T01", "Uỷ", "ủy"}, {"T01", "tuỵ", "tụy"},
		{"T03", "toán", "toán"}, {"T03", "tóan", "toán"}, {"T03", "hòang", "hoàng"}, {"T03", "khỏang", "khoảng"},
		{"T03", "huỳnh", "huỳnh"}, {"T03", "goòng", "goòng"},
		{"T04", "ngòai", "ngoài"}, {"T04", "xóay", "xoáy"}, {"T04", "ngoẻo", "ngoẻo"}, {"T04", "khuya", "khuya"},
		{"T05", "lựơng", "lượng"}, {"T05", "mùôn", "muồn"}, {"T05", "tâỷ", "tẩy"}, {"T05", "ngươì", "người"}, {"T05", "đựơc", "được"},
		{"T06", "cuả", "của"}, {"T06", "nghiã", "nghĩa"}, {"T06", "baỏ", "bảo"}, {"T06", "moị", "mọi"}, {"T06", "vơí", "với"}, {"T06", "đaị", "đại"},
		{"T07", "qúy", "quý"}, {"T07", "quý", "quý"}, {"T07", "qủa", "quả"}, {"T07", "qùa", "quà"}, {"T07", "quốc", "quốc"}, {"T07", "quỳnh", "quỳnh"}, {"T07", "quờ", "quờ"},
		{"T08", "giá", "giá"}, {"T08", "gỉai", "giải"}, {"T08", "gì", "gì"}, {"T08", "gìn", "gìn"}, {"T08", "giếng", "giếng"},
		{"T08", "giữa", "giữa"}, {"T08", "gía", "giá"}, {"T08", "gịa", "gịa"}, {"T08", "giừơng", "giường"},
		{"T09", "café", "café"}, {"T09", "résumé", "résumé"}, {"T09", "Đắk", "đắk"}, {"T09", "Müller", "müller"},
		{"U05", "Ðảng", "đảng"}, {"U05", "ðường", "đường"},
		{"U14", "\u212aỸ", "kỹ"},
		{"K01", "M’Nông", "mnông"},
		{"V02", "thúi", "thúi"}, {"V02", "thúy", "thúy"}, {"V02", "yếu", "yếu"},
		{"digits", "QH15", "qh15"},
	} {
		if got := Term(c.in); got != c.want {
			t.Errorf("%s: Term(%q) = %q, want %q", c.rule, c.in, got, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Đường": "duong", "Ủy": "uy", "Vie\u0323\u0302t": "viet", "ƯU": "uu", "Thừa": "thua",
		"Müller": "muller", "NQ": "nq", "\u00d0ảng": "dang", "M’Nông": "mnong",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]bool{"bac": false, "bắc": true, "đa": true, "hòa": true, "57": false, "é": true} {
		if got := Marked(in); got != want {
			t.Errorf("Marked(%q) = %v, want %v", in, got, want)
		}
	}
	if got := Slug("  Khoa học, chuyển đổi số! "); got != "khoa-hoc-chuyen-doi-so" {
		t.Errorf("Slug = %q", got)
	}
}

func TestTokenize(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"words", "Việt Nam", "việt@0-6:0 nam@7-10:1"},
		{"NFD is read whole", "Vie\u0323\u0302t Nam", "việt@0-8:0 nam@9-12:1"},
		{"hyphen leaves no gap", "kinh tế – xã hội", "kinh@0-4:0 tế@5-9:1 xã@14-17:2 hội@18-23:3"},
		{"document number", "18-NQ/TW", "18@0-2:0 nq@3-5:1 tw@6-8:2"},
		{"comma leaves no gap", "a, b", "a@0-1:0 b@3-4:1"},
		{"sentence", "xã. Hội", "xã@0-3:0 hội@5-10:11"},
		{"stop inside a number", "1.000 T.Ư", "1@0-1:0 000@2-5:1 t@6-7:2 ư@8-10:3"},
		{"stop before a quote", "xong.” Rồi", "xong@0-4:0 rồi@9-14:11"},
		{"line break", "ủy ban nhân\ndân", "ủy@0-4:0 ban@5-8:1 nhân@9-14:2 dân@15-19:3"},
		{"blank line", "một\n \nhai", "một@0-5:0 hai@8-11:11"},
		{"heading then stop", "xong.\nHai", "xong@0-4:0 hai@6-9:11"},
		{"apostrophe in a name", "M’Nông, R'lấp", "mnông@0-9:0 rlấp@11-18:1"},
		{"apostrophe that quotes", "'hai' l’est", "hai@1-4:0 lest@6-13:1"},
		{"apostrophe after more letters", "it's", "it@0-2:0 s@3-4:1"},
		{"stray mark", "\u0301 a", "a@3-4:0"},
		{"bad bytes", "a\xff\xfeb", "a@0-1:0 b@3-4:1"},
		{"long run", strings.Repeat("a", 65), strings.Repeat("a", 64) + "@0-64:0 a@64-65:1"},
		{"other scripts", "Москва 東京", "москва@0-12:0 東京@13-19:1"},
	} {
		var got []string
		for _, k := range Tokenize(nil, c.in) {
			got = append(got, fmt.Sprintf("%s@%d-%d:%d", k.Term, k.Start, k.End, k.Pos))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: Tokenize(%q)\n got %s\nwant %s", c.name, c.in, s, c.want)
		}
	}
}

func TestTokenizeAppends(t *testing.T) {
	dst := Tokenize(nil, "một")
	if got := Tokenize(dst, "hai ba"); len(got) != 3 || got[0].Term != "một" || got[2].Term != "ba" {
		t.Errorf("Tokenize does not append: %+v", got)
	}
}

func FuzzCompose(f *testing.F) {
	for _, s := range []string{"Việt", "Vie\u0323\u0302t", "a\u0301\u0302\u031b\u0323x", "\u0301", "\xff\u0302"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Compose(s)
		if again := Compose(c); again != c {
			t.Fatalf("Compose is not idempotent: %+q -> %+q -> %+q", s, c, again)
		}
		if !utf8.ValidString(s) {
			return
		}
		if !norm.NFC.IsNormalString(c) {
			t.Fatalf("Compose(%+q) = %+q is not NFC", s, c)
		}
		if d := Compose(norm.NFD.String(s)); d != c {
			t.Fatalf("Compose(NFD(%+q)) = %+q, Compose = %+q", s, d, c)
		}
	})
}

func FuzzTerm(f *testing.F) {
	for _, s := range []string{"Hoà", "cuả", "Đắk", "M'Nông", "\u212a", "a\u0301\u0302", "ß", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		term := Term(s)
		if again := Term(term); again != term {
			t.Fatalf("Term is not idempotent: %+q -> %+q -> %+q", s, term, again)
		}
		fold := Fold(s)
		if again := Fold(fold); again != fold {
			t.Fatalf("Fold is not idempotent: %+q -> %+q -> %+q", s, fold, again)
		}
		if again := Fold(term); again != fold {
			t.Fatalf("Fold(Term(%+q)) = %+q, Fold = %+q", s, again, fold)
		}
	})
}

func FuzzTokenize(f *testing.F) {
	for _, s := range []string{"Việt Nam", "18-NQ/TW", "M'Nông", "a\u0301 b\xff", "hết.\n\nRồi"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = Compose(s)
		end, pos := 0, -1
		for _, k := range Tokenize(nil, s) {
			if k.Start < end || k.End <= k.Start || k.End > len(s) {
				t.Fatalf("span %d-%d after %d in %+q", k.Start, k.End, end, s)
			}
			if k.Pos <= pos || k.Term == "" || k.Fold == "" {
				t.Fatalf("token %+v after position %d in %+q", k, pos, s)
			}
			surface := s[k.Start:k.End]
			if Term(surface) != k.Term || Fold(surface) != k.Fold {
				t.Fatalf("%+q: term %+q fold %+q, want %+q %+q", surface, k.Term, k.Fold, Term(surface), Fold(surface))
			}
			if Marked(k.Term) != (k.Fold != k.Term) {
				t.Fatalf("%+q: Marked = %v but fold %+q", k.Term, Marked(k.Term), k.Fold)
			}
			end, pos = k.End, k.Pos
		}
	})
}

var prose = strings.Repeat("Đẩy mạnh cải cách hành chính, nâng cao chỉ số năng lực cạnh tranh cấp tỉnh. ", 500)

func BenchmarkTokenize(b *testing.B) {
	b.SetBytes(int64(len(prose)))
	var dst []Token
	for b.Loop() {
		dst = Tokenize(dst[:0], prose)
	}
}

func BenchmarkCompose(b *testing.B) {
	b.SetBytes(int64(len(prose)))
	for b.Loop() {
		Compose(prose)
	}
}
