package local

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"vankien/index/exec"
	"vankien/internal/viet"
)

// lowerer turns a plan into nodes of the executor: words into terms of the
// index, phrases into pairs of words and a look at the stored text.
type lowerer struct {
	*planner
}

func (l lowerer) node(c clause) exec.Node {
	switch c := c.(type) {
	case everything:
		return exec.All{}
	case word:
		return l.word(fieldOf(c.fields), &c.form, c.boost)
	case phrase:
		return l.phrase(&c)
	case keywordClause:
		return exec.Values{Column: c.field, Values: c.values}
	case dateClause:
		return exec.Dated{Days: c.days}
	case and:
		return exec.And{Of: l.all(c.of), Near: l.near(c.near)}
	case or:
		return exec.Or{Of: l.all(c.of), Near: l.near(c.near)}
	case best:
		return exec.Best{Of: l.all(c.of)}
	case not:
		return exec.Not{Of: l.node(c.of)}
	}
	return exec.None{}
}

func (l lowerer) all(list []clause) []exec.Node {
	out := make([]exec.Node, len(list))
	for i, c := range list {
		out[i] = l.node(c)
	}
	return out
}

func (l lowerer) near(list []phrase) []*exec.Phrase {
	out := make([]*exec.Phrase, len(list))
	for i := range list {
		out[i] = l.phrase(&list[i])
	}
	return out
}

// fieldOf names the indexed field that holds some parts of a document.
func fieldOf(parts []string) string {
	if len(parts) > 1 {
		return fieldText
	}
	return parts[0]
}

// termKey returns the key of a term in a text field.
func termKey(term string) string {
	if strings.Contains(term, ":") {
		return term // a typed alias, such as d:2025-01-13
	}
	if fold := viet.Fold(term); fold != term {
		return fold + formMark + term
	}
	return term + formMark
}

func (l lowerer) word(field string, f *form, boost float64) *exec.Word {
	w := &exec.Word{Field: field, Boost: boost}
	if f.prefix {
		w.Terms = l.expand(field, f)
		return w
	}
	for i, t := range f.terms {
		w.Terms = append(w.Terms, exec.Term{Text: termKey(t), Weight: cond[float32](i == 0, equalWeight, variantWeight)})
	}
	if f.bare != "" {
		w.Terms = append(w.Terms, exec.Term{Text: bareMark + f.bare, Weight: bareWeight})
	}
	for i, t := range f.folds {
		weight := cond[float32](f.beside, besideWeight, unmarkedWeight)
		w.Ranges = append(w.Ranges, exec.Term{Text: t + formMark, Weight: weight * cond[float32](i == 0, 1, variantWeight)})
	}
	return w
}

func cond[T any](is bool, a, b T) T {
	if is {
		return a
	}
	return b
}

// maxExpansions bounds the words that one prefix stands for in one field.
const maxExpansions = 1024

// expand lists the words that a prefix stands for.
func (l lowerer) expand(field string, f *form) []exec.Term {
	accept := func(key string) bool {
		fold, term, ok := strings.Cut(key, formMark)
		if !ok {
			return false // an alias, or a word of a bare passage that is there as a word, too
		}
		if term == "" {
			term = fold
		}
		begins := func(of string, with []string) bool {
			for _, p := range with {
				if strings.HasPrefix(of, p) {
					return true
				}
			}
			return false
		}
		return begins(term, f.terms) || begins(fold, f.folds)
	}
	terms, all, err := l.snap.Expand(l.ctx, field, viet.Fold(f.terms[0]), accept, maxExpansions)
	if err != nil && l.err == nil {
		l.err = err
	}
	if all > maxExpansions {
		l.warn("too_many_expansions", "%s* begins %d words; the %d commonest are used", f.terms[0], all, maxExpansions)
	}
	return terms
}

// phrase finds the documents that can hold a phrase; whether they do, their
// stored text says, unless it is two words of a pair that has postings of its own.
func (l lowerer) phrase(ph *phrase) *exec.Phrase {
	field := fieldOf(ph.fields)
	p := &exec.Phrase{Boost: ph.boost, Key: phraseKey(ph)}
	for i := range ph.forms {
		p.Words = append(p.Words, l.word(field, &ph.forms[i], 1))
	}
	p.Count = ph.counter()
	if ph.slop > 0 || field != fieldText && !partOfText(field) {
		return p
	}
	for i := 1; i < len(ph.forms); i++ {
		if ph.at[i]-ph.at[i-1] != 1 {
			continue
		}
		own, shared := neighbours(&ph.forms[i-1], &ph.forms[i])
		if len(ph.forms) == 2 && field == fieldText && len(own) > 0 {
			p.Direct = own
			if len(shared) == 0 {
				p.Count = nil
			}
			own = nil
		}
		p.Pairs = append(p.Pairs, append(own, shared...))
	}
	return p
}

