package load

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// perClass is how many queries Draw draws of each class.
const perClass = 20

// tries bounds how often a query is drawn that a document cannot give or that
// is there already.
const tries = 50 * perClass

// Draw returns the default mix of queries over a collection, 20 of each class
// or as many as the collection gives. The same collection gives the same mix.
// They ask for ten hits without snippets unless said otherwise:
//
//	common, middling, rare   a word in a tenth or more of the documents; a hundredth to a tenth; less
//	and2, and3, and4         words of one document, each in a hundredth to half of the documents
//	or3                      three middling words, or common ones where there are none
//	phrase2, phrase4         adjacent words of one sentence
//	prefix                   a word without its last letter, two letters at least
//	unmarked                 two adjacent words without their marks
//	date, topic              a common or middling word of a document, in the years around it, or with its topic
//	facets                   a common word, topics and years counted
//	newest                   a common word, newest first
//	full                     and3 with date, topic and both facets, and a snippet for each hit
//	all4, meant4, auto4      four adjacent words of one sentence: all of them, as the units that they are, and
//	                         as a page asks for them, with what else may have been meant
//
// All but the last ask for every word.
func Draw(ctx context.Context, x index.Engine) ([]Query, error) {
	s, err := newSample(ctx, x)
	if err != nil {
		return nil, err
	}
	b, err := s.bands(ctx, x, perClass)
	if err != nil {
		return nil, err
	}
	m := &mixer{sample: s, bands: b, rng: rand.New(rand.NewPCG(seed, 0))}
	if len(m.frequent()) == 0 {
		return nil, errors.New("the collection holds no words to draw queries from: add documents, or name queries")
	}
	m.each("common", b.common)
	m.each("middling", b.middling)
	m.each("rare", b.rare)
	for _, c := range m.classes() {
		m.draw(c)
	}
	m.levels()
	return m.queries, nil
}

// seed makes every draw and every order the same.
const seed = 20250113

// mixer draws queries.
type mixer struct {
	*sample
	*bands
	rng     *rand.Rand
	queries []Query
}

// class is a kind of query; next makes one from a document, or nil if that
// document gives none.
type class struct {
	name string
	next func(*source) url.Values
}

func (m *mixer) classes() []class {
	frequent := m.frequent()
	return []class{
		{"and2", func(d *source) url.Values { return ask(m.some(d, 2)) }},
		{"and3", func(d *source) url.Values { return ask(m.some(d, 3)) }},
		{"and4", func(d *source) url.Values { return ask(m.some(d, 4)) }},
		{"or3", func(*source) url.Values { return ask(strings.Join(m.pick(m.middle(), 3), " OR ")) }},
		{"phrase2", func(d *source) url.Values { return ask(quoted(m.run(d, 2))) }},
		{"phrase4", func(d *source) url.Values { return ask(quoted(m.run(d, 4))) }},
		{"prefix", m.prefix},
		{"unmarked", m.unmarked},
		{"date", func(d *source) url.Values { return around(d, ask(m.within(d, frequent))) }},
		{"topic", func(d *source) url.Values { return m.about(d, ask(m.within(d, frequent))) }},
		{"facets", func(*source) url.Values { return ask(m.one(frequent), "facets", "topic,year") }},
		{"newest", func(*source) url.Values { return ask(m.one(frequent), "sort", "-date") }},
		{"full", func(d *source) url.Values {
			return around(d, m.about(d, ask(m.some(d, 3), "facets", "topic,year", "snippets", "1")))
		}},
	}
}

// levels adds the same words at each level.
func (m *mixer) levels() {
	from := len(m.queries)
	m.draw(class{"all4", func(d *source) url.Values {
		return ask(joined(m.run(d, 4), func(w viet.Token) string { return w.Term }))
	}})
	drawn := m.queries[from:]
	for _, level := range []string{"meant", "auto"} {
		for _, q := range drawn {
			m.queries = append(m.queries, Query{level + "4", ask(q.Params.Get("q"), "match", level)})
		}
	}
}

