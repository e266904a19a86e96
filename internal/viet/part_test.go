package viet

import "testing"

func TestEndsPart(t *testing.T) {
	for between, want := range map[string]bool{" ": false, "": false, "  ": false, "\u00a0": false, "\t": false, "&": false,
		", ": true, " - ": true, ". ": true, "\n": true, " (": true, "/": true, "…": true, " “": true} {
		if got := EndsPart(between); got != want {
			t.Errorf("%q: %v", between, got)
		}
	}
}

func TestIsCapitalized(t *testing.T) {
	for word, want := range map[string]bool{"Nguyễn": true, "Ơn": true, "Đ": true, "nguyễn": false, "NGUYỄN": false, "TW": false, "2025": false, "": false, "iPhone": false} {
		if got := IsCapitalized(word); got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}
