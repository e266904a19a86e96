package name

import (
	"strings"
	"testing"
)

func TestReadTable(t *testing.T) {
	long := strings.Repeat("a ", maxPhrase+1)
	for _, c := range []struct{ name, table, want string }{
		{"no tab", "UBND ủy ban", "line 1: UBND ủy ban has no reading"},
		{"no letter", "# remark\n\n--\tx", "line 3: the abbreviation has no letter"},
		{"twice", "TƯ\ttrung ương\nT.Ư\ttrung ương", "line 2: T.Ư stands in line 1 already"},
		{"three columns", "A\tb\tc", "line 1: 3 columns, want at most 2"},
		{"too long", "AB\t" + long, "line 1: the reading"},
		{"no word", "AB\t+++", "has 0 words"},
		{"endless line", "AB\t" + strings.Repeat("x", maxTableLine), "line 1: "},
		{"too many", strings.Repeat("\n", maxTableRows) + "AB\tx", "a table has at most"},
	} {
		_, err := LoadAbbreviations(strings.NewReader(c.table))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	for _, c := range []struct{ name, table, want string }{
		{"twice", "Huế\nHuế", "line 2: Huế stands in line 1 already"},
		{"no date", "Huế\nB\t\tHuế", "line 2: a place that is part of another needs the date"},
		{"bad date", "Huế\nB\t\tHuế\t1/7/2025", "line 2: \"1/7/2025\" is no date"},
		{"unknown", "Huế\nB\t\tC\t2025-07-01", "line 2: B is part of C, which needs a row of its own"},
		{"chain", "A\nB\t\tA\t2025-07-01\nC\t\tB\t2025-07-01", "line 3: C is part of B"},
		{"last column", "A\t\t\t\tx", "line 1: the last column is \"x\""},
		{"no name", "\tx", "line 1: the name \"\" has 0 words"},
	} {
		_, err := LoadPlaces(strings.NewReader(c.table))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("places, %s: error %v, want %q", c.name, err, c.want)
		}
	}
}
