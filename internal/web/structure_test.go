package web

import (
	"fmt"
	"strings"
	"testing"

	"vankien/index"
	"vankien/internal/outline"
)

// drawn writes elements as short marks.
func drawn(all []element) string {
	var b strings.Builder
	for _, e := range all {
		text := ""
		for _, r := range e.Runs {
			text += r.Text
		}
		switch e.Tag {
		case "table":
			b.WriteString("[")
			for _, row := range e.Rows {
				for _, c := range row {
					b.WriteString("|" + drawn(c.Parts))
				}
				b.WriteString("/")
			}
			b.WriteString("]")
		case "page":
			fmt.Fprintf(&b, "<%d>", e.Page)
		case "ul", "blockquote":
			b.WriteString(e.Tag[:1] + "(" + drawn(e.Parts) + ")")
		default:
			b.WriteString(strings.TrimPrefix(e.Tag, "p") + text)
			if e.Parts != nil {
				b.WriteString(drawn(e.Parts))
			}
			b.WriteString(" ")
		}
	}
	return b.String()
}

func TestStructure(t *testing.T) {
	const h, i, r, c, m, q, p = outline.Heading, outline.Item, outline.Row, outline.Cell, outline.More, outline.Quote, outline.Page
	for _, x := range []struct {
		body   string // a letter a line
		blocks []outline.Block
		want   string
	}{
		{"a b", nil, "a b "},
		{"a b c", []outline.Block{{Line: 0, Kind: h, Level: 1}, {Line: 2, Kind: h, Level: 9}}, "h2a b h3c "},
		{"a b c d", []outline.Block{{Line: 1, Kind: i, Level: 1}, {Line: 2, Kind: i, Level: 2}, {Line: 3, Kind: i, Level: 1}}, "a u(b u(c ) d ) "},
		{"a b c", []outline.Block{{Line: 0, Kind: i, Level: 3}, {Line: 1, Kind: m}, {Line: 2, Kind: i, Level: 2}}, "u(a b u(c ) ) "},
		{"a b c d e", []outline.Block{{Line: 0, Kind: r}, {Line: 1, Kind: c}, {Line: 2, Kind: m}, {Line: 3, Kind: r}}, "[|a |b c /|d /]e "},
		{"a b c", []outline.Block{{Line: 0, Kind: c}, {Line: 1, Kind: q}, {Line: 2, Kind: m}}, "[|a /]b(b c )"},
		{"a b c", []outline.Block{{Line: 0, Kind: p, Level: 1}, {Line: 1, Kind: p, Level: 2}, {Line: 1, Kind: h, Level: 1}, {Line: 2, Kind: m}}, "<1>a <2>h2b c "},
	} {
		d := index.Document{Body: strings.ReplaceAll(x.body, " ", "\n"), Blocks: x.blocks}
		l := layOut(t, &d, nil, 0, 0)
		got := drawn(elements(l.shown.text[index.FieldBody], d.Blocks, 0))
		if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(x.want, " ", "") {
			t.Errorf("%s %v:\n got %q\nwant %q", x.body, x.blocks, got, x.want)
		}
	}
}

// TestOutlineLeadsAcrossPortions follows an outline to headings in other portions.
func TestOutlineLeadsAcrossPortions(t *testing.T) {
	long := strings.Repeat("Nội dung của chương. ", 10_500) + "\n"
	d := index.Document{Body: "Chương I\n" + long + "\nChương II\n" + long + "Mục 1\nHết.", Blocks: []outline.Block{
		{Line: 0, Kind: outline.Heading, Level: 2}, {Line: 3, Kind: outline.Heading, Level: 2}, {Line: 5, Kind: outline.Heading, Level: 3}}}
	l := layOut(t, &d, nil, 1, 0)
	got := fmt.Sprint(l.outline(&d, func(n int) string { return fmt.Sprint("?portion=", n) }))
	if want := "[{Chương I #p1 [] true} {Chương II ?portion=3#p4 [{Mục 1 ?portion=5#p6 [] true}] true}]"; got != want {
		t.Errorf("got %s, want %s (of %d portions)", got, want, l.portions())
	}
}
