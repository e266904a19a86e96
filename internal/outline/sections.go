package outline

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Laws and decisions name their parts in words that stand at the beginning of a line:
// Phần thứ nhất, Chương I, Mục 1, Tiểu mục 2, Điều 12. Few sources say that these
// lines are headings, and none how they nest, so both are read from the text. A line
// that begins with such a name may as well be a sentence about one (Điều 5 của Luật
// này quy định …): it is a heading only where the name ends the line, or a sign ends
// the name, or all that follows is capitals. "Chương I" often has its title on the
// line below.

// Section is a part of a text that begins with a heading of its own.
type Section struct {
	Line  int    // of the heading, from 0
	Level int    // from 1; that of a part of a section is one more
	Text  string // the heading, with the title on the line below it
	Named bool   // by its words: no block says that it is a heading
}

// Sections returns the parts of a text: those that blocks say and those that a law
// has, in order.
func Sections(text string, blocks []Block) (list []Section) {
	headings := map[int]int{}
	for _, b := range blocks {
		if b.Kind == Heading {
			headings[b.Line] = b.Level
		}
	}
	lines := strings.Split(text, "\n")
	var open []int // ranks of the sections that the line is in
	for i, line := range lines {
		line = strings.TrimSpace(line)
		level, told := headings[i]
		rank, bare := rankOf(line)
		if rank == 0 && told {
			rank = level
		}
		if rank == 0 || line == "" {
			continue
		}
		for len(open) > 0 && open[len(open)-1] >= rank {
			open = open[:len(open)-1]
		}
		open = append(open, rank)
		if bare {
			line = strings.TrimRight(line, ".: ") + titleBelow(lines[i+1:], headings, i+1)
		}
		list = append(list, Section{Line: i, Level: len(open), Text: line, Named: !told})
	}
	return list
}

// names are what parts of a law are called, outermost first, with their ranks, which
// come behind those of headings.
var names = []struct {
	name string
	rank int
}{{"tiểu mục ", 13}, {"phần ", 10}, {"chương ", 11}, {"mục ", 12}, {"điều ", 14}}

// rankOf returns the rank of the heading that a line is, 0 for none; bare: it is only
// a name and a number.
func rankOf(line string) (rank int, bare bool) {
	const longest = len("tiểu mục ")
	head := strings.ToLower(line[:cut(line, longest+8)])
	i := slices.IndexFunc(names, func(n struct {
		name string
		rank int
	}) bool {
		return strings.HasPrefix(head, n.name)
	})
	if i < 0 {
		return 0, false
	}
	rest := line[cut(line, len(names[i].name)):]
	number, rest := numberOf(rest)
	if number == "" {
		return 0, false
	}
	switch trimmed := strings.TrimLeft(rest, ".: \u00a0"); {
	case trimmed == "":
		return names[i].rank, true
	case strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, " -") || strings.HasPrefix(rest, " –"):
		return names[i].rank, false
	case trimmed != rest && strings.ToUpper(trimmed) == trimmed && strings.ContainsFunc(trimmed, unicode.IsLetter):
		return names[i].rank, false
	}
	return 0, false
}

// cut returns the greatest length up to n at which a character of s ends.
func cut(s string, n int) int {
	n = min(n, len(s))
	for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// ordinals are the numbers behind "thứ".
var ordinals = []string{"nhất", "hai", "ba", "tư", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"}

// numberOf parts the number of a heading from what follows: 12, 12a, XIV, thứ nhất.
func numberOf(s string) (number, rest string) {
	s = strings.TrimLeft(s, " \u00a0")
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = len(s)
	}
	word := s[:end]
	if strings.EqualFold(word, "thứ") {
		next, after := numberWord(strings.TrimLeft(s[end:], " \u00a0"))
		return next, after
	}
	digits := strings.TrimLeft(word, "0123456789")
	switch {
	case len(digits) < len(word) && utf8.RuneCountInString(digits) <= 1: // 12, 12a
		return word, s[end:]
	case word != "" && strings.Trim(word, "IVXLC") == "":
		return word, s[end:]
	}
	return "", s
}

func numberWord(s string) (number, rest string) {
	end := cmp.Or(max(strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }), 0), len(s))
	if slices.Contains(ordinals, strings.ToLower(s[:end])) {
		return s[:end], s[end:]
	}
	return "", s
}

// maxTitle is how many letters a title on a line of its own has at most.
const maxTitle = 200

// titleBelow returns the title on the next line that is not blank, after a dash; ""
// where that is no title. first is the number of the first of the lines.
func titleBelow(lines []string, headings map[int]int, first int) string {
	for i, line := range lines {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		_, heading := headings[first+i]
		if rank, _ := rankOf(line); heading || rank > 0 || utf8.RuneCountInString(line) > maxTitle {
			return ""
		}
		if r, _ := utf8.DecodeRuneInString(line); !unicode.IsUpper(r) || strings.ContainsAny(line[len(line)-1:], ".;:,") {
			return ""
		}
		return " – " + line
	}
	return ""
}
