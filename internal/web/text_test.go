package web

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/index/query"
)

var verb = regexp.MustCompile(`%(\[\d\])?[a-z]`)

func TestTablesHaveTheSameKeys(t *testing.T) {
	for k, en := range english {
		vi, ok := vietnamese[k]
		if !ok {
			t.Errorf("no Vietnamese text %s", k)
			continue
		}
		if a, b := verb.FindAllString(vi, -1), verb.FindAllString(en, -1); len(a) != len(b) && k != "err.syntax" {
			t.Errorf("%s has the arguments %q and %q", k, a, b)
		}
	}
	for k, vi := range vietnamese {
		if !english.has(k) {
			t.Errorf("no English text %s", k)
		}
		if !norm.NFC.IsNormalString(vi) {
			t.Errorf("%s is not composed", k)
		}
	}
}

// modern is the other tone placement: hoà, khoá, thuỷ.
var modern = regexp.MustCompile(`(?i)[^\s]*(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(\s|[.,;:!?]|$)`)

func TestTonesStandInTheTraditionalPlace(t *testing.T) {
	for k, vi := range vietnamese {
		for _, word := range strings.Fields(vi) {
			if modern.MatchString(word) && !strings.HasPrefix(strings.ToLower(word), "qu") {
				t.Errorf("%s: %q", k, word)
			}
		}
	}
}

func TestEveryTextIsUsedAndThere(t *testing.T) {
	key := regexp.MustCompile(`(?:say\(|(?:^|[^a-z])t |count\()"([a-z][a-z_.-]*)"`)
	var sources strings.Builder
	use := map[string]bool{}
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "text_") ||
			!strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".html") {
			return err
		}
		b, err := os.ReadFile(path)
		sources.Write(b)
		for _, m := range key.FindAllStringSubmatch(string(b), -1) {
			use[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for k := range use {
		if !english.has(k) && !english.has(k+".one") && !strings.HasSuffix(k, ".") && k != "-date" {
			t.Errorf("%s is said but is in no table", k)
		}
	}
	made := []string{"title.", "err.", "warn.", "kind.", "facet.", "sort.", "accents.", "why.", "help.", "param.", "token."}
	for k := range english {
		base := strings.TrimSuffix(strings.TrimSuffix(k, ".one"), ".other")
		if !use[k] && !use[base] && !strings.Contains(sources.String(), `"`+k+`"`) && !slices.ContainsFunc(made, func(p string) bool { return strings.HasPrefix(k, p) }) {
			t.Errorf("%s is never said", k)
		}
	}
}

func TestEveryWarningHasItsText(t *testing.T) {
	for _, code := range []string{query.WarnUnbalancedQuote, query.WarnUnbalancedBracket, query.WarnDanglingOperator, query.WarnEmptyGroup,
		query.WarnEmptyQuote, query.WarnEmptyField, query.WarnUnknownField, query.WarnShortPrefix, query.WarnSlopCapped, query.WarnLongWord,
		query.WarnTooDeep, query.WarnTooManyTerms, "no_word", "too_many_expansions",
		"ambiguous_abbreviation", "former_place", "typing_decoded", "no_prefix", "unknown_kind"} {
		if !vietnamese.has("warn." + code) {
			t.Errorf("no text for the warning %s", code)
		}
	}
	if got := warningText(Vietnamese, WarningView{Code: "new"}); got != vietnamese["warn.other"] {
		t.Errorf("an unknown warning says %q", got)
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int][2]string{0: {"0", "0"}, 999: {"999", "999"}, 1000: {"1.000", "1,000"}, 1234567: {"1.234.567", "1,234,567"}} {
		if vi, en := Vietnamese.number(n), English.number(n); vi != want[0] || en != want[1] {
			t.Errorf("%d: %s and %s", n, vi, en)
		}
	}
	if one, two := English.count("results", 1), English.count("results", 2000); one != "1 result" || two != "2,000 results" {
		t.Errorf("%q, %q", one, two)
	}
}

func TestShowDate(t *testing.T) {
	for iso, want := range map[string][2]string{"2025-01-13": {"13/01/2025", "13 January 2025"}, "2025-01": {"tháng 01/2025", "January 2025"}, "2025": {"2025", "2025"}, "": {"", ""}} {
		if vi, en := showDate(Vietnamese, iso), showDate(English, iso); vi != want[0] || en != want[1] {
			t.Errorf("%s: %q and %q", iso, vi, en)
		}
	}
}
