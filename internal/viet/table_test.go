package viet

import (
	"strings"
	"testing"
)

// tableOps answer the rows of the conformance file about tables. The rows of
// "split" need a lexicon: see splitLexicon.
var tableOps = map[string]func(input string) string{
	"abbr":     func(s string) string { return strings.Join(DefaultAbbreviations().Readings(s), " | ") },
	"abbrdef":  definitionsText,
	"place":    func(s string) string { return firstOf(DefaultPlaces().Variants(s)) },
	"placenow": func(s string) string { now, _, _ := DefaultPlaces().Now(s); return now },
	"join":     Join,
	"stop":     plainTerms,
}

// plainTerms returns the words as they are indexed: no stop word is left out (rule W02).
func plainTerms(s string) string {
	var out []string
	for _, t := range Words(nil, s) {
		out = append(out, t.Term)
	}
	return strings.Join(out, " ")
}

func definitionsText(s string) string {
	var out []string
	for _, d := range Definitions(s) {
		out = append(out, d.Short+" = "+d.Long)
	}
	return strings.Join(out, " | ")
}

func firstOf(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

func splitText(s string, lex Lexicon) string {
	parts, _ := Split(s, lex)
	return strings.Join(parts, " ")
}

// counts is a lexicon counted from texts.
type counts struct {
	words map[string]int
	pairs map[[2]string]int
}

func (c *counts) Frequency(s string) int { return c.words[s] }
func (c *counts) Pair(a, b string) int   { return c.pairs[[2]string{a, b}] }
func (c *counts) add(text string, times int) {
	var before Token
	for i, t := range Words(nil, text) {
		c.words[t.Term] += times
		if t.Fold != t.Term {
			c.words[t.Fold] += times
		}
		if i > 0 {
			c.pairs[[2]string{before.Term, t.Term}] += times
			c.pairs[[2]string{before.Fold, t.Fold}] += times
		}
		before = t
	}
}

// splitLexicon is a lexicon of what the tables that come with the program hold
// and of the expected answers of all split rows together; so each row must be
// found among the syllables of all others. An index supplies its own counts.
func splitLexicon(answers ...string) Lexicon {
	c := &counts{words: map[string]int{}, pairs: map[[2]string]int{}}
	for _, p := range DefaultPlaces().All() {
		c.add(p, 1)
	}
	for _, a := range DefaultAbbreviations().All() {
		for _, r := range DefaultAbbreviations().Readings(a) {
			c.add(r, 1)
		}
	}
	for _, a := range answers {
		c.add(a, knownWord)
	}
	return c
}

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
		{"too many", strings.Repeat("\n", MaxTableRows) + "AB\tx", "a table has at most"},
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

func TestTableOps(t *testing.T) {
	lex := splitLexicon("ha noi", "internet")
	ops := map[string]func(string) string{"split": func(s string) string { return splitText(s, lex) }}
	for op, f := range tableOps {
		ops[op] = f
	}
	for _, c := range []struct{ op, in, want string }{
		{"abbr", "BCT", "bộ chính trị | bộ công thương"}, {"abbr", "GRDP", "tổng sản phẩm trên địa bàn"}, {"abbr", "KT-XH", "kinh tế - xã hội"},
		{"abbrdef", "Ban Chỉ đạo (BCĐ)", "BCĐ = ban chỉ đạo"},
		{"place", "Đắc Lắc", "Đắk Lắk"}, {"placenow", "Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"}, {"placenow", "Hà Nội", ""},
		{"split", "hanoi", "ha noi"}, {"split", "internet", "internet"}, {"join", "N G H Ị  Q U Y Ế T", "NGHỊ QUYẾT"},
		{"stop", "Cần Thơ", "cần thơ"}, {"stop", "là Sơn La", "là sơn la"},
	} {
		if got := ops[c.op](c.in); got != c.want {
			t.Errorf("%s %q = %q, want %q", c.op, c.in, got, c.want)
		}
	}
}
