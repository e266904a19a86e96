package indextest

import (
	"math"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/index/snippet"
)

// reader reads queries over some documents. negated says that it is within a NOT.
type reader struct {
	docs     map[string]*document
	average  float64
	accents  index.Accents
	negated  bool
	sought   []sought  // what is to be marked
	windowed []weighed // words of the text
}

func newReader(docs map[string]*document, a index.Accents) *reader {
	o := &reader{docs: docs, accents: a}
	for _, d := range docs {
		o.average += d.length
	}
	o.average = max(1, o.average/max(1, float64(len(docs))))
	return o
}

// meaning says whether a document is meant, and what it scores.
type meaning func(d *document) (score float64, has bool)

// mode is how a query word is meant: as it stands, or with any marks.
// beside says that the query has marks elsewhere.
type mode struct{ exact, open, prefix, noBare, beside bool }

// weight returns what a word of a text counts for a word of a query; 0 if it is
// not meant.
func (m mode) weight(q, w *word) float64 {
	open := plan.UnmarkedWeight
	if m.beside {
		open = plan.BesideWeight
	}
	switch {
	case m.prefix:
		if strings.HasPrefix(w.term, q.term) || strings.HasPrefix(w.term, q.typed) || m.open && strings.HasPrefix(w.fold, q.fold) {
			return 1
		}
		return 0
	case w.term == q.term:
		return 1
	case !m.exact && w.term == q.others[0]:
		return plan.VariantWeight
	case m.open && w.fold == q.fold:
		return open
	case m.open && w.fold == q.others[1]:
		return open * plan.VariantWeight
	case !m.exact && !m.noBare && q.term != q.fold && w.bare && w.term == q.fold:
		return plan.BareWeight
	}
	return 0
}

// sought is a word, or words that stand together, in a field ("" for the text).
type sought struct {
	field query.Field
	words []word
	modes []mode
	slop  int
}

// modesOf decides how the words of one phrase are meant.
func (r *reader) modesOf(words []word, exact, prefix bool) []mode {
	marked := slices.ContainsFunc(words, word.marked)
	modes := make([]mode, len(words))
	for k, w := range words {
		m := mode{exact: exact || r.accents == index.AccentsExact, prefix: prefix && k == len(words)-1, noBare: r.negated}
		m.open = !m.exact && (r.accents == index.AccentsFold || !w.marked() && !marked)
		modes[k] = m
	}
	return modes
}

func (w word) marked() bool { return w.term != w.fold }

// parts are the fields to look in, with their weights.
func (s *sought) parts() map[query.Field]float64 {
	if s.field == "" {
		return scoredParts
	}
	return map[query.Field]float64{s.field: 1}
}

// frequency returns how often it stands in a document, by weight.
func (s *sought) frequency(d *document) (tf float64) {
	for f, weight := range s.parts() {
		n, _ := s.places(d.words[f])
		tf += weight * n
	}
	return tf
}

// places returns how often it stands in a text, words by what they count, and
// the spans to be marked.
func (s *sought) places(text []word) (n float64, spans []snippet.Span) {
	if len(s.words) == 1 {
		for i := range text {
			if w := s.modes[0].weight(&s.words[0], &text[i]); w > 0 {
				n += w
				spans = append(spans, snippet.Span{Start: text[i].start, End: text[i].end})
			}
		}
		return n, spans
	}
	is := func(k, i int) bool { return s.modes[k].weight(&s.words[k], &text[i]) > 0 }
	if s.slop > 0 {
		return s.groups(text, is)
	}
	for i := 0; i+len(s.words) <= len(text); i++ {
		ok := true
		for k := 0; ok && k < len(s.words); k++ {
			ok = text[i+k].pos-text[i].pos == s.words[k].pos-s.words[0].pos && is(k, i+k)
		}
		if ok {
			n++
			spans = append(spans, snippet.Span{Start: text[i].start, End: text[i+len(s.words)-1].end})
		}
	}
	return n, spans
}

// groups looks back from each word that is one of those sought: it ends a group
// if each has a word of its own among those not too far before. The closest
// such words are marked, and count unless a group that ended before began there.
func (s *sought) groups(text []word, is func(k, i int) bool) (n float64, spans []snippet.Span) {
	any := func(i int) bool {
		return slices.ContainsFunc(indices(len(s.words)), func(k int) bool { return is(k, i) })
	}
	marked, counted := -1, -1
	for i := range text {
		if !any(i) {
			continue
		}
		var near []int
		for from := i; from >= 0 && text[i].pos-text[from].pos < len(s.words)+s.slop; from-- {
			if !any(from) {
				continue
			}
			near = append([]int{from}, near...)
			if !shareOut(near, len(s.words), nil, is) {
				continue
			}
			if from > counted {
				n += 1 / float64(2+text[i].pos-text[from].pos-len(s.words))
				counted = from
			}
			for _, j := range near {
				if j > marked {
					spans = append(spans, snippet.Span{Start: text[j].start, End: text[j].end})
					marked = j
				}
			}
			break
		}
	}
	return n, spans
}

// shareOut tries every way to give each of n words one of the places.
func shareOut(places []int, n int, used []int, is func(k, i int) bool) bool {
	if len(used) == n {
		return true
	}
	for _, i := range places {
		if !slices.Contains(used, i) && is(len(used), i) && shareOut(places, n, append(slices.Clip(used), i), is) {
			return true
		}
	}
	return false
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// idf weighs what stands in as many documents.
func (r *reader) idf(s *sought) float64 {
	n := 0.0
	for _, d := range r.docs {
		if s.frequency(d) > 0 {
			n++
		}
	}
	return math.Log(1 + (float64(len(r.docs))-n+0.5)/(n+0.5))
}

// beginsMany is how many words may begin alike for it to count how often they
// stand in a document, and how long that is.
const beginsMany = 16

// many reports whether a beginning stands for too many words to be counted.
func (r *reader) many(s *sought) bool {
	if len(s.words) > 1 || !s.modes[0].prefix {
		return false
	}
	seen := map[string]bool{}
	for _, d := range r.docs {
		for f := range s.parts() {
			for i := range d.words[f] {
				if w := &d.words[f][i]; s.modes[0].weight(&s.words[0], w) > 0 {
					seen[w.term] = true
				}
			}
		}
	}
	return len(seen) > beginsMany
}

// scored gives what is sought a weight.
func (r *reader) scored(s *sought, weight float64) meaning {
	many := r.many(s)
	return func(d *document) (float64, bool) {
		k, tf := k1, s.frequency(d)
		switch {
		case many:
			tf = min(tf, 1)
		case s.field == "":
			k *= 1 - b + b*d.length/r.average
		}
		return weight * tf / (tf + k), tf > 0
	}
}

// together reads words that stand together, or a single one.
func (r *reader) together(s *sought) meaning {
	if len(s.words) == 0 {
		return func(*document) (float64, bool) { return 0, false }
	}
	if !r.negated {
		r.sought = append(r.sought, *s)
	}
	mass := 0.0
	for k := range s.words {
		mass += r.idf(&sought{field: s.field, words: s.words[k : k+1], modes: s.modes[k : k+1]})
	}
	if len(s.words) == 1 && s.field == "" && !r.negated && !r.many(s) {
		r.windowed = append(r.windowed, weighed{*s, mass})
	}
	return r.scored(s, mass)
}
