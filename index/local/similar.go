package local

import (
	"context"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
)

// Similar implements index.Engine.
func (x *Index) Similar(ctx context.Context, d index.Document, n int) (hits []index.Hit, err error) {
	err = x.read(ctx, func(s *snapshot) error {
		state, err := s.engine.state(s.IndexSnapshot)
		if err == nil {
			hits, err = answer.Similar(ctx, newView(ctx, s, state), &d, n)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("similar documents of %q: %w", d.ID, err)
	}
	return hits, nil
}
