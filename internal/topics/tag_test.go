package topics

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/internal/viet"
)

const small = `
version: 1
ignore: [Luật Tổ chức chính quyền địa phương]
topics:
  - id: kinh-te
    labels: {vi: Kinh tế, en: Economy}
    minimum: 0.1
    cues: {kinh tế: 2, chính quyền địa phương: 1}
  - id: doi-ngoai
    labels: {vi: Đối ngoại, en: Foreign affairs}
    minimum: 0.1
    cues: {kinh tế đối ngoại: 2, đối ngoại nhân dân: 2, hòa bình: 2, phòng chống ma túy: 2}
  - id: y-te
    labels: {vi: Y tế, en: Health}
    cues: {bệnh viện: 2, y tế: 2}
`

// reads lists what Tag found as "id: phrase count, phrase count; id: …".
func reads(tags []Tagged) string {
	var all []string
	for _, g := range tags {
		var cues []string
		for _, c := range g.Cues {
			cues = append(cues, fmt.Sprint(c.Phrase, " ", c.Count))
		}
		all = append(all, g.ID+": "+strings.Join(cues, ", "))
	}
	return strings.Join(all, "; ")
}

func TestTagMatching(t *testing.T) {
	tax := load(t, small)
	for _, c := range []struct{ name, body, want string }{
		{"plain", "về kinh tế và đời sống", "kinh-te: kinh tế 1"},
		{"capitals", "KINH TẾ, Kinh tế", "kinh-te: kinh tế 2"},
		{"new tone placement", "hoà bình, HOÀ BÌNH", "doi-ngoai: hòa bình 2"},
		{"decomposed", norm.NFD.String("hòa bình và kinh tế"), "kinh-te: kinh tế 1; doi-ngoai: hòa bình 1"},
		{"comma and hyphen", "phòng, chống ma túy; phòng - chống ma tuý", "doi-ngoai: phòng chống ma túy 2"},
		{"line end inside", "kinh\ntế", "kinh-te: kinh tế 1"},
		{"marks count", "kinh te, kính tế, hoa binh", ""},
		{"sentence end", "họ tụng kinh. Tế lễ", ""},
		{"paragraph end", "kinh\n\ntế", ""},
		{"part of a word", "kinh tếch", ""},
		{"longest wins", "kinh tế đối ngoại", "doi-ngoai: kinh tế đối ngoại 1"},
		{"overlap counts both", "kinh tế đối ngoại nhân dân", "doi-ngoai: kinh tế đối ngoại 1, đối ngoại nhân dân 1"},
		{"broken off long cue", "kinh tế đối tác", "kinh-te: kinh tế 1"},
		{"ignored", "Luật Tổ chức chính quyền địa phương năm 2025", ""},
		{"not ignored alone", "chính quyền địa phương", "kinh-te: chính quyền địa phương 1"},
		{"below the minimum", "bệnh viện", ""},
		{"two cues reach it", "y tế, bệnh viện", "y-te: bệnh viện 1, y tế 1"},
		{"invalid bytes", "kinh tế \xff\xfe kinh\xfftế", "kinh-te: kinh tế 2"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := reads(tax.Tag("", "", c.body)); got != c.want {
				t.Errorf("Tag(%q) read %q, want %q", c.body, got, c.want)
			}
		})
	}
}

// score returns what Tag gives to the topic, or 0.
func score(tags []Tagged, id string) float64 {
	for _, g := range tags {
		if g.ID == id {
			return g.Score
		}
	}
	return 0
}

func TestTagWeighsParts(t *testing.T) {
	tax := load(t, small)
	title := score(tax.Tag("kinh tế", "", ""), "kinh-te")
	abstract := score(tax.Tag("", "kinh tế", ""), "kinh-te")
	body := score(tax.Tag("", "", "kinh tế"), "kinh-te")
	if !(title > abstract && abstract > body && body > 0) {
		t.Errorf("title %.2f, abstract %.2f, body %.2f: want them falling", title, abstract, body)
	}
	if g := tax.Tag("kinh tế", "kinh tế", "kinh tế, kinh tế"); g[0].Cues[0].Count != 4 {
		t.Errorf("counted %+v, want 4 in all parts together", g[0].Cues)
	}
}

