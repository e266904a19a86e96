package query

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// marks writes warnings as "code@offset code@offset".
func marks(warnings []Warning) string {
	var s []string
	for _, w := range warnings {
		s = append(s, fmt.Sprintf("%s@%d", w.Code.Kind(), w.Offset))
	}
	return strings.Join(s, " ")
}

func TestParse(t *testing.T) {
	many := strings.Repeat("a ", MaxTerms)
	long := strings.Repeat("ầ", 100) // 300 bytes
	at := func(code string, behind int) string { return fmt.Sprintf("%s@%d", code, len(many)+behind) }
	for _, c := range []struct{ in, out, warnings string }{
		// words
		{"", "", ""},
		{" \t\u00a0\u3000\n", "", ""},
		{"khóa", "khóa", ""},
		{"chính quyền đô thị", "chính quyền đô thị", ""},
		{"chính\u00a0quyền\u2003đô\u3000thị\x00x", "chính quyền đô thị x", ""},
		{"18-NQ/TW", "18-NQ/TW", ""},
		{"KT-XH", "KT-XH", ""},
		{"kinh tế - xã hội", "kinh tế, xã hội", ""},
		{"kinh tế – xã hội --", "kinh tế, xã hội", ""},
		{"(kinh tế)-xã hội", "kinh tế, xã hội", ""},
		{`"kinh tế"-xã =hội`, `"kinh tế" xã =hội`, ""},
		{`"kinh tế"-=xã`, `"kinh tế" xã`, ""},
		{"Thưa: các, bạn! ... 'xin' chào?… [ok]", "Thưa, các, bạn, xin, chào, ok", ""},
		{"Điều 5: abc", "Điều 5, abc", ""},
		{"http://x https://vi.du/a?b=c HTTP:x", "http://x https://vi.du/a?b=c HTTP:x", ""},
		{"5:abc đ:b x:/y x:,y x:", "5:abc đ:b x:/y x:,y x", ""},
		{"50% C++ a~b a*b", "50% C a~b a*b", ""},
		{"\u0301 a\u0301 \u0301b", "a\u0301 \u0301b", ""},
		{"or and not hoặc Or", `"or" not "hoặc" "Or"`, "read_as_operator@3"},
		{"--a ---b", "a, b", ""},

		// signs
		{"a -b", "a NOT b", "left_out@2"},
		{`-"a b" -(a b) -title:a -=a -a*`, `NOT "a b" NOT (a b) NOT title:a NOT =a NOT a`, "left_out@23 left_out@27 short_prefix@28"},
		{"-'a'", "NOT a", "left_out@0"},
		{"- a", "a", ""},
		{"-", "", "no_word@0"},
		{"-(-a)", "a", ""},
		{"-OR a", `NOT "OR" a`, "left_out@0"},
		{"=hoà =b-c", "=hoà =b-c", ""},
		{`="hoà bình" =“a b”`, `="hoà bình" ="a b"`, ""},
		{"= a == =(b)", "a, b", ""},
		{"==a a=b", "=a a=b", ""},
		{"=AND", `="AND"`, ""},

		{"+a +=b +kin* +title:c +title:=d", "+a +=b +kin* +title:c +title:=d", ""},
		{"title:(+a b) title:+c", "+title:a title:b, +title:c", ""},
		{`+"a b" +(c d)`, `"a b" c d`, ""},
		{"-+a +-b ++c a+d e +", "NOT +a b c a+d e", "left_out@0"},
		{"C++ A+ +84912 +5g +=57", "C A 84912 5g +=57", ""},
		{"+foo:b +title: c", "+foo, b +title, c", "unknown_field@1 empty_field@8"},
		{"tên lửa S -300 Su -27", "tên lửa S-300 Su-27", "read_as_hyphen@13 read_as_hyphen@21"},
		{"S, -300 kin* -5", "S NOT 300 kin* NOT 5", "left_out@3 left_out@13"},
		{"(a) -6 7 -8 title:a OR -9", "a NOT 6 7 NOT 8 title:a OR NOT 9", "left_out@4 left_out@9 left_out@23"},
		{"phát triển kinh tế -xã hội vùng", "phát triển kinh tế, xã hội vùng", "read_as_hyphen@24"},
		{"a b c d e f NOT g", "a b c d e f NOT g", ""},
		{`a b c d e f g -"h" -(i) -title:j -=k`, `a b c d e f g NOT "h" NOT i NOT title:j NOT =k`, "left_out@33"},

		// what separates
		{"a, b; ca. d! e? f: g… h", "a, b, ca, d, e, f, g, h", ""},
		{"a , b — c · d / e", "a, b, c, d, e", ""},
		{"tăng 8 % năm 2,5  %, 3 %) 4 %a 5% % x % 6*  %", "tăng 8% năm 2,5%, 3%, 4 a 5% x 6", "unbalanced_bracket@26 short_prefix@42"},
		{"date:2024 % =5 % +6 %", "date:2024 =5 6%", ""},
		{"a & b % c @ d", "a b c d", ""},
		{"TP. Hồ Chí Minh, ông N. P. Trọng", "TP Hồ Chí Minh, ông N P Trọng", ""},
		{"Ng. Đ. Th. a1. b", "Ng Đ Th a1, b", ""},
		{"họp. Bàn XIV. 5. x", "họp, Bàn XIV, 5, x", ""},
		{"a (b c) d", "a, b c, d", ""},
		{`a "" b`, "a, b", "empty_quote@2"},
		{"50%, b kin*, c", "50%, b kin*, c", ""},
		{", a", "a", ""},
		{`"x", a "y" -b c`, `"x" a "y" NOT b c`, "left_out@11"},
		{"title:a, b title:c", "title:a, b title:c", ""},

		// phrases
		{`"đô thị"`, `"đô thị"`, ""},
		{`"  đô   thị` + "\u00a0\n" + `mới "`, `"đô thị mới"`, ""},
		{`“a b” „c d“ «e f» "g h”`, `"a b" "c d" "e f" "g h"`, ""},
		{`"kinh tế - xã hội"`, `"kinh tế - xã hội"`, ""},
		{`"a"`, `"a"`, ""},
		{`a"b c"d`, `a "b c" d`, ""},
		{`"OR" "a (b | c"`, `"OR" "a (b | c"`, ""},
		{`"a b"~5`, `"a b"~5`, ""},
		{`"a b"~0 "a b"~05x`, `"a b" "a b"~5 x`, ""},
		{`"a b"~ "a b"~c "a b" ~5`, `"a b" "a b" c "a b" 5`, ""},
		{`"a b"~100`, `"a b"~100`, ""},
		{`"a b"~101`, `"a b"~100`, "slop_capped@5"},
		{`"a b"~99999999999999999999999`, `"a b"~100`, "slop_capped@5"},
		{`a "b c`, `a "b c"`, "unbalanced_quote@2"},
		{`a"`, "a", "unbalanced_quote@1"},
		{`"" a “ … ”`, "a", "empty_quote@0 empty_quote@5"},

		// prefixes
		{"kin* ki* 20*", "kin* ki* 20*", ""},
		{"k* đ* a", "k đ a", "short_prefix@0 short_prefix@3"},
		{"e\u0302\u0301*", "e\u0302\u0301", "short_prefix@0"},
		{"kin**, kin.*", "kin*, kin*", ""},
		{"* ** *kin", "kin", ""},
		{"=kin* OR*", "=kin* OR*", ""},

		// operators
		{"a OR b", "a OR b", ""},
		{"a|b || c", "a OR b OR c", ""},
		{"a b OR c d", "a b OR c d", ""},
		{"a AND (b OR c)", "a (b OR c)", ""},
		{"a AND b AND c", "a, b, c", ""},
		{"(a b) (c d)", "a b, c d", ""},
		{"(a OR b) OR c", "a OR b OR c", ""},
		{"NOT a OR b", "NOT a OR b", ""},
		{"NOT NOT a NOT -b", "a, b", ""},
		{"NOT (a OR b)", "NOT (a OR b)", ""},
		{"a NOT b c", "a NOT b c", ""},
		{`"a"OR"b"AND(c)NOT(d)`, `"a" OR "b" c NOT d`, ""},
		{"OR, AND. 'NOT'", `"OR" "AND" "NOT"`, ""},
		{"a OR", "a", "dangling_operator@2"},
		{"OR a", "a", "dangling_operator@0"},
		{"OR", "", "dangling_operator@0"},
		{"a OR OR b", "a OR b", "dangling_operator@2"},
		{"| a | | b |", "a OR b", "dangling_operator@0 dangling_operator@4 dangling_operator@10"},
		{"AND a AND", "a", "dangling_operator@0 dangling_operator@6"},
		{"a AND AND b", "a, b", "dangling_operator@6"},
		{"a AND OR b", "a OR b", "dangling_operator@2"},
		{"a NOT", "a", "dangling_operator@2"},
		{"(a NOT) b", "a, b", "dangling_operator@3"},
		{"a NOT OR b", "a OR b", "dangling_operator@2"},
		{"a AND -", "a", "dangling_operator@2"},

		// operators in other words
		{"giáo dục or y tế", "giáo dục OR y tế", "read_as_operator@12"},
		{"a Or b hoặc c", "a OR b OR c", "read_as_operator@2 read_as_operator@7"},
		{"a HOẶC b", "a OR b", "read_as_operator@2"},
		{"a hoa\u0323\u0306c b ho\u1ea1\u0306c c", "a OR b OR c", "read_as_operator@2 read_as_operator@13"},
		{"trial and error", "trial, error", "read_as_operator@6"},
		{"a or (b and c)", "a OR b, c", "read_as_operator@2 read_as_operator@8"},
		{"a or -b", "a OR NOT b", "read_as_operator@2 left_out@5"},
		{`"a" hoặc "b"`, `"a" OR "b"`, "read_as_operator@4"},
		{"hoặc", `"hoặc"`, ""},
		{"or a and", `"or" a "and"`, ""},
		{"a or OR b", `a "or" OR b`, ""},
		{"(or) a or", `"or" a "or"`, ""},
		{"a or, b", `a "or" b`, ""},
		{"a +or b title:or", `a +or b title:"or"`, ""},
		{"a hay b và c not d near e hoac f", "a hay b và c not d near e hoac f", ""},
		{"a b c d e f or g", "a b c d e f or g", ""},
		{"a b c d e hoặc f", "a b c d e OR f", "read_as_operator@10"},
		{"a b c d e f hoặc g and h OR i", "a b c d e f hoặc g and h OR i", ""},
		{"a or b And, c d, e f NEAR g", `a OR b "And" c d, e "f g"~5`, "read_as_operator@2"},
		{`a or b c d e f g "" NEAR "" h`, `a OR b c d e f "g h"~5`, "read_as_operator@2 empty_quote@17 empty_quote@25"},
		{"a or b c d e f g h NEAR i", `a or b c d e f g "h i"~5`, ""},
		{`"a b c d e f" or g`, `"a b c d e f" OR g`, "read_as_operator@14"},

		// near
		{"a NEAR b", `"a b"~5`, ""},
		{"a NEAR/3 b near/12 c", `"a b c"~12`, ""},
		{`x "a b" NEAR/2 y z`, `x "a b y"~2 z`, ""},
		{"=a Near/2 =b", `="a b"~2`, ""},
		{"title:(a NEAR b)", `title:"a b"~5`, ""},
		{"a NEAR/0 b", `"a b"`, ""},
		{"a NEAR/101 b", `"a b"~100`, "slop_capped@2"},
		{"NEAR a NEAR", "a", "dangling_operator@0 dangling_operator@7"},
		{"a NEAR AND b", `"a b"~5`, "dangling_operator@7"},
		{"title:a NEAR b", "title:a, b", "dangling_operator@8"},
		{"a NEAR kin*", "a, kin*", "dangling_operator@2"},
		{"a NEAR -b", "a NOT b", "dangling_operator@2 left_out@7"},
		{"a NEAR (b c)", "a, b c", "dangling_operator@2"},
		{"a near b near/x near/", "a near b near/x near", ""},
		{"NEAR, near/5.", `"NEAR" "near/5"`, ""},

		// brackets
		{"((a))", "a", ""},
		{"(a (b OR (c d)))", "a (b OR c d)", ""},
		{"(a OR b", "a OR b", "unbalanced_bracket@0"},
		{"a) b", "a, b", "unbalanced_bracket@1"},
		{"a ()", "a", "empty_group@2"},
		{"a OR (-)", "a", "dangling_operator@2 empty_group@5"},
		{")(", "", "unbalanced_bracket@0 unbalanced_bracket@1"},
		{strings.Repeat("(", 16) + "a OR b" + strings.Repeat(")", 16) + " c", "(a OR b) c", ""},
		{strings.Repeat("(", 18) + "a OR b" + strings.Repeat(")", 18) + " c", "(a OR b) c", "too_deep@16"},
		{strings.Repeat("-(a ", 16) + "-(b c))", strings.Repeat("NOT (a ", 15) + "NOT (a, b c)" + strings.Repeat(")", 15),
			"unbalanced_bracket@45 unbalanced_bracket@49 unbalanced_bracket@53 unbalanced_bracket@57 too_deep@65"},

		// fields
		{"title:a speaker:b topic:c kind:d", "title:a speaker:b topic:c kind:d", ""},
		{"organisation:a place:b number:18-NQ/TW", "organisation:a place:b number:18-NQ/TW", ""},
		{"tieude:a nguoi:b chude:c loai:d", "title:a speaker:b topic:c kind:d", ""},
		{"coquan:a noi:b so:c NGAY:2024", "organisation:a place:b number:c date:2024", ""},
		{"Title:a TIEUDE:b ,title:c", "title:a title:b, title:c", ""},
		{`title:"a b" title:="a b"~3 title:=a title:ab* title:'c'`, `title:"a b" title:="a b"~3 title:=a title:ab*, title:c`, ""},
		{"title:(a OR -b speaker:c) d", "(title:a OR NOT title:b speaker:c) d", ""},
		{"-title:(a b)", "NOT (title:a title:b)", ""},
		{"title:-a", "NOT title:a", ""},
		{`title:-"a b" title:-(c d)`, `NOT title:"a b" NOT (title:c title:d)`, ""},
		{"title:OR title:speaker:a title:http://x", `title:"OR" title:speaker:a title:http://x`, ""},
		{"title: a", "title, a", "empty_field@0"},
		{"a title:", "a title", "empty_field@2"},
		{`title:"" title:()`, "", "empty_quote@6 empty_group@15"},
		{"titel:a", "titel, a", "unknown_field@0"},
		{"số:18-NQ/TW ngày:2024 Người:a chủđề:b", "number:18-NQ/TW date:2024 speaker:a topic:b", ""},
		{"điều:a", "điều:a", ""},
		{" 😀 !!!", "", "no_word@1"},
		{`"`, "", "unbalanced_quote@0"},
		{"foo:bar:b x", "foo, bar, b x", "unknown_field@0 unknown_field@4"},
		{`foo:"a b" -foo:(a b) foo:=c foo:-d`, `foo "a b" NOT foo NOT (a b) foo, =c foo NOT d`, "unknown_field@0 unknown_field@11 unknown_field@21 unknown_field@28 left_out@32"},
		{"đ OR foo:OR", `đ OR foo "OR"`, "unknown_field@6"},
		{"foo:title:a", "foo, title:a", "unknown_field@0"},
		{"title:(foo:b)", "title:foo, title:b", "unknown_field@7"},
		{"NOT:a", `"NOT" a`, "unknown_field@0"},
		{"=foo:bar '=foo:bar", "=foo:bar, foo, bar", "unknown_field@11"},
		{"aaaaaaaaaaaaaaaaaaaaaaaaa:b", "aaaaaaaaaaaaaaaaaaaaaaaaa:b", ""},

		// dates
		{"date:2024..2025", "date:2024..2025", ""},
		{"date:2024", "date:2024", ""},
		{"date:2024-05.. x", "date:2024-05.. x", ""},
		{"date:..2025-01-13", "date:..2025-01-13", ""},
		{"date:13/01/2025", "date:2025-01-13", ""},
		{"ngay:13/1/2025..20/1/2025", "date:2025-01-13..2025-01-20", ""},
		{"date:5/2024..2024-6-1", "date:2024-05..2024-06-01", ""},
		{"date:2024-05..2024", "date:2024-05..2024", ""},
		{"date:2024-05-10..2024-05", "date:2024-05-10..2024-05", ""},
		{"(date:2024, date:2023. date:2022…)", "date:2024 date:2023 date:2022", ""},
		{`date:"13/1/2025"`, "date:2025-01-13", ""},
		{"-date:(2023 OR 2024..)", "NOT (date:2023 OR date:2024..)", ""},
		{"date:(title:a 2024 -2023)", "title:a date:2024 NOT date:2023", ""},
		{"date:29/2/2024", "date:2024-02-29", ""},

		// bounds
		{many, strings.TrimSpace(many), ""},
		{many + " ( . )", strings.TrimSpace(many), at("empty_group", 1)},
		{many + "b OR c (", strings.TrimSpace(many), at("too_many_terms", 0)},
		{many[2:] + "18-NQ/TW x", many[2:] + "18", at("too_many_terms", 1)},
		{many[2:] + `NOT "x.  y z`, many[2:] + `NOT "x"`, at("unbalanced_quote", 2) + " " + at("too_many_terms", 7)},
		{many[2:] + "kin-x*", many[2:] + "kin", at("too_many_terms", 2)},
		{many[2:] + "OR-x", many[2:] + `"OR"`, at("too_many_terms", 1)},
		{many + "OR date:2024", strings.TrimSpace(many), at("too_many_terms", 8)},
		{many + "date:(2024 OR nonsense", strings.TrimSpace(many), at("too_many_terms", 6)},
		{long, long[:255], "long_word@0"},
		{"-." + long + "*", "NOT " + long[:255], "left_out@0 long_word@2"},
		{`"a ` + long + ` b"`, `"a ` + long[:255] + ` b"`, "long_word@3"},
	} {
		n, warnings, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if n.String() != c.out {
			t.Errorf("Parse(%q)\n got %q\nwant %q", c.in, n.String(), c.out)
		}
		if got := marks(warnings); got != c.warnings {
			t.Errorf("Parse(%q): warnings %q, want %q", c.in, got, c.warnings)
		}
	}
}

