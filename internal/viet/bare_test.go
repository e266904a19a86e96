package viet

import (
	"slices"
	"testing"
)

// TestBareOfTokens checks that a passage is bare or not whether its aliases are
// counted or only its words.
func TestBareOfTokens(t *testing.T) {
	for _, text := range []string{
		"hop tai ha noi ngay mai\nquý IV",
		"hop tai ha noi ngay mai\nquy IV",
		"hop tai ha noi ngay mai\nHĐND, 57-NQ/TW, 13/1/2025",
		"họp tại Hà Nội\nngay mai hop tai day",
	} {
		words := Words(nil, text)
		tokens := Tokenize(nil, text)
		bare := Bare(text, tokens)
		var got []bool
		for i, k := range tokens {
			if k.Kind == Word && bare != nil {
				got = append(got, bare[i])
			}
		}
		if want := Bare(text, words); !slices.Equal(got, want) {
			t.Errorf("%q: with aliases %v, without %v", text, got, want)
		}
	}
}
