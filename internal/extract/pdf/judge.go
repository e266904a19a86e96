package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
)

// The text layer of a page may be worthless: a font without a table of its letters
// gives the numbers of glyphs, and a scan may carry what an English program took
// Vietnamese letters for. Both show by the share of words that are Vietnamese
// syllables. What lies over a scan must be better than what was typed, as half of
// such misreadings are syllables by chance, and must have marks. English text shows few
// syllables too, but is full of the words that hold an English sentence together,
// which misread Vietnamese is not.

const (
	fewLetters  = 30
	enoughChars = 40
	enoughWords = 15
	leastShare  = 0.4  // of syllables among words: names and abbreviations are none
	overScan    = 0.8  // the same for what lies over a scan
	leastMarked = 0.4  // of words with marks in what lies over a scan
	foreign     = 0.15 // of words that hold an English or French sentence together
	mostOdd     = 0.05 // of characters that are no text at all
)

var foreignWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`the of and to in is for that with are on by as be this from or at was which it not have has will shall
		de la le les des et un une du en que pour dans qui sur par au est`) {
		m[w] = true
	}
	return m
}()

// quality counts what tells whether a text can be used.
type quality struct {
	chars, letters, odd               int
	words, syllables, marked, foreign int
}

func qualityOf(list []Paragraph) (q quality) {
	var tokens []viet.Token
	for _, p := range list {
		text := viet.Compose(p.Text)
		for _, r := range text {
			q.chars++
			switch {
			case unicode.IsLetter(r):
				q.letters++
			case unicode.IsControl(r), unicode.Is(unicode.Co, r), r == utf8.RuneError:
				q.odd++
			}
		}
		tokens = viet.Words(tokens[:0], text)
		for _, t := range tokens {
			q.word(text[t.Start:t.End])
		}
	}
	return q
}

// word counts a word; numbers and single letters tell nothing.
func (q *quality) word(s string) {
	if utf8.RuneCountInString(s) < 2 || strings.ContainsFunc(s, unicode.IsDigit) {
		return
	}
	q.words++
	term := viet.Term(s)
	if _, ok := viet.ParseSyllable(term); ok {
		q.syllables++
	}
	if viet.Marked(s) {
		q.marked++
	}
	if foreignWords[term] {
		q.foreign++
	}
}

func (q *quality) add(o quality) {
	q.chars, q.letters, q.odd = q.chars+o.chars, q.letters+o.letters, q.odd+o.odd
	q.words, q.syllables, q.marked, q.foreign = q.words+o.words, q.syllables+o.syllables, q.marked+o.marked, q.foreign+o.foreign
}

// isOdd reports whether much of a text is no characters at all.
func (q *quality) isOdd() bool { return float64(q.odd) > mostOdd*float64(q.chars) }

// usable reports whether a text is to be kept; covered says that it lies over an
// image.
func (q *quality) usable(covered bool) bool {
	switch {
	case q.isOdd():
		return false
	case q.chars < enoughChars, float64(q.foreign) >= foreign*float64(q.words):
		return true
	case covered:
		return float64(q.syllables) >= overScan*float64(q.words) && float64(q.marked) >= leastMarked*float64(q.words)
	}
	return q.words < enoughWords || float64(q.syllables) >= leastShare*float64(q.words)
}
