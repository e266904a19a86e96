package local

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// lowerer turns a plan into nodes of the executor: words into terms of the
// index, phrases into pairs of words and a look at the stored text.
type lowerer struct {
	ctx      context.Context
	state    *exec.Snapshot
	warnings []index.Warning
	err      error // the first error met while looking into the state
}

// planState is a state of the index as reading a query asks of it.
type planState struct{ *exec.Snapshot }

// Count implements plan.Collection.
func (c planState) Count(ctx context.Context, clauses ...plan.Clause) ([]int, error) {
	counts := make([]int, len(clauses))
	for i, x := range clauses {
		l := lowerer{ctx: ctx, state: c.Snapshot}
		n, err := c.Snapshot.Count(ctx, l.node(x))
		if err = cmp.Or(err, l.err); err != nil {
			return nil, err
		}
		counts[i] = n
	}
	return counts, nil
}

func (l *lowerer) node(c plan.Clause) exec.Node {
	switch c := c.(type) {
	case plan.Everything:
		return exec.All{}
	case plan.Word:
		return l.word(fieldOf(c.Fields), &c.Form, c.Boost)
	case plan.Phrase:
		return l.phrase(&c)
	case plan.Values:
		return exec.Values{Column: c.Field, Values: c.Values}
	case plan.Dates:
		return exec.Dated{Days: exec.DaysBetween(c.From, c.To)}
	case plan.And:
		return exec.And{Of: l.all(c.Of), Near: l.near(c.Near)}
	case plan.Or:
		return exec.Or{Of: l.all(c.Of), Near: l.near(c.Near)}
	case plan.Best:
		return exec.Best{Of: l.all(c.Of)}
	case plan.Not:
		return exec.Not{Of: l.node(c.Of)}
	}
	return exec.None{}
}

func (l *lowerer) all(list []plan.Clause) []exec.Node {
	out := make([]exec.Node, len(list))
	for i, c := range list {
		out[i] = l.node(c)
	}
	return out
}

func (l *lowerer) near(list []plan.Phrase) []*exec.Phrase {
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

func (l *lowerer) word(field string, f *plan.Form, boost float64) *exec.Word {
	w := &exec.Word{Field: field, Boost: boost}
	if f.Prefix {
		w.Terms = l.expand(field, f)
		return w
	}
	for i, t := range f.Terms {
		w.Terms = append(w.Terms, exec.Term{Text: termKey(t), Weight: cond[float32](i == 0, plan.EqualWeight, plan.VariantWeight)})
	}
	if f.Bare != "" {
		w.Terms = append(w.Terms, exec.Term{Text: bareMark + f.Bare, Weight: plan.BareWeight})
	}
	for i, t := range f.Folds {
		weight := cond[float32](f.Beside, plan.BesideWeight, plan.UnmarkedWeight)
		w.Ranges = append(w.Ranges, exec.Term{Text: t + formMark, Weight: weight * cond[float32](i == 0, 1, plan.VariantWeight)})
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
func (l *lowerer) expand(field string, f *plan.Form) []exec.Term {
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
		return begins(term, f.Terms) || begins(fold, f.Folds)
	}
	terms, all, err := l.state.Expand(l.ctx, field, viet.Fold(f.Terms[0]), accept, maxExpansions)
	if err != nil && l.err == nil {
		l.err = err
	}
	if all > maxExpansions {
		l.warnings = append(l.warnings, index.Warning{Code: index.WarnExpansions, Offset: -1, Args: []string{f.Terms[0], strconv.Itoa(all), strconv.Itoa(maxExpansions)}})
	}
	return terms
}

// phrase finds the documents that can hold a phrase; whether they do, their
// stored text says, unless it is two words of a pair that has postings of its own.
func (l *lowerer) phrase(ph *plan.Phrase) *exec.Phrase {
	field := fieldOf(ph.Fields)
	p := &exec.Phrase{Boost: ph.Boost, Key: phraseKey(ph)}
	for i := range ph.Forms {
		p.Words = append(p.Words, l.word(field, &ph.Forms[i], 1))
	}
	p.Count = counterOf(ph)
	if ph.Slop > 0 || field != fieldText && !partOfText(field) {
		return p
	}
	for i := 1; i < len(ph.Forms); i++ {
		if ph.At[i]-ph.At[i-1] != 1 {
			continue
		}
		own, shared := neighbours(&ph.Forms[i-1], &ph.Forms[i])
		if len(ph.Forms) == 2 && field == fieldText && len(own) > 0 {
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
func neighbours(a, b *plan.Form) (own, shared []exec.Term) {
	if a.Prefix || b.Prefix {
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
	for _, x := range a.Terms {
		for _, y := range b.Terms {
			exact(x, y, true)
		}
		if b.Bare != "" {
			exact(x, b.Bare, false)
		}
	}
	if a.Bare != "" {
		for _, y := range append([]string{b.Bare}, b.Terms...) {
			if y != "" {
				exact(a.Bare, y, false)
			}
		}
	}
	open := len(a.Folds) > 0 && len(b.Folds) > 0
	if len(a.Folds)+len(b.Folds) == 0 {
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
func foldsOf(f *plan.Form) []string {
	if len(f.Folds) > 0 {
		return f.Folds
	}
	var list []string
	for _, t := range f.Terms {
		list = append(list, viet.Fold(t))
	}
	return list
}

// phraseKey names a phrase by all that decides where it stands.
func phraseKey(ph *plan.Phrase) string {
	var b strings.Builder
	b.WriteString(strings.Join(ph.Fields, ","))
	b.WriteString(strconv.Itoa(ph.Slop))
	for i := range ph.Forms {
		f := &ph.Forms[i]
		b.WriteString("\x00" + strconv.Itoa(ph.At[i]) + "\x01" + strings.Join(f.Terms, "\x01") + "\x02" + strings.Join(f.Folds, "\x01") + "\x02" + f.Bare)
		if f.Prefix {
			b.WriteString("\x02*")
		}
	}
	return b.String()
}

// counter returns what says how often the phrase stands in a stored document,
// each time by the weight of the part that it stands in.
func counterOf(ph *plan.Phrase) func(context.Context, *scorch.SegmentSnapshot, uint64) (float32, error) {
	finder := sync.OnceValue(func() *match.Phrase { return match.NewPhrase(ph) })
	return func(ctx context.Context, seg *scorch.SegmentSnapshot, local uint64) (sum float32, err error) {
		f := finder()
		visit := seg.VisitDocument(local, func(field string, _ byte, value []byte, _ []uint64) bool {
			weight := weightOf(ph, field)
			if weight == 0 || len(value) == 0 {
				return true
			}
			var n int
			n, err = f.Count(ctx, unsafe.String(&value[0], len(value))) // the bytes stay as they are until the visit ends
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
func weightOf(ph *plan.Phrase, field string) int {
	if len(ph.Fields) == 1 {
		return cond(field == ph.Fields[0], 1, 0)
	}
	for _, p := range contentParts {
		if p.field == field {
			return p.weight
		}
	}
	return 0
}
