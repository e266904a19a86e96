package alert

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Times of the worker.
const (
	pollEvery = 2 * time.Second
	lookFor   = time.Minute // after a change of the collection: what it brought may be settled later
	firstWait = 5 * time.Second
	longest   = time.Hour
)

// Bounds of a round.
const (
	atOnce = 4  // alerts that are told at once
	inTurn = 10 // deliveries of one alert: then others have their turn
)

// Source is the collection as alerts ask of it.
type Source interface {
	// State names what its documents are.
	State(ctx context.Context) (string, error)

	// Now is the time up to which all documents that were given one are there.
	Now() string

	// Matches returns at most n documents that a search finds and that were added or
	// changed after a place, up to a time, in their order.
	Matches(ctx context.Context, search string, after Place, to string, n int) ([]Match, error)
}

// Match is a document that is told of.
type Match struct {
	Place
	Value any // its JSON
}

// Run tells of what is new until the context ends. One process at a time may do that.
func (a *Alerts) Run(ctx context.Context, of Source, log *slog.Logger) {
	w := worker{Alerts: a, of: of, log: log, client: a.guard.client(), slots: make(chan struct{}, atOnce)}
	for {
		w.round(ctx)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pollEvery):
		}
	}
}

type worker struct {
	*Alerts
	of      Source
	log     *slog.Logger
	client  doer
	slots   chan struct{}
	state   string
	changed time.Time   // when another state was met
	again   atomic.Bool // some alert has more to tell, or could not be asked for
}

// round goes over all alerts once.
func (w *worker) round(ctx context.Context) {
	state, err := w.of.State(ctx)
	if err != nil {
		return // it heals, or says so elsewhere
	}
	if state != w.state || w.changed.IsZero() {
		w.state, w.changed = state, time.Now()
	}
	list, err := w.all()
	if err != nil {
		w.log.Warn("alerts cannot be read", "err", err)
		return
	}
	look := w.again.Swap(false) || time.Since(w.changed) < lookFor
	var group sync.WaitGroup
	for _, x := range list {
		if x.URL == "" || x.Paused || x.Pending == nil && !look || x.Pending != nil && time.Now().Before(x.Pending.Next) {
			continue
		}
		w.slots <- struct{}{}
		group.Go(func() {
			defer func() { <-w.slots }()
			more := true
			for n := 0; more && n < inTurn && ctx.Err() == nil; n++ {
				more = w.step(ctx, &x)
			}
			if more {
				w.again.Store(true)
			}
		})
	}
	group.Wait()
}

// step sends the next delivery of an alert, and reports whether there may be another one
// to send now: as long as one waited, more may have come.
func (w *worker) step(ctx context.Context, x *Alert) (more bool) {
	body, err := w.waiting(ctx, x)
	if err != nil {
		w.again.Store(true)
	}
	if err != nil || body == nil {
		return false
	}
	err = w.send(ctx, x, body)
	if ctx.Err() != nil {
		return false
	}
	if err == nil {
		x.Place, x.Pending, x.Failures, x.Error, x.Delivered = x.Pending.To, nil, 0, "", time.Now().UTC().Format(time.RFC3339)
		return w.keep(x)
	}
	x.Failures++
	x.Error, x.Pending.Next = err.Error(), time.Now().Add(wait(x.Failures))
	if x.Paused = x.Failures >= maxFailures; x.Paused {
		w.log.Warn("an alert is paused", "alert", x.ID, "key", x.Owner, "err", err)
	}
	w.keep(x)
	return false
}

// waiting returns the body of the delivery that waits, which is made and stored where
// there is none; nil for nothing to tell.
func (w *worker) waiting(ctx context.Context, x *Alert) ([]byte, error) {
	if x.Pending != nil {
		if body, err := w.body(x.ID); err != nil || body != nil {
			return body, err
		}
	}
	d, err := w.next(ctx, x)
	if err != nil || d == nil {
		return nil, err
	}
	if x.Pending = d; !w.keep(x) {
		return nil, nil
	}
	return d.body, nil
}

// wait is how long to wait after some failures in turn.
func wait(failures int) time.Duration {
	d := firstWait
	for range failures - 1 {
		if d *= 2; d > longest {
			return longest
		}
	}
	return d
}

// keep stores an alert unless it is gone, and reports whether it did.
func (w *worker) keep(x *Alert) bool {
	err := w.change(x.ID, func(*Alert) bool { return true }, func(*Alert) *Alert { return x })
	if err != nil && err != ErrNotFound {
		w.log.Warn("an alert cannot be stored", "alert", x.ID, "err", err)
	}
	return err == nil
}

// message is the body of a delivery.
type message struct {
	Delivery  string            `json:"delivery"`
	Alert     subject           `json:"alert"`
	Documents []json.RawMessage `json:"documents"`
	More      bool              `json:"more"` // another delivery follows
}

type subject struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Search string `json:"search"`
}

// next returns the delivery of what is new for an alert, nil for nothing.
func (w *worker) next(ctx context.Context, x *Alert) (*delivery, error) {
	found, err := w.of.Matches(ctx, x.Search, x.Place, w.of.Now(), maxMatches+1)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	m := message{Delivery: rand.Text(), Alert: subject{x.ID, x.Name, x.Search}}
	d := &delivery{ID: m.Delivery}
	size := 0
	for i, f := range found {
		raw, err := json.Marshal(f.Value)
		if err != nil {
			return nil, err
		}
		if size += len(raw); i == maxMatches || i > 0 && size > maxBody {
			m.More = true
			break
		}
		m.Documents, d.To = append(m.Documents, raw), f.Place
	}
	d.body, err = json.Marshal(m)
	return d, err
}
