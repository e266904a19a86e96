package plan

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
)

// gluedShare is how many times more often words must stand apart than as one.
const gluedShare = 5

// cut writes words apart that were written as one and could not be mended else.
func (g *guesser) cut(p *passage, l *lattice, now path, suspects []int, e edits) error {
	for _, i := range suspects {
		w := p.first + p.places[i].word
		if e[w] != nil {
			continue
		}
		parts, err := g.apart(&p.places[i], l.words[i][now.choices[i]])
		if err != nil {
			return err
		}
		if len(parts) > 0 {
			e[w] = parts
		}
	}
	return nil
}

// join writes a word as one that was written as two, and reports whether there
// was any.
func (g *guesser) join(p *passage, l *lattice, suspects []int, e edits) (done bool, err error) {
	for _, i := range suspects {
		for at := max(0, i-1); at <= i; at++ {
			joined, err := g.together(p, l, at)
			if err != nil {
				return false, err
			}
			if w := p.places[at].word; joined != "" {
				e[p.first+w], e[p.first+w+1] = []string{likeTyped(p.words[w].Text, joined)}, []string{}
				return true, nil
			}
		}
	}
	return false, nil
}

// apart returns the words that one was written for: syllables of which each two
// neighbours are known, where it is far rarer itself.
func (g *guesser) apart(p *place, count float64) ([]string, error) {
	if p.fixed {
		return g.hyphened(p.term, count)
	}
	s := splitter{of: g.of, whole: p.term, least: math.Inf(1)}
	if viet.IsSyllable(p.term) {
		return nil, nil
	}
	parts, ok := viet.Split(p.term, &s)
	short := func(part string) bool { return utf8.RuneCountInString(part) < 2 }
	if s.err != nil || !ok || s.least < gluedShare*count || slices.ContainsFunc(parts, short) {
		return nil, s.err
	}
	return parts, nil
}

// hyphened returns a word and the number glued to it with a hyphen between, nil
// where the collection does not have the two side by side more often.
func (g *guesser) hyphened(term string, count float64) ([]string, error) {
	word := strings.TrimRightFunc(term, unicode.IsDigit)
	number := term[len(word):]
	if len(word) < 2 || number == "" || strings.ContainsFunc(word, unicode.IsDigit) {
		return nil, nil
	}
	runs, err := g.of.Runs([][]string{{word}, {number}})
	if err != nil || len(runs.Pairs[0]) == 0 || runs.Pairs[0][0].Count < gluedShare*count {
		return nil, err
	}
	return []string{word + "-" + number}, nil
}

// splitter is what viet.Split asks of a lexicon; least is how often the rarest
// pair found stands there.
type splitter struct {
	of    Lexicon
	whole string
	least float64
	err   error
}

// terms returns the words that a syllable stands for.
func (s *splitter) terms(syllable string) (terms []string, sum float64) {
	fold := viet.Fold(syllable)
	list, err := s.of.Readings(fold)
	if err != nil {
		s.err = err
	}
	for _, r := range list {
		if fold == syllable || r.Term == syllable {
			terms = append(terms, r.Term)
			sum += r.Count
		}
	}
	return terms, sum
}

func (s *splitter) Frequency(syllable string) int {
	if syllable == s.whole {
		return 0
	}
	_, sum := s.terms(syllable)
	return int(sum)
}

func (s *splitter) Pair(a, b string) int {
	x, _ := s.terms(a)
	y, _ := s.terms(b)
	runs, err := s.of.Runs([][]string{x, y})
	if err != nil {
		s.err = err
		return 0
	}
	sum := 0.0
	for _, r := range runs.Pairs[0] {
		sum += r.Count
	}
	if sum > 0 {
		s.least = min(s.least, sum)
	}
	return int(sum)
}

// together returns the word that the words at i and behind it were written
// for, "" for none: one that the collection has, while it never has the two side
// by side and one of them is no syllable.
func (g *guesser) together(p *passage, l *lattice, i int) (string, error) {
	if i+1 >= len(p.places) || !p.places[i].isWord() || !p.places[i+1].isWord() ||
		viet.IsSyllable(p.places[i].term) && viet.IsSyllable(p.places[i+1].term) ||
		slices.Max(l.pairs[i]) > 0 {
		return "", nil
	}
	term := p.places[i].term + p.places[i+1].term
	known, err := g.of.Readings(viet.Fold(term))
	if err != nil {
		return "", err
	}
	for _, r := range known {
		if r.Term == term && r.Count >= leastWhole {
			return term, nil
		}
	}
	return "", nil
}