func TestParseTree(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Node
	}{
		{"", All{}},
		{"a", Word{Text: "a"}},
		{"title:=18-NQ/T*", Word{Field: Title, Text: "18-NQ/T", Exact: true, Prefix: true}},
		{"OR,", Phrase{Text: "OR"}},
		{`nguoi:="a  b"~7`, Phrase{Speaker, "a b", true, 7}},
		{"date:2024", Dates{"2024", "2024"}},
		{"date:..1/2/2024", Dates{"", "2024-02-01"}},
		{"a b OR NOT c", Or{[]Node{And{[]Node{Word{Text: "a"}, Word{Text: "b"}}}, Not{Word{Text: "c"}}}}},
		{"chude:(a | b)", Or{[]Node{Word{Field: Topic, Text: "a"}, Word{Field: Topic, Text: "b"}}}},
	} {
		got, _, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("Parse(%q): -want +got\n%s", c.in, diff)
		}
	}
}

func TestParseError(t *testing.T) {
	for _, c := range []struct {
		in     string
		offset int
		code   Code
	}{
		{"a date:2024-13", 7, NotDay},
		{"date:29/2/2023", 5, NotDay},
		{"date:0000", 5, NotDay},
		{"date:2024-00-01", 5, NotDay},
		{"date:2025..2024", 5, NotInOrder},
		{"đ ngay:(2020 OR 2024-06..2024-05-31)", 17, NotInOrder},
		{"date:abc", 5, NotDate},
		{"date:24", 5, NotDate},
		{"date:..", 5, NotDate},
		{"date:2024...2025", 5, NotDate},
		{"date:-2024", 5, NotDate},
		{"date:=2024", 5, NotDate},
		{"date:2024*", 5, NotDate},
		{"date:(=2024)", 6, NotDate},
		{`date:"2024"~2`, 5, NotDate},
		{"date:1-2-3-4", 5, NotDate},
		{"date:+1/2024", 5, NotDate},
		{"date:001/2024", 5, NotDate},
		{"date: 2024", 5, NotDate},
		{"date:", 5, NotDate},
		{"date:()", 5, NotDate},
		{`date:""`, 5, NotDate},
		{"date:(foo:2024)", 6, NotDate},
		{strings.Repeat("(", 16) + "date:(2024)", 21, NotDate},
		{"ab\xff", 2, NotText},
		{"\ufffd\xc3", 3, NotText},
	} {
		n, _, err := Parse(c.in)
		var e *SyntaxError
		if !errors.As(err, &e) || n != nil {
			t.Errorf("Parse(%q) = %v, %v; want a SyntaxError", c.in, n, err)
			continue
		}
		if e.Offset != c.offset || e.Code != c.code {
			t.Errorf("Parse(%q): %v, want %d %s", c.in, e, c.offset, c.code)
		}
	}
}

