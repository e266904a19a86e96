package web

import (
	"context"
	"time"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/ingest"
)

// Engine is what a server asks of a collection, by who asks; index.Engine says
// what the methods promise.
type Engine interface {
	find.Engine
	ingest.Store
	Documents
	Stateful
	Health
}

// Documents are removed one by one.
type Documents interface {
	Delete(ctx context.Context, ids ...string) ([]string, error)
}

// Health is what probes and metrics tell of a collection.
type Health interface {
	Unavailable() (since time.Time, err error)
	Stats(context.Context) (index.Stats, error)
	Cache() index.CacheStats
}
