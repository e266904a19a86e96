package viet

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	for _, c := range []struct{ in, text, line string }{
		{"", "", ""},
		{"Đất đai, 漢字 😀", "Đất đai, 漢字 😀", "Đất đai, 漢字 😀"},
		{"esc\x1b[31m", "esc␛[31m", "esc␛[31m"},
		{"\x00\x7f", "␀␡", "␀␡"},
		{"a\tb\nc\r\nd", "a\tb\nc\r\nd", "a␉b␊c␍␊d"},
		{"a\rb\r", "a␍b␍", "a␍b␍"},
		{"a\u0085b\u009b", "a⟨U+0085⟩b⟨U+009B⟩", "a⟨U+0085⟩b⟨U+009B⟩"},
		{"\u202egpj.exe", "⟨U+202E⟩gpj.exe", "⟨U+202E⟩gpj.exe"},
		{"\u2066a\u2069\u200e\u061c", "⟨U+2066⟩a⟨U+2069⟩⟨U+200E⟩⟨U+061C⟩", "⟨U+2066⟩a⟨U+2069⟩⟨U+200E⟩⟨U+061C⟩"},
		{"a\u2028b\u2029", "a⟨U+2028⟩b⟨U+2029⟩", "a⟨U+2028⟩b⟨U+2029⟩"},
		{"\xff\xfe.txt", "��.txt", "��.txt"},
		{"�", "�", "�"},
		{"\u00a0\u200b\u200d\ufeff", "\u00a0\u200b\u200d\ufeff", "\u00a0\u200b\u200d\ufeff"},
	} {
		if got := Visible(c.in); got != c.text {
			t.Errorf("Visible(%q) = %q, want %q", c.in, got, c.text)
		}
		if got := VisibleLine(c.in); got != c.line {
			t.Errorf("VisibleLine(%q) = %q, want %q", c.in, got, c.line)
		}
	}
}

func FuzzVisible(f *testing.F) {
	for _, s := range []string{"a\tb\r\nc", "\x1b[31m", "\u202e", "\xff", "\u2028", "ệ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, line := Visible(s), VisibleLine(s)
		if Visible(text) != text || VisibleLine(line) != line || VisibleLine(text) != line {
			t.Fatalf("%q: %q and %q are not final", s, text, line)
		}
		if !utf8.ValidString(text) || !utf8.ValidString(line) {
			t.Fatalf("%q: %q and %q are not UTF-8", s, text, line)
		}
		if strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
			t.Fatalf("%q leaves %q", s, line)
		}
	})
}
