package ingest

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// lock lets writes of batches go on side by side, and a change of one document,
// which reads it before, alone. Who waits for either can give up.
type lock struct{ *semaphore.Weighted }

// alone is more than the batches that are ever written at once.
const alone = 1 << 20

func newLock() lock { return lock{semaphore.NewWeighted(alone)} }

func (l lock) share(ctx context.Context) error { return l.Acquire(ctx, 1) }
func (l lock) unshare()                        { l.Release(1) }

// exclude returns when nobody else holds the lock, and lets nobody else until
// include.
func (l lock) exclude(ctx context.Context) error { return l.Acquire(ctx, alone) }
func (l lock) include()                          { l.Release(alone) }
