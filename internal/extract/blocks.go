package extract

import (
	"bytes"
	"cmp"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"

	"vankien/internal/head"
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

// linedText is a text by its lines.
type linedText struct {
	lines  []string
	blocks []outline.Block
}

// blockReader reads the tree that the parser made.
type blockReader struct {
	linedText
	source []byte
	before int // where the last block ended
	page   int // that begins with the next line, 0 for none
}

func readBlocks(s string) *linedText {
	if tooNested.MatchString(s) {
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
	if !strings.HasSuffix(string(r.source[:r.before]), "\n") {
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

// hardBreak stands for a line break that was asked for, as no text has it.
const hardBreak = "\x00"

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

// emptyCell stands for a comment in a cell: it is there and holds nothing.
const emptyCell = "\x01"

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

// inline returns the text in a block, with "\n" for line breaks as they come and
// hardBreak for those that were asked for.
func (r *blockReader) inline(n ast.Node) string {
	var b strings.Builder
	if n.Kind() == kindPlainParagraph {
		r.writePlain(&b, n)
	} else {
		r.write(&b, n)
	}
	return b.String()
}

// writePlain writes a paragraph whose marks are not looked at.
func (r *blockReader) writePlain(b *strings.Builder, n ast.Node) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		s, ended := bytes.CutSuffix(line.Value(r.source), []byte("\n"))
		s, hard := bytes.CutSuffix(bytes.Trim(s, " \t"), []byte("\\"))
		writeUnescaped(b, s)
		switch last := i+1 == n.Lines().Len(); {
		case hard && !last:
			b.WriteString(hardBreak)
		case hard:
			b.WriteByte('\\')
		case ended && !last:
			b.WriteByte('\n')
		}
	}
}

func (r *blockReader) write(b *strings.Builder, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			s := c.Value(r.source)
			if n.Kind() == ast.KindCodeSpan {
				b.WriteString(strings.ReplaceAll(string(s), "\n", " "))
				continue
			}
			writeUnescaped(b, s)
			switch {
			case c.HardLineBreak():
				b.WriteString(hardBreak)
			case c.SoftLineBreak():
				b.WriteString("\n")
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(r.source))
		case *ast.RawHTML:
			r.tag(b, c)
		default:
			r.write(b, c)
		}
	}
}

// tag writes what a tag stands for within a line: a line break, or itself if it
// is none that pages have.
func (r *blockReader) tag(b *strings.Builder, n *ast.RawHTML) {
	var s strings.Builder
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		s.Write(segment.Value(r.source))
	}
	tag := s.String()
	switch name := tagName(tag); {
	case strings.HasPrefix(tag, "<!--"):
		if _, ok := n.Parent().(*tables.TableCell); ok && b.Len() == 0 {
			b.WriteString(emptyCell)
		}
	case name == "br":
		b.WriteString(hardBreak)
	case !slices.Contains(inlineTags, name):
		b.WriteString(tag)
	}
}

// inlineTags are the elements whose tags say nothing in a line of text.
var inlineTags = strings.Fields("a abbr b bdi bdo big cite code data del dfn div em font i img input ins kbd label mark p q s samp small span strike strong sub sup time tt u var wbr")

func tagName(tag string) string {
	s := strings.ToLower(strings.Trim(tag, "</>"))
	if i := strings.IndexAny(s, " \t\n/"); i >= 0 {
		s = s[:i]
	}
	return s
}

// punctuation is what a backslash takes the meaning of.
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// entity is the name of a character, of maxEntity bytes at most.
var entity = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,31});`)

const maxEntity = 40

// writeUnescaped writes text with escapes and names of characters resolved.
func writeUnescaped(b *strings.Builder, s []byte) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(punctuation, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			name := entity.Find(s[i:min(len(s), i+maxEntity)])
			b.WriteString(cmp.Or(html.UnescapeString(string(name)), "&"))
			i += max(len(name)-1, 0)
		case s[i] < 2:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteByte(s[i])
		}
	}
}

// title takes the title out of the text: the first line, but no line of a letter
// head, or where that is too long for one the first heading, which stays.
func (t *linedText) title() string {
	first := slices.IndexFunc(t.lines, func(s string) bool { return strings.TrimSpace(s) != "" })
	if first < 0 || head.Official(strings.Join(t.lines, "\n")) {
		return ""
	}
	if line := strings.TrimSpace(t.lines[first]); utf8.RuneCountInString(line) <= maxTitle {
		t.cut(first + 1)
		return line
	}
	for _, b := range t.blocks {
		if line := strings.TrimSpace(t.lines[b.Line]); b.Kind == outline.Heading && line != "" && utf8.RuneCountInString(line) <= maxTitle {
			return line
		}
	}
	return ""
}

// cut leaves out the first n lines. A page that begins in them begins with the
// next.
func (t *linedText) cut(n int) {
	var blocks []outline.Block
	page := 0
	for _, b := range t.blocks {
		switch {
		case b.Line >= n:
			b.Line -= n
			blocks = append(blocks, b)
		case b.Kind == outline.Page:
			page = b.Level
		}
	}
	t.lines = t.lines[n:]
	if page > 0 && len(t.lines) > 0 && !(len(blocks) > 0 && blocks[0] == outline.Block{Line: 0, Kind: outline.Page, Level: blocks[0].Level}) {
		blocks = slices.Insert(blocks, 0, outline.Block{Kind: outline.Page, Level: page})
	}
	t.blocks = blocks
}

// body returns the text without blank lines at its start and white space at its
// end, and its structure.
func (t *linedText) body() (string, []outline.Block) {
	blank := 0
	for blank < len(t.lines) && strings.TrimSpace(t.lines[blank]) == "" {
		blank++
	}
	t.cut(blank)
	s := trimBlank(strings.Join(t.lines, "\n"))
	lines := strings.Count(s, "\n") + 1
	t.blocks = slices.DeleteFunc(t.blocks, func(b outline.Block) bool { return b.Line >= lines || s == "" })
	return s, t.blocks
}
