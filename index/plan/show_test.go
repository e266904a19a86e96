package plan_test

import (
	"fmt"
	"strings"

	"vankien/index"
	"vankien/index/plan"
)

// show writes a clause for tests. A word is its terms with /, then its folds
// each after ~, then its plain term after ?; a star is a prefix. [a b] is a
// phrase, with its slop; {a; b} the ways to read the same words; what counts
// for more where words stand together follows +. A weight other than 1 follows
// ^, the number of the query term @. One field alone stands before its words.
func show(c plan.Clause) string {
	switch c := c.(type) {
	case plan.Everything:
		return "everything"
	case plan.Nothing:
		return "nothing"
	case plan.Word:
		return field(c.Fields) + form(c.Form) + weight(c.Boost) + term(c.Term)
	case plan.Phrase:
		return phrase(c)
	case plan.Values:
		return c.Field + ":" + strings.Join(c.Values, "/")
	case plan.Dates:
		return "date:" + c.From + ".." + c.To
	case plan.And:
		return list("(", " & ", c.Of) + near(c.Near) + ")"
	case plan.Or:
		return list("(", " | ", c.Of) + near(c.Near) + ")"
	case plan.Not:
		return "-" + show(c.Of)
	case plan.Best:
		return list("{", "; ", c.Of) + "}"
	}
	return fmt.Sprintf("%T", c)
}

func list(open, between string, of []plan.Clause) string {
	shown := make([]string, len(of))
	for i, c := range of {
		shown[i] = show(c)
	}
	return open + strings.Join(shown, between)
}

func near(of []plan.Phrase) (s string) {
	for _, ph := range of {
		s += " +" + phrase(ph)
	}
	return s
}

func phrase(ph plan.Phrase) string {
	shown := make([]string, len(ph.Forms))
	for i, f := range ph.Forms {
		shown[i] = form(f)
	}
	s := field(ph.Fields) + "[" + strings.Join(shown, " ") + "]"
	if ph.Slop > 0 {
		s += fmt.Sprintf("~%d", ph.Slop)
	}
	return s + weight(ph.Boost) + term(ph.Term)
}

func field(names []string) string {
	if len(names) == 1 {
		return names[0] + ":"
	}
	return ""
}

func form(f plan.Form) string {
	s := strings.Join(f.Terms, "/")
	for _, fold := range f.Folds {
		s += "~" + fold
	}
	if f.Bare != "" {
		s += "?" + f.Bare
	}
	if f.Prefix {
		s += "*"
	}
	return s
}

func weight(boost float64) string {
	if boost == 1 {
		return ""
	}
	return fmt.Sprintf("^%g", boost)
}

func term(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("@%d", n)
}

// at returns the clause of a level other than index.LevelAuto.
func at(p *plan.Plan, level index.Level) plan.Clause {
	switch level {
	case index.LevelMeant:
		return p.Meant
	case index.LevelAny:
		return p.Any
	}
	return p.All
}
