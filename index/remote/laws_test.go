package remote_test

import (
	"sync"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/remote"
)

func TestLaws(t *testing.T) { laws(t, 1) }

// TestLawsOverShards: what several shards answer adds up to what one does.
func TestLawsOverShards(t *testing.T) { laws(t, 3) }

// manyLaws bounds how many laws have collections at the same time: each collection has
// some indices, of which a small node holds 1,000 and makes a few in a second.
const manyLaws = 8

func laws(t *testing.T, shards int) {
	addresses(t) // else each law would be skipped by itself
	slots := make(chan struct{}, manyLaws)
	var begun sync.Map
	indextest.Run(t, func(t testing.TB) index.Engine {
		if _, has := begun.LoadOrStore(t, true); !has {
			slots <- struct{}{}
			t.Cleanup(func() { <-slots })
		}
		return empty(t, remote.Options{Shards: shards})
	})
}
