package viet

import "testing"

func TestBegins(t *testing.T) {
	for _, c := range []struct {
		word, typed string
		want        bool
	}{
		{"chuyển", "chuy", true}, {"chuyển", "chuyê", true}, {"chuyển", "chuyể", true}, {"chuyển", "chuyển", true},
		{"chuyển", "chuye", true}, {"chuyển", "chuyế", false}, {"chuyển", "chuyểnn", false}, {"chuyên", "chuyể", false},
		{"đường", "đuo", true}, {"đường", "duong", true}, {"dương", "đ", false}, {"hoàn", Term("hoà"), true}, {"hòa", Term("hoà"), true},
		{"an", "ă", false}, {"ăn", "a", true}, {"việt", "", true}, {"57", "5", true},
	} {
		if got := Begins(c.word, c.typed); got != c.want {
			t.Errorf("Begins(%q, %q) = %v", c.word, c.typed, got)
		}
	}
}
