package viet

import (
	"strings"
	"unicode/utf8"
)

// Key returns the words of s as Term does, with y written as i where both are
// in use: after b h k l m n s t th v x in an open syllable, and after qu also
// before t, nh, ch and n (kỹ = kĩ, quý = quí, quỳnh = quình; rule V01). Two
// words with equal keys are variants of one; uy and ui, ay and ai, an initial
// y and i never meet (rule V02). The key is no display form.
func Key(s string) string {
	return eachWord(s, func(word []rune, _ *rules) []rune {
		if _, p, ok := parse(word); ok && p.varies() {
			for i, r := range word {
				if l := letterOf(r); l.plain == 'y' {
					word[i] = withTone('i', l.tone)
				}
			}
		}
		return word
	})
}

// varies reports whether the y of the syllable is written as i too.
func (p *pattern) varies() bool {
	switch p.rhyme {
	case "y":
		return p.onset != ""
	case "yt", "ynh", "ych", "yn":
		return p.onset == "qu"
	}
	return false
}

// Relation tells how a word of a query stands to a word of a document (rule F02).
type Relation byte

// The relations. A mark left out counts as unspecified: bac is less specified than bắc.
const (
	Equal      Relation = 'E' // one term
	Variant    Relation = 'V' // i and y variants of one word
	Unmarked   Relation = 'U' // the query leaves marks out and agrees otherwise
	Overmarked Relation = 'D' // the document leaves marks out and agrees otherwise
	Conflict   Relation = 'C' // the same letters with other marks
	Different  Relation = 'N'
)

// Relate compares the query word q with the document word d. The slots that
// it compares are the shape of each letter (or the stroke of đ) and the tone;
// where the letters differ it compares keys, so that ki is an unmarked kỹ.
func Relate(q, d string) Relation {
	q, d = Term(q), Term(d)
	if q == d {
		return Equal
	}
	r := compare(q, d)
	if r == Different || r == Conflict {
		if q, d = Key(q), Key(d); q == d {
			return Variant
		}
		if r == Different {
			r = compare(q, d)
		}
	}
	return r
}

// compare relates two terms that differ.
func compare(q, d string) Relation {
	var s slots
	switch {
	case !s.letters(q, d):
		return Different
	case s.clash || s.less == s.more: // both, or one tone on different letters of a word that is no syllable
		return Conflict
	case s.less:
		return Unmarked
	}
	return Overmarked
}

// slots gathers how the marks of a query word stand to those of a document word.
type slots struct{ less, more, clash bool }

// letters compares two words letter by letter and reports whether their
// letters without marks are the same. One tone each is compared for the word,
// wherever it stands: the shape of a letter left out may move it.
func (s *slots) letters(q, d string) bool {
	tq, nq := tones(q)
	td, nd := tones(d)
	byWord := nq <= 1 && nd <= 1
	if byWord {
		s.see(int(tq), int(td), 0)
	}
	q, d = s.marks(q, d)
	for q != "" && d != "" {
		a, n := utf8.DecodeRuneInString(q)
		b, m := utf8.DecodeRuneInString(d)
		x, y := unitOf(a), unitOf(b)
		if x.base != y.base {
			return false
		}
		s.see(int(x.plain), int(y.plain), int(x.base))
		if !byWord {
			s.see(int(x.tone), int(y.tone), 0)
		}
		q, d = s.marks(q[n:], d[m:])
	}
	return q == d
}

// unitOf describes a letter, or a character between words, which has no marks.
func unitOf(r rune) letter {
	if l := letterOf(r); l.base != 0 {
		return l
	}
	return letter{plain: r, base: r}
}

// marks compares the marks that q and d begin with, and returns what follows them.
func (s *slots) marks(q, d string) (restQ, restD string) {
	restQ, restD = strings.TrimLeftFunc(q, isMark), strings.TrimLeftFunc(d, isMark)
	a, b := len(q)-len(restQ), len(d)-len(restD)
	switch {
	case q[:a] == d[:b]:
	case a == 0:
		s.less = true
	case b == 0:
		s.more = true
	default:
		s.clash = true
	}
	return restQ, restD
}

func isMark(r rune) bool { return letterOf(r).class == mark }

// see compares one slot; none is the value of a slot without a mark.
func (s *slots) see(q, d, none int) {
	switch {
	case q == d:
	case q == none:
		s.less = true
	case d == none:
		s.more = true
	default:
		s.clash = true
	}
}

// tones returns the last tone of a word and how many letters have one.
func tones(s string) (last Tone, n int) {
	for _, r := range s {
		if t := letterOf(r).tone; t != Level {
			last = t
			n++
		}
	}
	return last, n
}
