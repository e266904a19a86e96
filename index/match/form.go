package match

import (
	"slices"
	"strings"

	"vankien/index/plan"
	"vankien/internal/viet"
)

// matches reports whether a token of a text is one of the form's terms. bare
// says that it stands in a bare passage.
func matches(f *plan.Form, t *viet.Token, bare bool) bool {
	if f.Prefix {
		begins := func(word string) func(string) bool {
			return func(p string) bool { return strings.HasPrefix(word, p) }
		}
		return t.Kind == viet.Word && (slices.ContainsFunc(f.Terms, begins(t.Term)) || slices.ContainsFunc(f.Folds, begins(t.Fold)))
	}
	return slices.Contains(f.Terms, t.Term) || slices.Contains(f.Folds, t.Fold) ||
		bare && f.Bare != "" && t.Term == f.Bare
}

// isTyped reports whether a form is a term that no word has.
func isTyped(f *plan.Form) bool {
	return viet.IsAlias(strings.TrimPrefix(f.Terms[0], plan.OpenMark))
}

// aliases returns the terms of aliases that are the form's.
func aliases(f *plan.Form) (list []string) {
	if isTyped(f) {
		return []string{strings.TrimPrefix(f.Terms[0], plan.OpenMark)}
	}
	if f.Prefix {
		return nil
	}
	for _, terms := range [][]string{f.Terms, f.Folds} {
		for _, t := range terms {
			if viet.MayJoin(t) && !slices.Contains(list, t) {
				list = append(list, t)
			}
		}
	}
	return list
}

// wanted returns the words that may be the form's.
func wanted(f *plan.Form) viet.Wanted {
	w := viet.Wanted{Terms: f.Terms, Folds: f.Folds, Prefix: f.Prefix}
	if f.Bare != "" {
		w.Terms = append(slices.Clone(f.Terms), f.Bare)
	}
	return w
}

// stands reports whether a word found in a text is one of the form's.
func stands(f *plan.Form, s *viet.Search, t *viet.Token) bool {
	return matches(f, t, false) || isPlain(f, t) && s.Bare(t.Start)
}

// isPlain reports whether a word is one of the form's in a bare passage.
func isPlain(f *plan.Form, t *viet.Token) bool { return f.Bare != "" && t.Term == f.Bare }
