package find

import "strings"

// Remark is a sentence about an answer, with another search that it leads to.
type Remark struct {
	Text string
	Link string            // what the other search is called; "": there is none
	Set  map[string]string // its parameters that differ from those of the answer; "" is left out
}

// Level says how many documents were found, of what, and what is found at
// another level; nil: only the number is to be said.
func (v *SearchView) Level(lang Language) *Remark {
	m := &v.Match
	if v.Total == 0 || strings.TrimSpace(v.Query.Q) == "" || len(m.Units) == 0 && m.Asked == "auto" {
		return nil
	}
	switch m.Used {
	case "meant":
		return v.meant(lang)
	case "any":
		return v.any(lang)
	}
	return v.all(lang)
}

// toLevel completes a remark with the search at another level.
func (r *Remark) toLevel(match, link string) *Remark {
	r.Link, r.Set = link, map[string]string{"match": match}
	return r
}

// asUsual completes a remark with the search that chooses its level by itself.
func (r *Remark) asUsual(lang Language) *Remark { return r.toLevel("", lang.say("level.usual")) }

func (v *SearchView) meant(lang Language) *Remark {
	m := &v.Match
	if !m.joins() {
		return nil
	}
	r := &Remark{Text: lang.count("level.phrases", v.Total)}
	if phrase := m.phrase(); phrase != "" {
		r.Text = lang.count("level.phrase", v.Total, phrase)
	} else if m.either {
		r.Text = lang.count("level.found", v.Total)
	}
	if apart := m.Totals["all"] - v.Total; apart > 0 {
		r.toLevel("all", lang.count("level.apart", apart))
	}
	return r
}

func (v *SearchView) all(lang Language) *Remark {
	m := &v.Match
	if m.Asked == "auto" {
		return &Remark{Text: m.none(lang, lang.count("level.all", v.Total))}
	}
	r := &Remark{Text: lang.count("level.anywhere", v.Total)}
	if n := m.Totals["meant"]; n > 0 && n < v.Total {
		return r.toLevel("", lang.count("level.beside", n))
	}
	return r.asUsual(lang)
}

func (v *SearchView) any(lang Language) *Remark {
	m := &v.Match
	r := &Remark{Text: lang.count("level.any", v.Total)}
	switch all, meant := m.Totals["all"], m.Totals["meant"]; {
	case m.Asked == "any":
		r.asUsual(lang)
	case meant > 0:
		r.toLevel("meant", lang.count("level.phrases", meant))
	default:
		r.Text = m.none(lang, r.Text)
		if all > 0 && m.joins() {
			r.toLevel("all", lang.count("level.all", all))
		}
	}
	return r
}

// none says that no document has what was meant, and what there is instead.
func (m *MatchView) none(lang Language, instead string) string {
	switch phrase := m.phrase(); {
	case phrase != "":
		return lang.say("level.nophrase", phrase, instead)
	case m.joins():
		return lang.say("level.none", instead)
	}
	return lang.say("level.noneall", instead)
}

// count says a number of things: key.one for one, key.other for another number.
func (l Language) count(key string, n int, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return l.say(key+form, append([]any{l.Number(n)}, args...)...)
}
