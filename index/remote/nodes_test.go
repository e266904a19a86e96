package remote_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/remote"
)

// TestFaults has nodes die, stand still and come back under traffic: nothing that was
// acknowledged is lost, no answer is a part, and all heals by itself.
// VANKIEN_OPENSEARCH_ROUNDS says how often each node has each fault.
func TestFaults(t *testing.T) {
	c := newCluster(t, 3)
	opt := remote.Options{Addresses: c.addresses, Shards: 3, Replicas: 1, Refresh: 200 * time.Millisecond}
	x := empty(t, opt)
	t.Cleanup(func() { x.Close() })
	opt = x.opt
	opt.Create = false
	y := opened(t, opt)
	t.Cleanup(func() { y.Close() })
	c.green()
	f := &faults{c, newTraffic(t, x, y), x.opt.Name}
	t.Logf("%-36s %26s %26s %8s", "seconds", "search: first gap good bad", "write: first gap good bad", "green")
	for round := range number(t, "VANKIEN_OPENSEARCH_ROUNDS", 2) {
		for node := 1; node <= 3 && !t.Failed(); node++ {
			f.round(t, round, node)
		}
	}
}

// faults brings them about.
type faults struct {
	*cluster
	*traffic
	name string
}

func (f *faults) round(t *testing.T, round, node int) {
	f.begin()
	what := func(fault string) string { return fmt.Sprintf("%d: node %d %s", round+1, node, fault) }
	f.fault(what("killed"), func() { f.kill(node) }, func() { f.again(node) })
	f.fault(what("stands still"), func() { f.pause(node) }, func() { f.resume(node) })
	f.fault(what("stood still for a moment"), func() { f.pause(node); time.Sleep(2 * time.Second); f.resume(node) }, func() {})
	f.end()
	f.verify()
	f.begin()
	f.withoutCopy(t, what("and another"), round%3)
	f.end()
	f.verify()
}

// fault has one begin, waits until searches and writes succeed again, and heals it.
func (f *faults) fault(what string, begin, heal func()) {
	f.traffic.t.Helper()
	f.enough(func() {})
	f.enough(begin)
	searches, writes := f.reads.String(), f.writes.String()
	heal()
	green := f.green()
	f.tell(what, searches, writes, green)
	f.enough(func() {})
}

// tell adds a row to the table.
func (f *faults) tell(what, searches, writes string, green time.Duration) {
	f.traffic.t.Helper()
	f.traffic.t.Logf("%-36s %26s %26s %8.1f", what, searches, writes, green.Seconds())
}

// enough waits until searches and writes that began after a change succeed.
func (f *faults) enough(change func()) {
	f.traffic.t.Helper()
	change()
	reads, writes := f.reads.restart(20), f.writes.restart(5)
	late := time.After(patience)
	for _, done := range []<-chan struct{}{reads, writes} {
		select {
		case <-done:
		case <-late:
			f.traffic.t.Fatalf("searches %s and writes %s do not go on", &f.reads, &f.writes)
		}
	}
}

// withoutCopy kills both nodes that have a shard: nothing is answered by a part.
func (f *faults) withoutCopy(t *testing.T, what string, shard int) {
	t.Helper()
	gone := f.copies(f.name, shard)
	if len(gone) != 2 {
		t.Fatalf("shard %d is on nodes %v", shard, gone)
	}
	f.kill(gone...)
	for i, x := range f.sides {
		ctx, cancel := context.WithTimeout(t.Context(), readTime)
		if res, err := x.Search(ctx, index.Request{Query: f.queries[0]}); !errors.Is(err, index.ErrUnavailable) {
			t.Errorf("without a copy of shard %d, side %d answers %+v, %v", shard, i, res, err)
		}
		cancel()
	}
	f.enough(func() { f.again(gone...) })
	searches, writes := f.reads.String(), f.writes.String()
	f.tell(what, searches, writes, f.green())
	for _, x := range f.sides {
		if since, err := x.Unavailable(); err != nil {
			t.Errorf("healed, but unavailable since %v: %v", since, err)
		}
	}
}
