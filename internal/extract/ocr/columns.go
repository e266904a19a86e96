package ocr

import (
	"regexp"
	"slices"
	"unicode"
)

// Tesseract often reads what stands side by side as one line: the issuer and the
// motto of a letter head, the recipients and the signature at the end. A stretch of
// lines whose wide gaps lie above one another, with no text across the gutter, is
// parted here into cells, which stay in the order of lines, as the rows of a table.
//
// A table of two columns has such a gutter too, but belongs together row by row.
// The two are told apart by their form, since the lines of letter heads and of
// signatures are centred in their columns and those of tables begin at one edge, or
// by the words that stand in any head or before any list of recipients. What is
// neither stays as it was recognised.

const (
	wideHeights = 2.5 // a wide gap, in heights of a line
	fairHeights = 1   // a gap that may lie in a gutter where others are wide
	leastSpaces = 3   // either, in spaces of the page
	farHeights  = 2   // lines of one stretch are no further apart
	leastSide   = 2   // letters on each side
)

var (
	motto      = regexp.MustCompile(`(?i)^cộng h(?:òa|oà) xã|^độc lập|^đảng cộng sản`)
	recipients = regexp.MustCompile(`(?i)^nơi nhận`)
)

// span is a stretch of the x axis.
type span struct{ left, right int }

func (s span) width() int { return s.right - s.left }

func (s span) within(t span) span { return span{max(s.left, t.left), min(s.right, t.right)} }

// columns returns the lines with those of two columns parted. Each cell is an area
// of its own.
func columns(lines []line) []line {
	p := measure(lines)
	var list []line
	area := 0
	for i := 0; i < len(lines); {
		s := p.stretch(lines[i:])
		n := max(1, s.lines)
		if s.isColumns(p.height) {
			for _, l := range s.cells {
				area--
				l.area = area
				list = append(list, l)
			}
		} else {
			list = append(list, lines[i:i+n]...)
		}
		i += n
	}
	return list
}

// pageSizes are the usual sizes of a page.
type pageSizes struct {
	height int // of a line
	space  int // between words
}

func measure(lines []line) (p pageSizes) {
	var heights, spaces []int
	for _, l := range lines {
		heights = append(heights, l.box.bottom-l.box.top)
		for j := 1; j < len(l.words); j++ {
			spaces = append(spaces, l.words[j].box.left-l.words[j-1].box.right)
		}
	}
	p.height, p.space = max(1, median(heights)), max(1, median(spaces))
	return p
}

