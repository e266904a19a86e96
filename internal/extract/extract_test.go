package extract

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"vankien/internal/near"

	"github.com/google/go-cmp/cmp"
)

// outcome is one thing that Read yielded.
type outcome struct {
	Rec Record
	Err string
}

func readAll(name, input string, opt Options) []outcome {
	var out []outcome
	for rec, err := range Read(name, strings.NewReader(input), opt) {
		o := outcome{Rec: rec}
		o.Rec.Type = "" // see TestTypes
		if err != nil {
			o.Err = err.Error()
		}
		out = append(out, o)
	}
	return out
}

func rec(r Record) outcome                   { return outcome{Rec: r} }
func fault(line int, message string) outcome { return outcome{Record{Line: line}, message} }
func check(t *testing.T, got, want []outcome) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func zipped(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, s); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRefusals(t *testing.T) {
	const nul, short = "unsupported: the NUL at byte offset %d shows a binary file", " is not UTF-8, and the text is too short to tell another encoding; save the file as UTF-8"
	for _, c := range []struct {
		name, file, input string
		line              int
		want              string
	}{
		{"a picture", "a.txt", "GIF89a", 0, "unsupported: this is a picture (GIF)"},
		{"RAR", "a.zip", "Rar!\x1a\x07\x00", 0, "unsupported: this is a RAR archive; repack it as zip"},
		{"7z", "a.7z", "7z\xbc\xaf\x27\x1c", 0, "unsupported: this is a 7z archive; repack it as zip"},
		{"Word 6", "a.doc", "\xdb\xa5\x2d\x00", 0, "unsupported: this is a Word file of before 1997; save it as .docx"},
		{"a program in lines", "a.jsonl", "\x7fELF\x00\n\n", 0, "unsupported: this is a program"},
		{"for programs", "a.css", "p {}", 0, "unsupported: a file that ends in .css is for programs; rename it to .txt if it is a text"},
		{"JSON over many lines", "a.json", "{\n\"title\": 1}", 0, "unsupported: a file that ends in .json is for programs; rename it to .txt if it is a text"},
		{"XML", "a.xml", "<?xml version='1.0'?><a/>", 0, "unsupported: this is an XML file"},
		{"empty text", "a.txt", "", 0, "empty file"},
		{"blank text", "a.txt", " \n\n\t", 0, "empty file"},
		{"mark only", "a.txt", "\ufeff", 0, "empty file"},
		{"empty Markdown", "a.md", "", 0, "empty file"},
		{"empty lines", "a.jsonl", "", 0, "empty file"},
		{"blank lines", "a.jsonl", "\n \n", 0, "empty file"},
		{"empty gzip", "a.jsonl.gz", "", 0, "empty file"},
		{"empty stream", "-", "", 0, "empty file"},
		{"gzip of nothing", "a.jsonl.gz", zipped(t, ""), 0, "empty file"},
		{"half a gzip header", "a.jsonl.gz", "\x1f\x8b\x08", 0, "the stream broke in its header: unexpected EOF"},
		{"NUL", "a.txt", "abc\x00", 0, fmt.Sprintf(nul, 3)},
		{"late NUL", "a.txt", strings.Repeat("a", 5000) + "\x00", 0, fmt.Sprintf(nul, 5000)},
		{"NUL in lines", "a.jsonl", "\x7fxyz\x00\n\n", 0, fmt.Sprintf(nul, 4)},
		{"Latin-1", "a.txt", "Caf\xe9\n", 0, "unsupported: byte offset 3" + short},
		{"cut letter", "a.md", "Th\xe1\xbb", 0, "unsupported: byte offset 2" + short},
		{"Latin-1 line", "a.jsonl", "{\"title\":\"Caf\xe9\"}", 1, "unsupported: only UTF-8 and UTF-16 lines are read, and byte offset 13 of the line is not UTF-8; save the file as UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, readAll(c.file, c.input, Options{}), []outcome{fault(c.line, c.want)})
		})
	}
}

func TestUnsupportedIsWrapped(t *testing.T) {
	for file, input := range map[string]string{"a.doc": "\x31\xbe\x00\x00\x00\xab", "a.txt": "\xffx", "a.md": "a\x00", "a.jsonl": "{\"id\":\"\xe9\"}", "a.jsonl.gz": zipped(t, "MZ\x90\x00")} {
		for _, err := range Read(file, strings.NewReader(input), Options{}) {
			if !errors.Is(err, ErrUnsupported) {
				t.Errorf("%s: %v does not wrap ErrUnsupported", file, err)
			}
		}
	}
}

// The media type is told by the bytes, whatever the name.
func TestTypes(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"a.txt", "Một", "text/plain"},
		{"README", "Một", "text/plain"},
		{"a.pdf", "Một", "text/plain"},
		{"a.json", `{"title":"a"}`, "application/x-ndjson"},
		{"a.jsonl", `{"title":"a"}`, "application/x-ndjson"},
		{"a.txt", `{"title":"a"}`, "text/plain"},
		{"a", "---\ntitle: a\n---\n", "text/markdown"},
		{"a.md", "a", "text/markdown"},
		{"a.md.gz", zipped(t, "a"), "application/gzip"},
	} {
		for rec, err := range Read(c.name, strings.NewReader(c.input), Options{}) {
			if rec.Type != c.want || err != nil {
				t.Errorf("%s: %q, %v; want %q", c.name, rec.Type, err, c.want)
			}
		}
	}
}

