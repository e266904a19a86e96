package snippet

import (
	"testing"
	"unicode/utf8"
)

// FuzzRunes compares the walk along a text with that of unicode/utf8.
func FuzzRunes(f *testing.F) {
	for _, s := range []string{"Nghị quyết số 57, đất “nước”…", "\xe1\xbb", "\xe1\xe1\xbb\x87", "\xc2\xa0\xc3", "\xc1\x80\x80", "𝒜e\u0301\xf0\x9d", "\xed\xa0\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for i := range len(s) + 1 {
			r, w := after(s, i)
			if want, n := utf8.DecodeRuneInString(s[i:]); r != want || w != n {
				t.Fatalf("after byte %d of %+q: %U of %d bytes, want %U of %d", i, s, r, w, want, n)
			}
			r, w = before(s, i)
			if want, n := utf8.DecodeLastRuneInString(s[:i]); r != want || w != n {
				t.Fatalf("before byte %d of %+q: %U of %d bytes, want %U of %d", i, s, r, w, want, n)
			}
		}
		if n := count(s, 0, len(s)); n != utf8.RuneCountInString(s) {
			t.Fatalf("count(%+q) = %d, want %d", s, n, utf8.RuneCountInString(s))
		}
	})
}
