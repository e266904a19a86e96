package remote

import (
	"strings"

	"vankien/index/content"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// form is what a word of a query stands for: terms of a document by themselves, and
// all words of some folds. Or, if begins is not "", all words that begin so.
type form struct {
	terms []term
	folds []term
	begin *beginning
}

// term is a term and what it counts for.
type term struct {
	text   string // as termOf and bareOf have it; of folds without a sign
	fold   string
	weight float64
}

func newForm(f *plan.Form) *form {
	if f.Prefix {
		return &form{begin: newBeginning(f)}
	}
	w := &form{}
	for i, t := range f.Terms {
		weight := plan.EqualWeight
		if i > 0 {
			weight = plan.VariantWeight
		}
		w.addTerm(t, weight)
	}
	if f.Bare != "" {
		w.terms = append(w.terms, term{bareOf(f.Bare), f.Bare, plan.BareWeight})
	}
	for i, t := range f.Folds {
		weight := plan.UnmarkedWeight
		if f.Beside {
			weight = plan.BesideWeight
		}
		if i > 0 {
			weight *= plan.VariantWeight
		}
		w.folds = append(w.folds, term{t, t, weight})
	}
	return w
}

// addTerm adds a term; a plain word is one in a passage without marks, too.
func (f *form) addTerm(t string, weight float64) {
	if content.IsTyped(t) {
		f.terms = append(f.terms, term{termOf(t), "", weight})
		return
	}
	fold := viet.Fold(t)
	f.terms = append(f.terms, term{termOf(t), fold, weight})
	if fold == t {
		f.terms = append(f.terms, term{bareOf(t), fold, weight})
	}
}

// foldWeight is what a word counts for its fold.
func (f *form) foldWeight(fold string) float64 {
	for _, t := range f.folds {
		if t.text == fold {
			return t.weight
		}
	}
	return 0
}

// lone are the terms that no fold of the form stands for.
func (f *form) lone() (list []string) {
	for _, t := range f.terms {
		if f.foldWeight(t.fold) == 0 {
			list = append(list, t.text)
		}
	}
	return list
}

// all are terms of t that are in the documents that hold the form.
func (f *form) all() []string {
	list := f.lone()
	for _, t := range f.folds {
		list = append(list, foldOf(t.text))
	}
	return list
}

// counting are terms of t with weights, which make the sum of their frequencies that
// of the form: what a word counts more than its fold does is added for its term.
func (f *form) counting() (list []term) {
	for _, t := range f.terms {
		if t.weight -= f.foldWeight(t.fold); t.weight > 0 {
			list = append(list, t)
		}
	}
	for _, t := range f.folds {
		list = append(list, term{foldOf(t.text), t.fold, t.weight})
	}
	return list
}

// matchingWord matches the documents that hold a word.
func matchingWord(w *plan.Word) object {
	f, field := newForm(&w.Form), fieldNamed("t", content.FieldOf(w.Fields))
	if f.begin != nil {
		return f.begin.matching(field)
	}
	return oneOf(field, f.all())
}

// beginning is all words whose term begins with one of terms or whose fold with one
// of folds. No fold begins with a term with marks, so each begins with fold.
type beginning struct {
	fold         string
	terms, folds []string
}

func newBeginning(f *plan.Form) *beginning {
	b := &beginning{fold: viet.Fold(f.Terms[0])}
	for _, t := range f.Terms {
		if strings.HasPrefix(viet.Fold(t), b.fold) {
			b.terms = append(b.terms, t)
		}
	}
	for _, t := range f.Folds {
		if strings.HasPrefix(b.fold, t) {
			return &beginning{fold: b.fold, folds: []string{b.fold}}
		}
		b.folds = append(b.folds, t)
	}
	return b
}

// whole reports whether all words of a fold that begins so are meant.
func (b *beginning) whole() bool { return len(b.terms) == 0 }

// accepts reports whether a word is meant.
func (b *beginning) accepts(term, fold string) bool {
	if !strings.HasPrefix(fold, b.fold) {
		return false
	}
	for _, p := range b.terms {
		if strings.HasPrefix(term, p) {
			return true
		}
	}
	for _, p := range b.folds {
		if strings.HasPrefix(fold, p) {
			return true
		}
	}
	return false
}

// written are what terms, as termOf and bareOf have them, begin with; inFolds what
// folds do.
func (b *beginning) written() (list []string) {
	for _, p := range b.terms {
		if list = append(list, p); viet.Fold(p) == p {
			list = append(list, bareOf(p))
		}
	}
	return list
}

// matching matches the documents that have a word that begins so.
func (b *beginning) matching(field string) object {
	var some []object
	for _, p := range b.written() {
		some = append(some, object{"prefix": object{field: p}})
	}
	for _, p := range b.folds {
		some = append(some, object{"prefix": object{field: foldOf(p)}})
	}
	return anyOf(some)
}
