package extract

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"

	"vankien/internal/outline"
)

// Markdown is read as CommonMark with tables, and what it says by marks becomes
// the structure of a text without them: one paragraph, item or cell a line. Blank
// lines part paragraphs and say nothing more; only where there are several, those
// beyond the first are lines of the text. The number of an item is text, and lines
// of code stand as they were written. A comment "page 7" begins a page. Line breaks
// within a paragraph are kept, since people break lines where paragraphs end, but
// for those of a paragraph that was folded to a width.
//
// WriteMarkdown writes the same, so that what it writes is read as it was.

// blockReader reads the tree that the parser made.
type blockReader struct {
	linedText
	source []byte
	before int // where the last block ended
	page   int // that begins with the next line, 0 for none
}

func readBlocks(s string) *linedText {
	if isTooMuch(s) {
		return &linedText{lines: strings.Split(s, "\n")}
	}
	r := &blockReader{source: []byte(s)}
	md := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(guarded()))
	r.children(md.Parser().Parse(gmtext.NewReader(r.source), parser.WithContext(parser.NewContext())), place{})
	return &r.linedText
}

// place is where a block stands.
type place struct {
	lists int
	item  *itemState // of the innermost list, nil outside of items
	quote bool       // the innermost of item and quotation is a quotation
}

// itemState is an item of a list.
type itemState struct{ begun bool }

func (r *blockReader) children(n ast.Node, at place) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.block(c, at)
	}
}

func (r *blockReader) block(n ast.Node, at place) {
	switch n := n.(type) {
	case *ast.List:
		at.lists++
		r.children(n, at)
	case *ast.ListItem:
		at.item, at.quote = &itemState{}, false
		r.children(n, at)
	case *ast.Blockquote:
		at.quote = true
		r.children(n, at)
	case *ast.Heading:
		r.gap(n)
		r.add(strings.ReplaceAll(r.inline(n), "\n", " "), outline.Heading, n.Level)
	case *ast.Paragraph, *ast.TextBlock, *plainParagraph:
		r.gap(n)
		r.paragraph(n, at)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		r.gap(n)
		r.code(n, at)
	case *ast.HTMLBlock:
		r.gap(n)
		r.html(n, at)
	case *tables.Table:
		r.table(n)
	}
}

// gap notes where a block is in the source and writes the blank lines before it.
func (r *blockReader) gap(n ast.Node) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	r.gapTo(lines.At(0).Start)
	r.before = lines.At(lines.Len() - 1).Stop
}

// gapTo writes the blank lines between the last block and a place.
func (r *blockReader) gapTo(start int) {
	if start < r.before {
		return
	}
	between := string(r.source[r.before:start])
	if r.before == 0 || r.source[r.before-1] != '\n' {
		_, between, _ = strings.Cut(between, "\n")
	}
	most, run := 0, 0
	for line := range strings.Lines(between) {
		if strings.HasSuffix(line, "\n") && strings.Trim(line, " \t>\n") == "" {
			run++
			most = max(most, run)
		} else {
			run = 0
		}
	}
	for range most - 1 {
		r.line("")
	}
}

func (r *blockReader) line(s string) {
	if r.page > 0 {
		r.blocks = append(r.blocks, outline.Block{Line: len(r.lines), Kind: outline.Page, Level: r.page})
		r.page = 0
	}
	r.lines = append(r.lines, s)
}

// add writes a line of a kind; "" is a plain one.
func (r *blockReader) add(s string, kind outline.Kind, level int) {
	at := len(r.lines)
	r.line(s)
	if kind != "" {
		r.blocks = append(r.blocks, outline.Block{Line: at, Kind: kind, Level: level})
	}
}

// put writes a line where the block stands; on says that it goes on with the last.
func (r *blockReader) put(s string, at place, on bool) {
	switch {
	case at.quote && on, at.item != nil && !at.quote && at.item.begun:
		r.add(s, outline.More, 0)
	case at.quote:
		r.add(s, outline.Quote, 0)
	case at.item != nil:
		at.item.begun = true
		r.add(s, outline.Item, min(at.lists, outline.MaxDepth))
	default:
		r.add(s, "", 0)
	}
}

func (r *blockReader) paragraph(n ast.Node, at place) {
	s := r.inline(n)
	if at.item != nil && !at.quote && !at.item.begun {
		s = r.number(n) + s
	}
	if s == "" {
		return
	}
	if isFolded(s) {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	for soft := range strings.SplitSeq(s, "\n") {
		for i, line := range strings.Split(soft, hardBreak) {
			r.put(line, at, i > 0)
		}
	}
}

var itemNumber = regexp.MustCompile(`(\d{1,9}[.)])[ \t]+$`)

// number returns the number of an item as it is written before its text.
func (r *blockReader) number(n ast.Node) string {
	if n.Lines().Len() == 0 {
		return ""
	}
	start := n.Lines().At(0).Start
	line := r.source[bytes.LastIndexByte(r.source[:start], '\n')+1 : start]
	if m := itemNumber.FindSubmatch(line); m != nil {
		return string(m[1]) + " "
	}
	return ""
}

// isFolded reports whether the lines of a paragraph were broken to fit a width:
// all but the last are about equally long.
func isFolded(s string) bool {
	const least, most = 50, 120 // characters
	lines := strings.Split(s, "\n")
	if len(lines) < 2 {
		return false
	}
	short, long := most, 0
	for _, line := range lines[:len(lines)-1] {
		n := utf8.RuneCountInString(line)
		short, long = min(short, n), max(long, n)
	}
	return short >= least && long <= most && short*5 >= long*3 && utf8.RuneCountInString(lines[len(lines)-1]) <= long
}

func (r *blockReader) code(n ast.Node, at place) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		r.put(strings.TrimRight(string(line.Value(r.source)), "\n"), at, false)
	}
}

var pageComment = regexp.MustCompile(`^\s*<!-- page ([1-9]\d{0,8}) -->\s*$`)

// html writes the text of a block of HTML.
func (r *blockReader) html(n *ast.HTMLBlock, at place) {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.source))
	}
	if n.HasClosure() {
		b.Write(n.ClosureLine.Value(r.source))
		r.before = max(r.before, n.ClosureLine.Stop)
	}
	if m := pageComment.FindStringSubmatch(b.String()); m != nil {
		r.page, _ = strconv.Atoi(m[1])
		return
	}
	h := newHTMLText(newProse(Options{MaxText: len(r.source)*2 + 1}))
	h.tokens(b.String())
	if h.lines == 0 {
		return
	}
	for line := range strings.Lines(h.text.String()) {
		r.put(strings.TrimRight(line, "\n"), at, false)
	}
}

// table writes the cells of a table. Empty cells at the end of a row only fill it
// and are left out, but for one that says it is there.
func (r *blockReader) table(n *tables.Table) {
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if lines := c.Lines(); lines.Len() > 0 {
				r.gapTo(lines.At(0).Start)
				r.before = lines.At(lines.Len() - 1).Stop
			}
			cells = append(cells, r.inline(c))
		}
		for len(cells) > 0 && cells[len(cells)-1] == "" {
			cells = cells[:len(cells)-1]
		}
		for i, s := range cells {
			r.cell(s, i == 0)
		}
	}
}

func (r *blockReader) cell(s string, first bool) {
	kind := outline.Cell
	if first {
		kind = outline.Row
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\n", hardBreak), hardBreak) {
		r.add(strings.ReplaceAll(line, emptyCell, ""), kind, 0)
		kind = outline.More
	}
}
