package pdf

import (
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
		for i := range p.Paragraphs {
			if key := headKey(p.Paragraphs[i].Text); key != "" && !here[key] && edgeOf(p.Paragraphs, i) < headLines {
				here[key] = true
				seen[key]++
			}
		}
	}
	for i := range pages {
		var kept []Paragraph
		for k, p := range pages[i].Paragraphs {
			key := headKey(p.Text)
			n := seen[key]
			repeats := key != "" && n >= 2 && 2*n >= written && edgeOf(pages[i].Paragraphs, k) < headLines
			if !repeats && !(pageNumber.MatchString(p.Text) && edgeOf(pages[i].Paragraphs, k) == 0) {
				kept = append(kept, p)
			}
		}
		pages[i].Paragraphs = kept
	}
}

// edgeOf returns how many lines stand over paragraph k, or under it, whichever is
// less; headLines stands for any more.
func edgeOf(list []Paragraph, k int) int {
	return min(linesBeyond(list, k, 1), linesBeyond(list, k, -1))
}

// linesBeyond counts the different lines that are higher than paragraph k, or
// lower with side -1, up to headLines.
func linesBeyond(list []Paragraph, k int, side float64) int {
	height := func(p *Paragraph) float64 { return max(p.at.top*side, p.at.bottom*side) }
	own := list[k]
	var found [headLines]float64
	n := 0
	for i := range list {
		h := height(&list[i])
		if i == k || list[i].at.turn != own.at.turn || h < height(&own)+own.Size/2 {
			continue
		}
		// A paragraph of several lines beyond leaves no doubt.
		if math.Abs(list[i].at.top-list[i].at.bottom) > own.Size/2 {
			return headLines
		}
		if same := slices.ContainsFunc(found[:n], func(f float64) bool { return math.Abs(f-h) < own.Size/2 }); same {
			continue
		}
		if found[n] = h; n+1 == headLines {
			return headLines
		}
		n++
	}
	return n
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