// ask returns the parameters of a query and more of them in pairs, or nil
// without a query.
func ask(q string, more ...string) url.Values {
	if q == "" {
		return nil
	}
	v := url.Values{"q": {q}, "limit": {"10"}, "snippets": {"0"}, "match": {"all"}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

func (m *mixer) each(name string, words []string) {
	for _, w := range words {
		m.queries = append(m.queries, Query{name, ask(w)})
	}
}

// draw adds the queries of a class, each once.
func (m *mixer) draw(c class) {
	seen := map[string]bool{}
	for range tries {
		v := c.next(&m.docs[m.rng.IntN(len(m.docs))])
		if key := v.Encode(); v != nil && !seen[key] {
			seen[key] = true
			m.queries = append(m.queries, Query{c.name, v})
		}
		if len(seen) == perClass {
			return
		}
	}
}

// frequent returns common words, else middling ones.
func (m *mixer) frequent() []string {
	if len(m.common) > 0 {
		return m.common
	}
	return m.middling
}

// middle returns middling words, else common ones.
func (m *mixer) middle() []string {
	if len(m.middling) > 2 {
		return m.middling
	}
	return m.common
}

func (m *mixer) one(words []string) string { return words[m.rng.IntN(len(words))] }

// within returns one of the words that a document has, or "".
func (m *mixer) within(d *source, words []string) string {
	has := func(word string) bool {
		return slices.ContainsFunc(d.words, func(t viet.Token) bool { return t.Term == word })
	}
	there := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return !has(word) })
	if len(there) == 0 {
		return ""
	}
	return m.one(there)
}

// pick returns n different words in any order, or none if there are fewer.
func (m *mixer) pick(words []string, n int) []string {
	if len(words) < n {
		return nil
	}
	out := make([]string, n)
	for i, at := range m.rng.Perm(len(words))[:n] {
		out[i] = words[at]
	}
	return out
}

// some returns n words of a document that say something: neither in more than
// half of the sample nor nowhere else.
func (m *mixer) some(d *source, n int) string {
	var telling []string
	for _, w := range d.words {
		share := m.share[w.Term]
		if 100*share >= len(m.docs) && 2*share <= len(m.docs) && !slices.Contains(telling, w.Term) {
			telling = append(telling, w.Term)
		}
	}
	return strings.Join(m.pick(telling, n), " ")
}

// run returns n adjacent words of a document, or none.
func (m *mixer) run(d *source, n int) []viet.Token {
	if len(d.words) < n {
		return nil
	}
	at := m.rng.IntN(len(d.words) - n + 1)
	if d.words[at+n-1].Pos-d.words[at].Pos != n-1 {
		return nil
	}
	return d.words[at : at+n]
}

func quoted(words []viet.Token) string {
	if len(words) == 0 {
		return ""
	}
	return `"` + joined(words, func(w viet.Token) string { return w.Term }) + `"`
}

func joined(words []viet.Token, form func(viet.Token) string) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = form(w)
	}
	return strings.Join(all, " ")
}

func (m *mixer) prefix(d *source) url.Values {
	if len(d.words) == 0 {
		return nil
	}
	letters := []rune(d.words[m.rng.IntN(len(d.words))].Term)
	return ask(string(letters[:max(2, len(letters)-1)]) + "*")
}

func (m *mixer) unmarked(d *source) url.Values {
	words := m.run(d, 2)
	if !slices.ContainsFunc(words, func(w viet.Token) bool { return w.Term != w.Fold }) {
		return nil
	}
	return ask(joined(words, func(w viet.Token) string { return w.Fold }))
}

// around restricts a query to the three years around a document's.
func around(d *source, v url.Values) url.Values {
	if v == nil || len(d.date) < 4 {
		return nil
	}
	year, err := strconv.Atoi(d.date[:4])
	if err != nil {
		return nil
	}
	v.Set("from", fmt.Sprintf("%04d", max(1, year-1)))
	v.Set("to", fmt.Sprintf("%04d", min(9999, year+1)))
	return v
}

// about restricts a query to a topic of a document.
func (m *mixer) about(d *source, v url.Values) url.Values {
	if v == nil || len(d.topics) == 0 {
		return nil
	}
	v.Set("topic", m.one(d.topics))
	return v
}
