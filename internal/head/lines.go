package head

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
)

// Bounds of what is looked at.
const (
	maxLines  = 45       // paragraphs of a head
	maxBefore = 14       // paragraphs before the motto
	maxBare   = 12       // paragraphs of a head without a motto
	maxWindow = 12 << 10 // bytes in which a head begins and ends
	maxLine   = 1200     // bytes of a line that may belong to a head
)

// line is a paragraph of a head, or one of several fields that shared one.
type line struct {
	text   string // composed, without marks of Markdown and without white space around it
	shared bool   // it was parted from other fields
	apart  bool   // a blank line or a rule stands before it
}

// window returns the composed beginning of a text, cut between characters.
func window(s string, size int) string {
	if len(s) > size {
		for size > 0 && !utf8.RuneStart(s[size]) {
			size--
		}
		s = s[:size]
	}
	if !strings.Contains(s, "\xcc") && !strings.Contains(s, "\xcd") {
		return s // without a combining mark
	}
	return viet.Compose(s)
}

// letterHead returns the lines of a letter head; ok is false for a text that
// does not begin with one.
func letterHead(body string) (lines []line, ok bool) {
	win := window(body, maxWindow)
	at := motto(win)
	if at < 0 {
		if !hasFormalLine(win) {
			return nil, false
		}
		return cutLines(win, maxBare), true
	}
	before := cutLines(win[:lineStart(win, at)], -maxBefore)
	return append(before, cutLines(win[lineStart(win, at):], maxLines)...), true
}

// Official reports whether a text begins with the letter head of an official
// document, whose first line is then no title.
func Official(text string) bool {
	win := window(text, maxWindow)
	at := motto(win)
	return at >= 0 && len(cutLines(win[:lineStart(win, at)], maxBefore)) < maxBefore
}

// motto returns where the motto of the State or the name of the Party stands
// over a letter head, -1 if it does not. A constitution "of the Cộng hòa …" has
// it within a sentence.
func motto(s string) int {
	for i := 0; ; {
		n := strings.Index(s[i:], "CỘNG ")
		if n < 0 {
			return mottoLine(s)
		}
		i += n
		rest := s[i+len("CỘNG "):]
		if before := strings.TrimRight(s[:i], " \n"); mottoAfter(rest, "XÃ HỘI", "HÒA", "HOÀ") && !strings.HasSuffix(before, "NƯỚC") ||
			strings.HasSuffix(before, "ĐẢNG") && mottoAfter(rest, "VIỆT NAM", "SẢN") {
			return i
		}
		i += len("CỘNG ")
	}
}

// mottoAfter reports whether a text begins with one of the words and goes on
// with the others, perhaps on the next line, or ends.
func mottoAfter(s, others string, words ...string) bool {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(s, w); ok {
			rest = strings.Join(strings.Fields(window(rest, 120)), " ") // a line may end anywhere in it
			return rest == "" || strings.HasPrefix(rest, others) || strings.HasPrefix(others, rest)
		}
	}
	return false
}

// mottoLine returns where the second line of the motto stands. It is looked for
// by its end, since few words of a text begin with that letter.
func mottoLine(s string) int {
	for _, phrase := range [...]string{"Hạnh phúc", "HẠNH PHÚC"} {
		if i := strings.Index(s, phrase); i >= 0 {
			start := lineStart(s, i)
			line := strings.TrimLeft(s[start:i], edge)
			if strings.HasPrefix(line, "Độc lập") || strings.HasPrefix(line, "ĐỘC LẬP") {
				return start
			}
		}
	}
	return -1
}

func lineStart(s string, at int) int { return strings.LastIndexByte(s[:at], '\n') + 1 }

// hasFormalLine reports whether one of the first lines has the form of a number
// or is a type of document in capitals. It is asked for every text.
func hasFormalLine(win string) bool {
	for n := 0; win != "" && n < maxBare; {
		var s string
		s, win, _ = strings.Cut(win, "\n")
		if len(s) > maxFormal {
			n++
			continue
		}
		if s = strings.Trim(s, edge); s == "" {
			continue
		}
		n++
		if numberAlone(s) || startsCapital(s) && kindLine(s).id != "" {
			return true
		}
	}
	return false
}

// maxFormal is the most bytes of a line that is a number or a type.
const maxFormal = 200

// startsCapital reports whether a text begins with two capitals.
func startsCapital(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	r2, _ := utf8.DecodeRuneInString(s[n:])
	return unicode.IsUpper(r) && unicode.IsUpper(r2)
}

