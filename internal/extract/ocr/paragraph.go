package ocr

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tesseract's own paragraphs often end after each line of a list or go on through
// a whole letter. Lines are joined here as a reader does it: the next line goes on
// with the paragraph if it stands right below in the same area, in the same size,
// does not begin as an item or an article does, and if its first word would not
// have fitted on the line above.

// opening begins a paragraph wherever it stands.
var opening = regexp.MustCompile(`^(?:[-–—•*+]|\(?[0-9]{1,3}[.)]|\(?[a-zđ][.)]|[IVXL]{1,6}\.|(?:Điều|Chương|Mục|Phần|Căn cứ|Nơi nhận|Kính gửi)(?:[ :.]|$))`)

func paragraphs(lines []line) []string {
	var list []string
	for i, l := range lines {
		if i == 0 || !goesOn(lines, i) {
			list = append(list, l.text())
			continue
		}
		list[len(list)-1] = join(list[len(list)-1], l.text())
	}
	return list
}

func (l line) text() string {
	var words []string
	for _, w := range l.words {
		words = append(words, w.text)
	}
	return strings.Join(words, " ")
}

// goesOn reports whether lines[i] belongs to the paragraph of the line before.
func goesOn(lines []line, i int) bool {
	above, l := lines[i-1].box, lines[i].box
	size := max(above.bottom-above.top, l.bottom-l.top)
	switch {
	case lines[i].area != lines[i-1].area, l.top < above.top, l.top-above.bottom > size,
		opening.MatchString(lines[i].text()), capitals(lines[i].text()) != capitals(lines[i-1].text()):
		return false
	}
	first := lines[i].words[0].box
	return above.right+(first.right-first.left)+size/3 > rightEdge(lines, i-1)
}

// rightEdge is where the lines of an area end at most.
func rightEdge(lines []line, i int) (edge int) {
	for _, l := range lines {
		if l.area == lines[i].area {
			edge = max(edge, l.box.right)
		}
	}
	return edge
}

// capitals reports whether all letters are capitals.
func capitals(s string) bool {
	return strings.ToUpper(s) == s && strings.ContainsFunc(s, unicode.IsLetter)
}

// join puts lines together. A hyphen at the end of a line belongs to a number or a
// name, for Vietnamese has no words to divide: it stays, without a space.
func join(above, below string) string {
	if rest, ok := strings.CutSuffix(above, "-"); ok {
		if r, _ := utf8.DecodeLastRuneInString(rest); unicode.IsLetter(r) || unicode.IsDigit(r) {
			return above + below
		}
	}
	return above + " " + below
}
