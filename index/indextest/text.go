package indextest

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The oracle's own reading of texts. It knows as much of Vietnamese as its texts
// need, and takes nothing from internal/viet.

// word is a word as the oracle sees it. bare says that its paragraph, or
// the whole text for a short paragraph, is written without marks.
type word struct {
	term, fold string
	others     [2]string // term and fold in the other spelling of i and y, or ""
	typed      string    // in lower case, marks where they were
	pos        int
	paragraph  int
	syllable   bool
	bare       bool
	start, end int // bytes of the composed text
}

// wordsOf cuts a composed text into words.
func wordsOf(text string) (words []word) {
	pos, paragraph, lines := -1, 0, 0
	stop, gap := false, false
	from := -1
	flush := func(end int) {
		if from < 0 {
			return
		}
		typed := strings.ToLower(text[from:end])
		w := spell(typed)
		if pos++; gap && pos > 0 {
			pos += 10
		}
		w.pos, w.paragraph, w.start, w.end = pos, paragraph, from, end
		words = append(words, w)
		from, stop, gap, lines = -1, false, false, 0
	}
	value := 0 // end of what is one word from its first digit on
	for i, r := range text {
		if from < 0 && i >= value && unicode.IsDigit(r) {
			value = i + len(valueIn(text[i:]))
		}
		if i < value || unicode.IsLetter(r) || unicode.IsDigit(r) || r == '²' {
			if from < 0 {
				from = i
			}
			continue
		}
		flush(i)
		switch {
		case r == '\n':
			paragraph++
			lines++
			gap = gap || stop || lines > 1
		case strings.ContainsRune(".;:!?…", r):
			stop = true
		case unicode.IsSpace(r):
			gap = gap || stop
		}
	}
	flush(len(text))
	markBare(words)
	return words
}

// written are the ways in which several runs of digits make one word: decimals
// and amounts, days, months of a year and times.
var written = regexp.MustCompile(`^(\d+(?:[.,]\d+)+|\d{1,2}/\d{1,2}(?:[.,]\d+|/\d{4})?|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d|\d{1,2}-\d{1,2}-(?:19|20)\d\d|\d{1,2}:[0-5]\d)([^\d].?|$)`)

// valueIn returns the value that a text begins with, or "". What codes follow is
// the number of a document.
func valueIn(text string) string {
	m := written.FindStringSubmatch(text[:min(len(text), 48)])
	if m == nil || strings.Contains(m[1], "/") && len(m[2]) > 1 && strings.ContainsAny(m[2][:1], "/-") && unicode.IsUpper(rune(m[2][1])) {
		return ""
	}
	return m[1]
}

var spelled sync.Map // words by how they are typed

// spell reads a word in lower case.
func spell(typed string) word {
	if w, ok := spelled.Load(typed); ok {
		return w.(word)
	}
	term := termOf(typed)
	fold := foldOf(term)
	w := word{term: term, fold: fold, others: [2]string{variantOf(term), variantOf(fold)}, typed: typed}
	w.syllable = syllable.MatchString(without(term, tones))
	spelled.Store(typed, w)
	return w
}

// newStyle are the ends of words whose tone mark is moved one letter forward.
var newStyle = func() map[string]string {
	m := map[string]string{}
	for _, tone := range []string{"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"} {
		for _, end := range []string{"oa", "oe", "uy"} {
			m[norm.NFC.String(end+tone)] = norm.NFC.String(end[:1] + tone + end[1:])
		}
	}
	return m
}()

// termOf puts the tone mark of a word into the traditional place.
func termOf(typed string) string {
	for late, early := range newStyle {
		if before, ok := strings.CutSuffix(typed, late); ok && !strings.HasSuffix(before, "q") {
			return before + early
		}
	}
	return typed
}

func foldOf(s string) string {
	return strings.NewReplacer("đ", "d", "²", "2").Replace(without(s, unicode.Mn))
}

// without removes the marks of a table from a word.
func without(s string, marks *unicode.RangeTable) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(marks, r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

var tones = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x300, Hi: 0x301, Stride: 1}, {Lo: 0x303, Hi: 0x303, Stride: 1}, {Lo: 0x309, Hi: 0x309, Stride: 1}, {Lo: 0x323, Hi: 0x323, Stride: 1}}}

// syllable is roughly what a Vietnamese syllable looks like without its tone.
var syllable = regexp.MustCompile(`^(ngh?|nh|[ckgpt]h|g[hi]|qu|tr|[bcdđghklmnprstvx])?` +
	`([aăâeêioôơuưy]|ia|ua|ưa|uê|uơ|uy|oa|oe|uya|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|oa[iy]|oeo|iêu|yêu|uôi|ươi|ươu|uây|iê|yê|uô|ươ|uâ|uyê|oă)` +
	`(ch?|m|ng?|nh|p|t)?$`)

// markBare decides which words stand in bare passages: those where fewer than a
// quarter of the syllables have marks, and fewer than half of all words.
func markBare(words []word) {
	isBare := func(in func(*word) bool) (few, bare bool) {
		n, marked, syllables, ofThem := 0, 0, 0, 0
		for i := range words {
			w := &words[i]
			if !in(w) {
				continue
			}
			n++
			if w.syllable {
				syllables++
			}
			if w.marked() {
				marked++
				if w.syllable {
					ofThem++
				}
			}
		}
		sure := 2*marked >= n
		return !sure && syllables < 4, !sure && syllables > 0 && 4*ofThem < syllables
	}
	_, whole := isBare(func(*word) bool { return true })
	for i := range words {
		if i > 0 && words[i].paragraph == words[i-1].paragraph {
			words[i].bare = words[i-1].bare
			continue
		}
		few, bare := isBare(func(w *word) bool { return w.paragraph == words[i].paragraph })
		words[i].bare = bare && !few || few && whole
	}
}

// variable are words that are written with i and with y; the second part of the
// match is the vowel, with its tone.
var variable = regexp.MustCompile(`^(b|h|k|l|m|n|s|th?|v|x|qu)([iìỉĩíịyỳỷỹýỵ])$`)

// variantOf returns the other spelling of a word, or "".
func variantOf(term string) string {
	m := variable.FindStringSubmatch(term)
	if m == nil {
		return ""
	}
	vowel := norm.NFD.String(m[2])
	other := "i"
	if vowel[0] == 'i' {
		other = "y"
	}
	return m[1] + norm.NFC.String(other+vowel[1:])
}
