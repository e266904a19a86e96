package viet

import (
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
		{"marks without a letter", "\u0301\u0302", "\u0301\u0302"},
		{"a mark on a syllable block", "\ud081\u0302", "\ud081\u0302"},
		{"letters are not cleaned", "Ðảng “ấy” ng\u01a3ời", "Ðảng “ấy” ng\u01a3ời"},
	} {
		if got := Compose(c.in); got != c.want {
			t.Errorf("%s: Compose(%+q) = %+q, want %+q", c.rule, c.in, got, c.want)
		}
	}
}

// TestSurelyComposed: what is passed over is normalized, and stays so beside
// any character of its kind.
func TestSurelyComposed(t *testing.T) {
	sure := 0
	for r := range rune(utf8.MaxRune) {
		if !surelyComposed(string(r)) || !utf8.ValidRune(r) {
			continue
		}
		sure++
		p := norm.NFC.PropertiesString(string(r))
		if !norm.NFC.IsNormalString(string(r)) || !p.BoundaryBefore() || p.CCC() != 0 {
			t.Errorf("%+q is not sure", r)
		}
	}
	if sure < 500 {
		t.Errorf("only %d characters are sure", sure)
	}
	for _, s := range []string{"a\xc3", "\xe1\xba", "\xe1a\xba", "\xc3a", "\x80", "e\u0301", "\u2000"} {
		if surelyComposed(s) {
			t.Errorf("%+q is taken for sure", s)
		}
	}
}
