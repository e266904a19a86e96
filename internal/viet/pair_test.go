package viet

import (
	"slices"
	"strings"
	"testing"
)

func TestPairs(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(pairsText), "\n")
	if len(lines) != Pairs || len(pairs().byTerms) != Pairs {
		t.Fatalf("%d lines, %d pairs, want %d of each", len(lines), len(pairs().byTerms), Pairs)
	}
	for i, l := range lines {
		a, b, _ := strings.Cut(l, " ")
		if Term(a) != a || Term(b) != b {
			t.Errorf("%q is not made of terms", l)
		}
		if n, ok := Pair(a, b); !ok || n != i {
			t.Errorf("Pair(%q, %q) = %d, %v, want %d", a, b, n, ok, i)
		}
		if !slices.Contains(FoldedPairs(Fold(a), Fold(b)), uint16(i)) {
			t.Errorf("FoldedPairs does not list %q", l)
		}
	}
	if _, ok := Pair("không", "xyz"); ok {
		t.Error("an unknown pair is known")
	}
}
