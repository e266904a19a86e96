package match

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/snippet"
	"vankien/internal/viet"
)

// Matcher finds the words and phrases of a plan in texts. Clauses under a NOT
// mark nothing. It never changes, so goroutines may share it.
type Matcher struct {
	fields []fieldMatcher
}

// fieldMatcher finds what is looked for in one field.
type fieldMatcher struct {
	field   string
	words   []*plan.Word
	aliases []alias // of typed terms, and of words that can be compounds
	phrases []*Phrase
	finder  *viet.Finder // of words
	terms   int          // how many terms of the query all these stand for
	typed   map[int]bool // terms of the query that a typed term stands for
	joined  map[int]bool // terms of the query that a word made of joined digits stands for

	together []plan.Terms // that are read together
}

// alias is a word that aliases can be, with their terms.
type alias struct {
	*plan.Word
	terms []string
}

// New prepares the search for what a plan can mark in title, abstract
// and body. A word of those that are read together is a loose match where it
// stands without the others.
func New(c plan.Clause, together ...plan.Terms) *Matcher {
	m := &Matcher{}
	for _, f := range []index.Field{index.FieldTitle, index.FieldAbstract, index.FieldBody} {
		m.fields = append(m.fields, fieldMatcher{field: string(f), together: together})
	}
	m.collect(c)
	for i := range m.fields {
		f := &m.fields[i]
		if len(f.words) > 0 {
			f.finder = m.finderOf(i)
		}
		f.terms = f.countTerms()
	}
	return m
}

func (m *Matcher) collect(c plan.Clause) {
	switch c := c.(type) {
	case plan.Word:
		for i := range m.fields {
			f := &m.fields[i]
			if !slices.Contains(c.Fields, f.field) {
				continue
			}
			if !isTyped(&c.Form) {
				f.words = append(f.words, &c)
			}
			if terms := aliases(&c.Form); len(terms) > 0 {
				f.aliases = append(f.aliases, alias{&c, terms})
			}
			switch {
			case isTyped(&c.Form):
				note(&f.typed, c.Term)
			case strings.ContainsAny(c.Form.Terms[0], "/.,:-"):
				note(&f.joined, c.Term)
			}
		}
	case plan.Phrase:
		finder := NewPhrase(&c)
		for i := range m.fields {
			if f := &m.fields[i]; slices.Contains(c.Fields, f.field) {
				f.phrases = append(f.phrases, finder)
			}
		}
	case plan.And:
		for _, x := range c.Of {
			m.collect(x)
		}
	case plan.Best:
		for _, x := range c.Of {
			m.collect(x)
		}
	case plan.Or:
		for _, x := range c.Of {
			m.collect(x)
		}
	}
}

func note(in *map[int]bool, term int) {
	if *in == nil {
		*in = map[int]bool{}
	}
	(*in)[term] = true
}

// countTerms returns how many terms of the query are looked for.
func (f *fieldMatcher) countTerms() int {
	terms := map[int]bool{}
	for _, w := range f.words {
		terms[w.Term] = true
	}
	for _, a := range f.aliases {
		terms[a.Term] = true
	}
	for _, p := range f.phrases {
		terms[p.phrase.Term] = true
	}
	return len(terms)
}

// finderOf returns the finder of the words of field i, which is mostly that of
// the field before.
func (m *Matcher) finderOf(i int) *viet.Finder {
	words := m.fields[i].words
	if i > 0 && slices.Equal(words, m.fields[i-1].words) {
		return m.fields[i-1].finder
	}
	list := make([]viet.Wanted, len(words))
	for k, w := range words {
		list[k] = wanted(&w.Form)
	}
	return viet.NewFinder(list...)
}

// In returns the matches in a text of the given field (title, abstract or
// body), in text order, or the error of ctx when its deadline passes.
func (m *Matcher) In(ctx context.Context, field, text string) ([]snippet.Match, error) {
	return m.Append(ctx, nil, field, text)
}

// Append is In into the room of found, whose content goes.
func (m *Matcher) Append(ctx context.Context, found []snippet.Match, field, text string) ([]snippet.Match, error) {
	f := m.of(field)
	if f == nil {
		return found[:0], ctx.Err()
	}
	return f.before(ctx, found[:0], text, extent{to: len(text)})
}

// extent is where words are looked for: before byte to of a text and, if where is
// not nil, in those stretches.
type extent struct {
	where [][2]int
	to    int
}

// search begins to search a text for words.
func (e extent) search(f *viet.Finder, text string) viet.Search {
	if e.where == nil {
		return f.In(text, 0, e.to)
	}
	return f.Over(text, e.where, e.to)
}

