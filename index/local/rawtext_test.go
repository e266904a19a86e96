package local

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/indextest"
)

// rawTexts are documents as they are written, read by other means than the
// product's: what it finds is held against them.
type rawTexts struct {
	docs      []index.Document
	words     [][]rawWord      // of each document; a cut stands between parts of sentences
	sentences [][]int32        // of each document, the numbers of the same words; a 0 stands between sentences
	texts     []string         // of each document, composed, in lower case
	known     map[string]int32 // number of a word, as its key
	folds     []int32          // by number of a word: that of its fold
	in        map[int32][]int  // the documents of a word or fold, ascending
}

// rawWord is a word of a text, or a cut.
type rawWord struct {
	word    int32  // counted from 1; 0: a cut
	capital bool   // its first letter and no other
	text    string // as written; it lives as long as the text
}

// readRaw reads corpora of $VANKIEN_DATA.
func readRaw(t *testing.T, corpora ...string) *rawTexts {
	t.Helper()
	x := newRawTexts()
	for _, name := range corpora {
		for _, line := range indextest.Lines(t, "corpora/"+name+".jsonl.gz") {
			d := index.Document{Kind: index.KindOther}
			if err := json.Unmarshal(line, &struct {
				ID, Title, Body, Date *string
			}{&d.ID, &d.Title, &d.Body, &d.Date}); err != nil {
				t.Fatal(err)
			}
			x.add(d)
		}
	}
	return x
}

func newRawTexts() *rawTexts {
	return &rawTexts{known: map[string]int32{}, folds: []int32{0}, in: map[int32][]int{}}
}

func (x *rawTexts) add(d index.Document) {
	text := norm.NFC.String(invisible.Replace(d.Title + "\n" + d.Body))
	x.docs = append(x.docs, d)
	x.texts = append(x.texts, strings.ToLower(text))
	words := x.read(text)
	x.words = append(x.words, words)
	x.sentences = append(x.sentences, sentencesOf(words))
	x.list(len(x.docs) - 1)
}

// invisible takes out characters that stand inside words and are not seen.
var invisible = strings.NewReplacer("\u200b", "", "\u200c", "", "\u200d", "", "\ufeff", "", "\u00ad", "")

// read splits a text at what is no letter or digit. A blank is no cut; all else
// is, and a blank behind it, too.
func (x *rawTexts) read(text string) (list []rawWord) {
	from := -1
	for i, r := range text + "\n" {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if from < 0 {
				from = i
			}
			continue
		}
		if from >= 0 {
			list = append(list, x.newWord(text[from:i]))
			from = -1
		}
		blank := unicode.IsSpace(r) && r != '\n'
		if after := len(list) > 0 && list[len(list)-1].word == 0; !blank || after {
			list = append(list, rawWord{text: string(r)})
		}
	}
	return list
}

// sentencesOf leaves of the cuts only those between sentences: a stop with a blank
// behind it, and an empty line. A comma or hyphen does not end one.
func sentencesOf(words []rawWord) (list []int32) {
	before := ""
	for _, w := range words {
		if w.word > 0 {
			list = append(list, w.word)
			before = ""
			continue
		}
		if blank := strings.TrimSpace(w.text) == ""; blank && (before == "stop" || before == "line" && w.text == "\n") {
			list = append(list, 0)
		}
		switch {
		case strings.Contains(".;:!?…", w.text):
			before = "stop"
		case w.text == "\n":
			before = "line"
		}
	}
	return list
}

func (x *rawTexts) newWord(s string) rawWord {
	r := []rune(s)
	rest := string(r[1:])
	return rawWord{x.number(s), unicode.IsUpper(r[0]) && rest == strings.ToLower(rest), s}
}

// number returns that of a word however its capitals and tones are placed. A fold
// is a word, too: one without marks.
func (x *rawTexts) number(word string) int32 {
	if n := x.known[word]; n > 0 {
		return n
	}
	key := rawKey(word)
	n := x.known[key]
	if n == 0 {
		n = int32(len(x.folds))
		x.known[key] = n
		x.folds = append(x.folds, n)
		if plain := bare(key); plain != key {
			x.folds[n] = x.number(plain)
		}
	}
	x.known[word] = n
	return n
}

// rawKey returns a word in lower case with its tone behind it, so that it does not
// matter which letter carries it.
func rawKey(word string) string {
	tone := ""
	letters := strings.Map(func(r rune) rune {
		if strings.ContainsRune(toneMarks, r) {
			tone += string(r)
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(word)))
	return norm.NFC.String(letters) + tone
}

// list notes in which words and folds a document is to be looked for.
func (x *rawTexts) list(doc int) {
	add := func(n int32) {
		if in := x.in[n]; n > 0 && (len(in) == 0 || in[len(in)-1] < doc) {
			x.in[n] = append(in, doc)
		}
	}
	for _, w := range x.words[doc] {
		add(w.word)
		add(x.folds[w.word])
	}
}

// numbers returns those of the words of a text; marks tells whether any has one.
func (x *rawTexts) numbers(text string) (list []int32, marks bool) {
	for _, w := range x.read(norm.NFC.String(text)) {
		if w.word > 0 {
			list = append(list, w.word)
		}
	}
	return list, bare(text) != text
}

// beside returns the documents that hold the words of each text side by side
// within a sentence, ascending. A text without any mark stands for every marking
// of it.
func (x *rawTexts) beside(texts ...string) (docs []int) {
	for i, text := range texts {
		words, marks := x.numbers(text)
		from := docs
		if i == 0 {
			from = x.in[slices.MinFunc(words, func(a, b int32) int { return len(x.in[a]) - len(x.in[b]) })]
		}
		docs = nil
		for _, d := range from {
			if x.holds(d, words, marks) {
				docs = append(docs, d)
			}
		}
	}
	return docs
}

func (x *rawTexts) holds(doc int, words []int32, marks bool) bool {
	text := x.sentences[doc]
	for i := range text[:max(0, len(text)-len(words)+1)] {
		n := 0
		for n < len(words) && (text[i+n] == words[n] || !marks && x.folds[text[i+n]] == words[n]) {
			n++
		}
		if n == len(words) {
			return true
		}
	}
	return false
}
