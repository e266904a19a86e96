package snippet

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
)

// find marks every token of text whose fold is one of the words, by the number
// of the word.
func find(text string, words ...string) []Match {
	var out []Match
	for _, t := range viet.Words(nil, text) {
		for i, w := range words {
			if t.Fold == w {
				out = append(out, Match{Span: Span{t.Start, t.End}, Term: i + 1})
			}
		}
	}
	return out
}

// show writes a fragment with its marks in brackets.
func show(f Fragment) string {
	var b strings.Builder
	at := 0
	if f.CutLeft {
		b.WriteString("… ")
	}
	for _, m := range f.Marks {
		b.WriteString(f.Text[at:m.Start] + "[" + f.Text[m.Start:m.End] + "]")
		at = m.End
	}
	b.WriteString(f.Text[at:])
	if f.CutRight {
		b.WriteString(" …")
	}
	return b.String()
}

func TestBest(t *testing.T) {
	const text = "Tỉnh mở hội nghị. Hội nghị bàn về cải cách hành chính và chuyển đổi số. Năm sau tỉnh báo cáo kết quả cải cách. Hết."
	for _, c := range []struct {
		name  string
		text  string
		words []string
		opt   Options
		want  []string
	}{
		{"whole text when it fits", "Cải cách hành chính.", []string{"cach"}, Options{Count: 2}, []string{"Cải [cách] hành chính."}},
		{"most distinct terms first", text, []string{"cach", "so"}, Options{Count: 1, Chars: 68},
			[]string{"… Hội nghị bàn về cải [cách] hành chính và chuyển đổi [số]. …"}},
		{"then text order", text, []string{"tinh"}, Options{Count: 2, Chars: 20},
			[]string{"[Tỉnh] mở hội nghị. …", "… Năm sau [tỉnh] báo cáo …"}},
		{"sentence start", text, []string{"ban"}, Options{Count: 1, Chars: 62}, []string{"Tỉnh mở hội nghị. Hội nghị [bàn] về cải cách hành chính và …"}},
		{"sentence end", text, []string{"ban"}, Options{Count: 1, Chars: 78}, []string{"Tỉnh mở hội nghị. Hội nghị [bàn] về cải cách hành chính và chuyển đổi số. …"}},
		{"no match: the beginning", text, nil, Options{Count: 3, Chars: 20}, []string{"Tỉnh mở hội nghị. …"}},
		{"one match longer than a fragment", "một hai ba bốn", []string{"hai"}, Options{Count: 1, Chars: 2}, []string{"… [hai] …"}},
		{"paragraph", "Đầu đề\nThân bài có chữ.", []string{"than"}, Options{Count: 1, Chars: 20}, []string{"Đầu đề\n[Thân] bài có …"}},
		{"last sentence", text, []string{"het"}, Options{Count: 1, Chars: 50}, []string{"… Năm sau tỉnh báo cáo kết quả cải cách. [Hết]."}},
		{"nothing asked", text, []string{"tinh"}, Options{}, nil},
		{"empty text", "", nil, Options{Count: 1}, nil},
	} {
		var got []string
		for _, f := range Best(c.text, find(c.text, c.words...), c.opt) {
			got = append(got, show(f))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestMergeJoinsOverlaps(t *testing.T) {
	got := Merge([]Match{{Span{0, 10}, 1, false}, {Span{4, 6}, 2, true}, {Span{8, 12}, 1, true}, {Span{12, 14}, 1, true}, {Span{13, 16}, 2, true}, {Span{20, 22}, 1, false}})
	if want := []Mark{{Span{0, 12}, false}, {Span{12, 16}, true}, {Span{20, 22}, false}}; !slices.Equal(got, want) {
		t.Errorf("Merge = %v, want %v", got, want)
	}
}

func FuzzBest(f *testing.F) {
	f.Add("Tỉnh mở hội nghị. Hội nghị bàn về cải cách.", "hoi", "cach", 2, 20)
	f.Add("một\n\nhai\xff ba e\u0301\u0302\u0323", "ba", "mot", 3, 1)
	f.Fuzz(func(t *testing.T, text, a, b string, count, chars int) {
		text = viet.Compose(text)
		matches := find(text, viet.Fold(a), viet.Fold(b))
		count, chars = count%6, chars%500
		list := Best(text, matches, Options{Count: count, Chars: chars})
		if len(list) > max(count, 0) {
			t.Fatalf("%d fragments, %d asked", len(list), count)
		}
		marked := map[Span]bool{}
		for _, m := range matches {
			marked[m.Span] = true
		}
		if chars <= 0 {
			chars = DefaultChars
		}
		for i, fr := range list {
			checkFragment(t, text, fr, chars, marked)
			for _, o := range list[:i] {
				if fr.Start < o.Start+len(o.Text) && o.Start < fr.Start+len(fr.Text) {
					t.Fatalf("fragments overlap: %+v %+v", o, fr)
				}
			}
		}
	})
}

func checkFragment(t *testing.T, text string, f Fragment, chars int, marked map[Span]bool) {
	if f.Start < 0 || f.Start+len(f.Text) > len(text) || text[f.Start:f.Start+len(f.Text)] != f.Text {
		t.Fatalf("%+v is no substring at its place", f)
	}
	longest, end := 0, 0
	for _, m := range f.Marks {
		if m.Start < end || m.End <= m.Start || m.End > len(f.Text) {
			t.Fatalf("mark %v in %+v", m, f)
		}
		if !marked[Span{m.Start + f.Start, m.End + f.Start}] {
			t.Fatalf("mark %v of %+v is no match", m, f)
		}
		longest, end = max(longest, m.End-m.Start), m.End
	}
	if n := utf8.RuneCountInString(f.Text); n > max(chars, longest) {
		t.Fatalf("%d code points, %d asked: %+v", n, chars, f)
	}
	for _, at := range []int{f.Start, f.Start + len(f.Text)} {
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at:])
		if at > 0 && at < len(text) && unicode.IsLetter(before) && unicode.IsLetter(after) {
			t.Fatalf("word cut at %d: %+v", at, f)
		}
	}
}

func BenchmarkBest(b *testing.B) {
	text := strings.Repeat("Hội nghị bàn về cải cách hành chính và chuyển đổi số trong các cơ quan. ", 200)
	matches := find(text, "cai", "so", "nghi")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Best(text, matches, Options{Count: 2})
	}
}
