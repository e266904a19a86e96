package main

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
)

// Raw texts are counted here with nothing of the product: words are cut by a regular
// expression, what ends a sentence is another one, and tones are moved by a table. So
// what it says of a query that is a phrase, or a word, can only be right by being right.

// rawDocument is a document as it was sent, with the words of its title and body.
type rawDocument struct {
	index.Document
	fields [2]rawText
}

// rawText is a text as words. A cut is a word "" and stands between sentences.
type rawText struct {
	whole string   // composed, in lower case
	words []string // as keys that do not tell the places of tones apart
	bare  []string // the same without marks
	typed []string // as they are written
}

var (
	rawWords = regexp.MustCompile(`\p{L}\p{M}*['’]\p{L}[\p{L}\p{M}\p{Nd}]*|\p{Nd}+[.,]\p{Nd}+\p{L}+|[\p{L}\p{M}\p{Nd}]+`)
	rawEnd   = regexp.MustCompile(`(?s)[.;:!?…].*\s|\n.*\n|\x{2029}`) // what stands between two words of different sentences (rule K02)
)

func readRaw(d index.Document) *rawDocument {
	return &rawDocument{Document: d, fields: [2]rawText{newRawText(d.Title), newRawText(d.Body)}}
}

func newRawText(s string) rawText {
	t := rawText{whole: asLower(s)}
	last := 0
	for _, at := range rawWords.FindAllStringIndex(t.whole, -1) {
		if rawEnd.MatchString(t.whole[last:at[0]]) {
			t.add("")
		}
		t.add(t.whole[at[0]:at[1]])
		last = at[1]
	}
	return t
}

func (t *rawText) add(word string) {
	key := rawWord(word)
	t.words, t.bare, t.typed = append(t.words, key), append(t.bare, withoutMarks(key)), append(t.typed, word)
}

// unseen are characters that nobody sees, and letters that only look like those meant
// (rules U05 and U08).
var unseen = strings.NewReplacer("\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\u00ad", "", "\u00d0", "Đ", "\u00f0", "đ")

func asLower(s string) string {
	return strings.ToLower(norm.NFC.String(unseen.Replace(norm.NFC.String(s))))
}

// openI are syllables that are one word with i and y: kỹ is kĩ, quý is quí (rules V01
// and V02).
var openI = regexp.MustCompile(`^(?:[bhklmnstvx]|th)i$|^qui(?:|t|nh|ch|n)$`)

// rawWord is a word with its tone behind it, whichever letter carries that (rule T),
// and with y for i where that is the same.
func rawWord(s string) string {
	tone := ""
	letters := norm.NFC.String(strings.Map(func(r rune) rune {
		if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", r) {
			tone += string(r)
			return -1
		}
		return r
	}, norm.NFD.String(strings.NewReplacer("'", "", "’", "").Replace(s))))
	if openI.MatchString(letters) {
		letters = strings.Replace(letters, "i", "y", 1)
	}
	return letters + tone
}

func withoutMarks(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'đ':
			return 'd'
		case r >= 0x300 && r < 0x370:
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// rawPhrase is what is looked for: words side by side, or what a pattern describes.
type rawPhrase struct {
	words   []string
	bare    bool // without any mark, it stands for all markings
	pattern *regexp.Regexp
}

func newRawPhrase(s string) *rawPhrase {
	p := &rawPhrase{words: newRawText(s).words}
	p.bare = !slices.ContainsFunc(p.words, func(w string) bool { return withoutMarks(w) != w })
	return p
}

// mentions counts the places of a text that it stands at, none of which overlap.
func (p *rawPhrase) mentions(t *rawText) (n int) {
	if p.pattern != nil {
		return len(p.pattern.FindAllStringIndex(t.whole, -1))
	}
	words := t.words
	if p.bare {
		words = t.bare
	}
	for i := 0; i+len(p.words) <= len(words); i++ {
		if slices.Equal(words[i:i+len(p.words)], p.words) {
			n++
			i += len(p.words) - 1
		}
	}
	return n
}
