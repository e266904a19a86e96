package query

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var seeds = []string{
	"", "kinh tế - xã hội", `"chính quyền đô thị"~5 OR =hoà`, "NOT (a | b) AND -c", "title:(a OR b) d*", "18-NQ/TW KT-XH",
	"date:2024-05..1/6/2025", "ngay:(2024 OR ..2023)", "foo:bar:b http://x", "titel:-(a b)", `-="a" -title:="b"~3`, "title: date:",
	`“a „b« c» )( () ""`, "OR AND NOT OR* =OR title:OR", strings.Repeat("-(title:(", 10), strings.Repeat("a b-c ", 20),
	strings.Repeat("ế", 100) + "*", "e\u0302\u0301* \u0301 \u0301b", "a\xff", "(((((((((((((((((-(a OR b) c) d", "a\u00a0b\u2003\x00c…",
	"+a +=b, +title:=c* +\"d\" -+e C++ +84", "a or b and (c hoặc d) NEAR/3 e near/9 \"f g\"", "a b c d e f or -g hoặc hoa\u0323\u0306c +or",
	"S -300 -x, N. P. Trọng; (a) b \"c\" d", "title:a title:(b, c) title:d foo:e f 5% g", "a \"b\" c -d e (f or g) OR", "a or b And, c d, e f NEAR g or h", "8 % 2,5  %, -3 %) NEAR/4 %",
}

// depth counts nested nodes.
func depth(n Node) int {
	most := 0
	switch n := n.(type) {
	case Not:
		most = depth(n.Node)
	case And:
		for _, n := range n.Nodes {
			most = max(most, depth(n))
		}
	case Or:
		for _, n := range n.Nodes {
			most = max(most, depth(n))
		}
	}
	return 1 + most
}

// check fails unless n keeps what the types promise.
func check(t *testing.T, n Node) {
	switch n := n.(type) {
	case Word:
		text, _, _ := trim(n.Text)
		if len(n.Text) > MaxWord || text != n.Text || letters(n.Text, 1) == 0 || strings.ContainsFunc(n.Text, isBorder) ||
			n.Field == Date || !n.Prefix && !n.Plain && isOperator(n.Text, false) || n.Prefix && letters(n.Text, 2) < 2 {
			t.Errorf("bad %#v", n)
		}
	case Phrase:
		if n.Text != strings.Join(strings.FieldsFunc(n.Text, isSpace), " ") || letters(n.Text, 1) == 0 ||
			strings.ContainsFunc(n.Text, IsQuote) || n.Field == Date || n.Slop < 0 || n.Slop > MaxSlop {
			t.Errorf("bad %#v", n)
		}
	case Dates:
		if _, problem := readDates(n.From + ".." + n.To); problem != nil {
			t.Errorf("bad %#v: %s", n, problem)
		}
	case Not:
		if _, ok := n.Node.(Not); ok {
			t.Errorf("bad %#v", n)
		}
		check(t, n.Node)
	case And:
		checkCuts(t, n.Nodes)
		checkNodes(t, n.Nodes, func(n Node) bool { _, ok := n.(And); return ok })
	case Or:
		checkNodes(t, n.Nodes, func(n Node) bool { _, ok := n.(Or); return ok })
	default:
		t.Errorf("bad %#v", n)
	}
}

// checkCuts fails when a word is cut from one that is not there.
func checkCuts(t *testing.T, nodes []Node) {
	for i, n := range nodes {
		if w, ok := n.(Word); ok && w.Cut {
			if _, behind := nodes[max(0, i-1)].(Word); i == 0 || !behind {
				t.Errorf("%q is cut from no word", And{nodes})
			}
		}
	}
}

func checkNodes(t *testing.T, nodes []Node, nested func(Node) bool) {
	if len(nodes) < 2 {
		t.Errorf("%d nodes", len(nodes))
	}
	for _, n := range nodes {
		if nested(n) {
			t.Errorf("%q is not in normal form", n)
		}
		check(t, n)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, warnings, err := Parse(s)
		if err != nil {
			e := err.(*SyntaxError)
			if e.Offset < 0 || e.Offset > len(s) || e.Code == "" || !validText(e.Args) || utf8.ValidString(s) && !border(s, e.Offset) {
				t.Fatalf("bad error %#v", e)
			}
			return
		}
		if !utf8.ValidString(s) {
			t.Fatal("invalid UTF-8 was read")
		}
		for i, w := range warnings {
			if w.Code == "" || !border(s, w.Offset) || !validText(w.Args) || i > 0 && w.Offset < warnings[i-1].Offset {
				t.Errorf("bad warning %#v", w)
			}
			if other := w.Otherwise(s); !utf8.ValidString(other) {
				t.Errorf("%q otherwise is %q", s, other)
			}
		}
		if n != (Node)(All{}) {
			check(t, n)
		}
		if termsOf(n) > MaxTerms || depth(n) > 3*MaxDepth+4 {
			t.Errorf("%d terms, %d deep", termsOf(n), depth(n))
		}
		again, warnings, err := Parse(n.String())
		if err != nil || len(warnings) > 0 || !cmp.Equal(again, n) {
			t.Errorf("%q is read back with %v, %v\n%s", n, err, warnings, cmp.Diff(n, again))
		}
	})
}

