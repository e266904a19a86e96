package exec

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// phrasePostings are the documents of a segment that hold a phrase.
func (c *compiler) phrasePostings(v *view, p *Phrase, words []*leaf, segment int) (*posting, error) {
	return v.build(func(b *builder) error { return c.addPhrase(b, v, p, words, segment) })
}

func (c *compiler) addPhrase(b *builder, v *view, p *Phrase, words []*leaf, segment int) error {
	if len(p.Direct) > 0 {
		if err := v.decode(c.ctx, b, &Word{Field: v.engine.layout.Pairs, Terms: p.Direct}); err != nil {
			return err
		}
	}
	if p.Count == nil {
		return nil
	}
	docs, err := c.candidates(v, p, words, segment)
	if err != nil {
		return err
	}
	counts, err := count(c.ctx, v, p, docs)
	for i, n := range counts {
		if n > 0 {
			b.set(docs[i], n) // Direct counts only some of the ways to write it
		}
	}
	return err
}

// candidates are the documents that may hold a phrase. Those deleted are
// among them: the verdict is kept, and a search of an earlier state of the index
// still has them.
func (c *compiler) candidates(v *view, p *Phrase, words []*leaf, segment int) ([]uint32, error) {
	a := v.engine.arena.Get().(*arena)
	defer func() { a.release(); v.engine.arena.Put(a) }()
	set, pair := a.get(v.words), a.get(v.words)
	words = slices.Clone(words)
	slices.SortFunc(words, func(x, y *leaf) int { return x.postings[segment].n - y.postings[segment].n })
	words[0].postings[segment].into(set)
	for _, w := range words[1:] {
		w.postings[segment].into(pair)
		set.and(pair)
	}
	for _, terms := range p.Pairs {
		if len(terms) == 0 {
			continue
		}
		w := &Word{Field: v.engine.layout.Pairs, Terms: terms}
		q, err := v.posting(c.ctx, w, w.key())
		if err != nil {
			return nil, err
		}
		q.into(pair)
		set.and(pair)
	}
	docs := make([]uint32, 0, set.count())
	set.each(func(d uint32) bool { docs = append(docs, d); return true })
	return docs, nil
}

// Candidates are shared out among the processors in pieces of countPiece; fewer
// than that are not worth it.
const countPiece = 128

// count asks the phrase for each of the documents.
func count(ctx context.Context, v *view, p *Phrase, docs []uint32) ([]float32, error) {
	counts := make([]float32, len(docs))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(docs); from += countPiece {
		to := min(from+countPiece, len(docs))
		g.Go(func() error {
			return v.guard(func() (err error) {
				for i := from; i < to && err == nil; i++ {
					counts[i], err = p.Count(ctx, v.SegmentSnapshot, uint64(docs[i]))
				}
				return err
			})
		})
	}
	return counts, g.Wait()
}
