package plan

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// meantUnit is units of a sequence that are read together.
type meantUnit struct {
	span
	kind     index.UnitKind
	readings []reading // of just these words
	optional bool
}

// isFree reports whether a unit may be read together with others: it is one word,
// of which nothing was said.
func (u *unit) isFree() bool { return u.to-u.from == 1 && !u.Exact && !u.Prefix && !u.Plain }

// takeTogether finds which words are meant together. Words that ask come first,
// as they belong to nothing else, then what is known by itself: values, short
// forms, places. Between them the collection decides.
func (r *sequence) takeTogether() {
	r.folds = !slices.ContainsFunc(r.tokens, func(t viet.Token) bool { return t.Term != t.Fold })
	if !r.split {
		return
	}
	for from := 0; from < len(r.units); {
		if n := r.questionAt(from); n > 0 {
			r.addUnit(meantUnit{span: span{from, from + n}, kind: index.UnitQuestion, optional: true})
			from += n
			continue
		}
		to := from + 1
		for to < len(r.units) && r.questionAt(to) == 0 {
			to++
		}
		r.takeBetween(span{from, to})
		from = to
	}
	r.takeTitles()
	r.demandSome()
	r.boost()
}

func (r *sequence) addUnit(u meantUnit) { r.meant = append(r.meant, u) }

// takeBetween finds the units of words among which none asks.
func (r *sequence) takeBetween(x span) {
	for x.from < x.to {
		known := r.firstKnown(x)
		r.takeFree(span{x.from, known.from})
		if known.len() > 0 {
			r.addKnown(known)
		}
		x.from = known.to
	}
}

// firstKnown returns the first span that a reading names, the longest of those;
// an empty one at the end if there is none.
func (r *sequence) firstKnown(x span) span {
	first := span{x.to, x.to}
	for _, o := range r.readings {
		s := span{o.from, o.to}
		if s.from >= x.from && s.to <= x.to && (s.from < first.from || s.from == first.from && s.len() > first.len()) && !r.isPart(x, &o) {
			first = s
		}
	}
	return first
}

// isPart reports whether what a reading names is a part of a longer unit of the
// collection, as Thái Bình is of Thái Bình Dương.
func (r *sequence) isPart(x span, o *reading) bool {
	if o.kind != index.UnitPlace && o.kind != index.UnitAbbreviation {
		return false
	}
	for x.from < o.from && !r.areFree(span{x.from, o.from}) {
		x.from++
	}
	for x.to > o.to && !r.areFree(span{o.to, x.to}) {
		x.to--
	}
	if !r.areFree(x) || x == (span{o.from, o.to}) {
		return false
	}
	s := r.segmenter(x)
	return s != nil && slices.ContainsFunc(s.split(span{0, x.len()}), func(u span) bool {
		return s.isName(u) && x.from+u.from <= o.from && x.from+u.to >= o.to && u.len() > o.to-o.from
	})
}

// areFree reports whether nothing was said of some units, and nothing separates them.
func (r *sequence) areFree(x span) bool {
	return !r.isCut(x) && !slices.ContainsFunc(r.units[x.from:x.to], func(u unit) bool { return !u.isFree() })
}

// isCut reports whether who asked has separated units.
func (r *sequence) isCut(x span) bool {
	return x.len() > 1 && slices.ContainsFunc(r.units[x.from+1:x.to], func(u unit) bool { return u.Cut })
}

// addKnown adds the unit that readings name.
func (r *sequence) addKnown(x span) {
	u := meantUnit{span: x}
	for _, o := range r.readings {
		if o.from != x.from || o.to != x.to {
			continue
		}
		if u.kind = o.kind; o.loose {
			u.kind = index.UnitName
		} else {
			u.readings = append(u.readings, o)
		}
	}
	r.addUnit(u)
}

// takeFree finds the units of words that nothing else says anything of.
func (r *sequence) takeFree(x span) {
	for x.from < x.to {
		to := x.from
		for to < x.to && r.units[to].isFree() && !(to > x.from && r.units[to].Cut) {
			to++
		}
		if to == x.from {
			r.addUnit(meantUnit{span: span{x.from, x.from + 1}, kind: index.UnitWord})
			x.from++
			continue
		}
		r.takeRun(span{x.from, to})
		x.from = to
	}
}

