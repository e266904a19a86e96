package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Running heads and feet repeat on the pages with other numbers. Of the paragraphs
// that stand on the two highest and the two lowest lines of each page those are left
// out that stand there, digits masked, on half of the pages and at least on two; and
// highest or lowest lines that are only a page number. The order of drawing does not
// matter here: heads are drawn first, last or between.

const (
	headLines = 2 // at each end of a page
	maxHead   = 120
)

var (
	pageNumber = regexp.MustCompile(`^[\p{Pd}\s|/~.]*(?i:trang|page|tr\.)?\s*\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[\p{Pd}\s|/~.]*$`)
	digits     = regexp.MustCompile(`\d+`)
)

// dropHeads leaves out running heads and page numbers.
func dropHeads(pages []Page) {
	seen := map[string]int{}
	written := 0
	for _, p := range pages {
		if len(p.Paragraphs) > 0 {
			written++
		}
		here := map[string]bool{}
		for i, beyond := range linesBeyond(p.Paragraphs) {
			if key := headKey(p.Paragraphs[i].Text); beyond < headLines && key != "" && !here[key] {
				here[key] = true
				seen[key]++
			}
		}
	}
	for i := range pages {
		var kept []Paragraph
		for k, beyond := range linesBeyond(pages[i].Paragraphs) {
			p := pages[i].Paragraphs[k]
			n := seen[headKey(p.Text)]
			repeats := beyond < headLines && n >= 2 && 2*n >= written
			if !repeats && !(beyond == 0 && pageNumber.MatchString(p.Text)) {
				kept = append(kept, p)
			}
		}
		pages[i].Paragraphs = kept
	}
}

// linesBeyond counts for each paragraph the lines that stand over it, or those
// under it if they are fewer, up to headLines.
func linesBeyond(list []Paragraph) []int {
	over, under := linesOver(list, 1), linesOver(list, -1)
	for i := range over {
		over[i] = min(over[i], under[i])
	}
	return over
}

// linesOver counts for each paragraph the lines higher than it, or lower with side
// -1, among those that are turned alike. Under a paragraph of several lines no head
// is looked for.
func linesOver(list []Paragraph, side float64) []int {
	height := func(i int) float64 { return max(list[i].at.top*side, list[i].at.bottom*side) }
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(list[a].at.turn, list[b].at.turn), cmp.Compare(height(b), height(a)))
	})
	beyond := make([]int, len(list))
	lines, ends := 0, false // of the turn; a paragraph of several lines has begun
	for k, i := range order {
		if k == 0 || list[order[k-1]].at.turn != list[i].at.turn {
			lines, ends = 0, false
		} else if before := order[k-1]; height(before)-height(i) > list[i].Size/2 {
			lines++
			ends = ends || math.Abs(list[before].at.top-list[before].at.bottom) > list[before].Size/2
		}
		if beyond[i] = min(lines, headLines); ends {
			beyond[i] = headLines
		}
	}
	return beyond
}

// headKey is what the running heads of all pages have in common; "" for what is
// too long for one.
func headKey(text string) string {
	if utf8.RuneCountInString(text) > maxHead {
		return ""
	}
	return digits.ReplaceAllString(strings.TrimSpace(text), "#")
}

// columns is how many paragraphs before the last of a page may go over to the next
// page: those of a row of a table, which are drawn one after the other.
const columns = 8

// joinPages moves the first paragraph of a page to the one on the page before that
// it goes on with, if there is one: the last, or a cell in its column.
func joinPages(pages []Page) {
	var before []Paragraph
	for i := range pages {
		list := pages[i].Paragraphs
		if len(list) > 0 {
			if p := broken(before, &list[0]); p != nil {
				p.take(&list[0])
				list = list[1:]
				pages[i].Paragraphs = list
			}
		}
		if len(list) > 0 || pages[i].Image {
			before = list
		}
	}
}

// broken returns the paragraph whose rest is next, nil if there is none.
func broken(before []Paragraph, next *Paragraph) *Paragraph {
	last := len(before) - 1
	for k := last; k >= max(0, last-columns) && beginsSmall(next.Text); k-- {
		if p := &before[k]; math.Abs(p.at.left-next.at.left) < next.Size {
			if p.goesOver(next) {
				return p
			}
			break // what is before it in the column has ended
		}
	}
	if last >= 0 && before[last].goesOver(next) {
		return &before[last]
	}
	return nil
}

// take adds the text of next.
func (p *Paragraph) take(next *Paragraph) {
	if !hyphenated(p.Text, next.Text) {
		p.Text += " "
	}
	p.Text += next.Text
	p.full, p.at = next.full, next.at
}

// goesOver reports whether next, on the page after p, may be the rest of p: its
// last line was full, and it breaks off within a sentence.
func (p *Paragraph) goesOver(next *Paragraph) bool {
	if !p.full || math.Abs(p.Size-next.Size) > sameSize || beginsPart(next.Text) && !isRange(p.Text, next.Text) || isCapitals(p.Text) != isCapitals(next.Text) {
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(p.Text)
	return hyphenated(p.Text, next.Text) || isWord(end) || end == ',' || beginsSmall(next.Text) && !strings.ContainsRune(".!?:…", end)
}

func beginsSmall(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLower(first)
}
