package local

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"vankien/index"
)

// Soundness is what Verify read and found.
type Soundness struct {
	Files  int // that were read
	Bytes  int64
	Damage []index.Damage // empty when the index is as it was written
}

// Verify reads every file of the index in dir and compares it with the sums
// kept when it was written. Damage is reported in the result and as a
// *DamageError. Like Open it fails at once with ErrLocked.
func Verify(ctx context.Context, dir string) (Soundness, error) {
	lock, err := acquire(dir)
	if err != nil {
		return Soundness{}, err
	}
	c := checker{dir: filepath.Join(dir, "index"), limit: -1}
	err = newIndex(dir, nil).recoverStore()
	if err == nil {
		err = c.run(ctx)
	}
	if err = errors.Join(err, lock.Unlock()); err != nil {
		err = fmt.Errorf("verify index %q: %w", dir, err)
	}
	return Soundness{c.files, c.bytes, c.damage}, err
}
