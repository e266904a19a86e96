package remote

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// tries says how long a call is tried. Each node is asked at once; only when all were,
// it waits a little, and longer each time. While the cluster is known to be away,
// who can wait only for a time asks each node once: many that wait would take the
// place of what the process can answer.
type tries struct {
	client   *client
	deadline time.Time
	busy     time.Time // until when it is tried that the nodes have too much to do
	short    bool
	n        int
	last     error
}

func newTries(ctx context.Context, c *client) *tries {
	t := &tries{client: c, deadline: time.Now().Add(tryTime), busy: time.Now().Add(busyTime)}
	if d, ok := ctx.Deadline(); ok {
		_, away := c.outage.state()
		t.deadline, t.busy, t.short = d, d, away != nil
	}
	return t
}

// wait returns whether to try again after a failure, when it is time to.
func (t *tries) wait(ctx context.Context, failed error) bool {
	t.n, t.last = t.n+1, failed
	pause, end := t.pause(failed), t.deadline
	if busy(failed) {
		end = t.busy
	}
	if pause > 0 && (t.short || time.Now().Add(pause).After(end)) || t.n > 1 && time.Now().After(end) {
		return false
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return true // the next attempt says so
	case <-timer.C:
		return true
	}
}

// pause is half to all of a time that doubles, so that those who failed together do not
// come back together.
func (t *tries) pause(failed error) time.Duration {
	if t.n < t.client.nodes && !busy(failed) {
		return 0
	}
	round := min(t.n-min(t.client.nodes-1, t.n), 10)
	most := min(firstWait<<round, longWait)
	return most/2 + rand.N(most/2)
}

// ended is the error of a call whose context ended, with what kept it from an answer,
// as far as that is known: err, if the node was silent until then, or the failure of an
// attempt before.
func (t *tries) ended(end, err error) error {
	var f *failure
	switch {
	case end != context.DeadlineExceeded:
		return end
	case errors.As(err, &f):
		return &failure{kind: f.kind, text: t.client.silent(), cause: end}
	case t.last != nil:
		return &failure{kind: kindOf(t.last), text: t.last.Error(), cause: end}
	}
	return end
}
