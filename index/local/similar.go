package local

import (
	"context"
	"errors"

	"vankien/index"
)

// Similar implements index.Engine.
func (x *Index) Similar(ctx context.Context, d index.Document, n int) ([]index.Hit, error) {
	return nil, errors.New("similar: not there yet")
}
