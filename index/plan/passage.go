package plan

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/index/query"
	"vankien/internal/viet"
)

// passage is words of a query that follow each other, with nothing between, and
// that may have been meant otherwise.
type passage struct {
	words  []query.Word
	first  int // the number of the first word in query.Words
	places []place
}

// place is one term of a passage.
type place struct {
	word       int // in passage.words
	term, fold string
	from, to   int  // in the text of the word
	part       bool // of a longer word, as in kinh tế-xã hội: no slip
	fixed      bool // it is what it is: a number, an abbreviation
	glued      bool // fixed for its digits, which stand behind letters
	known      bool // an abbreviation, its long form or the name of a place: no slip
}

// isWord reports whether the place is a whole word that may be another.
func (p *place) isWord() bool { return !p.part && !p.fixed }

func (p *place) plain() bool { return p.term == p.fold }

// typed returns the terms of the passage.
func (p *passage) typed() []string {
	terms := make([]string, len(p.places))
	for i, x := range p.places {
		terms[i] = x.term
	}
	return terms
}

// maxPlaces bounds the terms of a passage, but for those of one word; what follows
// is a passage of its own.
const maxPlaces = 32

// passages returns the passages of a query. What is excluded, exact, a
// beginning, a word by itself or the value of a field other than title and
// speaker belongs to none.
func passages(n query.Node) []passage {
	var w walker
	w.walk(n, false)
	w.cut()
	return w.list
}

type walker struct {
	list []passage
	now  passage
	next int
}

func (w *walker) walk(n query.Node, negated bool) {
	switch n := n.(type) {
	case query.Word:
		w.word(n, negated)
	case query.Not:
		w.cut()
		w.walk(n.Node, true)
		w.cut()
	case query.And:
		for _, x := range n.Nodes {
			w.walk(x, negated)
		}
	case query.Or:
		for _, x := range n.Nodes {
			w.cut()
			w.walk(x, negated)
		}
		w.cut()
	default:
		w.cut()
	}
}

func (w *walker) word(x query.Word, negated bool) {
	number := w.next
	w.next++
	open := !negated && !x.Exact && !x.Prefix && !x.Plain && (x.Field == "" || x.Field == query.Title || x.Field == query.Speaker)
	if !open || x.Cut || len(w.now.words) > 0 && w.now.words[0].Field != x.Field {
		w.cut()
	}
	if !open {
		return
	}
	x.Text = viet.Compose(x.Text)
	tokens := viet.Words(nil, x.Text)
	if len(w.now.places)+len(tokens) > maxPlaces {
		w.cut()
	}
	if len(w.now.words) == 0 {
		w.now.first = number
	}
	for _, t := range tokens {
		digits := strings.IndexFunc(t.Term, unicode.IsDigit)
		w.now.places = append(w.now.places, place{
			word: len(w.now.words), term: t.Term, fold: t.Fold, from: t.Start, to: t.End,
			part: len(tokens) > 1, fixed: digits >= 0, glued: digits > 0,
		})
	}
	w.now.words = append(w.now.words, x)
}

// cut ends a passage.
func (w *walker) cut() {
	if len(w.now.places) > 0 {
		w.list = append(w.list, w.now)
	}
	w.now = passage{}
}

// edits are the texts that stand in place of some words of a query, by the
// numbers of those; none where a word goes. A text that begins with = stands for
// the word exactly so.
type edits map[int][]string

// apply returns the query with its words replaced.
func (e edits) apply(n query.Node) query.Node {
	return query.Replace(n, func(number int, w query.Word) query.Node {
		texts, ok := e[number]
		switch {
		case !ok:
			return w
		case len(texts) == 0:
			return nil
		}
		list := make([]query.Node, len(texts))
		for i, t := range texts {
			text, exact := strings.CutPrefix(t, "=")
			list[i] = query.Word{Field: w.Field, Text: text, Exact: exact, Cut: w.Cut && i == 0}
		}
		if len(list) == 1 {
			return list[0]
		}
		return query.And{Nodes: list}
	})
}

// set replaces what was typed at a place by a term, in capitals as typed. The
// places of one word are set in their order.
func (e edits) set(p *passage, at int, term string) {
	x := &p.places[at]
	typed := p.words[x.word].Text
	if term != x.term {
		e.write(p, at, likeTyped(typed[x.from:x.to], term))
	}
}

// write replaces what was typed at a place by a text.
func (e edits) write(p *passage, at int, text string) {
	x := &p.places[at]
	typed := p.words[x.word].Text
	now := typed
	if before, ok := e[p.first+x.word]; ok {
		now = before[0]
	}
	behind := typed[x.to:]
	e[p.first+x.word] = []string{now[:len(now)-len(typed)+x.from] + text + behind}
}

// likeTyped returns a term with capitals where the word typed has them.
func likeTyped(typed, term string) string {
	switch {
	case utf8.RuneCountInString(typed) > 1 && strings.ToUpper(typed) == typed && strings.ToLower(typed) != typed:
		return strings.ToUpper(term)
	case strings.IndexFunc(typed, unicode.IsUpper) == 0:
		return capital(term)
	}
	return term
}

// capital returns a term with a capital at the beginning.
func capital(term string) string {
	r, size := utf8.DecodeRuneInString(term)
	return string(unicode.ToUpper(r)) + term[size:]
}
