package plan

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// meantClause is the sequence at index.LevelMeant, given what it is at LevelAll.
func (r *sequence) meantClause(all Clause) Clause {
	if len(r.units) == 0 {
		return all
	}
	var list []Clause
	for i := range r.units {
		u := &r.units[i]
		r.tell(u)
		r.joined = r.joined || u.optional || u.len() > 1
		if !u.optional {
			list = append(list, r.clauseOf(u))
		}
	}
	if len(list) == 0 {
		return Everything{}
	}
	return conjoin(list)
}

// clauseOf is a unit as it must stand in a document, in any of its readings.
func (r *sequence) clauseOf(u *unit) Clause {
	var ways []Clause
	value := slices.ContainsFunc(u.readings, func(x reading) bool { return x.whole })
	if !value {
		ways = append(ways, r.typed(u.span))
	}
	for _, x := range u.readings {
		ways = append(ways, x.clause)
	}
	if len(ways) == 1 {
		return ways[0]
	}
	if value {
		return Best{ways}
	}
	return Or{Of: ways}
}

// typed is items side by side as they were typed.
func (r *sequence) typed(x span) Clause {
	term := r.before + x.from + 1
	ph := Phrase{Fields: r.fields, Boost: 1, Term: term}
	first := r.tokens[r.items[x.from].from].Pos
	for i := x.from; i < x.to; i++ {
		u := &r.items[i]
		if x.len() == 1 && u.to-u.from == 1 {
			return Word{r.formAt(i), r.fields, 1, term}
		}
		for k := u.from; k < u.to; k++ {
			var f Form
			if u.to-u.from == 1 {
				f = r.formAt(i)
			} else {
				f = r.formAmong(r.text, r.tokens[u.from:u.to], k-u.from, u.Exact, u.Prefix && k == u.to-1)
			}
			ph.Forms, ph.At = append(ph.Forms, f), append(ph.At, r.tokens[k].Pos-first)
		}
	}
	return ph
}

// repeats reports whether a word of some items stands in the sequence before, and
// is no term of its own.
func (r *sequence) repeats(x span) bool {
	first := r.items[x.from].from
	return slices.ContainsFunc(r.tokens[first:r.items[x.to-1].to], func(t viet.Token) bool {
		return slices.ContainsFunc(r.tokens[:first], func(o viet.Token) bool { return o.Term == t.Term })
	})
}

// tell notes a unit for whoever asked.
func (r *sequence) tell(u *unit) {
	if r.negated {
		return
	}
	if u.len() > 1 && !r.repeats(u.span) {
		r.together = append(r.together, Terms{r.before + u.from + 1, r.before + u.to + 1})
	}
	told := index.Unit{Kind: u.kind, Optional: u.optional, From: r.items[u.from].number, To: r.items[u.to-1].number + 1}
	words := make([]string, 0, u.len())
	for _, x := range r.items[u.from:u.to] {
		words = append(words, x.Text)
	}
	told.Text = viet.Compose(strings.Join(words, " "))
	for _, x := range u.readings {
		if told.Replaced = told.Replaced || x.whole; x.kind == index.UnitAbbreviation || x.kind == index.UnitPlace {
			told.Readings = append(told.Readings, x.text)
		}
	}
	r.told = append(r.told, told)
}
