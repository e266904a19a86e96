package exec

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"vankien/index/segment"
)

// A word that is being typed may become any of very many. Adding up which
// documents have each would take as long as a search for all of them; but how
// many documents of a segment have a key stands beside it. So the keys that most
// documents have are told by these numbers, segment by segment, and only of the
// few that are left does anybody count.

// Bounds of what is looked at in a segment for a beginning.
const (
	maxLooked = 1 << 16 // keys; of the running text, common words come first
	maxBest   = 64      // keys that are added up over the segments
)

// Begun returns up to n keys of a field that begin so and that accept, which may be
// nil, takes: those that most documents have first, equals by the key. Of very
// many keys some may not be looked at. Counts are those of the segments added up,
// deleted documents included.
func (s *Snapshot) Begun(ctx context.Context, field, begins string, n int, accept func(key string) bool) ([]Count, error) {
	best := map[string]int{}
	for _, v := range s.views {
		err := v.guard(func() error {
			for _, c := range v.best(ctx, field, begins, accept) {
				best[c.Value] = 0
			}
			return ctx.Err()
		})
		if err != nil {
			return nil, fmt.Errorf("complete: %w", err)
		}
	}
	list := make([]Count, 0, len(best))
	for key := range best {
		list = append(list, Count{Value: key})
	}
	for _, v := range s.views {
		if err := v.guard(func() error { v.addHeld(field, list); return nil }); err != nil {
			return nil, fmt.Errorf("complete: %w", err)
		}
	}
	slices.SortFunc(list, MoreFirst)
	return list[:min(n, len(list))], nil
}

// MoreFirst orders counts: greater ones first, equals by their values.
func MoreFirst(a, b Count) int {
	return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Value, b.Value))
}

// addHeld adds how many documents of the segment have each key.
func (v *view) addHeld(field string, list []Count) {
	f := v.Field(field)
	if f < 0 {
		return
	}
	for i := range list {
		if key := v.Only(f, list[i].Value); key.Len() > 0 {
			list[i].N += v.Held(key.From)
		}
	}
}

// best returns the keys of a segment that most documents have.
func (v *view) best(ctx context.Context, field, begins string, accept func(key string) bool) []Count {
	f := v.Field(field)
	if f < 0 {
		return nil
	}
	b := bestKeys{view: v, accept: accept}
	keys := v.Keys(f, begins, afterPrefix(begins))
	if f > 0 {
		for k := keys.From; k < min(keys.To, keys.From+maxLooked) && b.look(ctx, k); k++ {
		}
		return b.list
	}
	common, rare := v.Words(keys)
	for _, r := range []segment.WordRange{common, rare} {
		for w := r.From; w < r.To && b.looked < maxLooked && b.look(ctx, v.KeyOf(w)); w++ {
		}
	}
	return b.list
}

// bestKeys keeps the keys that most documents have: a heap with the least of them
// at its root once they are maxBest.
type bestKeys struct {
	*view
	accept func(key string) bool
	list   []Count
	looked int
}

// look takes a key in and reports whether to go on.
func (b *bestKeys) look(ctx context.Context, key int) bool {
	if b.looked++; b.looked%deadlineEvery == 0 && ctx.Err() != nil {
		return false
	}
	n := b.Held(key)
	if len(b.list) == maxBest && n <= b.list[0].N {
		return true
	}
	c := Count{b.Key(key), n}
	if b.accept != nil && !b.accept(c.Value) {
		return true
	}
	rest := func(a, b *Count) bool { return MoreFirst(*a, *b) > 0 }
	if len(b.list) < maxBest {
		if b.list = append(b.list, c); len(b.list) == maxBest {
			for i := maxBest/2 - 1; i >= 0; i-- {
				siftDown(b.list, i, rest)
			}
		}
		return true
	}
	b.list[0] = c
	siftDown(b.list, 0, rest)
	return true
}

// Some returns up to so many documents that have all of some words, those that were
// written last first: it stops where it has them.
func (s *Snapshot) Some(ctx context.Context, words []*Form, most int) (hits []Hit, err error) {
	a := arenas.Get().(*arena)
	defer func() { a.release(); arenas.Put(a) }()
	err = Guard("", func() error {
		c := &compiler{ctx: ctx, snap: s, arena: a, forms: map[*Form]*resolved{}}
		list := make([]*resolved, len(words))
		for i, f := range words {
			if list[i], err = c.looked(f); err != nil {
				return err
			}
		}
		for i := len(s.chunks) - 1; i >= 0 && len(hits) < most; i-- {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := s.chunks[i].guard(func() error { hits = c.some(hits, list, i, most); return nil })
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for some: %w", err)
	}
	return hits, nil
}

// some adds documents of a chunk, from its end.
func (c *compiler) some(hits []Hit, words []*resolved, at, most int) []Hit {
	chunk := &c.snap.chunks[at]
	mark, found := c.arena.mark(), c.arena.get(chunk.words)
	defer c.arena.back(mark)
	c.withAll(found, at, words)
	if chunk.live != nil {
		found.and(chunk.live)
	}
	for i := len(found) - 1; i >= 0; i-- {
		for w := found[i]; w != 0 && len(hits) < most; {
			top := bits.Len64(w) - 1
			w &^= 1 << top
			hits = append(hits, Hit{Segment: chunk.segment, Local: chunk.base + uint32(i<<6+top)})
		}
	}
	return hits
}
