package exec

import (
	"context"
	"fmt"
	"math/bits"
)

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
