package find

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/query"
)

// MatchView tells at what level a search was answered, and how its query was
// read.
type MatchView struct {
	Asked    string         `json:"asked"`
	Used     string         `json:"used"`   // never auto
	Totals   map[string]int `json:"totals"` // documents of each level that was counted
	Units    []UnitView     `json:"units"`
	Optional []string       `json:"optional"` // texts of the units that are not demanded

	either bool     // some of the units are enough, as OR or NOT asks
	minor  UnitView // the optional units of one word each, as one
}

// UnitView is words of a query that were read together, or one word.
type UnitView struct {
	Text     string   `json:"text"` // as typed
	Kind     string   `json:"kind"`
	Readings []string `json:"readings,omitempty"` // searched beside it, or in its place
	Replaced bool     `json:"replaced,omitempty"` // the readings are in its place
	Optional bool     `json:"optional,omitempty"`
	Apart    string   `json:"apart,omitempty"` // the query that takes its words one by one as typed; "" if that is the same

	several bool // words that were taken together
}

// AlsoView is hits of a looser level, listed after the last one of Hits.
type AlsoView struct {
	Match string    `json:"match"`
	Hits  []HitView `json:"hits"`
}

// levels are the levels by the names that addresses have for them.
var levels = map[string]index.Level{"auto": index.LevelAuto, "meant": index.LevelMeant, "all": index.LevelAll, "any": index.LevelAny}

var levelNames = map[index.Level]string{index.LevelAuto: "auto", index.LevelMeant: "meant", index.LevelAll: "all", index.LevelAny: "any"}

// matchView tells of the reading of a result.
func (a *Search) matchView(res *index.Result) MatchView {
	m := MatchView{Asked: a.Match, Used: a.Match, Totals: map[string]int{}, Units: []UnitView{}, Optional: []string{}}
	if a.Request.Level == index.LevelAuto {
		m.Used = levelNames[res.Reading.Level]
	}
	for level, n := range res.Reading.Totals {
		m.Totals[levelNames[level]] = n
	}
	m.Totals[m.Used] = res.Total
	q := a.queryRead(res)
	m.either = chooses(q)
	for _, u := range res.Reading.Units {
		m.Units = append(m.Units, unitView(q, u))
		if u.Optional {
			m.Optional = append(m.Optional, u.Text)
		}
	}
	m.minor = minorWords(q, res.Reading.Units)
	return m
}

// minorWords are the optional units of one word each, as one: nobody wants to
// read of each.
func minorWords(q query.Node, units []index.Unit) UnitView {
	var texts []string
	places := map[int]bool{}
	for _, u := range units {
		if u.Optional && minor(string(u.Kind), u.To-u.From > 1) {
			texts, places[u.From] = append(texts, u.Text), true
		}
	}
	if texts == nil {
		return UnitView{}
	}
	return UnitView{Text: strings.Join(texts, ", "), Optional: true, Apart: plainWords(q, func(i int, _ query.Word) bool { return places[i] })}
}

// queryRead is the query that a result answers: what was asked or, where that
// finds nothing, what was meant.
func (a *Search) queryRead(res *index.Result) query.Node {
	for _, s := range res.Suggestions {
		if s.Used {
			return s.Query
		}
	}
	return a.Request.Query
}

// chooses reports whether a query does not demand all of its words.
func chooses(n query.Node) bool {
	switch n := n.(type) {
	case query.Or, query.Not:
		return true
	case query.And:
		return slices.ContainsFunc(n.Nodes, chooses)
	}
	return false
}

func unitView(q query.Node, u index.Unit) UnitView {
	v := UnitView{Text: u.Text, Kind: string(u.Kind), Readings: u.Readings, Replaced: u.Replaced, Optional: u.Optional, several: u.To-u.From > 1}
	if u.To > u.From && (v.several || u.Optional || len(u.Readings) > 0) {
		v.Apart = unitApart(q, u)
	}
	return v
}

// unitApart writes a query with the words of a unit as words by themselves, in
// the form in which they were read: they may have been typed as keys.
func unitApart(q query.Node, u index.Unit) string {
	words := strings.Fields(u.Text)
	return query.Replace(q, func(i int, w query.Word) query.Node {
		if i < u.From || i >= u.To {
			return w
		}
		if w.Plain = true; len(words) == u.To-u.From {
			w.Text = words[i-u.From]
		}
		return w
	}).String()
}

// plainWords writes a query with some of its words as words by themselves.
func plainWords(q query.Node, which func(i int, w query.Word) bool) string {
	return query.Replace(q, func(i int, w query.Word) query.Node {
		w.Plain = w.Plain || which(i, w)
		return w
	}).String()
}

// minor reports whether an optional unit is a word that only joins others.
func minor(kind string, several bool) bool { return kind == string(index.UnitWord) && !several }

// ReadBack is units of a query of which the same is to be said.
type ReadBack struct {
	What  string // was done with them
	Undo  string // what the query does that takes one of them apart
	Adds  bool   // that query asks for more
	Units []UnitView
}

// ReadBack tells how a query was read, as far as that is more than word by word
// and the sentence about its level does not say it.
func (m *MatchView) ReadBack(lang Language) (all []ReadBack) {
	add := func(name string, which func(UnitView) bool) {
		r := ReadBack{What: lang.say("read." + name), Undo: lang.say("read." + name + ".undo"), Adds: name == "optional"}
		for _, u := range m.Units {
			if u.Apart != "" && which(u) {
				r.Units = append(r.Units, u)
			}
		}
		if r.Adds && m.minor.Apart != "" {
			r.Units = append(r.Units, m.minor)
		}
		if len(r.Units) > 0 {
			all = append(all, r)
		}
	}
	if joins := m.Asked == "auto" || m.Asked == "meant"; joins {
		if m.phrase() == "" || m.Used != "meant" {
			add("together", func(u UnitView) bool { return u.several && !u.Optional && len(u.Readings) == 0 })
		}
		add("optional", func(u UnitView) bool { return u.Optional && !minor(u.Kind, u.several) })
	}
	add("beside", func(u UnitView) bool { return !u.Optional && len(u.Readings) > 0 && !u.Replaced })
	add("instead", func(u UnitView) bool { return !u.Optional && len(u.Readings) > 0 && u.Replaced })
	return all
}

// Shown is the text of a unit with what it was read as.
func (u UnitView) Shown() string {
	if len(u.Readings) == 0 {
		return u.Text
	}
	return u.Text + " = " + strings.Join(u.Readings, ", ")
}

// demanded are the units that a document must have, to be meant.
func (m *MatchView) demanded() (all []UnitView) {
	for _, u := range m.Units {
		if !u.Optional {
			all = append(all, u)
		}
	}
	return all
}

// phrase is all that was meant if that is one phrase, else "".
func (m *MatchView) phrase() string {
	if d := m.demanded(); len(d) == 1 && d[0].several && (len(d[0].Readings) == 0 || !d[0].Replaced) {
		return d[0].Text
	}
	return ""
}

// joins reports whether words that must be found were read together.
func (m *MatchView) joins() bool {
	for _, u := range m.demanded() {
		if u.several {
			return true
		}
	}
	return false
}
