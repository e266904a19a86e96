package find

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"vankien/index"
	"vankien/index/snippet"
	"vankien/internal/near"
)

func TestNearest(t *testing.T) {
	for name, want := range map[string]string{
		"topics": "topic", "topci": "topic", "qq": "", "form": "from", "perpage": "per_page", "speakers": "speaker", "organization": "organisation",
		"snippet": "snippets", "xyzxyz": "", "foo": "", "a": "", "too": "to", "sorted": "sort", "pages": "page", "": "", strings.Repeat("topic", 20): "",
	} {
		if got := near.Name(name, searchParams); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func FuzzIsoDate(f *testing.F) {
	for _, s := range []string{"2025", "2025-01", "2025-01-13", "13/01/2025", "1/2/2025", "01/2025", "13/2025", "31/02/2021", "0000", "abc", "2025-1-1", "٢٠٢٥"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		iso, why := isoDate(s)
		if (iso == "") == (why == "") {
			t.Fatalf("%q: %q, %q", s, iso, why)
		}
		if why != "" && english[why] == "" {
			t.Fatalf("%q: no text %q", s, why)
		}
		if iso != "" && index.CheckDate(iso) != nil {
			t.Fatalf("%q became %q", s, iso)
		}
		if again, _ := isoDate(iso); iso != "" && again != iso {
			t.Fatalf("%q became %q, then %q", s, iso, again)
		}
	})
}

// marksIn makes valid marks of a text from bytes.
func marksIn(text string, at []byte) (all []snippet.Mark) {
	end := 0
	for i := 0; i+1 < len(at); i += 2 {
		from := end + int(at[i])
		to := from + 1 + int(at[i+1])%8
		if to > len(text) {
			break
		}
		all, end = append(all, snippet.Mark{Span: snippet.Span{Start: from, End: to}, Loose: at[i+1]%16 > 7}), to
	}
	return all
}

func FuzzParts(f *testing.F) {
	f.Add("chính quyền đô thị\nở đây", []byte{0, 3, 2, 5})
	f.Add("a b\r\n\r\nc", []byte{0, 0, 1, 0, 2, 3})
	f.Fuzz(func(t *testing.T, text string, at []byte) {
		var b strings.Builder
		for _, p := range parts(text, marksIn(text, at)) {
			if p.Text == "" {
				t.Fatal("an empty part")
			}
			b.WriteString(p.Text)
		}
		if b.String() != text {
			t.Fatalf("parts of %q make %q", text, b.String())
		}
	})
}

func FuzzSnippetView(f *testing.F) {
	f.Add("mô hình <đô thị>", []byte{3, 4, 2, 2}, true, false)
	f.Fuzz(func(t *testing.T, text string, at []byte, left, right bool) {
		if !utf8.ValidString(text) {
			return
		}
		var marks []snippet.Mark
		for _, m := range marksIn(text, at) {
			if utf8.RuneStart(text[m.Start]) && (m.End == len(text) || utf8.RuneStart(text[m.End])) {
				marks = append(marks, m)
			}
		}
		v := snippetView(index.Fragment{Field: index.FieldBody, Fragment: snippet.Fragment{Text: text, Marks: marks, CutLeft: left, CutRight: right}})
		rs, at0 := []rune(v.Text), 0
		for _, r := range v.Ranges {
			if r[0] < at0 || r[1] <= r[0] || r[1] > len(rs) {
				t.Fatalf("ranges %v in %d code points", v.Ranges, len(rs))
			}
			at0 = r[1]
		}
		for _, r := range v.Loose {
			if !slices.Contains(v.Ranges, r) {
				t.Fatalf("loose range %v is none of %v", r, v.Ranges)
			}
		}
		if n := strings.Count(v.HTML, `<mark class="loose">`); n != len(v.Loose) || n+strings.Count(v.HTML, "<mark>") != len(v.Ranges) {
			t.Fatalf("html %q has other marks than %v, %v", v.HTML, v.Ranges, v.Loose)
		}
		if bare := strings.NewReplacer("<mark>", "", `<mark class="loose">`, "", "</mark>", "").Replace(v.HTML); strings.ContainsAny(bare, "<>") {
			t.Fatalf("html %q", v.HTML)
		}
		if !strings.Contains(v.Text, text) {
			t.Fatalf("text %q", v.Text)
		}
	})
}
