package lexicon

import (
	"sync"
	"sync/atomic"
)

// Kept is what was looked up by some words. It is safe for concurrent use, and empty
// when there are maxKept.
type Kept[T any] struct {
	of sync.Map // string → *T
	n  atomic.Int64
}

// maxKept bounds what is kept; a query may ask for any words.
const maxKept = 1 << 15

// Get returns what was put for a key, or nil.
func (k *Kept[T]) Get(key string) *T {
	x, _ := k.of.Load(key)
	t, _ := x.(*T)
	return t
}

// Put keeps x for a key.
func (k *Kept[T]) Put(key string, x *T) {
	if k.n.Add(1) > maxKept {
		k.of.Clear()
		k.n.Store(1)
	}
	k.of.Store(key, x)
}
