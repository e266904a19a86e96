package pdf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What the words at the break of two lines tell of whether one paragraph goes on.

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

// unfinished reports whether the words themselves say that next goes on with line;
// how far the line may reach is often a guess.
func unfinished(line, next string) bool {
	end, _ := utf8.DecodeLastRuneInString(line)
	return end == ',' || isWord(end) && beginsSmall(next)
}

// beginnings are what items, articles and their like begin with; bullets are
// those that can be nothing else.
var (
	beginnings = regexp.MustCompile(`^(?:\d{1,3}[.)](?:\s|$)|\d{1,2}(?:\.\d{1,3})+[.)]?\s|[a-zđA-ZĐ][.)]\s|[IVXLC]{1,6}[.)]\s|` +
		`(?:Điều|Chương|Mục|Phần|Phụ lục|ĐIỀU|CHƯƠNG|MỤC|PHẦN|PHỤ LỤC)\s+(?:\d+[a-zđ]?|[IVXLC]+)(?:[.:]\s|[.:]?$))`)
	bullets = regexp.MustCompile(`^(?:[-–—•*+]\s|[▪●○■□◦‣►])`)
	powers  = regexp.MustCompile(`^(?:KT|TL|TUQ)\.`) // for whom is signed; the office of who signs is the next line
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
	if powers.MatchString(next) || powers.MatchString(b.line) && isCapitals(next) {
		return true
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
