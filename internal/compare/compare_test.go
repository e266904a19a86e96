package compare

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// told writes changes as a reader sees them.
func told(a, b []string) (s []string) {
	for _, c := range Paragraphs(a, b) {
		switch c.Kind {
		case Kept:
			s = append(s, "= "+b[c.B])
		case Changed:
			s = append(s, "~ "+words(a[c.A], b[c.B]))
		case New:
			s = append(s, "+ "+b[c.B])
		case Dropped:
			s = append(s, "- "+a[c.A])
		}
	}
	return s
}

func words(a, b string) string {
	var s strings.Builder
	for _, p := range Words(a, b) {
		fmt.Fprintf(&s, map[Kind]string{Kept: "%s", New: "{+%s+}", Dropped: "[-%s-]"}[p.Kind], p.Text)
	}
	return s.String()
}

func TestParagraphs(t *testing.T) {
	lines := func(s string) []string { return strings.Split(s, "|") }
	for _, c := range []struct{ name, a, b, want string }{
		{"equal", "một|hai", "một|hai", "= một|= hai"},
		{"blanks do not count", "một  hai", " một hai", "=  một hai"},
		{"new and dropped", "đầu|giữa|cuối", "đầu|cuối|thêm", "= đầu|- giữa|= cuối|+ thêm"},
		{"changed words", "đầu|Thuế suất là mười phần trăm|cuối", "đầu|Thuế suất là tám phần trăm|cuối",
			"= đầu|~ Thuế suất là [-mười-]{+tám+} phần trăm|= cuối"},
		{"words replaced together", "Căn cứ Luật Đất đai năm 2013 về đất", "Căn cứ Bộ luật Lao động năm 2013 về đất",
			"~ Căn cứ [-Luật Đất đai-]{+Bộ luật Lao động+} năm 2013 về đất"},
		{"another one in its place", "đầu|xanh lam tím|cuối", "đầu|một hai ba|cuối", "= đầu|- xanh lam tím|+ một hai ba|= cuối"},
		{"headings are found among formulas", "xét|xét|Điều 1|xét|xét|Điều 2", "xét|Điều 2|xét|Điều 3", "= xét|- xét|- Điều 1|- xét|- xét|= Điều 2|+ xét|+ Điều 3"},
	} {
		if got := strings.Join(told(lines(c.a), lines(c.b)), "|"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	// the one that changed is the one most alike
	if got, want := told([]string{"a b c d", "e f g h"}, []string{"a b x c d", "a b c y e", "e f g z"}), []string{"~ a b {+x +}c d", "+ a b c y e", "~ e f g [-h-]{+z+}"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want []int
	}{
		{"a b c", "a b c", []int{0, 1, 2}},
		{"a b c", "x a c", []int{-1, 0, 2}},
		{"a b c d", "d a b c", []int{3, 0, 1, 2}}, // moved
		{"a x b x c x", "a x c x", []int{0, 1, 4, 5}},
		{"x x x", "x x", []int{0, 1}},
		{"x", "x x", []int{0, -1}},
		{"", "a", []int{-1}},
	} {
		if got := Same(strings.Fields(c.a), strings.Fields(c.b)); !slices.Equal(got, c.want) {
			t.Errorf("%s to %s: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestLaws draws texts of few words, of which many are alike.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func(n, of int) (list []string) {
		for range r.IntN(n) {
			list = append(list, strings.Repeat(string(rune('a'+r.IntN(of))), 1+r.IntN(2)))
		}
		return list
	}
	for range 3000 {
		a, b := draw(40, 1+r.IntN(12)), draw(40, 1+r.IntN(12))
		obeys(t, a, b)
	}
	obeys(t, draw(4000, 20), draw(4000, 20))
	long := draw(9000, 26)
	obeys(t, long, append([]string{"z"}, long[:len(long)/2]...))
}

func obeys(t *testing.T, a, b []string) {
	t.Helper()
	i, j := 0, 0
	for _, c := range Paragraphs(a, b) {
		if c.A >= 0 {
			if c.A != i {
				t.Fatalf("%q to %q: %v comes when %d is next", a, b, c, i)
			}
			i++
		}
		if c.B >= 0 {
			if c.B != j {
				t.Fatalf("%q to %q: %v comes when %d is next", a, b, c, j)
			}
			j++
		}
		if c.Kind == Kept && a[c.A] != b[c.B] || (c.Kind == New) != (c.A < 0) || (c.Kind == Dropped) != (c.B < 0) {
			t.Fatalf("%q to %q: %v", a, b, c)
		}
	}
	if i != len(a) || j != len(b) {
		t.Fatalf("%q to %q ends at %d, %d", a, b, i, j)
	}
	x, y := strings.Join(a, " "), strings.Join(b, " ")
	first, second, last := "", "", Changed
	for _, p := range Words(x, y) {
		if p.Kind == last || p.Text == "" {
			t.Fatalf("%q to %q: two pieces of one kind", x, y)
		}
		if last = p.Kind; p.Kind != New {
			first += p.Text
		}
		if p.Kind != Dropped {
			second += p.Text
		}
	}
	if first != x || second != y {
		t.Fatalf("the words of\n%q to\n%q are\n%q and\n%q", x, y, first, second)
	}
	taken := map[int]bool{}
	for j, i := range Same(a, b) {
		if i >= 0 && (a[i] != b[j] || taken[i]) {
			t.Fatalf("%q to %q: line %d was %d", a, b, j, i)
		}
		taken[i] = i >= 0
	}
}

func BenchmarkParagraphs(b *testing.B) {
	var x, y []string
	for i := range 5000 {
		s := fmt.Sprintf("Khoản %d của điều này quy định về việc trồng cây số %d tại xã.", i%7, i)
		x = append(x, s)
		if i%10 == 0 {
			s = strings.ReplaceAll(s, "xã", "phường")
		}
		y = append(y, s)
	}
	for b.Loop() {
		Paragraphs(x, y)
	}
}
