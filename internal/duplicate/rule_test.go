package duplicate

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The rule, one case a line: two texts and what they are to each other.
func TestRule(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	long := strings.Join(words(r, 300), " ")
	changed := strings.Replace(long, " ", " khác ", 3)
	half := long[:len(long)*3/5]
	short := strings.Join(words(r, 50), " ")
	shortChanged := short + " nữa"
	for _, c := range []struct {
		name string
		a, b Text
		want string
	}{
		{"equal but for spelling", Text{Body: "Hòa bình, và PHÁT triển"}, Text{Body: "Hoà bình và phát triển."}, "duplicates"},
		{"equal, with other numbers", Text{Body: long, Number: "1/QĐ-TTg"}, Text{Body: long, Number: "2/QĐ-TTg"}, "duplicates"},
		{"no word", Text{Body: "…"}, Text{Body: ""}, ""},
		{"near", Text{Body: long}, Text{Body: changed}, "duplicates"},
		{"near, one with a number", Text{Body: long, Number: "1/QĐ-TTg"}, Text{Body: changed}, "duplicates"},
		{"near, the same number", Text{Body: long, Number: "01/QĐ-TTg"}, Text{Body: changed, Number: "1/QD-TTG"}, "duplicates"},
		{"near, other numbers", Text{Body: long, Number: "1/QĐ-TTg"}, Text{Body: changed, Number: "2/QĐ-TTg"}, "template"},
		{"near, other numbers in the titles", Text{Body: long, Title: "Quyết định 72/2025/QĐ-UBND bãi bỏ Quyết định 17/2025/QĐ-UBND"},
			Text{Body: changed, Title: "Quyết định 73/2025/QĐ-UBND bãi bỏ Quyết định 17/2025/QĐ-UBND"}, "template"},
		{"near, other numbers at the head", Text{Body: "UBND TỈNH\nSố: 5330/CT-CS\n" + long}, Text{Body: "UBND TỈNH\n|\n Số:\n5331/CT-CS\n" + changed}, "template"},
		{"near, cites other numbers", Text{Body: "Theo số 5330/CT-CS " + long}, Text{Body: "Căn cứ số 5331/CT-CS " + changed}, "duplicates"},
		{"near, other numbers that have no label", Text{Body: "Sau 5330/CT-CS " + long}, Text{Body: "Sau 5331/CT-CS " + changed}, "duplicates"},
		{"near, far apart in time", Text{Body: long, Date: "2020-01-01"}, Text{Body: changed, Date: "2025-01-01"}, "duplicates"},
		{"short, two days apart", Text{Body: short, Date: "2025-02-28"}, Text{Body: shortChanged, Date: "2025-03-02"}, "duplicates"},
		{"short, three days apart", Text{Body: short, Date: "2025-02-28"}, Text{Body: shortChanged, Date: "2025-03-03"}, "similar"},
		{"short, a day unknown", Text{Body: short, Date: "2025-02"}, Text{Body: shortChanged, Date: "2025-02-28"}, "similar"},
		{"half", Text{Body: long}, Text{Body: half}, "similar"},
		{"part", Text{Body: long}, Text{Body: long[:len(long)*2/5]}, "contains"},
		{"other", Text{Body: long}, Text{Body: short}, ""},
	} {
		c.a.ID, c.b.ID = "a", "b"
		rel := setOf(t, c.a, c.b).Relations()
		got := ""
		if g := rel.Group("a"); len(g) == 2 {
			got = "duplicates"
		}
		for _, x := range rel.Alike("a") {
			got += string(x.Kind)
			if back := rel.Alike("b"); len(back) != 1 || back[0].ID != "a" || back[0].Score != x.Score || (back[0].Kind == x.Kind) == (x.Kind == Contains) {
				t.Errorf("%s: %v and back %v", c.name, x, back)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestGroups: the earliest comes first, a group is named once among what is alike,
// and no group has two numbers because something without one is like both.
func TestGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	base := words(r, 300)
	text := func(change int) string {
		x := append([]string{}, base...)
		for i := range change {
			x[i*20] = "khác"
		}
		return strings.Join(x, " ")
	}
	rel := setOf(t, Text{ID: "c", Body: text(0)}, Text{ID: "b", Body: text(0), Date: "2025-02-01"}, Text{ID: "a", Body: text(1), Date: "2025-02-02"},
		Text{ID: "x", Body: text(9)}, Text{ID: "y", Body: text(10)}).Relations()
	if diff := cmp.Diff([][]string{{"b", "a", "c"}, {"x", "y"}}, rel.Groups()); diff != "" {
		t.Error(diff)
	}
	if got := rel.Alike("c"); len(got) != 1 || got[0].ID != "x" || rel.Group("nobody") != nil || rel.Alike("nobody") != nil {
		t.Errorf("alike %v", got)
	}
	rel = setOf(t, Text{ID: "none", Body: text(1)}, Text{ID: "one", Body: text(0), Number: "1/QĐ-TTg"}, Text{ID: "two", Body: text(2), Number: "2/QĐ-TTg"}).Relations()
	if diff := cmp.Diff([][]string{{"none", "one"}}, rel.Groups()); diff != "" || fmt.Sprint(rel.Alike("two")[0].Kind) != "template" {
		t.Errorf("%s, %v", diff, rel.Alike("two"))
	}
}

// TestFile: what was written is read back as it was, and anything else is refused.
func TestFile(t *testing.T) {
	texts := drawn(4, 12)
	s := setOf(t, texts...)
	s.Delete(texts[3].ID)
	var b bytes.Buffer
	if err := s.Write(&b, "state 7"); err != nil {
		t.Fatal(err)
	}
	back, state, err := Read(b.Bytes())
	if err != nil || state != "state 7" || back.Len() != len(texts)-1 {
		t.Fatalf("state %q, %v", state, err)
	}
	if diff := cmp.Diff(written(s.Relations(), idsOf(texts)), written(back.Relations(), idsOf(texts))); diff != "" {
		t.Error(diff)
	}
	rest := append(append([]Text{}, texts[:3]...), texts[4:]...)
	if got, want := relate(t, back, rest).Measured, relate(t, s, rest).Measured; got != want || got > 5 {
		t.Errorf("%d pairs measured again, want %d", got, want)
	}
	whole := b.Bytes()
	for i := 0; i < len(whole); i += 1 + len(whole)/200 {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x10
		for _, data := range [][]byte{bad, whole[:i]} {
			if _, _, err := Read(data); !errors.Is(err, ErrDamaged) {
				t.Fatalf("byte %d: %v", i, err)
			}
		}
	}
}

// FuzzRead: no bytes make a set that cannot be used, even with a right sum.
func FuzzRead(f *testing.F) {
	s := setOf(f, drawn(4, 2)...)
	var b bytes.Buffer
	if err := s.Write(&b, ""); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes()[len(magic) : b.Len()-32])
	f.Fuzz(func(t *testing.T, data []byte) {
		s, _, err := Read(summed(append([]byte(magic), data...)))
		if err == nil {
			s.Relations()
		}
	})
}