func TestTagFormula(t *testing.T) {
	tax := load(t, small)
	for _, c := range []struct {
		title, abstract, body string
		want                  float64
	}{
		// 2 · (n/(n+half) + bonus)
		{"kinh tế", "", "", 2 * (1/(1+0.602) + 1.5)},
		{"", "kinh tế", "", 2 * (2 / (2 + 0.602))},
		{"", "", "kinh tế", 2 * (1 / (1 + 0.602))},
		{"kinh tế", "kinh tế", "kinh tế kinh tế", 2 * (5/(5+0.608) + 1.5)},
		{"", "", "kinh tế" + strings.Repeat(" từ", 998), 2 * (1 / (1 + 1.6))},
	} {
		if got := score(tax.Tag(c.title, c.abstract, c.body), "kinh-te"); got-c.want > 1e-9 || c.want-got > 1e-9 {
			t.Errorf("%.30q, %q, %.30q: score %v, want %v", c.title, c.abstract, c.body, got, c.want)
		}
	}
}

func TestTagSaturates(t *testing.T) {
	tax := load(t, small)
	last := 0.0
	for _, n := range []int{1, 2, 5, 50} {
		s := score(tax.Tag("", "", strings.Repeat("kinh tế. ", n)), "kinh-te")
		if s <= last || s >= 2 {
			t.Errorf("%d times: score %v, want more than %v and less than the weight 2", n, s, last)
		}
		last = s
	}
	long := strings.Repeat("một hai ba bốn năm. ", 4000) + "y tế, bệnh viện"
	if got := tax.Tag("", "", long); len(got) != 0 {
		t.Errorf("a long text that names health once got %v", got)
	}
}

func TestTagOrderAndLimit(t *testing.T) {
	tax := load(t, `
version: 1
topics:
  - {id: a, labels: {vi: A}, cues: {anh: 2}}
  - {id: b, labels: {vi: B}, cues: {bê: 3}}
  - {id: c, labels: {vi: C}, cues: {anh ách: 2}}
  - {id: d, labels: {vi: D}, cues: {đa: 2, anh: 0.1}}
  - {id: e, labels: {vi: E}, cues: {e: 1.4}}
`)
	for _, c := range []struct{ title, want string }{
		{"bê, đa", "b: bê 1; d: đa 1"},
		{"đa, anh ách", "c: anh ách 1; d: đa 1"},                      // equal: file order
		{"đa, anh", "d: đa 1, anh 1; a: anh 1"},                       // the more telling cue first
		{"đa. anh. anh ách. bê", "b: bê 1; d: đa 1, anh 1; a: anh 1"}, // no more than MaxTags
		{"bê, e", "b: bê 1"},                                          // e is below half of the best
		{"e", "e: e 1"},
	} {
		if got := reads(tax.Tag(c.title, "", "")); got != c.want {
			t.Errorf("Tag(%q) = %q, want %q", c.title, got, c.want)
		}
	}
}

// A text longer than a window is read as a whole: nothing is lost where there
// is a line end to cut at, and memory is used again in the right size.
func TestTagWindows(t *testing.T) {
	tax := load(t, small)
	line := "phát triển kinh tế của tỉnh\n"
	n := 3*window/len(line) + 1
	for range 2 {
		tags := tax.Tag("", "", strings.Repeat(line, n))
		if len(tags) != 1 || tags[0].Cues[0].Count != n {
			t.Fatalf("read %s, want %d times kinh tế", reads(tags), n)
		}
	}
	for _, s := range []string{strings.Repeat("ế", window), strings.Repeat("\x80", 2*window+1), strings.Repeat("a", window) + " kinh tế"} {
		total := 0
		for rest := s; rest != ""; {
			k := cut(rest)
			if k <= 0 || k > window {
				t.Fatalf("cut %d bytes", k)
			}
			total, rest = total+k, rest[k:]
		}
		if total != len(s) {
			t.Errorf("windows hold %d bytes of %d", total, len(s))
		}
	}
	if k := cut(strings.Repeat("ế", window)); k%len("ế") != 0 {
		t.Errorf("cut inside a letter, at %d", k)
	}
}

