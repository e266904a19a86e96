package exec

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// cache keeps what was decoded from segments: postings, columns, orders. What
// is in it can be read again at any time, so nothing depends on what it drops.
// It holds at most limit bytes, and drops what was used longest ago first.
type cache struct {
	limit  int64
	clock  atomic.Uint32 // ticks once for each search
	hits   atomic.Uint64
	misses atomic.Uint64

	mu       sync.RWMutex
	segments map[uint64]map[string]*entry
	bytes    int64
	drops    uint64
}

// entry is a decoded value with what it weighs.
type entry struct {
	value any
	bytes int64
	used  atomic.Uint32
}

func newCache(limit int64) *cache {
	return &cache{limit: limit, segments: map[uint64]map[string]*entry{}}
}

// get returns the value of a key in a segment, or nil.
func (c *cache) get(segment uint64, key string) any {
	c.mu.RLock()
	e := c.segments[segment][key]
	c.mu.RUnlock()
	if e == nil {
		c.misses.Add(1)
		return nil
	}
	c.hits.Add(1)
	if now := c.clock.Load(); e.used.Load() != now {
		e.used.Store(now)
	}
	return e.value
}

// put keeps a value of a segment in use, in the place of an older one.
func (c *cache) put(segment uint64, key string, value any, bytes int64) {
	bytes += int64(len(key)) + 100
	e := &entry{value: value, bytes: bytes}
	e.used.Store(c.clock.Load())
	c.mu.Lock()
	defer c.mu.Unlock()
	of, ok := c.segments[segment]
	if !ok || bytes > c.limit {
		return // merged away meanwhile, or never to fit
	}
	if old := of[key]; old != nil {
		c.bytes -= old.bytes
	}
	of[key] = e
	if c.bytes += bytes; c.bytes > c.limit {
		c.shrink()
	}
}

// keepFull is the part of the limit, in percent, that a full cache shrinks to:
// dropping one by one would mean to look for the oldest each time.
const keepFull = 90

// shrink drops the entries used longest ago. Callers hold mu.
func (c *cache) shrink() {
	type place struct {
		segment uint64
		key     string
		age     uint32
	}
	now := c.clock.Load()
	var list []place
	for s, of := range c.segments {
		for k, e := range of {
			list = append(list, place{s, k, now - e.used.Load()})
		}
	}
	slices.SortFunc(list, func(a, b place) int { return cmp.Compare(b.age, a.age) })
	for _, p := range list {
		if c.bytes <= c.limit/100*keepFull {
			return
		}
		c.bytes -= c.segments[p.segment][p.key].bytes
		delete(c.segments[p.segment], p.key)
		c.drops++
	}
}

// setLimit changes the limit, dropping what no longer fits.
func (c *cache) setLimit(bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.limit = bytes; c.bytes > bytes {
		c.shrink()
	}
}

// retain makes room for the given segments and forgets all others.
func (c *cache) retain(ids []uint64) {
	c.mu.RLock()
	same := len(ids) == len(c.segments)
	for i := 0; same && i < len(ids); i++ {
		_, same = c.segments[ids[i]]
	}
	c.mu.RUnlock()
	if same {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, of := range c.segments {
		if !slices.Contains(ids, id) {
			for _, e := range of {
				c.bytes -= e.bytes
			}
			delete(c.segments, id)
		}
	}
	for _, id := range ids {
		if c.segments[id] == nil {
			c.segments[id] = map[string]*entry{}
		}
	}
}

// CacheStats tells what a cache holds and did.
type CacheStats struct {
	Bytes, Limit int64
	Entries      int
	Hits, Misses uint64 // look-ups answered from it, and not
	Dropped      uint64 // entries that had to go for others
}

func (c *cache) stats() CacheStats {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s := CacheStats{Bytes: c.bytes, Limit: c.limit, Hits: c.hits.Load(), Misses: c.misses.Load(), Dropped: c.drops}
	for _, of := range c.segments {
		s.Entries += len(of)
	}
	return s
}