func TestStream(t *testing.T) {
	text := rec(Record{Title: "Một", Body: "hai"})
	for _, c := range []struct {
		name, input string
		want        outcome
	}{
		{"text", "Một\nhai\n", text},
		{"blank lines first", "\n\n  Một\nhai", text},
		{"front matter", "---\ntitle: Một\n---\nhai\n", text},
		{"front matter after a mark", "\ufeff---\ntitle: Một\n---\nhai\n", text},
		{"lines", "\n {\"id\":\"a\",\"title\":\"Một\",\"body\":\"hai\"}\n", rec(Record{ID: "a", Title: "Một", Body: "hai", Line: 2})},
		{"gzip lines", zipped(t, `{"id":"a","title":"Một"}`), rec(Record{ID: "a", Title: "Một", Line: 1})},
		{"gzip text", zipped(t, "Một\nhai\n"), text},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, readAll("-", c.input, Options{}), []outcome{c.want})
		})
	}
}

// A reader may hand over one byte at a time.
func TestSlowReader(t *testing.T) {
	in := strings.Repeat(`{"id":"a","title":"Một"}`+"\n", 3)
	n := 0
	for rec, err := range Read("-", iotest.OneByteReader(strings.NewReader(in)), Options{}) {
		if err != nil || rec.Title != "Một" {
			t.Errorf("%+v, %v", rec, err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d records, want 3", n)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	n := 0
	for range Read("a.jsonl", strings.NewReader("{\"title\":\"a\"}\n{\n{\"title\":\"b\"}\n"), Options{}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d yields, want 2", n)
	}
}

func seeds(f *testing.F, more ...string) {
	for _, s := range append(more, "", "\n", "a\nb", "\ufeffa\r\nb\r\rc", "---\ntitle: a\n---\n# b\n\nc",
		"---\ntopics: [a, &x b, *x]\nnumber: 012\n---\n", `{"title":"a","topics":["b"],"date":"31/02/2025"}`+"\n{}\n",
		"\xff\xfe", "a\x00", "ngày 13 tháng 1, năm 2025", "{\"\\u0074itle\":\"\\ud800\"}", "---\n---\n---\n---\n", "---\n? [a]\n: b\n---\n") {
		f.Add([]byte(s))
	}
}

func fuzzRead(f *testing.F, name string) {
	z := zipped(f, "{\"title\":\"a\"}\n{\"title\":\"b\"}\n")
	seeds(f, z, z[:len(z)-9], z+z, z+"x")
	f.Fuzz(func(t *testing.T, b []byte) {
		for rec, err := range Read(name, bytes.NewReader(b), Options{MaxLine: 200, MaxText: 4000}) {
			if err != nil {
				if rec.Title+rec.Body+rec.ID != "" {
					t.Errorf("an error came with %+v", rec)
				}
				if err.Error() == "" {
					t.Error("an error without words")
				}
				continue
			}
			if rec.Title == "" && rec.Body == "" {
				t.Error("an empty record")
			}
			for _, k := range textKeys {
				if s := *k.of(&rec); !utf8.ValidString(s) {
					t.Errorf("%s is not UTF-8: %q", k.key, s)
				}
			}
			for _, s := range rec.Topics {
				if !utf8.ValidString(s) {
					t.Errorf("topic is not UTF-8: %q", s)
				}
			}
			if iso, err := Date(rec.Date); err != nil || iso != rec.Date {
				t.Errorf("date %q: %v", rec.Date, err)
			}
		}
	})
}

func FuzzReadText(f *testing.F)     { fuzzRead(f, "a.txt") }
func FuzzReadMarkdown(f *testing.F) { fuzzRead(f, "a.md") }
func FuzzReadJSONL(f *testing.F)    { fuzzRead(f, "a.jsonl") }
func FuzzReadGzip(f *testing.F)     { fuzzRead(f, "a.jsonl.gz") }
func FuzzReadStream(f *testing.F)   { fuzzRead(f, "-") }

// squeeze removes all white space.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// Title, lead and body are the whole text, where it was Unicode.
func FuzzTextIsWhole(f *testing.F) {
	seeds(f, "a\n"+strings.Repeat("b", 50)+".\n\nc", strings.Repeat("a", 400)+"\nb")
	f.Fuzz(func(t *testing.T, b []byte) {
		for rec, err := range Read("a.txt", bytes.NewReader(b), Options{}) {
			want := squeeze(strings.TrimPrefix(string(b), "\ufeff"))
			if got := squeeze(rec.Title + rec.Abstract + rec.Body); err == nil && len(rec.Notes()) == 0 && got != want {
				t.Errorf("%q is not %q", got, want)
			}
		}
	})
}

// A suggestion that is a guess misleads more than none.
func TestNearest(t *testing.T) {
	for key, want := range map[string]string{"titel": "title", "dat": "date", "Kind": "kind", "sours": "source", "organization": "organisation",
		"foo": "", "a": "", "to": "", "text": "", "content": "", "summary": ""} {
		if got := near.Name(key, recordKeys()); got != want {
			t.Errorf("near.Name(%q) = %q, want %q", key, got, want)
		}
	}
}
