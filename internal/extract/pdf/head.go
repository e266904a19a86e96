package pdf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Running heads and feet repeat on the pages with other numbers. Of the first and
// last two paragraphs of each page those are left out that stand, digits masked, on
// half of the pages and at least on two; and lines that are only a page number.

const (
	headLines = 2 // paragraphs at each end of a page
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
		for _, i := range ends(len(p.Paragraphs)) {
			if key := headKey(p.Paragraphs[i].Text); key != "" && !here[key] {
				here[key] = true
				seen[key]++
			}
		}
	}
	for i := range pages {
		list := pages[i].Paragraphs
		drop := map[int]bool{}
		for _, k := range ends(len(list)) {
			n := seen[headKey(list[k].Text)]
			drop[k] = n >= 2 && 2*n >= written || pageNumber.MatchString(list[k].Text) && atEnd(list, k)
		}
		kept := list[:0]
		for k, p := range list {
			if !drop[k] {
				kept = append(kept, p)
			}
		}
		pages[i].Paragraphs = kept
	}
}

// ends returns the places of the first and last paragraphs of n.
func ends(n int) (list []int) {
	for i := range n {
		if i < headLines || i >= n-headLines {
			list = append(list, i)
		}
	}
	return list
}

// headKey is what the running heads of all pages have in common; "" for what is
// too long for one.
func headKey(text string) string {
	if utf8.RuneCountInString(text) > maxHead {
		return ""
	}
	return digits.ReplaceAllString(strings.TrimSpace(text), "#")
}

// atEnd reports whether no other paragraph of the page is higher than paragraph
// k, or none lower: numbers in tables are drawn last or first too.
func atEnd(list []Paragraph, k int) bool {
	above, below := false, false
	for i, p := range list {
		if i == k || p.at.turn != list[k].at.turn {
			continue
		}
		above = above || p.at.base > list[k].at.base-p.Size/2
		below = below || p.at.base < list[k].at.base+p.Size/2
	}
	return !above || !below
}

// joinPages moves the first paragraph of a page to the last of the page before if
// it goes on with that.
func joinPages(pages []Page) {
	var last *Paragraph
	for i := range pages {
		list := pages[i].Paragraphs
		if last != nil && len(list) > 0 && last.goesOver(&list[0]) {
			if !hyphenated(last.Text, list[0].Text) {
				last.Text += " "
			}
			last.Text += list[0].Text
			last.full = list[0].full
			pages[i].Paragraphs = list[1:]
			list = list[1:]
		} else if len(list) > 0 || pages[i].Image {
			last = nil
		}
		if len(list) > 0 {
			last = &list[len(list)-1]
		}
	}
}

// goesOver reports whether next, on the page after p, is the rest of p: its last
// line was full, and it breaks off within a sentence.
func (p *Paragraph) goesOver(next *Paragraph) bool {
	if !p.full || p.Size-next.Size > sameSize || next.Size-p.Size > sameSize || beginsPart(next.Text) ||
		isCapitals(p.Text) != isCapitals(next.Text) {
		return false
	}
	if hyphenated(p.Text, next.Text) {
		return true
	}
	end, _ := utf8.DecodeLastRuneInString(p.Text)
	first, _ := utf8.DecodeRuneInString(next.Text)
	return !strings.ContainsRune(".!?:;…”\"", end) && (unicode.IsLower(first) || unicode.IsDigit(first) || end == ',')
}
