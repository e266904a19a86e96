package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vankien/internal/head"
	"vankien/internal/outline"
)

// linedText is a text by its lines.
type linedText struct {
	lines  []string
	blocks []outline.Block
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