// edge is what may stand around a line, with the marks of Markdown.
const edge = " \t\r\u00a0\ufeff*_#>|"

// cutLines returns at most max lines of a text that hold a letter or digit, the
// last ones if max is negative.
func cutLines(s string, max int) []line {
	var lines []line
	apart := false
	for s != "" && (max < 0 || len(lines) < max) {
		var raw string
		raw, s, _ = strings.Cut(s, "\n")
		for cell := range strings.SplitSeq(raw, "|") {
			pieces := cutPieces(clean(cell))
			if len(pieces) == 0 {
				apart = true
			}
			for i, p := range pieces {
				lines = append(lines, line{text: p, shared: len(pieces) > 1, apart: apart || i > 0})
				apart = false
			}
		}
	}
	if max < 0 && len(lines) > -max {
		lines = lines[len(lines)+max:]
	}
	return lines
}

// clean returns a line with single spaces and without marks of Markdown.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "****", "---"), "**", "") // where one bold run ends and the next begins, a field does
	return strings.Trim(strings.Join(strings.Fields(s), " "), edge)
}

// cutPieces parts a line at rules ("-------") and, where it holds a motto or a
// number and more, at the phrases that begin a field.
func cutPieces(s string) []string {
	if len(s) > maxLine {
		return []string{s}
	}
	var out []string
	for _, part := range strings.FieldsFunc(cutRules(s), func(r rune) bool { return r == '\n' }) {
		for piece := range strings.SplitSeq(cutPhrases(strings.Trim(part, edge)), "\n") {
			if piece = strings.Trim(piece, edge); strings.ContainsFunc(piece, isWord) {
				out = append(out, piece)
			}
		}
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// cutRules puts a line end in place of each rule of three characters or more.
func cutRules(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		n := ruleLength(s[i:])
		if n >= 3 {
			b.WriteByte('\n')
			i += n
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// ruleLength returns the bytes of the rule that s begins with.
func ruleLength(s string) int {
	n := len(s) - len(strings.TrimLeft(s, "-–—_*=─¯"))
	if n >= 3 && strings.Trim(s[:n], "–—─¯") == "" && utf8.RuneCountInString(s[:n]) < 3 {
		return 0
	}
	return n
}

// starts are the phrases that begin a field of a head, ends those after which
// the next begins.
var (
	starts = []string{"CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", "Độc lập - Tự do", "Độc lập – Tự do",
		"Số:", "Số :", "Luật số:", "V/v", "Kính gửi", "Căn cứ "}
	ends = []string{"Hạnh phúc", "HẠNH PHÚC", "ĐẢNG CỘNG SẢN VIỆT NAM"}
)

// cutPhrases puts line ends between the fields of a line that holds several.
func cutPhrases(s string) string {
	if motto(s) < 0 && !startsNumber(s) && !strings.Contains(s, "HỘI CHỦ NGHĨA") && !strings.Contains(s, "Độc lập") {
		return s
	}
	for _, p := range starts {
		if i := strings.Index(s, p); i > 0 && !strings.HasSuffix(strings.TrimRight(s[:i], " "), " XÃ") && !strings.HasSuffix(strings.TrimRight(s[:i], " "), "NƯỚC") && (s[i-1] == ' ' || p[0] >= 0x80 || p[0] == 'C') {
			s = s[:i] + "\n" + s[i:]
		}
	}
	for _, p := range ends {
		if i := strings.Index(s, p); i >= 0 {
			s = s[:i+len(p)] + "\n" + s[i+len(p):]
		}
	}
	if d, ok := findDateline(s); ok {
		s = s[:d.start] + "\n" + s[d.start:d.end] + "\n" + s[d.end:]
	}
	return s
}

// isCaps reports whether a text has letters and no small one.
func isCaps(s string) bool {
	upper := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		upper = upper || unicode.IsUpper(r)
	}
	return upper
}

// key is the form in which phrases are compared: terms, with one space between.
func key(s string) string {
	return viet.Term(strings.Join(strings.Fields(s), " "))
}

// beginsWith reports whether a key begins with one of the phrases, as whole words.
func beginsWith(key string, phrases ...string) bool {
	for _, p := range phrases {
		if strings.HasPrefix(key, p) && (len(key) == len(p) || !isWord(firstRune(key[len(p):]))) {
			return true
		}
	}
	return false
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func texts(lines []line) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.text
	}
	return out
}