func median(list []int) int {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// least returns how wide a gap in a line is at least that measures so many heights.
func (p pageSizes) least(l line, heights float64) int {
	return max(leastSpaces*p.space, int(heights*float64(max(p.height, l.box.bottom-l.box.top))))
}

// gaps returns the gaps of a line that are so wide at least, each with the number of
// the word behind it.
func (l line) gaps(least int) (spans []span, words []int) {
	for j := 1; j < len(l.words); j++ {
		if s := (span{l.words[j-1].box.right, l.words[j].box.left}); s.width() >= least {
			spans, words = append(spans, s), append(words, j)
		}
	}
	return spans, words
}

// stretch is a run of lines on both sides of a gutter.
type stretch struct {
	lines       int    // as recognised
	both        int    // that have text on both sides
	wide        int    // that have a wide gap in the gutter
	torn        int    // that have another fair gap, as the rows of a table
	recipients  bool   // are listed on the left
	left, right []line // the columns
	cells       []line // of both, line by line
}

// stretch returns the longest run that begins with the first line; none without a
// wide gap. It ends with a line that has text on both sides, unless the right column
// or a list of recipients goes on below.
func (p pageSizes) stretch(lines []line) (longest stretch) {
	gutter := p.widest(lines[0])
	if gutter.width() <= 0 {
		return stretch{}
	}
	var s stretch
	for i, l := range lines {
		if i > 0 && p.apart(lines[i-1], l) {
			break
		}
		before := s
		if !p.add(&s, l, &gutter) {
			break
		}
		goesOn := s.both > before.both || s.recipients || len(s.left) == len(before.left) && longest.lines == i
		if s.lines++; s.wide > 0 && goesOn {
			longest = s
		}
	}
	return longest
}

// apart reports whether a line stands too far from the one before, or above it.
func (p pageSizes) apart(above, l line) bool {
	return l.box.top < above.box.top-p.height/2 || l.box.top-above.box.bottom > farHeights*p.height
}

// widest returns the widest fair gap of a line.
func (p pageSizes) widest(l line) (widest span) {
	spans, _ := l.gaps(p.least(l, fairHeights))
	for _, s := range spans {
		if s.width() > widest.width() {
			widest = s
		}
	}
	return widest
}

// add puts a line, or the sides of it, into the columns and narrows the gutter by
// it. It reports false for a line that crosses the gutter.
func (p pageSizes) add(s *stretch, l line, gutter *span) bool {
	fair := p.least(l, fairHeights)
	spans, words := l.gaps(fair)
	for k, gap := range spans {
		narrow := gap.within(*gutter)
		if narrow.width() < p.height {
			continue
		}
		*gutter = narrow
		left, right := l.part(0, words[k]), l.part(words[k], len(l.words))
		s.recipients = s.recipients || recipients.MatchString(left.text())
		s.left, s.right = appendText(s.left, left), appendText(s.right, right)
		s.cells = appendText(appendText(s.cells, left), right)
		s.both++
		if gap.width() >= p.least(l, wideHeights) {
			s.wide++
		}
		if len(spans) > 1 {
			s.torn++
		}
		return true
	}
	ends := span{l.words[0].box.left, l.words[len(l.words)-1].box.right}
	if narrow := (span{max(gutter.left, ends.right), gutter.right}); narrow.width() >= p.height {
		*gutter, s.left, s.cells = narrow, append(s.left, l), append(s.cells, l)
		return true
	}
	if narrow := (span{gutter.left, min(gutter.right, ends.left)}); narrow.width() >= p.height {
		*gutter, s.right, s.cells = narrow, append(s.right, l), append(s.cells, l)
		return true
	}
	return false
}

// appendText adds the side of a line, but not the one sign or digit that is made of
// a stamp or of a stroke of a signature.
func appendText(lines []line, l line) []line {
	digits := 0
	for _, r := range l.text() {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if letters([]line{l}) == 0 && digits < 2 {
		return lines
	}
	return append(lines, l)
}

// part returns some of the words of a line as a line.
func (l line) part(from, to int) line {
	l.words = slices.Clone(l.words[from:to])
	l.box = l.words[0].box
	for _, w := range l.words {
		l.box.left, l.box.right = min(l.box.left, w.box.left), max(l.box.right, w.box.right)
		l.box.top, l.box.bottom = min(l.box.top, w.box.top), max(l.box.bottom, w.box.bottom)
	}
	return l
}

// isColumns reports whether a stretch is to be read column by column. One line alone
// has nothing to be told by: two texts with so wide a gap are two paragraphs.
func (s stretch) isColumns(height int) bool {
	switch {
	case s.lines == 0, letters(s.left) < leastSide, letters(s.right) < leastSide, 2*s.torn > s.both:
		return false
	case s.both == 1, s.recipients:
		return true
	}
	return slices.ContainsFunc(s.right, func(l line) bool { return motto.MatchString(l.text()) }) ||
		centred(s.left, height) && centred(s.right, height)
}

func letters(lines []line) (n int) {
	for _, l := range lines {
		for _, r := range l.text() {
			if unicode.IsLetter(r) {
				n++
			}
		}
	}
	return n
}

// centred reports whether lines of unlike length have one middle.
func centred(lines []line, height int) bool {
	var middles, widths []int
	for _, l := range lines {
		middles, widths = append(middles, (l.box.left+l.box.right)/2), append(widths, l.box.right-l.box.left)
	}
	return slices.Max(middles)-slices.Min(middles) <= height/2 && slices.Max(widths)-slices.Min(widths) > height
}
