package extract

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"vankien/internal/outline"
)

// show returns a text with what its lines are before them.
func show(body string, blocks []outline.Block) string {
	var pages []string
	var rest []outline.Block
	for _, b := range blocks {
		if b.Kind == outline.Page {
			pages = append(pages, strings.Repeat("+", b.Level)+"@"+strings.Repeat(".", b.Line))
		} else {
			rest = append(rest, b)
		}
	}
	return strings.TrimLeft(strings.Join(pages, " ")+"\n", "\n") + lined(Record{Body: body, Blocks: rest})
}

func TestReadBlocks(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"paragraphs", "a\n\nb\n\n\nc", "a\nb\n\nc"},
		{"lines", "a\nb  \nc\\\nd", "a\nb\nc\nd"},
		{"folded to a width", strings.Repeat("một hai ba ", 6) + "\n" + strings.Repeat("một hai ba ", 6) + "\nhết", strings.TrimSpace(strings.Repeat("một hai ba ", 12)) + " hết"},
		{"headings", "# a *b*\n\n### c ###\n\nd\n---\ne", "heading1: a b\nheading3: c\nheading2: d\ne"},
		{"list", "- a\n- b\n  c\n\n  d\n  1. e\n  7) f\n- g", "item1: a\nitem1: b\nmore: c\nmore: d\nitem2: 1. e\nitem2: 7) f\nitem1: g"},
		{"quote", "> a\n> b\n>\n> c\\\n> d\n\ne", "quote: a\nquote: b\nquote: c\nmore: d\ne"},
		{"table", "| a | b |\n|---|:-:|\n| *c* | d<br>e\\|f |\n| g |\n| | h |", "row: a\ncell: b\nrow: c\ncell: d\nmore: e|f\nrow: g\nrow: \ncell: h"},
		{"marks", "*a* **b** `c  *d*` [e](http://f) ![g](h) <https://i> \\*j &amp; &#7841; k_l_m", "a b c  *d* e g https://i *j & ạ k_l_m"},
		{"code", "```go\n# a\n\n  b\n```\nc", "# a\n\n  b\nc"},
		{"rule", "a\n\n***\n\nb", "a\nb"},
		{"HTML", "<div>\n<p>a</p><ul><li>b</ul>\n</div>\n\nc <b>d</b> <u>e</u><br>f <tên> <ten> <!-- g -->", "a\nb\nc d e\nf <tên> <ten> "},
		{"pages", "<!-- page 1 -->\n\na\n\n<!-- page 2 -->\n- b", "+@ ++@.\na\nitem1: b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, blocks := readBlocks(c.input).body()
			if d := cmp.Diff(strings.TrimRight(c.want, " "), show(body, blocks)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if err := outline.Check(blocks, body); err != nil {
				t.Error(err)
			}
			again, same := readBlocks(WriteMarkdown(body, blocks)).body()
			if d := cmp.Diff(show(body, blocks), show(again, same)); d != "" {
				t.Errorf("written and read again (-want +got)\n%s\n%s", d, WriteMarkdown(body, blocks))
			}
		})
	}
}

