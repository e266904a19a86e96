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

// around returns how many fragments before and after one tell how far it may reach:
// all of an honest page.
func around(n int) int {
	const work, least, most = 3_000_000, 20, 1500
	return min(max(work/max(n, 1), least), most)
}

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

// hyphenated reports whether a line ends within a word or number whose rest the
// next line is: NQ- and HĐND, 32/ and CT-TTg.
func hyphenated(line, next string) bool {
	head, ok := strings.CutSuffix(line, "-")
	if !ok {
		head, ok = strings.CutSuffix(line, "/")
	}
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

// unfinished reports whether the words themselves say that next goes on with line;
// how far the line may reach is often a guess.
func unfinished(line, next string) bool {
	end, _ := utf8.DecodeLastRuneInString(line)
	return end == ',' || isWord(end) && beginsSmall(next)
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

// beginnings are what items, articles and their like begin with; bullets are
// those that can be nothing else.
var (
	beginnings = regexp.MustCompile(`^(?:\d{1,3}[.)](?:\s|$)|\d{1,2}(?:\.\d{1,3})+[.)]?\s|[a-zđA-ZĐ][.)]\s|[IVXLC]{1,6}[.)]\s|` +
		`(?:Điều|Chương|Mục|Phần|Phụ lục|ĐIỀU|CHƯƠNG|MỤC|PHẦN|PHỤ LỤC)\s+(?:\d+[a-zđ]?|[IVXLC]+)(?:[.:]\s|[.:]?$))`)
	bullets = regexp.MustCompile(`^(?:[-–—•*+]\s|[▪●○■□◦‣►])`)
)

func beginsPart(line string) bool { return beginnings.MatchString(line) || bullets.MatchString(line) }

// begins reports whether a line begins a part: 13. and Điều 13. may also be named in
// a sentence that goes on, which only a wide line shows, and a dash may stand
// between numbers.
func (b *builder) begins(next string) bool {
	end, _ := utf8.DecodeLastRuneInString(b.line)
	if bullets.MatchString(next) {
		return !isRange(b.line, next)
	}
	wide := b.known && b.last.right-b.last.left > wideLine*b.last.em
	return beginnings.MatchString(next) && !(wide && (isWord(end) || end == ','))
}

// isRange reports whether the dash at the start of next stands between numbers.
func isRange(line, next string) bool {
	before, _ := utf8.DecodeLastRuneInString(line)
	_, after, _ := strings.Cut(next, " ")
	first, _ := utf8.DecodeRuneInString(after)
	return strings.HasPrefix(next, "-") && unicode.IsDigit(before) && unicode.IsDigit(first)
}

// entry is a line of a table of contents: dots lead to its page.
var entry = regexp.MustCompile(`(?:\.\s?){4,}\s*\d+$`)

// isRule reports whether a line only parts what is over and under it: -----.
func isRule(line string) bool { return len(line) > 2 && !strings.ContainsFunc(line, isWord) }

// grounds are what each of the reasons begins with that a document gives before it
// decides, one a paragraph.
var grounds = regexp.MustCompile(`^(?:Căn cứ|Theo|Xét|Thực hiện)\s`)

// endsCapitals reports whether one of two lines is all in capitals and the words at
// the break differ in that.
func endsCapitals(line, next string) bool {
	last, first := line[strings.LastIndexByte(line, ' ')+1:], next
	if i := strings.IndexByte(next, ' '); i >= 0 {
		first = next[:i]
	}
	if !hasWords(last) || !hasWords(first) || isCapitals(last) == isCapitals(first) || strings.ContainsAny(last+first, "0123456789") {
		return false
	}
	return isCapitals(line) || isCapitals(next)
}

// isCapitals reports whether no letter is a small one.
func isCapitals(line string) bool { return line == strings.ToUpper(line) }

// hasWords reports whether case can be told: two letters at least stand together.
func hasWords(line string) bool {
	before := false
	for _, r := range line {
		letter := unicode.IsLetter(r)
		if letter && before {
			return true
		}
		before = letter
	}
	return false
}

// reach returns how far to the right the line of fragment i might go: as far as
// lines do that begin there, or stand over or under it, but not into what stands
// beside its block. known says that others reach as far, so that this is no guess.
func reach(all []*fragment, i int) (right float64, known bool) {
	p, b := all[i], blockOf(all, i)
	right = p.right
	wall, far := math.Inf(1), math.Inf(1)
	middle := (p.left + p.right) / 2
	n := around(len(all))
	for _, q := range all[max(0, i-n):min(len(all), i+n)] {
		if q.turn != p.turn || q == p {
			continue
		}
		if math.Abs(q.left-p.left) < sameEdge*p.em || q.left < middle && middle < q.right {
			right = max(right, q.right)
			known = known || q.right > p.right-p.em
		}
		if q.left > p.right && math.Abs(q.base-p.base) < 3*p.em {
			wall = min(wall, q.left-padding*p.em)
		}
		if q.left > p.right && q.base < b.top+p.em && q.base > b.bottom-p.em {
			far = min(far, q.left-padding*p.em)
		}
	}
	if b.right <= far { // all of the block is beside it
		wall = min(wall, far)
	}
	known = known || wall < p.right+sameEdge*p.em
	right = max(min(right, wall), p.right)
	if b.right < right && b.right > right-sameEdge*p.em {
		return b.right, known
	}
	return right, known
}

// block is lines that stand close under each other.
type block struct{ right, top, bottom float64 }

// blockOf returns the block of fragment i, of lines that are drawn one after the
// other.
func blockOf(all []*fragment, i int) block {
	b, n := block{all[i].right, all[i].base, all[i].base}, around(len(all))
	for _, step := range []int{1, -1} {
		for j := i + step; j >= 0 && j < len(all) && j-i < n && i-j < n; j += step {
			p, q := all[j-step], all[j]
			down := (p.base - q.base) * float64(step)
			if q.turn != p.turn || math.Abs(p.em-q.em) > sameSize || math.Abs(p.left-q.left) > sameEdge*p.em ||
				down <= 0 || down > maxLeading*p.em {
				break
			}
			b = block{max(b.right, q.right), max(b.top, q.base), min(b.bottom, q.base)}
		}
	}
	return b
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
