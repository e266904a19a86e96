package plan

import (
	"context"
	"slices"
	"strconv"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// anyField are the fields in which a word without a field may stand. Number
// and speaker are among them, since people type a document's number or a name
// and expect the document.
var anyField = []string{string(index.FieldTitle), string(index.FieldAbstract), string(index.FieldBody), string(index.FieldNumber), string(index.FieldSpeaker)}

// kinds are the words for a kind of document in a query.
var kinds = func() map[string]string {
	m := map[string]string{"bai-phat-bieu": index.KindSpeech}
	for _, k := range index.Kinds() {
		m[k.ID], m[viet.Slug(k.Name)] = k.ID, k.ID
	}
	return m
}()

// planner turns a query tree into clauses over one collection, whose words
// decide how an unclear query is read.
type planner struct {
	ctx      context.Context
	of       Collection
	names    Names
	accents  index.Accents
	terms    int
	negated  bool // within a NOT
	beside   bool // something is demanded beside the words being read
	split    bool // into units
	certain  bool // units are looked for before they are taken for such
	guessed  bool // that some are units
	seen     int  // words of the query before these
	told     []index.Unit
	together []Terms
	joined   bool // a unit is not just its words
	warnings []index.Warning
	err      error // the first error met while looking into the collection
}

// levels is a part of a query at two levels.
type levels struct{ all, meant Clause }

func both(c Clause) levels { return levels{c, c} }

func (p *planner) node(n query.Node) levels {
	switch n := n.(type) {
	case query.All:
		return both(Everything{})
	case query.Word:
		return p.words([]query.Word{n})
	case query.Phrase:
		return p.quoted(n)
	case query.Dates:
		return both(Dates{n.From, n.To})
	case query.And:
		return p.conjunction(n.Nodes)
	case query.Or:
		var all, meant Or
		for _, x := range n.Nodes {
			c := p.node(x)
			all.Of, meant.Of = append(all.Of, c.all), append(meant.Of, c.meant)
		}
		return levels{all, meant}
	case query.Not:
		outer := p.negated
		p.negated = true
		c := p.node(n.Node)
		p.negated = outer
		return levels{Not{c.all}, Not{c.meant}}
	}
	return both(Nothing{})
}

// anyOf turns the conjunction of a whole query into alternatives. What excludes
// or restricts does so still; words that are a name together are one alternative.
func anyOf(c Clause) Clause {
	var some Or
	rest := some.gather(c, nil)
	if len(some.Of) == 0 {
		return c
	}
	return conjoin(append(rest, some))
}

// gather adds what a conjunction asks for to the alternatives, and what excludes
// or restricts to rest.
func (o *Or) gather(c Clause, rest []Clause) []Clause {
	switch c := c.(type) {
	case Not, Values, Dates, Nothing:
		return append(rest, c)
	case And:
		o.Near = append(o.Near, c.Near...)
		for _, x := range c.Of {
			rest = o.gather(x, rest)
		}
	default:
		o.Of = append(o.Of, c)
	}
	return rest
}

// wordsOf returns all words and phrases that a clause asks for, as alternatives:
// at another level some may not be asked for, or not excluded together.
func wordsOf(c Clause) Clause {
	var some Or
	some.take(c)
	return some
}

// take adds what a clause asks for, part by part.
func (o *Or) take(c Clause) {
	switch c := c.(type) {
	case Not, Values, Dates, Nothing, Everything:
	case And:
		o.takeAll(Or(c))
	case Or:
		o.takeAll(c)
	default:
		o.Of = append(o.Of, c)
	}
}

func (o *Or) takeAll(list Or) {
	o.Near = append(o.Near, list.Near...)
	for _, x := range list.Of {
		o.take(x)
	}
}

// conjunction plans words that follow each other together, since they may be
// read together: as a date, a document number, an abbreviated name.
func (p *planner) conjunction(nodes []query.Node) levels {
	var all, meant []Clause
	demanded := slices.ContainsFunc(nodes, func(n query.Node) bool { _, is := n.(query.Word); return !is && demands(n) })
	for i := 0; i < len(nodes); {
		var c levels
		if run := wordRun(nodes[i:]); len(run) > 0 {
			p.beside = demanded
			c = p.words(run)
			p.beside = false
			i += len(run)
		} else {
			c = p.node(nodes[i])
			i++
		}
		all, meant = append(all, c.all), append(meant, c.meant)
	}
	return levels{conjoin(all), conjoin(meant)}
}

// demands reports whether a part of a query asks for text, and not only restricts.
func demands(n query.Node) bool {
	switch n := n.(type) {
	case query.Word:
		return !isColumn(n.Field)
	case query.Phrase:
		return !isColumn(n.Field)
	case query.And:
		return slices.ContainsFunc(n.Nodes, demands)
	case query.Or:
		return !slices.ContainsFunc(n.Nodes, func(x query.Node) bool { return !demands(x) })
	}
	return false
}

// conjoin joins clauses by AND.
func conjoin(list []Clause) Clause {
	if len(list) == 1 {
		return list[0]
	}
	return And{Of: list}
}

// wordRun returns the words at the beginning of nodes that are looked for in
// the same fields.
func wordRun(nodes []query.Node) (run []query.Word) {
	for _, n := range nodes {
		w, ok := n.(query.Word)
		if !ok || len(run) > 0 && w.Field != run[0].Field {
			break
		}
		run = append(run, w)
	}
	return run
}

// fieldsOf returns the fields in which a word is looked for.
func fieldsOf(f query.Field) []string {
	if f == "" {
		return anyField
	}
	return []string{string(f)}
}

// column plans a whole value of a field that has no others.
func (p *planner) column(f query.Field, text string, prefix bool) Clause {
	if prefix {
		p.warn(index.WarnNoPrefix, string(f), text)
	}
	if f == query.Cites {
		return p.citing(text)
	}
	if f == query.Topic {
		return Values{string(f), []string{text, viet.Slug(text)}}
	}
	kind, ok := kinds[viet.Slug(text)]
	if !ok {
		p.warn(index.WarnUnknownKind, text)
		return Nothing{}
	}
	return Values{string(f), []string{kind}}
}

// quoted plans a text in quotes, which is a unit.
func (p *planner) quoted(n query.Phrase) levels {
	c := p.phrase(n)
	if _, value := c.(Values); !value && !isColumn(n.Field) && !p.negated {
		p.told = append(p.told, index.Unit{Kind: index.UnitQuoted, Text: viet.Compose(n.Text), From: p.seen, To: p.seen})
	}
	return both(c)
}

// phrase plans a text in quotes: its words as they stand, marks and order.
func (p *planner) phrase(n query.Phrase) Clause {
	if isColumn(n.Field) {
		return p.column(n.Field, n.Text, false)
	}
	if c, whole := ownNumber(n.Text); whole && n.Field == query.Number && n.Slop == 0 && !n.Exact {
		return c
	}
	text := viet.Compose(n.Text)
	most := query.MaxTerms
	if n.Slop > 0 {
		most = MaxNear
	}
	tokens := p.tokens(text, most)
	if len(tokens) == 0 {
		return Nothing{}
	}
	if n.Slop == 0 && !n.Exact {
		return p.quotedText(n)
	}
	p.terms++
	return p.adjacent(text, tokens, fieldsOf(n.Field), n.Slop, n.Exact, false)
}

// quotedText plans words in quotes, which may be a value or hold percentages: of
// these no word says that they are any.
func (p *planner) quotedText(n query.Phrase) Clause {
	r := &sequence{planner: p, fields: fieldsOf(n.Field), before: p.terms, quoted: true}
	r.join([]query.Word{{Field: n.Field, Text: n.Text}})
	if r.readQuoted(); len(r.readings) > 0 {
		return r.build(0, 1, nil)
	}
	p.terms++
	list := []Clause{p.adjacent(r.text, r.tokens, r.fields, 0, false, false)}
	for _, t := range viet.Tokenize(nil, r.text) {
		if t.Kind == viet.Percent {
			list = append(list, alias(t.Term, r.fields, 1)(p.terms))
		}
	}
	return conjoin(list)
}

// MaxNear is how many words a phrase of words near each other holds: which of them
// a word of a text can be is told in sets of 64, and by trying one for another.
const MaxNear = 32

// tokens returns the words of a composed query text, but no more than most.
func (p *planner) tokens(text string, most int) []viet.Token {
	tokens := viet.Words(nil, text)
	if len(tokens) > most {
		p.warn(index.WarnLongPart, text, strconv.Itoa(len(tokens)), strconv.Itoa(most))
		tokens = tokens[:most]
	}
	if len(tokens) == 0 {
		p.warn(index.WarnNoWordInPart, text)
	}
	return tokens
}

// adjacent plans words that stand together, under the present term number. A
// plain word among marked ones is meant as it stands (rule F06).
func (p *planner) adjacent(text string, tokens []viet.Token, fields []string, slop int, exact, prefix bool) Clause {
	ph := Phrase{Slop: slop, Fields: fields, Boost: 1, Term: p.terms}
	for i, t := range tokens {
		ph.Forms = append(ph.Forms, p.formAmong(text, tokens, i, exact, prefix && i == len(tokens)-1))
		ph.At = append(ph.At, t.Pos-tokens[0].Pos)
	}
	if len(tokens) == 1 {
		return Word{ph.Forms[0], fields, 1, p.terms}
	}
	return ph
}

// formAmong is the form of one of several words that stand together.
func (p *planner) formAmong(text string, tokens []viet.Token, i int, exact, prefix bool) Form {
	f := p.form(text, tokens[i], exact, prefix)
	if tokens[i].Fold == tokens[i].Term && p.accents == index.AccentsAuto &&
		slices.ContainsFunc(tokens, func(t viet.Token) bool { return t.Fold != t.Term }) {
		f.Folds = nil
	}
	return f
}

func (p *planner) warn(code index.Code, args ...string) {
	w := index.Warning{Code: code, Offset: -1, Args: args}
	if !slices.ContainsFunc(p.warnings, w.Equal) {
		p.warnings = append(p.warnings, w)
	}
}
