package viet

import "strings"

// The digits of a decimal, an amount with groups, a date, a time of day or a
// telephone number say nothing for themselves: who asks for 57 does not mean
// 94,57 or 06/57. So groups of digits that a mark joins are one word, with the
// marks in its term: 94,57, 33.000, 6/3/2025, 8:30, 13-1-2025, 0913.123.456,
// 2.5km (rule N02). The number of a document is a word, as are its year and its
// codes: 57/2014/QH13 stays four words.
//
// What is joined is decided from the characters of the groups and the two on
// either side of them, so that one word can be read anywhere in a text as it is read in all of
// it. The scanners of aliases look at pieces: at each group for itself.

// Bounds of a value: groups of digits, bytes before its last group, and bytes of
// the last one, so that its term is no longer than MaxTerm.
const (
	maxGroups    = 8
	maxHead      = MaxTerm / 2
	maxLastGroup = MaxTerm / 4
)

// groups are runs of digits, each joined to the next by one mark.
type groups struct {
	text       string
	n          int // of groups
	start, end [maxGroups]int
	letters    bool // stand behind the digits of the last group, which end does not count
}

// valueEnd returns where the last group of the value begins whose first one is
// the piece [start,end) of text, or start if that is no value. A row of groups
// that is none, such as a list, has none within it either.
func valueEnd(text string, start, end int) int {
	if !goesOn(text, end) || end-start > maxHead || text[end] == '/' && isCoded(text, end+len("/2025")) {
		return start
	}
	for _, c := range []byte(text[start:end]) {
		if c < '0' || c > '9' {
			return start
		}
	}
	if joinsDigits(text, start-1) && familyOf(text[start-1]) == familyOf(text[end]) {
		return start
	}
	var g groups
	g.text, g.n = text, 1
	g.start[0], g.end[0] = start, end
	g.read()
	return g.start[g.value()-1]
}

// goesOn reports whether digits may go on behind a mark at i.
func goesOn(text string, i int) bool {
	return i+1 < len(text) && joints[text[i]] && text[i+1]-'0' <= 9
}

// joints are the marks that may join digits.
var joints = [256]bool{'.': true, ',': true, '/': true, ':': true, '-': true}

// joinsDigits reports whether the character at i is a mark that may join digits,
// with a digit on both sides of it.
func joinsDigits(text string, i int) bool {
	return i > 0 && goesOn(text, i) && text[i-1]-'0' <= 9
}

// read reads the groups after the first one, as far as marks of one family join
// them: colons, hyphens, or any of the others.
func (g *groups) read() {
	family := familyOf(g.text[g.end[0]])
	for g.n < maxGroups && !g.letters {
		at := g.end[g.n-1]
		if !joinsDigits(g.text, at) || familyOf(g.text[at]) != family {
			return
		}
		from := at + 1
		to := from
		for to < len(g.text) && g.text[to]-'0' <= 9 && to-from <= maxLastGroup {
			to++
		}
		run := to
		for run < len(g.text) && partOfRun(g.text[run]) && run-from <= maxLastGroup {
			run++
		}
		if run-from > maxLastGroup || from-g.start[0] > maxHead {
			return
		}
		if g.letters = run > to; g.letters && (family != '.' || g.text[at] == '/') {
			g.letters = false
			return
		}
		g.start[g.n], g.end[g.n] = from, to
		g.n++
	}
}

func familyOf(mark byte) byte {
	if mark == ',' || mark == '/' {
		return '.'
	}
	return mark
}

// value returns how many of the groups are one value, 1 for none.
func (g *groups) value() int {
	if g.n == 1 {
		return 1
	}
	switch g.mark(0) {
	case ':':
		return g.ifAll(g.n <= 3 && g.size(0) <= 2 && g.number(0) <= 24 && g.sixtieth(1) && (g.n == 2 || g.sixtieth(2)))
	case '-':
		return g.ifAll(g.n == 3 && (g.isDay() || g.isTelephone()))
	}
	slashes, commas := 0, 0
	for k := range g.n - 1 {
		switch g.mark(k) {
		case '/':
			slashes++
		case ',':
			commas++
		}
	}
	switch {
	case slashes == 0:
		return g.ifAll(commas < 2 || g.thousands())
	case slashes == 1 && g.mark(g.n-2) == '/' && g.isYear(g.n-1) && (g.n > 2 || g.number(0) > 12 || g.size(0) > 2 || g.coded()):
		return g.n - 1 // number and year of a document
	case slashes == 1:
		return g.n
	}
	return g.ifAll(slashes == 2 && g.n-commas == 3)
}

