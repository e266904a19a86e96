package remote

import (
	"strings"
	"testing"

	"vankien/internal/viet"
)

func TestTerms(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		termOf("đất"): "đất", termOf("kt-xh"): "kt-xh", termOf("8:30"): "8:30", termOf("d:2025-01"): "@d:2025-01", termOf("\x03nq:57"): "!nq:57",
		foldOf("dat"): "~dat", bareOf("dat"): "^dat", pairOf(termOf("đất"), bareOf("dat")): "+đất_^dat", pairOf(foldOf("dat"), foldOf("nuoc")): "+~dat_~nuoc",
		fieldNamed("t", "text"): "t", fieldNamed("xf", "title"): "xf_title",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// FuzzSigns looks for a word that holds a sign of the index.
func FuzzSigns(f *testing.F) {
	for _, s := range []string{"đất|nước ~dat ^dat @d !a +a_b", "13/1/2025 57-NQ/TW KT-XH 6,03% khóa XIII", "M'Nông a\u2028b\u3000c\x1fd\u00a0e", "x\u0301\u0323 ſ Ω"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range viet.Tokenize(nil, viet.Compose(strings.ToValidUTF8(s, "?"))) {
			for _, term := range []string{k.Term, k.Fold} {
				if strings.ContainsAny(term, "~^@!+_|\"\\") || len(strings.Fields(term)) != 1 || len(term) > 3*viet.MaxTerm {
					t.Errorf("%q holds %q", s, term)
				}
			}
		}
	})
}