func TestWriteMarkdown(t *testing.T) {
	blocks := []outline.Block{{Line: 0, Kind: outline.Heading, Level: 2}, {Line: 2, Kind: outline.Item, Level: 1}, {Line: 3, Kind: outline.Item, Level: 2}, {Line: 4, Kind: outline.More},
		{Line: 5, Kind: outline.Row}, {Line: 6, Kind: outline.Cell}, {Line: 7, Kind: outline.Row}, {Line: 8, Kind: outline.Page, Level: 7}, {Line: 8, Kind: outline.Quote}, {Line: 9, Kind: outline.Quote}}
	got := WriteMarkdown("Một\nhai\nba\n1. bốn\nnăm\na\nb\nc\nsáu\nbảy\n# *x*", blocks)
	want := "## Một\n\nhai\n\n- ba\n  1. bốn\n\n     năm\n\n| a | b |\n| --- | --- |\n| c |  |\n\n<!-- page 7 -->\n\n> sáu\n>\n> bảy\n\n\\# \\*x\\*\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// mayBe returns a text and a structure that some format could have.
func mayBe(r *rand.Rand, words []string) (string, []outline.Block) {
	var lines []string
	var blocks []outline.Block
	last, page := outline.Kind(""), 0
	for n := 1 + r.IntN(8); len(lines) < n; {
		s := words[r.IntN(len(words))]
		for r.IntN(3) == 0 {
			s += " " + words[r.IntN(len(words))]
		}
		kinds := []outline.Kind{"", "", outline.Heading, outline.Item, outline.Item, outline.Row, outline.Quote}
		if last != "" && last != outline.Heading {
			kinds = append(kinds, outline.More, outline.More)
		}
		if last == outline.Row || last == outline.Cell {
			kinds = append(kinds, outline.Cell, outline.Cell)
		}
		kind := kinds[r.IntN(len(kinds))]
		if r.IntN(8) == 0 && kind != outline.More && kind != outline.Cell && len(lines) > 0 {
			lines, last = append(lines, ""), ""
			continue
		}
		if r.IntN(6) == 0 && kind != outline.More && kind != outline.Cell {
			page++
			blocks = append(blocks, outline.Block{Line: len(lines), Kind: outline.Page, Level: page})
		}
		level := 0
		switch kind {
		case outline.Heading, outline.Item:
			level = 1 + r.IntN(4)
		case outline.More:
			kind = outline.More
		}
		if kind == outline.More {
			blocks = append(blocks, outline.Block{Line: len(lines), Kind: kind})
			lines = append(lines, s)
			continue
		}
		if kind != "" {
			blocks = append(blocks, outline.Block{Line: len(lines), Kind: kind, Level: level})
		}
		lines, last = append(lines, s), kind
	}
	return strings.Join(lines, "\n"), blocks
}

// What is written is read as it was, whatever it is.
func TestMarkdownRoundTrip(t *testing.T) {
	words := []string{"a", "Điều", "#", "##", "-", "+", "*", "**b**", "_c_", "1.", "12)", ">", "`", "```", "~~~", "---", "===", "|", "a|b", "<b>", "<!--", "-->", "&amp;", "&#32;", "\\", "\\*", "[x]:", "[x]", "[x][]", "[a][x]", "[x]: /u", "](", "](b)", "[a](b)", "![", "http://a.vn", "-:", ":--", "<x@y.vn>", "=", "d#", "  e", "f  ", "\tg", "h\r", ":-:", "- [ ] i", "1986.", "&", "<", "%", "$$", "~~j~~", "^k", "(l)", "\"m\"", "'n'", ".", "…", "“o”", "\u00a0p\u00a0", "\u200b", "Setext\\"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		body, blocks := mayBe(r, words)
		if strings.TrimSpace(body) == "" || strings.TrimRightFunc(body, unicode.IsSpace) != body || strings.TrimSpace(strings.SplitN(body, "\n", 2)[0]) == "" {
			continue
		}
		md := WriteMarkdown(body, blocks)
		again, same := readBlocks(md).body()
		if d := cmp.Diff(show(body, blocks), show(again, same)); d != "" {
			t.Fatalf("(-want +got)\n%s\n%s", d, md)
		}
	}
}

// A paragraph of any length is read as it was written.
func TestLongParagraphs(t *testing.T) {
	long := strings.Repeat("*một* [hai](ba) & &amp; \\* ", 2000) + "hết"
	cells := strings.Repeat("a\nb\n", 20_000) + "c"
	var rows []outline.Block
	for i := range 40_001 {
		kind := outline.Row
		if i%2 == 1 {
			kind = outline.Cell
		}
		rows = append(rows, outline.Block{Line: i, Kind: kind})
	}
	for _, c := range []struct {
		body   string
		blocks []outline.Block
	}{
		{long + "\n" + long, nil},
		{long + "\nx\n" + long + "\n" + long, []outline.Block{{Line: 0, Kind: outline.Item, Level: 1}, {Line: 1, Kind: outline.More}, {Line: 2, Kind: outline.Quote}, {Line: 3, Kind: outline.More}}},
		{cells, rows},
	} {
		body, blocks := readBlocks(WriteMarkdown(c.body, c.blocks)).body()
		if body != c.body || !cmp.Equal(blocks, c.blocks) {
			t.Errorf("%.100q, %.100s", body, cmp.Diff(c.blocks, blocks))
		}
	}
}

// What costs a parser the square of its length is read nevertheless: without the
// bounds this takes minutes.
func TestHostileMarkdown(t *testing.T) {
	for _, s := range []string{strings.Repeat("[a](", 1<<18), strings.Repeat("- ", 1<<19), strings.Repeat("[a]: b\n", 1<<16), strings.Repeat("*a **b ", 1<<18),
		strings.Repeat("|a", 3000) + "\n" + strings.Repeat("|-", 3000) + "\n" + strings.Repeat("|\n", 3000)} {
		if got := readAll("a.md", "x\n\n"+s, Options{}); len(got) != 1 || got[0].Err != "" {
			t.Errorf("%.100v", got)
		}
	}
}

// No word of the sample is lost, and its marks are.
func TestSampleKeepsItsWords(t *testing.T) {
	files, err := filepath.Glob("../../corpus/documents/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := parseMarkdown(string(raw))
		if err != nil {
			t.Fatal(name, err)
		}
		_, source, _ := cutFront(string(raw))
		words := strings.FieldsFunc(source, func(r rune) bool { return strings.ContainsRune("#*>- \n\t|", r) })
		got := strings.FieldsFunc(rec.Body, func(r rune) bool { return strings.ContainsRune("#*>- \n\t|", r) })
		if d := cmp.Diff(words, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
		again, same := readBlocks(WriteMarkdown(rec.Body, rec.Blocks)).body()
		if again != rec.Body || !cmp.Equal(same, rec.Blocks) {
			t.Errorf("%s is not read as it was written", name)
		}
	}
}

// The tree of a text of millions of short lines would take gigabytes.
func TestMarkdownOfVeryManyLinesIsReadAsItStands(t *testing.T) {
	few, many := readBlocks(strings.Repeat("- a\n", maxLined)), readBlocks(strings.Repeat("- a\n", maxLined+1))
	if few.lines[0] != "a" || many.lines[0] != "- a" {
		t.Errorf("lines begin with %q and %q", few.lines[0], many.lines[0])
	}
}

// What a block costs does not grow with what stands before it.
func TestMarkdownIsReadInTheTimeOfItsLength(t *testing.T) {
	s := strings.Repeat("- a\n", 1<<15)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	readBlocks(s)
	runtime.ReadMemStats(&after)
	if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 256 {
		t.Errorf("%d kB took %d MB of memory in all", len(s)>>10, took)
	}
}
