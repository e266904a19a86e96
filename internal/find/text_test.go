package find

import (
	"testing"

	"vankien/index/query"
)

func TestNumbers(t *testing.T) {
	for n, want := range map[int][2]string{0: {"0", "0"}, 999: {"999", "999"}, 1000: {"1.000", "1,000"}, 1234567: {"1.234.567", "1,234,567"}} {
		if vi, en := Vietnamese.Number(n), English.Number(n); vi != want[0] || en != want[1] {
			t.Errorf("%d: %s and %s", n, vi, en)
		}
	}
}

func TestShowDate(t *testing.T) {
	for iso, want := range map[string][2]string{"2025-01-13": {"13/01/2025", "13 January 2025"}, "2025-01": {"tháng 01/2025", "January 2025"}, "2025": {"2025", "2025"}, "": {"", ""}} {
		if vi, en := Vietnamese.Date(iso), English.Date(iso); vi != want[0] || en != want[1] {
			t.Errorf("%s: %q and %q", iso, vi, en)
		}
	}
}
func TestEveryWarningHasItsText(t *testing.T) {
	for _, code := range []string{query.WarnUnbalancedQuote, query.WarnUnbalancedBracket, query.WarnDanglingOperator, query.WarnEmptyGroup,
		query.WarnEmptyQuote, query.WarnEmptyField, query.WarnUnknownField, query.WarnShortPrefix, query.WarnSlopCapped, query.WarnLongWord,
		query.WarnTooDeep, query.WarnTooManyTerms, "no_word", "too_many_expansions",
		"ambiguous_abbreviation", "former_place", "typing_decoded", "no_prefix", "unknown_kind"} {
		if vietnamese["warn."+code] == "" {
			t.Errorf("no text for the warning %s", code)
		}
	}
	if got := (WarningView{Code: "new"}).Text(Vietnamese); got != vietnamese["warn.other"] {
		t.Errorf("an unknown warning says %q", got)
	}
}
