package remote

import (
	"context"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
)

// Similar implements index.Engine.
func (x *Index) Similar(ctx context.Context, d index.Document, n int) (hits []index.Hit, err error) {
	err = x.over(ctx, func(v *view) (err error) {
		hits, err = answer.Similar(ctx, v, &d, n)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("similar documents of %q: %w", d.ID, err)
	}
	return hits, nil
}
