package viet

import (
	_ "embed"
	"strings"
	"sync"
)

// pairsText lists two words a line that often stand side by side in Vietnamese
// laws, speeches, official texts and news, the most frequent first. They were
// counted in some 250,000 such texts.
//
//go:embed pairs.txt
var pairsText string

// Pairs is how many pairs of words Pair knows.
const Pairs = 8192

// pairTable finds pairs by their terms and by their folds.
type pairTable struct {
	byTerms map[string]uint16
	byFolds map[string][]uint16
}

var pairs = sync.OnceValue(func() *pairTable {
	t := &pairTable{make(map[string]uint16, Pairs), make(map[string][]uint16, Pairs)}
	for line := range strings.Lines(pairsText) {
		pair := strings.TrimSuffix(line, "\n")
		n := uint16(len(t.byTerms))
		t.byTerms[pair] = n
		a, b, _ := strings.Cut(pair, " ")
		f := Fold(a) + " " + Fold(b)
		t.byFolds[f] = append(t.byFolds[f], n)
	}
	return t
})

// Pair returns the number of a pair of terms, from 0 to Pairs-1, if the two
// often stand side by side. The numbers belong to Version.
func Pair(a, b string) (n int, ok bool) {
	var room [2*MaxTerm + 1]byte
	key := append(append(append(room[:0], a...), ' '), b...)
	k, ok := pairs().byTerms[string(key)]
	return int(k), ok
}

// FoldedPairs returns the numbers of all pairs whose terms have the folds a and
// b. Callers do not change the list.
func FoldedPairs(a, b string) []uint16 { return pairs().byFolds[a+" "+b] }
