package extract

import (
	"fmt"
	"regexp"
	"strings"

	"vankien/internal/outline"
)

// WriteMarkdown writes a text and its structure as Markdown that is read as the
// same text and structure: with marks for its blocks, and with escapes where the
// text itself has what would be read as a mark.
func WriteMarkdown(body string, blocks []outline.Block) string {
	w := blockWriter{lines: strings.Split(body, "\n"), of: map[int]outline.Block{}, pages: map[int]int{}}
	for _, b := range blocks {
		if b.Kind == outline.Page {
			w.pages[b.Line] = b.Level
		} else {
			w.of[b.Line] = b
		}
	}
	for w.at < len(w.lines) {
		w.next()
	}
	return w.b.String()
}

type blockWriter struct {
	b     strings.Builder
	lines []string
	of    map[int]outline.Block
	pages map[int]int

	at    int          // the line that is next
	blank int          // lines of the text that were blank before it
	last  outline.Kind // of the line before, "" for a plain one
	items []int        // where the text of the open items begins, by level
	marks []byte       // what ends their marks, by level: '.' or ')' of numbers, ' ' of others
}

// next writes one line, or one table.
func (w *blockWriter) next() {
	i := w.at
	w.at++
	block, line := w.of[i], w.lines[i]
	if n := w.pages[i]; n > 0 {
		w.part("")
		fmt.Fprintf(&w.b, "<!-- page %d -->\n", n)
		w.last, w.items, w.marks = outline.Page, nil, nil
	}
	switch {
	case block.Kind == "" && line == "":
		w.blank++
		return
	case block.Kind == outline.Heading && strings.TrimSpace(line) != "":
		w.part(outline.Heading)
		w.b.WriteString(strings.Repeat("#", block.Level) + " " + escapeHeading(line) + "\n")
	case block.Kind == outline.Item:
		if w.part(outline.Item) == 0 {
			w.partNumber(line, block.Level)
		}
		w.item(line, block.Level)
	case block.Kind == outline.Quote:
		w.part(outline.Quote)
		w.b.WriteString("> " + w.broken(line) + "\n")
	case block.Kind == outline.Row:
		w.part(outline.Row)
		w.at = i
		w.table()
	case block.Kind == outline.More && len(w.items) > 0:
		w.part(outline.More)
		w.b.WriteString(strings.Repeat(" ", w.items[len(w.items)-1]) + escapeLine(line) + "\n")
	default:
		w.part("")
		w.b.WriteString(escapeLine(line) + "\n")
	}
	w.last = block.Kind
}

// part writes what parts a block of this kind from the one before, and returns how
// many blank lines that are.
func (w *blockWriter) part(kind outline.Kind) int {
	if kind != outline.Item && kind != outline.More {
		w.items, w.marks = nil, nil
	}
	n := w.blank + 1
	switch {
	case w.b.Len() == 0:
		n = 0
	case w.blank == 0 && kind == outline.Item && len(w.items) > 0 && (w.last == outline.Item || w.last == outline.More):
		n = 0
	case w.blank == 0 && kind == outline.Quote && w.last == outline.Quote:
		w.b.WriteString(">")
	}
	w.b.WriteString(strings.Repeat("\n", n))
	w.blank = 0
	return n
}

// broken writes a line of a quotation with those that go on with it.
func (w *blockWriter) broken(line string) string {
	s := escapeLine(line)
	for w.at < len(w.lines) && w.of[w.at].Kind == outline.More && w.pages[w.at] == 0 {
		s += "\\\n> " + escapeLine(w.lines[w.at])
		w.at++
	}
	return s
}

var numbered = regexp.MustCompile(`^\d{1,9}[.)] [^ \t]`)

// partNumber writes a blank line before a number that could not begin a list within a
// paragraph, and would be text of it.
func (w *blockWriter) partNumber(line string, level int) {
	if m := numbered.FindString(line); m != "" && !strings.HasPrefix(m, "1.") && !strings.HasPrefix(m, "1)") && (w.last == outline.Item || w.last == outline.More) && len(w.items) > 0 {
		if end := m[strings.IndexAny(m, ".)")]; len(w.items) < level || w.marks[level-1] != end {
			w.b.WriteString("\n")
		}
	}
}

