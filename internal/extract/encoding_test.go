package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"vankien/internal/viet/legacy"
)

// The same text as Unicode and as TCVN3 read as Windows-1252.
const (
	top, topTCVN             = "Hội nghị tổng kết công tác năm", "Héi nghÞ tæng kÕt c«ng t¸c n¨m"
	sentence, sentenceTCVN   = "Đại biểu đã thảo luận, góp ý về quy hoạch sử dụng đất và kế hoạch đầu tư công.", "§¹i biÓu ®· th¶o luËn, gãp ý vÒ quy ho¹ch sö dông ®Êt vµ kÕ ho¹ch ®Çu t\u00ad c«ng."
	noteRead, noteBytes      = "decoded from=TCVN3 misread=Windows-1252 share=1.00 as=Unicode before=%.2f", "decoded from=TCVN3 share=1.00 as=Windows-1252 before=%.2f"
	utf16Note, speaker, city = "decoded from=UTF-16LE", "NguyÔn V¨n An", "Hà Nội"
)

// notes has every repair of a record as a note, which rounds the shares.
func notes(all []outcome) []outcome {
	for i, o := range all {
		all[i].Rec.Repairs, all[i].Rec.Mended = o.Rec.Notes(), nil
	}
	return all
}

// latin1 returns the bytes that Latin-1 shows as s.
func latin1(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = append(b, byte(r))
	}
	return string(b)
}

func wide(s string) string {
	b := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func TestEncodings(t *testing.T) {
	text := topTCVN + "\r\n" + sentenceTCVN + "\r\n"
	whole := func(notes ...string) Record { return Record{Title: top, Body: sentence, Repairs: notes} }
	for _, c := range []struct {
		name, file, input string
		want              Record
	}{
		{"bytes", "a.txt", latin1(text), whole(fmt.Sprintf(noteBytes, 0.25))},
		{"read as Windows-1252", "a.txt", text, whole(fmt.Sprintf(noteRead, 0.25))},
		{"UTF-16", "a.txt", wide(top + "\n" + sentence), whole(utf16Note)},
		{"UTF-16 of what was read as Windows-1252", "a.txt", wide(text), whole(utf16Note, fmt.Sprintf(noteRead, 0.25))},
		{"Markdown", "a.md", latin1("# " + text), whole(fmt.Sprintf(noteBytes, 0.25))},
		{"front matter", "a.md", latin1("---\ntitle: " + topTCVN + "\nspeaker: " + speaker + "\nrepairs: [a]\n---\n" + sentenceTCVN),
			Record{Title: top, Speaker: "Nguyễn Văn An", Body: sentence, Repairs: []string{"a", strings.Replace(fmt.Sprintf(noteBytes, 0.24), "1.00", "0.94", 1)}}},
		{"stream", "-", latin1(text), whole(fmt.Sprintf(noteBytes, 0.25))},
		{"UTF-16 stream", "-", wide("---\ntitle: " + top + "\n---\n" + sentence), whole(utf16Note)},
		{"UTF-8", "a.md", "---\nrepairs: một\n---\n" + top + "\n" + sentence, whole("một")},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, notes(readAll(c.file, c.input, Options{})), []outcome{rec(c.want)})
		})
	}
}

func TestEncodingsOfLines(t *testing.T) {
	line := `{"id":"` + "Hµ" + `","title":"` + topTCVN + `","body":"` + sentenceTCVN + `","speaker":"` + speaker + `","place":"` + city +
		`","topic":"` + "§Êt ®ai" + `","repairs":["a"]}`
	check(t, notes(readAll("a.jsonl", line, Options{})), []outcome{rec(Record{
		ID: "Hµ", Title: top, Body: sentence, Speaker: "Nguyễn Văn An", Place: city, Topics: []string{"Đất đai"},
		Repairs: []string{"a", fmt.Sprintf(noteRead, 0.26)}, Line: 1})})

	in := `{"id":"a","title":"` + top + `"}` + "\n\n" + `{"id":"b","title":"` + top + `","repairs":["x"]}`
	for _, name := range []string{"a.jsonl", "-"} {
		check(t, notes(readAll(name, wide(in), Options{})), []outcome{
			rec(Record{ID: "a", Title: top, Repairs: []string{utf16Note}, Line: 1}),
			rec(Record{ID: "b", Title: top, Repairs: []string{"x", utf16Note}, Line: 3}),
		})
	}
}

