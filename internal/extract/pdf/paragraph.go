package pdf

import (
	"math"
	"strings"

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

// place is where a paragraph stands.
type place struct {
	top, bottom float64 // baselines of its first and last line
	left        float64 // edge of its last line
	turn        int
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
	wideLine   = 20.0 // what only a text has
	column     = 10.0 // least width and height of one on a page of several
)

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
			open = &builder{size: f.em, at: place{f.base, f.base, f.left, f.turn}}
		}
		right, known := reach(all, i)
		open.add(f, line, right, known)
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
	known bool    // others reach as far
}

func (b *builder) closed(list []Paragraph) []Paragraph {
	if b == nil {
		return list
	}
	return append(list, Paragraph{
		Text: b.text.String(), Size: b.size, at: b.at,
		full: b.known && b.last.right+shortWord*b.last.em > b.right,
	})
}

func (b *builder) add(f *fragment, line string, right float64, known bool) {
	if b.lines > 0 && !hyphenated(b.line, line) {
		b.text.WriteByte(' ')
	}
	b.text.WriteString(line)
	b.lines++
	b.at.bottom, b.at.left = f.base, min(f.left, b.at.left)
	b.last, b.line, b.right, b.known = f, line, right, known
}

// goesOn reports whether f is the next line of the paragraph.
func (b *builder) goesOn(f *fragment, line string) bool {
	p := b.last
	em := max(p.em, f.em)
	down := p.base - f.base
	if f.left > p.right-em && -down > column*em && p.right-p.left > column*em {
		return b.goesOver(f, line)
	}
	centred := isCentred(p, f, em)
	switch {
	case p.turn != f.turn, math.Abs(p.em-f.em) > sameSize,
		math.Abs(p.left-f.left) > sameEdge*em && !centred, down <= sameBase*em, down > maxLeading*em,
		isRule(line), isRule(b.line), entry.MatchString(b.line), b.begins(line), endsCapitals(b.line, line),
		strings.HasSuffix(b.line, ";") && grounds.MatchString(line):
		return false
	}
	word := f.firstWord() + wordGap*em
	if centred {
		return p.right+word/2 > b.right
	}
	if hanging := b.lines == 1 && beginsPart(b.line); f.left > p.left+indent*em && !hanging {
		return false
	}
	if unfinished(b.line, line) {
		return p.right+word > (p.left+b.right)/2
	}
	if !b.known && p.right-p.left < wideLine*em {
		return false
	}
	return p.right+word > b.right
}

// goesOver reports whether f, on top of the next column, goes on with the paragraph.
func (b *builder) goesOver(f *fragment, line string) bool {
	next := Paragraph{Text: line, Size: f.em}
	p := b.closed(nil)[0]
	return b.last.turn == f.turn && p.goesOver(&next)
}

// isCentred reports whether two lines have one middle and not one edge.
func isCentred(p, f *fragment, em float64) bool {
	return math.Abs(p.left-f.left) > indent*em/2 && math.Abs(p.left+p.right-f.left-f.right)/2 < centred*em
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
