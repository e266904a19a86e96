package local

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/index/snippet"
)

// The oracle answers a request by reading every document, in plain floating
// point numbers: it shares neither the tokenizer nor the plan nor the formula
// with the index, only the parameters of the latter. It knows no readings of
// words (dates, abbreviations, places).

// oracleDoc is a document with its composed texts and their words, by field.
type oracleDoc struct {
	index.Document
	texts  map[query.Field]string
	words  map[query.Field][]oracleWord
	length float64
}

// oracleParts are the parts of a document that a word without a field is looked
// for in, with their weights.
var oracleParts = map[query.Field]float64{query.Title: titleWeight, "abstract": abstractWeight, "body": 1, query.Number: 1, query.Speaker: 1}

func newOracleDoc(d index.Document) *oracleDoc {
	o := &oracleDoc{Document: d, texts: map[query.Field]string{}, words: map[query.Field][]oracleWord{}}
	for f, text := range map[query.Field]string{query.Title: d.Title, "abstract": d.Abstract, "body": d.Body,
		query.Number: d.Number, query.Speaker: d.Speaker, query.Place: d.Place, query.Organisation: d.Organisation} {
		o.texts[f] = norm.NFC.String(text)
		o.words[f] = oracleWords(o.texts[f])
		o.length += oracleParts[f] * float64(len(o.words[f]))
	}
	return o
}

// oracle reads queries over some documents. negated says that it is within a NOT.
type oracle struct {
	docs    map[string]*oracleDoc
	average float64
	accents index.Accents
	negated bool
	sought  []sought // what is to be marked
}

func newOracle(docs map[string]*oracleDoc, a index.Accents) *oracle {
	o := &oracle{docs: docs, accents: a}
	for _, d := range docs {
		o.average += d.length
	}
	o.average = max(1, o.average/max(1, float64(len(docs))))
	return o
}

// meaning says whether a document is meant, and what it scores.
type meaning func(d *oracleDoc) (score float64, has bool)

// oracleMode is how a query word is meant: as it stands, or with any marks.
// beside says that the query has marks elsewhere.
type oracleMode struct{ exact, open, prefix, noBare, beside bool }

// weight returns what a word of a text counts for a word of a query; 0 if it is
// not meant.
func (m oracleMode) weight(q, w *oracleWord) float64 {
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
	words []oracleWord
	modes []oracleMode
	slop  int
}

// modesOf decides how the words of one phrase are meant.
func (o *oracle) modesOf(words []oracleWord, exact, prefix bool) []oracleMode {
	marked := slices.ContainsFunc(words, oracleWord.marked)
	modes := make([]oracleMode, len(words))
	for k, w := range words {
		m := oracleMode{exact: exact || o.accents == index.AccentsExact, prefix: prefix && k == len(words)-1, noBare: o.negated}
		m.open = !m.exact && (o.accents == index.AccentsFold || !w.marked() && !marked)
		modes[k] = m
	}
	return modes
}

func (w oracleWord) marked() bool { return w.term != w.fold }

// parts are the fields to look in, with their weights.
func (s *sought) parts() map[query.Field]float64 {
	if s.field == "" {
		return oracleParts
	}
	return map[query.Field]float64{s.field: 1}
}

// frequency returns how often it stands in a document, by weight.
func (s *sought) frequency(d *oracleDoc) (tf float64) {
	for f, weight := range s.parts() {
		n, _ := s.places(d.words[f])
		tf += weight * n
	}
	return tf
}

