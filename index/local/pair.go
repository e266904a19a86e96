package local

import (
	"vankien/internal/viet"
)

// The index knows no positions, but for each document the pairs of words that
// stand side by side, as codes of two bytes in fieldPairs. A pair that is
// frequent in the language has a code of its own, so a list of its documents is
// exact; all others share pairBuckets codes by the hash of their folds, so a
// list is one of candidates, of which a document has some hundred among
// thousands. All pairs as terms of their own would cost more than the words do;
// of shared codes alone the frequent ones would spoil each other.

// pairBuckets is the number of codes that all other pairs share.
const pairBuckets = 24576

// pairCode returns the term of a pair of neighbours, and whether it is the only
// pair of that term.
func pairCode(a, b, foldA, foldB string) (term string, own bool) {
	if n, ok := viet.Pair(a, b); ok {
		return codes[n], true
	}
	return pairBucket(foldA, foldB), false
}

// pairBucket returns the term that all rarer pairs with these folds have.
func pairBucket(a, b string) string {
	// FNV-1a (Fowler, Noll, Vo), 32 bits, of both folds with a space between.
	h := fnv1a(fnv1a(fnv1a(2166136261, a), " "), b)
	return codes[viet.Pairs+int((h^h>>16)%pairBuckets)]
}

func fnv1a(h uint32, s string) uint32 {
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// codes are the terms by number.
var codes = func() (list [viet.Pairs + pairBuckets]string) {
	for i := range list {
		list[i] = string([]byte{byte(i >> 8), byte(i)})
	}
	return list
}()