// item writes an item. Levels that nothing opened yet are opened with it.
func (w *blockWriter) item(line string, level int) {
	open := min(level-1, len(w.items))
	w.items, w.marks = w.items[:open], w.marks[:open]
	indent := 0
	if open > 0 {
		indent = w.items[open-1]
	}
	w.b.WriteString(strings.Repeat(" ", indent))
	for open++; open < level; open++ {
		w.b.WriteString("- ")
		indent += 2
		w.items, w.marks = append(w.items, indent), append(w.marks, ' ')
	}
	if numbered.MatchString(line) {
		mark, rest, _ := strings.Cut(line, " ")
		w.items, w.marks = append(w.items, indent+len(mark)+1), append(w.marks, mark[len(mark)-1])
		w.b.WriteString(mark + " " + escapeLine(rest) + "\n")
		return
	}
	w.items, w.marks = append(w.items, indent+2), append(w.marks, ' ')
	w.b.WriteString("- " + escapeLine(line) + "\n")
}

// table writes rows up to the end of the table or the page.
func (w *blockWriter) table() {
	var rows [][]string
	columns := 0
	first := w.at
	for ; w.at < len(w.lines); w.at++ {
		kind := w.of[w.at].Kind
		if w.pages[w.at] > 0 && w.at > first {
			break
		}
		cell := escapeInline(w.lines[w.at])
		n := len(rows)
		switch kind {
		case outline.Row:
			rows = append(rows, []string{cell})
		case outline.Cell:
			rows[n-1] = append(rows[n-1], cell)
		case outline.More:
			last := len(rows[n-1]) - 1
			rows[n-1][last] += "<br>" + cell
		}
		if kind != outline.Row && kind != outline.Cell && kind != outline.More {
			break
		}
		columns = max(columns, len(rows[len(rows)-1]))
	}
	for i, row := range rows {
		w.b.WriteString("|")
		for c := range columns {
			switch {
			case c >= len(row):
				w.b.WriteString("  |")
			case row[c] == "":
				w.b.WriteString(" <!-- --> |")
			default:
				w.b.WriteString(" " + row[c] + " |")
			}
		}
		w.b.WriteString("\n")
		if i == 0 {
			w.b.WriteString("|" + strings.Repeat(" --- |", columns) + "\n")
		}
	}
	w.at = max(w.at, first+1)
}

// blockStart is what a line must not begin with to be a paragraph; the first group
// is what a backslash goes behind.
var blockStart = regexp.MustCompile(`^(?:()#{1,6}(?:[ \t]|$)|()>|()[-+](?:[ \t]|$)|()-[- \t]*:?[ \t]*$|():-*:?[ \t]*$|()=+[ \t]*$|()~~~|(\d{1,9})[.)](?:[ \t]|$))`)

// escapeLine writes a line so that it is read as a paragraph of this text.
func escapeLine(s string) string {
	m := blockStart.FindStringSubmatchIndex(s)
	if m == nil {
		return escapeInline(s)
	}
	at := 0
	for g := 2; g < len(m); g += 2 {
		at = max(at, m[g+1])
	}
	return escapeMarks(s, at)
}

func escapeHeading(s string) string {
	if strings.HasSuffix(s, "#") {
		return escapeMarks(s, len(s)-1)
	}
	return escapeInline(s)
}

// escapeInline writes text so that no mark is seen in it.
func escapeInline(s string) string { return escapeMarks(s, -1) }

// escapeMarks does so, and takes its meaning from the character at a place too.
func escapeMarks(s string, at int) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		edge := i == 0 || i == len(s)-1
		switch {
		case c == '\r' || c == '\\' && i+1 == len(s) || edge && (c == ' ' || c == '\t' || c == '\v' || c == '\f'):
			fmt.Fprintf(&b, "&#%d;", c)
			continue
		case i == at, c == '*', c == '_', c == '`', c == '|',
			c == '[' && i == 0, // of a definition, without which only "](" makes a link
			c == ']' && i+1 < len(s) && s[i+1] == '(',
			c == '\\' && strings.IndexByte(punctuation, s[i+1]) >= 0,
			c == '<' && i+1 < len(s) && (isLetter7(s[i+1]) || strings.IndexByte("/!?", s[i+1]) >= 0),
			c == '&' && entity.MatchString(s[i:min(len(s), i+maxEntity)]):
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

func isLetter7(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
