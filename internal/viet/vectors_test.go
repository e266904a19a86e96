package viet_test

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vankien/internal/viet"
)

// vector is a row of testdata/vectors.tsv: what an operation makes of an input
// by a rule.
type vector struct {
	line                          int
	rule, op, input, want, remark string
}

// readVectors reads a file of vectors. \uXXXX and \t in a field are escapes.
func readVectors(t *testing.T, path string) (list []vector) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for line := 1; s.Scan(); line++ {
		if line == 1 || strings.TrimSpace(s.Text()) == "" {
			continue
		}
		cols := strings.Split(s.Text(), "\t")
		if len(cols) < 3 {
			t.Fatalf("%s:%d: %d columns", path, line, len(cols))
		}
		rule, op, ok := strings.Cut(cols[0], ":")
		if !ok {
			t.Fatalf("%s:%d: no operation in %q", path, line, cols[0])
		}
		v := vector{line: line, rule: rule, op: op, input: unescape(t, cols[1]), want: unescape(t, cols[2])}
		if len(cols) > 3 {
			v.remark = cols[3]
		}
		list = append(list, v)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, `\`)
		b.WriteString(before)
		switch {
		case !ok:
			return b.String()
		case strings.HasPrefix(after, "t"):
			b.WriteByte('\t')
			s = after[1:]
		case strings.HasPrefix(after, "u") && len(after) >= 5:
			n, err := strconv.ParseUint(after[1:5], 16, 32)
			if err != nil {
				t.Fatalf("escape in %q: %v", s, err)
			}
			b.WriteRune(rune(n))
			s = after[5:]
		default:
			b.WriteByte('\\')
			s = after
		}
	}
}

// operations are the functions that a row can name; rank is in rank_test.go.
var operations = map[string]func(*testing.T, string) string{
	"clean":    pure(viet.Clean),
	"canon":    words(func(w string) string { return viet.Term(w) }),
	"new":      pure(viet.NewStyle),
	"key":      words(func(w string) string { return viet.Key(viet.Term(w)) }),
	"toneless": words(viet.Toneless),
	"fold":     words(viet.Fold),
	"syl":      pure(syllable),
	"telex":    fields(viet.Telex),
	"vni":      fields(viet.VNI),
	"docnum":   list(viet.DocNumbers),
	"docalias": list(viet.DocAliases),
	"date":     list(viet.Dates),
	"num":      list(viet.Numbers),
	"roman":    list(viet.Romans),
	"offs":     pure(offsets),
	"order":    pure(order),
	"grade":    pure(grade),
	"tokens":   pure(tokens),
	"stop":     words(viet.Term),
	"split":    split,
	"join":     pure(viet.Join),
}

// TestVectors runs every row, one subtest each, named by rule and line.
func TestVectors(t *testing.T) {
	rows, passed := map[string]int{}, map[string]int{}
	for _, v := range readVectors(t, "testdata/vectors.tsv") {
		if v.op == "rule" || v.op == "rank" {
			continue
		}
		rows[v.op]++
		ok := t.Run(fmt.Sprintf("%s:%s/line%d", v.rule, v.op, v.line), func(t *testing.T) {
			run := operations[v.op]
			if run == nil {
				t.Fatalf("unknown operation %q", v.op)
			}
			if got := run(t, v.input); !agrees(got, v.want) {
				t.Errorf("%s(%q) = %q, want %q (%s)", v.op, v.input, got, v.want, v.remark)
			}
		})
		if ok {
			passed[v.op]++
		}
	}
	for _, op := range slices.Sorted(maps.Keys(rows)) {
		t.Logf("%-9s %3d rows, %3d passed", op, rows[op], passed[op])
	}
}

// agrees compares a result with what is wanted; | parts alternatives in the
// operations that give one value.
func agrees(got, want string) bool {
	return got == want || slices.Contains(strings.Split(want, "|"), got)
}

func pure(f func(string) string) func(*testing.T, string) string {
	return func(_ *testing.T, s string) string { return f(s) }
}

// words applies f to each word of the text.
func words(f func(string) string) func(*testing.T, string) string {
	return pure(func(s string) string {
		var out []string
		for _, w := range viet.Words(nil, s) {
			out = append(out, f(s[w.Start:w.End]))
		}
		return strings.Join(out, " ")
	})
}

// fields applies a typing decoder to each word; a rejected word is in lower case.
func fields(f func(string) (string, bool)) func(*testing.T, string) string {
	return pure(func(s string) string {
		var out []string
		for _, w := range strings.Fields(s) {
			d, ok := f(w)
			if !ok {
				d = strings.ToLower(w)
			}
			out = append(out, d)
		}
		return strings.Join(out, " ")
	})
}

// list joins the values found, or is "-".
func list(f func(string) []string) func(*testing.T, string) string {
	return pure(func(s string) string {
		if all := f(s); len(all) > 0 {
			return strings.Join(all, " ")
		}
		return "-"
	})
}

func syllable(s string) string {
	y, ok := viet.ParseSyllable(s)
	if !ok || !y.Strict {
		return "-"
	}
	return y.Onset + "|" + y.Rhyme + "|" + string("0fsrxj"[y.Tone])
}

func offsets(s string) string {
	var out []string
	for _, w := range viet.Words(nil, s) {
		out = append(out, fmt.Sprintf("%s@%d-%d", w.Term, w.Start, w.End))
	}
	return strings.Join(out, " ")
}

func tokens(s string) string {
	var out []string
	for _, k := range viet.Tokenize(nil, s) {
		out = append(out, k.Term)
	}
	return strings.Join(out, " ")
}

func order(s string) string {
	items := strings.Split(s, " ; ")
	slices.SortStableFunc(items, func(a, b string) int { return strings.Compare(viet.SortKey(a), viet.SortKey(b)) })
	return strings.Join(items, " < ")
}

func grade(s string) string {
	q, d, _ := strings.Cut(s, " ~ ")
	return string(viet.Relate(q, d))
}

// split parts a run-together word by what all rows of its kind expect; so every
// row wins against all the others.
func split(t *testing.T, s string) string {
	var texts []string
	for _, v := range readVectors(t, "testdata/vectors.tsv") {
		if v.op == "split" {
			texts = append(texts, v.want)
		}
	}
	parts, ok := viet.Split(s, newLexicon(texts...))
	if !ok {
		return s
	}
	return strings.Join(parts, " ")
}