// before appends to found, which is empty, the matches in an extent of a text,
// in text order. Of those that lie within margin of its end, some may be missing.
func (f *fieldMatcher) before(ctx context.Context, found []snippet.Match, text string, e extent) ([]snippet.Match, error) {
	found, err := f.findWords(ctx, found, text, e)
	if err != nil {
		return nil, err
	}
	words := len(found)
	found = f.findAliases(found, text[:e.to])
	values := found[words:]
	for _, p := range f.phrases {
		_, err := p.each(ctx, text, e, func(s snippet.Span) {
			if m := (snippet.Match{Span: s, Term: p.phrase.Term}); !f.isValue(m, values) {
				found = append(found, m)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if len(f.aliases)+len(f.phrases) > 0 {
		slices.SortStableFunc(found, func(a, b snippet.Match) int { return cmp.Compare(a.Start, b.Start) })
	}
	return found, ctx.Err()
}

// A passage with every term of the query cannot be bettered further down the
// text. So firstRead bytes are searched for passages, then ever more of the
// text. margin is how much of its end is left out, where what follows can
// change what matches; MaxWeighed bounds the matches that are weighed: a book
// of a million common words need not be weighed whole.
const (
	firstRead  = 16 << 10
	margin     = 4 << 10
	MaxWeighed = 4_000
)

// Passages returns the best passages of a text of the given field, as
// snippet.Best finds them among all its matches, or the first MaxWeighed. where,
// unless it is nil, says in which stretches of bytes words of Forms stand, in
// order and each from the beginning of a word to that of another.
func (m *Matcher) Passages(ctx context.Context, field, text string, where [][2]int, opt snippet.Options) ([]snippet.Fragment, error) {
	f := m.of(field)
	scratch := takeMatches()
	defer scratch.giveBack()
	for to := firstRead; ; to *= 4 {
		to = min(to, len(text))
		found, err := f.before(ctx, scratch.list[:0], text, extent{where, to})
		if err != nil {
			return nil, err
		}
		scratch.list = found
		more := to < len(text) && len(found) < MaxWeighed
		if more && !f.all(found) {
			continue
		}
		list := snippet.Best(text, found[:min(len(found), MaxWeighed)], opt)
		if !more || len(list) == opt.Count && f.complete(list, to-margin) {
			return list, nil
		}
	}
}

// matchList is a list of matches that is used again for the next text.
type matchList struct{ list []snippet.Match }

var matchLists = sync.Pool{New: func() any { return new(matchList) }}

func takeMatches() *matchList { return matchLists.Get().(*matchList) }

func (l *matchList) giveBack() {
	if cap(l.list) <= 2*MaxWeighed {
		matchLists.Put(l)
	}
}

// all reports whether some matches are of all terms.
func (f *fieldMatcher) all(found []snippet.Match) bool {
	var buf [16]int
	terms := buf[:0]
	for i := 0; i < len(found) && len(terms) < f.terms; i++ {
		if !slices.Contains(terms, found[i].Term) {
			terms = append(terms, found[i].Term)
		}
	}
	return len(terms) >= f.terms
}

// complete reports whether each passage holds all terms and ends by to.
func (f *fieldMatcher) complete(list []snippet.Fragment, to int) bool {
	return !slices.ContainsFunc(list, func(fr snippet.Fragment) bool { return fr.Terms < f.terms || fr.Start+len(fr.Text) > to })
}

// of returns the matcher of a field, or nil.
func (m *Matcher) of(field string) *fieldMatcher {
	for i := range m.fields {
		if m.fields[i].field == field {
			return &m.fields[i]
		}
	}
	return nil
}

// Forms returns the forms of words that are looked for in a field: where none
// of them stands, no word or phrase matches. Aliases do without.
func (m *Matcher) Forms(field string) (list []*plan.Form) {
	f := m.of(field)
	if f == nil {
		return nil
	}
	for _, w := range f.words {
		list = append(list, &w.Form)
	}
	for _, p := range f.phrases {
		list = append(list, p.sought()...)
	}
	return list
}

// findWords appends the matches of the words, in text order.
func (f *fieldMatcher) findWords(ctx context.Context, found []snippet.Match, text string, e extent) ([]snippet.Match, error) {
	if len(f.words) == 0 {
		return found, nil
	}
	s := e.search(f.finder, text)
	defer s.Close()
	for n := 1; ; n++ {
		t, ok := s.Next()
		if !ok {
			for _, u := range f.together {
				loosen(found, text, u)
			}
			return found, nil
		}
		if n%deadlineEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		found = f.mark(found, &s, &t)
	}
}

// mark appends a match for each word that stands at t.
func (f *fieldMatcher) mark(found []snippet.Match, s *viet.Search, t *viet.Token) []snippet.Match {
	for _, w := range f.words {
		if stands(&w.Form, s, t) {
			found = append(found, snippet.Match{Span: snippet.Span{Start: t.Start, End: t.End}, Term: w.Term})
		}
	}
	return found
}

// findAliases appends the matches of aliases. Their readings depend on what
// surrounds them, so a text that may hold one is tokenized as a whole.
func (f *fieldMatcher) findAliases(found []snippet.Match, text string) []snippet.Match {
	may := func(a alias) bool {
		return slices.ContainsFunc(a.terms, func(term string) bool { return viet.MayHold(text, term) })
	}
	if !slices.ContainsFunc(f.aliases, may) {
		return found
	}
	tokens, words := viet.Tokenize(nil, text), len(found)
	for i, t := range tokens {
		if t.Kind == viet.Word {
			continue
		}
		open := viet.IsOpen(tokens, i)
		for _, w := range f.aliases {
			if !matches(&w.Form, &t, false) && (!open || w.Form.Terms[0] != plan.OpenMark+t.Term) {
				continue
			}
			if m := (snippet.Match{Span: snippet.Span{Start: t.Start, End: t.End}, Term: w.Term}); !f.isValue(m, found[words:]) && !(f.joined[w.Term] && f.isValue(m, found[:words])) {
				found = append(found, m)
			}
		}
	}
	return found
}
