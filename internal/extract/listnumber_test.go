package extract

import (
	"strings"
	"testing"
)

func TestListCount(t *testing.T) {
	levels := &listLevels{
		{text: "Chương %1", format: inRomanCapitals, start: 1, after: " "},
		{text: "Điều %2.", start: 1, restart: -1, after: " "},
		{text: "%3)", format: inLetters, start: 1, after: "\u00a0"},
		{text: "%1.%2.%4", start: 5, restart: 1, legal: true, after: " "},
		{text: "", format: asBullet},
		{text: "100%", after: " "},
	}
	var c listCount
	var got []string
	for _, level := range []int{0, 1, 2, 2, 1, 3, 2, 3, 0, 3, 1, 2, 4, 5, -1, listDepth} {
		got = append(got, c.next(levels, level))
	}
	want := "Chương I |Điều 1. |a)\u00a0|b)\u00a0|Điều 2. |1.2.5 |a)\u00a0|1.2.6 |Chương II |2.2.5 |Điều 3. |a)\u00a0||100% ||"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got %s\nwant %s", s, want)
	}
}

func TestNumberFormats(t *testing.T) {
	for _, c := range []struct {
		format numberFormat
		n      int
		want   string
	}{
		{inDigits, 0, "0"}, {inTwoDigits, 7, "07"}, {inTwoDigits, 12, "12"}, {inLetters, 1, "a"}, {inLetters, 26, "z"}, {inLetters, 28, "bb"}, {inCapitals, 4, "D"},
		{inCapitals, 1 << 20, "1048576"}, {inLetters, 0, "0"}, {inRoman, 1994, "mcmxciv"}, {inRomanCapitals, 48, "XLVIII"}, {inRomanCapitals, 5000, "5000"}, {asBullet, 1, ""}, {asNothing, 3, ""},
	} {
		if got := c.format.format(c.n); got != c.want {
			t.Errorf("%d in format %d: %q, want %q", c.n, c.format, got, c.want)
		}
	}
}