// One text in two encodings is one document.
func TestIDIgnoresEncoding(t *testing.T) {
	a := readAll("a.jsonl", `{"title":"`+top+`","body":"`+sentence+`"}`, Options{})
	b := readAll("a.jsonl", `{"title":"`+topTCVN+`","body":"`+sentenceTCVN+`"}`, Options{})
	if a[0].Rec.ID != b[0].Rec.ID || len(a[0].Rec.Mended) != 0 || len(b[0].Rec.Mended) != 1 {
		t.Errorf("%+v and %+v", a[0].Rec, b[0].Rec)
	}
}

func TestRefusalNamesTheBest(t *testing.T) {
	got := readAll("a.txt", latin1("Les élèves ont présenté une pièce très réussie à la fête du village."), Options{})
	if len(got) != 1 || !strings.HasPrefix(got[0].Err, "unsupported: byte offset 4 is not UTF-8, and no other encoding fits: ") ||
		!strings.Contains(got[0].Err, "TCVN3 makes syllables of ") {
		t.Errorf("%+v", got)
	}
}

func TestInspect(t *testing.T) {
	bad := "{\"id\":\"\xe9\"}"
	lines := `{"id":"a","title":"` + top + `"}` + "\n" + `{"id":"b","title":"` + topTCVN + `","body":"` + sentenceTCVN + `"}` + "\n" + bad + "\n"
	for _, c := range []struct {
		name, file, input string
		encoding          legacy.EncodingName
		want              Inspection
	}{
		{"text", "a.txt", top + "\n\n" + sentence, legacy.UTF8, Inspection{Type: "text/plain", Lines: []string{top, sentence}, Records: 1}},
		{"bytes", "-", latin1(topTCVN + "\n" + sentenceTCVN), legacy.TCVN3, Inspection{Type: "text/plain", Lines: []string{top, sentence}, Records: 1,
			Repaired: 1, Repairs: []Mended{{"", 0, []string{fmt.Sprintf(noteBytes, 0.25)}}}}},
		{"lines", "a.jsonl", lines, legacy.TCVN3, Inspection{Type: "application/x-ndjson", Lines: []string{top, top}, Records: 2,
			Repaired: 1, Repairs: []Mended{{"", 2, []string{fmt.Sprintf(noteRead, 0.25)}}},
			Failed: 1, Failures: []Remark{{"", 3, "unsupported: only UTF-8 and UTF-16 lines are read, and byte offset 7 of the line is not UTF-8; save the file as UTF-8"}}}},
		{"gzip", "a.jsonl.gz", zipped(t, lines[:40]+"\n"), legacy.UTF8, Inspection{Type: "application/x-ndjson", Failed: 1, Failures: []Remark{{"", 1, "the line is not JSON: unexpected end of JSON input, at byte offset 39"}}}},
		{"no format", "a.doc", "7z\xbc\xaf\x27\x1c", legacy.Unknown, Inspection{Failed: 1, Failures: []Remark{{"", 0, "unsupported: this is a 7z archive; repack it as zip"}}}},
		{"binary", "a.txt", "abc\x00", legacy.Unknown, Inspection{Type: "text/plain", Failed: 1, Failures: []Remark{{"", 0, "unsupported: the NUL at byte offset 3 shows a binary file"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Inspect(c.file, strings.NewReader(c.input), Options{})
			if got.Encoding.Name != c.encoding {
				t.Errorf("encoding %q, want %q", got.Encoding.Name, c.encoding)
			}
			if (got.First != nil) != (got.Records > 0) || got.First != nil && !slices.Contains(got.Lines, got.First.Title) {
				t.Errorf("the first record of %d is %+v", got.Records, got.First)
			}
			got.Encoding, got.First = legacy.Encoding{}, nil
			if d := cmp.Diff(c.want, got, cmp.AllowUnexported(legacy.Encoding{})); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