// places returns how often it stands in a text, words by what they count, and
// the spans to be marked.
func (s *sought) places(text []oracleWord) (n float64, spans []snippet.Span) {
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
// such words are marked.
func (s *sought) groups(text []oracleWord, is func(k, i int) bool) (n float64, spans []snippet.Span) {
	any := func(i int) bool {
		return slices.ContainsFunc(indices(len(s.words)), func(k int) bool { return is(k, i) })
	}
	marked := -1
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
			n++
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
func (o *oracle) idf(s *sought) float64 {
	n := 0.0
	for _, d := range o.docs {
		if s.frequency(d) > 0 {
			n++
		}
	}
	return math.Log(1 + (float64(len(o.docs))-n+0.5)/(n+0.5))
}

// scored gives what is sought a weight.
func (o *oracle) scored(s *sought, weight float64) meaning {
	return func(d *oracleDoc) (float64, bool) {
		p := exec.DefaultScoring
		k := p.K1
		if s.field == "" {
			k *= 1 - p.B + p.B*d.length/o.average
		}
		tf := s.frequency(d)
		return weight * tf / (tf + k), tf > 0
	}
}

// together reads words that stand together, or a single one.
func (o *oracle) together(s *sought) meaning {
	if len(s.words) == 0 {
		return func(*oracleDoc) (float64, bool) { return 0, false }
	}
	if !o.negated {
		o.sought = append(o.sought, *s)
	}
	mass := 0.0
	for k := range s.words {
		mass += o.idf(&sought{field: s.field, words: s.words[k : k+1], modes: s.modes[k : k+1]})
	}
	return o.scored(s, mass)
}

func (o *oracle) node(n query.Node) meaning {
	switch n := n.(type) {
	case query.Word:
		return all(o.run([]query.Word{n}))
	case query.Phrase:
		words := oracleWords(norm.NFC.String(n.Text))
		return o.together(&sought{n.Field, words, o.modesOf(words, n.Exact, false), n.Slop})
	case query.Dates:
		return unscored(func(d *oracleDoc) bool { return oracleDate(d.Date, n.From, n.To) })
	case query.And:
		return all(o.parts(n))
	case query.Or:
		parts := make([]meaning, len(n.Nodes))
		for i, x := range n.Nodes {
			parts[i] = o.node(x)
		}
		return some(parts, nil)
	case query.Not:
		outer := o.negated
		o.negated = true
		of := o.node(n.Node)
		o.negated = outer
		return unscored(func(d *oracleDoc) bool { _, has := of(d); return !has })
	}
	return unscored(func(*oracleDoc) bool { return true })
}

func unscored(f func(d *oracleDoc) bool) meaning {
	return func(d *oracleDoc) (float64, bool) { return 0, f(d) }
}

// all is AND; what near says is added.
func all(parts, near []meaning) meaning {
	return func(d *oracleDoc) (sum float64, has bool) {
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
	return func(d *oracleDoc) (sum float64, has bool) {
		for _, p := range parts {
			if s, ok := p(d); ok {
				sum, has = sum+s, true
			}
		}
		return sum + added(near, d), has
	}
}

func added(near []meaning, d *oracleDoc) (sum float64) {
	for _, m := range near {
		s, _ := m(d)
		sum += s
	}
	return sum
}

// parts reads the parts of a conjunction, words that follow each other together.
func (o *oracle) parts(n query.And) (parts, near []meaning) {
	for _, piece := range pieces(n.Nodes) {
		p, q := o.piece(piece)
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

func (o *oracle) piece(nodes []query.Node) (parts, near []meaning) {
	var run []query.Word
	for _, n := range nodes {
		w, ok := n.(query.Word)
		if !ok {
			return []meaning{o.node(n)}, nil
		}
		run = append(run, w)
	}
	return o.run(run)
}

// anyOf reads a query of which a document needs one word only.
func (o *oracle) anyOf(n query.Node) meaning {
	and, ok := n.(query.And)
	if !ok {
		return o.node(n)
	}
	var must, may, near []meaning
	for _, piece := range pieces(and.Nodes) {
		p, q := o.piece(piece)
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
func (o *oracle) run(run []query.Word) (parts, near []meaning) {
	if run[0].Field == query.Topic {
		return []meaning{unscored(func(d *oracleDoc) bool {
			return !slices.ContainsFunc(run, func(w query.Word) bool { return !slices.Contains(d.Topics, w.Text) })
		})}, nil
	}
	units := make([]sought, len(run))
	anyMarked := false
	for i, w := range run {
		words := oracleWords(norm.NFC.String(w.Text))
		units[i] = sought{field: w.Field, words: words, modes: o.modesOf(words, w.Exact, w.Prefix)}
		anyMarked = anyMarked || slices.ContainsFunc(words, oracleWord.marked)
	}
	for i := range units {
		m := &units[i].modes[0]
		if len(units[i].words) > 1 {
			continue
		}
		m.beside = anyMarked
		if m.open && !m.prefix && o.accents == index.AccentsAuto && (o.standsPlain(units, i-1, i) || o.standsPlain(units, i, i+1)) {
			m.open = false
		}
	}
	for i := range units {
		parts = append(parts, o.together(&units[i]))
		if i > 0 && run[0].Field == "" && !o.negated && units[i-1].isWord() && units[i].isWord() {
			pair := beside(&units[i-1], &units[i])
			near = append(near, o.scored(pair, exec.DefaultScoring.Near*o.idf(pair)))
		}
	}
	return parts, near
}

func (s *sought) isWord() bool { return len(s.words) == 1 && !s.modes[0].prefix }

// beside is the first words of two units as neighbours.
func beside(a, b *sought) *sought {
	pair := &sought{a.field, []oracleWord{a.words[0], b.words[0]}, []oracleMode{a.modes[0], b.modes[0]}, 0}
	pair.words[0].pos, pair.words[1].pos = 0, 1
	return pair
}

// standsPlain reports whether two neighbouring words, one of them a single word
// with marks, stand side by side as typed in enough documents.
func (o *oracle) standsPlain(units []sought, i, j int) bool {
	if i < 0 || j >= len(units) {
		return false
	}
	marked := func(s *sought) bool { return len(s.words) == 1 && s.words[0].marked() }
	if !marked(&units[i]) && !marked(&units[j]) {
		return false
	}
	pair := beside(&units[i], &units[j])
	pair.modes = []oracleMode{{exact: true}, {exact: true}}
	n := 0
	for _, d := range o.docs {
		if pair.frequency(d) > 0 {
			n++
		}
	}
	return n >= max(1, min(5, len(o.docs)/1000))
}

// marks returns what is to be marked in a field of a document.
func (o *oracle) marks(f query.Field, d *oracleDoc) (out []snippet.Span) {
	var list []snippet.Span
	for _, s := range o.sought {
		if s.parts()[f] > 0 {
			_, spans := s.places(d.words[f])
			list = append(list, spans...)
		}
	}
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

// oracleDate compares dates as text: a short date covers all that it begins.
func oracleDate(date, from, to string) bool {
	return date != "" && (date >= from || strings.HasPrefix(from, date)) &&
		(to == "" || date <= to || strings.HasPrefix(date, to))
}

// oracleValues are the values of a document in a column.
func oracleValues(f index.Field, d *oracleDoc) []string {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	switch f {
	case index.FieldTopic:
		return d.Topics
	case index.FieldKind:
		return one(d.Kind)
	case index.FieldSpeaker:
		return one(d.Speaker)
	case index.FieldPlace:
		return one(d.Place)
	}
	return one(d.Date[:min(4, len(d.Date))])
}

// oraclePasses reports whether a document passes a filter, that of one field left out.
func oraclePasses(f *index.Filter, d *oracleDoc, except index.Field) bool {
	in := func(values []string, of []string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(of, v) })
	}
	for _, field := range oracleColumns {
		values := oracleValues(field, d)
		if field != except && (len(f.Any[field]) > 0 && !in(values, f.Any[field]) || in(values, f.None[field])) {
			return false
		}
	}
	return f.From == "" && f.To == "" || oracleDate(d.Date, f.From, f.To)
}

// oracleColumns are the columns that the oracle knows.
var oracleColumns = []index.Field{index.FieldTopic, index.FieldKind, index.FieldSpeaker, index.FieldPlace, index.FieldYear}
