package remote_test

import (
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/remote"
)

func TestLaws(t *testing.T) { laws(t, 1) }

// TestLawsOverShards: what several shards answer adds up to what one does.
func TestLawsOverShards(t *testing.T) { laws(t, 3) }

func laws(t *testing.T, shards int) {
	addresses(t) // else each law would be skipped by itself
	indextest.Run(t, func(t testing.TB) index.Engine { return empty(t, remote.Options{Shards: shards}) })
}
