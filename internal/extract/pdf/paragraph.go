package pdf

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet/legacy"
)

// Fragments become paragraphs. A PDF says nowhere where one ends; what tells is that
// a line was broken because the next word had no room. So the next fragment goes on
// with the paragraph if it is the line below it, alike in size and left edge, and its
// first word would not have fitted on the line; how far a line may reach is seen from
// the lines around. What begins like an item or an article never goes on.

// Paragraph is a paragraph, an item of a list or a cell of a table.
type Paragraph struct {
	Text string
	Size float64 // of its letters, in points

	full bool // its last line has no room for a short word
	at   place
}

// place is where the first line of a paragraph stands.
type place struct {
	left, base float64
	turn       int
}

// Measures of paragraphs, in em where nothing else is said.
const (
	sameSize   = 1.5 // points
	sameEdge   = 4.0
	maxLeading = 2.2
	indent     = 1.0
	centred    = 0.6 // between the middles of centred lines
	padding    = 0.9 // between the texts of two cells
	shortWord  = 2.0
)

// around bounds the fragments, before and after one, that tell how far it may
// reach: all of an honest page.
const around = 1500

// paragraphs makes paragraphs of the fragments of a page.
func paragraphs(all []*fragment, fonts *legacy.Fonts) []Paragraph {
	var list []Paragraph
	var open *builder
	for i, f := range all {
		line := f.line(fonts)
		if line == "" {
			continue
		}
		if open == nil || !open.goesOn(f, line) {
			list = open.closed(list)
			open = &builder{size: f.em, at: place{f.left, f.base, f.turn}}
		}
		open.add(f, line, reach(all, i))
	}
	return open.closed(list)
}

// builder is a paragraph that is being read.
type builder struct {
	text  strings.Builder
	lines int
	size  float64
	at    place

	last  *fragment
	line  string  // text of the last fragment
	right float64 // how far it may reach
}

func (b *builder) closed(list []Paragraph) []Paragraph {
	if b == nil {
		return list
	}
	return append(list, Paragraph{
		Text: b.text.String(), Size: b.size, at: b.at,
		full: b.last.right+shortWord*b.last.em > b.right,
	})
}

func (b *builder) add(f *fragment, line string, right float64) {
	if b.lines > 0 && !hyphenated(b.line, line) {
		b.text.WriteByte(' ')
	}
	b.text.WriteString(line)
	b.lines++
	b.last, b.line, b.right = f, line, right
}

// hyphenated reports whether a line ends within a word or number whose rest the
// next line is: NQ- and HĐND.
func hyphenated(line, next string) bool {
	head, ok := strings.CutSuffix(line, "-")
	before, _ := utf8.DecodeLastRuneInString(head)
	after, _ := utf8.DecodeRuneInString(next)
	return ok && isWord(before) && isWord(after)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// goesOn reports whether f is the next line of the paragraph.
func (b *builder) goesOn(f *fragment, line string) bool {
	p := b.last
	em := max(p.em, f.em)
	down := p.base - f.base
	switch {
	case p.turn != f.turn, math.Abs(p.em-f.em) > sameSize,
		math.Abs(p.left-f.left) > sameEdge*em, down <= sameBase*em, down > maxLeading*em,
		beginsPart(line), isCapitals(b.line) != isCapitals(line) && hasWords(line):
		return false
	}
	word := f.firstWord() + wordGap*em
	if isCentred(p, f, em) {
		return p.right+word/2 > b.right
	}
	if hanging := b.lines == 1 && beginsPart(b.line); f.left > p.left+indent*em && !hanging {
		return false
	}
	return p.right+word > b.right
}

// isCentred reports whether two lines have one middle and not one edge.
func isCentred(p, f *fragment, em float64) bool {
	return math.Abs(p.left-f.left) > indent*em/2 && math.Abs(p.left+p.right-f.left-f.right)/2 < centred*em
}

// beginnings are what items, articles and their like begin with.
var beginnings = regexp.MustCompile(`^(?:\d{1,3}[.)](?:\s|\d|$)|\d{1,2}(?:\.\d{1,3})+[.)]?\s|[a-zđA-ZĐ][.)]\s|[IVXLC]{1,6}[.)]\s|[-–—•*+]\s|[▪●○■□◦‣►]|(?:Điều|Chương|Mục|Phần|Phụ lục|ĐIỀU|CHƯƠNG|MỤC|PHẦN|PHỤ LỤC)\s+(?:\d|[IVXLC]))`)

func beginsPart(line string) bool { return beginnings.MatchString(line) }

// isCapitals reports whether all letters are capitals.
func isCapitals(line string) bool {
	return line == strings.ToUpper(line)
}

// hasWords reports whether case can be told: two letters at least stand together.
func hasWords(line string) bool {
	before := false
	for _, r := range line {
		if letter := unicode.IsLetter(r); letter && before {
			return true
		} else {
			before = letter
		}
	}
	return false
}

// reach returns how far to the right the line of fragment i might go.
func reach(all []*fragment, i int) float64 {
	p := all[i]
	right, wall, block := p.right, math.Inf(1), p.right
	for _, q := range all[max(0, i-around):min(len(all), i+around)] {
		if q.turn != p.turn {
			continue
		}
		middle := (p.left + p.right) / 2
		if math.Abs(q.left-p.left) < sameEdge*p.em || q.left < middle && middle < q.right {
			right = max(right, q.right)
		}
		if q.left > p.right && math.Abs(q.base-p.base) < 3*p.em {
			wall = min(wall, q.left-padding*p.em)
		}
	}
	for _, step := range []int{1, -1} {
		block = max(block, blockRight(all, i, step))
	}
	right = max(min(right, wall), p.right)
	if block < right && block > right-sameEdge*p.em {
		return block
	}
	return right
}

// blockRight returns how far the lines reach that stand close under fragment i,
// or above it, in the order of drawing.
func blockRight(all []*fragment, i, step int) float64 {
	right := all[i].right
	for j := i + step; j >= 0 && j < len(all) && j-i < around && i-j < around; j += step {
		p, q := all[j-step], all[j]
		down := (p.base - q.base) * float64(step)
		if q.turn != p.turn || math.Abs(p.em-q.em) > sameSize || math.Abs(p.left-q.left) > sameEdge*p.em ||
			down <= 0 || down > maxLeading*p.em {
			break
		}
		right = max(right, q.right)
	}
	return right
}

// each calls do with the characters of a fragment, and with the spaces between
// words.
func (f *fragment) each(do func(g *glyph, text string)) {
	space, end, begun := false, math.Inf(1), false
	for i := range f.glyphs {
		g := &f.glyphs[i]
		if isBlank(g.r) {
			space = true
			continue
		}
		if begun && (space || g.left-end > wordGap*g.em) {
			do(g, " ")
		}
		space, end, begun = false, g.right, true
		do(g, string(g.r))
	}
}

// firstWord returns the width of the first word.
func (f *fragment) firstWord() float64 {
	end := f.left
	for _, g := range f.glyphs {
		if end > f.left && (isBlank(g.r) || g.left-end > wordGap*g.em) {
			break
		}
		if !isBlank(g.r) {
			end = max(end, g.right)
		}
	}
	return end - f.left
}
