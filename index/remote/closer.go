package remote

import (
	"cmp"
	"context"
	"slices"

	"vankien/index/content"
	"vankien/index/rank"
)

// closer puts the first hits into the order of the second look (package rank), at the
// words of the running text where they stand in the stored documents.
func (v *view) closer(ctx context.Context, s *search, hits []hit) error {
	hits = hits[:min(s.Closer, len(hits))]
	if len(hits) < 2 {
		return nil
	}
	if !s.withText() {
		if err := v.withDocuments(ctx, hits); err != nil {
			return err
		}
	}
	weights := make([]float64, len(s.words))
	for k, w := range s.words {
		weights[k] = w.weight
	}
	look := &closerLook{words: s.words, known: map[content.Word][]int{}}
	closest := rank.NewClosest(weights)
	for i := range hits {
		if err := ctx.Err(); err != nil {
			return err
		}
		if hits[i].doc == nil { // deleted meanwhile
			continue
		}
		d, err := hits[i].document()
		if err != nil {
			return err
		}
		look.begin()
		content.Analyze(d, look)
		hits[i].score += rank.CloserShare * closest.Best(look.seen)
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	return nil
}

// closerLook is told the words of a document (content.Sink) and notes where those of
// the query stand: at a place for each word, for each end of a sentence and between
// parts.
type closerLook struct {
	words []scoredWord
	known map[content.Word][]int // which of them a word is
	seen  []rank.Standing
	part  int
	place int
}

func (l *closerLook) begin() { l.seen, l.part, l.place = l.seen[:0], 0, 0 }

// Word implements content.Sink.
func (l *closerLook) Word(to content.Place, w *content.Word) {
	if to.Part < 0 {
		return
	}
	l.place += to.Part - l.part
	if l.part = to.Part; w.Apart {
		l.place++
	}
	if l.place >= rank.CloserMost {
		return
	}
	key := content.Word{Term: w.Term, Fold: w.Fold, Bare: w.Bare}
	which, known := l.known[key]
	if !known {
		for k := range l.words {
			if l.words[k].form.is(&key) {
				which = append(which, k)
			}
		}
		l.known[key] = which
	}
	for _, k := range which {
		l.seen = append(l.seen, rank.Standing{Word: k, Place: l.place})
	}
	l.place++
}

// Name and Term implement content.Sink.
func (l *closerLook) Name(content.Place, int)    {}
func (l *closerLook) Term(content.Place, string) {}

// is reports whether a word is of a form.
func (f *form) is(w *content.Word) bool {
	if f.begin != nil {
		return f.begin.accepts(w.Term, w.Fold)
	}
	text := w.Term
	if w.Bare {
		text = bareOf(w.Term)
	}
	return f.foldWeight(w.Fold) > 0 || slices.ContainsFunc(f.terms, func(t term) bool { return t.text == text })
}
