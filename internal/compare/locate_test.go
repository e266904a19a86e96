package compare

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// words numbers the words of a passage and gives those of a text the same numbers.
func numberedWords(passage, text string) (p, t []int32, like func(i, j int) Likeness) {
	ids := map[string]int32{}
	ps, ts := strings.Fields(passage), strings.Fields(text)
	for _, w := range ps {
		w = strings.ToLower(w)
		if _, ok := ids[w]; !ok {
			ids[w] = int32(len(ids))
		}
		p = append(p, ids[w])
	}
	for _, w := range ts {
		id, ok := ids[strings.ToLower(w)]
		if !ok {
			id = -1
		}
		t = append(t, id)
	}
	return p, t, func(i, j int) Likeness {
		switch {
		case ps[i] == ts[j]:
			return Equal
		case strings.EqualFold(ps[i], ts[j]):
			return Alike
		}
		return Unlike
	}
}

func TestLocate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ passage, text, want string }{
		{"b c d", "a b c d e", "b=b c=c d=d"},
		{"b c d", "b x d a b c d", "b=b c=c d=d"},                   // not the first place that is like it
		{"b c d e f", "a b c x e f g", "b=b c=c d=x e=e f=f"},       // replaced
		{"b c d e f", "a b c e f g", "b=b c=c d=- e=e f=f"},         // missing in the text
		{"b c d e f", "a b c d y e f g", "b=b c=c d=d -=y e=e f=f"}, // added in the text
		{"b C d", "a b c d", "b=b C=c d=d"},                         // alike
		{"z b c d", "q b c d", "z=- b=b c=c d=d"},                   // nothing at the ends that is another word
		{"b c d z", "b c d", "b=b c=c d=d z=-"},                     // beyond the end
		{"a b", "x b y", "a=- b=b"},                                 // no run of three
		{"a b c", "x y z", ""},                                      // nothing
		{"a", "a", "a=a"}, {"", "a", ""}, {"a", "", ""}, {"b c d", "b c d b c d", "b=b c=c d=d"},
	} {
		p, q, like := numberedWords(c.passage, c.text)
		pairs := Locate(p, q, like)
		if got := written(pairs, c.passage, c.text); got != c.want {
			t.Errorf("%q in %q: %s, want %s", c.passage, c.text, got, c.want)
		}
	}
}

func written(pairs []Pair, passage, text string) string {
	at := func(ws []string, i int) string {
		if i < 0 {
			return "-"
		}
		return ws[i]
	}
	var b []string
	for _, p := range pairs {
		b = append(b, at(strings.Fields(passage), p.Passage)+"="+at(strings.Fields(text), p.Text))
	}
	return strings.Join(b, " ")
}

func FuzzLocate(f *testing.F) {
	f.Add("b c d", "a b c d e")
	f.Add("a a b", "b a a a b a")
	f.Fuzz(func(t *testing.T, passage, text string) {
		if len(passage) > 400 || len(text) > 2000 {
			t.Skip("long")
		}
		p, q, like := numberedWords(passage, text)
		pairs := Locate(p, q, like)
		if pairs == nil {
			if slices.ContainsFunc(q, func(id int32) bool { return id >= 0 }) {
				t.Error("a shared word is not found")
			}
			return
		}
		next, at := 0, -1
		for _, x := range pairs {
			if x.Passage >= 0 {
				if x.Passage != next {
					t.Fatalf("word %d of the passage comes after %d: %v", x.Passage, next-1, pairs)
				}
				next++
			}
			if x.Text >= 0 {
				if at >= 0 && x.Text != at+1 {
					t.Fatalf("word %d of the text comes after %d: %v", x.Text, at, pairs)
				}
				at = x.Text
			}
		}
		if next != len(p) {
			t.Fatalf("%d of %d words of the passage", next, len(p))
		}
		if n := len(strings.Fields(passage)); n >= 3 {
			if i := indexOf(q, p); i >= 0 && len(p) == n {
				if same := slices.IndexFunc(pairs, func(x Pair) bool { return x.Passage < 0 || x.Text < 0 || like(x.Passage, x.Text) == Unlike }); same >= 0 {
					t.Fatalf("the text has the passage at %d, but %s", i, fmt.Sprint(pairs))
				}
			}
		}
	})
}

func indexOf(text, passage []int32) int {
	for i := range max(0, len(text)-len(passage)+1) {
		if slices.Equal(text[i:i+len(passage)], passage) {
			return i
		}
	}
	return -1
}
