package local

import "vankien/index"

// DefaultCache is the memory, in bytes, for whole answers, unless SetCache says
// otherwise.
const DefaultCache = 16 << 20

// SetCache bounds the memory, in bytes, for whole answers that are kept for
// equal requests, and for labels. Without any, requests are worked out each time
// and get the same answers.
func (x *Index) SetCache(bytes int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.cache = bytes
	if x.store != nil {
		x.store.engine.setLimit(bytes)
	}
}

// Cache tells what is held in memory of the index.
func (x *Index) Cache() index.CacheStats {
	st, err := x.current()
	if err != nil {
		return index.CacheStats{}
	}
	return st.engine.stats()
}
