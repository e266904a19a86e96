package remote

import (
	"strings"

	"vankien/index/content"
	"vankien/index/plan"
)

// A document's words are indexed twice. The field t, and t_F for the text F, says how
// often a document has a term, each with the weight of its part: what is found and
// scored. The fields x and xf, and x_F and xf_F, say where its words and their folds
// stand: what phrases of three words and more, and words near each other, are decided
// by.
//
// In t a term is one of these, told apart by signs that no word holds:
//
//	đất          a word as it stands, or a name of a value that is read as one (kt-xh)
//	~dat         every word with that fold
//	^dat         a plain word of a passage without marks
//	@d:2025-01   a typed name of a value
//	!nq:57       a document named by type and number alone
//	+đất_nước    two neighbours: a word and the next, each as above
//	+~dat_~nuoc  two neighbours by their folds
//
// So a word without marks is one list of documents, as one with marks is, and so is a
// phrase of two. In x a word is đất or ^dat, in xf its fold stands without a sign; in
// both a dot stands where a sentence ends.
//
// Pairs cost room and save time: some half of a text's bytes more, once segments are
// merged, and half more of the cluster's time to write a document. A common phrase of two
// words then takes about half the time: it is one list, where positions would have to be
// compared in every document that has both words.
const (
	foldSign  = "~"
	bareSign  = "^"
	aliasSign = "@"
	openSign  = "!"
	pairSign  = "+"
	pairJoint = "_"
	stopSign  = "." // in x and xf: a sentence ends here
)

// termOf returns the term of t that a word or another name of a value is, as
// package content tells it and as clauses have it.
func termOf(term string) string {
	switch {
	case strings.HasPrefix(term, plan.OpenMark):
		return openSign + term[len(plan.OpenMark):]
	case content.IsTyped(term):
		return aliasSign + term
	}
	return term
}

// foldOf returns the term of t for all words of a fold, those of passages without
// marks among them.
func foldOf(fold string) string { return foldSign + fold }

// bareOf returns the term for a plain word of a passage without marks.
func bareOf(term string) string { return bareSign + term }

// pairOf returns the term of t for two neighbours, each either as termOf and bareOf
// have it or, both of them, as foldOf has it.
func pairOf(first, second string) string { return pairSign + first + pairJoint + second }

// fieldNamed returns the name of the field of a kind (t, x or xf) for what holds
// some words, as content.FieldOf names it.
func fieldNamed(kind, of string) string {
	if of == content.Text {
		return kind
	}
	return kind + "_" + of
}
