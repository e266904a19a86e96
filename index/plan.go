package index

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vankien/index/query"
	"vankien/internal/viet"
)

// A plan is a query in terms of the index: which forms of which words in which
// fields. It serves twice: searcher.go turns it into Bleve searchers, match.go
// finds the same words in a stored text. Both must agree, or a hit would show
// no mark.
//
// What a word means follows from its marks. A word with any mark matches that
// exact term; a word without marks matches the exact unmarked term, and every
// term with that fold.

// clause is a node of a plan: everything, nothing, word, phrase, keyword,
// dateClause, and, or, not.
type clause any

type (
	everything struct{}
	nothing    struct{}

	// word is one term in any of its fields.
	word struct {
		form   form
		fields []string
		id     int // number of the query term, as in snippet.Match
	}

	// phrase is several terms in one field. With slop 0 they stand at the given
	// distances; with more, in any order with at most slop other words between.
	phrase struct {
		forms  []form
		at     []int // position of each term relative to the first
		slop   int
		fields []string
		id     int
	}

	// keywordClause is one of the whole values of a column.
	keywordClause struct {
		field  string
		values []string
	}

	dateClause struct{ days dayRange }

	and struct{ of []clause }
	or  struct{ of []clause }
	not struct{ of clause }
)

// form says which terms of the index one query word stands for.
type form struct {
	term   string
	fold   string // matches every term with this fold, unless ""
	prefix bool
	typed  string // of a prefix: as typed, in lower case; hoà begins hoàng, and hòa begins hòa
}

// matches reports whether a token of a text is one of the form's terms.
func (f *form) matches(t *viet.Token) bool {
	if f.prefix {
		return strings.HasPrefix(t.Term, f.term) || strings.HasPrefix(t.Term, f.typed) || f.fold != "" && strings.HasPrefix(t.Fold, f.fold)
	}
	return t.Term == f.term || f.fold != "" && t.Fold == f.fold
}

// kinds are the words for a kind of document in a query.
var kinds = map[string]string{
	"speech": KindSpeech, "phat-bieu": KindSpeech, "bai-phat-bieu": KindSpeech,
	"report": KindReport, "bao-cao": KindReport,
	"other": KindOther, "khac": KindOther,
}

// anyField are the fields in which a word without a field may stand. Number
// and speaker are among them, since people type a document's number or a name
// and expect the document.
var anyField = []string{string(FieldTitle), string(FieldAbstract), string(FieldBody), fieldNumber, fieldSpeaker}

// planner turns a query tree into a plan.
type planner struct {
	accents  Accents
	terms    int
	warnings []Warning
}

// newPlan plans a query; nil means every document.
func newPlan(n query.Node, a Accents) (clause, *planner) {
	p := &planner{accents: a}
	if n == nil {
		return everything{}, p
	}
	return p.node(n), p
}

func (p *planner) node(n query.Node) clause {
	switch n := n.(type) {
	case query.All:
		return everything{}
	case query.Word:
		return p.text(n.Field, n.Text, n.Exact, n.Prefix, 0)
	case query.Phrase:
		return p.text(n.Field, n.Text, n.Exact, false, n.Slop)
	case query.Dates:
		return dateClause{daysBetween(n.From, n.To)}
	case query.And:
		return and{p.nodes(n.Nodes)}
	case query.Or:
		return or{p.nodes(n.Nodes)}
	case query.Not:
		return not{p.node(n.Node)}
	}
	return nothing{}
}

func (p *planner) nodes(list []query.Node) []clause {
	out := make([]clause, len(list))
	for i, n := range list {
		out[i] = p.node(n)
	}
	return out
}

// column plans a whole value of a topic or kind.
func (p *planner) column(f query.Field, text string, prefix bool) clause {
	if prefix {
		p.warn("no_prefix", "%s:%s* is read as %s:%s, since only whole values are compared", f, text, f, text)
	}
	if f == query.Topic {
		return keywordClause{string(f), []string{text, viet.Slug(text)}}
	}
	kind, ok := kinds[viet.Slug(text)]
	if !ok {
		p.warn("unknown_kind", "there is no kind %q, so nothing matches it; the kinds are speech, report and other", text)
		return nothing{}
	}
	return keywordClause{string(f), []string{kind}}
}

// text plans a word or phrase. A written word may hold several terms, as
// 18-NQ/TW does: they then stand side by side.
func (p *planner) text(f query.Field, text string, exact, prefix bool, slop int) clause {
	switch f {
	case query.Topic, query.Kind:
		return p.column(f, text, prefix)
	}
	fields := anyField
	if f != "" {
		fields = []string{string(f)}
	}
	text = viet.Compose(text)
	tokens := viet.Tokenize(nil, text)
	if len(tokens) > query.MaxTerms {
		p.warn("too_many_terms", "%q holds %d words; the first %d are used", text, len(tokens), query.MaxTerms)
		tokens = tokens[:query.MaxTerms]
	}
	if len(tokens) == 0 {
		p.warn("no_word", "%q holds no word that can be searched, so nothing matches it", text)
		return nothing{}
	}
	p.terms++
	if len(tokens) == 1 {
		return word{p.form(text, tokens[0], exact, prefix), fields, p.terms}
	}
	ph := phrase{slop: slop, fields: fields, id: p.terms}
	for i, t := range tokens {
		ph.forms = append(ph.forms, p.form(text, t, exact, prefix && i == len(tokens)-1))
		ph.at = append(ph.at, t.Pos-tokens[0].Pos)
	}
	return ph
}

// form says what a word of a query text stands for.
func (p *planner) form(text string, t viet.Token, exact, prefix bool) form {
	f := form{term: t.Term, prefix: prefix}
	if prefix {
		f.typed = strings.ToLower(text[t.Start:t.End])
	}
	switch {
	case exact || p.accents == AccentsExact:
	case p.accents == AccentsFold || t.Fold == t.Term:
		f.fold = t.Fold
	}
	return f
}

func (p *planner) warn(code, format string, args ...any) {
	w := Warning{Code: code, Offset: -1, Detail: fmt.Sprintf(format, args...)}
	if !slices.Contains(p.warnings, w) {
		p.warnings = append(p.warnings, w)
	}
}

// expansion is a term of the dictionary that a prefix stands for.
type expansion struct {
	term  string
	count uint64
}

// commonest keeps the n terms that most documents hold, in term order.
func commonest(terms []expansion, n int) []expansion {
	if len(terms) <= n {
		return terms
	}
	slices.SortFunc(terms, func(a, b expansion) int {
		return cmp.Or(cmp.Compare(b.count, a.count), strings.Compare(a.term, b.term))
	})
	terms = terms[:n]
	slices.SortFunc(terms, func(a, b expansion) int { return strings.Compare(a.term, b.term) })
	return terms
}
