package remote

import (
	"context"

	"vankien/index/content"
)

// manyWords is how many words may begin alike for it to count how often they stand in
// a document.
const manyWords = 16

// lookAtOnce is how many words that begin so are counted with one journey.
const lookAtOnce = 64

// begun returns the terms that a beginning stands for. Of more than manyWords words how
// often they stand in a document says little and costs much: it is flat then. Which
// words there are the lexicon tells. It may know some of no document that is left, so
// those are counted; and it may not know all that few documents have, so it is flat, too,
// where documents have others.
func (v *view) begun(ctx context.Context, b *beginning, of string) (terms []term, flat bool, err error) {
	words, err := v.beginning(ctx, b, of)
	if err != nil {
		return nil, false, err
	}
	field := fieldNamed("t", of)
	var known []string
	alive, folds := 0, map[string]bool{}
	for i, w := range words {
		if i > 0 && i%lookAtOnce == 0 && (alive > manyWords || len(v.counts.asked) > 0) {
			break
		}
		f := &form{}
		f.addTerm(w.term, 1)
		known = append(known, f.all()...)
		n, err := v.counts.of(oneOf(field, f.all()))
		if err != nil {
			return nil, false, err
		}
		if n == 0 {
			continue
		}
		alive++
		switch {
		case !b.whole():
			terms = append(terms, f.counting()...)
		case !folds[w.fold]:
			folds[w.fold] = true
			terms = append(terms, term{foldOf(w.fold), w.fold, 1})
		}
	}
	have, err := v.counts.of(oneOf(field, known))
	if err != nil {
		return nil, false, err
	}
	all, err := v.counts.of(b.matching(field))
	return terms, alive > manyWords || have < all, err
}

// begunWord is a word that begins so.
type begunWord struct{ term, fold string }

// lookedFor bounds the words that are looked at for a beginning.
const lookedFor = 256

// beginning returns the words that a beginning may stand for, those of most documents
// first.
func (v *view) beginning(ctx context.Context, b *beginning, of string) (list []begunWord, err error) {
	held, err := v.lexicon.Begun(ctx, of, b.fold, lookedFor, func(key string) bool {
		fold, word := content.CutKey(key)
		return !content.IsTyped(fold) && b.accepts(word, fold)
	})
	seen := map[string]bool{}
	for _, h := range held {
		fold, word := content.CutKey(h.Key)
		if !seen[word] {
			seen[word] = true
			list = append(list, begunWord{word, fold})
		}
	}
	return list, err
}