// takeRun splits words that nothing separates by what the collection has of them.
func (r *sequence) takeRun(x span) {
	s := r.segmenter(x)
	if s == nil {
		for i := x.from; i < x.to; i++ {
			r.addUnit(meantUnit{span: span{i, i + 1}, kind: index.UnitWord})
		}
		return
	}
	units := s.split(span{0, x.len()})
	if slices.ContainsFunc(units, func(u span) bool { return s.isEstimated(u) && !r.stands(span{x.from + u.from, x.from + u.to}) }) {
		s.known = true
		units = s.split(span{0, x.len()})
	}
	for _, u := range r.withHeads(s, x.from, units) {
		r.addUnit(meantUnit{span: span{x.from + u.from, x.from + u.to}, kind: s.kind(u), optional: u.len() == 1 && s.joins(u.from)})
	}
}

// segmenter looks words up; nil: nothing is known of the collection, or of one word.
func (r *sequence) segmenter(x span) *segmenter {
	lex := r.of.Lexicon()
	if lex == nil || lex.Total() == 0 || r.err != nil {
		return nil
	}
	places := make([][]string, x.len())
	for i := range places {
		places[i] = r.choices(lex, x.from+i)
	}
	s, err := newSegmenter(lex, places, r.folds)
	if err != nil {
		r.err = err
		return nil
	}
	return s
}

// choices returns the words that a unit may stand for.
func (r *sequence) choices(lex Lexicon, i int) []string {
	f := r.formAt(i)
	list := slices.Clone(f.Terms)
	for _, fold := range f.Folds {
		readings, err := lex.Readings(fold)
		if err != nil {
			r.err = err
			return list
		}
		for _, x := range readings {
			if !slices.Contains(list, x.Term) {
				list = append(list, x.Term)
			}
		}
	}
	return list
}

// kind tells what a unit is.
func (s *segmenter) kind(x span) index.UnitKind {
	switch {
	case x.len() == 1:
		return index.UnitWord
	case s.isName(x):
		return index.UnitName
	}
	return index.UnitCompound
}

// joins reports whether a word by itself only joins others. Without marks it is
// one if that is what its fold mostly is.
func (s *segmenter) joins(p int) bool {
	if !s.folds {
		return viet.IsFunctionWord(s.places[p][0])
	}
	most := 0
	for c := range s.runs.Words[p] {
		if s.runs.Words[p][c] > s.runs.Words[p][most] {
			most = c
		}
	}
	return viet.IsFunctionWord(s.places[p][most]) && 2*s.runs.Words[p][most] >= s.sums.run(p, 1)
}

// stands reports whether a document has some units side by side.
func (r *sequence) stands(x span) bool { return r.atLeast(r.typed(x), 1) }

// heads are words that begin the name of a body or place.
var heads = []string{"bộ", "sở", "cục", "viện", "vụ", "ban", "tỉnh", "huyện", "quận", "phường", "xã", "trường", "ủy ban", "thành phố"}

// withHeads joins a head word to the unit behind it where the collection has it
// there: the estimate of a long name is too low behind a common compound.
func (r *sequence) withHeads(s *segmenter, first int, units []span) (out []span) {
	for i := 0; i < len(units); i++ {
		u := units[i]
		if i+1 < len(units) && r.isHead(span{first + u.from, first + u.to}) && s.headStands(u, units[i+1]) {
			joined := span{u.from, units[i+1].to}
			if r.stands(span{first + joined.from, first + joined.to}) {
				u = joined
				i++
			}
		}
		out = append(out, u)
	}
	return out
}

// isHead reports whether units are a head word.
func (r *sequence) isHead(x span) bool {
	word := strings.Join(r.termsOf(x), " ")
	return slices.ContainsFunc(heads, func(h string) bool { return h == word || r.folds && viet.Fold(h) == word })
}