func TestErrorNamesPlace(t *testing.T) {
	_, _, err := Parse("a date:x")
	if want := "query, byte 7: not_a_date [\"x\"]"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A warning carries the names and numbers of its sentence.
func TestWarningsCarryFacts(t *testing.T) {
	word, many := strings.Repeat("a", MaxWord+1), strings.Repeat("a ", MaxTerms)
	for in, want := range map[string]Warning{
		"titel:a":          {WarnNearField, 0, []string{"titel", "title"}},
		"Speeker:a":        {WarnNearField, 0, []string{"Speeker", "speaker"}},
		"organization:a":   {WarnNearField, 0, []string{"organization", "organisation"}},
		"tieuda:a":         {WarnNearField, 0, []string{"tieuda", "tieude"}},
		"daet:2024":        {WarnNearField, 0, []string{"daet", "date"}},
		"xyzxyz:a":         {WarnUnknownField, 0, []string{"xyzxyz"}},
		"title: a":         {WarnEmptyField, 0, []string{"title"}},
		"đ (a":             {WarnNeverClosed, 3, nil},
		"đ a)":             {WarnNeverOpened, 4, nil},
		"đ AND":            {WarnDangling, 3, []string{"AND"}},
		"đ a*":             {WarnShortPrefix, 3, []string{"a"}},
		`"a b"~1000`:       {WarnSlopCapped, 5, []string{"100"}},
		word:               {WarnLongWord, 0, []string{word[:24], "256"}},
		many + "đất":       {WarnTooManyTerms, 256, []string{"128", "đất"}},
		many + "date:2024": {WarnTooManyDates, 261, []string{"128"}},
		"đ or a":           {WarnReadAsOr, 3, []string{"or"}},
		"đ HOẶC a":         {WarnReadAsOr, 3, []string{"HOẶC"}},
		"trial And error":  {WarnReadAsAnd, 6, []string{"And"}},
		"đ (-a,)":          {WarnLeftOut, 4, []string{"a"}},
		"tên lửa S -300":   {WarnReadAsHyphen, 13, []string{"300"}},
		"đ NEAR/1000 a":    {WarnSlopCapped, 3, []string{"100"}},
		"đ NEAR":           {WarnDangling, 3, []string{"NEAR"}},
	} {
		if _, warnings, _ := Parse(in); !cmp.Equal(warnings, []Warning{want}) {
			t.Errorf("Parse(%q): %v, want %v", in, warnings, want)
		}
	}
}

// What was read one way can be asked for in the other, without another warning.
func TestOtherwise(t *testing.T) {
	for in, want := range map[string]string{
		"giáo dục or y tế": "giáo dục +or y tế",
		"a HOẶC b":         "a +HOẶC b",
		"trial and error":  "trial +and error",
		"S -300":           "S NOT 300",
		"phát triển kinh tế -xã hội vùng": "phát triển kinh tế NOT xã hội vùng",
		"a -b":    "a b",
		"a -or b": "a +or b",
		"đ a*":    "",
	} {
		_, warnings, _ := Parse(in)
		if len(warnings) != 1 {
			t.Fatalf("Parse(%q): %v", in, warnings)
		}
		other := warnings[0].Otherwise(in)
		n, again, err := Parse(other)
		if other != want || want != "" && n.String() != want || err != nil || len(again) > 0 {
			t.Errorf("%q otherwise is %q, read as %s with %v, want %q", in, other, n, again, want)
		}
	}
}

func TestSyntaxErrorsCarryFacts(t *testing.T) {
	for in, want := range map[string]SyntaxError{
		"date:31/2/2024":    {NotDay, 5, []string{"31/2/2024"}},
		"date:2025..5/2024": {NotInOrder, 5, []string{"2025..5/2024", "2025", "2024-05"}},
		"đ date:x":          {NotDate, 8, []string{"x"}},
	} {
		if _, _, err := Parse(in); !cmp.Equal(err, error(&want)) {
			t.Errorf("Parse(%q): %v, want %v", in, err, &want)
		}
	}
}

// A hostile query must not be answered with a warning per byte.
func TestWarningsAreBounded(t *testing.T) {
	_, warnings, _ := Parse(strings.Repeat(`"" () OR ) `, 1000))
	if len(warnings) != 4*maxSame {
		t.Errorf("got %d warnings, want %d", len(warnings), 4*maxSame)
	}
}
