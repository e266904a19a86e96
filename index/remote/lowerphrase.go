package remote

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"vankien/index/content"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// Two neighbours of the running text are a term of t, if either both are meant as they
// stand or both by their folds; then that says all. Else positions are compared, by
// intervals: where a phrase is at each place, its words of x or, in the same places,
// their folds of xf.
//
// Intervals tell how often a phrase stands by a score only, s = f/(1+f), so f is
// s/(1-s): rounded, where each place counts 1, which is exact up to some thousands.
// Over the end of a sentence each place counts 1/(1+gaps), so f is that many times
// more.

// phrase is a phrase as the cluster finds it.
type phrase struct {
	of    string // what holds the words
	forms []*form
	apart []bool // of each word: a sentence ends before it
	slop  int
	words *lexicon.Lexicon
}

func (v *view) newPhrase(p *plan.Phrase) (*phrase, error) {
	ph := &phrase{words: v.lexicon, of: content.FieldOf(p.Fields), slop: p.Slop, apart: make([]bool, len(p.Forms))}
	for i := range p.Forms {
		ph.forms = append(ph.forms, newForm(&p.Forms[i]))
		ph.apart[i] = i > 0 && p.At[i]-p.At[i-1] > 1
	}
	if p.Slop > 0 {
		return ph, ph.checkNear()
	}
	return ph, nil
}

// pairs returns the terms of t that two neighbours are; not ok: terms do not tell.
func (p *phrase) pairs() (list []string, ok bool) {
	if len(p.forms) != 2 || p.slop > 0 || p.apart[1] || p.of != content.Text {
		return nil, false
	}
	return pairsOf(p.forms[0], p.forms[1])
}

func pairsOf(first, second *form) (list []string, ok bool) {
	a, b := first.asTerms(), second.asTerms()
	if a == nil || b == nil {
		a, b = first.asFolds(), second.asFolds()
	}
	if a == nil || b == nil {
		return nil, false
	}
	for _, x := range a {
		for _, y := range b {
			list = append(list, pairOf(x, y))
		}
	}
	return list, true
}

// asTerms returns the terms that a form is; nil: it is more.
func (f *form) asTerms() (list []string) {
	if f.begin != nil || len(f.folds) > 0 {
		return nil
	}
	return f.lone()
}

// asFolds returns the folds that a form is, as in t; nil: it is something else.
func (f *form) asFolds() (list []string) {
	if f.begin != nil || len(f.lone()) > 0 {
		return nil
	}
	for _, t := range f.folds {
		list = append(list, foldOf(t.text))
	}
	return list
}

// matching matches the documents in which the phrase stands.
func (p *phrase) matching() object {
	if list, ok := p.pairs(); ok {
		return oneOf("t", list)
	}
	return p.standing()
}

// standing finds the places of the phrase. Pairs within it lead there sooner.
func (p *phrase) standing() object {
	q := object{"intervals": object{fieldNamed("x", p.of): p.places()}}
	var led []object
	for i := 1; i < len(p.forms) && p.slop == 0 && p.of == content.Text; i++ {
		if list, ok := pairsOf(p.forms[i-1], p.forms[i]); ok && !p.apart[i] {
			led = append(led, oneOf("t", list))
		}
	}
	if len(led) == 0 {
		return q
	}
	return object{"bool": object{"must": q, "filter": led}}
}

// places are the intervals of the phrase.
func (p *phrase) places() object {
	if p.slop > 0 {
		return p.near()
	}
	var before object
	for i := 0; i < len(p.forms); {
		to := i + 1
		for to < len(p.forms) && !p.apart[to] {
			to++
		}
		var words []object
		for _, f := range p.forms[i:to] {
			words = append(words, p.interval(f))
		}
		stretch := sideBySide(words...)
		if before != nil {
			stretch = overStop(before, stretch)
		}
		before, i = stretch, to
	}
	return before
}

// valueGap is how many places the mapping leaves between two sentences, behind the sign
// that ends the first.
const valueGap = viet.Gap - 1

// overStop are intervals of two that follow each other, the end of a sentence alone
// between.
func overStop(before, after object) object {
	ended := sideBySide(before, object{"match": object{"query": stopSign}})
	return object{"all_of": object{"ordered": true, "intervals": []object{ended, after},
		"filter": allowing("interval.gaps == " + strconv.Itoa(valueGap))}}
}

