package viet

import "strings"

// A passage is bare when its writer used no marks: then a plain word there is
// not a word with the level tone, and a query typed with marks may mean it
// (rule F05).
const (
	bareShare     = 0.25 // of valid syllables with a mark, below which a passage is bare
	bareSyllables = 4    // a paragraph with fewer takes the verdict of the whole text
	sureShare     = 0.5  // of words with a mark, from which on a passage, however short, is not bare; no syllable is parsed
)

// Bare reports for each token of a text whether it stands in a bare passage, a
// paragraph or a whole text. The result is nil when none does. tokens are those
// of Words or Tokenize.
func Bare(text string, tokens []Token) []bool {
	var out []bool
	var whole *passage
	for from := 0; from < len(tokens); {
		to := paragraphEnd(text, tokens, from)
		part := countPassage(tokens[from:to])
		if part.small() {
			if whole == nil {
				p := countPassage(tokens)
				whole = &p
			}
			part = *whole
		}
		if part.bare() {
			if out == nil {
				out = make([]bool, len(tokens))
			}
			for i := from; i < to; i++ {
				out[i] = true
			}
		}
		from = to
	}
	return out
}

// paragraphEnd returns the number of the first token after the paragraph of
// token from. An alias lies over words and does not count.
func paragraphEnd(text string, tokens []Token, from int) int {
	end := tokens[from].Start
	for to := from; to < len(tokens); to++ {
		t := &tokens[to]
		if t.Start > end && strings.IndexByte(text[end:t.Start], '\n') >= 0 {
			return to
		}
		if t.Kind == Word {
			end = t.End
		}
	}
	return len(tokens)
}

// passage counts valid syllables with and without marks.
type passage struct {
	marked, plain int
	sure          bool // so many words have marks that nothing was counted
}

func countPassage(tokens []Token) (t passage) {
	words, marked := 0, 0
	for i := range tokens {
		if tokens[i].Kind != Word {
			continue
		}
		if words++; tokens[i].Fold != tokens[i].Term {
			marked++
		}
	}
	if t.sure = float64(marked) >= sureShare*float64(words); t.sure {
		return t
	}
	for i := range tokens {
		if tokens[i].Kind != Word {
			continue
		}
		if _, ok := ParseSyllable(tokens[i].Term); !ok {
			continue
		}
		if tokens[i].Fold != tokens[i].Term {
			t.marked++
		} else {
			t.plain++
		}
	}
	return t
}

// passage counts the syllables of a text.
func (c *cache) passage(text string) passage {
	words := c.scanWords(c.pieces[:0], text)
	if c.pieces = words; cap(words) > maxScratch {
		c.pieces = nil
	}
	return countPassage(words)
}

// small reports whether a paragraph takes the verdict of the whole text.
func (t *passage) small() bool { return !t.sure && t.valid() < bareSyllables }

func (t *passage) valid() int { return t.marked + t.plain }

func (t *passage) bare() bool {
	return !t.sure && t.plain > 0 && float64(t.marked) < bareShare*float64(t.valid())
}
