package remote

import (
	"context"
	"errors"

	"vankien/index"
)

// Tally implements index.Engine.
func (x *Index) Tally(ctx context.Context, req index.Request, by index.Field, mentions bool) (*index.Tally, error) {
	return nil, errors.New("tally: not there yet")
}
