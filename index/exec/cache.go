package exec

import (
	"container/list"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// cache keeps what was decoded from segments (postings, columns, orders) and
// what was worked out for a state of the index. What is in it can be made again
// at any time, so nothing depends on what it drops. It holds at most limit
// bytes. What goes first is chosen as by a clock's hand (Corbató's algorithm):
// entries stand in a ring, and one that was used since the hand last passed it
// is passed once more. That needs no order by age, and a look-up no lock of its
// own.
type cache struct {
	hits   atomic.Uint64
	misses atomic.Uint64

	mu      sync.RWMutex
	limit   int64
	owners  map[owner]map[string]*list.Element
	ring    *list.List // of *entry; the hand is at the front
	bytes   int64
	held    int64 // bytes within the limit that are not the cache's own
	drops   uint64
	flights map[key]*flight
}

// owner is what an entry belongs to and goes with: a segment, or a state of the
// index.
type owner struct {
	state bool
	id    uint64
}

type key struct {
	owner
	name string
}

// Sized is a value that can tell about how many bytes of memory it takes.
type Sized interface{ Bytes() int64 }

// entry is a value with what it weighs.
type entry struct {
	key
	value Sized
	bytes int64
	used  atomic.Bool // since the hand last passed
	gone  bool
}

// flight is a value being made. Those who want the same one wait for it.
type flight struct {
	done  chan struct{}
	value Sized
	err   error
	again bool // its maker gave up, which says nothing about the value
}

// entryBytes is about what an entry takes beside its value and name.
const entryBytes = 200

func newCache(limit int64) *cache {
	return &cache{limit: limit, owners: map[owner]map[string]*list.Element{}, ring: list.New(), flights: map[key]*flight{}}
}

// peek returns the value of a key, or nil.
func (c *cache) peek(k key) Sized {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.lookup(k)
}

// lookup is peek for those who hold mu.
func (c *cache) lookup(k key) Sized {
	el := c.owners[k.owner][k.name]
	if el == nil {
		return nil
	}
	e := el.Value.(*entry)
	if !e.used.Load() {
		e.used.Store(true)
	}
	return e.value
}

// obtain returns the value of a key, which read makes when it is not there. Of
// several callers at once one reads, and the others wait, each for as long as
// its own ctx allows.
func (c *cache) obtain(ctx context.Context, k key, read func() (Sized, error)) (v Sized, err error) {
	v, f, err := c.get(ctx, k)
	if f == nil {
		return v, err
	}
	defer func() { c.end(k, f, v, err) }() // however read ends
	err = errNotMade
	return read()
}

// errNotMade stands for the error of a reading that ended in a panic.
var errNotMade = fmt.Errorf("a reading that was waited for ended: %w", context.Canceled)

// get returns the value of a key, or else a flight: then the caller makes the
// value and ends the flight, for which others wait. Who waits does so for as long
// as ctx allows.
func (c *cache) get(ctx context.Context, k key) (Sized, *flight, error) {
	if v := c.peek(k); v != nil {
		c.hits.Add(1)
		return v, nil, nil
	}
	c.misses.Add(1)
	for {
		v, f, first := c.join(k)
		switch {
		case v != nil:
			return v, nil, nil
		case first:
			return nil, f, nil
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
		if !f.again {
			return f.value, nil, f.err
		}
	}
}

// join returns the value of a key if it has come to be there, or else the
// flight that makes it, and whether the caller is the one to do so.
func (c *cache) join(k key) (v Sized, f *flight, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v = c.lookup(k); v != nil {
		return v, nil, false
	}
	if f = c.flights[k]; f != nil {
		return nil, f, false
	}
	f = &flight{done: make(chan struct{})}
	c.flights[k] = f
	return nil, f, true
}

// end ends a flight with the value that was made, and keeps that, or with an
// error. A maker whose own context ended says nothing about the value.
func (c *cache) end(k key, f *flight, v Sized, err error) {
	if err == nil {
		c.put(k, v)
	}
	f.value, f.err, f.again = v, err, ended(err)
	c.mu.Lock()
	delete(c.flights, k)
	c.mu.Unlock()
	close(f.done)
}

// put keeps a value whose owner is in use, in the place of an older one.
func (c *cache) put(k key, value Sized) {
	e := &entry{key: k, value: value, bytes: value.Bytes() + int64(len(k.name)) + entryBytes}
	if c.insert(e) {
		c.evict()
	}
}

// stateShare is the part of the limit, as 1/stateShare, that one value of a
// state may take: a greater one goes with the search that made it.
const stateShare = 64

// insert reports whether the cache is now above its limit.
func (c *cache) insert(e *entry) (above bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	of, ok := c.owners[e.owner]
	if !ok || e.bytes > c.limit || e.state && e.bytes > c.limit/stateShare {
		return false // merged away meanwhile, or never to fit
	}
	if old := of[e.name]; old != nil {
		c.remove(old)
	}
	of[e.name] = c.ring.PushBack(e)
	c.bytes += e.bytes
	return c.bytes+c.held > c.limit
}

// remove takes an entry out. Callers hold mu.
func (c *cache) remove(el *list.Element) {
	e := el.Value.(*entry)
	if e.gone {
		return
	}
	e.gone = true
	c.ring.Remove(el)
	delete(c.owners[e.owner], e.name)
	c.bytes -= e.bytes
}

// stepEntries is how many entries are looked at or dropped under one lock.
const stepEntries = 256

// evict drops entries until the cache keeps to its limit.
func (c *cache) evict() {
	for c.evictSome() {
	}
}

// evictSome takes one step of evict and reports whether more are needed.
func (c *cache) evictSome() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for range stepEntries {
		el := c.ring.Front()
		if el == nil || c.bytes+c.held <= c.limit {
			return false
		}
		if el.Value.(*entry).used.Swap(false) {
			c.ring.MoveToBack(el)
			continue
		}
		c.remove(el)
		c.drops++
	}
	return true
}

// setLimit changes the limit, dropping what no longer fits.
func (c *cache) setLimit(bytes int64) {
	c.mu.Lock()
	c.limit = bytes
	c.mu.Unlock()
	c.evict()
}

// hold says how much of the limit is taken by what is not in the cache.
func (c *cache) hold(bytes int64) {
	c.mu.Lock()
	c.held = bytes
	c.mu.Unlock()
	c.evict()
}

// retain makes room for what belongs to the given owners and forgets all else.
func (c *cache) retain(owners []owner) {
	for _, of := range c.disown(owners) {
		c.forget(of)
	}
}

// disown takes the entries of all other owners out of reach and returns them.
func (c *cache) disown(owners []owner) (orphans []map[string]*list.Element) {
	keep := make(map[owner]bool, len(owners))
	for _, o := range owners {
		keep[o] = true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for o, of := range c.owners {
		if !keep[o] {
			orphans = append(orphans, of)
			delete(c.owners, o)
		}
	}
	for o := range keep {
		if c.owners[o] == nil {
			c.owners[o] = map[string]*list.Element{}
		}
	}
	return orphans
}

// forget drops entries that are out of reach.
func (c *cache) forget(of map[string]*list.Element) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, el := range of {
		c.remove(el)
		if n++; n%stepEntries == 0 {
			c.mu.Unlock()
			c.mu.Lock()
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
	return CacheStats{Bytes: c.bytes + c.held, Limit: c.limit, Entries: c.ring.Len(),
		Hits: c.hits.Load(), Misses: c.misses.Load(), Dropped: c.drops}
}
