package local

import (
	"bytes"
	"strings"

	"vankien/index/snippet"
)

// A hit says on which page of the original a passage stands. The structure of a
// long text has thousands of blocks and a page of hits ten such texts, so it is not
// decoded for that: the blocks of pages are found by how they are stored, in the
// order of their lines.

// pageBlock is what a block of a page has behind its line, as structured writes
// it: {"line":12,"kind":"page","level":3}.
const pageBlock = `,"kind":"page","level":`

// pagesOf returns the pages of the passages of a body; nil if it has none.
func pagesOf(list []snippet.Fragment, body string, blocks []byte) []int {
	if len(list) == 0 || !bytes.Contains(blocks, []byte(pageBlock)) {
		return nil
	}
	pages := make([]int, len(list))
	for i := range list {
		at := list[i].Start
		if len(list[i].Marks) > 0 {
			at += list[i].Marks[0].Start
		}
		pages[i] = pageOf(strings.Count(body[:at], "\n"), blocks)
	}
	return pages
}

// pageOf returns the page that a line of the body is on, 0 before the first.
func pageOf(line int, blocks []byte) (page int) {
	for {
		i := bytes.Index(blocks, []byte(pageBlock))
		if i < 0 {
			return page
		}
		start := i
		for start > 0 && isDigit(blocks[start-1]) {
			start--
		}
		if leading(blocks[start:i]) > line {
			return page
		}
		blocks = blocks[i+len(pageBlock):]
		page = leading(blocks)
	}
}

// leading reads the number that b begins with.
func leading(b []byte) (n int) {
	for i := 0; i < len(b) && i < 18 && isDigit(b[i]); i++ {
		n = 10*n + int(b[i]-'0')
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
