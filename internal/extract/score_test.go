package extract

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// How well a reader reads is told by two numbers. The character error rate (CER)
// is the least number of letters to insert, delete or replace that makes the
// wanted text of the one read, divided by the letters of the wanted text: it
// counts wrong order heavily. F1 is that of the words as a bag: it does not care
// about order at all. Both fold white space and compare composed text.
//
// The distance follows the furthest reaching points of each diagonal, so it costs
// the square of the errors and not of the text; what has more errors than
// maxErrors counts as all wrong.

const maxErrors = 20_000

// dataFile returns a file of the measuring set, and skips the test without it.
func dataFile(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("VANKIEN_DATA")
	if dir == "" {
		t.Skip("VANKIEN_DATA does not name the folder of files to measure on")
	}
	b, err := os.ReadFile(filepath.Join(dir, "files", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// score returns the character error rate and the F1 of the words.
func score(t *testing.T, want, got string) (cer, f1 float64) {
	t.Helper()
	w, g := strings.Fields(norm.NFC.String(want)), strings.Fields(norm.NFC.String(got))
	letters := []rune(strings.Join(w, " "))
	d := distance(letters, []rune(strings.Join(g, " ")))
	if d < 0 {
		d = len(letters)
	}
	return float64(d) / float64(max(len(letters), 1)), bagF1(w, g)
}

func bagF1(want, got []string) float64 {
	if len(want)+len(got) == 0 {
		return 1
	}
	count := map[string]int{}
	for _, w := range want {
		count[w]++
	}
	same := 0
	for _, w := range got {
		if count[w] > 0 {
			count[w]--
			same++
		}
	}
	return 2 * float64(same) / float64(len(want)+len(got))
}

// distance is Levenshtein's; -1 if it is over maxErrors.
func distance(a, b []rune) int {
	limit := min(maxErrors, max(len(a), len(b)))
	// reach[limit+1+k] is how far into a the points on diagonal k (place in b
	// less place in a) get with the errors made so far.
	reach := make([]int, 2*limit+3)
	next := make([]int, 2*limit+3)
	for i := range reach {
		reach[i], next[i] = -2, -2
	}
	at := limit + 1
	for e := 0; e <= limit; e++ {
		for k := max(-e, -len(a)); k <= min(e, len(b)); k++ {
			i := max(reach[at+k]+1, reach[at+k-1], reach[at+k+1]+1)
			if e == 0 {
				i = 0
			}
			i = slide(a, b, min(i, len(a), len(b)-k), k)
			next[at+k] = i
			if i == len(a) && i+k == len(b) {
				return e
			}
		}
		reach, next = next, reach
	}
	return -1
}

// slide follows equal letters from place i of a on diagonal k.
func slide(a, b []rune, i, k int) int {
	if i+k < 0 {
		return i
	}
	for i >= 0 && i < len(a) && i+k < len(b) && a[i] == b[i+k] {
		i++
	}
	return i
}

func TestScore(t *testing.T) {
	long := strings.Repeat("Đất đai thuộc sở hữu toàn dân. ", 50_000)
	for _, c := range []struct {
		want, got string
		errors    int
		f1        float64
	}{
		{"", "", 0, 1},
		{"a b", "a \n b", 0, 1},
		{"đất đai", norm.NFD.String("đất đai"), 0, 1},
		{"kitten", "sitting", 3, 0},
		{"a b c d", "a c d", 2, 6. / 7},
		{"abc", "", 3, 0},
		{"", "abc", 3, 0},
		{"a b c", "c b a", 2, 1},
		{long, long, 0, 1},
	} {
		cer, f1 := score(t, c.want, c.got)
		if n := float64(max(len([]rune(strings.Join(strings.Fields(c.want), " "))), 1)); cer*n != float64(c.errors) || f1 != c.f1 {
			t.Errorf("%.20q, %.20q: %v of %v, %v", c.want, c.got, cer*n, n, f1)
		}
	}
}

func FuzzScore(f *testing.F) {
	f.Add("kitten", "sitting")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := []rune(a), []rune(b)
		if len(x) > 200 || len(y) > 200 {
			return
		}
		if got, want := distance(x, y), slowDistance(x, y); got != want {
			t.Errorf("%q, %q: %d, not %d", a, b, got, want)
		}
	})
}

func slowDistance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range b {
			wrong := 1 - max(0, 1-abs(cmp.Compare(r, s)))
			diagonal, row[j+1] = row[j+1], min(diagonal+wrong, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func abs(n int) int { return max(n, -n) }
