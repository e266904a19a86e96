package web

import (
	"strconv"

	"vankien/internal/outline"
)

// A reading page shows headings, lists, tables and pages as what they are. The
// text has none of that in it: the blocks of a document say it line by line. A
// portion may begin within a list or a table; it then begins another one.

// element is a piece of a text as a page shows it.
type element struct {
	Tag    string // p, h2 to h6, ul, table, blockquote or page
	ID     string
	Anchor int       // of what links lead to; 0 for other things
	Cited  bool      // this page was asked for to show it
	Runs   []run     // of p and headings
	Parts  []element // of ul and blockquote: each is an item or a paragraph, with its own parts
	Rows   [][]cell  // of a table
	Page   int       // of the original, from 1
}

// cell is a cell of a table.
type cell struct{ Parts []element }

// elements puts paragraphs together by what their lines are; the one with the anchor
// cited, which is not 0, is marked.
func elements(text []paragraph, blocks []outline.Block, cited int) []element {
	b := builder{blocks: blocks, cited: cited}
	for _, p := range text {
		page, kind, level := b.at(p.line)
		if page > 0 {
			b.out = append(b.out, element{Tag: "page", ID: "page-" + strconv.Itoa(page), Page: page})
		}
		b.add(p, kind, level)
	}
	return b.out
}

// builder puts the elements of a text together.
type builder struct {
	blocks []outline.Block // of lines that are still to come, in order
	out    []element
	cited  int
	over   []int // levels of the headings that the line stands under
}

// rank returns how deep a heading of a level stands, from 1. A text that leaves levels
// out has no gap on its page: who goes from heading to heading would look for what is
// missing.
func (b *builder) rank(level int) int {
	for len(b.over) > 0 && b.over[len(b.over)-1] >= level {
		b.over = b.over[:len(b.over)-1]
	}
	b.over = append(b.over, level)
	return len(b.over)
}

// at returns what a line is, and the page that it begins; 0 for none. Lines
// are asked for in order.
func (b *builder) at(line int) (page int, kind outline.Kind, level int) {
	for len(b.blocks) > 0 && b.blocks[0].Line <= line {
		k := b.blocks[0]
		b.blocks = b.blocks[1:]
		switch {
		case k.Kind == outline.Page: // of lines that are blank, too
			page = k.Level
		case k.Line == line:
			kind, level = k.Kind, k.Level
		}
	}
	return page, kind, level
}

// add adds a line to the element that it goes on with, or as a new one.
func (b *builder) add(p paragraph, kind outline.Kind, level int) {
	e := element{Tag: "p", ID: anchorID(p.anchor), Anchor: p.anchor, Cited: b.cited > 0 && p.anchor == b.cited, Runs: p.runs}
	last := b.last()
	switch kind {
	case outline.Heading:
		e.Tag = "h" + strconv.Itoa(min(b.rank(level), 5)+1)
		b.out = append(b.out, e)
	case outline.Item:
		b.item(e, level)
	case outline.Quote:
		if last == nil || last.Tag != "blockquote" {
			b.out = append(b.out, element{Tag: "blockquote"})
		}
		last = b.last()
		last.Parts = append(last.Parts, e)
	case outline.Row:
		b.row(e)
	case outline.Cell:
		b.cell(e)
	case outline.More:
		b.more(e)
	default:
		b.out = append(b.out, e)
	}
}

// last returns the element that was added last, or nil.
func (b *builder) last() *element {
	if len(b.out) == 0 {
		return nil
	}
	return &b.out[len(b.out)-1]
}

// maxDepth bounds the lists in lists of a page.
const maxDepth = 8

// item adds an item at a depth of the list that is under way. A depth that the
// list has not come to yet is one more than it has.
func (b *builder) item(e element, depth int) {
	if last := b.last(); last == nil || last.Tag != "ul" {
		b.out = append(b.out, element{Tag: "ul"})
	}
	list := b.last()
	for d := 1; d < min(depth, maxDepth) && len(list.Parts) > 0; d++ {
		of := &list.Parts[len(list.Parts)-1]
		if n := len(of.Parts); n == 0 || of.Parts[n-1].Tag != "ul" {
			of.Parts = append(of.Parts, element{Tag: "ul"})
		}
		list = &of.Parts[len(of.Parts)-1]
	}
	list.Parts = append(list.Parts, e)
}

// row begins a row of the table that is under way, or a table.
func (b *builder) row(e element) {
	if last := b.last(); last == nil || last.Tag != "table" {
		b.out = append(b.out, element{Tag: "table"})
	}
	table := b.last()
	table.Rows = append(table.Rows, []cell{{[]element{e}}})
}

// cell adds a cell to the row that is under way, or begins one.
func (b *builder) cell(e element) {
	last := b.last()
	if last == nil || last.Tag != "table" {
		b.row(e)
		return
	}
	row := &last.Rows[len(last.Rows)-1]
	*row = append(*row, cell{[]element{e}})
}

// more adds a paragraph to the cell, the item or the quotation before it.
func (b *builder) more(e element) {
	last := b.last()
	switch {
	case last != nil && last.Tag == "table":
		row := last.Rows[len(last.Rows)-1]
		c := &row[len(row)-1]
		c.Parts = append(c.Parts, e)
	case last != nil && last.Tag == "blockquote":
		last.Parts = append(last.Parts, e)
	case last != nil && last.Tag == "ul":
		item := last
		for item.Tag == "ul" {
			item = &item.Parts[len(item.Parts)-1]
			if n := len(item.Parts); n > 0 && item.Parts[n-1].Tag == "ul" {
				item = &item.Parts[n-1]
			}
		}
		item.Parts = append(item.Parts, e)
	default:
		b.out = append(b.out, e)
	}
}

func anchorID(anchor int) string {
	if anchor == 0 {
		return ""
	}
	return "p" + strconv.Itoa(anchor)
}
