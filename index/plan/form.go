package plan

import (
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// OpenMark stands before a term that names a document by type and number alone,
// which may be that of any issuer.
const OpenMark = "\x03"

// What a typed word stands for follows from how its letters compare with those
// of a document's word (rule F02):
//
//	E  equal terms
//	V  the same word in the other spelling of i and y
//	U  the typed word has no marks, the other has: any marks are meant
//	D  the typed word has marks, the document's passage has none at all
//
// A word with other marks than those typed (C) is never meant.

// The weights of the relations in a score (rules F05 and F08).
const (
	EqualWeight    = 1.0
	VariantWeight  = 0.98
	UnmarkedWeight = 0.9 // in a query without marks
	BesideWeight   = 0.7 // of a plain word in a query that has marks elsewhere
	BareWeight     = 0.5
)

// Form says which terms of the index one query word stands for.
type Form struct {
	Terms  []string // E, then V
	Folds  []string // U: every term with one of these folds
	Bare   string   // D: this plain term in a bare passage; "" for none
	Prefix bool     // all of terms and folds are the beginnings of words
	Beside bool     // the query has marks elsewhere
}

// form reads a word of a composed query text. A prefix stands for what it
// begins as typed, too: hòa begins hòa, and hoà begins hoàng.
func (p *planner) form(text string, t viet.Token, exact, prefix bool) Form {
	f := Form{Terms: []string{t.Term}, Prefix: prefix}
	if prefix {
		f.Terms = append(f.Terms, strings.ToLower(text[t.Start:t.End]))
	}
	if exact || p.accents == index.AccentsExact {
		return f
	}
	plain := t.Fold == t.Term
	if plain || p.accents == index.AccentsFold {
		f.Folds = []string{t.Fold}
	}
	if prefix {
		return f
	}
	f.Terms = append(f.Terms, viet.Variants(t.Term)...)
	if len(f.Folds) > 0 {
		f.Folds = append(f.Folds, viet.Variants(t.Fold)...)
	}
	if !plain && len(f.Folds) == 0 && !p.negated { // what is left out must be left out for certain
		f.Bare = t.Fold
	}
	return f
}

// aliasForm is the form of a typed term such as d:2025-01-13.
func aliasForm(term string) Form { return Form{Terms: []string{term}} }
