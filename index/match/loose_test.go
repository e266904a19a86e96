package match_test

import (
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/match"
	"vankien/index/plan"
)

func TestLoose(t *testing.T) {
	c := planOf(t, "chuyển đổi số quốc gia", index.AccentsAuto)
	m := match.New(c, plan.Terms{From: 1, To: 4}, plan.Terms{From: 4, To: 6})
	for text, want := range map[string]string{
		"chuyển đổi số quốc gia":                     "chuyển đổi số quốc gia",
		"chuyển số, đổi số":                          "(chuyển) (số) (đổi) (số)",
		"số chuyển  đổi số, gia chuyển đổi quốc gia": "(số) chuyển đổi số (gia) (chuyển) (đổi) quốc gia",
		"chuyển chuyển đổi số":                       "(chuyển) chuyển đổi số",
	} {
		found, err := m.In(t.Context(), string(index.FieldBody), text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range found {
			word := text[x.Start:x.End]
			if x.Loose {
				word = "(" + word + ")"
			}
			got = append(got, word)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", text, s, want)
		}
	}
}
