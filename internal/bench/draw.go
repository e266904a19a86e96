package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"vankien/internal/viet"
)

// perClass is the number of queries of each class.
const perClass = 5

// Shares of the documents that the words of a class are in, or are at most and
// at least in.
var (
	commonShares   = []float64{0.6, 0.5, 0.45, 0.4, 0.35}
	middlingShares = []float64{0.10, 0.08, 0.06, 0.05, 0.04}
	rareShares     = []float64{0.005, 0.004, 0.003, 0.002, 0.001}
	contentShares  = span{0.01, 0.5} // of words that are combined
	fullShares     = span{0.1, 0.5}  // of those of a full request, so that most find a page
)

// span is a range of shares.
type span struct{ least, most float64 }

// maxExpansion keeps prefixes clear of any engine's limit.
const maxExpansion = 500

// lexicon knows the words of a collection and draws queries from it, the same
// ones for the same documents.
type lexicon struct {
	docs  []document
	df    map[string]int  // documents that have a word, in any field
	words []string        // those that queries are made of, the commonest first
	taken map[string]bool // words that single has drawn
	days  []string        // of all documents that have a date, sorted
	rand  *rand.Rand
}

func newLexicon(docs []document) *lexicon {
	x := &lexicon{docs: docs, df: map[string]int{}, taken: map[string]bool{}, rand: rand.New(rand.NewPCG(1, 2))}
	seen := map[string]int{} // word → last document
	var tokens []viet.Token
	for i, d := range docs {
		if d.Date != "" {
			x.days = append(x.days, d.Date)
		}
		tokens = viet.Words(viet.Words(tokens[:0], d.Title), d.Body)
		for _, t := range tokens {
			if last, ok := seen[t.Term]; !ok || last != i {
				seen[t.Term] = i
				x.df[t.Term]++
			}
		}
	}
	slices.Sort(x.days)
	for w := range x.df {
		if usable(w) {
			x.words = append(x.words, w)
		}
	}
	slices.SortFunc(x.words, func(a, b string) int { return cmp.Or(x.df[b]-x.df[a], cmp.Compare(a, b)) })
	return x
}

// usable reports whether a word is one to every engine: letters only, at least
// one of them with a mark, and written as its term.
func usable(w string) bool {
	return viet.Marked(w) && viet.Term(w) == w && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
}

// draw returns perClass queries of each class, in order. The classes that need
// dates or topics are left out if the collection has none.
func (x *lexicon) draw() ([]task, error) {
	var tasks []task
	for _, draw := range []func() ([]task, error){
		func() ([]task, error) { return x.single(common, commonShares) },
		func() ([]task, error) { return x.single(middling, middlingShares) },
		func() ([]task, error) { return x.single(rare, rareShares) },
		func() ([]task, error) { return x.combined(and2, 2, all) },
		func() ([]task, error) { return x.combined(and3, 3, all) },
		func() ([]task, error) { return x.combined(and4, 4, all) },
		func() ([]task, error) { return x.combined(or3, 3, some) },
		func() ([]task, error) { return x.phrases(phrase2, 2) },
		func() ([]task, error) { return x.phrases(phrase4, 4) },
		x.prefixes,
		x.dated,
		x.topical,
		func() ([]task, error) { return x.changed(faceted, func(t *task) { t.Facets = true }) },
		x.newest,
		x.full,
	} {
		list, err := draw()
		if err != nil {
			return nil, fmt.Errorf("draw queries: %w", err)
		}
		tasks = append(tasks, list...)
	}
	return tasks, nil
}

// errPoor says that nothing of the kind looked for turned up.
var errPoor = errors.New("the collection has too few words of its own; give it more documents")

// single draws the word nearest to each share of the documents, and no word
// twice, so that no class finds the words of an earlier one already decoded.
func (x *lexicon) single(c class, shares []float64) ([]task, error) {
	var tasks []task
	for _, s := range shares {
		w, ok := x.near(s, x.taken)
		if !ok {
			return nil, errPoor
		}
		x.taken[w] = true
		tasks = append(tasks, task{Class: c, Words: []string{w}})
	}
	return tasks, nil
}

// near returns the unused word that is in a share of the documents, as nearly
// as there is one.
func (x *lexicon) near(share float64, used map[string]bool) (best string, ok bool) {
	want := share * float64(len(x.docs))
	far := func(w string) float64 { return max(want-float64(x.df[w]), float64(x.df[w])-want) }
	for _, w := range x.words {
		if !used[w] && (!ok || far(w) < far(best)) {
			best, ok = w, true
		}
	}
	return best, ok
}