// partOfText reports whether fieldText holds the words of a field.
func partOfText(field string) bool {
	for _, p := range contentParts {
		if p.field == field {
			return true
		}
	}
	return false
}

// neighbours returns the terms of the pairs that two neighbouring words can
// make: of those that certainly are such a pair, and of those that may be.
func neighbours(a, b *form) (own, shared []exec.Term) {
	if a.prefix || b.prefix {
		return nil, nil
	}
	seen := map[string]bool{}
	add := func(to *[]exec.Term, term string) {
		if !seen[term] {
			seen[term] = true
			*to = append(*to, exec.Term{Text: term, Weight: 1})
		}
	}
	exact := func(x, y string, sure bool) {
		term, is := pairCode(x, y, viet.Fold(x), viet.Fold(y))
		add(cond(is && sure, &own, &shared), term)
	}
	for _, x := range a.terms {
		for _, y := range b.terms {
			exact(x, y, true)
		}
		if b.bare != "" {
			exact(x, b.bare, false)
		}
	}
	if a.bare != "" {
		for _, y := range append([]string{b.bare}, b.terms...) {
			if y != "" {
				exact(a.bare, y, false)
			}
		}
	}
	open := len(a.folds) > 0 && len(b.folds) > 0
	if len(a.folds)+len(b.folds) == 0 {
		return own, shared
	}
	for _, x := range foldsOf(a) {
		for _, y := range foldsOf(b) {
			for _, n := range viet.FoldedPairs(x, y) {
				add(cond(open, &own, &shared), codes[n])
			}
			add(&shared, pairBucket(x, y))
		}
	}
	return own, shared
}

// foldsOf returns the folds of all words that a form stands for.
func foldsOf(f *form) []string {
	if len(f.folds) > 0 {
		return f.folds
	}
	var list []string
	for _, t := range f.terms {
		list = append(list, viet.Fold(t))
	}
	return list
}

// phraseKey names a phrase by all that decides where it stands.
func phraseKey(ph *phrase) string {
	var b strings.Builder
	b.WriteString(strings.Join(ph.fields, ","))
	b.WriteString(strconv.Itoa(ph.slop))
	for i := range ph.forms {
		f := &ph.forms[i]
		b.WriteString("\x00" + strconv.Itoa(ph.at[i]) + "\x01" + strings.Join(f.terms, "\x01") + "\x02" + strings.Join(f.folds, "\x01") + "\x02" + f.bare)
		if f.prefix {
			b.WriteString("\x02*")
		}
	}
	return b.String()
}

// counter returns what says how often the phrase stands in a stored document,
// each time by the weight of the part that it stands in.
func (ph *phrase) counter() func(context.Context, *scorch.SegmentSnapshot, uint64) (float32, error) {
	finder := sync.OnceValue(ph.finder)
	return func(ctx context.Context, seg *scorch.SegmentSnapshot, local uint64) (sum float32, err error) {
		f := finder()
		visit := seg.VisitDocument(local, func(field string, _ byte, value []byte, _ []uint64) bool {
			weight := ph.weightOf(field)
			if weight == 0 || len(value) == 0 {
				return true
			}
			var n int
			n, err = f.count(ctx, unsafe.String(&value[0], len(value))) // the bytes stay as they are until the visit ends
			sum += float32(n * weight)
			return err == nil
		})
		if err == nil {
			err = visit
		}
		return sum, err
	}
}

// weightOf is what an occurrence in a field counts; 0 where it does not.
func (ph *phrase) weightOf(field string) int {
	if len(ph.fields) == 1 {
		return cond(field == ph.fields[0], 1, 0)
	}
	for _, p := range contentParts {
		if p.field == field {
			return p.weight
		}
	}
	return 0
}

// known reports whether any document holds the word, with any marks.
func (p *planner) known(term string) bool {
	f := form{terms: []string{term}, folds: []string{viet.Fold(term)}}
	return p.atLeast(word{form: f, fields: anyField, boost: 1}, 1)
}

// atLeast reports whether n documents match a clause.
func (p *planner) atLeast(c clause, n int) bool {
	if p.err != nil {
		return false
	}
	count, err := p.snap.Count(p.ctx, lowerer{p}.node(c))
	if err != nil {
		p.err = err
	}
	return count >= n
}