// ifAll returns the number of groups if they are a value and no more follow that
// the same marks join: a row of too many is none.
func (g *groups) ifAll(is bool) int {
	if is && g.complete() {
		return g.n
	}
	return 1
}

// thousands reports whether commas part groups of three digits.
func (g *groups) thousands() bool {
	for k := range g.n - 1 {
		if g.mark(k) == ',' && g.size(k+1) != 3 {
			return false
		}
	}
	return true
}

// complete reports whether no digits follow that the same marks join.
func (g *groups) complete() bool {
	at := g.end[g.n-1]
	return g.letters || !joinsDigits(g.text, at) || familyOf(g.text[at]) != familyOf(g.mark(0))
}

func (g *groups) mark(k int) byte { return g.text[g.end[k]] }
func (g *groups) size(k int) int  { return g.end[k] - g.start[k] }

// number returns the value of a group of up to four digits; more count as many.
func (g *groups) number(k int) int {
	if g.size(k) > 4 {
		return 1 << 20
	}
	v := 0
	for _, c := range []byte(g.text[g.start[k]:g.end[k]]) {
		v = 10*v + int(c-'0')
	}
	return v
}

func (g *groups) sixtieth(k int) bool { return g.size(k) == 2 && g.number(k) < 60 }

func (g *groups) isYear(k int) bool {
	v := g.number(k)
	return g.size(k) == 4 && v >= 1900 && v < 2200 && !g.letters
}

// isDay reports whether three groups are a day, month and year.
func (g *groups) isDay() bool {
	return g.isYear(2) && g.number(0) <= 31 && g.number(1) <= 12
}

// isTelephone reports whether groups have as many digits as a telephone number.
func (g *groups) isTelephone() bool {
	digits := 0
	for k := range g.n {
		digits += g.size(k)
	}
	return g.text[g.start[0]] == '0' && g.size(0) >= 2 && digits >= 9 && digits <= 11
}

// coded reports whether letters follow, as the codes of a document number do.
func (g *groups) coded() bool { return isCoded(g.text, g.end[g.n-1]) }

// isCoded reports whether the codes of a document number stand behind the digits
// before i, of which there are four or more.
func isCoded(text string, i int) bool {
	return i+1 < len(text) && (text[i] == '/' || text[i] == '-') && partOfRun(text[i+1]) && text[i+1]-'0' > 9 &&
		text[i-1]-'0' <= 9 && text[i-2]-'0' <= 9 && text[i-3]-'0' <= 9 && text[i-4]-'0' <= 9
}

// value returns the forms of the value that begins at start and whose last group
// begins at last, its end, and where to read on.
func (c *cache) value(text string, start, last int) (f forms, end, next int) {
	var b boundary
	f, _, end, next = c.scanPiece(text, last, &b)
	return c.valueForms(text, start, last, end, f), end, next
}

// valueForms returns the forms of the value text[start:end], whose last group
// begins at last and has some forms.
func (c *cache) valueForms(text string, start, last, end int, f forms) forms {
	if end-start <= shortWord {
		lo, hi := pack(text, start, end-start)
		if e := c.find(lo, hi); e != nil {
			return e.forms
		}
		f = f.after(text[start:last])
		c.keep(lo, hi, f)
		return f
	}
	if f, ok := c.long[text[start:end]]; ok {
		return f
	}
	f = f.after(text[start:last])
	c.keepLong(text[start:end], f)
	return f
}

// after returns the forms behind a head of digits and marks.
func (f forms) after(head string) forms {
	v := forms{term: head + f.term}
	if v.fold = v.term; f.fold != f.term {
		v.fold = head + f.fold
	}
	return v
}

// span is some pieces that are one word.
type span struct{ first, last int }

// longestGroup returns the longest group of the term of a value, and whether it
// is the last one; of any other term all of it.
func longestGroup(term string) (group string, last bool) {
	if !startsWithDigit(term) {
		return term, true
	}
	for rest := term; ; {
		i := strings.IndexAny(rest, ".,/:-")
		if i < 0 {
			if len(rest) > len(group) {
				return rest, true
			}
			return group, false
		}
		if i > len(group) {
			group = rest[:i]
		}
		rest = rest[i+1:]
	}
}
