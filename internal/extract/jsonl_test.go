package extract

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/internal/outline"
)

func TestJSONL(t *testing.T) {
	const hash = "h-454349e422f05297" // SHA-256 of "r"
	for _, c := range []struct {
		name, input string
		want        Record
	}{
		{"every field", `{"id":"a","kind":"report","title":"t","abstract":"l","body":"b","date":"2025-01","speaker":"s","role":"r","organisation":"o",` +
			`"place":"p","event":"e","number":"012","topics":["x","y"],"language":"vi","source":"u"}`,
			Record{ID: "a", Kind: "report", Title: "t", Abstract: "l", Body: "b", Date: "2025-01", Speaker: "s", Role: "r", Organisation: "o",
				Place: "p", Event: "e", Number: "012", Topics: []string{"x", "y"}, Language: "vi", Source: "u"}},
		{"simple form", `{"id":"a","title":"t","body":"b","date":"","topic":"Đất đai","source":"Báo","url":"https://example.org/"}`,
			Record{ID: "a", Title: "t", Body: "b", Topics: []string{"Đất đai"}, Source: "Báo https://example.org/"}},
		{"address alone", `{"id":"a","title":"t","url":"https://example.org/"}`, Record{ID: "a", Title: "t", Source: "https://example.org/"}},
		{"nulls", `{"id":null,"title":"r","date":null,"topics":null,"topic":null,"url":null}`, Record{ID: hash, Title: "r"}},
		{"id from the content", `{"body":"r"}`, Record{ID: hash, Body: "r"}},
		{"dd/mm/yyyy", `{"id":"a","title":"t","date":"3/2/1930"}`, Record{ID: "a", Title: "t", Date: "1930-02-03"}},
		{"no date is guessed", `{"id":"a","title":"ngày 13/01/2025"}`, Record{ID: "a", Title: "ngày 13/01/2025"}},
		{"twice", `{"id":"a","title":"t","title":"u"}`, Record{ID: "a", Title: "u"}},
		{"escapes", `{"id":"a","\u0074itle":"\"\\\u00e0\n","body":"{\"x\":1}"}`, Record{ID: "a", Title: "\"\\à\n", Body: `{"x":1}`}},
		{"blocks", `{"id":"a","body":"b\nc","blocks":[{"line":1,"kind":"item","level":1}]}`, Record{ID: "a", Body: "b\nc", Blocks: []outline.Block{{Line: 1, Kind: outline.Item, Level: 1}}}},
		{"white space", " \t{ \"id\" : \"a\" , \"title\":\"t\" } \r", Record{ID: "a", Title: "t"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.want.Line = 1
			check(t, readAll("a.jsonl", c.input, Options{}), []outcome{rec(c.want)})
			check(t, readAll("a.jsonl.gz", zipped(t, c.input), Options{}), []outcome{rec(c.want)})
		})
	}
}

func TestJSONLErrors(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"unknown key", `{"id":"a","titel":"t"}`, `unknown key "titel" (did you mean "title"?)`},
		{"unknown keys", `{"titel":"t","boddy":"b","x":{"id":1}}`, `unknown keys "titel" (did you mean "title"?), "boddy" (did you mean "body"?), "x"` +
			"; known keys are id, kind, title, abstract, body, date, speaker, role, organisation, place, event, number, language, source, signer, signer_role, topics, repairs, recipients, blocks, evidence, corrections, original, anchors, topic, url"},
		{"case", `{"Title":"t"}`, `unknown key "Title" (did you mean "title"?)`},
		{"number for string", `{"title":5}`, `key "title" holds a JSON number where a string belongs`},
		{"list for string", `{"title":["a"]}`, `key "title" holds a JSON array where a string belongs`},
		{"object for string", `{"title":{"titel":1}}`, `key "title" holds a JSON object where a string belongs`},
		{"string for list", `{"title":"a","topics":"b"}`, `key "topics" holds a JSON string where a list of strings belongs`},
		{"number in list", `{"title":"a","topics":[1]}`, `key "topics" holds a JSON number where a string belongs`},
		{"text after", `{"title":"a"} x`, "the line is not JSON: invalid character 'x' after top-level value, at byte offset 14"},
		{"two objects", `{"title":"a"}{"title":"b"}`, "the line is not JSON: invalid character '{' after top-level value, at byte offset 13"},
		{"cut short", `{"title":"a`, "the line is not JSON: unexpected end of JSON input, at byte offset 10"},
		{"list", `[{"title":"a"}]`, "the record is not a JSON object"},
		{"null", `null`, "the record is not a JSON object"},
		{"words", `abc`, "the record is not a JSON object"},
		{"empty object", `{}`, "the record has neither a title nor a body"},
		{"blank text", `{"id":"a","title":" ","body":"\n"}`, "the record has neither a title nor a body"},
		{"impossible date", `{"title":"a","date":"31/02/2025"}`, `date "31/02/2025" does not exist in the calendar`},
		{"blocks beyond the text", `{"title":"a","body":"b","blocks":[{"line":1,"kind":"heading","level":1}]}`, `key "blocks" does not fit the body: block 0 is of line 1, and the text has 1, counted from 0`},
		{"string for blocks", `{"title":"a","blocks":"b"}`, `key "blocks" holds a JSON string where a list belongs`},
		{"string for a line", `{"title":"a","blocks":[{"line":"b"}]}`, `key "blocks" holds a JSON string where a whole number belongs`},
		{"odd date", `{"title":"a","date":"hôm qua"}`, `date "hôm qua" is not written as 2025-01-13, 2025-01, 2025, 13/01/2025 or 01/2025`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readAll("a.jsonl", "\n"+c.input+"\n{\"id\":\"z\",\"title\":\"next\"}", Options{})
			check(t, got, []outcome{fault(2, c.want), rec(Record{ID: "z", Title: "next", Line: 3})})
		})
	}
}