// validText reports whether all strings of a warning are UTF-8.
func validText(args []string) bool {
	return !slices.ContainsFunc(args, func(s string) bool { return !utf8.ValidString(s) })
}

func border(s string, i int) bool {
	return 0 <= i && i <= len(s) && (i == len(s) || utf8.RuneStart(s[i]))
}

func FuzzRewrite(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, uint64(i)*0x9e3779b97f4a7c15)
	}
	f.Fuzz(func(t *testing.T, s string, choices uint64) {
		n, _, err := Parse(s)
		if err != nil {
			return
		}
		if same := Rewrite(n, func(n Node) Node { return n }); !cmp.Equal(same, n) {
			t.Errorf("rewriting nothing changes %q to %q", n, same)
		}
		got := Rewrite(n, func(n Node) Node {
			choice := choices & 7
			choices = choices>>3 | choices<<61
			switch choice {
			case 0:
				return nil
			case 1:
				return Not{Not{Not{n}}}
			case 2:
				return Or{[]Node{n, Or{[]Node{And{[]Node{All{}, n}}}}}}
			case 3:
				return And{[]Node{n}}
			}
			return n
		})
		if got != (Node)(All{}) {
			check(t, got)
		}
		if Words(n) == nil {
			return
		}
		next := 0
		if same := Replace(n, func(i int, w Word) Node {
			if i != next || w != Words(n)[i] {
				t.Errorf("word %d of %q is %v as number %d", next, n, w, i)
			}
			next++
			return w
		}); !cmp.Equal(same, n) || next != len(Words(n)) {
			t.Errorf("replacing %d words by themselves changes %q to %q", next, n, same)
		}
	})
}

// Quadratic work on these would take many seconds.
func TestHostileInput(t *testing.T) {
	const n = 200_000
	for _, s := range []string{
		"(", ")", `"`, "-", "=", "|", "*", ":", "~", "“", "\u0301", "-(", `-"`, `="`, "=-", "title:", "title:(", "title:-", "foo:", "a:",
		"a:(", "OR ", "NOT ", "AND ", "- ", "a|", "a-", `a"`, `"a"~9`, "date:2024 ", "date:(", "-=", "\u00a0", "()", `""`, ".a", ")a", "(a ",
		"+", "+(", "+a", "+=", "-+", "+title:", "or ", "a or ", "a or or ", "a hoặc (", "NEAR ", "a NEAR/9", "near/", "a -1", "a, ", "a. ", "-a ", "1 % ", "1   ",
	} {
		in := strings.Repeat(s, n/len(s))
		tree, warnings, err := Parse(in)
		if err != nil {
			continue
		}
		if termsOf(tree) > MaxTerms || depth(tree) > 3*MaxDepth+4 || len(warnings) > 12*maxSame {
			t.Errorf("%q repeated: %d terms, %d deep, %d warnings", s, termsOf(tree), depth(tree), len(warnings))
		}
		for _, end := range []string{"a", `"`, "x y"} {
			Parse(in + end)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, in string }{
		{"word", "khóa"},
		{"words", "chính quyền đô thị"},
		{"mixed", `title:(đô OR thị) "chính quyền"~5 -speaker:"nguyễn văn a" date:2024..13/1/2025 kin*`},
		{"hostile", strings.Repeat(`-(title:"`, 10_000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.in)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(c.in)
			}
		})
	}
}

func BenchmarkString(b *testing.B) {
	n, _, _ := Parse(`title:(đô OR thị) "chính quyền"~5 -speaker:"nguyễn văn a" date:2024..13/1/2025 kin*`)
	b.ReportAllocs()
	for b.Loop() {
		_ = n.String()
	}
}
