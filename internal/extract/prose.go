package extract

import (
	"fmt"
	"slices"
	"strings"

	"vankien/internal/outline"
	"vankien/internal/viet/legacy"
)

// Word processors, spreadsheets and slides differ in how they store a text and
// agree in what it is: paragraphs of runs in fonts, some of them headings, items
// of lists or in cells of tables, and notes that stand apart. Their readers give
// these to a prose, which decodes legacy fonts, lays out tables cell by cell and
// row by row, puts notes last and bounds the whole.

// prose gathers a body paragraph by paragraph.
type prose struct {
	max    int // bytes
	text   strings.Builder
	lines  int
	blocks []outline.Block
	fonts  legacy.Fonts
	failed error // the text is over the limit

	runs  []legacy.Run    // of the open paragraph, but for its last
	read  int             // how many of them are decoded
	last  strings.Builder // the text of its last
	font  string          // of the last, "" for any that means nothing
	named string          // the name that font was told by
	bytes int             // of the open paragraph and of notes

	table int // how many tables are open; one within a cell is text of the cell
	cell  cellState
	blank int  // cells of the row that have no text so far
	inRow bool // openRow began it

	notes strings.Builder // lines that come after the text
}

// cellState is how far an open table of the first level is written.
type cellState uint8

const (
	outside    cellState = iota
	rowBegun             // no cell has begun
	cellBegun            // nothing of the cell is written
	cellGoesOn           // some of it is
)

func newProse(opt Options) *prose { return &prose{max: opt.maxText()} }

// block is what a paragraph is, besides what a table makes of it; the zero value
// is a plain paragraph.
type block struct {
	kind  outline.Kind
	level int
	label legacy.Run // the number that stands before its text
}

func headingOf(level int) block { return block{kind: outline.Heading, level: min(max(level, 1), 6)} }
func itemOf(level int) block    { return block{kind: outline.Item, level: max(level, 1)} }

// labelled is the block with a number before its text.
func (b block) labelled(label, font string) block {
	b.label = legacy.Run{Text: label, Font: font}
	return b
}

// add adds text in a font to the open paragraph.
func (p *prose) add(text, font string) {
	if text == "" || !p.fits(len(text)) {
		return
	}
	if font != p.named {
		p.named = font
		if e, _ := legacy.OfFont(font); e == legacy.Unknown {
			font = ""
		}
		if font != p.font {
			p.endRun()
			p.font = font
		}
	}
	if strings.IndexByte(text, privateLead) >= 0 {
		text = p.symbols(text)
	}
	p.bytes += len(text)
	p.last.WriteString(text)
}

// privateLead is the first byte of the characters U+F000 to U+F0FF.
const privateLead = 0xEF

// symbols reads the characters that Word has for the bytes of a font with a code
// of its own: an old Vietnamese one is decoded later, of another it is a picture.
func (p *prose) symbols(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0xF000 || r > 0xF0FF:
			return r
		case p.font != "":
			return r - 0xF000
		}
		return -1
	}, text)
}

// endRun closes the last run.
func (p *prose) endRun() {
	if p.last.Len() == 0 {
		return
	}
	p.runs = append(p.runs, legacy.Run{Text: p.last.String(), Font: p.font})
	p.last.Reset()
	if len(p.runs)-p.read > maxRuns {
		p.runs = append(p.runs[:p.read], legacy.Run{Text: p.fonts.Line(p.runs[p.read:])})
		p.read++
	}
}

// maxRuns bounds what a paragraph takes whose letters are all in other fonts.
const maxRuns = 1 << 14

// fits reports whether n more bytes of text are within the limit.
func (p *prose) fits(n int) bool {
	if p.failed == nil && p.text.Len()+p.bytes+n > p.max {
		p.failed = &SizeError{fmt.Sprintf("the text is larger than the limit of %s; split the file", byteSize(int64(p.max)))}
	}
	return p.failed == nil
}

// take returns the runs of the open paragraph, which is closed by it.
func (p *prose) take() []legacy.Run {
	p.endRun()
	runs := p.runs
	p.runs, p.read = nil, 0
	return runs
}

// end closes the open paragraph. Nothing is written for one without text and
// number.
func (p *prose) end(b block) {
	runs := p.take()
	if n := len(b.label.Text); n > 0 && p.fits(n) {
		p.bytes += n
		runs = slices.Insert(runs, 0, b.label)
	}
	p.write(runs, b)
}

