package match_test

import (
	"slices"
	"strings"

	"vankien/index/plan"
	"vankien/index/snippet"
	"vankien/internal/viet"
)

// tokenized is a text cut into tokens: what the fast search must agree with.
type tokenized struct {
	words, aliases []viet.Token
	bare           []bool // by word; nil when none is
}

func tokenize(text string) *tokenized {
	t := &tokenized{}
	tokens := viet.Tokenize(nil, text)
	for i, k := range tokens {
		if k.Kind == viet.Word {
			t.words = append(t.words, k)
			continue
		}
		t.aliases = append(t.aliases, k)
		if viet.IsOpen(tokens, i) {
			k.Term = plan.OpenMark + k.Term
			t.aliases = append(t.aliases, k)
		}
	}
	t.bare = viet.Bare(text, t.words)
	return t
}

// is reports whether word i of the text is one that a form stands for.
func (t *tokenized) is(i int, f *plan.Form) bool {
	w := &t.words[i]
	if !f.Prefix {
		return slices.Contains(f.Terms, w.Term) || slices.Contains(f.Folds, w.Fold) || f.Bare != "" && w.Term == f.Bare && t.bare != nil && t.bare[i]
	}
	for _, p := range f.Terms {
		if strings.HasPrefix(w.Term, p) {
			return true
		}
	}
	for _, p := range f.Folds {
		if strings.HasPrefix(w.Fold, p) {
			return true
		}
	}
	return false
}

// matches returns what a plan marks in a field with this text.
func (t *tokenized) matches(c plan.Clause, field string) (found []snippet.Match) {
	switch c := c.(type) {
	case plan.And:
		for _, x := range c.Of {
			found = append(found, t.matches(x, field)...)
		}
	case plan.Best:
		for _, x := range c.Of {
			found = append(found, t.matches(x, field)...)
		}
	case plan.Or:
		for _, x := range c.Of {
			found = append(found, t.matches(x, field)...)
		}
	case plan.Word:
		if !slices.Contains(c.Fields, field) {
			return nil
		}
		for i, k := range t.words {
			if t.is(i, &c.Form) {
				found = append(found, snippet.Match{Span: snippet.Span{Start: k.Start, End: k.End}, Term: c.Term})
			}
		}
		for _, k := range t.aliases {
			if !c.Form.Prefix && (slices.Contains(c.Form.Terms, k.Term) || slices.Contains(c.Form.Folds, k.Fold)) {
				found = append(found, snippet.Match{Span: snippet.Span{Start: k.Start, End: k.End}, Term: c.Term})
			}
		}
	case plan.Phrase:
		if !slices.Contains(c.Fields, field) {
			return nil
		}
		spans, _ := t.phrase(&c)
		for _, s := range spans {
			found = append(found, snippet.Match{Span: s, Term: c.Term})
		}
	}
	return found
}

// once leaves one of the equal matches of each term that has a value among what stands
// for it; they are in order.
func once(c plan.Clause, found []snippet.Match) []snippet.Match {
	values := map[int]bool{}
	for _, w := range wordsOf(c) {
		if viet.IsAlias(strings.TrimPrefix(w.Form.Terms[0], plan.OpenMark)) {
			values[w.Term] = true
		}
	}
	return slices.CompactFunc(found, func(a, b snippet.Match) bool { return a == b && values[a.Term] })
}

// wordsOf returns all words of a plan.
func wordsOf(c plan.Clause) (list []plan.Word) {
	var of []plan.Clause
	switch c := c.(type) {
	case plan.And:
		of = c.Of
	case plan.Best:
		of = c.Of
	case plan.Or:
		of = c.Of
	case plan.Word:
		return []plan.Word{c}
	}
	for _, x := range of {
		list = append(list, wordsOf(x)...)
	}
	return list
}

// phrase returns the spans of a phrase, and in how many places it stands.
func (t *tokenized) phrase(ph *plan.Phrase) (spans []snippet.Span, n float64) {
	if ph.Slop > 0 {
		return t.near(ph)
	}
	for i := 0; i+len(ph.Forms) <= len(t.words); i++ {
		ok := true
		for k := range ph.Forms {
			ok = ok && t.words[i+k].Pos-t.words[i].Pos == ph.At[k] && t.is(i+k, &ph.Forms[k])
		}
		if ok {
			spans = append(spans, snippet.Span{Start: t.words[i].Start, End: t.words[i+len(ph.Forms)-1].End})
		}
	}
	return spans, float64(len(spans))
}

// near looks at the shortest window that ends at each word; those that begin where
// another did do not count.
func (t *tokenized) near(ph *plan.Phrase) (spans []snippet.Span, n float64) {
	last, from, counted := -1, 0, -1
	for i := range t.words {
		for t.words[i].Pos-t.words[from].Pos >= len(ph.Forms)+ph.Slop {
			from++
		}
		if !t.any(ph, i) || !t.covered(ph, from, i) {
			continue
		}
		for from < i && t.covered(ph, from+1, i) {
			from++
		}
		for j := from; j <= i; j++ {
			if j > last && t.any(ph, j) {
				spans = append(spans, snippet.Span{Start: t.words[j].Start, End: t.words[j].End})
				last = j
			}
		}
		if from > counted {
			n += 1 / float64(2+t.words[i].Pos-t.words[from].Pos-len(ph.Forms))
			counted = from
		}
	}
	return spans, n
}

func (t *tokenized) any(ph *plan.Phrase, i int) bool {
	return slices.ContainsFunc(ph.Forms, func(f plan.Form) bool { return t.is(i, &f) })
}

// covered tries every choice of distinct words from from to last for the forms.
func (t *tokenized) covered(ph *plan.Phrase, from, last int) bool {
	var words []int
	for i := from; i <= last; i++ {
		if t.any(ph, i) {
			words = append(words, i)
		}
	}
	used := make([]bool, len(words))
	var choose func(k int) bool
	choose = func(k int) bool {
		if k == len(ph.Forms) {
			return true
		}
		for w, i := range words {
			if !used[w] && t.is(i, &ph.Forms[k]) {
				used[w] = true
				if choose(k + 1) {
					return true
				}
				used[w] = false
			}
		}
		return false
	}
	return choose(0)
}

// phrasesOf returns all phrases of a plan.
func phrasesOf(c plan.Clause) (list []plan.Phrase) {
	switch c := c.(type) {
	case plan.And:
		for _, x := range c.Of {
			list = append(list, phrasesOf(x)...)
		}
	case plan.Best:
		for _, x := range c.Of {
			list = append(list, phrasesOf(x)...)
		}
	case plan.Or:
		for _, x := range c.Of {
			list = append(list, phrasesOf(x)...)
		}
	case plan.Phrase:
		return []plan.Phrase{c}
	}
	return list
}
