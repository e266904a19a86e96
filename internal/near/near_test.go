package near

import (
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		most int
		want int
	}{
		{"", "", 2, 0}, {"topic", "topic", 2, 0}, {"topic", "topics", 2, 1}, {"tpic", "topic", 2, 1}, {"tobic", "topic", 2, 1},
		{"topci", "topic", 2, 1}, {"otpci", "topic", 2, 2}, {"abc", "", 3, 3}, {"", "abc", 2, 3}, {"kitten", "sitting", 9, 3},
		{"kitten", "sitting", 2, 3}, {"date", "dâte", 2, 1}, {"ca", "abc", 9, 3}, {"a", "b", 0, 1}, {"a", "a", 0, 0},
	} {
		if got := Distance(c.a, c.b, c.most); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.most, got, c.want)
		}
	}
}

func TestName(t *testing.T) {
	known := strings.Fields("id kind title date topic q to from per_page")
	for name, want := range map[string]string{
		"titel": "title", "TITEL": "title", "ttiel": "title", "til": "", "dat": "date", "dâte": "date", "ddate": "date", "dtae": "date", "daet_": "date",
		"topics": "topic", "form": "from", "perpage": "per_page", "x": "", "qq": "", "q": "q", "too": "to", "t": "to", "": "", "xyzxyz": "",
		strings.Repeat("title", 1<<20): "",
	} {
		if got := Name(name, known); got != want {
			t.Errorf("Name(%.20q) = %q, want %q", name, got, want)
		}
	}
	if got := Name("bac", []string{"abc", "bbc"}); got != "abc" {
		t.Errorf("of two names equally near: %q, want the first", got)
	}
}

// The distance is a metric between letters, but for the swap of neighbours.
func FuzzDistance(f *testing.F) {
	f.Add("topic", "topci")
	f.Add("đ", "d\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = a[:min(len(a), 40)], b[:min(len(b), 40)]
		d := Distance(a, b, 100)
		switch back := Distance(b, a, 100); {
		case d != back:
			t.Errorf("%q to %q is %d, back %d", a, b, d, back)
		case d > max(len([]rune(a)), len([]rune(b))):
			t.Errorf("%q to %q is %d", a, b, d)
		case a == b && d != 0:
			t.Errorf("%q to itself is %d", a, d)
		}
		for most := range 4 {
			if got, want := Distance(a, b, most), min(d, most+1); got != want {
				t.Errorf("%q to %q within %d is %d, want %d", a, b, most, got, want)
			}
		}
	})
}
