package plan

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// Words typed one after the other are read in two ways at once: each for
// itself, and together, where they make a date, a number, the number of a
// document, an abbreviation or its long form, or the name of a place. Where
// they do, a document matches that has all the words or the thing they name.

// Weights of what is read into words, beside the words themselves.
const (
	AbbreviationWeight = 0.8
	PlaceWeight        = 0.95
)

// item is what the query has as one word. It may hold several terms, as
// 18-NQ/TW does, which then stand side by side.
type item struct {
	query.Word
	from, to int // tokens
	number   int // among the words of the query
	boost    float64
	form     *Form // of one token, once it was asked for
}

// reading is another way to read some items.
type reading struct {
	from, to int // items
	clause   Clause
	kind     index.UnitKind
	text     string // what is read
	whole    bool   // the words by themselves are not meant
	loose    bool   // it widens a search for the words, and is not meant itself
}

// sequence is words that follow each other, with all their readings.
type sequence struct {
	*planner
	items    []item
	tokens   []viet.Token
	readings []reading
	fields   []string
	text     string // of all items, composed
	before   int    // terms of the query before these
	units    []unit
	counts   *segmenter // of all items, once it was asked for
	folds    bool       // no word has marks
	quoted   bool       // the words are one unit in quotes
}

// words plans words that follow each other in the query.
func (p *planner) words(list []query.Word) levels {
	defer func(n int) { p.seen += n }(len(list))
	f := list[0].Field
	if isColumn(f) {
		var out []Clause
		for _, w := range list {
			out = append(out, p.column(f, w.Text, w.Prefix))
		}
		return both(conjoin(out))
	}
	var own []Clause
	if f == query.Number {
		if own, list = ownNumbers(list); len(list) == 0 {
			return both(conjoin(own))
		}
	}
	r := &sequence{planner: p, fields: fieldsOf(f), before: p.terms}
	r.join(list)
	if len(r.items) == 0 {
		return both(Nothing{})
	}
	r.readValues()
	if p.accents != index.AccentsExact {
		r.readNames()
	}
	r.takeTogether()
	all := r.build(0, len(r.items), nil)
	return levels{all, r.meantClause(all)}.beside(own)
}

// join cuts the words into items of tokens.
func (r *sequence) join(list []query.Word) {
	var text strings.Builder
	for i, w := range list {
		typed := viet.Compose(w.Text)
		tokens := r.planner.tokens(typed, query.MaxTerms)
		if len(tokens) == 0 {
			continue
		}
		start := text.Len()
		text.WriteString(typed)
		text.WriteString("   ")
		u := item{w, len(r.tokens), len(r.tokens) + len(tokens), r.seen + i, 1, nil}
		pos := 0
		if n := len(r.tokens); n > 0 {
			pos = r.tokens[n-1].Pos + 1
		}
		for _, t := range tokens {
			t.Start, t.End, t.Pos = t.Start+start, t.End+start, t.Pos+pos
			r.tokens = append(r.tokens, t)
		}
		r.items = append(r.items, u)
	}
	r.text = text.String()
}

// open reports whether items may be read otherwise than they are written.
func (r *sequence) open(from, to int) bool {
	return !slices.ContainsFunc(r.items[from:to], func(u item) bool { return u.Exact || u.Prefix || u.Plain })
}

// itemsOf returns the items that tokens from to to fill exactly.
func (r *sequence) itemsOf(from, to int) (a, b int, ok bool) {
	a = slices.IndexFunc(r.items, func(u item) bool { return u.from == from })
	b = slices.IndexFunc(r.items, func(u item) bool { return u.to == to })
	return a, b + 1, a >= 0 && b >= a && r.open(a, b+1)
}

// add notes another reading of some tokens, made for the number of the query
// term that they begin with: where the reading stands, that term stands. Values
// may be written with what separates words, as 57 - NQ/TW is; names are not.
func (r *sequence) add(from, to int, kind index.UnitKind, text string, read func(term int) Clause) bool {
	a, b, ok := r.itemsOf(from, to)
	if isName := kind == index.UnitAbbreviation || kind == index.UnitPlace; ok && isName && r.isCut(span{a, b}) {
		ok = false
	}
	if ok {
		r.readings = append(r.readings, reading{from: a, to: b, clause: read(r.before + a + 1), kind: kind, text: text})
	}
	return ok
}

