package content

import (
	"strings"

	"vankien/index/plan"
	"vankien/internal/viet"
)

// formMark parts a word's key: the fold, formMark, and the exact term if that has
// marks: dat\x01, dat\x01đất. So one list of documents for each exact word serves
// both ways to ask: a word with marks is one key, a word without any is the group
// of its fold.
const formMark = "\x01"

// bareMark stands before a plain word of a passage written without any marks,
// which is a form of its own.
const bareMark = "\x02"

// IsTyped reports whether a term is a typed alias, such as d:2025-01-13, or names a
// document by type and number alone (plan.OpenMark). It is its own key. Every
// other term is a word or stands among words, as 8:30 and kt-xh do.
func IsTyped(term string) bool {
	return strings.Contains(term, ":") && viet.IsAlias(strings.TrimPrefix(term, plan.OpenMark))
}

// Key returns the key of a term.
func Key(term string) string {
	if IsTyped(term) {
		return term
	}
	if fold := viet.Fold(term); fold != term {
		return fold + formMark + term
	}
	return term + formMark
}

// KeyOf returns the key of a word of a text.
func KeyOf(w *Word) string {
	switch {
	case w.Bare:
		return BareKey(w.Term)
	case w.Term == w.Fold:
		return Begin(w.Fold)
	}
	return Begin(w.Fold) + w.Term
}

// GroupOf returns the fold of a word's key; not ok: it is no word's.
func GroupOf(key string) (fold string, ok bool) {
	fold, _, ok = strings.Cut(key, formMark)
	return fold, ok
}

// Begin returns what the keys of all words of a fold begin with, and no others.
func Begin(fold string) string { return fold + formMark }

// BareKey returns the key of a plain word in bare passages.
func BareKey(term string) string { return term + formMark + BareWord(term) }

// BareWord returns a plain word of a bare passage as a form of its own.
func BareWord(term string) string { return bareMark + term }

// Unbare returns the key that a word has in any other passage.
func Unbare(key string) string {
	if fold, _, bare := strings.Cut(key, formMark+bareMark); bare {
		return fold + formMark
	}
	return key
}

// CutKey returns the fold and the term of a word's key.
func CutKey(key string) (fold, term string) {
	fold, term, _ = strings.Cut(key, formMark)
	if term == "" || strings.HasPrefix(term, bareMark) {
		return fold, fold
	}
	return fold, term
}

// WordOf returns the word that a key stands for; not ok: it is none, or one of a
// passage without marks, which says less.
func WordOf(key string) (term string, ok bool) {
	fold, term, ok := strings.Cut(key, formMark)
	if !ok || strings.HasPrefix(term, bareMark) {
		return "", false
	}
	if term == "" {
		return fold, true
	}
	return term, true
}