// headStands reports whether the collection has a head before the first two words
// of a unit of three words or more.
func (s *segmenter) headStands(head, unit span) bool {
	return unit.len() >= 3 && s.sums.run(head.to-1, 3) >= leastCount
}

// takeTitles finds the titles and offices before names.
func (r *sequence) takeTitles() {
	for i, u := range r.meant {
		for first := max(0, i-longestHonorific); u.kind == index.UnitName && first < i; first++ {
			before := span{r.meant[first].from, u.from}
			if r.areFree(before) && honorific(append(r.termsOf(before), "")) == before.len() {
				for k := first; k < i; k++ {
					r.meant[k].kind, r.meant[k].optional = index.UnitTitle, true
				}
				break
			}
		}
	}
}

// termsOf returns the terms of units of one word each.
func (r *sequence) termsOf(x span) []string {
	words := make([]string, x.len())
	for i := range words {
		words[i] = r.tokens[r.units[x.from+i].from].Term
	}
	return words
}

// demandSome demands all words if none would be demanded else.
func (r *sequence) demandSome() {
	if slices.ContainsFunc(r.meant, func(u meantUnit) bool { return !u.optional }) {
		return
	}
	for i := range r.meant {
		r.meant[i].optional = false
	}
}

// boost lowers the weight of words that ask.
func (r *sequence) boost() {
	for _, u := range r.meant {
		if u.optional && u.kind != index.UnitWord {
			for i := u.from; i < u.to; i++ {
				r.units[i].boost = optionalBoost
			}
		}
	}
}

// meantClause is the sequence at index.LevelMeant, given what it is at LevelAll.
func (r *sequence) meantClause(all Clause) Clause {
	if len(r.meant) == 0 {
		return all
	}
	var list []Clause
	for i := range r.meant {
		u := &r.meant[i]
		r.tell(u)
		r.joined = r.joined || u.optional || u.len() > 1
		if !u.optional {
			list = append(list, r.clauseOf(u))
		}
	}
	return conjoin(list)
}

// clauseOf is a unit as it must stand in a document, in any of its readings.
func (r *sequence) clauseOf(u *meantUnit) Clause {
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

// typed is units side by side as they were typed.
func (r *sequence) typed(x span) Clause {
	term := r.before + x.from + 1
	ph := Phrase{Fields: r.fields, Boost: 1, Term: term}
	first := r.tokens[r.units[x.from].from].Pos
	for i := x.from; i < x.to; i++ {
		u := &r.units[i]
		if x.len() == 1 && u.to-u.from == 1 {
			return Word{r.formAt(i), r.fields, 1, term}
		}
		for k := u.from; k < u.to; k++ {
			f := Form{}
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

// repeats reports whether a word of some units stands in the sequence before, and
// is no term of its own.
func (r *sequence) repeats(x span) bool {
	first := r.units[x.from].from
	return slices.ContainsFunc(r.tokens[first:r.units[x.to-1].to], func(t viet.Token) bool {
		return slices.ContainsFunc(r.tokens[:first], func(o viet.Token) bool { return o.Term == t.Term })
	})
}

// tell notes a unit for whoever asked.
func (r *sequence) tell(u *meantUnit) {
	if r.negated {
		return
	}
	if u.len() > 1 && !r.repeats(u.span) {
		r.together = append(r.together, Terms{r.before + u.from + 1, r.before + u.to + 1})
	}
	told := index.Unit{Kind: u.kind, Optional: u.optional, From: r.units[u.from].number, To: r.units[u.to-1].number + 1}
	words := make([]string, 0, u.len())
	for _, x := range r.units[u.from:u.to] {
		words = append(words, x.Text)
	}
	told.Text = viet.Compose(strings.Join(words, " "))
	for _, x := range u.readings {
		if told.Replaced = told.Replaced || x.whole; x.kind == index.UnitAbbreviation || x.kind == index.UnitPlace {
			told.Readings = append(told.Readings, x.text)
		}
	}
	r.planner.units = append(r.planner.units, told)
}