// tries bounds the documents looked into for one query.
const tries = 10_000

// combined draws k words that stand in one document.
func (x *lexicon) combined(c class, k int, m mode) ([]task, error) {
	var tasks []task
	for range perClass {
		words, _, err := x.together(k, contentShares, func(*document) bool { return true })
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, task{Class: c, Words: words, Mode: m})
	}
	return tasks, nil
}

// together returns k words of a document that fits, each in a share of all
// documents within s, and the document.
func (x *lexicon) together(k int, s span, fits func(*document) bool) ([]string, *document, error) {
	n := float64(len(x.docs))
	for range tries {
		d := &x.docs[x.rand.IntN(len(x.docs))]
		if !fits(d) {
			continue
		}
		var words []string
		for _, t := range viet.Words(nil, d.Body) {
			share := float64(x.df[t.Term]) / n
			if usable(t.Term) && share >= s.least && share <= s.most && !slices.Contains(words, t.Term) {
				words = append(words, t.Term)
			}
		}
		if len(words) >= k {
			x.rand.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			return words[:k], d, nil
		}
	}
	return nil, nil, errPoor
}

// prefixes draws the first letters of middling words.
func (x *lexicon) prefixes() ([]task, error) {
	var tasks []task
	used := map[string]bool{}
	for len(tasks) < perClass {
		w, ok := x.near(middlingShares[0], used)
		if !ok {
			return nil, errPoor
		}
		used[w] = true
		letters := []rune(w)
		p := string(letters[:min(len(letters)-1, 3)])
		if len(letters) < 3 || !usable(p) || x.expansion(p) > maxExpansion || slices.ContainsFunc(tasks, func(t task) bool { return t.Words[0] == p }) {
			continue
		}
		tasks = append(tasks, task{Class: prefix, Words: []string{p}, Mode: begin})
	}
	return tasks, nil
}

// expansion counts the words that begin with p.
func (x *lexicon) expansion(p string) (n int) {
	for w := range x.df {
		if strings.HasPrefix(w, p) {
			n++
		}
	}
	return n
}

// changed draws common words and changes each task.
func (x *lexicon) changed(c class, change func(*task)) ([]task, error) {
	tasks, err := x.single(c, commonShares)
	for i := range tasks {
		change(&tasks[i])
	}
	return tasks, err
}

func (x *lexicon) newest() ([]task, error) {
	if len(x.days) == 0 {
		return nil, nil
	}
	return x.changed(newest, func(t *task) { t.Newest = true })
}

// dated draws words within a fifth of the dates.
func (x *lexicon) dated() ([]task, error) {
	if len(x.days) == 0 {
		return nil, nil
	}
	tasks, err := x.changed(dated, func(*task) {})
	for i := range tasks {
		tasks[i].From = x.days[i*len(x.days)/perClass]
		tasks[i].To = x.days[(i+1)*len(x.days)/perClass-1]
	}
	return tasks, err
}

// topical draws words within the commonest topics.
func (x *lexicon) topical() ([]task, error) {
	count := map[string]int{}
	for _, d := range x.docs {
		if d.Topic != "" {
			count[d.Topic]++
		}
	}
	if len(count) == 0 {
		return nil, nil
	}
	topics := slices.SortedFunc(maps.Keys(count), func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	tasks, err := x.changed(topical, func(*task) {})
	for i := range tasks {
		tasks[i].Topic = topics[i%len(topics)]
	}
	return tasks, err
}

// full draws what a page of a site asks for: words of a document, its topic,
// and the half of all dates around its own.
func (x *lexicon) full() ([]task, error) {
	fits := func(d *document) bool { return d.Date != "" && d.Topic != "" }
	if !slices.ContainsFunc(x.docs, func(d document) bool { return fits(&d) }) {
		return nil, nil
	}
	var tasks []task
	for range perClass {
		words, d, err := x.together(3, fullShares, fits)
		if err != nil {
			return nil, err
		}
		at, _ := slices.BinarySearch(x.days, d.Date)
		quarter := len(x.days) / 4
		tasks = append(tasks, task{Class: full, Words: words, Topic: d.Topic, Facets: true, Full: true,
			From: x.days[max(0, at-quarter)], To: x.days[min(len(x.days)-1, at+quarter)]})
	}
	return tasks, nil
}