func TestNilTaxonomy(t *testing.T) {
	var tax *Taxonomy
	if g := tax.Tag("Kinh tế", "", ""); g != nil {
		t.Errorf("tags %v", g)
	}
	if id, ok := tax.Resolve("Kinh tế"); ok || tax.Topics() != nil {
		t.Errorf("resolved to %q", id)
	}
}

// occurs reports whether phrase stands in text, by plain comparison of terms.
func occurs(text []viet.Token, phrase string) bool {
	want := viet.Words(nil, viet.Compose(phrase))
	for i := range text {
		if i+len(want) <= len(text) && text[i+len(want)-1].Pos-text[i].Pos == len(want)-1 &&
			slices.EqualFunc(text[i:i+len(want)], want, func(a, b viet.Token) bool { return a.Term == b.Term }) {
			return true
		}
	}
	return false
}

// checkTags reports what no answer of Tag may be.
func checkTags(t *testing.T, tax *Taxonomy, title, abstract, body string) []Tagged {
	t.Helper()
	tags := tax.Tag(title, abstract, body)
	var text []viet.Token
	for _, part := range []string{title, abstract, body} {
		text = viet.Words(text, viet.Compose(part))
		text = append(text, viet.Token{Pos: -1})
	}
	if len(tags) > MaxTags {
		t.Errorf("%d topics", len(tags))
	}
	for i, g := range tags {
		if id, ok := tax.Resolve(g.ID); !ok || id != g.ID {
			t.Errorf("unknown topic %q", g.ID)
		}
		if i > 0 && g.Score > tags[i-1].Score {
			t.Errorf("scores %v after %v", g.Score, tags[i-1].Score)
		}
		if len(g.Cues) == 0 {
			t.Errorf("topic %q without a reason", g.ID)
		}
		for _, c := range g.Cues {
			if c.Count < 1 || !occurs(text, c.Phrase) {
				t.Errorf("topic %q: cue %q, %d times, is not in the text", g.ID, c.Phrase, c.Count)
			}
		}
	}
	return tags
}

func FuzzTag(f *testing.F) {
	tax := shipped(f)
	f.Add("Hoà bình", "Phát triển kinh tế - xã hội", "Luật Đất đai. Giao thông, GIAO THÔNG\nđô thị")
	f.Add("", "phòng, chống tham nhũng, lãng phí, tiêu cực", norm.NFD.String("bảo vệ môi trường"))
	f.Add("\xff kinh tế", "\u0301\u0302", "kinh\u00ad tế")
	f.Fuzz(func(t *testing.T, title, abstract, body string) {
		checkTags(t, tax, title, abstract, body)
	})
}

func BenchmarkTag(b *testing.B) {
	tax := shipped(b)
	line := "Ủy ban nhân dân tỉnh tập trung phát triển kinh tế - xã hội, cải cách hành chính, nâng cao chất lượng giáo dục và đào tạo; " +
		"đẩy nhanh tiến độ các dự án giao thông trọng điểm trên địa bàn. "
	for _, n := range []int{1, 30, 1000} {
		body := strings.Repeat(line, n)
		b.Run(fmt.Sprintf("%dKB", len(body)/1000), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if len(tax.Tag("", "", body)) == 0 {
					b.Fatal("no topic")
				}
			}
		})
	}
}
