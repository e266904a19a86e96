package remote

import (
	"context"
	"errors"

	"vankien/index"
)

// Walk implements index.Engine.
func (x *Index) Walk(ctx context.Context, req index.Request, want index.Want, f func(*index.Walked) error) error {
	return errors.New("walk: not there yet")
}
