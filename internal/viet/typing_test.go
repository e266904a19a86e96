package viet

import (
	"testing"
	"unicode/utf8"
)

func TestTyping(t *testing.T) {
	telex := map[string]string{
		"dduwowngf": "đường", "dduongwf": "đường", "duongdwf": "đường", "nguyeenx": "nguyễn", "nguyenex": "nguyễn", "vieetj nam": "việt nam",
		"chinhs truyj": "chính trụy", "quyeets": "quyết", "trieern": "triển", "uyr ban": "ủy ban", "dang": "", "ninh": "", "text": "",
		"muaw": "mưa", "thuowr": "thuở", "quowr": "quở", "hoawcj": "hoặc", "tw": "tư", "viêtj": "việt", "Vieetj": "việt",
		"DDUWOWNGF": "đường", "nguoiwf": "người", "hoas": "hóa", "giangr": "giảng", "quys": "quý", "ass": "", "h2o": "",
		"ddieeuf 5": "điều 5", "việtj": "", "wngs": "ứng", "tooi ddi hocj": "tôi đi học", "krongo": "", "sr": "",
		"khoong": "không", "Coong": "công", "toong": "tông", "boo": "bô",
	}
	for in, want := range telex {
		checkTyped(t, "Telex", Telex, in, want)
	}
	vni := map[string]string{
		"d9u7o7ng2": "đường", "Vie65t Nam": "việt nam", "tru7o7ng2": "trường", "truong72": "trường", "u3y ban": "ủy ban", "U23": "", "H5N1": "",
		"Q1": "", "G7": "", "QH15": "", "duong972": "đường", "ma82t": "", "ma81t": "mắt", "hoa2": "hòa", "covid19": "", "a1b2": "",
		"ba12": "", "ba0": "", "9a": "", "1ba": "", "quy1": "quý", "thuo73": "thuở",
	}
	for in, want := range vni {
		checkTyped(t, "VNI", VNI, in, want)
	}
}

// checkTyped compares; want "" means that nothing is read.
func checkTyped(t *testing.T, name string, read func(string) (string, bool), in, want string) {
	t.Helper()
	got, ok := read(in)
	if ok != (want != "") || ok && got != want {
		t.Errorf("%s(%q) = %q, %v; want %q", name, in, got, ok, want)
	}
}

func FuzzTyping(f *testing.F) {
	for _, s := range []string{"dduwowngf", "d9u7o7ng2", "Vie^.t Nam", "việtj", "U23", "\xff", "a(^'.", "quwow", "e\u0301s", "\\", "\ta`\x89\xd4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, read := range []func(string) (string, bool){Telex, VNI} {
			if got, _ := read(s); utf8.ValidString(s) && !utf8.ValidString(got) {
				t.Fatalf("%q is not UTF-8", got)
			}
		}
		for _, read := range []func(string) (string, bool){telex, vni} {
			if len(s) > maxTyped {
				return
			}
			got, ok := read(s)
			if syl, is := ParseSyllable(got); ok && !(is && syl.Strict) {
				t.Fatalf("%q gives %q, which is no syllable", s, got)
			}
		}
	})
}
