package main

import (
	"testing"

	"vankien/internal/find"
)

func TestMarksOnALine(t *testing.T) {
	s := find.SnippetView{Text: "… chuyển\nđổi số, đổi mới", Ranges: [][2]int{{2, 15}, {17, 20}}, Loose: [][2]int{{17, 20}}}
	for _, c := range []struct {
		m    marks
		want string
	}{
		{marks{"«", "»", "‹", "›"}, "… «chuyển đổi số», ‹đổi› mới"},
		{marks{"<b>", "</b>", "<u>", "</u>"}, "… <b>chuyển đổi số</b>, <u>đổi</u> mới"},
	} {
		if got := withMarks(s, c.m); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
