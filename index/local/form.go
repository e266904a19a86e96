package local

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// What a typed word stands for follows from how its letters compare with those
// of a document's word (rule F02):
//
//	E  equal terms
//	V  the same word in the other spelling of i and y
//	U  the typed word has no marks, the other has: any marks are meant
//	D  the typed word has marks, the document's passage has none at all
//
// A word with other marks than those typed (C) is never meant.

// Weights of the relations in a score (rules F05 and F08).
const (
	equalWeight    = 1.0
	variantWeight  = 0.98
	unmarkedWeight = 0.9 // in a query without marks
	besideWeight   = 0.7 // of a plain word in a query that has marks elsewhere
	bareWeight     = 0.5
)

// form says which terms of the index one query word stands for.
type form struct {
	terms  []string // E, then V
	folds  []string // U: every term with one of these folds
	bare   string   // D: this plain term in a bare passage; "" for none
	prefix bool     // all of terms and folds are the beginnings of words
	beside bool     // the query has marks elsewhere
}

// form reads a word of a composed query text. A prefix stands for what it
// begins as typed, too: hòa begins hòa, and hoà begins hoàng.
func (p *planner) form(text string, t viet.Token, exact, prefix bool) form {
	f := form{terms: []string{t.Term}, prefix: prefix}
	if prefix {
		f.terms = append(f.terms, strings.ToLower(text[t.Start:t.End]))
	}
	if exact || p.accents == index.AccentsExact {
		return f
	}
	plain := t.Fold == t.Term
	if plain || p.accents == index.AccentsFold {
		f.folds = []string{t.Fold}
	}
	if prefix {
		return f
	}
	f.terms = append(f.terms, viet.Variants(t.Term)...)
	if len(f.folds) > 0 {
		f.folds = append(f.folds, viet.Variants(t.Fold)...)
	}
	if !plain && len(f.folds) == 0 && !p.negated { // what is left out must be left out for certain
		f.bare = t.Fold
	}
	return f
}

// aliasForm is the form of a typed term such as d:2025-01-13.
func aliasForm(term string) form { return form{terms: []string{term}} }

// matches reports whether a token of a text is one of the form's terms. bare
// says that it stands in a bare passage.
func (f *form) matches(t *viet.Token, bare bool) bool {
	if f.prefix {
		begins := func(word string) func(string) bool {
			return func(p string) bool { return strings.HasPrefix(word, p) }
		}
		return t.Kind == viet.Word && (slices.ContainsFunc(f.terms, begins(t.Term)) || slices.ContainsFunc(f.folds, begins(t.Fold)))
	}
	return slices.Contains(f.terms, t.Term) || slices.Contains(f.folds, t.Fold) ||
		bare && f.bare != "" && t.Term == f.bare
}
