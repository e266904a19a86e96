package query

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWordsComeInOrder(t *testing.T) {
	for in, want := range map[string]string{
		"":                                    "",
		`"a b" date:2024`:                     "",
		`a (b OR NOT c "x") title:d, +e kin*`: "a b c title:d +e kin*",
		"NOT (a b) c":                         "a b c",
	} {
		n, _, err := Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range Words(n) {
			got = append(got, w.String())
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("Words(%q) = %s, want %s", in, s, want)
		}
	}
}

func TestReplace(t *testing.T) {
	const in = `a (b OR NOT c) "x" d e`
	n, _, err := Parse(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		with map[int]Node
		want string
	}{
		{nil, `a0 (b1 OR NOT c2) "x" d3 e4`},
		{map[int]Node{0: nil, 3: nil}, `(b1 OR NOT c2) "x" e4`},
		{map[int]Node{1: nil}, `a0 NOT c2 "x" d3 e4`},
		{map[int]Node{2: nil, 4: Phrase{Text: "y z"}}, `a0 b1 "x" d3 "y z"`}, // b alone is left of its brackets and comes once,
		{map[int]Node{0: All{}, 1: Not{Word{Text: "y"}}}, `(NOT y OR NOT c2) "x" d3 e4`},
		{map[int]Node{0: nil, 1: nil, 2: nil, 3: nil, 4: nil}, `"x"`},
		{map[int]Node{4: And{[]Node{Word{Text: "y"}, Word{Text: "z", Cut: true}}}}, `a0 (b1 OR NOT c2) "x" d3 y, z`},
	} {
		got := Replace(n, func(number int, w Word) Node {
			if with, ok := c.with[number]; ok {
				return with
			}
			w.Text += fmt.Sprint(number)
			return w
		})
		if got.String() != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	cut, _, _ := Parse("a, b c")
	if got := Replace(cut, func(i int, w Word) Node {
		if i == 1 {
			return nil
		}
		return w
	}); got.String() != "a, c" {
		t.Errorf("without b, c is cut from a no more: %s", got)
	}
	if again, _, _ := Parse(in); !cmp.Equal(again, n) {
		t.Errorf("replacing words changed the query to %s", n)
	}
}
