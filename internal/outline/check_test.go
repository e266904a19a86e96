package outline

import "testing"

func TestCheck(t *testing.T) {
	const text = "một\nhai\nba"
	for _, c := range []struct {
		blocks []Block
		want   string
	}{
		{nil, ""},
		{[]Block{{0, Heading, 1}, {1, Item, 1}, {2, More, 0}}, ""},
		{[]Block{{0, Page, 1}, {0, Heading, 2}, {2, Page, 2}}, ""},
		{[]Block{{3, Quote, 0}}, "block 0 is of line 3, and the text has 3, counted from 0"},
		{[]Block{{-1, Quote, 0}}, "block 0 is of line -1, and the text has 3, counted from 0"},
		{[]Block{{0, "list", 0}}, `block 0 is of the unknown kind "list"`},
		{[]Block{{0, Heading, 7}}, "block 0 is a heading of level 7, which there is not"},
		{[]Block{{1, Row, 0}, {0, Cell, 0}}, "block 1, of line 0, comes after one of line 1"},
		{[]Block{{1, Row, 0}, {1, Cell, 0}}, "block 1, of line 1, comes after one of line 1"},
		{[]Block{{1, Row, 0}, {1, Page, 2}}, "block 1, of line 1, comes after one of line 1"},
	} {
		got := ""
		if err := Check(c.blocks, text); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.blocks, got, c.want)
		}
	}
}
