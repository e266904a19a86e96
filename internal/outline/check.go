package outline

import (
	"fmt"
	"slices"
	"strings"
)

// Check returns an error that names the first block which text cannot have: one
// of an unknown kind or level, of a line that is not there, or out of order. A
// line has one block at most, besides that of a page, which comes first.
func Check(blocks []Block, text string) error {
	lines := strings.Count(text, "\n") + 1
	for i, b := range blocks {
		if why := b.wrong(lines); why != "" {
			return fmt.Errorf("block %d %s", i, why)
		}
		if i == 0 {
			continue
		}
		last := blocks[i-1]
		if b.Line < last.Line || b.Line == last.Line && (last.Kind != Page || b.Kind == Page) {
			return fmt.Errorf("block %d, of line %d, comes after one of line %d", i, b.Line, last.Line)
		}
	}
	return nil
}

// kinds are those of a line, with the levels that they have.
var kinds = []levels{
	{Heading, 1, 6}, {Item, 1, MaxDepth}, {Row, 0, 0}, {Cell, 0, 0}, {More, 0, 0}, {Quote, 0, 0}, {Page, 1, 1 << 30},
}

type levels struct {
	kind     Kind
	min, max int
}

// MaxDepth is the greatest level of an item.
const MaxDepth = 32

// wrong says what is wrong with a block of a text of so many lines, "" for nothing.
func (b Block) wrong(lines int) string {
	i := slices.IndexFunc(kinds, func(l levels) bool { return l.kind == b.Kind })
	switch {
	case i < 0:
		return fmt.Sprintf("is of the unknown kind %.50q", b.Kind)
	case b.Level < kinds[i].min || b.Level > kinds[i].max:
		return fmt.Sprintf("is a %s of level %d, which there is not", b.Kind, b.Level)
	case b.Line < 0 || b.Line >= lines:
		return fmt.Sprintf("is of line %d, and the text has %d, counted from 0", b.Line, lines)
	}
	return ""
}
