package local

import (
	"errors"
	"fmt"
	"time"

	"vankien/index"
)

// errNotReopened is the index.ErrUnavailable of this engine.
var errNotReopened = fmt.Errorf("the index could not be opened again after a failed write, see that its disk is there and has room: %w", index.ErrUnavailable)

// outage says why the store could not be opened again, and since when. The zero
// value is no outage.
type outage struct {
	since time.Time
	err   error
}

// damaged reports whether not even the state that readers had can be trusted.
func (o *outage) damaged() bool { return isDamage(o.err) }

func isDamage(err error) bool {
	var bad *index.DamageError
	return errors.As(err, &bad)
}

// Unavailable tells since when the index takes no writes, and why: a write
// failed, and opening the store again did, too, or a file is damaged. It is
// tried again and again until it succeeds. Meanwhile searches are answered from
// the last state that was on disk, unless there is damage. While all is well,
// Unavailable returns the zero time and nil.
func (x *Index) Unavailable() (since time.Time, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.down.err == nil && x.store != nil && x.store.damage() != nil {
		return x.store.badSince, x.store.damage()
	}
	return x.down.since, x.down.err
}

// Pauses between attempts to open a store again: each is twice the one before.
const (
	firstPause = 20 * time.Millisecond
	maxPause   = 30 * time.Second
)

// keep opens the store anew as soon as st fails, until that succeeds or the
// index is closed. Without a store, none could be opened so far.
func (x *Index) keep(st *store) {
	if st != nil {
		<-st.gone
	}
	for pause := firstPause; x.mend(st) != nil; pause = min(2*pause, maxPause) {
		select {
		case <-time.After(pause):
		case <-x.closing:
			return
		}
	}
}

// mend is reopen, but leaves a store alone whose files are damaged: a file that
// was removed is still there as long as it is mapped.
func (x *Index) mend(st *store) error {
	if bad := x.damagedFiles(); bad != nil {
		if _, err := checked(x.path(), 0, bad); err != nil {
			return err
		}
	}
	return x.reopen(st)
}

// damagedFiles are the files that keep the index from being used.
func (x *Index) damagedFiles() []index.Damage {
	_, err := x.Unavailable()
	var bad *index.DamageError
	if errors.As(err, &bad) {
		return bad.Files
	}
	return nil
}

// reopen opens the store anew, unless failed has been replaced already. When
// that fails the index takes no writes.
func (x *Index) reopen(failed *store) error {
	x.exchange.Lock()
	defer x.exchange.Unlock()
	x.mu.Lock()
	done := x.closed || x.dir == "" || x.store != failed
	x.mu.Unlock()
	if done {
		return nil
	}
	if err := x.replace(failed, nil); err != nil {
		return fmt.Errorf("%w: %w", errNotReopened, err)
	}
	return nil
}

// replace closes the store old, has move, if not nil, change files, and opens
// what is then in its place. Meanwhile, and when nothing can be opened, readers
// get the last state of old. Callers hold exchange.
func (x *Index) replace(old *store, move func() error) error {
	if old != nil {
		_ = old.close() // a store that failed has nothing left to save
	}
	if move != nil {
		if err := move(); err != nil {
			return errors.Join(err, x.openAgain())
		}
	}
	return x.openAgain()
}

// openAgain opens the store in its place and notes it when that fails.
func (x *Index) openAgain() error {
	err := x.openStore()
	if err == nil {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.down.since.IsZero() {
		x.down.since = time.Now()
	}
	x.down.err = err
	return err
}
