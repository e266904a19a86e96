package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
)

// Definition is an abbreviation that a text explains itself:
// "Công nghệ thông tin (CNTT)". Offsets are bytes of the text, half-open.
type Definition struct {
	Short string // as written: CNTT
	Long  string // terms, with the hyphens and commas between them: công nghệ thông tin

	Start, End           int // of the long form
	ShortStart, ShortEnd int
}

const (
	// maxShort is the longest abbreviation in letters; longer runs of capitals are headings.
	maxShort = 12
	// maxAside bounds in bytes what is looked at inside the parentheses.
	maxAside = 128
	// maxBefore bounds in bytes how far before them the long form may begin.
	maxBefore = 320
	// maxSkipped is how many words without a letter of their own one long form may hold.
	maxSkipped = 3
)

// asideWords are the words before the abbreviation inside the parentheses:
// "sau đây gọi tắt là", "viết tắt:".
var asideWords = termSet("sau đây được gọi viết chung tắt là tên từ cụm")

// linkWords may stand in a long form without a letter in its abbreviation:
// KHCN is khoa học và công nghệ.
var linkWords = termSet("và của các cho về với trong là do từ cấp")

func termSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// Definitions returns the abbreviations that text defines, in order (rule
// A02): letters in parentheses which are the initials of the words before
// them. Đ is a letter of its own; a link word such as "và" may be left out, and
// "sau đây gọi tắt là" may stand before the abbreviation. One abbreviation can
// be returned several times. The cost is linear in text.
func Definitions(text string) []Definition {
	var out []Definition
	var words []viet.Token
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '(')
		if i < 0 {
			return out
		}
		open := at + i
		at = open + 1
		end := strings.IndexAny(text[at:min(len(text), at+maxAside)], "()")
		if end < 0 || text[at+end] != ')' {
			continue
		}
		d := Definition{}
		var letters []rune
		d.ShortStart, d.ShortEnd, letters, words = aside(words[:0], text[at:at+end])
		if letters == nil {
			continue
		}
		from := max(0, open-maxBefore)
		words = viet.Words(words[:0], text[from:open])
		first := longForm(words, text[from:open], letters, from > 0)
		if first < 0 {
			continue
		}
		d.ShortStart, d.ShortEnd = d.ShortStart+at, d.ShortEnd+at
		d.Start, d.End = from+words[first].Start, from+words[len(words)-1].End
		d.Short = viet.Compose(text[d.ShortStart:d.ShortEnd])
		d.Long = longText(words[first:], text[from:open])
		out = append(out, d)
	}
}

// aside returns the span and the letters of the abbreviation that stands in
// parentheses; no letters when there is none. It returns words for reuse.
func aside(words []viet.Token, inside string) (start, end int, letters []rune, _ []viet.Token) {
	if !strings.ContainsFunc(inside, unicode.IsUpper) {
		return 0, 0, nil, words
	}
	words = viet.Words(words, inside)
	first := 0
	for first < len(words) && asideWords[words[first].Term] {
		first++
	}
	if first == len(words) || len(words)-first > maxShort {
		return 0, 0, nil, words
	}
	start, end = words[first].Start, words[len(words)-1].End
	if !onlyQuotes(inside[end:]) {
		return 0, 0, nil, words
	}
	return start, end, shortLetters(viet.Compose(inside[start:end])), words
}

// shortLetters returns the letters of an abbreviation without its separators,
// or nil when s is none: at least two capitals and more capitals than small
// letters, no digits, no spaces.
func shortLetters(s string) []rune {
	var letters []rune
	upper := 0
	for i, r := range s {
		switch {
		case strings.ContainsRune(".-&/–", r):
		case !unicode.IsLetter(r) || i == 0 && !unicode.IsUpper(r):
			return nil
		default:
			letters = append(letters, r)
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	if upper < 2 || 2*upper <= len(letters) || len(letters) > maxShort {
		return nil
	}
	return letters
}

// longForm returns which of the words before the parentheses begins the long
// form of the abbreviation, or -1. cut tells that the first word may lack its
// beginning.
func longForm(words []viet.Token, before string, letters []rune, cut bool) int {
	n := len(words)
	if n == 0 || !onlyQuotes(before[words[n-1].End:]) || linkWords[words[n-1].Term] {
		return -1
	}
	first := initials(words, letters, maxSkipped)
	if cut && first == 0 {
		return -1
	}
	return first
}

// initials matches letters from the last word backwards and returns the first
// word used, or -1. The number of ways it tries is bounded by the length of an
// abbreviation and the skips left.
func initials(words []viet.Token, letters []rune, skips int) int {
	w, l := len(words)-1, len(letters)-1
	if w < 0 {
		return -1
	}
	term := words[w].Term
	if at := takeInitial(words, letters, term, 1, skips); at >= 0 {
		return at
	}
	// TTg, TTr: a small letter repeats the second or the last letter of its word.
	if l > 0 && unicode.IsLower(letters[l]) && endsOrGoesOn(term, letters[l]) {
		if at := takeInitial(words, letters, term, 2, skips); at >= 0 {
			return at
		}
	}
	if skips > 0 && linkWords[term] && follows(words) {
		return initials(words[:w], letters, skips-1)
	}
	return -1
}

// takeInitial uses the last n letters for the last word and goes on before it.
func takeInitial(words []viet.Token, letters []rune, term string, n, skips int) int {
	l := len(letters) - n
	if !startsWith(term, letters[l]) {
		return -1
	}
	if l == 0 {
		return len(words) - 1
	}
	if !follows(words) {
		return -1
	}
	return initials(words[:len(words)-1], letters[:l], skips)
}

// follows reports whether the last word follows the one before it in the same sentence.
func follows(words []viet.Token) bool {
	n := len(words)
	return n > 1 && words[n-1].Pos == words[n-2].Pos+1
}

// startsWith reports whether letter stands for the first letter of term: Đ
// only for đ, and otherwise a plain letter also for a marked one (U for ủ).
func startsWith(term string, letter rune) bool {
	letter = unicode.ToLower(letter)
	first, _ := utf8.DecodeRuneInString(term)
	if first == letter {
		return true
	}
	if first == 'đ' || letter == 'đ' {
		return false
	}
	plain, _ := utf8.DecodeRuneInString(viet.Toneless(string(first)))
	base, _ := utf8.DecodeRuneInString(viet.Fold(string(first)))
	return letter == plain || letter == base || letter == 'w' && plain == 'ư'
}

func endsOrGoesOn(term string, letter rune) bool {
	_, w := utf8.DecodeRuneInString(term)
	return strings.HasPrefix(term[w:], string(letter)) || strings.HasSuffix(term, string(letter))
}

// longText returns the terms of words with what stands between them.
func longText(words []viet.Token, text string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			switch between := text[words[i-1].End:w.Start]; {
			case strings.Contains(between, ","):
				b.WriteString(", ")
			case strings.ContainsAny(between, "-–"):
				b.WriteString(" - ")
			default:
				b.WriteByte(' ')
			}
		}
		b.WriteString(w.Term)
	}
	return b.String()
}

// onlyQuotes reports whether s holds nothing but spaces, quotes and marks of emphasis.
func onlyQuotes(s string) bool {
	return strings.Trim(s, " \t\r\n\u00A0*_\"'“”‘’«»") == ""
}
