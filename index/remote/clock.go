package remote

import (
	"sync"
	"time"
)

// clock gives the versions of writes: microseconds, each later than all before in
// this process. The cluster keeps what has the highest version, so a write that
// arrives late, or twice, changes nothing.
type clock struct {
	mu   sync.Mutex
	last int64
}

func (c *clock) next() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(time.Now().UnixMicro(), c.last+1)
	return c.last
}

// after returns a version behind one that was met: the clock of another machine is
// ahead, or another writer was faster.
func (c *clock) after(met int64) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(c.last, met) + 1
	return c.last
}
