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

// tokenized is a text cut into tokens.
type tokenized struct {
	words   []viet.Token
	aliases []viet.Token
	bare    []bool // by word; nil when none is
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
		if isOpen(tokens, i) {
			k.Term = openMark + k.Term
			t.aliases = append(t.aliases, k)
		}
	}
	t.bare = viet.Bare(text, t.words)
	return t
}

// is reports whether word i of the text is one of the form's.
func (t *tokenized) is(i int, f *form) bool {
	return f.matches(&t.words[i], t.bare != nil && t.bare[i])
}

// in returns the matches in a text of the given field, in text order, or the
// error of ctx when its deadline passes.
func (m *matcher) in(ctx context.Context, field, text string) ([]snippet.Match, error) {
	if text == "" || len(m.words)+len(m.phrases) == 0 {
		return nil, ctx.Err()
	}
	t := tokenize(text)
	var found []snippet.Match
	mark := func(s snippet.Span, term int) { found = append(found, snippet.Match{Span: s, Term: term}) }
	for i := range m.words {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if w := &m.words[i]; slices.Contains(w.fields, field) {
			t.each(&w.form, func(s snippet.Span) { mark(s, w.id) })
		}
	}
	for i := range m.phrases {
		ph := &m.phrases[i]
		if !slices.Contains(ph.fields, field) {
			continue
		}
		spans, err := ph.spans(ctx, t, 0)
		if err != nil {
			return nil, err
		}
		for _, s := range spans {
			mark(s, ph.id)
		}
	}
	slices.SortStableFunc(found, func(a, b snippet.Match) int { return a.Start - b.Start })
	return found, nil
}

// each calls mark for every word and alias of the form.
func (t *tokenized) each(f *form, mark func(snippet.Span)) {
	for i := range t.words {
		if t.is(i, f) {
			mark(snippet.Span{Start: t.words[i].Start, End: t.words[i].End})
		}
	}
	for i := range t.aliases {
		if k := &t.aliases[i]; f.matches(k, false) {
			mark(snippet.Span{Start: k.Start, End: k.End})
		}
	}
}

// holds reports whether the phrase stands in the text.
func (ph *phrase) holds(ctx context.Context, text string) (bool, error) {
	spans, err := ph.spans(ctx, tokenize(text), 1)
	return len(spans) > 0, err
}

// spans returns where the phrase stands: one span for each adjacent phrase,
// one for each word of a group that lies close enough together. It stops after
// the first limit places, unless limit is 0.
func (ph *phrase) spans(ctx context.Context, t *tokenized, limit int) ([]snippet.Span, error) {
	if ph.slop > 0 {
		return ph.near(ctx, t, limit)
	}
	var out []snippet.Span
	for i := 0; i+len(ph.forms) <= len(t.words); i++ {
		if i%deadlineEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if ph.standsAt(t, i) {
			out = append(out, snippet.Span{Start: t.words[i].Start, End: t.words[i+len(ph.forms)-1].End})
			if len(out) == limit {
				break
			}
		}
	}
	return out, nil
}

func (ph *phrase) standsAt(t *tokenized, i int) bool {
	for k := range ph.forms {
		if t.words[i+k].Pos-t.words[i].Pos != ph.at[k] || !t.is(i+k, &ph.forms[k]) {
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
func (ph *phrase) near(ctx context.Context, t *tokenized, limit int) ([]snippet.Span, error) {
	var out []snippet.Span
	var window []int // words that match any form
	last := -1       // the last word already marked
	groups := 0
	for i := range t.words {
		if i%nearDeadlineEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !ph.any(t, i) {
			continue
		}
		window = append(window, i)
		for len(window) > 0 && t.words[i].Pos-t.words[window[0]].Pos >= len(ph.forms)+ph.slop {
			window = window[1:]
		}
		if !ph.covered(t, window) {
			continue
		}
		for len(window) > 1 && ph.covered(t, window[1:]) {
			window = window[1:]
		}
		for _, j := range window {
			if j > last {
				out = append(out, snippet.Span{Start: t.words[j].Start, End: t.words[j].End})
				last = j
			}
		}
		if groups++; groups == limit {
			break
		}
	}
	return out, nil
}

func (ph *phrase) any(t *tokenized, i int) bool {
	for k := range ph.forms {
		if t.is(i, &ph.forms[k]) {
			return true
		}
	}
	return false
}

// covered reports whether each form can have a word of the window to itself (a
// matching of forms to words, found by augmenting paths).
func (ph *phrase) covered(t *tokenized, window []int) bool {
	if len(window) < len(ph.forms) {
		return false
	}
	owner := make([]int, len(window)) // form + 1
	for k := range ph.forms {
		if !ph.place(k, t, window, owner, make([]bool, len(window))) {
			return false
		}
	}
	return true
}

func (ph *phrase) place(k int, t *tokenized, window, owner []int, tried []bool) bool {
	for w, j := range window {
		if tried[w] || !t.is(j, &ph.forms[k]) {
			continue
		}
		tried[w] = true
		if owner[w] == 0 || ph.place(owner[w]-1, t, window, owner, tried) {
			owner[w] = k + 1
			return true
		}
	}
	return false
}
