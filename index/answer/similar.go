package answer

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// A document is similar to another one when both have what is rare. Single syllables
// say little of what a Vietnamese text is about (thành, sản, công), so what is asked
// for are words of two syllables and names of up to four: pairs that stand side by side
// more often than their syllables would by chance, by the statistics of the lexicon.
// Those that weigh most by tf·idf are asked for as alternatives of an ordinary search.
// A pair that the document alone has finds nothing, and one that many have costs much
// and tells little; so neither is asked for.

// Bounds of what is looked at and asked for.
const (
	wordsOfSimilar = 8000 // words of a document that are read
	pairsLookedUp  = 160  // pairs and names whose counts are asked for: those that it has most often
	unitsAsked     = 24
	byChance       = 12    // how much more often than by chance a pair stands together
	tooOften       = 1e-4  // of all words, from which on a pair tells too little
	fewAtMost      = 400.0 // occurrences that are few in any collection
	titleTimes     = 3     // what a unit of a title counts
	nameTimes      = 1.5   // what a name counts
)

// Similar returns the documents that have most of what is rare in d in common with it,
// best first and at most n, without d.
func Similar[H any](ctx context.Context, s State[H], d *index.Document, n int) ([]index.Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	composed := d.Composed()
	units, err := rareUnits(s.Lexicon(), &composed)
	if err != nil || len(units) == 0 || n <= 0 {
		return []index.Hit{}, err
	}
	some := plan.Or{}
	for i, u := range units {
		some.Of = append(some.Of, u.clause(i+1))
	}
	n = min(n, index.MaxLimit)
	found, err := s.Find(ctx, &Query{Match: some, Filter: &index.Filter{}, Window: n + 1})
	if err != nil {
		return nil, err
	}
	hits, err := s.Show(ctx, &index.Request{Limit: n + 1}, found[0].Hits, Marks{Clause: plan.Nothing{}})
	if err != nil {
		return nil, err
	}
	hits = slices.DeleteFunc(hits, func(h index.Hit) bool { return h.ID == d.ID })
	return hits[:min(n, len(hits))], nil
}

// unit is words that stand side by side in a document.
type unit struct {
	words []string
	times float64 // that they do, more for a title and a name
	score float64
}

// clause asks for a unit. One that the document has several times counts for more.
func (u *unit) clause(term int) plan.Clause {
	ph := plan.Phrase{Fields: runningText(), Boost: 1 + math.Log(u.times), Term: term}
	for i, w := range u.words {
		ph.Forms, ph.At = append(ph.Forms, plan.Form{Terms: []string{w}}), append(ph.At, i)
	}
	return ph
}

// runningText are the texts that are searched without a field.
func runningText() (names []string) {
	for _, p := range content.Parts() {
		names = append(names, string(p.Name))
	}
	return names
}

// rareUnits returns the units of a document that weigh most, heaviest first.
func rareUnits(lex plan.Lexicon, d *index.Document) ([]unit, error) {
	if lex == nil || lex.Total() == 0 {
		return nil, nil
	}
	list := unitsOf(d)
	kept := list[:0]
	for _, u := range list {
		count, chance, err := standing(lex, u.words)
		if err != nil {
			return nil, err
		}
		if count < 1 || count < byChance*chance || count > max(fewAtMost, tooOften*lex.Total()) {
			continue
		}
		u.score = (1 + math.Log(u.times)) * math.Log(1+lex.Total()/count)
		kept = append(kept, u)
	}
	slices.SortStableFunc(kept, func(a, b unit) int { return cmp.Compare(b.score, a.score) })
	return kept[:min(len(kept), unitsAsked)], nil
}

// standing returns about how often words stand side by side in a collection, and how
// often their first two would by chance.
func standing(lex plan.Lexicon, words []string) (count, chance float64, err error) {
	places := make([][]string, len(words))
	for i, w := range words {
		places[i] = []string{w}
	}
	r, err := lex.Runs(places)
	if err != nil {
		return 0, 0, err
	}
	count = math.Inf(1)
	for i := range len(words) - 1 {
		n := 0.0
		for _, p := range r.Pairs[i] {
			n += p.Count
		}
		count = min(count, n)
	}
	return count, r.Words[0][0] * r.Words[1][0] / lex.Total(), nil
}

// unitsOf returns the pairs and names of a document that it has most often, in the
// order of that.
func unitsOf(d *index.Document) []unit {
	c := &unitCounter{times: map[string]float64{}}
	content.Analyze(d, c)
	list := make([]unit, 0, len(c.order))
	for _, key := range c.order {
		list = append(list, unit{words: strings.Fields(key), times: c.times[key]})
	}
	slices.SortStableFunc(list, func(a, b unit) int { return cmp.Compare(b.times, a.times) })
	return list[:min(len(list), pairsLookedUp)]
}

// unitCounter is the content.Sink that counts pairs and names.
type unitCounter struct {
	times map[string]float64
	order []string
	last  [plan.MaxName]string // the words before, the last one last; "" behind a cut
	read  int
}

func (c *unitCounter) Word(to content.Place, w *content.Word) {
	if !c.counts(to) {
		return
	}
	if c.read++; w.Cut || w.Apart || w.Start == 0 {
		c.last = [plan.MaxName]string{}
	}
	word := w.Term
	if viet.IsFunctionWord(word) || strings.Trim(word, "0123456789") == "" || strings.ContainsAny(word, " \t") {
		word = ""
	}
	before := c.last[plan.MaxName-1]
	copy(c.last[:], c.last[1:])
	c.last[plan.MaxName-1] = word
	if before != "" && word != "" {
		c.add(before+" "+word, to, 1)
	}
}

func (c *unitCounter) Name(to content.Place, n int) {
	words := c.last[plan.MaxName-n:]
	if c.counts(to) && n > 2 && n <= 4 && !slices.Contains(words, "") {
		c.add(strings.Join(words, " "), to, nameTimes)
	}
}

// Term takes what has no place beside others.
func (*unitCounter) Term(content.Place, string) {}

// counts reports whether a text tells what a document is about.
func (c *unitCounter) counts(to content.Place) bool {
	if to.Part < 0 || c.read >= wordsOfSimilar {
		return false
	}
	switch content.Parts()[to.Part].Name {
	case index.FieldTitle, index.FieldAbstract, index.FieldBody:
		return true
	}
	return false
}

func (c *unitCounter) add(key string, to content.Place, times float64) {
	if content.Parts()[to.Part].Name == index.FieldTitle {
		times *= titleTimes
	}
	if c.times[key] == 0 {
		c.order = append(c.order, key)
	}
	c.times[key] += times
}
