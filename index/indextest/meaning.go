package indextest

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/index/snippet"
)

func (r *reader) node(n query.Node) meaning {
	switch n := n.(type) {
	case query.Word:
		return all(r.run([]query.Word{n}))
	case query.Phrase:
		words := wordsOf(norm.NFC.String(n.Text))
		if n.Slop > 0 {
			words = words[:min(len(words), plan.MaxNear)]
		}
		return r.together(&sought{n.Field, words, r.modesOf(words, n.Exact, false), n.Slop})
	case query.Dates:
		return unscored(func(d *document) bool { return inDates(d.Date, n.From, n.To) })
	case query.And:
		return all(r.parts(n))
	case query.Or:
		parts := make([]meaning, len(n.Nodes))
		for i, x := range n.Nodes {
			parts[i] = r.node(x)
		}
		return some(parts, nil)
	case query.Not:
		outer := r.negated
		r.negated = true
		of := r.node(n.Node)
		r.negated = outer
		return unscored(func(d *document) bool { _, has := of(d); return !has })
	}
	return unscored(func(*document) bool { return true })
}

func unscored(f func(d *document) bool) meaning {
	return func(d *document) (float64, bool) { return 0, f(d) }
}

// all is AND; what near says is added.
func all(parts, near []meaning) meaning {
	return func(d *document) (sum float64, has bool) {
		for _, p := range parts {
			s, ok := p(d)
			if !ok {
				return 0, false
			}
			sum += s
		}
		return sum + added(near, d), true
	}
}

// some is OR; what near says is added.
func some(parts, near []meaning) meaning {
	return func(d *document) (sum float64, has bool) {
		for _, p := range parts {
			if s, ok := p(d); ok {
				sum, has = sum+s, true
			}
		}
		return sum + added(near, d), has
	}
}

func added(near []meaning, d *document) (sum float64) {
	for _, m := range near {
		s, _ := m(d)
		sum += s
	}
	return sum
}

// parts reads the parts of a conjunction, words that follow each other together.
func (r *reader) parts(n query.And) (parts, near []meaning) {
	for _, piece := range pieces(n.Nodes) {
		p, q := r.piece(piece)
		parts, near = append(parts, p...), append(near, q...)
	}
	return parts, near
}

// pieces parts the nodes of a conjunction into words of one field that follow
// each other, and single nodes.
func pieces(nodes []query.Node) (out [][]query.Node) {
	for i, n := range nodes {
		w, ok := n.(query.Word)
		if ok && i > 0 {
			if last, is := nodes[i-1].(query.Word); is && last.Field == w.Field {
				out[len(out)-1] = append(out[len(out)-1], n)
				continue
			}
		}
		out = append(out, []query.Node{n})
	}
	return out
}

func (r *reader) piece(nodes []query.Node) (parts, near []meaning) {
	var run []query.Word
	for _, n := range nodes {
		w, ok := n.(query.Word)
		if !ok {
			return []meaning{r.node(n)}, nil
		}
		run = append(run, w)
	}
	return r.run(run)
}

// anyOf reads a query of which a document needs one word only.
func (r *reader) anyOf(n query.Node) meaning {
	and, ok := n.(query.And)
	if !ok {
		return r.node(n)
	}
	var must, may, near []meaning
	for _, piece := range pieces(and.Nodes) {
		p, q := r.piece(piece)
		switch x := piece[0].(type) {
		case query.Not, query.Dates:
			must = append(must, p...)
			continue
		case query.Word:
			if x.Field == query.Topic {
				must = append(must, p...)
				continue
			}
		}
		may, near = append(may, p...), append(near, q...)
	}
	if len(may) == 0 {
		return all(must, nil)
	}
	return all(append(must, some(may, near)), nil)
}

// run reads words that follow each other, each for itself; two neighbours of
// the text that stand side by side add a part of what they weigh as one.
func (r *reader) run(run []query.Word) (parts, near []meaning) {
	if run[0].Field == query.Topic {
		return []meaning{unscored(func(d *document) bool {
			return !slices.ContainsFunc(run, func(w query.Word) bool { return !slices.Contains(d.Topics, w.Text) })
		})}, nil
	}
	units := make([]sought, len(run))
	anyMarked := false
	for i, w := range run {
		words := wordsOf(norm.NFC.String(w.Text))
		units[i] = sought{field: w.Field, words: words, modes: r.modesOf(words, w.Exact, w.Prefix)}
		anyMarked = anyMarked || slices.ContainsFunc(words, word.marked)
	}
	for i := range units {
		m := &units[i].modes[0]
		if len(units[i].words) > 1 {
			continue
		}
		m.beside = anyMarked
		if m.open && !m.prefix && r.accents == index.AccentsAuto && (r.standsPlain(units, i-1, i) || r.standsPlain(units, i, i+1)) {
			m.open = false
		}
	}
	var pairs []*sought
	for i := range units {
		if !slices.ContainsFunc(units[:i], units[i].same) {
			parts = append(parts, r.together(&units[i]))
		}
		if i > 0 && run[0].Field == "" && !r.negated && units[i-1].isWord() && units[i].isWord() {
			pair := beside(&units[i-1], &units[i])
			if slices.ContainsFunc(pairs, func(o *sought) bool { return pair.same(*o) }) {
				continue
			}
			pairs = append(pairs, pair)
			near = append(near, r.scored(pair, nearWeight*r.idf(pair)))
		}
	}
	return parts, near
}

// same reports whether both are the same words, meant alike.
func (s *sought) same(o sought) bool {
	return slices.Equal(s.modes, o.modes) && slices.EqualFunc(s.words, o.words, func(a, b word) bool { return a.term == b.term && (a.typed == b.typed || !s.modes[0].prefix) })
}

func (s *sought) isWord() bool { return len(s.words) == 1 && !s.modes[0].prefix }

// beside is the first words of two units as neighbours.
func beside(a, b *sought) *sought {
	pair := &sought{a.field, []word{a.words[0], b.words[0]}, []mode{a.modes[0], b.modes[0]}, 0}
	pair.words[0].pos, pair.words[1].pos = 0, 1
	return pair
}

// standsPlain reports whether two neighbouring words, one of them a single word
// with marks, stand side by side as typed in enough documents.
func (r *reader) standsPlain(units []sought, i, j int) bool {
	if i < 0 || j >= len(units) {
		return false
	}
	marked := func(s *sought) bool { return len(s.words) == 1 && s.words[0].marked() }
	if !marked(&units[i]) && !marked(&units[j]) {
		return false
	}
	pair := beside(&units[i], &units[j])
	pair.modes = []mode{{exact: true}, {exact: true}}
	n := 0
	for _, d := range r.docs {
		if pair.frequency(d) > 0 {
			n++
		}
	}
	return n >= max(1, min(5, len(r.docs)/1000))
}

// marks returns what is to be marked in a field of a document.
func (r *reader) marks(f query.Field, d *document) []snippet.Span {
	var list []snippet.Span
	for _, s := range r.sought {
		if s.parts()[f] > 0 {
			_, spans := s.places(d.words[f])
			list = append(list, spans...)
		}
	}
	return joined(list)
}

// joined returns spans in their order, those that overlap as one.
func joined(list []snippet.Span) (out []snippet.Span) {
	slices.SortFunc(list, func(a, b snippet.Span) int { return cmp.Compare(a.Start, b.Start) })
	for _, s := range list {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
