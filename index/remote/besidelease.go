package remote

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"
)

// A lease is a record that its holder writes again and again. Who waits for it does
// not compare clocks, which differ between machines: a lease is over when the record
// has not changed for its time by the clock of who looks. The holder gives up before
// others may take it: when it has not been able to renew for two thirds of the time.

const partLease = "lease"

// DefaultLease is the time of a lease: how long what it is for stands still when its
// holder ends without a word. A cluster that loses a node may take half of it to go on,
// and what is done under a lease should outlast that.
const DefaultLease = time.Minute

// errLost ends what was done under a lease.
var errLost = errors.New("the lease is lost")

// Lease is the right to do something that one process at a time may do.
type Lease struct {
	beside *Beside
	name   string
	owner  string
	time   time.Duration

	mu    sync.Mutex
	seen  besideHit // as it was when it last changed
	since time.Time
}

// Lease returns a lease by its name, for some time; 0 means DefaultLease.
func (b *Beside) Lease(name string, life time.Duration) *Lease {
	host, _ := os.Hostname()
	return &Lease{beside: b, name: name, owner: fmt.Sprintf("%s, process %d %s", host, os.Getpid(), rand.Text()[:6]), time: cmp.Or(life, DefaultLease)}
}

// Try takes the lease or renews it, if nobody else has it; else by tells who has.
func (l *Lease) Try() (held bool, by string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := besideID(partLease, l.name)
	h, err := l.beside.getOne(id)
	if err != nil {
		return false, "", err
	}
	op := besideOp{do: "create", id: id, doc: &besideDoc{Part: partLease, Key: l.name, Owner: l.owner, Time: time.Now().UnixMilli()}}
	if h.Found {
		if h.Source.Owner != l.owner && !l.over(h) {
			return false, h.Source.Owner, nil
		}
		op.do, op.when = "index", &h
	}
	status, err := l.beside.write(false, op)
	if err != nil {
		return false, "", err
	}
	return status[0] < http.StatusMultipleChoices, "", nil
}

// over reports whether a record has been as it is for the time of the lease.
func (l *Lease) over(h besideHit) bool {
	now := time.Now()
	if h.Seq != l.seen.Seq || h.Term != l.seen.Term || l.since.IsZero() {
		l.seen, l.since = h, now
	}
	return now.Sub(l.since) > l.time
}

// Hold waits for the lease, of which waits is told once who has it, and renews it until
// release. The context ends when ctx does or the lease is lost.
func (l *Lease) Hold(ctx context.Context, waits func(by string)) (held context.Context, release func(), err error) {
	for told := false; ; {
		held, release, by, err := l.TryHold(ctx)
		if err != nil || held != nil {
			return held, release, err
		}
		if !told && waits != nil {
			waits(by)
			told = true
		}
		select {
		case <-ctx.Done():
			return nil, nil, context.Cause(ctx)
		case <-time.After(l.time / 5):
		}
	}
}

// TryHold is Hold for who does not wait: by tells who has the lease.
func (l *Lease) TryHold(ctx context.Context) (held context.Context, release func(), by string, err error) {
	ok, by, err := l.Try()
	if err != nil {
		return nil, nil, "", fmt.Errorf("take the lease of %q: %w", l.name, err)
	}
	if !ok {
		return nil, nil, cmp.Or(by, "another process"), nil
	}
	held, lose := context.WithCancelCause(ctx)
	late := time.AfterFunc(l.time*2/3, func() { lose(fmt.Errorf("the lease of %q could not be renewed", l.name)) })
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		lose(l.renew(held, func() { late.Reset(l.time * 2 / 3) }))
	}()
	return held, func() {
		late.Stop()
		lose(context.Canceled)
		<-ended
		l.leave()
	}, "", nil
}

// renew writes the record until ctx ends, or somebody else has the lease.
func (l *Lease) renew(ctx context.Context, renewed func()) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(l.time / 5):
		}
		ok, by, err := l.Try()
		if err == nil && ok {
			renewed()
		}
		if err == nil && by != "" {
			return fmt.Errorf("%w: %s has taken over %q", errLost, by, l.name)
		}
	}
}

// leave removes the record, so that nobody needs to wait.
func (l *Lease) leave() {
	h, err := l.beside.getOne(besideID(partLease, l.name))
	if err == nil && h.Found && h.Source.Owner == l.owner {
		_, _ = l.beside.write(false, besideOp{do: "delete", id: h.ID, when: &h})
	}
}
