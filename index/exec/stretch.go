package exec

import (
	"context"
	"slices"

	"vankien/index/segment"
)

// Stretches tells where words of some forms stand in a part of the running text
// of documents. It is made for one search and not safe for concurrent use.
type Stretches struct {
	snap  *Snapshot
	forms []*Form
	part  string
	maps  []*segment.WordMap // by segment, when first asked for
}

// NewStretches prepares the question for a part that all segments have.
func (s *Snapshot) NewStretches(forms []*Form, part string) *Stretches {
	return &Stretches{snap: s, forms: forms, part: part, maps: make([]*segment.WordMap, len(s.views))}
}

// Append appends the stretches of bytes of a hit's part in which one of the
// words stands, as segment.WordMap gives them.
func (s *Stretches) Append(ctx context.Context, out [][2]int, h Hit) (_ [][2]int, err error) {
	v := s.snap.views[h.Segment]
	err = v.guard(func() error {
		if s.maps[h.Segment] == nil {
			s.maps[h.Segment] = v.NewWordMap(s.words(ctx, v))
		}
		if err := ctx.Err(); err != nil {
			s.maps[h.Segment] = nil // of some words only
			return err
		}
		part := slices.IndexFunc(v.Layout().Parts, func(p segment.Part) bool { return p.Name == s.part })
		out = s.maps[h.Segment].Stretches(out, uint32(h.Local), part)
		return nil
	})
	return out, err
}

// words returns the words of a segment that any of the forms stands for.
func (s *Stretches) words(ctx context.Context, v *view) (set segment.WordSet) {
	var a arena
	for _, f := range s.forms {
		for _, r := range v.wordSet(ctx, &a, f) {
			set = set.Add(r)
		}
	}
	return set
}
