// Package period knows political periods, such as those between two congresses, and
// which of them a date falls into. It is pure: a table in, periods out. The table that
// comes with the program is periods.yaml, which says where each of its days is from.
package period

import (
	"bytes"
	"cmp"
	_ "embed"
	"slices"
)

// Set is periods one after the other, none of which overlap.
type Set struct {
	ID      string
	Labels  map[string]string // by language; vi is always there
	Periods []Period
}

// Period is days from From to To, both inclusive, as ISO dates; To is "" where it has no
// end.
type Period struct {
	ID       string
	Labels   map[string]string
	From, To string
}

// Label returns what a set is called in a language, else in Vietnamese.
func (s *Set) Label(lang string) string { return cmp.Or(s.Labels[lang], s.Labels["vi"]) }

// Label returns what a period is called in a language, else in Vietnamese.
func (p *Period) Label(lang string) string { return cmp.Or(p.Labels[lang], p.Labels["vi"]) }

// Of returns the place of the period that all days from one to another fall into. It is
// not ok when none has them all; then coarse tells whether some has a part of them.
func (s *Set) Of(first, last string) (at int, ok, coarse bool) {
	at, _ = slices.BinarySearchFunc(s.Periods, first, func(p Period, day string) int { return cmp.Compare(p.From, day) })
	if at == len(s.Periods) || s.Periods[at].From != first {
		at-- // the last that begins before
	}
	if at >= 0 && s.Periods[at].has(first) {
		ok = s.Periods[at].has(last)
		return at, ok, !ok
	}
	next := at + 1
	return at, false, next < len(s.Periods) && s.Periods[next].From <= last
}

func (p *Period) has(day string) bool { return p.From <= day && (p.To == "" || day <= p.To) }

//go:embed periods.yaml
var table []byte

// Default returns the sets that come with the program, the usual one first. It panics if
// they cannot be read.
func Default() []Set {
	sets, err := Load(bytes.NewReader(table))
	if err != nil {
		panic("period: " + err.Error())
	}
	return sets
}
