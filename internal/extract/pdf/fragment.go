package pdf

import (
	"cmp"
	"math"
	"slices"
	"unicode"
)

// A PDF holds characters with places and no lines. Trusting the order in which they
// are drawn breaks words where a font lacks letters: many programs draw those of the
// second font after the line, so CỘNG HÒA becomes C NG HÒA Ộ, which a font that
// stands in for Times New Roman on many servers does to most Vietnamese words. Sorting all characters
// by place instead runs the columns of a page and the cells of a table together.
//
// So the order is kept and repaired: characters gather in fragments, which are parts
// of lines. One goes to the last fragment if it continues it on the same baseline, or
// else to a recent one within whose span it stands, or else begins a new one. In a
// fragment, characters are sorted by place. What is not done: fragments themselves
// stay in the order in which they were begun.

// fragment is part of a line.
type fragment struct {
	glyphs      []glyph
	left, right float64
	base, em    float64
	turn        int
}

// Measures of fragments, in em.
const (
	lookBack   = 14   // fragments
	sameBase   = 0.33 // between baselines of one line, such as of a raised number
	maxGap     = 1.6  // between characters of one fragment
	maxBack    = 1.0  // that a character may stand before the end of the last one
	wordGap    = 0.17
	doubleDraw = 0.08 // between two drawings of a letter that shall look bold
)

// fragments gathers the characters of a page.
func fragments(list []glyph) []*fragment {
	var all []*fragment
	for _, g := range list {
		if f := home(all, &g); f != nil {
			f.add(g)
		} else if !isBlank(g.r) {
			f := &fragment{base: g.base, em: g.em, turn: g.turn, left: g.left, right: g.right}
			f.add(g)
			all = append(all, f)
		}
	}
	all = merged(all)
	for _, f := range all {
		f.sort()
	}
	return all
}

// merged joins fragments of one line that touch: letters of a second font may
// be drawn before the line that they belong to.
func merged(all []*fragment) []*fragment {
	for i := 0; i < len(all); i++ {
		for j := i + 1; j <= min(i+lookBack, len(all)-1); j++ {
			if f, g := all[i], all[j]; f != nil && g != nil && f.touches(g) {
				for _, c := range g.glyphs {
					f.add(c)
				}
				f.em = max(f.em, g.em)
				all[j], j = nil, i
			}
		}
	}
	return slices.DeleteFunc(all, func(f *fragment) bool { return f == nil })
}

// touches reports whether two fragments stand on one baseline without room for
// a space between them.
func (f *fragment) touches(g *fragment) bool {
	em := max(f.em, g.em)
	return f.turn == g.turn && math.Abs(f.base-g.base) < sameBase*em &&
		max(f.left, g.left)-min(f.right, g.right) < wordGap*em
}

// home returns the fragment that a character belongs to, nil if none.
func home(all []*fragment, g *glyph) *fragment {
	for i := len(all) - 1; i >= max(0, len(all)-1-lookBack); i-- {
		f := all[i]
		em := max(f.em, g.em)
		if f.turn != g.turn || math.Abs(f.base-g.base) > sameBase*em {
			continue
		}
		if i == len(all)-1 && g.left-f.right < maxGap*em && g.left-f.right > -maxBack*em || f.holds(g) {
			return f
		}
	}
	return nil
}

// holds reports whether the middle of a character stands within the span.
func (f *fragment) holds(g *glyph) bool {
	middle := (g.left + g.right) / 2
	return f.left < middle && middle < f.right
}

func (f *fragment) add(g glyph) {
	f.glyphs = append(f.glyphs, g)
	if !isBlank(g.r) {
		f.left, f.right = min(f.left, g.left), max(f.right, g.right)
	}
}

func isBlank(r rune) bool { return unicode.IsSpace(r) }

// sort puts the characters in the order of their places, combining marks after
// the letter whose middle is nearest, and leaves out letters drawn twice.
func (f *fragment) sort() {
	var letters, marks []glyph
	for _, g := range f.glyphs {
		if unicode.Is(unicode.Mn, g.r) {
			marks = append(marks, g)
		} else {
			letters = append(letters, g)
		}
	}
	slices.SortStableFunc(letters, func(a, b glyph) int {
		return cmp.Compare(a.left, b.left)
	})
	f.glyphs = attach(uncovered(single(letters)), marks)
	f.em = usualSize(f.glyphs)
}

// usualSize returns the size of most of the characters: a bullet or a raised
// number has another.
func usualSize(list []glyph) (em float64) {
	count := map[float64]int{}
	for _, g := range list {
		if count[g.em]++; count[g.em] > count[em] {
			em = g.em
		}
	}
	return em
}

// uncovered leaves out blanks in whose place a letter stands, as some programs
// draw one where their font lacks the letter.
func uncovered(list []glyph) []glyph {
	const slack = 0.1 // em; a letter that only leans over its blank does not count
	covers := func(i int, g *glyph) bool {
		return i >= 0 && i < len(list) && !isBlank(list[i].r) &&
			list[i].left < g.left+slack*g.em && list[i].right > g.right-slack*g.em
	}
	var kept []glyph
	for i, g := range list {
		if !isBlank(g.r) || !covers(i-1, &g) && !covers(i+1, &g) {
			kept = append(kept, g)
		}
	}
	return kept
}

// single leaves out the second of two equal letters in one place, but not of the two
// that PDFium makes of a ligature.
func single(list []glyph) []glyph {
	kept := list[:0]
	for _, g := range list {
		if n := len(kept); n > 0 && kept[n-1].r == g.r && math.Abs(kept[n-1].left-g.left) < doubleDraw*g.em {
			if k := kept[n-1]; k.order+1 != g.order || k.left != g.left || k.right != g.right {
				continue
			}
		}
		kept = append(kept, g)
	}
	return kept
}

// attach puts each mark after the letter whose middle is nearest.
func attach(letters, marks []glyph) []glyph {
	if len(marks) == 0 || len(letters) == 0 {
		return append(letters, marks...)
	}
	of := make([][]glyph, len(letters))
	for _, m := range marks {
		i := nearest(letters, (m.left+m.right)/2)
		m.left, m.right = letters[i].left, letters[i].right // its own box says nothing of gaps
		of[i] = append(of[i], m)
	}
	list := make([]glyph, 0, len(letters)+len(marks))
	for i, g := range letters {
		list = append(append(list, g), of[i]...)
	}
	return list
}

// nearest returns the letter, no blank, whose middle is nearest to x, of letters in
// the order of their left edges.
func nearest(letters []glyph, x float64) int {
	const beside = 4 // letters that may overlap
	i, _ := slices.BinarySearchFunc(letters, x, func(g glyph, x float64) int { return cmp.Compare(g.left, x) })
	best, distance := min(i, len(letters)-1), math.Inf(1)
	for k := max(0, i-beside); k < min(len(letters), i+beside); k++ {
		g := letters[k]
		if d := math.Abs((g.left+g.right)/2 - x); d < distance && !isBlank(g.r) {
			best, distance = k, d
		}
	}
	return best
}
