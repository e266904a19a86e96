package plan

import (
	"slices"

	"vankien/index"
	"vankien/internal/viet"
)

// unit is items of a sequence that are read together, or one.
type unit struct {
	span
	kind     index.UnitKind
	readings []reading // of just these words
	optional bool
}

// isFree reports whether an item may be read together with others: it is one word,
// of which nothing was said but its marks.
func (u *item) isFree() bool { return u.to-u.from == 1 && !u.Prefix && !u.Plain }

// takeTogether finds which words are meant together. Words that ask come first,
// as they belong to nothing else, then what is known by itself: values, short
// forms, places. Between them the collection decides.
func (r *sequence) takeTogether() {
	r.folds = !slices.ContainsFunc(r.tokens, func(t viet.Token) bool { return t.Term != t.Fold })
	if !r.split {
		return
	}
	for from := 0; from < len(r.items); {
		if n := r.questionAt(from); n > 0 {
			r.addUnit(unit{span: span{from, from + n}, kind: index.UnitQuestion, optional: true})
			from += n
			continue
		}
		to := from + 1
		for to < len(r.items) && r.questionAt(to) == 0 {
			to++
		}
		r.takeBetween(span{from, to})
		from = to
	}
	r.joinOffices()
	r.takeTitles()
	r.demandSome()
	r.boost()
}

func (r *sequence) addUnit(u unit) { r.units = append(r.units, u) }

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
	s := r.segmenter()
	return s != nil && slices.ContainsFunc(s.split(x), func(u span) bool {
		return s.isName(u) && u.from <= o.from && u.to >= o.to && u.len() > o.to-o.from
	})
}

// areFree reports whether nothing was said of some items, and nothing separates them.
func (r *sequence) areFree(x span) bool {
	return !r.isCut(x) && !slices.ContainsFunc(r.items[x.from:x.to], func(u item) bool { return !u.isFree() })
}

// isCut reports whether who asked has separated items.
func (r *sequence) isCut(x span) bool {
	return x.len() > 1 && slices.ContainsFunc(r.items[x.from+1:x.to], func(u item) bool { return u.Cut })
}

// addKnown adds the unit that readings name.
func (r *sequence) addKnown(x span) {
	u := unit{span: x}
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
		for to < x.to && r.items[to].isFree() && !(to > x.from && r.items[to].Cut) {
			to++
		}
		if to == x.from {
			r.addUnit(unit{span: span{x.from, x.from + 1}, kind: index.UnitWord})
			x.from++
			continue
		}
		r.takeRun(span{x.from, to})
		x.from = to
	}
}

// takeRun splits words that nothing separates by what the collection has of them.
func (r *sequence) takeRun(x span) {
	s := r.segmenter()
	if s == nil {
		for i := x.from; i < x.to; i++ {
			r.addUnit(unit{span: span{i, i + 1}, kind: index.UnitWord})
		}
		return
	}
	s.cuts = r.titleEnds(x, s)
	units := s.split(x)
	if slices.ContainsFunc(units, func(u span) bool { return s.isEstimated(u) && !r.stands(u) }) {
		s.known = true
		units = s.split(x)
		s.known = false
	}
	for _, u := range r.withHeads(s, units) {
		r.addUnit(unit{span: u, kind: s.kind(u), optional: u.len() == 1 && s.joins(u.from)})
	}
}

// segmenter looks all free items up, once; nil: nothing is known of the collection.
func (r *sequence) segmenter() *segmenter {
	lex := r.of.Lexicon()
	if lex == nil || lex.Total() == 0 || r.err != nil {
		return nil
	}
	if r.counts == nil {
		places := make([][]string, len(r.items))
		for i := range places {
			if r.items[i].isFree() {
				places[i] = r.choices(lex, i)
			}
		}
		s, err := newSegmenter(lex, places, r.folds)
		if err != nil {
			r.err = err
			return nil
		}
		r.counts = s
	}
	return r.counts
}

// choices returns the words that an item may stand for.
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

// stands reports whether a document has some items side by side, or guesses so.
func (r *sequence) stands(x span) bool {
	if !r.certain {
		r.guessed = true
		return true
	}
	return r.atLeast(r.typed(x), 1)
}

// demandSome demands all words if nothing would be demanded else.
func (r *sequence) demandSome() {
	if r.beside || slices.ContainsFunc(r.units, func(u unit) bool { return !u.optional }) {
		return
	}
	for i := range r.units {
		r.units[i].optional = false
	}
}

// boost lowers the weight of words that ask.
func (r *sequence) boost() {
	for _, u := range r.units {
		if u.optional && u.kind != index.UnitWord {
			for i := u.from; i < u.to; i++ {
				r.items[i].boost = optionalBoost
			}
		}
	}
}
