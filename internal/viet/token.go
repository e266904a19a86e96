package viet

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Kind tells what a token is.
type Kind uint8

// Word is a run of letters, digits and marks.
const Word Kind = iota

func (k Kind) String() string { return "word" }

// Token is one word of a text.
type Token struct {
	Term, Fold string // Fold equals Term in a word without marks
	Kind       Kind
	Pos        int // neighbours differ by 1; the end of a sentence or paragraph adds Gap
	Start, End int // bytes of the text, half-open
}

// Gap is added to the position at the end of a sentence or paragraph, so that
// no phrase crosses it (rule K02).
const Gap = 10

// MaxTerm is the longest surface of a token in bytes; a longer run is cut at
// a code point into several tokens (rule K04).
const MaxTerm = 64

// Tokenize appends the words of text to dst. text should be composed; offsets
// are its bytes. A word is a run of letters, digits and marks; an apostrophe
// after a single letter belongs to it (M'Nông, rule K01). Hyphens, slashes and
// commas separate without a gap. The cost is linear in text, and words seen
// before are not built again.
func Tokenize(dst []Token, text string) []Token {
	memo := memos.Get().(*memo)
	defer memos.Put(memo)
	pos := -1
	var b boundary
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		if l := letterOf(r); l.lower == 0 || l.mark {
			b.see(r)
			i += w
			continue
		}
		end := wordEnd(text, i)
		pos++
		if b.gap && pos > 0 {
			pos += Gap
		}
		b = boundary{}
		f := memo.forms(text[i:end])
		dst = append(dst, Token{Term: f.term, Fold: f.fold, Pos: pos, Start: i, End: end})
		i = end
	}
	return dst
}

// wordEnd returns where the word that starts at i ends.
func wordEnd(text string, i int) int {
	start, letters := i, 0
	for i < len(text) {
		r, w := utf8.DecodeRuneInString(text[i:])
		l := letterOf(r)
		if l.lower == 0 {
			if letters != 1 || !isApostrophe(r) || !letterAt(text, i+w) {
				return i
			}
		} else if !l.mark {
			letters++
		}
		if i+w-start > MaxTerm && i > start {
			return i
		}
		i += w
	}
	return i
}

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	l := letterOf(r)
	return l.lower != 0 && !l.mark && l.lower > '9'
}

// boundary watches what stands between two words.
type boundary struct {
	stop, gap bool // a sentence mark was seen; space followed it
	lines     int
}

func (b *boundary) see(r rune) {
	switch r {
	case '.', ';', ':', '!', '?', '…':
		b.stop = true
	case '\n', 0x2028, 0x2029:
		b.lines++
		b.gap = b.gap || b.stop || b.lines > 1 || r == 0x2029
	case ' ', '\t', '\r', 0x00A0:
		b.gap = b.gap || b.stop
	}
}

// forms are the two indexed forms of a surface.
type forms struct{ term, fold string }

// memo remembers the forms of surfaces: running text repeats a few thousand
// syllables (rule SP02).
type memo struct{ m map[string]forms }

// maxMemo bounds the surfaces that one memo keeps.
const maxMemo = 1 << 14

var memos = sync.Pool{New: func() any { return &memo{m: map[string]forms{}} }}

func (c *memo) forms(surface string) forms {
	if f, ok := c.m[surface]; ok {
		return f
	}
	if len(c.m) >= maxMemo {
		clear(c.m)
	}
	surface = strings.Clone(surface)
	term := Term(surface)
	if term == surface {
		term = surface
	}
	f := forms{term: term, fold: term}
	if Marked(term) {
		f.fold = Fold(term)
	}
	c.m[surface] = f
	return f
}
