package extract

import (
	"strconv"
	"strings"
	"unicode"
)

// Word processors number paragraphs themselves: the text of an article holds its
// words, and "Điều 5." is made when it is shown. A text without these numbers is
// not what its readers see, and nobody finds an article by its number. So they are
// made here as they are there: each level of a list has a form and a count; a
// paragraph counts on at its level and lets those below begin anew.
//
// Formats differ in how they store this and agree in what it is; their readers
// fill listLevels. A bullet is no number: it is not written, the paragraph is an
// item all the same. Numbers in words and in the signs of other scripts are
// written in digits.

// listDepth is how many levels a list has.
const listDepth = 10

// listLevels are the levels of a list.
type listLevels [listDepth]listLevel

// listLevel is how a level of a list numbers its paragraphs.
type listLevel struct {
	text    string       // with %1 to %9 where the number of a level stands; "" for none
	format  numberFormat // of the number of this level
	start   int
	restart int    // the level, from 1, that lets this one begin anew, as all above it do; 0 for the one above, -1 for none
	legal   bool   // all numbers are written in digits
	after   string // what stands between the number and the text
	font    string // of the number; "" for that of the paragraph
	style   string // of the paragraphs that are of this level by their style
}

// numberFormat is a way to write numbers; the zero value is digits.
type numberFormat uint8

const (
	inDigits numberFormat = iota
	inTwoDigits
	inLetters
	inCapitals
	inRoman
	inRomanCapitals
	asBullet
	asNothing
)

// format writes a number. What has no letters is written in digits.
func (f numberFormat) format(n int) string {
	switch {
	case f == asNothing || f == asBullet:
		return ""
	case f == inTwoDigits && n < 10:
		return "0" + strconv.Itoa(n)
	case n < 1:
	case f == inLetters && n <= maxLettered:
		return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
	case f == inCapitals && n <= maxLettered:
		return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
	case f == inRoman && n < 4000:
		return strings.ToLower(romanNumber(n))
	case f == inRomanCapitals && n < 4000:
		return romanNumber(n)
	}
	return strconv.Itoa(n)
}

// maxLettered is the last number that is written in letters: a, b … z, aa, bb …
const maxLettered = 26 * 8

func romanNumber(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.sign)
		}
	}
	return b.String()
}

// maxStart bounds the number that a list begins with, and maxNumberText the bytes
// around the numbers.
const (
	maxStart      = 1 << 20
	maxNumberText = 255
)

// listStart reads the number that a list begins with.
func listStart(s string, less int) int { return min(max(wholeNumber(s, less), 0), maxStart) }

// numberText bounds what stands around the numbers of a level.
func numberText(s string) string {
	if len(s) > maxNumberText {
		s = strings.ToValidUTF8(s[:maxNumberText], "")
	}
	return s
}

// listCount is how far a list has counted.
type listCount struct {
	n     [listDepth]int
	begun [listDepth]bool
}

// next counts a paragraph of a level and returns what stands before its text,
// with the blank that parts them; "" for nothing that is read.
func (c *listCount) next(levels *listLevels, level int) string {
	if level < 0 || level >= listDepth {
		return ""
	}
	if c.begun[level] {
		c.n[level]++
	} else {
		c.n[level], c.begun[level] = levels[level].start, true
	}
	for below := level + 1; below < listDepth; below++ {
		if r := levels[below].restart; r == 0 || r > level {
			c.begun[below] = false
		}
	}
	return c.label(levels, level)
}

func (c *listCount) label(levels *listLevels, level int) string {
	of := &levels[level]
	if of.format == asBullet {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(of.text); i++ {
		if of.text[i] != '%' || i+1 == len(of.text) || of.text[i+1] < '1' || of.text[i+1] > '9' {
			b.WriteByte(of.text[i])
			continue
		}
		i++
		at := int(of.text[i] - '1')
		n, format := c.n[at], levels[at].format
		if !c.begun[at] {
			n = levels[at].start
		}
		if of.legal && format != asNothing {
			format = inDigits
		}
		b.WriteString(format.format(n))
	}
	return readable(b.String(), of.after)
}

// readable returns the label of a paragraph with what parts it from the text; ""
// for one that is a sign and no number.
func readable(label, after string) string {
	if !strings.ContainsFunc(label, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return strings.TrimLeft(label, " \t") + after
}
