package index

import (
	"context"
	"slices"

	"vankien/index/snippet"
	"vankien/internal/viet"
)

// matcher finds the words and phrases of a plan in a text. Clauses under a NOT
// mark nothing.
type matcher struct {
	words   []word
	phrases []phrase
}

// newMatcher collects what a plan can mark.
func newMatcher(c clause) *matcher {
	m := &matcher{}
	m.collect(c)
	return m
}

func (m *matcher) collect(c clause) {
	switch c := c.(type) {
	case word:
		m.words = append(m.words, c)
	case phrase:
		m.phrases = append(m.phrases, c)
	case and:
		for _, x := range c.of {
			m.collect(x)
		}
	case or:
		for _, x := range c.of {
			m.collect(x)
		}
	}
}

// in returns the matches in a text of the given field, in text order, or the
// error of ctx when its deadline passes.
func (m *matcher) in(ctx context.Context, field, text string) ([]snippet.Match, error) {
	if text == "" || len(m.words)+len(m.phrases) == 0 {
		return nil, ctx.Err()
	}
	tokens := viet.Tokenize(nil, text)
	var found []snippet.Match
	for i := range m.words {
		w := &m.words[i]
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !slices.Contains(w.fields, field) {
			continue
		}
		for j := range tokens {
			if t := &tokens[j]; w.form.matches(t) {
				found = append(found, snippet.Match{Span: snippet.Span{Start: t.Start, End: t.End}, Term: w.id})
			}
		}
	}
	for i := range m.phrases {
		ph := &m.phrases[i]
		if !slices.Contains(ph.fields, field) {
			continue
		}
		spans, err := ph.spans(ctx, tokens, 0)
		if err != nil {
			return nil, err
		}
		for _, s := range spans {
			found = append(found, snippet.Match{Span: s, Term: ph.id})
		}
	}
	slices.SortStableFunc(found, func(a, b snippet.Match) int { return a.Start - b.Start })
	return found, nil
}

// holds reports whether the phrase stands in the text.
func (ph *phrase) holds(ctx context.Context, text string) (bool, error) {
	spans, err := ph.spans(ctx, viet.Tokenize(nil, text), 1)
	return len(spans) > 0, err
}

// spans returns where the phrase stands: one span for each adjacent phrase,
// one for each word of a group that lies close enough together. It stops after
// the first limit places, unless limit is 0.
func (ph *phrase) spans(ctx context.Context, tokens []viet.Token, limit int) ([]snippet.Span, error) {
	if ph.slop > 0 {
		return ph.near(ctx, tokens, limit)
	}
	var out []snippet.Span
	for i := 0; i+len(ph.forms) <= len(tokens); i++ {
		if i%deadlineEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if ph.standsAt(tokens[i:]) {
			out = append(out, snippet.Span{Start: tokens[i].Start, End: tokens[i+len(ph.forms)-1].End})
			if len(out) == limit {
				break
			}
		}
	}
	return out, nil
}

func (ph *phrase) standsAt(tokens []viet.Token) bool {
	for k := range ph.forms {
		if tokens[k].Pos-tokens[0].Pos != ph.at[k] || !ph.forms[k].matches(&tokens[k]) {
			return false
		}
	}
	return true
}

// nearDeadlineEvery is deadlineEvery for windows, each of which costs far more
// than a step of a list.
const nearDeadlineEvery = 32

// near finds groups of tokens, one for each form, in any order, with at most
// slop other words between the first and the last. A window is kept that holds
// every form; it is shrunk from the left before it is looked at.
func (ph *phrase) near(ctx context.Context, tokens []viet.Token, limit int) ([]snippet.Span, error) {
	var out []snippet.Span
	var window []int // tokens that match any form
	last := -1       // the last token already marked
	groups := 0
	for i := range tokens {
		if i%nearDeadlineEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !ph.any(&tokens[i]) {
			continue
		}
		window = append(window, i)
		for len(window) > 0 && tokens[i].Pos-tokens[window[0]].Pos >= len(ph.forms)+ph.slop {
			window = window[1:]
		}
		if !ph.covered(tokens, window) {
			continue
		}
		for len(window) > 1 && ph.covered(tokens, window[1:]) {
			window = window[1:]
		}
		for _, j := range window {
			if j > last {
				out = append(out, snippet.Span{Start: tokens[j].Start, End: tokens[j].End})
				last = j
			}
		}
		if groups++; groups == limit {
			break
		}
	}
	return out, nil
}

func (ph *phrase) any(t *viet.Token) bool {
	for k := range ph.forms {
		if ph.forms[k].matches(t) {
			return true
		}
	}
	return false
}

// covered reports whether each form can have a token of the window to itself
// (a matching of forms to tokens, found by augmenting paths).
func (ph *phrase) covered(tokens []viet.Token, window []int) bool {
	if len(window) < len(ph.forms) {
		return false
	}
	owner := make([]int, len(window)) // form + 1
	for k := range ph.forms {
		if !ph.place(k, tokens, window, owner, make([]bool, len(window))) {
			return false
		}
	}
	return true
}

func (ph *phrase) place(k int, tokens []viet.Token, window, owner []int, tried []bool) bool {
	for w, j := range window {
		if tried[w] || !ph.forms[k].matches(&tokens[j]) {
			continue
		}
		tried[w] = true
		if owner[w] == 0 || ph.place(owner[w]-1, tokens, window, owner, tried) {
			owner[w] = k + 1
			return true
		}
	}
	return false
}
