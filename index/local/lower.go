package local

import (
	"context"
	"strconv"
	"strings"

	"vankien/index/content"
	"vankien/index/exec"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// lowerer turns a plan into nodes of the executor. Equal forms of words become
// one, so that it is looked up once.
type lowerer struct {
	ctx   context.Context
	forms map[string]*exec.Form
}

func newLowerer(ctx context.Context) *lowerer {
	return &lowerer{ctx: ctx, forms: map[string]*exec.Form{}}
}

func (l *lowerer) node(c plan.Clause) exec.Node {
	switch c := c.(type) {
	case plan.Everything:
		return exec.All{}
	case plan.Word:
		return exec.Word{Form: l.form(content.FieldOf(c.Fields), &c.Form), Boost: c.Boost}
	case plan.Phrase:
		return l.phrase(&c)
	case plan.Values:
		return exec.Values{Column: c.Field, Values: c.Values}
	case plan.Dates:
		return exec.Dated{Days: exec.Days(content.DaysBetween(c.From, c.To))}
	case plan.And:
		return exec.And{Of: l.all(c.Of), Near: l.near(c.Near)}
	case plan.Or:
		return exec.Or{Of: l.all(c.Of), Near: l.near(c.Near)}
	case plan.Best:
		return exec.Best{Of: l.all(c.Of)}
	case plan.Not:
		return exec.Not{Of: l.node(c.Of)}
	case plan.Must:
		return exec.Must{Of: l.node(c.Of)}
	case plan.Scored:
		return exec.Scored{Of: l.node(c.Of)}
	}
	return exec.None{}
}

func (l *lowerer) all(list []plan.Clause) []exec.Node {
	out := make([]exec.Node, len(list))
	for i, c := range list {
		out[i] = l.node(c)
	}
	return out
}

func (l *lowerer) near(list []plan.Phrase) []*exec.Phrase {
	out := make([]*exec.Phrase, len(list))
	for i := range list {
		out[i] = l.phrase(&list[i])
	}
	return out
}

// form returns the terms of the index that a word stands for.
func (l *lowerer) form(field string, f *plan.Form) *exec.Form {
	key := formKey(field, f)
	made := l.forms[key]
	if made == nil {
		made = newForm(field, f)
		l.forms[key] = made
	}
	return made
}

// formKey tells a form from every other.
func formKey(field string, f *plan.Form) string {
	b := make([]byte, 0, 64)
	b = append(b, field...)
	for _, list := range [][]string{f.Terms, f.Folds, {f.Bare}} {
		b = append(b, 0)
		for _, s := range list {
			b = append(append(b, s...), 1)
		}
	}
	return string(strconv.AppendBool(strconv.AppendBool(b, f.Prefix), f.Beside))
}

func newForm(field string, f *plan.Form) *exec.Form {
	w := &exec.Form{Field: field}
	if f.Prefix {
		w.Begins, w.Accept, w.Name = viet.Fold(f.Terms[0]), accepted(f), content.Unbare
		return w
	}
	for i, t := range f.Terms {
		weight := cond[float32](i == 0, plan.EqualWeight, plan.VariantWeight)
		key := content.Key(t)
		w.Terms = append(w.Terms, exec.Term{Text: key, Weight: weight})
		if key == content.Begin(t) {
			w.Terms = append(w.Terms, exec.Term{Text: content.BareKey(t), Weight: weight})
		}
	}
	if f.Bare != "" {
		w.Terms = append(w.Terms, exec.Term{Text: content.BareKey(f.Bare), Weight: plan.BareWeight})
	}
	for i, t := range f.Folds {
		weight := cond[float32](f.Beside, plan.BesideWeight, plan.UnmarkedWeight)
		w.Groups = append(w.Groups, exec.Term{Text: t, Weight: weight * cond[float32](i == 0, 1, plan.VariantWeight)})
	}
	return w
}

func cond[T any](is bool, a, b T) T {
	if is {
		return a
	}
	return b
}

// accepted returns what tells the words that a prefix stands for among those
// whose fold begins as its own; nil: all of them.
func accepted(f *plan.Form) func(key string) bool {
	begins := func(of string, with []string) bool {
		for _, p := range with {
			if strings.HasPrefix(of, p) {
				return true
			}
		}
		return false
	}
	if begins(viet.Fold(f.Terms[0]), f.Folds) {
		return nil
	}
	return func(key string) bool {
		fold, term := content.CutKey(key)
		return begins(term, f.Terms) || begins(fold, f.Folds)
	}
}

// phrase lowers words that stand together.
func (l *lowerer) phrase(ph *plan.Phrase) *exec.Phrase {
	field := content.FieldOf(ph.Fields)
	p := &exec.Phrase{Boost: ph.Boost, Slop: ph.Slop, Gap: viet.Gap, Apart: make([]bool, len(ph.Forms))}
	for i := range ph.Forms {
		p.Forms = append(p.Forms, l.form(field, &ph.Forms[i]))
		p.Apart[i] = i > 0 && ph.At[i]-ph.At[i-1] > 1
	}
	switch {
	case field == content.Text:
	case content.InText(field):
		p.Part = field
	default:
		p.Column = field + valueSuffix
		finder := match.NewPhrase(ph)
		p.Count = func(value string) float64 {
			n, err := finder.Count(l.ctx, value)
			if err != nil {
				return 0 // the search ends, too
			}
			return n
		}
	}
	return p
}
