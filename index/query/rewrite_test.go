package query

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRewrite(t *testing.T) {
	w := func(s string) Node { return Word{Text: s} }
	drop := func(names ...string) func(Node) Node {
		return func(n Node) Node {
			for _, name := range names {
				if n == w(name) {
					return nil
				}
			}
			return n
		}
	}
	swap := func(old string, with Node) func(Node) Node {
		return func(n Node) Node {
			if n, ok := n.(Word); ok && n.Text == old {
				return with
			}
			return n
		}
	}
	for _, c := range []struct {
		in   string
		f    func(Node) Node
		want string
	}{
		{"a (b OR NOT c)", drop(), "a (b OR NOT c)"},
		{"a b c", drop("b"), "a c"},
		{"a b", drop("b"), "a"},
		{"a NOT (b OR c)", drop("b", "c"), "a"},
		{"a", drop("a"), ""},
		{"a OR b", swap("a", All{}), "b"},
		{"NOT a", swap("a", All{}), ""},
		{"", drop("a"), ""},
		{"a b", swap("a", And{[]Node{w("x"), w("y")}}), "x y b"},
		{"a OR b", swap("a", Or{[]Node{w("x"), Or{[]Node{w("y"), w("z")}}}}), "x OR y OR z OR b"},
		{"a b", swap("a", And{[]Node{Or{[]Node{w("x")}}}}), "x b"},
		{"a", swap("a", Not{Not{Not{w("x")}}}), "NOT x"},
		{"NOT a", swap("a", Not{w("x")}), "x"},
		{"a", swap("a", And{}), ""},
		{"a, b c", drop("a"), "b c"},
		{"a OR b", swap("a", nil), "b"},
	} {
		n, _, _ := Parse(c.in)
		got := Rewrite(n, c.f)
		if got.String() != c.want {
			t.Errorf("Rewrite(%q) = %q, want %q", c.in, got, c.want)
		}
		if again, _, _ := Parse(got.String()); !cmp.Equal(again, got) {
			t.Errorf("Rewrite(%q) is not in normal form: %s", c.in, cmp.Diff(again, got))
		}
		if n.String() != c.in {
			t.Errorf("Rewrite(%q) changed its argument to %q", c.in, n)
		}
	}
}

// Children are replaced before their parent, which f sees already in normal form.
func TestRewriteOrder(t *testing.T) {
	n, _, _ := Parse("a -(b OR c)")
	var seen []string
	Rewrite(n, func(n Node) Node {
		seen = append(seen, n.String())
		if n == (Word{Text: "b"}) {
			return nil
		}
		return n
	})
	if got, want := strings.Join(seen, ", "), "a, b, c, c, NOT c, a NOT c"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Trees that Parse does not return are written so that they mean the same.
func TestStringOfOtherTrees(t *testing.T) {
	for _, c := range []struct {
		in   Node
		want string
	}{
		{Word{Text: "a b"}, `"a b"`},
		{Word{Text: "OR"}, `"OR"`},
		{Word{Text: "title:a"}, `"title:a"`},
		{Word{Text: "(a"}, `"(a"`},
		{Word{Text: "a,"}, `"a,"`},
		{Word{Text: ""}, `""`},
		{Word{Text: "57", Plain: true}, `"57"`},
		{Word{Text: "near/5"}, `"near/5"`},
		{Word{Field: Title, Text: "OR", Plain: true}, `+title:OR`},
		{Not{Word{Text: "a", Plain: true}}, "NOT +a"},
		{And{[]Node{Word{Text: "a"}, Word{Text: "57", Plain: true, Cut: true}}}, `a, "57"`},
		{Word{Field: Topic, Text: `a "b`, Exact: true}, `topic:="a  b"`},
		{Phrase{Text: `a “b”`}, `"a  b "`},
		{And{[]Node{Word{Text: "a"}, And{[]Node{Word{Text: "b"}, Word{Text: "c"}}}}}, "a b c"},
	} {
		if got := c.in.String(); got != c.want {
			t.Errorf("%#v: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestTerms(t *testing.T) {
	for in, want := range map[string]int{
		"":                          0,
		"a":                         1,
		"18-NQ/TW":                  3,
		`"kinh tế - xã hội"`:        4,
		"title:(a OR -b) date:2024": 3,
		"e\u0301a\u0302":            1,
	} {
		n, _, _ := Parse(in)
		if got := termsOf(n); got != want {
			t.Errorf("termsOf(%q) = %d, want %d", in, got, want)
		}
	}
}