// note keeps the open paragraph for the end of the text.
func (p *prose) note() {
	if runs := p.take(); len(runs) > 0 {
		p.notes.WriteString(p.fonts.Line(runs))
		p.notes.WriteByte('\n')
	}
}

// aside puts the open paragraph aside and opens another, as a text box or a note
// within it does; back opens it again.
func (p *prose) aside() (back func()) {
	runs := p.take()
	return func() {
		p.endRun()
		p.runs = append(runs, p.runs...)
	}
}

// write writes a paragraph. Its line breaks begin new lines, which go on with it
// if it is a block of its own; in a heading they are spaces.
func (p *prose) write(runs []legacy.Run, b block) {
	if len(runs) == 0 {
		return
	}
	for _, r := range runs {
		p.bytes -= len(r.Text)
	}
	text := p.fonts.Line(runs)
	if b.kind == outline.Heading {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		p.line(line, p.blockOf(b))
		if b.kind != "" {
			b = block{kind: outline.More}
		}
	}
}

// blockOf returns what the next line is and writes the empty cells before it.
func (p *prose) blockOf(b block) block {
	switch p.cell {
	case outside:
		return b
	case cellGoesOn:
		return block{kind: outline.More}
	}
	kind := outline.Cell
	for ; p.blank > 0; p.blank-- {
		p.line("", block{kind: p.firstCell()})
	}
	if p.cell == rowBegun {
		kind = outline.Row
	}
	p.cell = cellGoesOn
	return block{kind: kind}
}

// firstCell returns what an empty cell is.
func (p *prose) firstCell() outline.Kind {
	if p.cell == rowBegun {
		p.cell = cellBegun
		return outline.Row
	}
	return outline.Cell
}

func (p *prose) line(s string, b block) {
	if !p.fits(len(s) + 1) {
		return
	}
	if p.lines++; p.lines > maxLines {
		p.failed = &SizeError{fmt.Sprintf("the text has more lines and cells than the limit of %d; split the file", maxLines)}
		return
	}
	if b.kind != "" {
		p.blocks = append(p.blocks, outline.Block{Line: p.lines - 1, Kind: b.kind, Level: b.level})
	}
	p.text.WriteString(s)
	p.text.WriteByte('\n')
}

// maxLines bounds what the structure of a text takes.
const maxLines = 1 << 21

func (p *prose) beginTable() { p.table++ }

func (p *prose) endTable() {
	if p.table = max(p.table-1, 0); p.table == 0 {
		p.cell, p.blank = outside, 0
	}
}

func (p *prose) beginRow() {
	if p.table == 1 {
		p.cell, p.blank = rowBegun, 0
	}
}

func (p *prose) endRow() {
	if p.table == 1 {
		p.cell, p.blank = outside, 0
	}
}

// openRow begins a row, in a table of its own, unless it began one already: for
// formats in which only the paragraphs say that they are in a table.
func (p *prose) openRow() {
	if !p.inRow {
		p.inRow = true
		p.beginTable()
		p.beginRow()
	}
}

// closeRow ends a row that openRow began.
func (p *prose) closeRow() {
	if p.inRow {
		p.inRow = false
		p.endRow()
		p.endTable()
	}
}

// endCell closes a cell that takes the place of so many. What is empty is written
// only when a cell with text follows in the row.
func (p *prose) endCell(width int) {
	if p.table != 1 || p.cell == outside {
		return
	}
	if p.cell == cellGoesOn {
		p.cell, width = cellBegun, width-1
	}
	p.blank = min(p.blank+width, maxBlank)
}

// maxBlank bounds the empty cells between two that have text.
const maxBlank = 64

// record returns the text as a record. Text in no named font that is in a legacy
// encoding is decoded here; soft hyphens are left out only then, as the code of ư
// in TCVN3 is theirs.
func (p *prose) record() (Record, error) {
	p.bytes = 0
	for line := range strings.SplitSeq(p.notes.String(), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			p.line(line, block{})
		}
	}
	p.notes.Reset()
	if p.failed != nil {
		return Record{}, p.failed
	}
	rec := Record{Body: strings.TrimSuffix(p.text.String(), "\n"), Blocks: p.blocks}
	rec.Mended = repairsOf(legacy.Encoding{Name: legacy.UTF8, Found: p.fonts.Found()})
	rec.Mended = append(rec.Mended, repairsOf(legacy.Repair(&rec.Body))...)
	rec.Body = strings.ReplaceAll(rec.Body, "\u00ad", "")
	if strings.TrimSpace(rec.Body) == "" {
		return Record{}, ErrEmpty
	}
	return rec, nil
}
