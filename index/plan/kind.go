package plan

import "vankien/index"

// WrittenAsName is the share of its occurrences in which words that are a name
// must stand as one, whole, for them to be written so.
const WrittenAsName = 1.0 / 3

// KindOf tells what words side by side are to a collection, by the rule for the
// words of queries: a name, if that is how they are mostly written, a compound,
// or "", no unit. The error is that of the lexicon.
func KindOf(lex Lexicon, words []string) (index.UnitKind, error) {
	places := make([][]string, len(words))
	for i, w := range words {
		places[i] = []string{w}
	}
	s, err := newSegmenter(lex, places, false)
	x := span{0, len(words)}
	switch {
	case err != nil || len(words) < 2 || !s.isUnit(x):
		return "", err
	case s.isName(x) && s.sums.name(0, len(words)) >= WrittenAsName*estimate(s.sums, x):
		return index.UnitName, nil
	}
	return index.UnitCompound, nil
}

// Boundaries tells at which of some places a unit of words side by side begins,
// each given as the words that may stand there. bare says that no mark was typed.
func Boundaries(lex Lexicon, places [][]string, bare bool) ([]bool, error) {
	s, err := newSegmenter(lex, places, bare)
	if err != nil {
		return nil, err
	}
	begins := make([]bool, len(places))
	for _, u := range s.split(span{0, len(places)}) {
		begins[u.from] = true
	}
	return begins, nil
}