// readNames reads abbreviations, their long forms and names of places.
func (r *sequence) readNames() {
	typed := make([]string, len(r.tokens))
	for i, t := range r.tokens {
		typed[i] = r.text[t.Start:t.End]
	}
	for _, e := range r.names.Abbreviations.Find(typed) {
		n := len(r.readings)
		for _, x := range e.Readings {
			r.name(e.From, e.To, index.UnitAbbreviation, x, AbbreviationWeight)
		}
		for i := range r.readings[n:] { // who writes a name out asks for it written out
			r.readings[n+i].loose = e.Long
		}
		if e.Ambiguous && !e.Long && !r.inDocument(e.From, e.To) {
			r.warn(index.WarnAmbiguous, append([]string{strings.Join(typed[e.From:e.To], " ")}, e.Readings...)...)
		}
	}
	for _, m := range r.names.Places.Find(typed) {
		for _, v := range m.Variants {
			r.name(m.From, m.To, index.UnitPlace, v, PlaceWeight)
		}
		if now, since, ok := r.names.Places.Now(m.Canonical); ok {
			r.warn(index.WarnFormerPlace, m.Canonical, now, since)
		}
	}
}

// name notes another name for some tokens.
func (r *sequence) name(from, to int, kind index.UnitKind, name string, weight float64) {
	tokens := viet.Words(nil, viet.Compose(name))
	if len(tokens) == 0 || slices.EqualFunc(tokens, r.tokens[from:to], func(a, b viet.Token) bool { return a.Term == b.Term }) {
		return
	}
	forms, at := make([]Form, len(tokens)), make([]int, len(tokens))
	for i, t := range tokens {
		forms[i], at[i] = Form{Terms: append([]string{t.Term}, viet.Variants(t.Term)...)}, i
	}
	r.add(from, to, kind, name, func(term int) Clause {
		if len(forms) == 1 {
			return Word{forms[0], r.fields, weight, term}
		}
		return Phrase{Forms: forms, At: at, Fields: r.fields, Boost: weight, Term: term}
	})
}

// build plans the items from to to: each for itself, or in one of the readings
// that span several, the longest first. within is the reading being built, whose
// own span is not read again.
func (r *sequence) build(from, to int, within *reading) Clause {
	var list []Clause
	for i := from; i < to; {
		longest := r.longest(i, to, within)
		if longest == nil {
			list = append(list, r.single(i))
			i++
			continue
		}
		if ways := r.ways(longest); len(ways) == 1 {
			list = append(list, ways[0])
		} else {
			list = append(list, Best{ways})
		}
		i = longest.to
	}
	if len(list) == 1 {
		return list[0]
	}
	near := append(r.near(list), r.spelled(from, to)...)
	return And{once(list, sameClause), once(near, samePhrase)}
}

// ways returns the ways to read the items of a reading: each for itself, unless
// they are a value, and all readings of just these.
func (r *sequence) ways(of *reading) (group []Clause) {
	whole := false
	for _, x := range r.readings {
		if x.from == of.from && x.to == of.to {
			group, whole = append(group, x.clause), whole || x.whole
		}
	}
	if whole {
		r.terms += of.to - of.from
		return group
	}
	return append([]Clause{r.build(of.from, of.to, of)}, group...)
}

// near returns the neighbours among the words of a list as phrases: words that
// the query has side by side count for more where a document has them so, too.
// There are postings of pairs for the text as a whole only.
func (r *sequence) near(list []Clause) (near []Phrase) {
	if r.negated || len(r.fields) == 1 {
		return nil
	}
	for i := 1; i < len(list); i++ {
		a, okA := edge(list[i-1], true)
		b, okB := edge(list[i], false)
		if okA && okB && !a.Form.Prefix && !b.Form.Prefix {
			near = append(near, Phrase{Forms: []Form{a.Form, b.Form}, At: []int{0, 1}, Fields: r.fields, Boost: min(a.Boost, b.Boost)})
		}
	}
	return near
}