func TestIDIgnoresUnicodeForm(t *testing.T) {
	a := readAll("a.jsonl", `{"title":"Đất đai"}`, Options{})
	b := readAll("a.jsonl", norm.NFD.String(`{"title":"Đất đai"}`), Options{})
	if a[0].Rec.ID != b[0].Rec.ID || a[0].Rec.Title == b[0].Rec.Title {
		t.Errorf("%+v and %+v", a[0].Rec, b[0].Rec)
	}
}

func TestLongLines(t *testing.T) {
	long := func(n int) string { return fmt.Sprintf(`{"id":"b","title":"%s"}`, strings.Repeat("a", n-21)) }
	for _, size := range []int{100, bufferSize - 1, bufferSize, bufferSize + 1, 3*bufferSize + 7} {
		opt := Options{MaxLine: size}
		next := rec(Record{ID: "c", Title: "t", Line: 3})
		for _, c := range []struct {
			line string
			want outcome
		}{
			{long(size), rec(Record{ID: "b", Title: strings.Repeat("a", size-21), Line: 2})},
			{long(size + 1), fault(2, fmt.Sprintf("the line has %d bytes, over the limit of %d bytes; it was skipped", size+1, size))},
		} {
			input := "\n" + c.line + "\n" + `{"id":"c","title":"t"}`
			check(t, readAll("a.jsonl", input, opt), []outcome{c.want, next})
			check(t, readAll("a.jsonl", "\n"+c.line, opt), []outcome{c.want})
		}
	}
}

// letters is an endless line.
type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// A line far over the limit passes through, and only the limit is ever held.
func TestHugeLineIsNotHeld(t *testing.T) {
	const size, limit = 256 << 20, 1 << 20
	in := io.MultiReader(strings.NewReader("{"), io.LimitReader(letters{}, size), strings.NewReader("\n{\"id\":\"a\",\"title\":\"t\"}\n"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var out []outcome
	for rec, err := range Read("-", in, Options{MaxLine: limit}) {
		out = append(out, outcome{rec, fmt.Sprint(err)})
	}
	runtime.ReadMemStats(&after)
	check(t, out, []outcome{
		fault(1, fmt.Sprintf("the line has %d bytes, over the limit of 1 MiB; it was skipped", size+1)),
		{Record{ID: "a", Title: "t", Line: 2, Type: "application/x-ndjson"}, "<nil>"},
	})
	if got := after.TotalAlloc - before.TotalAlloc; got > 10*limit {
		t.Errorf("%d bytes allocated for a limit of %d", got, limit)
	}
}

func TestBrokenGzip(t *testing.T) {
	var lines strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&lines, `{"id":"%d","title":"%x"}`+"\n", i, i*i*7919)
	}
	whole := zipped(t, lines.String())
	flipped := []byte(whole)
	flipped[len(flipped)-5] ^= 1 // in the checksum's trailer
	for _, c := range []struct {
		name, input, cause string
		least              int
	}{
		{"half", whole[:len(whole)/2], "unexpected EOF", 500},
		{"without the trailer", whole[:len(whole)-8], "unexpected EOF", 2000},
		{"wrong checksum", string(flipped), "gzip: invalid checksum", 2000},
		{"garbage behind", whole + "garbage behind the stream", "gzip: invalid header", 2000},
		{"header only", whole[:10], "unexpected EOF", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readAll("a.jsonl.gz", c.input, Options{})
			last := len(got) - 1
			if last < c.least {
				t.Fatalf("%d records, want at least %d", last, c.least)
			}
			for i, o := range got[:last] {
				if o.Err != "" || o.Rec.ID != fmt.Sprint(i) {
					t.Fatalf("record %d: %+v", i, o)
				}
			}
			check(t, got[last:], []outcome{fault(0, fmt.Sprintf("the stream broke after line %d: %s", last, c.cause))})
		})
	}
}

// A last line that came whole, but for its end, is delivered.
func TestBrokenAfterWholeLine(t *testing.T) {
	z := zipped(t, `{"id":"a","title":"t"}`)
	check(t, readAll("a.jsonl.gz", z[:len(z)-8], Options{}), []outcome{
		rec(Record{ID: "a", Title: "t", Line: 1}),
		fault(0, "the stream broke after line 1: unexpected EOF"),
	})
}

func BenchmarkReadJSONL(b *testing.B) {
	line := fmt.Sprintf(`{"id":"a","title":"Điều 1. Phạm vi điều chỉnh","body":"%s","date":"2020-06-16","topic":"Đất đai","source":"Báo","url":"https://example.org/"}`+"\n",
		strings.Repeat(`Luật này quy định về quyền, nghĩa vụ và trách nhiệm.\n`, 30))
	input := strings.Repeat(line, 500)
	b.SetBytes(int64(len(input)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range Read("a.jsonl", strings.NewReader(input), Options{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
