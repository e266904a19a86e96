package remote

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"vankien/index"
)

// Words near each other are groups: each word looked for has a word of the text to
// itself, none of which can go, and at most so many others lie between. The cluster's
// unordered intervals find the smallest stretches that hold one interval of each of
// some kinds, but let one word of a text stand for two of the query. Where no two of
// them can be the same word that makes no difference.
//
// Else it takes more conditions: a stretch has a word for each, all different, exactly
// if of any of the words looked for, taken together, it holds as many as those are
// (Hall's theorem). That it holds n words of some kinds is an interval of n of them,
// one after the other. So all these conditions at once are the stretches; only those
// of words that may be taken for each other tell something.
//
// The score of an interval counts what lies between by its length less the least that
// it can have, which the cluster adds up over the conditions. The least of an
// alternative of several intervals is the least of all, so one that matches nothing and
// is as long as the group puts it right.

// maxConditions bounds what one group costs; only words that may be many others and
// are not the same need so many.
const maxConditions = 64

// nowhere is a word that no text has: it would be two.
const nowhere = "a_b"

// checkNear returns an error for words that would need too many conditions.
func (p *phrase) checkNear() error {
	if n := len(p.conditions()); n > maxConditions {
		return &index.RequestError{Detail: "too many words near each other may stand for each other: leave out some, or give them marks (" + strconv.Itoa(n) + " ways to tell them apart; at most " + strconv.Itoa(maxConditions) + " are allowed)"}
	}
	return nil
}

// near are the intervals of words near each other.
func (p *phrase) near() object {
	conditions := p.conditions()
	list := make([]object, len(conditions))
	simple := true
	for i, c := range conditions {
		list[i] = p.holds(c)
		simple = simple && c.n == 1
	}
	all := object{"mode": "unordered", "intervals": list}
	if simple {
		all["max_gaps"] = p.slop
		return object{"all_of": all}
	}
	all["filter"] = allowing("interval.end - interval.start < " + strconv.Itoa(len(p.forms)+p.slop))
	return object{"any_of": object{"intervals": []object{{"all_of": all}, p.least()}}}
}

// least is an interval that is nowhere and as long as a group.
func (p *phrase) least() object {
	return object{"match": object{"query": strings.TrimSpace(strings.Repeat(nowhere+" ", len(p.forms))), "mode": "ordered", "max_gaps": 0}}
}

// condition is that a stretch holds n words of some forms.
type condition struct {
	forms []*form
	n     int
}

// holds are the smallest intervals that meet a condition.
func (p *phrase) holds(c condition) object {
	var words []object
	for _, f := range c.forms {
		words = append(words, p.interval(f))
	}
	one := anyInterval(words)
	if c.n == 1 {
		return one
	}
	list := []object{one}
	for k := 1; k < c.n; k++ { // equal ones would be taken for one that is shorter
		list = append(list, anyInterval(append(slices.Clone(words), object{"match": object{"query": nowhere + strconv.Itoa(k)}})))
	}
	return object{"all_of": object{"ordered": true, "intervals": list}}
}

// conditions are those that make a group of a stretch.
func (p *phrase) conditions() (list []condition) {
	var kinds []*form
	var need []int
	for _, f := range p.forms {
		at := slices.IndexFunc(kinds, f.same)
		if at < 0 {
			at = len(kinds)
			kinds, need = append(kinds, f), append(need, 0)
		}
		need[at]++
	}
	meets := make([]uint64, len(kinds)) // of each kind: which others may be the same word
	for i := range kinds {
		for k := range kinds {
			if i != k && kinds[i].mayBe(kinds[k]) {
				meets[i] |= 1 << k
			}
		}
	}
	seen := map[uint64]bool{}
	var grow func(set uint64)
	grow = func(set uint64) {
		if seen[set] || len(list) > maxConditions {
			return
		}
		seen[set] = true
		c, next := condition{}, uint64(0)
		for left := set; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			c.forms, c.n, next = append(c.forms, kinds[i]), c.n+need[i], next|meets[i]
		}
		list = append(list, c)
		for next &^= set; next != 0; next &= next - 1 {
			grow(set | next&-next)
		}
	}
	for i := range kinds {
		grow(1 << i)
	}
	return list
}

// mayBe reports whether one word can be of two forms; it may say so where none is.
func (f *form) mayBe(o *form) bool {
	return slices.ContainsFunc(f.folded(), func(x string) bool {
		return slices.ContainsFunc(o.folded(), func(y string) bool {
			return x == y || f.begin != nil && strings.HasPrefix(y, x) || o.begin != nil && strings.HasPrefix(x, y)
		})
	}) && !f.disjoint(o)
}

// folded are the folds of all words of a form, or what they begin with.
func (f *form) folded() (list []string) {
	if f.begin != nil {
		return []string{f.begin.fold}
	}
	for _, t := range slices.Concat(f.terms, f.folds) {
		list = append(list, t.fold)
	}
	return list
}

// disjoint reports whether two forms that are terms have none in common.
func (f *form) disjoint(o *form) bool {
	a, b := f.asTerms(), o.asTerms()
	return a != nil && b != nil && !slices.ContainsFunc(a, func(t string) bool { return slices.Contains(b, t) })
}