// edge returns the last or first word of a clause as it was written.
func edge(c Clause, last bool) (Word, bool) {
	switch c := c.(type) {
	case Word:
		return c, !viet.IsAlias(c.Form.Terms[0])
	case Best:
		return edge(c.Of[0], last)
	case And:
		at := 0
		if last {
			at = len(c.Of) - 1
		}
		return edge(c.Of[at], last)
	}
	return Word{}, false
}

// spelled returns the names that some items are with marks left out, as phrases:
// bac ninh finds bác Ninh too, but is Bắc Ninh first.
func (r *sequence) spelled(from, to int) (names []Phrase) {
	if r.negated || len(r.fields) == 1 {
		return nil
	}
	tokens := r.tokens[r.items[from].from:r.items[to-1].to]
	for _, x := range r.readings {
		ph, ok := x.clause.(Phrase)
		if ok && x.from == from && x.to == to && slices.EqualFunc(ph.Forms, tokens, func(f Form, t viet.Token) bool {
			return viet.Fold(f.Terms[0]) == t.Term
		}) {
			names = append(names, ph)
		}
	}
	return names
}

// longest returns the longest reading that begins at item i, ends by to, and is
// shorter than the one being built.
func (r *sequence) longest(i, to int, within *reading) (best *reading) {
	for k := range r.readings {
		x := &r.readings[k]
		if x.from != i || x.to > to || within != nil && x.to-x.from >= within.to-within.from {
			continue
		}
		if best == nil || x.to > best.to {
			best = x
		}
	}
	return best
}

// single plans one item for itself.
func (r *sequence) single(i int) Clause {
	u := r.items[i]
	r.terms++
	tokens := r.tokens[u.from:u.to]
	if len(tokens) > 1 {
		return r.adjacent(r.text, tokens, r.fields, 0, u.Exact, u.Prefix)
	}
	return Word{r.formAt(i), r.fields, u.boost, r.terms}
}

// formAt is the form of an item of one token.
func (r *sequence) formAt(i int) Form {
	u := &r.items[i]
	if u.form == nil {
		f := r.form(r.text, r.tokens[u.from], u.Exact, u.Prefix)
		f.Beside = slices.ContainsFunc(r.tokens, func(t viet.Token) bool { return t.Fold != t.Term })
		if len(f.Folds) > 0 && !u.Prefix && r.accents == index.AccentsAuto && r.standsPlain(i) {
			f.Folds = nil
		}
		u.form = &f
	}
	return *u.form
}

// standsPlain reports whether a plain word of a query with marks is meant as it
// stands: when it stands so beside its neighbour in enough documents. So Sơn La
// does not find sơn là, while đại hoi finds đại hội (rule F06).
func (r *sequence) standsPlain(i int) bool {
	marked := func(j int) bool {
		return j >= 0 && j < len(r.items) && r.items[j].to-r.items[j].from == 1 &&
			r.tokens[r.items[j].from].Fold != r.tokens[r.items[j].from].Term
	}
	for _, pair := range [][2]int{{i - 1, i}, {i, i + 1}} {
		if (marked(pair[0]) || marked(pair[1])) && r.pairStands(pair[0], pair[1]) {
			return true
		}
	}
	return false
}

// pairStands reports whether two neighbouring words of the query stand side by
// side, as typed, in enough documents.
func (r *sequence) pairStands(i, j int) bool {
	a, b := r.tokens[r.items[i].from], r.tokens[r.items[j].from]
	ph := Phrase{Forms: []Form{{Terms: []string{a.Term}}, {Terms: []string{b.Term}}}, At: []int{0, 1}, Fields: r.fields, Boost: 1}
	return r.atLeast(ph, r.enough())
}

// enough is how many documents make a written form more than a slip: one in a
// thousand, from one to five.
func (r *sequence) enough() int {
	return max(1, min(5, r.of.Documents()/1000))
}