func sideBySide(list ...object) object {
	if len(list) == 1 {
		return list[0]
	}
	return object{"all_of": object{"ordered": true, "max_gaps": 0, "intervals": list}}
}

// allowing is a filter of intervals. Its script has no parameters.
func allowing(script string) object { return object{"script": object{"source": script}} }

// stops is the number of sentences that end within the phrase.
func (p *phrase) stops() (n int) {
	for _, apart := range p.apart {
		if apart {
			n++
		}
	}
	return n
}

// interval is the places of a word.
func (p *phrase) interval(f *form) object {
	folds := fieldNamed("xf", p.of)
	var list []object
	if f.begin != nil {
		for _, b := range f.begin.written() {
			list = append(list, p.begins(b, "")...)
		}
		for _, b := range f.begin.folds {
			list = append(list, p.begins(b, folds)...)
		}
		return anyInterval(list)
	}
	if lone := f.lone(); len(lone) > 0 {
		list = append(list, oneWord(lone, ""))
	}
	if len(f.folds) > 0 {
		words := make([]string, len(f.folds))
		for i, t := range f.folds {
			words[i] = t.text
		}
		list = append(list, oneWord(words, folds))
	}
	return anyInterval(list)
}

// oneWord is the places of any of some words in a field; "": that of the interval. An
// any_of of a phrase would be taken apart into phrases of all combinations, of which the
// cluster takes 1,024, so of words of one field a pattern is made.
func oneWord(words []string, field string) object {
	rule, what := "match", object{"query": words[0]}
	if len(words) > 1 {
		quoted := make([]string, len(words))
		for i, w := range words {
			quoted[i] = quoteRegexp.Replace(w)
		}
		rule, what = "regexp", object{"pattern": strings.Join(quoted, "|"), "max_expansions": maxExpansions}
	}
	if field != "" {
		what["use_field"] = field
	}
	return object{rule: what}
}

// maxExpansions is how many words an interval of a beginning may be; the cluster takes
// no more. A beginning that stands for more, or for nearly as many, as the lexicon does
// not know all, is taken letter by letter, those with marks together, and so is each of
// these up to some letters.
const (
	maxExpansions = 1024
	crowd         = maxExpansions / 4 * 3
	lettersApart  = 4
	nextLetters   = "abcdđefghijklmnopqrstuvwxyz0123456789"
)

// begins are the places of words that begin so, in a field; "": that of the interval.
func (p *phrase) begins(begin, field string) (list []object) {
	expanding := func(rule, pattern string) {
		w := object{"pattern": pattern, "max_expansions": maxExpansions}
		if field != "" {
			w["use_field"] = field
		}
		list = append(list, object{rule: w})
	}
	if !p.crowded(begin) {
		expanding("wildcard", begin+"*")
		return list
	}
	for _, r := range nextLetters {
		list = append(list, p.begins(begin+string(r), field)...)
	}
	expanding("regexp", quoteRegexp.Replace(begin)+"([^"+nextLetters+"].*)?")
	return list
}

// crowded reports whether too many words for one interval begin so. What the lexicon
// cannot tell is taken for many.
func (p *phrase) crowded(begin string) bool {
	begin = strings.TrimPrefix(begin, bareSign)
	if utf8.RuneCountInString(begin) > lettersApart {
		return false
	}
	many, err := p.words.Crowded(p.of, viet.Fold(begin), crowd)
	return many || err != nil
}

// quoteRegexp quotes what a word may have that is not itself in a pattern of the
// cluster.
var quoteRegexp = strings.NewReplacer(".", `\.`, "^", `\^`, "&", `\&`, "#", `\#`, "<", `\<`)

func anyInterval(list []object) object {
	if len(list) == 1 {
		return list[0]
	}
	return object{"any_of": object{"intervals": list}}
}

// same reports whether two forms are the same words.
func (f *form) same(o *form) bool {
	if f.begin != nil || o.begin != nil {
		return f.begin != nil && o.begin != nil && f.begin.fold == o.begin.fold && slices.Equal(f.begin.terms, o.begin.terms) && slices.Equal(f.begin.folds, o.begin.folds)
	}
	return slices.Equal(slices.Sorted(slices.Values(f.all())), slices.Sorted(slices.Values(o.all())))
}
